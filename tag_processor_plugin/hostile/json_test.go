// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

// jsonTexts are made by, or given to, JSON.
var jsonTexts = []pair{
	{name: "shared lists that unfold to 2^30", data: `30`, script: `let a = [1]; for (let i = 0; i < msg.payload; i++) a = [a, a]; msg.payload = JSON.stringify(a).length;`, want: growing},
	{name: "shared objects that unfold to 2^40", data: `40`, script: `let o = { v: 1 }; for (let i = 0; i < msg.payload; i++) o = { l: o, r: o }; msg.payload = JSON.stringify(o).length;`, want: growing},
	{name: "the same with an indentation", data: `30`, script: `let a = [1]; for (let i = 0; i < msg.payload; i++) a = [a, a]; msg.payload = JSON.stringify(a, null, 10).length;`, want: growing},
	{name: "a long text a thousand times", data: `1000`, script: `const s = "x".repeat(1e6); msg.payload = JSON.stringify(new Array(msg.payload).fill(s)).length;`, want: growing},
	{name: "a text of quotes", data: `100000000`, script: `msg.payload = JSON.stringify("\"".repeat(msg.payload)).length;`, want: append(anyOf(value("200000002")), growing...)},
	{name: "a text of control characters", data: `100000000`, script: `msg.payload = JSON.stringify("\u0001".repeat(msg.payload)).length;`, want: growing},
	{name: "deep lists with an indentation", data: `9000`, script: `let a = []; for (let i = 0; i < msg.payload; i++) a = [a]; msg.payload = JSON.stringify(a, null, 10).length;`, want: anyOf(passes, textLength, memory, timeout, overflow)},
	{name: "long lists in deep lists, indented", data: `5000`, script: `let a = new Array(10000).fill(1); for (let i = 0; i < msg.payload; i++) a = [a]; msg.payload = JSON.stringify(a, null, "\t\t\t\t\t\t\t\t\t\t").length;`, want: append(anyOf(overflow, passes), growing...)},
	{name: "toJSON that returns new lists", script: `function L() {} L.prototype.toJSON = function () { return [new L(), new L()]; }; msg.payload = JSON.stringify(new L());`, want: append(anyOf(throws("RangeError")), recursing...)},
	{name: "toJSON that returns long texts", data: `1000`, script: `const o = { toJSON() { return "x".repeat(1e6); } }; msg.payload = JSON.stringify(new Array(msg.payload).fill(o)).length;`, want: growing},
	{name: "a replacer that returns new lists", script: `msg.payload = JSON.stringify([1], (k, v) => [v, v]);`, want: recursing},
	{name: "a replacer that is a long list", data: `10000000`, script: `msg.payload = JSON.stringify({ a: 1 }, new Array(msg.payload).fill("a"));`, want: append(walking, passes)},
	{name: "a replacer of many keys for many objects", data: `2000`, script: `const keys = Array.from({ length: msg.payload }, (_, i) => "k" + i), o = {}; keys.forEach(k => { o[k] = 1; }); msg.payload = JSON.stringify(new Array(msg.payload * 10).fill(o), keys).length;`, want: growing},
	{name: "keys of shared objects that unfold to 2^40", data: `40`, script: `let o = { v: 1 }; for (let i = 0; i < msg.payload; i++) o = { l: o, r: o }; msg.payload = JSON.stringify(o, ["l", "r"]).length;`, want: growing},
	{name: "keys of getters that make new objects", script: `const make = () => ({ get a() { return make(); } }); msg.payload = JSON.stringify(make(), ["a"]);`, want: recursing},
	{name: "a getter that makes new objects", script: `const make = () => ({ get a() { return make(); } }); msg.payload = JSON.stringify(make());`, want: recursing},
	{name: "a list of four billion holes", data: `4000000000`, script: `const a = []; a.length = msg.payload; msg.payload = JSON.stringify(a).length;`, want: append(anyOf(textLength), walking...)},
	{name: "a proxy of an endless list", script: `msg.payload = JSON.stringify(new Proxy([], { get: (t, k) => k === "length" ? 2 ** 53 - 1 : 1 }));`, want: append(anyOf(textLength), walking...)},
	{name: "parse of a large text", data: `20000000`, script: `msg.payload = JSON.parse("[" + "1,".repeat(msg.payload) + "1]").length;`, want: append(anyOf(value("20000001")), filling...)},
	{name: "parse of many objects", data: `2000000`, script: `msg.payload = JSON.parse("[" + "{\"a\":{}},".repeat(msg.payload) + "1]").length;`, want: append(anyOf(value("2000001")), filling...)},
	{name: "parse of a deep text", data: `5000000`, script: `msg.payload = JSON.parse("[".repeat(msg.payload));`, want: anyOf(throws("SyntaxError"), throws("RangeError"), memory, timeout)},
	{name: "parse of a deep object", data: `5000000`, script: `msg.payload = JSON.parse("{\"a\":".repeat(msg.payload));`, want: anyOf(throws("SyntaxError"), throws("RangeError"), memory, timeout)},
	{name: "parse of a long number", data: `10000000`, script: `msg.payload = JSON.parse("9".repeat(msg.payload)) > 1;`, want: anyOf(value("true"), throws("SyntaxError"), memory, timeout)},
	{name: "parse of a long fraction", data: `10000000`, script: `msg.payload = JSON.parse("0." + "9".repeat(msg.payload)) > 1;`, want: anyOf(value("false"), memory, timeout)},
	{name: "parse of a text with many keys", data: `1000000`, script: `let s = ""; msg.payload = JSON.parse("{" + Array.from({ length: msg.payload }, (_, i) => "\"k" + i + "\":1").join() + "}").k1;`, want: append(anyOf(value("1")), filling...)},
	{name: "a reviver that grows", data: `[1]`, script: `msg.payload = JSON.parse("[1,2]", function (k, v) { if (Array.isArray(this)) this.push(1); return [v, v]; });`, want: anyOf(passes, memory, timeout, overflow)},
	{name: "a reviver that adds what is revived", data: `[1]`, script: `JSON.parse("{\"a\":1,\"b\":1}", function (k, v) { if (k === "a") this.b = { a: 1, b: 1 }; return v; });`, want: recursing},
	{name: "parse of what stringify made, again and again", data: `[1]`, script: `let o = [1]; for (;;) o = [JSON.parse(JSON.stringify(o)), o];`, want: append(anyOf(textLength, overflow), filling...)},
	{name: "escapes that are many", data: `10000000`, script: `msg.payload = JSON.parse("\"" + "\\u20ac".repeat(msg.payload) + "\"").length;`, want: append(anyOf(value("10000000")), growing...)},
}

// recursing is what becomes of a script whose calls nest for ever.
var recursing = anyOf(overflow, timeout, memory, throws("RangeError: Maximum call stack size exceeded"))
