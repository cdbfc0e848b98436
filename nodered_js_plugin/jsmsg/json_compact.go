// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"strings"
	"unicode/utf8"
)

// compacted is a JSON text without the white space between its tokens, in valid
// UTF-8: a stray byte becomes U+FFFD. Everything else stays as it is written. The
// bytes are new.
func compacted(text string) []byte { return []byte(Compact(validUTF8(text))) }

// Compact is JSON without the white space between its tokens. Everything else of
// text stays as it is written.
func Compact(text string) string {
	var kept []byte
	start, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted && c == '\\':
			i++ // the next byte is no quote that ends the string
		case !quoted && c <= ' ':
			if kept == nil {
				kept = make([]byte, 0, len(text))
			}
			kept = append(kept, text[start:i]...)
			start = i + 1
		}
	}
	if kept == nil {
		return text
	}
	return string(append(kept, text[start:]...))
}

// validUTF8 is text with U+FFFD for each byte that is no part of a rune.
func validUTF8(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return strings.Map(func(r rune) rune { return r }, text)
}
