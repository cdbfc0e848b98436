package jsmsg

import (
	"math"
	"strconv"
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
