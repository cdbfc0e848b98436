// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
	"strings"
	"unicode/utf8"
)

// A string's places count UTF-16 units, its bytes are UTF-8. In ASCII, which most
// strings are, the two are the same.

// characterOf holds the strings of one ASCII character.
var characterOf = func() (list [utf8.RuneSelf]Value) {
	for c := range list {
		list[c] = asciiValue(string(rune(c)))
	}
	return list
}()

// receiver is the string that a method stands on, with its length counted.
func (m *Machine) receiver(this Value) Value {
	if this.Kind != String {
		bail("a method of strings on something else")
	}
	return m.counted(this)
}

// counted is a String of which Num is the length.
func (m *Machine) counted(v Value) Value {
	if v.Num < 0 {
		s := v.Text()
		m.work(len(s) >> 5)
		v.Num = float64(units(s))
	}
	return v
}

// ascii reports whether a counted String is ASCII.
func (v Value) ascii() bool { return int(v.Num) == len(v.Text()) }

// half ends the run where a string would have to hold half of a surrogate pair.
func half() { bail("half of a surrogate pair") }

// offset is the byte where unit i of a text begins, or, within a surrogate pair, the
// byte after that pair's character; inside says so.
func offset(s string, i int) (at int, inside bool) {
	for at < len(s) && i > 0 {
		switch c := s[at]; {
		case c < 0x80:
			at, i = at+1, i-1
		case c < 0xE0:
			at, i = at+2, i-1
		case c < 0xF0:
			at, i = at+3, i-1
		default:
			at, i = at+4, i-2
		}
	}
	return at, i < 0
}

// offset is offset of a counted String.
func (m *Machine) offset(v Value, i int) (at int, inside bool) {
	switch s := v.Text(); {
	case v.ascii() || i <= 0:
		return max(i, 0), false
	case i >= int(v.Num):
		return len(s), false
	default:
		m.work(i >> 3)
		return offset(s, i)
	}
}

// unitsBefore is how many units are before byte at of a counted String.
func (m *Machine) unitsBefore(v Value, at int) int {
	if v.ascii() {
		return at
	}
	m.work(at >> 5)
	return units(v.Text()[:at])
}

// cut is the part of a counted String between two units, from <= to.
func (m *Machine) cut(v Value, from, to int) Value {
	switch {
	case from == to:
		return asciiValue("")
	case from == 0 && to == int(v.Num):
		return v
	case v.ascii():
		if to-from == 1 {
			return characterOf[v.Text()[from]]
		}
		m.allocate(16)
		return asciiValue(v.Text()[from:to])
	}
	start, startInside := m.offset(v, from)
	end, endInside := m.offset(v, to)
	if startInside || endInside {
		half()
	}
	m.allocate(16)
	return Value{Kind: String, Num: float64(to - from), Ref: v.Text()[start:end]}
}

// part is a piece of another string.
func (m *Machine) part(s string) Value {
	switch {
	case s == "":
		return asciiValue("")
	case len(s) == 1:
		return characterOf[s[0]]
	}
	m.allocate(16)
	return StringValue(s)
}

// charAt is the character at unit i, which there is.
func (m *Machine) charAt(v Value, i int) Value {
	return m.cut(m.counted(v), i, i+1)
}

// characters are the code points of a text.
func (m *Machine) characters(s string) []Value {
	m.allocate(48 * len(s))
	list := make([]Value, 0, len(s))
	for i, size := 0, 0; i < len(s); i += size {
		if s[i] < utf8.RuneSelf {
			size = 1
			list = append(list, characterOf[s[i]])
			continue
		}
		_, size = utf8.DecodeRuneInString(s[i:])
		list = append(list, StringValue(s[i:i+size]))
	}
	return list
}

// integer is ToIntegerOrInfinity as the built-ins of strings use it.
func (m *Machine) integer(v Value) float64 {
	switch v.Kind {
	case Number:
		return toInteger(v.Num)
	case Undefined:
		return 0
	case String:
		m.work(len(v.Text()) >> 5)
		if !isASCII(v.Text()) {
			return 0 // goja reads a number from ASCII only
		}
		f := m.toNumber(v)
		// Of a great number, and of what is NaN for Go, goja makes any number.
		if math.Abs(f) >= 1<<63 || math.IsNaN(f) && strings.EqualFold(strings.TrimSpace(v.Text()), "nan") {
			bail("a text of a number that is no place")
		}
		return toInteger(f)
	case Object:
		return m.integer(m.toPrimitive(v, hintNumber)) // which may be a text
	}
	return toInteger(m.toNumber(v))
}

// within is a place between 0 and n.
func within(f float64, n int) int {
	return int(max(0, min(f, float64(n))))
}

// fromEnd is a place between 0 and n that counts from the end where it is negative.
func fromEnd(f float64, n int) int {
	if f < 0 {
		f += float64(n)
	}
	return within(f, n)
}

// place is argument i as a place within n, missing where it is undefined.
func (m *Machine) place(args []Value, i, n, missing int) int {
	v := arg(args, i)
	if v.Kind == Undefined {
		return missing
	}
	return within(m.integer(v), n)
}

