// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

import "slices"

// stages are the same few attacks in all the places where a script may stand.
var stages = slices.Concat(attacksAt(inCondition, "a condition"), attacksAt(inThen, "then"), attacksAt(inAdvanced, "advancedProcessing"), attacksAt(inNodeRED, "nodered_js"))

// attacksAt are expressions, which a condition may be and which any other script may
// begin with.
func attacksAt(at stage, name string) []pair {
	attacks := []pair{
		{name: "padStart to 1e12", data: `1e12`, script: `"x".padStart(msg.payload) === ""`, want: anyOf(textLength)},
		{name: "repeat 2^30 times", data: `1073741824`, script: `"x".repeat(msg.payload) === ""`, want: anyOf(textLength)},
		{name: "a shift by 1e12", data: `1e12`, script: `(1n << BigInt(msg.payload)) > 0n`, want: anyOf(bigIntSize)},
		{name: "new ArrayBuffer of 1e12", data: `1e12`, script: `new ArrayBuffer(msg.payload).byteLength > 0`, want: anyOf(noBuffer)},
		{name: "sort of holes", data: `4000000000`, script: `new Array(msg.payload).sort().length > 0`, want: walk(passes)},
		{name: "apply with a length of 1e9", data: `1e9`, script: `Math.max.apply(null, { length: msg.payload }) > 0`, want: spreading},
		{name: "a loop", script: `(() => { for (;;) {} })()`, want: anyOf(timeout)},
		{name: "a text doubled", data: `"x"`, script: `(() => { let s = msg.payload; for (;;) s += s; })()`, want: growing},
		{name: "a list doubled", data: `[1]`, script: `(() => { let a = msg.payload; for (;;) a = [...a, ...a]; })()`, want: filling},
		{name: "a recursion", script: `(function f() { return f() + 1; })()`, want: recursing},
		{name: "an expression that goes back and forth", data: `"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"`, script: `/^(a+)+\1$/.test(msg.payload)`, want: anyOf(timeout)},
		{name: "a Map that grows", script: `(() => { const m = new Map(); for (let i = 0; ; i++) m.set(i, "v" + i); })()`, want: filling},
	}
	for i := range attacks {
		p := &attacks[i]
		p.name = name + " with " + p.name
		if p.at = at; at != inCondition {
			p.script += ";"
		}
	}
	return attacks
}
