// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"strconv"

	"github.com/dop251/goja"
)

// fillPart is how many elements are filled before somebody listens.
const fillPart = 1 << 16

// fill is the guard of Array.prototype.fill. goja fills an array without listening, and
// one with holes slowly, which new Array(n) is: so a long one is filled in parts.
func (n *natives) fill(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		list := call.This.ToObject(n.rt)
		length := lengthIn(list)
		n.list(length, elementCost)
		from, to := fillAt(call.Argument(1), int64(length), 0), fillAt(call.Argument(2), int64(length), int64(length))
		isArray := list.ClassName() == "Array"
		for ; from < to; from += fillPart {
			n.hear()
			end := min(from+fillPart, to)
			if isArray {
				original(goja.FunctionCall{This: list, Arguments: []goja.Value{call.Argument(0), n.rt.ToValue(from), n.rt.ToValue(end)}})
				continue
			}
			for i := from; i < end; i++ { // its length is asked for once
				if err := list.Set(strconv.FormatInt(i, 10), call.Argument(0)); err != nil {
					panic(err)
				}
			}
		}
		return list
	}
}

// fillAt is the place that an argument of fill means.
func fillAt(v goja.Value, length, missing int64) int64 {
	if goja.IsUndefined(v) {
		return missing
	}
	i := v.ToInteger()
	if i < 0 {
		i += length
	}
	return min(max(i, 0), length)
}
