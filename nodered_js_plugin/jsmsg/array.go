// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"github.com/dop251/goja"
)

// A Refusal is why one of several messages that a script returned does not go on.
type Refusal struct {
	// Number is which of them it is, from 1, and Of how many they are. Entries that
	// are null or undefined are no messages.
	Number, Of int
	// Tag is the text of its metadata tag_name, "" where that is not known.
	Tag string
	// Err is what End gives for a message that is the only one.
	Err error
}

// An element is an entry of a returned array: the object that is to be a message,
// or why nothing is known of it.
type element struct {
	object *goja.Object
	err    error
}

// convertArray is for a script that returned several messages. They share
// nothing, even where the script returned the same object twice, and what is wrong
// with one of them is not held against the others.
func (b *Binding) convertArray(array *goja.Object) error {
	elements, err := b.elements(array)
	if err != nil {
		return err
	}
	for i, e := range elements {
		m, err := b.takeElement(e)
		switch {
		case err == nil:
			if len(elements) > 1 {
				m.payload.dropObjects()
			}
			b.results = append(b.results, m)
		case len(elements) == 1:
			return err
		default:
			b.refused = append(b.refused, Refusal{Number: i + 1, Of: len(elements), Tag: b.tagOf(e.object), Err: err})
		}
	}
	return nil
}

// elements judges all entries of an array before the first is converted: a return
// value that is wrong in its form in one place is wrong as a whole. Holes are left
// out, so that a sparse giant costs nothing.
func (b *Binding) elements(array *goja.Object) ([]element, error) {
	var list []element
	for _, key := range array.GetOwnPropertyNames() {
		if key == "" || key[0] < '0' || key[0] > '9' {
			continue
		}
		var v goja.Value
		fits := true
		err := b.attempt(func() error {
			v = array.Get(key)
			if object, ok := v.(*goja.Object); ok {
				fits = !isArray(object) && isMessage(object)
			}
			return nil
		})
		object, ok := v.(*goja.Object)
		switch {
		case err != nil:
			list = append(list, element{object, err})
		case v == nil || goja.IsUndefined(v) || goja.IsNull(v):
		case !ok || !fits:
			return nil, badReturn(v)
		default:
			list = append(list, element{object: object})
		}
	}
	return list, nil
}

// takeElement is the new message of an element.
func (b *Binding) takeElement(e element) (m *Message, err error) {
	if e.err != nil {
		return nil, e.err
	}
	err = b.attempt(func() error {
		m, err = b.take1(e.object)
		return err
	})
	return m, err
}

// attempt ends at this place what script code called by f throws, and endless
// recursion too. An interrupt goes on as the panic that it is: it is meant for the
// message that was received, not for a part of what became of it.
func (b *Binding) attempt(f func() error) (err error) {
	defer func() {
		if x := recover(); x != nil {
			overflow, ok := x.(*goja.StackOverflowError)
			if !ok {
				panic(x)
			}
			err = overflow
		}
	}()
	if thrown := b.rt.Try(func() { err = f() }); thrown != nil {
		return thrown
	}
	return err
}

// tagOf is the tag name of an object that could not become a message.
func (b *Binding) tagOf(object *goja.Object) (name string) {
	if object == nil {
		return ""
	}
	_ = b.attempt(func() error { // a message without a name has failed already
		if meta, ok := object.Get("meta").(*goja.Object); ok {
			if v := meta.Get("tag_name"); v != nil && goja.IsString(v) {
				name = v.String()
			}
		}
		return nil
	})
	return name
}
