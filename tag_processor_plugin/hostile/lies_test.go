// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

import "strings"

func long(unit string, n int) func() string {
	return func() string { return strings.Repeat(unit, n) }
}

// lies are values that say something else the second time, and copies that nobody would
// take for large. Whatever becomes of them, they do no harm.
var lies = kind{"lies and copies", []pair{
	{name: "apply with a length that lies", script: `let n = 0; Math.max.apply(null, { get length() { return n++ ? 4e9 : 1 } })`, want: anything},
	{name: "Reflect.apply with a length that lies", script: `let n = 0; Reflect.apply(Math.max, null, { get length() { return n++ ? 4e9 : 1 } })`, want: anything},
	{name: "Uint8Array of a length that lies", script: `let n = 0; new Float64Array({ get length() { return n++ ? 4e9 : 1 } })`, want: anything},
	{name: "Uint8Array from a length that lies", script: `let n = 0; Float64Array.from({ get length() { return n++ ? 4e9 : 1 } })`, want: anything},
	{name: "Array.from a length that lies", script: `let n = 0; Array.from({ get length() { return n++ ? 4e9 : 1 } })`, want: anything},
	{name: "sort of a length that lies", script: `let n = 0; Array.prototype.toSorted.call({ get length() { return n++ ? 4e9 : 1 } })`, want: anything},
	{name: "slice of a length that lies", script: `let n = 0; Array.prototype.toReversed.call({ get length() { return n++ ? 4e9 : 1 } })`, want: anything},
	{name: "with of a length that lies", script: `let n = 0; Array.prototype.with.call({ get length() { return n++ ? 4e9 : 1 } }, 0, 1)`, want: anything},
	{name: "toSpliced of a length that lies", script: `let n = 0; Array.prototype.toSpliced.call({ get length() { return n++ ? 4e9 : 1 } }, 0, 1)`, want: anything},
	{name: "typed array of array keys", script: `new Uint8Array(Array(4e9).keys())`, want: anything},
	{name: "AggregateError of array keys", script: `new AggregateError(Array(4e9).keys())`, want: anything},
	{name: "spread of a text payload", script: `msg.payload = { ...msg.payload }`, made: long("x", 8000000), want: anything},
	{name: "rest of a text payload", script: `const { a, ...rest } = msg.payload; msg.payload = 1`, made: long("x", 8000000), want: anything},
	{name: "spread of a typed array", script: `const o = { ...new Uint8Array(5e7) }`, want: anything},
	{name: "assign third", script: `Object.assign({}, {}, "x".repeat(1e7))`, want: anything},
	{name: "isFrozen of a typed array", script: `Object.isFrozen(new Uint8Array(2e8))`, want: anything},
	{name: "freeze of a text", script: `Object.freeze(Object("x".repeat(1e8)))`, want: anything},
	{name: "stringify of a typed array", script: `JSON.stringify(new Uint8Array(1e8))`, want: anything},
	{name: "defineProperties of a text", script: `Object.defineProperties({}, Object("x".repeat(1e8)))`, want: anything},
	{name: "getOwnPropertySymbols of a typed array", script: `Object.getOwnPropertySymbols(new Uint8Array(1e8))`, want: anything},
	{name: "for in typed array", script: `for (const k in new Uint8Array(1e8)) {}`, want: anything},
	{name: "payload is a typed array", script: `msg.payload = new Uint8Array(1e8)`, want: anything},
	{name: "console of a typed array", script: `console.log(new Uint8Array(1e8))`, want: anything},
	{name: "cache of a typed array", script: `cache.set("k", new Uint8Array(1e8))`, want: anything},
	{name: "computed member shift", script: `const o = [1n], i = () => 0; o[i()] <<= 60000000000n`, want: anything},
	{name: "private shift", script: `class A { #x = 1n; f() { this.#x <<= 60000000000n } } new A().f()`, want: anything},
	{name: "this member power", script: `const f = function () { this.constructor = 2n; this.values = 2n; this.values **= 60000000000n }; f.call({})`, want: anything},
	{name: "index shift", script: `const o = [1n]; o[0] <<= 60000000000n`, want: anything},
	{name: "squares by minus", script: `let a = 3n; for (;;) a = a * -a`, want: anything},
	{name: "length doubles", script: `const o = { length: "x" }; for (;;) o.length = o.length + o.length`, want: anything},
	{name: "member doubles", script: `const o = { s: "ü".repeat(1e8) }; o.s += o.s`, want: anything},
	{name: "buffer slices", script: `const b = new ArrayBuffer(2.5e8), all = []; for (;;) all.push(b.slice(0))`, want: anything},
	{name: "toHex", script: `new Uint8Array(2.5e8).toHex()`, want: anything},
	{name: "toBase64", script: `new Uint8Array(2.5e8).toBase64()`, want: anything},
	{name: "regexp2 runes", script: `/(?=y)z/.test("ü".repeat(1e8))`, want: anything},
	{name: "regexp runes", script: `/yz/.test("ü".repeat(1e8))`, want: anything},
	{name: "localeCompare", script: `"ü".repeat(1e8).localeCompare("ü".repeat(9e7) + "z")`, want: anything},
	{name: "localeCompare ascii", script: `"u".repeat(1e8).localeCompare("u".repeat(9e7) + "z")`, want: anything},
	{name: "decodeURIComponent", script: `decodeURIComponent("u".repeat(1.2e8))`, want: anything},
	{name: "unescape", script: `unescape("u".repeat(1.2e8))`, want: anything},
	{name: "trim", script: `(" ü".repeat(6e7)).trim()`, want: anything},
	{name: "BigInt of an object", script: `BigInt(["9".repeat(1e8)])`, want: anything},
	{name: "BigInt equals", script: `1n == "9".repeat(1e8)`, want: anything},
	{name: "concat lies", script: `let n = 0; [].concat({ get [Symbol.isConcatSpreadable]() { return n++ > 0 }, length: 4e9 })`, want: anything},
	{name: "keys without length", script: `Object.keys(new Proxy(new Uint8Array(1e8), { get: (t, k) => k === "length" ? 0 : t[k] }))`, want: anything},
	{name: "keys defined length", script: `const u = new Uint8Array(1e8); Object.defineProperty(u, "length", { value: 0 }); Object.keys(u)`, want: anything},
	{name: "Map groupBy", script: `Map.groupBy(Array(4e9).keys(), x => x)`, want: anything},
	{name: "raw lies", script: `String.raw({ raw: "x".repeat(1e7) })`, want: anything},
	{name: "parse wide", script: `JSON.parse("[" + "0,".repeat(2e6) + "0]")`, want: anything},
	{name: "number keys", script: `"x".repeat(1e8) in {}; const o = {}; for (let i = 0; i < 5; i++) o["x".repeat(1e8) + i] = i`, want: anything},
	{name: "symbols", script: `const all = []; for (;;) all.push(Symbol("x".repeat(1e7)))`, want: anything},
	{name: "bigint64 spread", script: `const a = [...new BigInt64Array(3e7)]`, want: anything},
	{name: "set from typed", script: `new Uint8Array(1e7).set(Array(1e7).fill(1))`, want: anything},
	{name: "typed sort", script: `new Float64Array(3e7).sort((a, b) => a - b)`, want: anything},
	{name: "typed sort plain", script: `new Float64Array(3e7).sort()`, want: anything},
	{name: "with eval text", script: `const e = eval; e("'x'.repeat(1e7) + 'y'")`, want: anything},
	{name: "split code", script: `"ü".repeat(1e7).split("")`, want: anything},
	{name: "splice of many", script: `const a = Array(5e6).fill(0); const b = a.splice(0)`, want: anything},
	{name: "regexp split", script: `"a".repeat(65000).split(/(((((((((((((((((((((((((((((a)))))))))))))))))))))))))))))/)`, want: anything},
	{name: "match many short", script: `const all = []; for (;;) all.push("a".repeat(65000).match(/a/g))`, want: anything},
	{name: "replace groups", script: `"a".repeat(60000).replace(/(a)/g, "$1".repeat(10))`, want: anything},
	{name: "replace group names", script: `"a".repeat(60000).replace(/(?<n>.*)/, "$<n>".repeat(5000))`, want: anything},
	{name: "replace own Symbol", script: `RegExp.prototype[Symbol.replace].call(/a.*/, "a".repeat(60000), "$&".repeat(60000))`, want: anything},
	{name: "replace call frozen", script: `"a".repeat(1e5).replace(Object.freeze(/a.*/), "$&".repeat(1e5))`, want: anything},
	{name: "replace sub exec", script: `class R extends RegExp { exec(s) { return super.exec(s) } }; "a".repeat(1e5).replace(new R("a.*"), "$&".repeat(1e5))`, want: anything},
	{name: "replace function", script: `const big = "b".repeat(1e6); "a".repeat(60000).replace(/a/g, () => big)`, want: anything},
	{name: "replaceAll function", script: `const big = "b".repeat(1e6); "a".repeat(60000).replaceAll("a", () => big)`, want: anything},
}}

