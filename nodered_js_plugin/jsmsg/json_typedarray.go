// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"math"
	"reflect"
	"strconv"

	"github.com/dop251/goja"
)

// typedArray writes a typed array as an array of numbers, and reports false for
// any other object.
func (w *jsonWriter) typedArray(o *goja.Object) bool {
	// goja exports a typed array as a slice that shares its memory. Exporting
	// anything else, a Set for one, may be expensive and run script code.
	if t := o.ExportType(); t == nil || t.Kind() != reflect.Slice || t.Elem().Kind() > reflect.Float64 {
		return false
	}
	exported := o.Export()
	w.pay(8 * reflect.ValueOf(exported).Len())
	switch list := exported.(type) {
	case []int8:
		w.dst = appendInts(w.dst, list)
	case []uint8:
		w.dst = appendInts(w.dst, list)
	case []int16:
		w.dst = appendInts(w.dst, list)
	case []uint16:
		w.dst = appendInts(w.dst, list)
	case []int32:
		w.dst = appendInts(w.dst, list)
	case []uint32:
		w.dst = appendInts(w.dst, list)
	case []int64:
		w.dst = appendInts(w.dst, list)
	case []uint64:
		w.dst = appendList(w.dst, list, func(dst []byte, n uint64) []byte {
			return strconv.AppendUint(dst, n, 10)
		})
	case []float32:
		w.dst = appendFloats(w.dst, list)
	case []float64:
		w.dst = appendFloats(w.dst, list)
	default:
		return false
	}
	return true
}

func appendInts[T int8 | uint8 | int16 | uint16 | int32 | uint32 | int64](dst []byte, list []T) []byte {
	return appendList(dst, list, func(dst []byte, n T) []byte {
		return strconv.AppendInt(dst, int64(n), 10)
	})
}

func appendFloats[T float32 | float64](dst []byte, list []T) []byte {
	return appendList(dst, list, func(dst []byte, n T) []byte {
		f := float64(n)
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return append(dst, "null"...)
		}
		return appendJSNumber(dst, f)
	})
}

func appendList[T any](dst []byte, list []T, one func([]byte, T) []byte) []byte {
	dst = append(dst, '[')
	for i, n := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = one(dst, n)
	}
	return append(dst, ']')
}
