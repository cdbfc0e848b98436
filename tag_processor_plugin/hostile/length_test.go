// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

import "slices"

// lengths are lists that are long by their length alone, and natives that walk it.
var lengths = slices.Concat(
	[]pair{
		{name: "new Array of 2^32", data: `4294967296`, script: `msg.payload = new Array(msg.payload).length;`, want: anyOf(arrayLength)},
		{name: "Array of 2^53", data: `9007199254740992`, script: `msg.payload = Array(msg.payload).length;`, want: anyOf(arrayLength)},
		{name: "new Array of -1", data: `-1`, script: `msg.payload = new Array(msg.payload).length;`, want: anyOf(arrayLength)},
		{name: "new Array of 2^32 - 1", data: `4294967295`, script: `msg.payload = new Array(msg.payload).length;`, want: anyOf(value("4294967295"), arrayLength, memory)},
		{name: "new Array of 2^28", data: `268435456`, script: `msg.payload = new Array(msg.payload).length;`, want: anyOf(value("268435456"), arrayLength, memory)},
		{name: "new Array of 2^28 again and again", data: `268435456`, script: `const a = []; for (;;) a.push(new Array(msg.payload));`, want: walking},
		{name: "new Array of 2^28, filled", data: `268435456`, script: `msg.payload = new Array(msg.payload).fill(0).length;`, want: walking},
		{name: "new Array of 4e9, filled", data: `4000000000`, script: `msg.payload = new Array(msg.payload).fill(0).length;`, want: walking},
		{name: "a length of 2^32", data: `4294967296`, script: `const a = []; a.length = msg.payload;`, want: anyOf(arrayLength)},
		{name: "a length of 2^32 by defineProperty", data: `4294967296`, script: `Object.defineProperty([], "length", { value: msg.payload });`, want: anyOf(arrayLength)},
		{name: "a length for the payload", data: `[1]`, script: `msg.payload.length = 4294967295;`, want: anyOf(badValue, memory, timeout, arrayLength)},
		{name: "a push onto a full list", data: `4294967295`, script: `const a = []; a.length = msg.payload; a.push(1);`, want: walk(throws("TypeError"))},
		{name: "an index of 2^32 - 2", data: `4294967294`, script: `const a = []; a[msg.payload] = 1; msg.payload = a.length;`, want: anyOf(value("4294967295"), arrayLength, memory)},
		{name: "indices far apart", data: `1000003`, script: `const a = []; for (let i = 0; i < 4e9; i += msg.payload) a[i] = i;`, want: walk(passes)},
		{name: "indices from above", data: `30000000`, script: `const a = []; for (let i = msg.payload; i >= 0; i--) a[i] = i;`, want: filling},
		{name: "Array.from a length of 2^32", data: `4294967296`, script: `msg.payload = Array.from({ length: msg.payload }).length;`, want: anyOf(arrayLength)},
		{name: "Array.from a length of 2^53 - 1", data: `9007199254740991`, script: `msg.payload = Array.from({ length: msg.payload }, (_, i) => i).length;`, want: anyOf(arrayLength)},
		{name: "Array.from a length of 2^28", data: `268435456`, script: `msg.payload = Array.from({ length: msg.payload }, (_, i) => i).length;`, want: walking},
		{name: "spread of keys", data: `4000000000`, script: `msg.payload = [...Array(msg.payload).keys()].length;`, want: walking},
		{name: "destructuring of a long list", data: `4000000000`, script: `const [, ...rest] = Array(msg.payload); msg.payload = rest.length;`, want: walking},
		{name: "concat of long lists", data: `4000000000`, script: `const a = []; a.length = msg.payload; msg.payload = a.concat(a, a).length;`, want: walk(throws("TypeError"))},
		{name: "splice of a long list", data: `4000000000`, script: `const a = []; a.length = msg.payload; a.splice(1, 0, 1, 2); msg.payload = a.length;`, want: walk(value("4000000002"))},
		{name: "a loop up to a length from the data", data: `{"length":1e15}`, script: `let n = 0; for (let i = 0; i < msg.payload.length; i++) n += i;`, want: anyOf(timeout)},
	},
	walks("a.sort().length", "4000000000"), walks("a.toSorted().length", "4000000000"), walks("a.toReversed().length", "4000000000"),
	walks("a.reverse().length", "4000000000"), walks("a.map(v => v).length", "4000000000"), walks("String(a.forEach(v => v))", `"undefined"`),
	walks("a.reduce((n, v) => n + 1, 0)", "0"), walks("a.reduceRight((n, v) => n + 1, 0)", "0"), walks("a.filter(v => true).length", "0"),
	walks("a.indexOf(1)", "-1"), walks("a.lastIndexOf(1)", "-1"), walks("a.includes(1)", "false"), walks("a.some(v => v)", "false"),
	walks("a.every(v => v === undefined)", "true"), walks("a.find(v => v === 1) === undefined", "true"), walks("a.findLast(v => v === 1) === undefined", "true"),
	walks("a.findIndex(v => v === 1)", "-1"), walks("a.copyWithin(1, 0).length", "4000000000"), walks("a.with(0, 1).length", "4000000000"),
	walks("a.toSpliced(0, 1).length", "3999999999"), walks("a.slice(1).length", "3999999999"), walks("a.at(-1) === undefined", "true"),
	walks("a.flat().length", "0"), walks("a.flatMap(v => v).length", "0"), walks("a.shift() === undefined", "true"), walks("a.unshift(1)", "4000000001"),
	walks("[...a.entries()].length", "4000000000"), walks("Object.keys(a).length", "0"), walks("new Set(a).size", "1"), walks("a.join(\"\").length", "0"),
)

// walking is what becomes of a native that walks a length which it cannot walk in
// time: it may also refuse it.
var walking = anyOf(timeout, memory, arrayLength)

// walk is walking for a native that may come to its end.
func walk(end ...outcome) []outcome { return append(end, walking...) }

// walks is a native on a list of four billion holes, and the value that it gives.
func walks(expression, right string) []pair {
	return []pair{{
		name: expression + " of holes", data: `4000000000`, want: walk(value(right)),
		script: `const a = []; a.length = msg.payload; msg.payload = ` + expression + `;`,
	}}
}
