// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"math/big"
	"reflect"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/memory"
)

// elementSizes are the bytes of an element of each kind of typed array, and of an
// ArrayBuffer.
var elementSizes = map[string]int{
	"ArrayBuffer": 1, "Uint8Array": 1, "Uint8ClampedArray": 1, "Int8Array": 1, "Uint16Array": 2, "Int16Array": 2,
	"Uint32Array": 4, "Int32Array": 4, "Float32Array": 4, "Float64Array": 8, "BigInt64Array": 8, "BigUint64Array": 8,
}

var bufferType = reflect.TypeFor[goja.ArrayBuffer]()

// buffer is the guard of a constructor of typed arrays: of a length, or of the elements
// of something.
func (n *natives) buffer(size int) func([]goja.Value) []goja.Value {
	return func(arguments []goja.Value) []goja.Value {
		if len(arguments) == 0 {
			return arguments
		}
		if o, ok := arguments[0].(*goja.Object); ok {
			if o.ExportType() == bufferType || iterates(o) {
				return arguments
			}
			list, length := n.fixed(o, memory.BufferTooLong)
			n.take(length * float64(size+elementCost))
			if list != nil {
				arguments[0] = list
			}
			return arguments
		}
		length := arguments[0].ToNumber()
		bytes := length.ToFloat() * float64(size)
		if bytes > float64(n.allowance.sizes.Buffer) {
			n.refuse(memory.BufferTooLong)
		}
		n.take(bytes)
		arguments[0] = length
		return arguments
	}
}

// buffersFrom is the guard of Uint8Array.from and its like.
func (n *natives) buffersFrom(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		if o, ok := call.Argument(0).(*goja.Object); ok && !iterates(o) {
			list, length := n.fixed(o, memory.BufferTooLong)
			n.take(length * (8 + elementCost))
			if list != nil {
				call = withArguments(call, list)
			}
		}
		return original(call)
	}
}

// bigDigits is how many characters a text may have that becomes a BigInt: about as many
// as the largest has in decimal.
func (n *natives) bigDigits() int { return n.allowance.sizes.BigInt / 10 * 3 }

// bigInt is the guard of BigInt(x).
func (n *natives) bigInt(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		if v := call.Argument(0); goja.IsString(v) && lengthOf(v) > float64(n.bigDigits()) {
			n.refuse(memory.BigIntTooLong)
		}
		return original(call)
	}
}

// asInt is the guard of BigInt.asIntN and asUintN: goja makes a number of so many bits
// even where the result has few.
func (n *natives) asInt(original native, unsigned bool) native {
	return func(call goja.FunctionCall) goja.Value {
		bits := call.Argument(0)
		if !goja.IsNumber(bits) || bits.ToFloat() <= float64(n.allowance.sizes.BigInt) || bits.ToFloat() >= 1<<53 {
			return original(call)
		}
		if x, ok := call.Argument(1).Export().(*big.Int); ok && (!unsigned || x.Sign() >= 0) {
			return call.Argument(1)
		}
		n.refuse(memory.BigIntTooLong)
		return nil
	}
}
