// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

import "slices"

// buffers are bytes by the gigabyte. V8 says of a typed array either what it says of a
// buffer, or that its length is invalid.
var buffers = slices.Concat(
	[]pair{
		{name: "new ArrayBuffer of 2^33", data: `8589934592`, script: `msg.payload = new ArrayBuffer(msg.payload).byteLength;`, want: anyOf(noBuffer)},
		{name: "new ArrayBuffer of 1e12", data: `1e12`, script: `msg.payload = new ArrayBuffer(msg.payload).byteLength;`, want: anyOf(noBuffer)},
		{name: "new ArrayBuffer of 2^53", data: `9007199254740992`, script: `msg.payload = new ArrayBuffer(msg.payload).byteLength;`, want: anyOf(noBuffer, throws("RangeError: Invalid array buffer length"), throws("RangeError: Invalid typed array length"))},
		{name: "new ArrayBuffer of 1e9", data: `1e9`, script: `msg.payload = new ArrayBuffer(msg.payload).byteLength;`, want: anyOf(noBuffer, memory)},
		{name: "new ArrayBuffer, kept", data: `10000000`, script: `const all = []; for (;;) all.push(new ArrayBuffer(msg.payload));`, want: buffering},
		{name: "new ArrayBuffer, dropped", data: `200000000`, script: `for (;;) new ArrayBuffer(msg.payload);`, want: buffering},
		{name: "slices of a buffer, kept", data: `1e7`, script: `const b = new ArrayBuffer(msg.payload), all = []; for (;;) all.push(b.slice(0));`, want: buffering},
		{name: "a DataView of a huge buffer", data: `1e12`, script: `msg.payload = new DataView(new ArrayBuffer(msg.payload)).byteLength;`, want: anyOf(noBuffer)},
		{name: "Uint8Array of an endless iterator", script: `msg.payload = new Uint8Array({ *[Symbol.iterator]() { for (;;) yield 1; } }).length;`, want: filling},
		{name: "Uint8Array.from an endless iterator", script: `msg.payload = Uint8Array.from((function* () { for (;;) yield 1; })()).length;`, want: filling},
		{name: "Uint8Array.from a length of 1e12", data: `1e12`, script: `msg.payload = Uint8Array.from({ length: msg.payload }).length;`, want: noTyped},
		{name: "Float64Array.from with a function", data: `1e8`, script: `msg.payload = Float64Array.from({ length: msg.payload }, (_, i) => i).length;`, want: buffering},
		{name: "set from a length of 1e12", data: `1e12`, script: `new Uint8Array(10).set({ length: msg.payload });`, want: anyOf(throws("RangeError"))},
		{name: "set of a list of holes", data: `1e8`, script: `const b = new Uint8Array(msg.payload); b.set(new Array(msg.payload)); msg.payload = b.length;`, want: append(anyOf(value("100000000"), arrayLength), buffering...)},
		{name: "copies by map", data: `1e7`, script: `const b = new Float64Array(msg.payload), all = []; for (;;) all.push(b.map(v => v));`, want: buffering},
		{name: "join of many bytes", data: `1e8`, script: `msg.payload = new Uint8Array(msg.payload).join("---------");`, want: append(anyOf(textLength), buffering...)},
		{name: "a species that is huge", data: `1e12`, script: `class B extends Uint8Array { static get [Symbol.species]() { return function (n) { return new Uint8Array(n * msg.payload); }; } } new B(10).map(v => v);`, want: noTyped},
		{name: "sort of many bytes", data: `2e7`, script: `msg.payload = new Uint8Array(msg.payload).sort((a, b) => b - a).length;`, want: append(anyOf(value("20000000")), buffering...)},
	},
	typed("Int8Array"), typed("Uint8Array"), typed("Uint8ClampedArray"), typed("Int16Array"), typed("Uint16Array"), typed("Int32Array"),
	typed("Uint32Array"), typed("Float32Array"), typed("Float64Array"), typed("BigInt64Array"), typed("BigUint64Array"),
)

var (
	noTyped = anyOf(noBuffer, throws("RangeError: Invalid typed array length"))
	// buffering keeps more and more bytes.
	buffering = anyOf(noBuffer, memory, timeout)
)

// typed is a typed array of a huge length, and one made of what says that it has one.
func typed(kind string) []pair {
	return []pair{
		{name: kind + " of 1e12", data: `1e12`, script: `msg.payload = new ` + kind + `(msg.payload).length;`, want: noTyped},
		{name: kind + " of an array-like", data: `4e9`, script: `msg.payload = new ` + kind + `({ length: msg.payload }).length;`, want: append(noTyped, memory)},
	}
}
