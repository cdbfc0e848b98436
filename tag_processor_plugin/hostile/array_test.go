// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

// arraysThatGrow are lists that a script makes longer and longer.
var arraysThatGrow = []pair{
	{name: "doubled by spread", data: `[1]`, script: `let a = msg.payload; for (;;) a = [...a, ...a];`, want: filling},
	{name: "doubled by concat", data: `[1]`, script: `let a = msg.payload; for (;;) a = a.concat(a);`, want: filling},
	{name: "doubled by push", data: `[1]`, script: `let a = msg.payload; for (;;) a.push(...a);`, want: spreading},
	{name: "grown by push", data: `[1]`, script: `const a = []; for (;;) a.push(a.length);`, want: filling},
	{name: "grown by unshift", data: `[1]`, script: `const a = []; for (;;) a.unshift(1);`, want: filling},
	{name: "grown at its end", data: `[1]`, script: `const a = []; for (;;) a[a.length] = a.length;`, want: filling},
	{name: "grown by flatMap", data: `[1]`, script: `let a = msg.payload; for (;;) a = a.flatMap(v => [v, v]);`, want: filling},
	{name: "grown by flat", data: `[1]`, script: `let a = msg.payload; for (;;) a = [a, a].flat();`, want: filling},
	{name: "grown by splice", data: `[1]`, script: `const a = msg.payload; for (;;) a.splice(0, 0, ...a);`, want: spreading},
	{name: "grown by toSpliced", data: `[1]`, script: `let a = msg.payload; for (;;) a = a.toSpliced(0, 0, ...a);`, want: spreading},
	{name: "grown by Array.from", data: `[1]`, script: `let n = 1; const all = []; for (;;) { all.push(Array.from({ length: n }, (_, i) => i)); n *= 2; }`, want: filling},
	{name: "lists in a list", data: `[1]`, script: `const all = []; for (;;) all.push(new Array(100).fill(0));`, want: filling},
	{name: "copies by slice", data: `[1]`, script: `const a = new Array(100000).fill(1), all = []; for (;;) all.push(a.slice());`, want: filling},
	{name: "copies by map", data: `[1]`, script: `const a = new Array(100000).fill(1), all = []; for (;;) all.push(a.map(v => ({ v })));`, want: filling},
	{name: "objects", data: `[1]`, script: `const all = []; for (;;) all.push({ a: 1, b: "2", c: [3] });`, want: filling},
	{name: "a linked list", data: `[1]`, script: `let o = null; for (;;) o = { o };`, want: filling},
	{name: "closures", data: `[1]`, script: `const all = []; for (;;) { const n = [all.length]; all.push(() => n); }`, want: filling},
	{name: "copies of the payload", made: listOf(10000), script: `const all = []; for (;;) all.push(JSON.parse(JSON.stringify(msg.payload)));`, want: filling},
}
