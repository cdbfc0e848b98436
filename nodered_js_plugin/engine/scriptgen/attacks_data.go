// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package scriptgen

// attacksThroughData reach for what is built in by names that only the message has, by
// names that objects inherit, and by what natives call back, keep or give.
var attacksThroughData = []string{
	// Five that broke the proof that the small language took the place of.
	`const o = {[msg.payload.k]: {foo: JSON}}; o.foo.stringify = () => "broken"`,
	`const P = {foo: JSON}; const q = {m() { return super.foo; }}; q[msg.payload.k] = P; q.m().stringify = () => "broken"`,
	`[1].forEach(function () { "use strict"; this.stringify = () => "broken"; }, JSON)`,
	`try { throw {}; } catch (e) { for (var e of [JSON]) e.stringify = () => "broken"; }`,
	`const i = {length: 1, 0: {next() { return {value: {foo: JSON}, done: false}; }}, [Symbol.iterator]: [].pop}; for (const x of i) { x.foo.stringify = () => "broken"; break; }`,

	// By a name that only data has.
	`const c = {}[msg.payload.k]; c.zz = 1`, `const { [msg.payload.k]: c } = {}; c.zz = 1`, `({})[msg.payload.k].zz = 1`, `({})[msg.payload.k][msg.payload.j].zz = 1`,
	`(() => 1)[msg.payload.k].zz = 1`, `(() => 1)[msg.payload.k](null).zz = 1`, `[][msg.payload.k].zz = 1`, `""[msg.payload.k].zz = 1`, `(5)[msg.payload.k].zz = 1`,
	`const o = {}; o?.[msg.payload.k].zz; o[msg.payload.k].zz = 1`, `msg.payload.o[msg.payload.k].zz = 1`, `msg.meta[msg.payload.k].zz = 1`, `msg[msg.payload.k].zz = 1`,
	`for (const k of Object.values(msg.payload)) { const v = ({})[k]; if (v) v.zz = 1; }`, `const f = k => [][k]; f(msg.payload.k).zz = 1`, `const k = { toString() { return msg.payload.k; } }; ({})[k].zz = 1`,
	`let n = 0; const k = { toString() { return n++ ? msg.payload.k : "x"; } }; ({})[k].zz = 1`, `const o = {}; o[msg.payload.k] = { a: 1 }; o.a.zz = 1; o.constructor.zz = 1`,
	`function f() { return arguments[msg.payload.k]; } f().zz = 1`, `const a = [1]; a[msg.payload.k] = function () {}; a.map(x => x).zz = 1`, `new Map()[msg.payload.k].zz = 1`, `/x/[msg.payload.k].zz = 1`,
	`new Date(0)[msg.payload.k].zz = 1`, `try { null.x } catch (e) { e[msg.payload.k].zz = 1 }`, `const o = {}; o[msg.payload.k](msg.payload.j).zz = 1`, "({})[`${msg.payload.k}`].zz = 1", `({})["" + msg.payload.k].zz = 1`,

	// By a name that objects inherit.
	`({}).constructor.zz = 1`, `[].map.zz = 1`, `"".trim.zz = 1`, `const { constructor: c } = {}; c.zz = 1`, `const { a: { constructor: c } = {} } = {}; c.zz = 1`, `(({ toString }) => { toString.zz = 1; })({})`,
	`const o = {}; o?.constructor.zz; o?.a?.constructor; o.toString.zz = 1`, `for (const { constructor: c } of [{}]) c.zz = 1`, `let c; [{ constructor: c }] = [{}]; c.zz = 1`, `const c = msg.payload.values; c.zz = 1`, `msg.payload.list.push.zz = 1`,
	`({}).constructor += 1`, `const o = {}; o.constructor ??= 1; o.constructor ||= 1; (o.constructor &&= o.constructor).zz = 1`, `const o = { constructor: 1 }; delete o.constructor; o.constructor.zz = 1`, `(({}).constructor === Object) && (({}).constructor.zz = 1)`,

	// By the functions that stand for built-in ones.
	`const f = Math.max; f.zz = 1; f.prototype = 1`, `[1].map(Number); const o = { map(f) { f.zz = 1; f.constructor; return f; } }; o.map(Number).zz = 1`, `const { round } = Math; round.zz = 1`, `const log = console.log; log.zz = 1; console.log(1)`,
	`const fs = [parseInt, Math.max]; fs[0].zz = 1; Object.freeze(fs[1])`, `const p = JSON.parse; p.zz = 1; Object.assign(p, { a: 1 })`, `const d = Date.now; d.toString = () => "x"; Object.freeze(d)`,

	// By what natives call back, keep or give.
	`JSON.parse('{"a":1}', (k, v) => { if (v && v.constructor) v.constructor.zz = 1; return v; })`, `"x".replace(/x/, (m, i, s) => { m.constructor.zz = 1; })`, `[2, 1].sort((a, b) => { a.constructor.zz = 1; return 0; })`,
	`[1, 2].values().next.zz = 1`, `const e = [1].entries(); e.next = 1; e.zz = 1`, `Object.entries({ a: 1 })[0].constructor.zz = 1`, `[..."ab"].constructor.zz = 1`, `Object.groupBy`, `Array.from.call(function () { return JSON; }, [])`,
	`Array.prototype.map.call([1], function () { return this; }).zz = 1`, `Object.setPrototypeOf({}, JSON)`, `Object.assign(Array.prototype, { zz: 1 })`, `Object.freeze(Object.getPrototypeOf([]))`, `Object.freeze(msg); Object.seal(msg.meta)`,
	`cache.update("k", v => { v?.constructor; ({}).constructor.zz = 1; return 1; })`, `const r = /a/g; r.lastIndex = 5; r.exec = () => null; "a".match(r); r.constructor.zz = 1`, `new Error("x", { cause: 1 }).constructor.zz = 1`, `throw ({}).constructor`,
	`msg.toString = () => "x"; msg.meta.valueOf = () => 1; msg[msg.payload.k] = { zz: 1 }; msg.meta[msg.payload.k] = { zz: 1 }`, `msg = { payload: 1 }; msg.constructor.zz = 1`, `undeclared = {}.constructor; undeclared.zz = 1`,

	// After the guard has looked.
	`const o = Object.assign([], {values: {}}); const {a = delete o.values, values} = o; values.zz = 1`,
	`const o = Object.assign([], {values: {}}); let values; ({[(delete o.values, "a")]: values, values} = o); values.zz = 1`,
	`let o = {}; const C = o[(o = null, "constructor")]; C.keys = () => ["seen"]`,
	`let o = []; o[(o = {sort: {}}, "so" + "rt")].zz = 1`,
	`const p = {o: {}}; p.o[(p.o = null, "constructor")].zz = 1`,
	`const o = {constructor: {}}; const x = {toString() { delete o.constructor; return "constructor"; }}; o["" + x].zz = 1`,
}