var longLies = kind{"long lies", []pair{
	{name: "typed array of array keys", script: `new Uint8Array(Array(4e9).keys())`, want: anything},
	{name: "AggregateError of array keys", script: `new AggregateError(Array(4e9).keys())`, want: anything},
	{name: "spread of a text payload", script: `msg.payload = { ...msg.payload }`, made: long("x", 30000000), want: anything},
	{name: "stringify of a typed array", script: `JSON.stringify(new Uint8Array(2.5e8))`, want: anything},
	{name: "assign third", script: `Object.assign({}, {}, "x".repeat(3e7))`, want: anything},
	{name: "Array.from a length that lies", script: `let n = 0; Array.from({ get length() { return n++ ? 4e9 : 1 } })`, want: anything},
	{name: "payload is a typed array", script: `msg.payload = new Uint8Array(1e8)`, want: anything},
	{name: "text of a typed array", script: `String(new Float64Array(2.5e7).fill(Math.PI))`, want: anything},
	{name: "split with groups", script: `"a".repeat(5e6).split(/((((((((((a))))))))))/)`, want: anything},
	{name: "length doubles", script: `const o = { length: msg.payload }; for (;;) o.length += o.length`, made: long("x", 1000), want: anything},
	{name: "toHex", script: `new Uint8Array(2.5e8).toHex()`, want: anything},
	{name: "lookbehind", script: `msg.payload = msg.payload.replace(/(?<=a)b/g, "x").length`, made: long("ab ", 30000), want: anyOf(value("90000"))},
	{name: "umlaut matches", script: `msg.payload = msg.payload.match(/ä/g).length`, made: long("äb ", 60000), want: anyOf(value("60000"))},
	{name: "ascii matches", script: `msg.payload = msg.payload.match(/a/g).length`, made: long("ab ", 60000), want: anyOf(value("60000"))},
	{name: "lookbehind split", script: `msg.payload = msg.payload.split(/(?<=a)b/).length`, made: long("ab ", 30000), want: anyOf(value("30001"))},
}}

