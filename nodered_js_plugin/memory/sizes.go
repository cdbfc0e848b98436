// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package memory

import "math"

// Sizes are the largest single values that scripts may make. A larger one is an
// exception that the script can catch, with the text that V8 has for it.
type Sizes struct {
	// Text is the length of a text in UTF-16 units.
	Text int
	// Elements is the length of an array that a builtin makes or walks.
	Elements int
	// Buffer is the size of an ArrayBuffer in bytes.
	Buffer int
	// BigInt is the size of a BigInt in bits.
	BigInt int
}

// The largest values of V8, of which the documentation of Node.js and V8's sources
// (include/v8-primitive.h, src/objects) tell.
const (
	v8Text     = 1<<29 - 24
	v8Elements = math.MaxUint32
	v8Buffer   = 1 << 33
)

// maxBigInt is far below V8's 2^30: goja takes seconds to multiply or print larger
// ones, and cannot be interrupted meanwhile.
const maxBigInt = 1 << 22

// SizesFor are the sizes where the scripts of a message may hold limit bytes, 0 for
// any number: a value that alone is larger than that. Of texts a second one of the same
// length has to fit in, since whatever changes one makes another.
func SizesFor(limit int64) Sizes {
	if limit == 0 {
		limit = math.MaxInt64
	}
	return Sizes{
		Text:     int(min(v8Text, limit/4)),      // 2 bytes a unit
		Elements: int(min(v8Elements, limit/16)), // 16 bytes an element
		Buffer:   int(min(v8Buffer, limit)),
		BigInt:   maxBigInt,
	}
}

// The messages of the RangeErrors, as V8 has them.
const (
	TextTooLong   = "Invalid string length"
	ArrayTooLong  = "Invalid array length"
	BufferTooLong = "Array buffer allocation failed"
	BigIntTooLong = "Maximum BigInt size exceeded"
)
