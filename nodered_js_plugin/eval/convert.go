// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
)

// toNumber is ToNumber.
func (m *Machine) toNumber(v Value) float64 {
	switch v.Kind {
	case Number, Bool:
		return v.Num
	case Null:
		return 0
	case String:
		m.work(len(v.Text()) >> 3)
		return numberOfText(v.Text())
	case Object:
		return m.toNumber(m.toPrimitive(v, hintNumber))
	}
	return math.NaN()
}

// toText is ToString.
func (m *Machine) toText(v Value) string {
	switch v.Kind {
	case String:
		return v.Text()
	case Number:
		return numberText(v.Num)
	case Bool:
		if v.Num != 0 {
			return "true"
		}
		return "false"
	case Null:
		return "null"
	case Object:
		return m.toText(m.toPrimitive(v, hintString))
	}
	return "undefined"
}

// toString is toText as a Value, without a new box where there is one.
func (m *Machine) toString(v Value) Value {
	if v.Kind == String {
		return v
	}
	return StringValue(m.toText(v))
}

// A hint says what ToPrimitive would rather have.
type hint uint8

const (
	hintDefault hint = iota
	hintNumber
	hintString
)

// toPrimitive is ToPrimitive.
func (m *Machine) toPrimitive(v Value, h hint) Value {
	if v.Kind != Object {
		return v
	}
	if _, date := v.Ref.(*Date); h == hintString || date && h == hintDefault {
		if p, ok := m.primitiveBy(v, "toString"); ok {
			return p
		}
		if p, ok := m.primitiveBy(v, "valueOf"); ok {
			return p
		}
	} else {
		if p, ok := m.primitiveBy(v, "valueOf"); ok {
			return p
		}
		if p, ok := m.primitiveBy(v, "toString"); ok {
			return p
		}
	}
	m.throwError("TypeError", "Cannot convert object to primitive value")
	return Value{}
}

// primitiveBy calls toString or valueOf of an object; false if that gives an object
// again.
func (m *Machine) primitiveBy(v Value, method string) (Value, bool) {
	if own, ok := m.ownProperty(v, method); ok {
		f, isFunc := own.Ref.(*Func)
		if !isFunc {
			return Value{}, false
		}
		result := m.callFunc(f, nil)
		return result, result.Kind != Object
	}
	if method == "valueOf" {
		if d, ok := v.Ref.(*Date); ok {
			return NumberValue(d.ms), true
		}
		return Value{}, false
	}
	if o, ok := v.Ref.(*Obj); ok && o.bare {
		return Value{}, false
	}
	return StringValue(m.objectText(v)), true
}

// objectText is what toString of a built-in prototype gives.
func (m *Machine) objectText(v Value) string {
	switch o := v.Ref.(type) {
	case *Arr:
		return m.join(o, len(o.Elems), ",")
	case *ErrorObj:
		m.deeper(nestingOfText)
		text := m.errorText(o)
		m.nested -= nestingOfText
		return text
	case *Func:
		bail("the text of a function")
	case *Iterator:
		bail("the text of an iterator")
	case *Date:
		return m.dateText(o)
	case *RegExp:
		return "/" + o.source + "/" + o.flags
	case *Map:
		if o.set {
			return "[object Set]"
		}
		return "[object Map]"
	}
	return "[object Object]"
}

// strictEqual is ===.
func strictEqual(a, b Value) bool {
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case Number, Bool:
		return a.Num == b.Num
	case String:
		return a.Text() == b.Text()
	case Object:
		return a.Ref == b.Ref
	}
	return true
}

// strictEqual is strictEqual, with the price of two long texts of the same length.
func (m *Machine) strictEqual(a, b Value) bool {
	if a.Kind == String && b.Kind == String {
		if n := len(a.Text()); n > longKey && n == len(b.Text()) {
			m.work(n >> 4)
		}
	}
	return strictEqual(a, b)
}

// sameValueZero is the equality of includes, Map and Set.
func sameValueZero(a, b Value) bool {
	return strictEqual(a, b) || a.Kind == Number && b.Kind == Number && a.Num != a.Num && b.Num != b.Num
}

// looseEqual is ==.
func (m *Machine) looseEqual(a, b Value) bool {
	switch {
	case a.Kind == b.Kind:
		return m.strictEqual(a, b)
	case a.nullish() || b.nullish():
		return a.nullish() && b.nullish()
	case a.Kind == Object && b.Kind == Object:
		return a.Ref == b.Ref
	case a.Kind == Object:
		return m.looseEqual(m.toPrimitive(a, hintDefault), b)
	case b.Kind == Object:
		return m.looseEqual(a, m.toPrimitive(b, hintDefault))
	}
	x, y := m.toNumber(a), m.toNumber(b)
	if x == y && (spelledOtherwise(a, y) || spelledOtherwise(b, x)) {
		bail("a number compared with a text that spells it otherwise") // to goja "1.0" == 1 is false
	}
	return x == y
}

// spelledOtherwise reports whether v is a text of a number that is not its usual one.
// The empty text is zero to all.
func spelledOtherwise(v Value, n float64) bool {
	return v.Kind == String && v.Text() != "" && v.Text() != numberText(n)
}

// less is whether a < b for two primitives, and whether they compare at all:
// NaN does not.
func (m *Machine) less(a, b Value) (less, ok bool) {
	if a.Kind == String && b.Kind == String {
		m.work(min(len(a.Text()), len(b.Text())) >> 3)
		return lessText(a.Text(), b.Text()), true
	}
	x, y := m.toNumber(a), m.toNumber(b)
	return x < y, x == x && y == y
}

// lessText orders texts by their UTF-16 units. The order of UTF-8 is another one
// where astral characters meet U+E000 to U+FFFF.
func lessText(a, b string) bool {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] == b[i] {
			continue
		}
		if astralA, astralB := a[i] >= 0xF0, b[i] >= 0xF0; astralA != astralB {
			if other := min(a[i], b[i]); other == 0xEE || other == 0xEF {
				return astralA
			}
		}
		return a[i] < b[i]
	}
	return len(a) < len(b)
}

// add is +.
func (m *Machine) add(a, b Value) Value {
	if a.Kind == Number && b.Kind == Number {
		return NumberValue(a.Num + b.Num)
	}
	a, b = m.toPrimitive(a, hintDefault), m.toPrimitive(b, hintDefault)
	if a.Kind == String || b.Kind == String {
		return m.concat(m.toString(a), m.toString(b))
	}
	return NumberValue(m.toNumber(a) + m.toNumber(b))
}

// growText gives a text that is being made room for n bytes more.
func (m *Machine) growText(dst []byte, n int) []byte {
	m.work(1 + n>>5)
	if len(dst)+n <= cap(dst) {
		return dst
	}
	room := max(len(dst)+n, 2*len(dst), 64)
	m.allocate(room)
	return append(make([]byte, 0, room), dst...)
}

// finished is a text that was being made, as a String's.
func (m *Machine) finished(text []byte) string {
	m.allocate(len(text) + textCost)
	return string(text)
}
