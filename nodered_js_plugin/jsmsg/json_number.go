// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"math"
	"strconv"
	"strings"
)

// maxExactInt bounds the integers that a float64 holds exactly.
const maxExactInt = 1 << 53

// appendJSNumber writes a finite number as JavaScript's String(f) does: the
// shortest digits that give f again, in exponent form from 1e21 on and below
// 1e-6, and -0 as 0.
func appendJSNumber(dst []byte, f float64) []byte {
	if f == math.Trunc(f) && math.Abs(f) <= maxExactInt {
		return strconv.AppendInt(dst, int64(f), 10)
	}
	if abs := math.Abs(f); abs >= 1e-6 && abs < 1e21 {
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	}
	dst = strconv.AppendFloat(dst, f, 'e', -1, 64)
	// Go pads the exponent to two digits.
	if n := len(dst); dst[n-4] == 'e' && dst[n-2] == '0' {
		dst[n-2] = dst[n-1]
		dst = dst[:n-1]
	}
	return dst
}

// shortest reports whether a number is certainly written as JavaScript writes it.
// Of a number with a fraction, at most 15 digits always come back from a float64,
// so without a zero at the end there is no shorter way. jsonInt knows whole ones.
func shortest(text string, whole bool) bool {
	if whole || len(text) > 16 || text[len(text)-1] == '0' {
		return false
	}
	digits := text
	if digits[0] == '-' {
		digits = digits[1:]
	}
	if digits[0] == '0' && digits[2] == '0' {
		return false // may be small enough for an exponent
	}
	for i := range len(digits) {
		if digits[i]|0x20 == 'e' {
			return false
		}
	}
	return true
}

// overflows reports whether a JSON text is a number alone that is beyond the range
// of a float64.
func overflows(text string) bool {
	const mostDigits = 300
	text = strings.Trim(text, " \t\r\n")
	if text == "" || text[0] != '-' && text[0]-'0' > 9 {
		return false
	}
	if len(text) <= mostDigits && !strings.ContainsAny(text, "eE") {
		return false
	}
	_, err := strconv.ParseFloat(text, 64)
	return err != nil
}
