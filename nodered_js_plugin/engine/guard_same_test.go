// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// alike are scripts that give in a VM with every guard what they give in a plain one:
// the same value or exception, from the same place, after the same side effects.
//
// log(x) notes x and gives it. spy(name, v) is an object that becomes v and says so.
// seen(name, o) is o, behind a proxy that says what is done with it.
var alike = map[string][]string{
	"constructors as values": {
		`return [/a/ instanceof RegExp, (() => 1) instanceof Function, new Uint8Array(1) instanceof Uint8Array, new ArrayBuffer(1) instanceof ArrayBuffer, 1 instanceof RegExp]`,
		`class B extends RegExp {} return [new B("a") instanceof B, new B("a") instanceof RegExp, /a/ instanceof B, B[Symbol.species] === B]`,
		`const r = /a/; return [RegExp(r) === r, new RegExp(r) === r, RegExp(r, "g") === r, r.constructor === RegExp, Uint8Array.prototype.constructor === Uint8Array]`,
	},
	"data with a length": {
		`const o = { length: 20000000, width: 3 }; return [Object.keys(o), Object.values(o), Object.entries(o), Object.assign({}, o)]`,
		`return [Object.entries({ length: 2n }).length, Object.values({ get length() { log("length"); return 5 } })]`,
		`return [new Uint8Array({ length: 99999999, *[Symbol.iterator]() { yield 7 } })[0], Array.from({ length: 99999999, *[Symbol.iterator]() { yield 7 } })]`,
		`return Math.max.apply(null, { get length() { log("length"); return 2 }, get 0() { log("0"); return 1 }, 1: 2 })`,
		`return Array.prototype.join.call({ length: 2.5, 0: "a", 1: "b", 2: "c" })`,
	},
	"arguments": {
		`const f = (...a) => [a.length, a[0], a.at(-1)]; return [f(...Array(5000).keys()), f(1, ...[2, , 3], ..."äö", ...new Set([4]), 5), f(...Array(5000))]`,
		`const f = (...a) => a.length; return f(...undefined)`, `return Math.max(...{ length: 5000 })`, `return Math.max(...log(Array(3000).fill(4)), log(5), ...{ *[Symbol.iterator]() { yield log(6) } })`,
		`class C { constructor(...a) { this.n = a.length } } class D extends C { constructor(...a) { super(...a, ...a) } } return [new C(...Array(2000)).n, new D(...Array(2000)).n]`,
		`const all = []; all.push(...Array(3000).fill(1), ...all); return all.length`, `const f = null; return f(...log([1]))`, `const o = {}; return o.f(...log([1]))`, `return (null)?.f(...log([1]))`,
	},
	"fill": {
		`const sum = a => [a.length, a.filter(x => x === 7).length, a.indexOf(7), a.lastIndexOf(7)]; return [sum(Array(200000).fill(7)), sum(Array(200000).fill(7, 5)), sum(Array(200000).fill(7, -150000, -3)), sum(Array(200000).fill(7, 9e9)), sum(Array(200000).fill(7, "1", { valueOf() { log("end"); return 199999 } }))]`,
		`return Object.freeze(Array(100000).fill(1)).fill(2)`, `const a = Array(100000); return a.fill(1) === a`, `return Array.prototype.fill.call({ get length() { log("length"); return 3 } }, 1)`, `return [1, 2, 3].fill(4, NaN, Infinity)`,
	},
	"keys of JSON": {
		`return JSON.stringify({ b: 1, a: { b: 2, c: 3, "1": 4 }, "1": [{ c: 5, b: 6 }], x: new Date(0) }, ["c", 1, "b", "a", "b", new String("x"), null, {}, Symbol.iterator])`,
		`const o = { get a() { log("a"); return { toJSON(k) { log("toJSON " + k + (this === o)); return [seen("in", { b: 1, c: 2 })] } } }, get b() { log("b"); return 1 } }; return JSON.stringify(o, ["b", "a"], 2)`,
		`return [JSON.stringify({ a: 1 }, []), JSON.stringify([1, { a: 1 }], []), JSON.stringify("x", ["a"]), JSON.stringify(new Number(4), ["a"]), JSON.stringify(() => 1, ["a"]), JSON.stringify(seen("list", { a: 1, b: 2 }), seen("keys", ["b"]))]`,
		`const o = { a: 1 }; o.b = o; return JSON.stringify(o, ["b"])`, `const o = { a: 1 }; o.b = [o]; return JSON.stringify({ b: o }, ["b"])`, `return JSON.stringify({ a: 1n }, ["a"])`,
		`const s = { n: 1 }; return JSON.stringify({ a: s, b: [s, s] }, ["a", "b", "n"], "\t")`, `return JSON.stringify({ get a() { throw new Error("no") } }, ["a"])`,
		`return JSON.stringify(Object.create({ a: 1 }), ["a"])`, `return JSON.stringify(new Map([[1, 2]]), ["size"])`, `return JSON.stringify({ a: 1, b: 2 }, {})`, `return JSON.stringify(new Uint8Array(3), ["1"])`,
		`return JSON.stringify({ a: 1, b: 2, length: 3 }, { length: 1, 0: "a" })`, `return JSON.stringify({ b: 1, "2": 2, a: 3 }, ["2", "b", "1"])`,
	},
	"replacements": {
		`return "2024-05-06 ".repeat(2000).replace(/(\d+)-(\d+)-(\d+)/g, "$3.$2.$1").length`, `return "price 5 ".repeat(5000).replace(/\d/g, "$$$&").length`,
		`return "abc".replace({ [Symbol.replace](s, r) { return r } }, 42)`, `return "abc".replace({ toString() { log("a"); return "b" } }, { toString() { log("b"); return "x" } })`,
		`const r = /ä*/gu; return ["xä".repeat(400).replace(r, "-").length, "xäxä".replace(r, "-"), r.lastIndex]`,
	},
	"names": {
		`try { throw 5 } catch (eval) { return eval }`, `var eval = 5; return eval`, `return (0, eval)("1 + 1")`,
		`with (new Proxy({ x: "1", y: "2" }, { has: () => true, get: (t, k) => t[k] })) { return x + y }`,
		`const o = { a: [1n, 2n] }; o.a[0] <<= 3n; o.a[1] **= 2n; o.a[0] *= 5n; return o.a.join()`, `const o = { get a() { log("a"); return { b: 2n } } }; o.a.b **= 2n; return 1`,
	},
	"natives of texts": {
		`return "x".repeat(spy("n", 3)) + "x".padEnd(spy("n", 3), spy("f", "-"))`,
		`return "a".repeat("3") + "a".repeat(null) + "a".repeat(2.9) + "a".repeat(-0.5) + "a".repeat()`,
		`return "a".padEnd(5, "") + "a".padEnd(NaN) + "a".padStart(-1, Symbol()) + "a".padStart(3.9, "xy")`,
		`return "a".padStart(1, spy("f", "x")) + "a".padStart(undefined, spy("f", "x"))`,
		`return "a".padStart(Infinity, "")`, `return "".repeat(2 ** 40)`, `"x".repeat(-1)`, `"x".repeat(3n)`, `"x".padStart(5n)`,
		`return "abc".concat(spy("a", 1), spy("b", 2), Symbol())`, `String.prototype.repeat.call(null, 3)`,
		`return String.prototype.split.call(spy("s", "a,b"), spy("p", ","), spy("l", 1))`, `"a,b".split(Symbol())`,
		`return "abc".split("") + "a,b".split(",", -1) + "abc".split(undefined) + "".split("") + "a1b".split(1) + "anullb".split(null)`,
		`return "abc".split({ [Symbol.split](s, l) { return [typeof s, l] } }, 7)`,
		`return "abc".replace("b") + "aundefinedc".replaceAll(undefined, null) + "abc".replace(/b/) + "abc".replace()`,
		`return "aaa".replace("a", "$1$&$` + "`" + `$'$$$<x>") + "aXbX".replaceAll("X", (m, i, s) => [m, i, s].join(":"))`,
		`"a".replaceAll(/x/, "")`, `return "abc".search() + "abc".search(null) + ["abc".match()].join()`,
		`"ba".repeat(40000).replace(/a/g, () => { throw new Error("x") })`,
		`const r = /a/y; r.lastIndex = 3; return ["a".repeat(70000).search(r), r.lastIndex]`,
		`const r = /a/g; r.lastIndex = 5; return ["ba".repeat(40000).match(r).length, r.lastIndex]`,
		`const r = /(ä)/; return "bä".repeat(40000).split(r, 5).join("|")`,
		`const r = /(ä)?/y; r.lastIndex = 3; return "bä".repeat(150000).split(r).length + "," + r.lastIndex`,
		`const r = /\b/gu; r.lastIndex = 3; return r[Symbol.split]("b 😀".repeat(100000), 7).join("|") + "," + r.lastIndex`,
		`return "bä".repeat(150000).replace(/ä|(b)/g, "$1.").length + "ä\ud800x".repeat(100000).replace(/x/g, "$&.").length`,
		`return "😀".repeat(150000).split(/(?:)/u).length + "," + "b😀".repeat(100000).split(/(?=😀)/).length`,
		`return "bä".repeat(150000).match(/ä/g).length + "," + "ä\ud800x".repeat(100000).split(/x/).length`,
		`const r = /x/; r.exec = () => null; return "x".repeat(300000).split(r).length`,
		`return [..."ba".repeat(40000).matchAll(/a/g)].length`,
		`const r = Object.preventExtensions(/a/g); return "ba".repeat(40000).replace(r, "c").length`,
		`class R extends RegExp { exec(s) { log("exec"); return null } } return "ba".repeat(40000).replace(new R("a", "g"), "c").length`,
		`return "ba".repeat(40000).replace(/(?<q>a)/g, (...a) => typeof a.at(-1) + a.length).slice(0, 20)`,
		"return String.raw`a\\n${1}\\x` + String.raw({ raw: 'abc' }, 1, 2, 3) + String.raw({ raw: [] })",
		`return String.raw({ raw: { length: spy("n", 2), 0: spy("a", "x"), 1: spy("b", "y") } }, spy("s", 1))`, `String.raw()`, `String.raw({})`,
		`return "İ".toLocaleLowerCase() + "ß".toUpperCase() + "ﬀ".normalize("NFKD")`, `"abc".normalize("NFX")`,
		`return escape("ü") + encodeURI("ü") + encodeURIComponent(5) + escape() + encodeURI(spy("x", "ä"))`, `encodeURIComponent("\ud800")`,
	},
	"natives of lists": {
		`const a = [1]; a.push(a); return a.join() + String(a)`, `return [1,,3].join() + [null, undefined, [1, [2]]].join(";")`,
		`let n = 0; const a = [{ toString() { return n++ < 3 ? "<" + a.join("-") + ">" : "end" } }]; return a.join()`,
		`return Array.prototype.join.call("abc", "-") + Array.prototype.join.call({ length: "2", 0: 1, 1: 2 })`, `Array.prototype.join.call(null)`,
		`return [1.5, new Date(0), "a"].toLocaleString()`, `[1, { toLocaleString: 5 }].toLocaleString()`, `return seen("p", [1, 2]).join()`,
		`return [1, [2, [3, [4]]]].flat(Infinity).concat([[1]].flat("x"))`, `Array.prototype.flat.call(null)`, `[[1]].flat(Symbol())`,
		`return [].concat(new Proxy([1, 2], {}), "a", { length: 1, 0: 5, [Symbol.isConcatSpreadable]: true })`,
		`const a = Array(5); a[3] = 1; return [a.map(x => x + x), a.filter(() => 1), a.flat(), a.slice(), a.concat(a), a.toReversed(), a.join()]`,
		`let n = 0; const a = [1, 2, 3]; return a.map(x => { if (!n++) a.push(9); return x }).concat(a.filter(() => { a.pop(); return 1 }))`,
		`return [3, 1, 2].sort((a, b) => { log(a + ":" + b); return a - b })`, `[1, 2].sort(spy("x", 1))`, `[].reduce((a, b) => a)`, `[1].forEach(5)`,
		`return [1, 2, 3].fill(0, spy("s", 1), spy("e", 2)).copyWithin(0, 1)`, `[1].with(5, 1)`, `Array.prototype.fill.call({ length: 3n }, 1)`,
		`class A extends Array {} const a = A.from([1, 2]); return [a.map(x => x), a.concat([1]), a.flat(), a.slice(), a.splice(0)].map(x => x instanceof A)`,
		`Array.prototype.map.call(undefined, x => x)`, `Array.prototype.push.call(Object.freeze([1]), 2)`, `[].push.call({ length: 2 ** 53 - 1 }, 1)`,
		`return Array.from({ length: "2" }, (x, i) => i)`, `Array.from({ length: Symbol() })`, `return Array.from(new Map([[1, 2]]))`,
		`return (function () { return arguments.length }).apply(null, { length: 2.9 })`, `Math.max.apply(null, 5)`, `Function.prototype.apply.call(5, null, [])`,
		`return Object.assign({}, null, "ab", [1], undefined)`, `return Object.entries("ab").concat(Object.keys([1, 2]), Object.values("xy"))`, `Object.keys(null)`,
	},
	"JSON": {
		`return JSON.stringify({ a: Object(1), b: Object("x"), d: [undefined, () => 1, Symbol()], e: new Date(0), f: JSON.rawJSON("1e400") }, null, Object("--"))`,
		`return JSON.stringify({ a: 1, toJSON(k) { return { k, t: typeof this } } }, function (k, v) { log(k + JSON.stringify(this)); return v }, 3)`,
		`return [JSON.stringify(undefined), JSON.stringify(() => 1), JSON.stringify(), JSON.stringify(null)]`,
		`return JSON.stringify(seen("p", { a: 1, b: [1] })) + JSON.stringify(new Proxy([1, 2], {}))`,
		`return JSON.stringify({ a: 1, b: 2 }, ["a"]) + JSON.stringify({ a: 1 }, {}) + JSON.stringify({ a: 1 }, null, "xx") + JSON.stringify([1], 5, 1.9)`,
		`return JSON.stringify([NaN, -0, 1e21, "\ud800", "\u2028"]) + JSON.stringify({ [Symbol()]: 1, 2: 1, b: 1, 1: 1 })`,
		`const s = { a: 1 }; return JSON.stringify([s, s, [s, { s }], s])`, `const a = {}; a.b = [a]; JSON.stringify(a)`, `JSON.stringify({ a: [1n] })`,
		`JSON.stringify({ get a() { throw new Error("x") } })`, `JSON.stringify({ toJSON() { throw new Error("x") } })`, `JSON.stringify([1], () => { throw new Error("x") })`,
		`return JSON.parse('{"a":[1]}', function (k, v) { log(k + JSON.stringify(this)); return v })`, `JSON.parse("{x")`, `JSON.parse(undefined)`, `JSON.parse(Symbol())`,
	},
	"constructors": {
		`class B extends Uint8Array { get x() { return 1 } } return [new B(3).x, B.from([1]).x, new B(2).map(x => x).constructor === B]`,
		`class U extends Uint8Array { static get [Symbol.species]() { log("species"); return Uint16Array } } return new U([1, 2]).map(x => x * 300)`,
		`return new Uint8Array(spy("n", 3)).length + new Uint8Array("2").length + new Uint8Array(null).length + new Uint8Array(1.9).length`,
		`return [new Uint8Array([1, 2]).join("-"), new Float64Array([0.1]).toLocaleString(), new BigInt64Array(2).join()]`,
		`new Uint8Array(-1)`, `new Uint8Array(5n)`, `new Uint8Array(Symbol())`, `new Uint8Array(new ArrayBuffer(8), 1, 9)`, `new Uint16Array(new ArrayBuffer(8), 1)`,
		`return [RegExp.length, RegExp.name, RegExp[Symbol.species] === RegExp, /a/.constructor === RegExp, Uint8Array.prototype.constructor === Uint8Array]`,
		`return [new RegExp(/a/g, "i").flags, RegExp(spy("a", "b")).source, new RegExp().source, RegExp(undefined).source]`, `new RegExp("(")`,
		`return (function () {}).constructor === Function && Function.prototype.constructor("return 3")()`, `return Function(spy("a", "b"), spy("c", "return b"))(1)`,
		`return Reflect.construct(Uint8Array, [2], Array) instanceof Array`, `return new (Uint8Array.bind(null, 3))().length`,
		`class T extends RegExp { constructor(a) { super(a); log(new.target === T) } } return new T("x").test("x")`, `new (class extends "".repeat {})`,
		`return BigInt(spy("x", "12")) + BigInt(true) + BigInt.asUintN(64, -1n)`, `BigInt("x")`, `BigInt(1.5)`, `BigInt()`, `return Object(1n) instanceof BigInt`,
		`return ["repeat", "map"].map(k => { const f = ""[k] || [][k]; return [f.name, f.length, Object.getOwnPropertyNames(f), typeof f.prototype, String(f)].join() })`,
	},
	"operators": {
		`let a = spy("a", "x"), b = spy("b", "y"); return ` + "`${a}-${b}`" + ` + a + b`, "let a = Symbol('s'), b = 1; return `${b}${a}`",
		`let a; return a + undefined + null + true + "x" + a`, `let a = -0, b = -0; return a + b`, `let a = 2 ** 53 - 1, b = a; return a + b`,
		`let a = "\ud83d", b = "\ude00"; return [a + b, (a + b).length, ` + "`${a}${b}`]", `let a = [], b = {}; return a + b`,
		`let a = { [Symbol.toPrimitive](h) { return h } }, b = ""; return a + b + ` + "`${a}${b}`",
		`let s = "a"; s += (s = "b", "c"); return s`, `let x = 1; x += x++ + ++x; return x`, `let x = "a"; return x + (x = "b") + x`,
		`let i = 0; const a = [1, 2]; a[i++] += "x"; a[i++] **= 2; return [a, i]`, `const c = "a"; c += log("rhs")`, `return undefinedName + log("x")`,
		`undefinedName += log("rhs")`, `null.x + log("y")`, `let u; u.x += log("y")`, `let u; u.x.y **= log(2)`, `const f = () => x; f(); let x = "s" + f()`,
		`class A { #p = "a"; m(x) { this.#p += x; return this.#p } } return new A().m("b" + log("z"))`,
		`class A { get p() { log("get"); return "a" } set p(v) { log("set " + v) } } class B extends A { m(x) { super.p += x } } new B().m("b")`,
		`class A { x = this.a + this.b; static y = log("q") + log("r"); ["m" + log("k") + log("j")]() {} } return [A.y, new A().x]`,
		"function* g() { let s = 'q'; s += yield 1; return `${s}${yield 2}` } const i = g(); i.next(); i.next('b'); return i.next('c')",
		"const f = (s, ...v) => s.raw.join('|') + v.join(); return f`a${1}b${2}`", `function f(a) { arguments[0] += "x"; return a } return f("q")`,
		"function f(a = log('x') + log('y'), b = `${a}${a}`) { return b } return f()", `return (function (a, b) { return a + b }).toString()`,
		`let a = spy("a", 2n), b = spy("b", 3n); return [a ** b, a * b, a << b, a >> b]`, `let a = "3", b = "2"; return [a ** b, a * b, a << b, a >> b, typeof 1n]`,
		`let x = 2n; x **= 3n; x <<= 2n; x *= x; x >>= 1n; return x`, `let a = 1n, b = -1n; return [a << b, a >> b, 0n ** 0n]`, `let a = -0, b = 5; return [a * b, 1n]`,
	},
	"natives as values": {
		`const o = { toString: "".trim }; return [o.toString === String.prototype.trim, "".trimStart === "".trimLeft, Number.parseInt === parseInt, [].values === [][Symbol.iterator]]`,
		`const { trim } = "", f = [].map; return [trim.call(" a "), f.call("ab", parseInt), ["1", "2"].map(Number), [" x"].map(Function.prototype.call, trim), trim.name, trim.length]`,
		`return [Object.getOwnPropertyDescriptor(String.prototype, "trim"), Object.getOwnPropertyDescriptor(Date.prototype, Symbol.toPrimitive), Object.getOwnPropertyDescriptors(RegExp.prototype)]`,
		`const o = { get a() { log("get"); return 1 }, set a(v) { log(v) } }, d = Object.getOwnPropertyDescriptor(o, "a"); return [d.get.call(o), d.set.call(o, 4), d.get === Object.getOwnPropertyDescriptors(o).a.get]`,
		`const d = () => Object.getOwnPropertyDescriptor(RegExp.prototype, "flags").get, o = {}; Object.defineProperty(o, "a", { get: d() }); return [d() === d(), Object.getOwnPropertyDescriptor(o, "a").get === d()]`,
		`const o = {}, f = "".trim.bind("a"), g = "".at; Object.defineProperty(o, "a", { get: f }); Object.defineProperty(o, "b", { get: g }); return [Object.getOwnPropertyDescriptor(o, "a").get === f, Object.getOwnPropertyDescriptor(o, "b").get === g]`,
		`const f = Object.getOwnPropertyDescriptor(RegExp.prototype, "flags").get; return [f.call(/x/gi), f.name, f.length]`, `return Object.getOwnPropertyDescriptor(null, "a")`,
	},
	"bound functions": {
		`const f = Math.max.bind(null, 5); return [f(1), f(9), f.name, f.length, String.bind().name, new (Date.bind(null, 2020, 1))().getFullYear(), f.hasOwnProperty("prototype")]`,
		`const A = Array.bind(null, 1, 2); return [new A(3), [] instanceof A, {} instanceof A, new (A.bind(null, 7))(), [] instanceof A.bind()]`,
		`class C { constructor(a) { this.a = a } } const B = C.bind(null, 4); return [new B().a, new B() instanceof B, new B() instanceof C, C.bind(null).bind(null).name]`, `return parseInt.bind(null, "x").bind(null, 3)()`,
		`Function.prototype.bind.call(4)`, `Math.max.bind()(log({ valueOf() { throw new Error("no") } }))`, `class C {} return C.bind(null)()`,
	},
	"proxies": {
		`let p = {}; for (let i = 0; i < 100; i++) p = new Proxy(p, {}); p.b = 1; return [p.a, "a" in p, Object.keys(p), p instanceof Array, delete p.b]`,
		`const i = seen("i", { a: 1 }), p = new Proxy(i, {}); p.b = 2; delete p.b; return [p.a, "a" in p, Object.keys(p), Object.getPrototypeOf(p) === null, Object.isExtensible(p)]`,
		`"use strict"; new Proxy(Object.freeze({ a: 1 }), {}).a = 2`, `"use strict"; delete new Proxy(Object.freeze({ a: 1 }), {}).a`, `Object.defineProperty(new Proxy(Object.freeze({}), {}), "a", { value: 1 })`,
		`const h = { get get() { log("get"); return (t, k) => k } }, p = new Proxy({}, h); return [p.a, p.b]`, `return new Proxy(() => 1, { apply: null, construct: 5 })()`, `new (new Proxy(class {}, { construct: 5 }))()`,
		`const p = new Proxy({ a: 1, get b() { return this.a } }, {}); p.c = 4; delete p.a; return [p, p.b, "a" in p, Object.keys(p), Object.getPrototypeOf(p) === Object.prototype, p instanceof Object]`,
		`"use strict"; const p = new Proxy(Object.freeze({ a: 1 }), {}); return [Reflect.set(p, "a", 2), Reflect.deleteProperty(p, "a"), Object.isFrozen(p), Reflect.ownKeys(p)]`,
		`const p = new Proxy(function f(a) { return [this === p, a, new.target === undefined] }, {}); return [p(1), new p(2), p.name, typeof p, p.call(p, 3)]`,
		`const p = new Proxy(class { constructor(a) { this.a = a } }, { construct(t, list, of) { log(of === p); return Reflect.construct(t, list, of) } }); return new p(2).a`, `new Proxy(class {}, {})()`, `new (new Proxy(() => 1, {}))()`,
		`const h = { get(...all) { log(this === h); return log(all.length + String(all[1])) }, has: (t, k) => log(k) === "x", ownKeys: () => ["a", Symbol.iterator], deleteProperty: () => false }, p = new Proxy({}, h); return [p.q, "x" in p, "y" in p, Reflect.ownKeys(p).length, delete p.r, p[0], p[Symbol.iterator]]`,
		`return new Proxy({}, { get: 4 }).a`, `return new Proxy({}, { get: null, has: undefined }).a`, `return new Proxy({}, { ownKeys: () => ["a", "a"] }) && Object.keys(new Proxy({}, { ownKeys: () => ["a", "a"] }))`,
		`return new Proxy(Object.defineProperty({}, "a", { value: 1 }), { get: () => 2 }).a`, `return new Proxy({}, { getPrototypeOf: () => 4 }) instanceof Object`,
		`const p = new Proxy([1, 2], {}); p.push(3); p.length = 2; return [Array.isArray(p), p.length, p.map(v => v * 2), JSON.stringify(p), [...p]]`,
		`const { proxy, revoke } = Proxy.revocable({ a: 1 }, {}); log(proxy.a); revoke(); return proxy.a`, `new Proxy({}, 4)`, `new Proxy(4, {})`, `new Proxy({})`, `return [Proxy.name, Proxy.length, typeof Proxy.revocable]`,
		`const child = Object.create(new Proxy({}, { get: (t, k, receiver) => receiver === child, set(t, k, v, receiver) { log(receiver === child); return Reflect.set(t, k, v, receiver) } })); child.x = 5; return [child.y, Object.keys(child)]`,
		`with (new Proxy({ a: 1 }, { has: (t, k) => k === "a" })) { return a }`, `for (const k in log(new Proxy({ a: 1, b: 2 }, { getOwnPropertyDescriptor(t, k) { log(k); return Reflect.getOwnPropertyDescriptor(t, k) } }))) log(k)`,
	},
	"eval": {
		`return eval("let a = 'x'; a + a") + (0, eval)("1 + 1") + typeof eval`, `const l = 5; return eval("l + l")`,
		`const { eval: e } = globalThis; return e("1 + 1")`, `return [eval].map(f => f("1 + 1"))`,
	},
}

