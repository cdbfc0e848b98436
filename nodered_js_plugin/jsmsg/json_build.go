// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"strconv"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// parseJSON makes the JavaScript value of a JSON text, or gives false where the
// text is not JSON. It runs no script code, whatever scripts did to the builtins,
// and the value may share memory with text.
//
// The value is what JSON.parse would give: the last of equal keys wins at the
// place of the first, "__proto__" is a property like any other, integers beyond
// 2^53 lose digits and 1e999 is Infinity. Only what has no UTF-8 form becomes
// U+FFFD. Numbers that JavaScript would write in another way are kept in s.
func parseJSON(rt *goja.Runtime, s *sources, text string) (goja.Value, bool) {
	b := jsonBuilder{jsonText: jsonText{text: text}, rt: rt, sources: s}
	v := b.value()
	if !b.end() {
		return nil, false
	}
	return v, true
}

// parseVisible is parseJSON for a text of which scripts see these paths only.
// Objects may lack what nobody sees; arrays are complete. loose is as in valid.
func parseVisible(rt *goja.Runtime, s *sources, text string, visible *script.Paths) (v goja.Value, loose, ok bool) {
	b := jsonBuilder{jsonText: jsonText{text: text}, rt: rt, sources: s}
	v = b.visible(visible)
	if !b.end() {
		return nil, false, false
	}
	return v, b.loose, true
}

// jsonBuilder makes values while it reads. After an error it returns what it has,
// which nobody uses.
type jsonBuilder struct {
	jsonText
	rt      *goja.Runtime
	sources *sources
	// objectPrototype is Object.prototype once there is an object.
	objectPrototype *goja.Object
	// elements are the elements read so far of all arrays that are open.
	elements []any
}

func (b *jsonBuilder) value() goja.Value {
	switch c := b.next(); c {
	case '{':
		return b.object()
	case '[':
		return b.array()
	case '"':
		return b.rt.ToValue(unquoted(b.quoted()))
	case 't', 'f':
		b.word(c)
		return b.rt.ToValue(c == 't')
	case 'n':
		b.word(c)
		return goja.Null()
	}
	return b.number()
}

// object gives the object its prototype last: without one, setting a member
// cannot meet setters that a script put on Object.prototype, and it is cheaper
// than defining the member.
func (b *jsonBuilder) object() goja.Value {
	b.open()
	var o *goja.Object
	if b.objectPrototype == nil {
		o = b.rt.NewObject()
		b.objectPrototype = o.Prototype()
		_ = o.SetPrototype(nil)
	} else {
		o = b.rt.CreateObject(nil)
	}
	for first := true; b.more(first, '}'); first = false {
		key := unquoted(b.key())
		_ = o.Set(key, b.value())
	}
	_ = o.SetPrototype(b.objectPrototype)
	return o
}

// visible is value without what nobody sees. Members are looked up by constant
// names only, so their order does not count.
func (b *jsonBuilder) visible(paths *script.Paths) goja.Value {
	if paths.All || b.next() != '{' {
		return b.value()
	}
	b.open()
	o := b.rt.NewObject()
	prototype := o.Prototype()
	_ = o.SetPrototype(nil)
	for first := true; b.more(first, '}'); first = false {
		key := unquoted(b.key())
		if member := paths.Members[key]; member != nil {
			_ = o.Set(key, b.visible(member))
		} else {
			b.skip()
		}
	}
	_ = o.SetPrototype(prototype)
	return o
}

func (b *jsonBuilder) array() goja.Value {
	b.open()
	base := len(b.elements)
	for first := true; b.more(first, ']'); first = false {
		b.elements = append(b.elements, b.value())
	}
	array := b.rt.NewArray(b.elements[base:]...)
	b.elements = b.elements[:base]
	return array
}

func (b *jsonBuilder) number() goja.Value {
	text, whole := b.jsonText.number()
	if whole {
		if n, ok := jsonInt(text); ok {
			return b.rt.ToValue(n)
		}
	}
	// The error is one of range; ±Inf or 0 is then the value, as in JavaScript.
	f, _ := strconv.ParseFloat(text, 64)
	v := b.rt.ToValue(f)
	if shortest(text, whole) {
		return v
	}
	return b.sources.keep(v, text)
}

// jsonInt is the value of an integer of at most 15 digits, but for -0, which no
// integer is.
func jsonInt(text string) (n int64, ok bool) {
	digits := text
	if digits[0] == '-' {
		digits = digits[1:]
	}
	if len(digits) > 15 {
		return 0, false
	}
	for i := range len(digits) {
		n = n*10 + int64(digits[i]-'0')
	}
	if len(digits) < len(text) {
		return -n, n != 0
	}
	return n, true
}
