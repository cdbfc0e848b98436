// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

// code is text that becomes a script, printed lines, and what is kept in the cache.
var code = []pair{
	{name: "eval of a long text", data: `1000000`, script: `eval("1+".repeat(msg.payload) + "1");`, want: anyOf(throws("RangeError"), memory, timeout)},
	{name: "eval of a deep text", data: `5000000`, script: `eval("(".repeat(msg.payload));`, want: anyOf(throws("RangeError"), throws("SyntaxError"), memory, timeout)},
	{name: "an indirect eval of a deep text", data: `1000000`, script: `(0, eval)("[".repeat(msg.payload));`, want: evaluating},
	{name: "an indirect eval of a long sum", data: `1000000`, script: `(0, eval)("1+".repeat(msg.payload) + "1");`, want: evaluating},
	{name: "an indirect eval of a long chain", data: `500000`, script: `(0, eval)("a" + ".a".repeat(msg.payload));`, want: evaluating},
	{name: "an indirect eval of deep arrows", data: `200000`, script: `(0, eval)("a=>".repeat(msg.payload) + "1");`, want: evaluating},
	{name: "an indirect eval of deep templates", data: `200000`, script: "(0, eval)(\"`${\".repeat(msg.payload));", want: evaluating},
	{name: "Function of a deep text, by constructor", data: `1000000`, script: `[].constructor.constructor("(".repeat(msg.payload))();`, want: evaluating},
	{name: "eval in eval", data: `1000000`, script: `eval("eval('[' + '['.repeat(" + msg.payload + "))");`, want: evaluating},
	{name: "eval of a text that doubles", script: `let s = "1"; for (;;) { eval(s); s = s + ";" + s; }`, want: append(anyOf(throws("RangeError")), filling...)},
	{name: "Functions, kept", script: `const all = []; for (;;) all.push(Function("return " + all.length));`, want: filling},
	{name: "evals, kept", script: `const all = []; for (;;) all.push(eval("(function () { return " + all.length + "; })"));`, want: filling},
	{name: "a function's text, doubled", script: `let f = function () {}; let s = String(f); for (;;) s += s;`, want: growing},

	{name: "console.log of a long text", data: `100000000`, script: `console.log("x".repeat(msg.payload)); msg.payload = 1;`, want: anyOf(value("1"), memory, timeout)},
	{name: "console.log in a loop", script: `for (;;) console.log("x".repeat(8000));`, want: filling},
	{name: "console.log of short lines in a loop", script: `for (;;) console.log("x");`, want: filling},
	{name: "console.log of a long list", data: `10000000`, script: `console.log(new Array(msg.payload).fill(1)); msg.payload = 1;`, want: append(anyOf(value("1")), walking...)},
	{name: "console.log of four billion holes", data: `4000000000`, script: `const a = []; a.length = msg.payload; console.log(a); msg.payload = 1;`, want: append(anyOf(value("1")), walking...)},
	{name: "console.log of shared lists that unfold", data: `40`, script: `let a = [1]; for (let i = 0; i < msg.payload; i++) a = [a, a]; console.log(a); msg.payload = 1;`, want: append(anyOf(value("1")), growing...)},
	{name: "console.log of many arguments", data: `1000000`, script: `console.log(...new Array(msg.payload).fill("x".repeat(1000))); msg.payload = 1;`, want: append(anyOf(value("1")), spreading...)},
	{name: "console.log of a deep list", data: `1000000`, script: `let a = []; for (let i = 0; i < msg.payload; i++) a = [a]; console.log(a); msg.payload = 1;`, want: append(anyOf(value("1")), recursing...)},
	{name: "console.log of many bytes", data: `100000000`, script: `console.log(new Uint8Array(msg.payload)); msg.payload = 1;`, want: append(anyOf(value("1")), buffering...)},
	{name: "console.log of a long Map", data: `1000000`, script: `console.log(new Map(Array.from({ length: msg.payload }, (_, i) => [i, i]))); msg.payload = 1;`, want: append(anyOf(value("1")), filling...)},

	{name: "cache.set of a long text", data: `100000000`, script: `cache.set("a", "x".repeat(msg.payload)); msg.payload = 1;`, want: append(anyOf(value("1")), caching...)},
	{name: "cache.set of many keys", script: `for (let i = 0; ; i++) cache.set("k" + i, i);`, want: caching},
	{name: "cache.set of large texts under many keys", script: `for (let i = 0; ; i++) cache.set("k" + i, String(i % 10).repeat(100000));`, want: caching},
	{name: "cache.set of a list that grows", script: `const a = []; for (;;) { a.push(a.length); cache.set("a", a); }`, want: caching},
	{name: "cache.update that doubles", script: `for (;;) cache.update("a", old => (old ?? "x") + (old ?? "x"));`, want: append(anyOf(textLength), caching...)},
	{name: "cache.get and set that double", script: `cache.set("a", [1]); for (;;) { const a = cache.get("a"); cache.set("a", [a, a]); }`, want: append(anyOf(textLength), caching...)},
	{name: "cache.set under a long key", data: `100000000`, script: `cache.set("k".repeat(msg.payload), 1); msg.payload = 1;`, want: append(anyOf(value("1")), caching...)},
	{name: "cache.set of shared lists that unfold", data: `40`, script: `let a = [1]; for (let i = 0; i < msg.payload; i++) a = [a, a]; cache.set("a", a);`, want: append(anyOf(textLength), caching...)},
	{name: "cache.set of four billion holes", data: `4000000000`, script: `const a = []; a.length = msg.payload; cache.set("a", a);`, want: append(anyOf(arrayLength, textLength), caching...)},
	{name: "cache.get of a large value in a loop", data: `100000`, script: `cache.set("a", new Array(msg.payload).fill(1)); const all = []; for (;;) all.push(cache.get("a"));`, want: caching},
}

var (
	// evaluating is what becomes of a text that is too long or too deep for a script.
	evaluating = anyOf(throws("RangeError"), throws("SyntaxError"), throws("ReferenceError"), throws("TypeError"), overflow, memory, timeout, passes)
	// caching is filling, where cache.set may refuse too.
	caching = anyOf(memory, timeout, throwsAny, outcome{"cache", ""})
)
