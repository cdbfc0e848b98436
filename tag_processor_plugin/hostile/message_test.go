// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

// messages are what a script makes of the message itself: its payload, its metadata,
// and how many there are.
var messages = []pair{
	{name: "a payload of 100 MB of text", data: `100000000`, script: `msg.payload = "x".repeat(msg.payload);`, want: anyOf(passes, memory, timeout)},
	{name: "a payload of 100 MB in JSON's escapes", data: `30000000`, script: `msg.payload = "\u0001".repeat(msg.payload);`, want: anyOf(passes, memory, timeout)},
	{name: "a payload of 100 MB of bytes", data: `100000000`, script: `msg.payload = new Uint8Array(msg.payload);`, want: anyOf(passes, memory, timeout, badValue, noBuffer)},
	{name: "a payload of many numbers", data: `10000000`, script: `msg.payload = new Array(msg.payload).fill(123456789);`, want: append(anyOf(passes, badValue), walking...)},
	{name: "a payload of shared lists that unfold to 2^30", data: `30`, script: `let a = [1]; for (let i = 0; i < msg.payload; i++) a = [a, a]; msg.payload = a;`, want: append(anyOf(badValue), growing...)},
	{name: "a payload of shared objects that unfold to 2^40", data: `40`, script: `let o = { v: "x" }; for (let i = 0; i < msg.payload; i++) o = { l: o, r: o }; msg.payload = o;`, want: append(anyOf(badValue), growing...)},
	{name: "a payload of one long text many times", data: `1000`, script: `const s = "x".repeat(1e6); msg.payload = new Array(msg.payload).fill(s);`, want: append(anyOf(badValue), growing...)},
	{name: "a payload a million lists deep", data: `1000000`, script: `let a = []; for (let i = 0; i < msg.payload; i++) a = [a]; msg.payload = a;`, want: append(anyOf(badValue), recursing...)},
	{name: "a payload a million objects deep", data: `1000000`, script: `let o = {}; for (let i = 0; i < msg.payload; i++) o = { o }; msg.payload = o;`, want: append(anyOf(badValue), recursing...)},
	{name: "a payload of four billion holes", data: `4000000000`, script: `const a = []; a.length = msg.payload; msg.payload = a;`, want: append(anyOf(badValue), walking...)},
	{name: "a payload with an element far away", script: `msg.payload = []; msg.payload[4294967290] = 1;`, want: append(anyOf(badValue), walking...)},
	{name: "a payload that is a cycle", script: `const a = []; a.push(a); msg.payload = a;`, want: anyOf(badValue)},
	{name: "a payload that is the message", script: `msg.payload = msg;`, want: anyOf(badValue)},
	{name: "a payload of getters that make more", script: `const make = () => ({ get a() { return make(); }, get b() { return make(); } }); msg.payload = make();`, want: append(anyOf(badValue), recursing...)},
	{name: "a payload of toJSON that makes more", script: `function L() {} L.prototype.toJSON = function () { return [new L(), new L()]; }; msg.payload = new L();`, want: append(anyOf(badValue), recursing...)},
	{name: "a payload that is a proxy of an endless list", script: `msg.payload = new Proxy([], { get: (t, k) => k === "length" ? 4294967295 : 1 });`, want: append(anyOf(badValue), walking...)},
	{name: "a payload with a million keys", data: `1000000`, script: `const o = {}; for (let i = 0; i < msg.payload; i++) o["k" + i] = i; msg.payload = o;`, want: append(anyOf(passes), filling...)},

	{name: "metadata of 50 MB", data: `50000000`, script: `msg.meta.a = "x".repeat(msg.payload);`, want: anyOf(passes, memory, timeout)},
	{name: "metadata of many long texts", script: `const s = "x".repeat(1e6); for (let i = 0; ; i++) msg.meta["k" + i] = s + i;`, want: filling},
	{name: "metadata of one long text many times", data: `1000`, script: `const s = "x".repeat(1e6); for (let i = 0; i < msg.payload; i++) msg.meta["k" + i] = s;`, want: append(anyOf(passes), filling...)},
	{name: "metadata with ever more keys", script: `for (let i = 0; ; i++) msg.meta["k" + i] = i;`, want: filling},
	{name: "metadata with a million keys", data: `1000000`, script: `for (let i = 0; i < msg.payload; i++) msg.meta["k" + i] = "v";`, want: append(anyOf(passes), filling...)},
	{name: "metadata that are shared lists that unfold", data: `30`, script: `let a = [1]; for (let i = 0; i < msg.payload; i++) a = [a, a]; msg.meta.a = a;`, want: append(anyOf(badValue), growing...)},
	{name: "metadata that are four billion holes", data: `4000000000`, script: `const a = []; a.length = msg.payload; msg.meta.a = a;`, want: append(anyOf(badValue), walking...)},
	{name: "a tag name of 50 MB", data: `50000000`, script: `msg.meta.tag_name = "x".repeat(msg.payload);`, want: anyOf(passes, memory, timeout, outcome{"invalid_topic", ""})},
	{name: "a location path of many levels", data: `5000000`, script: `msg.meta.location_path = "a.".repeat(msg.payload) + "a";`, want: anyOf(passes, memory, timeout, outcome{"invalid_topic", ""})},
	{name: "metadata that are new, with many keys", data: `1000000`, script: `return { payload: 1, meta: Object.fromEntries(Array.from({ length: msg.payload }, (_, i) => ["k" + i, "v"])) };`, want: append(anyOf(outcome{"missing_field", ""}), filling...)},

	{name: "a million messages that are one", data: `1000000`, script: `return new Array(msg.payload).fill(msg);`, want: fanning},
	{name: "ten million nulls", data: `10000000`, script: `return new Array(msg.payload).fill(null);`, want: append(anyOf(drops), fanning...)},
	{name: "four billion holes as messages", data: `4000000000`, script: `const a = []; a.length = msg.payload; return a;`, want: append(anyOf(drops, badReturn, badValue, arrayLength), fanning...)},
	{name: "a message far away in a list", data: `4000000000`, script: `const a = [msg]; a[msg.payload] = null; return a;`, want: append(anyOf(badReturn, badValue, passes, arrayLength), fanning...)},
	{name: "ever more messages", script: `const all = []; for (;;) all.push({ payload: all.length, meta: { ...msg.meta } });`, want: filling},
	{name: "a hundred thousand messages with 1 KB each", data: `100000`, script: `return Array.from({ length: msg.payload }, (_, i) => ({ payload: i, meta: { ...msg.meta, text: "x".repeat(1000) + i } }));`, want: append(anyOf(passes), fanning...)},
	{name: "a thousand messages with the same 1 MB", data: `1000`, script: `const s = "x".repeat(1e6); return Array.from({ length: msg.payload }, () => ({ payload: s, meta: { ...msg.meta } }));`, want: append(anyOf(passes), fanning...)},
	{name: "a thousand messages with the same large list", data: `1000`, script: `const a = new Array(100000).fill(1); return Array.from({ length: msg.payload }, () => ({ payload: a, meta: { ...msg.meta } }));`, want: append(anyOf(passes), fanning...)},
	{name: "a proxy of an endless list of messages", script: `return new Proxy([], { get: (t, k) => k === "length" ? 4294967295 : msg });`, want: append(anyOf(badReturn, drops), fanning...)},
	{name: "a list of lists of messages", data: `1000`, script: `return [new Array(msg.payload).fill([msg])];`, want: anyOf(badReturn, passes)},
}

// fanning is what becomes of a message that becomes far too many.
var fanning = anyOf(tooMany, memory, timeout)
