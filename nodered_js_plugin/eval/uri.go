// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"strings"
	"unicode/utf8"
)

const (
	letters  = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	reserved = ";/?:@&=+$,"
	marks    = "-_.!~*'()"
)

// A set is one of ASCII characters.
type set [utf8.RuneSelf]bool

func setOf(characters string) *set {
	s := &set{}
	for i := range len(characters) {
		s[characters[i]] = true
	}
	return s
}

func (s *set) has(c byte) bool { return c < utf8.RuneSelf && s[c] }

// stretch is how many bytes of a long text are worked on between two charges.
const stretch = 4096

// encode is encodeURIComponent, or encodeURI where keep has more.
func encode(keep *set) nativeFunc {
	return func(m *Machine, _ Value, args []Value) Value {
		text := m.toText(arg(args, 0))
		m.allocate(3 * len(text))
		var out strings.Builder
		out.Grow(3 * len(text))
		for i := range len(text) {
			if i%stretch == stretch-1 {
				m.work(stretch / 4)
			}
			if c := text[i]; keep.has(c) {
				out.WriteByte(c)
			} else {
				const upper = "0123456789ABCDEF"
				out.WriteByte('%')
				out.WriteByte(upper[c>>4])
				out.WriteByte(upper[c&15])
			}
		}
		return StringValue(out.String())
	}
}

// decode is decodeURIComponent, or decodeURI where keep are characters that stay as
// they are written.
func decode(keep *set) nativeFunc {
	return func(m *Machine, _ Value, args []Value) Value {
		text := m.toText(arg(args, 0))
		m.allocate(2 * len(text))
		out := make([]byte, 0, len(text))
		for i := 0; i < len(text); i++ {
			if len(out)%stretch == stretch-1 {
				m.work(stretch / 4)
			}
			if text[i] != '%' {
				out = append(out, text[i])
				continue
			}
			if i+2 >= len(text) || digitValue(text[i+1]) > 15 || digitValue(text[i+2]) > 15 {
				m.throwError("URIError", "Malformed URI")
			}
			c := byte(digitValue(text[i+1])<<4 | digitValue(text[i+2]))
			if keep.has(c) {
				out = append(out, text[i:i+3]...)
			} else {
				out = append(out, c)
			}
			i += 2
		}
		if !utf8.Valid(out) {
			m.throwError("URIError", "Malformed URI")
		}
		return StringValue(string(out))
	}
}

var _ = register(map[string]nativeFunc{
	"encodeURIComponent": encode(setOf(letters + marks)),
	"encodeURI":          encode(setOf(letters + marks + reserved + "#")),
	"decodeURIComponent": decode(setOf("")),
	"decodeURI":          decode(setOf(reserved + "#")),
})
