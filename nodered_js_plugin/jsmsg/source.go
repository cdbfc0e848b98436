// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"unsafe"

	"github.com/dop251/goja"
)

// sources remember how numbers of a message were written, so that a number which
// scripts only move leaves with the digits that it came with: 1.10 and
// 9007199254740993 are no values of a float64.
//
// A Go interface points to the number that it holds. Moving a JavaScript value,
// into a variable, a property, an argument, copies the interface and so the
// pointer; arithmetic and conversions make a new number somewhere else. So each
// remembered number stands in a place of its own, next to its text, and is found
// by its address. Nobody else gets that address: the place stays allocated while
// it can be found.
//
// goja can make no such values, so unsafe puts the pointer into a value of its
// own. That is sound: valueInt is an int64, valueFloat a float64, both stand in 8
// bytes behind the pointer as in any interface, goja never writes to them, and
// for the garbage collector it is an ordinary pointer into a slice.
//
// A nil *sources remembers nothing.
type sources struct {
	// chunks never grow in place. Each is twice as large as the one before, so there
	// are few to search.
	chunks [][]source
}

// A source is the place of one number.
type source struct {
	bits uint64
	text string
}

// firstChunk is how many numbers the first chunk holds.
const firstChunk = 4

// keep gives a number, an int64 or float64 for goja, a place next to its text.
func (s *sources) keep(number goja.Value, text string) goja.Value {
	if s == nil {
		return number
	}
	last := len(s.chunks) - 1
	if last < 0 || len(s.chunks[last]) == cap(s.chunks[last]) {
		s.chunks = append(s.chunks, make([]source, 0, firstChunk<<len(s.chunks)))
		last++
	}
	header, chunk := headerOf(&number), &s.chunks[last]
	*chunk = append(*chunk, source{*(*uint64)(header.data), text})
	header.data = unsafe.Pointer(&(*chunk)[len(*chunk)-1].bits)
	return number
}

// text is how v was written, if v is a remembered number.
func (s *sources) text(v goja.Value) (text string, ok bool) {
	if s == nil || len(s.chunks) == 0 {
		return "", false
	}
	at := uintptr(headerOf(&v).data)
	for _, chunk := range s.chunks {
		offset := at - uintptr(unsafe.Pointer(unsafe.SliceData(chunk)))
		if i := offset / unsafe.Sizeof(source{}); i < uintptr(len(chunk)) {
			return chunk[i].text, true
		}
	}
	return "", false
}

// forget ends the message whose numbers are remembered. Its places are not used
// again: a value that a script left somewhere keeps its number.
func (s *sources) forget() { s.chunks = nil }

// same reports whether a and b are the very same value, not only equal: b is a,
// moved. Where Go keeps one copy of a value, such as true or 7, equal is the same.
func same(a, b goja.Value) bool { return *headerOf(&a) == *headerOf(&b) }

// valueHeader is how Go lays out an interface with methods.
type valueHeader struct{ table, data unsafe.Pointer }

func headerOf(v *goja.Value) *valueHeader { return (*valueHeader)(unsafe.Pointer(v)) }
