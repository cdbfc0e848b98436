// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxJSONDepth is how deep arrays and objects may nest, as in encoding/json.
const maxJSONDepth = 10000

// Valid reports whether text is one JSON value: exactly what encoding/json's
// Valid accepts, several times faster.
func Valid(text string) bool {
	ok, _ := valid(text)
	return ok
}

// valid is Valid and says whether the text is loose.
func valid(text string) (ok, loose bool) {
	t := jsonText{text: text}
	t.skip()
	return t.end(), t.loose
}

// jsonText reads JSON from front to back. The first error puts it at the end of
// the text, where it finds nothing more, so callers ask end() once, at the end.
type jsonText struct {
	text  string
	pos   int
	depth int
	bad   bool
	// loose: what was read has white space between tokens, or bytes that may be no
	// UTF-8. If not, it is compact as it stands.
	loose bool
}

func (t *jsonText) fail() {
	t.bad, t.pos = true, len(t.text)
}

// end reports whether the whole text was read and was JSON.
func (t *jsonText) end() bool {
	return t.next() == 0 && t.pos == len(t.text) && !t.bad
}

// next skips white space and gives the byte after it, without passing it; 0 at
// the end, which is no part of JSON either.
func (t *jsonText) next() byte {
	for t.pos < len(t.text) {
		switch c := t.text[t.pos]; c {
		case ' ', '\t', '\n', '\r':
			t.pos++
			t.loose = true
		default:
			return c
		}
	}
	return 0
}

// skip passes one value.
func (t *jsonText) skip() {
	switch c := t.next(); c {
	case '{':
		t.open()
		for first := true; t.more(first, '}'); first = false {
			t.key()
			t.skip()
		}
	case '[':
		t.open()
		for first := true; t.more(first, ']'); first = false {
			t.skip()
		}
	case '"':
		t.quoted()
	case 't', 'f', 'n':
		t.word(c)
	default:
		t.number()
	}
}

// open passes the opening bracket of an array or object.
func (t *jsonText) open() {
	t.pos++
	t.depth++
	if t.depth > maxJSONDepth {
		t.fail()
	}
}

// more passes what stands before the next element of an array or object and
// reports whether there is one; if not, the closing bracket is passed.
func (t *jsonText) more(first bool, closing byte) bool {
	switch c := t.next(); {
	case c == closing:
		t.pos++
		t.depth--
		return false
	case first:
		return true
	case c == ',':
		t.pos++
		return true
	}
	t.fail()
	return false
}

// key passes the key of a member and its colon.
func (t *jsonText) key() (raw string, plain bool) {
	if t.next() != '"' {
		t.fail()
		return "", true
	}
	raw, plain = t.quoted()
	if t.next() != ':' {
		t.fail()
		return "", true
	}
	t.pos++
	return raw, plain
}

// word passes true, false or null, of which c is the first byte.
func (t *jsonText) word(c byte) {
	word := "null"
	switch c {
	case 't':
		word = "true"
	case 'f':
		word = "false"
	}
	if !strings.HasPrefix(t.text[t.pos:], word) {
		t.fail()
		return
	}
	t.pos += len(word)
}

// number passes a number and gives its text; whole says that it has neither
// fraction nor exponent.
func (t *jsonText) number() (text string, whole bool) {
	start := t.pos
	if t.at('-') {
		t.pos++
	}
	if t.at('0') {
		t.pos++
	} else if !t.digits() {
		return "0", true
	}
	whole = true
	if t.at('.') {
		t.pos++
		whole = false
		if !t.digits() {
			return "0", true
		}
	}
	if t.at('e') || t.at('E') {
		t.pos++
		whole = false
		if t.at('+') || t.at('-') {
			t.pos++
		}
		if !t.digits() {
			return "0", true
		}
	}
	return t.text[start:t.pos], whole
}

func (t *jsonText) at(c byte) bool {
	return t.pos < len(t.text) && t.text[t.pos] == c
}

// digits passes at least one digit, or fails.
func (t *jsonText) digits() bool {
	start := t.pos
	for t.pos < len(t.text) && t.text[t.pos]-'0' <= 9 {
		t.pos++
	}
	if t.pos == start {
		t.fail()
		return false
	}
	return true
}

// jsonPlain are the bytes that stand for themselves in a JSON string and in every
// encoding.
var jsonPlain = func() (plain [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\'
	}
	return plain
}()

// quoted passes a string and gives what stands between its quotes; plain says
// that this is the string itself, in ASCII. Otherwise jsonUnescape makes it so.
func (t *jsonText) quoted() (raw string, plain bool) {
	text, i := t.text, t.pos+1
	start := i
	plain = true
	for ; i < len(text); i++ {
		c := text[i]
		if jsonPlain[c] {
			continue
		}
		switch {
		case c == '"':
			t.pos = i + 1
			return text[start:i], plain
		case c >= utf8.RuneSelf:
			plain, t.loose = false, true
			continue
		case c != '\\' || i+1 == len(text):
			t.fail()
			return "", true
		}
		plain = false
		i++
		switch text[i] {
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		case 'u':
			if _, ok := jsonHex(text[i+1:]); !ok {
				t.fail()
				return "", true
			}
			i += 4
		default:
			t.fail()
			return "", true
		}
	}
	t.fail()
	return "", true
}

// jsonHex is the number of four hexadecimal digits that s begins with.
func jsonHex(s string) (n rune, ok bool) {
	if len(s) < 4 {
		return 0, false
	}
	for i := range 4 {
		c := s[i]
		switch {
		case c-'0' <= 9:
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		n = n<<4 | rune(c)
	}
	return n, true
}

// unquoted is the string that quoted passed.
func unquoted(raw string, plain bool) string {
	if plain {
		return raw
	}
	return jsonUnescape(raw)
}

// jsonUnescape is the string that stands as raw between quotes, in valid UTF-8.
// As in encoding/json, what has no UTF-8 form (half of a surrogate pair, a stray
// byte) becomes U+FFFD.
func jsonUnescape(raw string) string {
	if strings.IndexByte(raw, '\\') < 0 && utf8.ValidString(raw) {
		return raw
	}
	b := make([]byte, 0, len(raw)+8)
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			r, size := utf8.DecodeRuneInString(raw[i:])
			b = utf8.AppendRune(b, r)
			i += size
			continue
		}
		i += 2
		switch c := raw[i-1]; c {
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			r, _ := jsonHex(raw[i:])
			i += 4
			if utf16.IsSurrogate(r) {
				var low rune
				if strings.HasPrefix(raw[i:], `\u`) {
					low, _ = jsonHex(raw[i+2:])
				}
				if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
					i += 6
				}
			}
			b = utf8.AppendRune(b, r)
		default:
			b = append(b, c)
		}
	}
	return string(b)
}
