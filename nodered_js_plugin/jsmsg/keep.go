// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"slices"

	"github.com/dop251/goja"
)

// kept is msg as it was before the function of an update, which runs again if
// another process wrote the key meanwhile: what it did to msg must not add up.
// Objects stay the same ones, as the script may hold them in variables.
type kept struct {
	m               *Message
	payload         payload
	fields          []field
	untidy, removed bool

	assigned, newMeta     goja.Value
	metaGone, payloadGone bool
	extras                []extra

	objects []keptObject
	seen    map[*goja.Object]bool
}

// A keptObject is an object or array of msg with its members. Those of other kinds,
// a Map for one, are not kept.
type keptObject struct {
	object *goja.Object
	keys   []string
	values []goja.Value
	length goja.Value // of an array
}

// keep keeps msg until restore.
func (b *Binding) keep() *kept {
	k := &kept{
		m: b.m, assigned: b.assigned, newMeta: b.newMeta, metaGone: b.metaGone, payloadGone: b.payloadGone,
		extras: slices.Clone(b.extras), seen: map[*goja.Object]bool{b.msg: true, b.meta: true},
	}
	pending := []goja.Value{b.assigned, b.newMeta}
	for _, e := range b.extras {
		pending = append(pending, e.value)
	}
	if m := b.m; m != nil {
		k.payload, k.fields, k.untidy, k.removed = m.payload, slices.Clone(m.meta), m.untidy, m.removed
		pending = append(pending, m.payload.js)
		for i := range m.meta {
			pending = append(pending, m.meta[i].js)
		}
	}
	for len(pending) > 0 {
		last := len(pending) - 1
		v := pending[last]
		pending = append(pending[:last], k.add(v)...)
	}
	return k
}

// add keeps an object and returns its members.
func (k *kept) add(v goja.Value) []goja.Value {
	o, ok := v.(*goja.Object)
	if !ok || o == nil || k.seen[o] {
		return nil
	}
	array := o.ClassName() == "Array"
	if !array && o.ClassName() != "Object" {
		return nil
	}
	k.seen[o] = true
	kept := keptObject{object: o, keys: o.Keys()}
	for _, key := range kept.keys {
		kept.values = append(kept.values, o.Get(key))
	}
	if array {
		kept.length = o.Get("length")
	}
	k.objects = append(k.objects, kept)
	return kept.values
}

// restore makes msg what it was.
func (b *Binding) restore(k *kept) {
	b.assigned, b.newMeta, b.metaGone, b.payloadGone = k.assigned, k.newMeta, k.metaGone, k.payloadGone
	clear(b.extras)
	b.extras = append(b.extras[:0], k.extras...)
	if m := k.m; m != nil {
		clear(m.meta)
		m.meta = append(m.meta[:0], k.fields...)
		m.payload, m.untidy, m.removed = k.payload, k.untidy, k.removed
	}
	for i := range k.objects {
		k.objects[i].restore()
	}
}

// restore makes the object what it was, the order of its keys as well. What the
// script froze cannot have changed, and does not change here.
func (k *keptObject) restore() {
	if now := k.object.Keys(); !slices.Equal(now, k.keys) {
		for _, key := range now {
			_ = k.object.Delete(key)
		}
	}
	if k.length != nil {
		_ = k.object.Set("length", k.length)
	}
	for i, key := range k.keys {
		if now := k.object.Get(key); now == nil || !k.values[i].SameAs(now) {
			_ = k.object.Set(key, k.values[i])
		}
	}
}
