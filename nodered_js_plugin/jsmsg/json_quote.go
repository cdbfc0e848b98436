// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// AppendString writes s as JSON.stringify does: only what has to be escaped is.
// Bytes that are no UTF-8 become U+FFFD, one each.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	dst = AppendStringContent(dst, s)
	return append(dst, '"')
}

// AppendStringContent is AppendString without the quotes round it.
func AppendStringContent(dst []byte, s string) []byte {
	done := 0
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case jsonPlain[c]:
			i++
			continue
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
			dst = append(dst, s[done:i]...)
			dst = utf8.AppendRune(dst, r)
		default:
			dst = append(dst, s[done:i]...)
			dst = appendEscaped(dst, c)
		}
		i++
		done = i
	}
	return append(dst, s[done:]...)
}

const hexDigits = "0123456789abcdef"

// appendEscaped writes a quote, backslash or control character.
func appendEscaped(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\t':
		return append(dst, '\\', 't')
	case '\n':
		return append(dst, '\\', 'n')
	case '\f':
		return append(dst, '\\', 'f')
	case '\r':
		return append(dst, '\\', 'r')
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

// appendJSString writes a JavaScript string. Half of a surrogate pair becomes an
// escape, as in well-formed JSON.stringify.
func appendJSString(dst []byte, s goja.String) []byte {
	text := s.String()
	if !lossy(text) {
		return AppendString(dst, text)
	}
	dst = append(dst, '"')
	for i, n := 0, s.Length(); i < n; i++ {
		r := rune(s.CharAt(i))
		if utf16.IsSurrogate(r) && i+1 < n {
			if pair := utf16.DecodeRune(r, rune(s.CharAt(i+1))); pair != utf8.RuneError {
				dst = utf8.AppendRune(dst, pair)
				i++
				continue
			}
		}
		switch {
		case utf16.IsSurrogate(r):
			dst = append(dst, '\\', 'u', hexDigits[r>>12], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
		case r < ' ' || r == '"' || r == '\\':
			dst = appendEscaped(dst, byte(r))
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}

// quotedSize is how many bytes appendJSString writes at most.
func quotedSize(s goja.String) int {
	size := 2
	for i := range s.Length() {
		switch c := s.CharAt(i); {
		case c < ' ' || utf16.IsSurrogate(rune(c)):
			size += 6
		case c == '"' || c == '\\':
			size += 2
		case c < utf8.RuneSelf:
			size++
		default:
			size += 3
		}
	}
	return size
}

// lossy reports whether text, what goja gives as the Go form of a string, may be
// less than that: half of a surrogate pair shows as U+FFFD.
func lossy(text string) bool { return strings.Contains(text, "\uFFFD") }
