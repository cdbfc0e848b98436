// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
	"strconv"
	"strings"
)

// AppendNumber appends a number as String(x) gives it.
func AppendNumber(dst []byte, f float64) []byte {
	if n := int64(f); float64(n) == f && n > -1e15 && n < 1e15 {
		return strconv.AppendInt(dst, n, 10) // -0 is "0" as well
	}
	switch {
	case math.IsNaN(f):
		return append(dst, "NaN"...)
	case math.IsInf(f, 1):
		return append(dst, "Infinity"...)
	case math.IsInf(f, -1):
		return append(dst, "-Infinity"...)
	}
	// ECMA-262, Number::toString: digits without an exponent from 1e-6 up to 1e21.
	if abs := math.Abs(f); abs >= 1e-6 && abs < 1e21 {
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	}
	start := len(dst)
	dst = strconv.AppendFloat(dst, f, 'e', -1, 64)
	// Go writes at least two digits of an exponent, JavaScript as few as there are.
	if at := len(dst) - 2; at > start && dst[at] == '0' && (dst[at-1] == '+' || dst[at-1] == '-') {
		dst = append(dst[:at], dst[at+1])
	}
	return dst
}

func numberText(f float64) string {
	if n := int(f); float64(n) == f && n >= 0 && n < 100 {
		return strconv.Itoa(n) // these are made once
	}
	var buffer [32]byte
	return string(AppendNumber(buffer[:0], f))
}

// spaces are what JavaScript trims: white space and line ends.
const spaces = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"

// nextLine is a space for Go.
const nextLine = "\u0085"

// numberOfText is ToNumber of a string.
func numberOfText(s string) float64 {
	trimmed := strings.Trim(s, spaces+nextLine)
	if len(trimmed) != len(s) && !isASCII(s) && isASCII(trimmed) {
		bail("a number between spaces that are not ASCII") // goja takes others for spaces
	}
	s = trimmed
	if s == "" {
		return 0
	}
	if len(s) > 2 && s[0] == '0' {
		switch s[1] | 0x20 {
		case 'x':
			return digitsOf(s[2:], 16)
		case 'o':
			return digitsOf(s[2:], 8)
		case 'b':
			return digitsOf(s[2:], 2)
		}
	}
	if n := decimalLength(s); n != len(s) {
		switch s {
		case "Infinity", "+Infinity":
			return math.Inf(1)
		case "-Infinity":
			return math.Inf(-1)
		}
		return math.NaN()
	}
	return parseDecimal(s)
}

// parseDecimal is the number of a text that decimalLength takes.
func parseDecimal(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(f, 0) {
		return math.NaN()
	}
	return f
}

// decimalLength is how many bytes at the start of a text are a decimal literal with
// a sign, 0 if none.
func decimalLength(s string) int {
	i := 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	digits := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i, digits = i+1, digits+1
	}
	if i < len(s) && s[i] == '.' {
		next := i + 1
		for next < len(s) && s[next] >= '0' && s[next] <= '9' {
			next, digits = next+1, digits+1
		}
		if digits > 0 {
			i = next
		}
	}
	if digits == 0 {
		return 0
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		next := i + 1
		if next < len(s) && (s[next] == '+' || s[next] == '-') {
			next++
		}
		if next < len(s) && s[next] >= '0' && s[next] <= '9' {
			for next < len(s) && s[next] >= '0' && s[next] <= '9' {
				next++
			}
			i = next
		}
	}
	return i
}

// digitsOf is the integer that all of a text is in a base of 2, 8 or 16, else NaN.
func digitsOf(s string, base int) float64 {
	n := 0.0
	if len(s) <= 12 {
		i, err := strconv.ParseUint(s, base, 64)
		if s[0] == '-' || s[0] == '+' {
			bail("a sign within a number") // goja takes it
		}
		if err != nil {
			return math.NaN()
		}
		return float64(i)
	}
	for i := range len(s) {
		d := digitValue(s[i])
		if d >= base {
			return math.NaN()
		}
		n = n*float64(base) + float64(d)
	}
	if n >= 1<<53 {
		bail("a long number in base " + strconv.Itoa(base))
	}
	return n
}

func digitValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		return int(c|0x20-'a') + 10
	}
	return 99
}

// toInt32 is ToInt32.
func toInt32(f float64) int32 {
	if i := int32(f); float64(i) == f {
		return i
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	if math.Abs(f) >= 1<<63 {
		bail("the bits of a number beyond 64 bits") // goja has others
	}
	return int32(uint32(int64(math.Mod(math.Trunc(f), 1<<32))))
}

// toInteger is ToIntegerOrInfinity.
func toInteger(f float64) float64 {
	if math.IsNaN(f) {
		return 0
	}
	return math.Trunc(f) + 0
}