// ordinary are scripts that have to work, with data that looks hostile.
var ordinary = kind{"ordinary", []pair{
	{name: "instanceof RegExp", script: `msg.payload = msg.payload instanceof RegExp ? 1 : 2`, want: anyOf(value("2"))},
	{name: "instanceof Uint8Array", script: `msg.payload = msg.payload instanceof Uint8Array ? 1 : 2`, want: anyOf(value("2"))},
	{name: "instanceof Function", script: `const f = v => v instanceof Function ? 1 : 2; msg.payload = f(msg.payload)`, want: anyOf(value("2"))},
	{name: "entries of a payload with length", script: `msg.payload = Object.entries(msg.payload).length`, data: `{"length": 2000000, "width": 3}`, want: anyOf(value("2"))},
	{name: "keys of a payload with length", script: `msg.payload = Object.keys(msg.payload).length`, data: `{"length": 20000000, "width": 3}`, want: anyOf(value("2"))},
	{name: "values of a payload with length", script: `msg.payload = Object.values(msg.payload).length`, data: `{"length": 6000000, "width": 3}`, want: anyOf(value("2"))},
	{name: "assign of a payload with length", script: `msg.payload = Object.assign({}, msg.payload).width`, data: `{"length": 2500000, "width": 3}`, want: anyOf(value("3"))},
	{name: "dates", script: `msg.payload = msg.payload.replace(/(\d+)-(\d+)-(\d+)/g, "$3.$2.$1").length`, made: long("2024-05-06 ", 2000), want: anyOf(value("22000"))},
	{name: "big shift of data", script: `const o = [1n]; o[0] <<= BigInt(msg.payload)`, data: `60000000000`, want: anyOf(bigIntSize)},
	{name: "split with a limit", script: `msg.payload = msg.payload.split("", 2).length`, made: long("x", 17000000), want: anyOf(value("2"))},
	{name: "catch eval", script: `try { throw 5 } catch (eval) { msg.payload = eval }`, want: anyOf(value("5"))},
}}

// anything is right that is over in time.
var anything = anyOf(passes, memory, timeout, throwsAny)
