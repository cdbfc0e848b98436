// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
	"unicode/utf8"
	"unsafe"
)

// A Kind is what a Value is.
type Kind uint8

const (
	Undefined Kind = iota
	Null
	Bool
	Number
	String
	// Object is everything that has identity: objects, arrays, functions, dates.
	Object
	// hole is a place of an array that holds nothing.
	hole
	// unset is a variable before its declaration ran.
	unset
	// short is what an optional chain is from a ?. on that found nothing.
	short
)

// A Value is a value of a script. Values are copied freely; an Object belongs to
// the Machine that made it and to the message of that run.
type Value struct {
	Kind Kind
	// Num is a Number's value, 1 or 0 of a Bool, and of a String how many UTF-16 units
	// it has, or -1 if nobody has counted yet.
	Num float64
	// Ref holds a String as a Go string of valid UTF-8 or as a pointer to one that never
	// changes (texts that were made together, in one piece of memory), an Object as a
	// pointer to one of this package's types, and of a Number that came from a text, and
	// whose usual spelling is another one, that text as a string; else nil.
	Ref any
}

var (
	undefined = Value{}
	null      = Value{Kind: Null}
	yes       = Value{Kind: Bool, Num: 1}
	no        = Value{Kind: Bool}
)

// NumberValue is a number.
func NumberValue(f float64) Value { return Value{Kind: Number, Num: f} }

// SourceNumber is a number with the text that it was read from.
func SourceNumber(f float64, text string) Value { return Value{Kind: Number, Num: f, Ref: text} }

// BoolValue is a boolean.
func BoolValue(b bool) Value {
	if b {
		return yes
	}
	return no
}

// NullValue is null; the zero Value is undefined.
func NullValue() Value { return null }

// StringValue is a string of valid UTF-8.
func StringValue(s string) Value { return Value{Kind: String, Num: -1, Ref: s} }

// BoxedString is StringValue for a string that is in an interface already.
func BoxedString(box any) Value { return Value{Kind: String, Num: -1, Ref: box} }

// asciiValue is a string that holds ASCII only.
func asciiValue(s string) Value { return Value{Kind: String, Num: float64(len(s)), Ref: s} }

// ObjectValue is an object: a pointer to a type of this package.
func ObjectValue(ref any) Value { return objectValue(ref) }

// Truthy is what a condition makes of the value.
func (v Value) Truthy() bool { return v.truthy() }

// Is reports whether v is the very value w, moved, and none that was computed.
func (v Value) Is(w Value) bool {
	if v.Kind != w.Kind {
		return false
	}
	switch v.Kind {
	case String:
		a, b := v.Text(), w.Text()
		return len(a) == len(b) && unsafe.StringData(a) == unsafe.StringData(b)
	case Number:
		// The text that one was read from has its own place; of another with the same text it
		// is another one. 0 and -0 are two numbers.
		a, isText := v.Ref.(string)
		b, _ := w.Ref.(string)
		return math.Float64bits(v.Num) == math.Float64bits(w.Num) && len(a) == len(b) && (!isText || unsafe.StringData(a) == unsafe.StringData(b))
	}
	return v == w
}

// Text is a String's text.
func (v Value) Text() string {
	if s, ok := v.Ref.(string); ok {
		return s
	}
	if s, ok := v.Ref.(*string); ok {
		return *s
	}
	return ""
}

// Box is a String's text in an interface, as it is there already where that can be.
func (v Value) Box() any {
	if s, ok := v.Ref.(*string); ok {
		return *s
	}
	return v.Ref
}

// sharedString is the string that s points to, which never changes.
func sharedString(s *string) Value { return Value{Kind: String, Num: -1, Ref: s} }

// isASCII reports whether every byte of a text is one UTF-16 unit.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// units is how many UTF-16 units a text has.
func units(s string) int {
	n := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c < 0x80 || c >= 0xC0 && c < 0xF0:
			n++
		case c >= 0xF0:
			n += 2
		}
	}
	return n
}

// length is how many UTF-16 units a String has. Where nobody counted yet, that takes as
// long as the text is.
func (m *Machine) length(v Value) int { return int(m.counted(v).Num) }

// truthy is ToBoolean.
func (v Value) truthy() bool {
	switch v.Kind {
	case Bool:
		return v.Num != 0
	case Number:
		return v.Num != 0 && v.Num == v.Num
	case String:
		return v.Text() != ""
	case Object:
		return true
	}
	return false
}

func (v Value) nullish() bool { return v.Kind <= Null }

// typeName is what typeof gives.
func (v Value) typeName() string {
	switch v.Kind {
	case Undefined:
		return "undefined"
	case Bool:
		return "boolean"
	case Number:
		return "number"
	case String:
		return "string"
	case Object:
		if _, ok := v.Ref.(*Func); ok {
			return "function"
		}
	}
	return "object"
}

// Source is the text that a Number was read from, if it is not the usual one.
func (v Value) Source() (text string, ok bool) {
	text, ok = v.Ref.(string)
	return text, ok && v.Kind == Number
}

// IsInfinite reports whether v is a number beyond the range of a float64.
func (v Value) IsInfinite() bool { return v.Kind == Number && math.IsInf(v.Num, 0) }

// IsHole reports whether v is a place of an array that holds nothing.
func (v Value) IsHole() bool { return v.Kind == hole }
