// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

// calls have as many arguments as a number in the data says, or work on what only
// says that it has a length.
var calls = []pair{
	{name: "apply with a length of 1e9", data: `1e9`, script: `msg.payload = Math.max.apply(null, { length: msg.payload });`, want: spreading},
	{name: "apply with a length of 2^53 - 1", data: `9007199254740991`, script: `msg.payload = Math.max.apply(null, { length: msg.payload });`, want: spreading},
	{name: "apply of a script's function", data: `1e9`, script: `function f() { return arguments.length; } msg.payload = f.apply(null, { length: msg.payload });`, want: spreading},
	{name: "apply with a list of holes", data: `1e9`, script: `msg.payload = Math.min.apply(null, new Array(msg.payload));`, want: walkOrSpread},
	{name: "Reflect.apply with a length of 1e9", data: `1e9`, script: `msg.payload = Reflect.apply(Math.max, null, { length: msg.payload });`, want: spreading},
	{name: "Reflect.construct with a length of 1e9", data: `1e9`, script: `msg.payload = Reflect.construct(Array, { length: msg.payload }).length;`, want: spreading},
	{name: "bind with many arguments", data: `1000000`, script: `let f = (...a) => a.length; for (;;) f = f.bind(null, ...new Array(msg.payload).fill(1));`, want: spreading},
	{name: "a spread of a list of holes", data: `1e9`, script: `msg.payload = Math.max(...new Array(msg.payload));`, want: walkOrSpread},
	{name: "a spread into rest parameters", data: `10000000`, script: `const f = (...a) => f(...a, ...a); f(msg.payload);`, want: spreading},
	{name: "a spread of a long text", data: `20000000`, script: `msg.payload = Math.max(..."1".repeat(msg.payload));`, want: append(anyOf(value("1")), spreading...)},
	{name: "push with a length of 1e9", data: `1e9`, script: `const a = []; a.push.apply(a, { length: msg.payload });`, want: spreading},
	{name: "fromCodePoint with many", data: `100000000`, script: `msg.payload = String.fromCodePoint(...new Array(msg.payload).fill(65)).length;`, want: walkOrSpread},
	{name: "Array.of with many", data: `1e9`, script: `msg.payload = Array.of.apply(null, { length: msg.payload }).length;`, want: spreading},
	{name: "a Function with many parameters", data: `10000000`, script: `msg.payload = Function(...new Array(msg.payload).fill("a"), "return 1").length;`, want: append(spreading, throws("SyntaxError"))},
	{name: "join of a length of 2^53 - 1", data: `9007199254740991`, script: `msg.payload = Array.prototype.join.call({ length: msg.payload }, "-");`, want: append(anyOf(textLength), walking...)},
	{name: "join of nothing, of a length of 2^53 - 1", data: `9007199254740991`, script: `msg.payload = Array.prototype.join.call({ length: msg.payload }, "");`, want: append(anyOf(textLength), walking...)},
	{name: "sort of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.sort.call({ length: msg.payload });`, want: walking},
	{name: "toSorted of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.toSorted.call({ length: msg.payload });`, want: anyOf(arrayLength)},
	{name: "toReversed of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.toReversed.call({ length: msg.payload });`, want: anyOf(arrayLength)},
	{name: "with of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.with.call({ length: msg.payload }, 0, 1);`, want: anyOf(arrayLength)},
	{name: "toSpliced of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.toSpliced.call({ length: msg.payload }, 0, 0, 1);`, want: anyOf(throws("TypeError"), arrayLength)},
	{name: "map of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.map.call({ length: msg.payload }, v => v);`, want: anyOf(arrayLength)},
	{name: "forEach of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.forEach.call({ length: msg.payload }, v => v);`, want: walking},
	{name: "fill of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.fill.call({ length: msg.payload }, 1);`, want: walking},
	{name: "reverse of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.reverse.call({ length: msg.payload });`, want: walking},
	{name: "slice of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.slice.call({ length: msg.payload });`, want: anyOf(arrayLength)},
	{name: "concat of what says it is spreadable", data: `9007199254740991`, script: `[].concat({ length: msg.payload, [Symbol.isConcatSpreadable]: true });`, want: walk(throws("TypeError"))},
	{name: "indexOf of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.indexOf.call({ length: msg.payload }, 1);`, want: walking},
	{name: "includes of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.includes.call({ length: msg.payload }, 1);`, want: walking},
	{name: "copyWithin of a length of 2^53 - 1", data: `9007199254740991`, script: `Array.prototype.copyWithin.call({ length: msg.payload }, 1, 0);`, want: walking},
	{name: "unshift of a length of 2^53 - 2", data: `9007199254740990`, script: `Array.prototype.unshift.call({ length: msg.payload }, 1);`, want: walking},
}

// walkOrSpread is for a walk that ends in a call with many arguments.
var walkOrSpread = append(anyOf(arrayLength), spreading...)