// needle is the text that a method looks for: no regular expression.
func (m *Machine) needle(args []Value) string {
	v := arg(args, 0)
	if _, ok := v.Ref.(*RegExp); ok {
		m.throwError("TypeError", "First argument must not be a regular expression")
	}
	return m.toText(v)
}

func stringIncludes(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	search := m.needle(args)
	from := m.place(args, 1, int(s.Num), 0)
	return BoolValue(m.indexFrom(s, search, from) >= 0)
}

// indexFrom is the byte where a counted String has a text at unit from or later.
func (m *Machine) indexFrom(s Value, search string, from int) int {
	start, _ := m.offset(s, from)
	m.work((len(s.Text()) - start + len(search)) >> 4)
	if at := strings.Index(s.Text()[start:], search); at >= 0 {
		return at + start
	}
	return -1
}

func stringIndexOf(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	search := m.toText(arg(args, 0))
	from := m.place(args, 1, int(s.Num), 0)
	if search == "" {
		return NumberValue(float64(from))
	}
	at := m.indexFrom(s, search, from)
	if at < 0 {
		return NumberValue(-1)
	}
	return NumberValue(float64(m.unitsBefore(s, at)))
}

func stringLastIndexOf(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	search := m.toText(arg(args, 0))
	from := int(s.Num)
	if f := m.toNumber(arg(args, 1)); f == f {
		from = within(toInteger(f), int(s.Num))
	}
	if search == "" {
		return NumberValue(float64(from))
	}
	start, inside := m.offset(s, from)
	if inside {
		start -= 4
	}
	text := s.Text()
	m.work((len(text) + len(search)) >> 4)
	at := strings.LastIndex(text[:min(start+len(search), len(text))], search)
	if at < 0 {
		return NumberValue(-1)
	}
	return NumberValue(float64(m.unitsBefore(s, at)))
}

func stringStartsWith(m *Machine, this Value, args []Value) Value {
	if len(args) == 1 && this.Kind == String && args[0].Kind == String {
		m.work(len(args[0].Text()) >> 5)
		return BoolValue(strings.HasPrefix(this.Text(), args[0].Text()))
	}
	s := m.receiver(this)
	search := m.needle(args)
	start, inside := m.offset(s, m.place(args, 1, int(s.Num), 0))
	m.work(len(search) >> 5)
	return BoolValue(search == "" || !inside && strings.HasPrefix(s.Text()[start:], search))
}

func stringEndsWith(m *Machine, this Value, args []Value) Value {
	if len(args) == 1 && this.Kind == String && args[0].Kind == String {
		m.work(len(args[0].Text()) >> 5)
		return BoolValue(strings.HasSuffix(this.Text(), args[0].Text()))
	}
	s := m.receiver(this)
	search := m.needle(args)
	end, inside := m.offset(s, m.place(args, 1, int(s.Num), int(s.Num)))
	m.work(len(search) >> 5)
	return BoolValue(search == "" || !inside && strings.HasSuffix(s.Text()[:end], search))
}

func stringSlice(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	n := int(s.Num)
	from, to := fromEnd(m.integer(arg(args, 0)), n), n
	if end := arg(args, 1); end.Kind != Undefined {
		to = fromEnd(m.integer(end), n)
	}
	return m.cut(s, from, max(from, to))
}

func stringSubstring(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	n := int(s.Num)
	from := m.place(args, 0, n, 0)
	to := m.place(args, 1, n, n)
	return m.cut(s, min(from, to), max(from, to))
}

func stringSubstr(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	n := int(s.Num)
	from := fromEnd(m.integer(arg(args, 0)), n)
	length := m.place(args, 1, n, n)
	return m.cut(s, from, from+min(length, n-from))
}

func stringAt(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	i := m.integer(arg(args, 0))
	if i < 0 {
		i += s.Num
	}
	if i < 0 || i >= s.Num {
		return undefined
	}
	return m.cut(s, int(i), int(i)+1)
}

func stringCharAt(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	i := m.integer(arg(args, 0))
	if i < 0 || i >= s.Num {
		return asciiValue("")
	}
	return m.cut(s, int(i), int(i)+1)
}

func stringCharCodeAt(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	i := m.integer(arg(args, 0))
	if i < 0 || i >= s.Num {
		return NumberValue(math.NaN())
	}
	c, low := m.codePoint(s, int(i))
	switch {
	case low:
		c = 0xDC00 + (c-0x10000)&0x3FF
	case c > 0xFFFF:
		c = 0xD800 + (c-0x10000)>>10
	}
	return NumberValue(float64(c))
}

func stringCodePointAt(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	i := m.integer(arg(args, 0))
	if i < 0 || i >= s.Num {
		return undefined
	}
	c, low := m.codePoint(s, int(i))
	if low {
		c = 0xDC00 + (c-0x10000)&0x3FF
	}
	return NumberValue(float64(c))
}

// codePoint is the code point of which unit i, which there is, is a part; low says
// that it is the second half.
func (m *Machine) codePoint(s Value, i int) (c rune, low bool) {
	text := s.Text()
	if s.ascii() {
		return rune(text[i]), false
	}
	at, inside := m.offset(s, i)
	if inside {
		at -= 4
	}
	c, _ = utf8.DecodeRuneInString(text[at:])
	return c, inside
}
