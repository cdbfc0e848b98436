// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/memory"
)

// room charges a text that is about to be made, of so many units in so many bytes.
func (m *Machine) room(units, bytes float64) {
	if units > float64(m.sizes.Text) {
		m.throwError("RangeError", memory.TextTooLong)
	}
	m.allocate(int(bytes) + 16)
}

func stringConcat(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	for _, v := range args {
		s = m.concat(s, m.toString(v))
	}
	return s
}

func stringRepeat(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	count := m.integer(arg(args, 0))
	if count < 0 || math.IsInf(count, 1) {
		m.throwError("RangeError", "Invalid count value")
	}
	text := s.Text()
	if count == 0 || text == "" {
		return asciiValue("")
	}
	m.room(s.Num*count, float64(len(text))*count)
	return Value{Kind: String, Num: s.Num * count, Ref: strings.Repeat(text, int(count))}
}

// pad is what fills a counted String up, and how long both are together.
func (m *Machine) pad(s Value, args []Value) (fill string, length float64) {
	length = min(m.integer(arg(args, 0)), 1<<53-1)
	if length <= s.Num {
		return "", s.Num
	}
	filler := characterOf[' ']
	if v := arg(args, 1); v.Kind != Undefined {
		if filler = m.counted(m.toString(v)); filler.Num == 0 {
			return "", s.Num
		}
	}
	missing := length - s.Num
	m.room(length, missing*float64(len(filler.Text()))/filler.Num)
	whole := math.Floor(missing / filler.Num)
	end, inside := m.offset(filler, int(missing-whole*filler.Num))
	if inside {
		half()
	}
	text := filler.Text()
	return strings.Repeat(text, int(whole)) + text[:end], length
}

func stringPadStart(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	fill, length := m.pad(s, args)
	if fill == "" {
		return s
	}
	m.room(length, float64(len(fill)+len(s.Text())))
	return Value{Kind: String, Num: length, Ref: fill + s.Text()}
}

func stringPadEnd(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	fill, length := m.pad(s, args)
	if fill == "" {
		return s
	}
	m.room(length, float64(len(fill)+len(s.Text())))
	return Value{Kind: String, Num: length, Ref: s.Text() + fill}
}

// trimmed is a method that takes white space away.
func trimmed(trim func(s, cutset string) string) nativeFunc {
	return func(m *Machine, this Value, _ []Value) Value {
		if this.Kind != String {
			bail("a method of strings on something else")
		}
		text := this.Text()
		// The cases that need no look at the table of spaces.
		if n := len(text); n == 0 || plainEnd(text[0]) && plainEnd(text[n-1]) {
			return this
		}
		m.work(len(text) >> 4)
		short := trim(text, spaces)
		if len(short) == len(text) {
			return this
		}
		return m.part(short)
	}
}

// plainEnd reports whether a byte is a visible ASCII character.
func plainEnd(c byte) bool { return c > ' ' && c < utf8.RuneSelf }

func stringToLower(m *Machine, this Value, _ []Value) Value {
	return m.changeCase(this, strings.ToLower, lower)
}

func stringToUpper(m *Machine, this Value, _ []Value) Value {
	return m.changeCase(this, strings.ToUpper, func(s string) string { return cases.Upper(language.Und).String(s) })
}

// changeCase changes a string's case in one way where it is ASCII and in another
// where it is not.
func (m *Machine) changeCase(this Value, ascii, other func(string) string) Value {
	if this.Kind != String {
		bail("a method of strings on something else")
	}
	text := this.Text()
	m.work(len(text) >> 4)
	if !isASCII(text) {
		m.refuseLong(text)
		// Some characters become three, so a text may grow.
		m.allocate(4 * len(text))
		m.work(4 * len(text))
		return StringValue(other(text))
	}
	changed := ascii(text)
	if changed == text {
		return this
	}
	m.allocate(len(text) + 16)
	return asciiValue(changed)
}