func TestGuardsChangeNothing(t *testing.T) {
	for kind, sources := range alike {
		for _, source := range sources {
			t.Run(kind+"/"+source, func(t *testing.T) {
				t.Parallel()
				// The first line is the wrapper's in a plain VM.
				want, got := inPlainVM(t, "\n"+source), inGuardedVM(t, "\n"+source)
				if got != want {
					t.Errorf("gives\n%s\nnot\n%s", got, want)
				}
			})
		}
	}
}

func inPlainVM(t *testing.T, source string) string {
	rt := goja.New()
	rt.SetParserOptions(parser.WithDisableSourceMaps)
	return observed(t, rt, goja.MustCompile("s", wrapped(source), false))
}

func wrapped(source string) string { return "(function(){" + source + "\n})" }

func inGuardedVM(t *testing.T, source string) string {
	s, err := script.Compile("s", source, script.Body)
	if err != nil {
		t.Fatal(err)
	}
	g := guardsFor([]*script.Script{s})
	g.growing = allGuarded
	var nesting [][]place
	for _, places := range allNatives() {
		if places[0] != exec && !slices.ContainsFunc(allGuarded, func(g guarded) bool { return slices.Contains(places, place{g.holder, g.member}) }) {
			nesting = append(nesting, places)
		}
	}
	g.nesting = func() [][]place { return nesting }
	vm := newVM([]*script.Script{s}, false, g, testMemory, func(*VM[struct{}]) struct{} { return struct{}{} }, nil)
	return observed(t, vm.Runtime(), s.Program())
}

