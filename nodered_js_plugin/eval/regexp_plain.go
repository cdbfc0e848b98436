// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"strings"
	"unicode/utf8"
)

// plainSource reports whether a pattern holds only what every engine reads the same
// way: no octal escapes, no classes with odd hyphens, no braces that are no count.
func plainSource(s string) bool {
	quantified := false
	for i := 0; i < len(s); {
		n, quantifies := plainItem(s[i:])
		if n == 0 || quantifies && quantified && s[i] != '?' {
			return false
		}
		quantified = quantifies
		i += n
	}
	return true
}

// plainItem is how long the item is that a pattern begins with, 0 if it is no plain
// one, and whether it says how often the one before repeats.
func plainItem(s string) (length int, quantifies bool) {
	switch c := s[0]; c {
	case '\\':
		if len(s) > 1 && (strings.IndexByte("dDwWsSbBnrtfv", s[1]) >= 0 || isPunctuation(s[1])) {
			return 2, false
		}
		return 0, false
	case '(':
		switch {
		case strings.HasPrefix(s, "(?:") || strings.HasPrefix(s, "(?<"):
			return 3, false
		case strings.HasPrefix(s, "(?"):
			return 0, false
		}
		return 1, false
	case '[':
		return plainClass(s), false
	case ']', '}':
		return 0, false
	case '{':
		return plainCount(s), true
	case '*', '+', '?':
		return 1, true
	default:
		if c < utf8.RuneSelf {
			return 1, false
		}
		_, size := utf8.DecodeRuneInString(s)
		return size, false
	}
}

func isPunctuation(c byte) bool {
	return c > ' ' && c < 0x7F && c != '_' && digitValue(c) == 99
}

// plainCount is the length of {n}, {n,} or {n,m}.
func plainCount(s string) int {
	end := strings.IndexByte(s, '}')
	if end < 2 {
		return 0
	}
	low, high, _ := strings.Cut(s[1:end], ",")
	if low == "" || strings.Trim(low, "0123456789") != "" || strings.Trim(high, "0123456789") != "" {
		return 0
	}
	return end + 1
}

// plainClass is the length of a class whose hyphens are at its ends or between two
// characters.
func plainClass(s string) int {
	i := len("[")
	if strings.HasPrefix(s, "[^") {
		i++
	}
	first := i
	// canStart: the atom before is a character that a range may start with.
	for canStart := false; i < len(s); {
		switch c := s[i]; {
		case c == ']':
			if i == first {
				return 0
			}
			return i + 1
		case c == '[' || i+1 == len(s):
			return 0
		case c == '\\':
			if strings.IndexByte("dDwWsnrtfv", s[i+1]) < 0 && !isPunctuation(s[i+1]) {
				return 0
			}
			canStart = false
			i += 2
		case c == '-' && (i == first || s[i+1] == ']'):
			canStart = false
			i++
		case c == '-':
			if !canStart || s[i+1] == '\\' || s[i+1] == '[' || s[i+1] == '-' {
				return 0
			}
			_, size := utf8.DecodeRuneInString(s[i+1:])
			canStart = false
			i += 1 + size
		default:
			_, size := utf8.DecodeRuneInString(s[i:])
			canStart = true
			i += size
		}
	}
	return 0
}
