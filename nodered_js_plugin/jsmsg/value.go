// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"encoding/json"
	"math"
	"strconv"
)

// goValue is the value of a JSON text for other processors, which know few types:
// map[string]any, []any, string, bool, nil, and for numbers what goNumber says.
// text must be JSON. The caller owns the value.
func goValue(text string) any {
	b := goBuilder{jsonText: jsonText{text: text}}
	return b.value()
}

// goBuilder makes values while it reads.
type goBuilder struct {
	jsonText
	// members and elements are those read so far of all objects and arrays that are
	// open. So maps and slices are made at their size.
	members  []goMember
	elements []any
}

type goMember struct {
	key   string
	value any
}

func (b *goBuilder) value() any {
	switch c := b.next(); c {
	case '{':
		return b.object()
	case '[':
		return b.array()
	case '"':
		return unquoted(b.quoted())
	case 't', 'f':
		b.word(c)
		return c == 't'
	case 'n':
		b.word(c)
		return nil
	}
	return goNumber(b.number())
}

func (b *goBuilder) object() any {
	b.open()
	base := len(b.members)
	for first := true; b.more(first, '}'); first = false {
		key := unquoted(b.key())
		value := b.value()
		b.members = append(b.members, goMember{key, value})
	}
	object := make(map[string]any, len(b.members)-base)
	for _, m := range b.members[base:] {
		object[m.key] = m.value
	}
	b.members = b.members[:base]
	return object
}

func (b *goBuilder) array() any {
	b.open()
	base := len(b.elements)
	for first := true; b.more(first, ']'); first = false {
		element := b.value()
		b.elements = append(b.elements, element)
	}
	array := make([]any, len(b.elements)-base)
	copy(array, b.elements[base:])
	b.elements = b.elements[:base]
	return array
}

// goNumber is a number as an int64 where it is whole and within ±2^53, as a
// float64 where one has its decimal value, else as a json.Number with all its
// digits. -0 is a float64: no int64 is.
func goNumber(text string, whole bool) any {
	if whole {
		if n, ok := jsonInt(text); ok {
			return n
		}
	}
	f, err := strconv.ParseFloat(text, 64)
	var buffer [32]byte
	switch {
	case err != nil || !shortest(text, whole) && !sameDecimal(appendJSNumber(buffer[:0], f), text):
		return json.Number(text)
	case f == 0 && math.Signbit(f):
		return f
	}
	return goFloat(f)
}

// goFloat is a number that a script computed. -0 is 0, as in JSON.
func goFloat(f float64) any {
	if f == math.Trunc(f) && math.Abs(f) <= maxExactInt {
		return int64(f)
	}
	return f
}