const spies = `
function spy(name, v) { return { valueOf() { log(name + ".valueOf"); return v }, toString() { log(name + ".toString"); return String(v) } } }
function seen(name, o) { return new Proxy(o, new Proxy({}, { get(_, trap) {
	return function (target, key, ...rest) { log(name + " " + trap + " " + String(key)); return Reflect[trap](target, key, ...rest) } } })) }`

// observed is all that can be seen of a function that a program gives, when called.
func observed(t *testing.T, rt *goja.Runtime, program *goja.Program) string {
	var seen strings.Builder
	_ = rt.Set("log", func(v goja.Value) goja.Value { fmt.Fprintln(&seen, "log", v); return v })
	if _, err := rt.RunString(spies); err != nil {
		t.Fatal(err)
	}
	v, err := rt.RunProgram(program)
	if err != nil {
		t.Fatal(err)
	}
	function, _ := goja.AssertFunction(v)
	v, err = function(goja.Undefined())
	if thrown := new(goja.Exception); errors.As(err, &thrown) {
		return seen.String() + "throws " + described(thrown.Value()) + "\n" + withoutCounters(thrown.String())
	} else if err != nil {
		return seen.String() + err.Error()
	}
	return seen.String() + described(v)
}

var counters = regexp.MustCompile(`\(\d+\)`)

// withoutCounters is a stack without the program counters, which guards move.
func withoutCounters(stack string) string { return counters.ReplaceAllString(stack, "") }

// described is a value as text, with all that is in it.
func described(v goja.Value) string {
	o, ok := v.(*goja.Object)
	switch {
	case !ok && v != nil:
		if f, number := v.Export().(float64); number && f == 0 && math.Signbit(f) {
			return "-0"
		}
		return fmt.Sprintf("%T %q", v.Export(), v)
	case !ok:
		return "none"
	case o.ClassName() == "Function":
		return "function " + o.Get("name").String()
	case o.ClassName() == "Error":
		return withoutCounters(o.Get("stack").String())
	}
	var members strings.Builder
	for _, key := range o.Keys() {
		fmt.Fprintf(&members, " %s: %s", key, described(o.Get(key)))
	}
	return o.ClassName() + " {" + members.String() + " }"
}
