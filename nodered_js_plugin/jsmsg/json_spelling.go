// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"math"
	"strconv"
	"strings"
)

// SpellNumber writes a JSON number as JSON.stringify would, where that spelling
// has the very same decimal value, and keeps the text otherwise: 1.0 is 1, 1e3 is
// 1000, -0 is 0, and 9007199254740993 keeps its digits. text must be a JSON
// number. ok is false if no float64 is large enough for it; spelled is then text.
func SpellNumber(text string) (spelled string, ok bool) {
	if settled(text) {
		return text, true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text, false
	}
	var buffer [32]byte
	short := appendJSNumber(buffer[:0], f)
	if string(short) == text || !sameDecimal(short, text) {
		return text, true
	}
	return string(short), true
}

// settled reports, at the cost of a look at each digit, that SpellNumber keeps a
// text as it is.
func settled(text string) bool {
	// JavaScript writes integers below 1e21 without an exponent: there is one way to
	// do that, so another text is another number.
	const plainDigits = 21
	first := 0
	if text[0] == '-' {
		first = 1
	}
	for i := first; i < len(text); i++ {
		if text[i]-'0' > 9 {
			return shortest(text, false)
		}
	}
	return len(text)-first <= plainDigits && (first == 0 || text[first] != '0')
}

// sameDecimal compares the decimal values of two JSON numbers of the same sign,
// digit by digit: its cost grows with the text, whatever the exponent.
func sameDecimal(a []byte, b string) bool {
	digitsA, pointA := decimal(string(a))
	digitsB, pointB := decimal(b)
	if pointA != pointB {
		return false
	}
	i, j := 0, 0
	for {
		if i < len(digitsA) && digitsA[i] == '.' {
			i++
		}
		if j < len(digitsB) && digitsB[j] == '.' {
			j++
		}
		if i == len(digitsA) || j == len(digitsB) {
			return i == len(digitsA) && j == len(digitsB)
		}
		if digitsA[i] != digitsB[j] {
			return false
		}
		i++
		j++
	}
}

// decimal takes a JSON number apart: its amount is 0.digits × 10^point. digits go
// from the first to the last that is not 0, and may have a dot between, which
// means nothing. Zero has no digits.
func decimal(text string) (digits string, point int) {
	text = strings.TrimPrefix(text, "-")
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		point = exponent(text[at+1:])
		text = text[:at]
	}
	dot := strings.IndexByte(text, '.')
	if dot < 0 {
		dot = len(text)
	}
	digits = strings.TrimLeft(text, "0.")
	if digits == "" {
		return "", 0
	}
	first := len(text) - len(digits)
	if first > dot {
		dot++ // which is among what stands before the first digit
	}
	return strings.TrimRight(digits, "0."), point + dot - first
}

// exponent is the number behind an e. Where it is larger than any text has
// digits, some number as large stands for it.
func exponent(text string) int {
	const beyondAnyText = math.MaxInt / 64 // ten times as much, twice, is an int, too
	n := 0
	for _, c := range []byte(strings.TrimLeft(text, "+-")) {
		if n < beyondAnyText {
			n = 10*n + int(c-'0')
		}
	}
	if text[0] == '-' {
		return -n
	}
	return n
}