// lower is toLowerCase as goja has it: a final sigma after U+0345 that stands at the
// start of a text or not after an alpha becomes an inner one.
func lower(s string) string {
	text := cases.Lower(language.Und).String(s)
	if !strings.Contains(text, "\u0345\u03c2") {
		return text
	}
	r := []rune(text)
	for i := 0; i < len(r)-1; i++ {
		if (i == 0 || r[i-1] != 0x3b1) && r[i] == 0x345 && r[i+1] == 0x3c2 {
			i++
			r[i] = 0x3c3
		}
	}
	return string(r)
}

func stringNormalize(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	name := "NFC"
	if v := arg(args, 0); v.Kind != Undefined {
		name = m.toText(v)
	}
	form, ok := map[string]norm.Form{"NFC": norm.NFC, "NFD": norm.NFD, "NFKC": norm.NFKC, "NFKD": norm.NFKD}[name]
	if !ok {
		m.throwError("RangeError", "The normalization form should be one of NFC, NFD, NFKC, NFKD")
	}
	if s.ascii() {
		return s
	}
	text := s.Text()
	m.refuseLong(text)
	// One character becomes 18 at most, three usually.
	m.allocate(3 * len(text))
	m.work(4 * len(text))
	text = form.String(text)
	m.allocate(len(text))
	return StringValue(text)
}

func stringLocaleCompare(m *Machine, this Value, args []Value) Value {
	a := m.receiver(this).Text()
	b := m.toText(arg(args, 0))
	m.refuseLong(a)
	m.refuseLong(b)
	m.allocate(4 * (len(a) + len(b)))
	m.work(4 * (len(a) + len(b)))
	if m.collator == nil {
		m.collator = collate.New(language.Und)
	}
	return NumberValue(float64(m.collator.CompareString(norm.NFD.String(a), norm.NFD.String(b))))
}

// maxSlowText is how long a text may be, in bytes, that takes tens of nanoseconds for each
// and cannot be stopped.
const maxSlowText = 1 << 19

func (m *Machine) refuseLong(text string) {
	if len(text) > maxSlowText {
		bail("a long text to normalise, collate or change in case")
	}
}

// makeText is String(value).
func makeText(m *Machine, _ Value, args []Value) Value {
	if len(args) == 0 {
		return asciiValue("")
	}
	return m.toString(args[0])
}

func fromCharCode(m *Machine, _ Value, args []Value) Value {
	m.allocate(4 * len(args))
	out := make([]byte, 0, len(args))
	high := rune(0)
	for _, v := range args {
		f := m.toNumber(v)
		if math.Abs(f) >= 1<<63 && !math.IsInf(f, 0) {
			bail("a great number as a UTF-16 unit")
		}
		c := rune(uint16(toInt32(f)))
		low := c >= 0xDC00 && c < 0xE000
		if low != (high != 0) {
			half()
		}
		switch {
		case low:
			out = utf8.AppendRune(out, 0x10000+(high-0xD800)<<10+(c-0xDC00))
			high = 0
		case c >= 0xD800 && c < 0xDC00:
			high = c
		default:
			out = utf8.AppendRune(out, c)
		}
	}
	if high != 0 {
		half()
	}
	return m.part(string(out))
}

func fromCharCodeApply(m *Machine, _ Value, args []Value) Value {
	return fromCharCode(m, undefined, m.appliedNumbers(args))
}

func fromCodePoint(m *Machine, _ Value, args []Value) Value {
	m.allocate(4 * len(args))
	out := make([]byte, 0, len(args))
	for _, v := range args {
		f := m.toNumber(v)
		c := rune(0)
		switch {
		case f == 0 && math.Signbit(f):
			bail("-0 as a code point")
		case f != math.Trunc(f) || f < 0 || f > utf8.MaxRune:
			m.throwError("RangeError", "Invalid code point "+numberText(f))
		default:
			c = rune(f)
		}
		if !utf8.ValidRune(c) {
			half()
		}
		out = utf8.AppendRune(out, c)
	}
	return m.part(string(out))
}
