package engine

import (
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
)

// bodyAnalysis analyses a text as a function body. Its positions are those of
// the wrapped text, one line below.
func bodyAnalysis(t testing.TB, body string, strict bool) analysis {
	t.Helper()
	program, err := goja.Parse("script", "(function(){\n"+body+"\n})", parser.WithDisableSourceMaps)
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return analyse(program.Body[0].(*ast.ExpressionStatement).Expression, strict)
}

// hostileScripts change, or may change, depending on the message, something that
// the next message would see.
var hostileScripts = []string{
	// Builtins by name.
	`Array.prototype.x = 1`,
	`Array.prototype["x"] = 1`,
	`Array["prototype"].x = 1`,
	"Array[`prototype`].x = 1",
	`Array.prototype.push = function () {}`,
	`JSON.stringify = null`,
	`JSON["stringify"] = null`,
	`JSON[msg.payload.f] = null`,
	`JSON.x ??= 1`,
	`JSON.x ||= 1`,
	`JSON.x &&= 1`,
	`JSON.x += 1`,
	`JSON.x++`,
	`--JSON.x`,
	`delete JSON.parse`,
	`delete JSON[msg.payload]`,
	`delete JSON?.parse`,
	`Math.PI2 = 6.28`,
	`Error.stackTraceLimit = 100`,
	`String.raw.x = 1`,
	`Object.keys.cache = {}`,
	`console.log = function () {}`,
	`console.seen = msg.payload`,
	`cache.get = function () {}`,
	`cache.last = msg.payload`,
	`console = null`,
	`cache = {}`,
	`JSON = {}`,
	`Object = null`,
	`undefined = 1`,
	`NaN = 1`,
	`Infinity++`,
	`Array.prototype.x.y = 1`,
	`Number.isInteger.seen = 1`,
	`parseInt.x = 1`,
	`Math.max.x = 1`,

	// What objects inherit.
	`({}).constructor.prototype.x = 1`,
	`({})["constructor"]["prototype"]["x"] = 1`,
	`({}).__proto__.x = 1`,
	`({})["__proto__"].x = 1`,
	`[].__proto__.x = 1`,
	`"".__proto__.x = 1`,
	`(5).constructor.x = 1`,
	`msg.constructor.x = 1`,
	`msg.payload.constructor.x = 1`,
	`msg.__proto__.x = 1`,
	`msg.meta.__proto__.x = 1`,
	`[].push.x = 1`,
	`var p = [].push; p.x = 1`,
	`[[].push][0].x = 1`,
	`({ a: [].push }).a.x = 1`,
	`"".trim.x = 1`,
	`msg.payload.values.x = 1`,
	`/x/.exec.x = 1`,
	`new Map().set.x = 1`,
	`(function () {}).call.x = 1`,
	`(() => {}).constructor("JSON.x = 1")()`,
	`(() => {})["constructor"]("JSON.x = 1")()`,
	`(() => {})[msg.payload.c](msg.payload.code)()`,
	`const F = (() => {}).constructor; F("JSON.x = 1")()`,
	`new (() => {}).constructor("JSON.x = 1")()`,
	`[].map.constructor("JSON.x = 1")()`,

	// Keys that only data knows.
	`msg.payload.o[msg.payload.a][msg.payload.b] = msg.payload.v`,
	`const o = {}; o[msg.payload.a][msg.payload.b] = 1`,
	`const o = {}; o[msg.payload.a].x = 1`,
	`const o = {}; const q = o[msg.payload.a]; q.x = 1`,
	`const o = {}; const { [msg.payload.a]: q } = o; q.x = 1`,
	`const k = msg.payload.k; msg.payload[k].x = 1`,
	`const k = msg.payload.k; msg.payload[k].push(1)`,
	`const k = msg.payload.k; [][k].push(1)`,
	`const k = msg.payload.k; [][k].sort()`,
	`const k = msg.payload.k; ""[k].x = 1`,
	`msg.meta[msg.payload.k].x = 1`,
	`const counts = {}; counts[msg.payload.k] = counts[msg.payload.k] || { n: 0 }; counts[msg.payload.k].n++`,
	`const o = {}; for (const part of msg.payload.path.split(".")) { o[part] = o[part] || {}; o[part].seen = true; }`,
	`let o = msg.payload; for (const part of msg.meta.path.split(".")) { o = o[part]; } o.x = 1`,
	`function setPath(o, path, v) { const [head, ...tail] = path; if (tail.length) setPath(o[head], tail, v); else o[head] = v; } setPath({}, msg.payload.path, 1)`,
	`Object.assign(msg.payload[msg.payload.k], { x: 1 })`,
	`Object.freeze(msg.payload[msg.payload.k])`,
	`delete msg.payload[msg.payload.a][msg.payload.b]`,
	`msg.payload[msg.payload.a][msg.payload.b]++`,
	`msg.payload[msg.payload.a](msg.payload.b)`,
	`const f = msg.payload[msg.payload.a]; f(msg.payload.b)`,
	`const f = [][msg.payload.a]; f(msg.payload.b)`,
	`msg.payload.list.forEach(msg.payload[msg.payload.k])`,
	`class A {} ; new A()[msg.payload.a].x = 1`,
	`class A {} ; A[msg.payload.a].x = 1`,
	`new Date()[msg.payload.a].x = 1`,
	`const table = {}; table[msg.payload.k] = Object.freeze; table.f(1)`,
	`const table = {}; table[msg.payload.k] = [].push; table.f.x = 1`,
	`const table = {}; table[msg.payload.k] = [].push; const f = table.f; f(1)`,
	`const o = {}; o[msg.payload.k] = [].concat; o.f(JSON)[0].x = 1`,
	`const o = {}; o[msg.payload.k] = [].map; o[0] = msg; o.f(function () { this.x = 1; })`,
	`"a" in msg ? msg.payload["con" + "structor"].x = 1 : 0`,
	"msg.payload[`con${'structor'}`].x = 1",
	`for (const k in msg.payload) { const o = msg.payload[k]; const j = msg.payload.j; o[j] = 1; }`,

	// Object's own tools.
	`Object.assign(Object.prototype, msg.payload)`,
	`Object.assign(JSON, { x: 1 })`,
	`Object.assign(console, msg.payload)`,
	`Object.assign([].push, { x: 1 })`,
	`Object.defineProperty(Object.prototype, "x", { value: 1 })`,
	`Object.defineProperty({}, "x", { get() { return 1; } })`,
	`Object.defineProperties(Array.prototype, {})`,
	`Object.setPrototypeOf(Math, null)`,
	`Object.setPrototypeOf({}, Array.prototype)`,
	`Object.freeze(Math)`,
	`Object.freeze(Array.prototype)`,
	`Object.seal(JSON)`,
	`Object.preventExtensions(console)`,
	`Object.getPrototypeOf([]).x = 1`,
	`Object.getPrototypeOf(Object.getPrototypeOf([].values())).x = 1`,
	`Object.create(Array.prototype).x = 1`,
	`Object.getOwnPropertyDescriptor(Array.prototype, "map").value.x = 1`,
	`Object.getOwnPropertyDescriptors(JSON).parse.value.x = 1`,
	`Object.values({ a: JSON })[0].x = 1`,
	`Object.entries({ a: JSON }).forEach(([k, v]) => { v.x = 1; })`,
	`Object.fromEntries([["a", JSON]]).a.x = 1`,
	`Object.values(console).forEach(f => { f.x = 1; })`,
	`for (const f of Object.values(console)) f.x = 1`,
	`({ ...console }).log.x = 1`,
	`Object(JSON).x = 1`,
	`new Object(JSON).x = 1`,
	`const O = Object; O.assign(O.prototype, {})`,
	`const { assign } = Object; assign(msg, {})`,
	`Reflect.set(JSON, "x", 1)`,
	`Reflect.apply([].push, [], [])`,
	`const r = Reflect; r.defineProperty(JSON, "x", {})`,

	// The global object.
	`globalThis.x = 1`,
	`globalThis["x"] = 1`,
	`const g = globalThis; g.x = 1`,
	`this.x = 1`,
	`this["x"] = 1`,
	`var that = this; that.x = 1`,
	`(function () { this.x = 1; })()`,
	`(() => { this.x = 1; })()`,
	`(function () { return this; })().x = 1`,
	`function F() { this.x = 1; } F()`,
	`[1].forEach(function () { this.x = 1; })`,
	`const o = { m() { this.x = 1; } }; const m = o.m; m()`,
	`const o = { m() { this.x = 1; } }; const { m } = o; m()`,
	`const o = { m() { this.x = 1; } }; (0, o.m)()`,
	`(function () { this.x = 1; }).call(null)`,
	`(function () { this.x = 1; }).apply()`,
	`Object.assign(this, msg.payload)`,
	`[this].forEach(g => { g.x = 1; })`,
	`eval("x = 1")`,
	`(0, eval)("x = 1")`,
	`const e = eval; e("x = 1")`,
	`["x = 1"].map(eval)`,
	`new Function("JSON.x = 1")()`,
	`Function("JSON.x = 1")()`,
	`with (JSON) { x = 1 }`,
	`with (msg) { payload = 1 }`,
	`counter = counter + 1`,
	`counter = (typeof counter === "undefined") ? 1 : counter + 1`,
	`if (msg.payload) seen = 1; msg.payload = seen`,
	`delete msg`,
	`counter = 1; delete counter`,
	`if (msg.payload) function JSON() {}`,
	`{ function JSON() {} } JSON.x = 1`,
	`{ let JSON = {}; } JSON.x = 1`,
	`(function () { var JSON = {}; })(); JSON.x = 1`,
	`for (let JSON of []) {} JSON.x = 1`,
	`try { throw 1 } catch (JSON) {} JSON.x = 1`,
	`(function JSON() {}); JSON.x = 1`,
	`(class JSON {}); JSON.x = 1`,
	`function f(a = () => JSON) { var JSON = {}; return a; } f()().x = 1`,
	`switch (1) { case 1: let JSON = {}; } JSON.x = 1`,

	// Targets that are no plain assignment.
	`[JSON.x] = [1]`,
	`[...JSON.x] = [1]`,
	`[[JSON.x]] = [[1]]`,
	`[JSON.x = 2] = []`,
	`({ a: JSON.x } = msg.payload)`,
	`({ a: Array.prototype.z } = msg.payload)`,
	`({ a: { b: JSON.x } } = { a: { b: 1 } })`,
	`({ a: JSON.x = 1 } = {})`,
	`({ ...JSON.x } = msg.payload)`,
	`for (JSON.k in msg.payload) ;`,
	`for (JSON.k of [1]) ;`,
	`for ([JSON.k] of [[1]]) ;`,
	`for (JSON.x = 0; false; ) ;`,
	`(JSON || 1).x = 1`,
	`(1, JSON).x = 1`,
	`(msg.payload ? JSON : {}).x = 1`,
	`(msg.payload ?? JSON).x = 1`,
	`(msg.payload && JSON).x = 1`,
	`let a; (a = JSON).x = 1`,
	`let a; a ||= JSON; a.x = 1`,
	`let a; a ??= JSON; a.x = 1`,
	`(() => JSON)().x = 1`,
	`(function () { return JSON; })().x = 1`,
	`(msg.payload, [JSON])[0].x = 1`,

	// Through variables, arrays, closures, parameters, returns, errors.
	`const j = JSON; const k = j; k.x = 1`,
	`let o = {}; o = JSON; o.x = 1`,
	`let o = {}; if (msg.payload) { o = Math; } o.x = 1`,
	`const list = [JSON]; list[0].x = 1`,
	`const list = []; list.push(JSON); list[0].x = 1`,
	`const list = []; list[0] = JSON; list.pop().x = 1`,
	`[JSON].forEach(o => { o.x = 1; })`,
	`[JSON].map(o => o)[0].x = 1`,
	`[[JSON]].flat()[0].x = 1`,
	`[1].map(() => JSON)[0].x = 1`,
	`[1].flatMap(() => [JSON])[0].x = 1`,
	`[JSON].concat([])[0].x = 1`,
	`[].concat(JSON)[0].x = 1`,
	`[JSON].slice().find(() => true).x = 1`,
	`[JSON].reduce((a, b) => a).x = 1`,
	`[1].reduce((a, b) => a, JSON).x = 1`,
	`[JSON, Math].sort((a, b) => { a.x = 1; return 0; })`,
	`[1].forEach((v, i, list) => { list.push.x = 1; })`,
	`[1, 2].map(function () { this.x = 1; }, JSON)`,
	`Array.from([JSON])[0].x = 1`,
	`Array.from([1], () => JSON)[0].x = 1`,
	`Array.of(JSON)[0].x = 1`,
	`[...[JSON]][0].x = 1`,
	`({ ...{ a: JSON } }).a.x = 1`,
	`const [a] = [JSON]; a.x = 1`,
	`const { a } = { a: JSON }; a.x = 1`,
	`const { ...rest } = { a: JSON }; rest.a.x = 1`,
	`const [...rest] = [JSON]; rest[0].x = 1`,
	`const { log } = console; log.x = 1`,
	`const { a = JSON } = msg.payload; a.x = 1`,
	`const [a = JSON] = []; a.x = 1`,
	`new Map([["a", JSON]]).get("a").x = 1`,
	`const m = new Map(); m.set("a", JSON); m.get("a").x = 1`,
	`new Map([["a", JSON]]).forEach(v => { v.x = 1; })`,
	`for (const [k, v] of new Map([["a", JSON]])) v.x = 1`,
	`for (const v of new Set([JSON])) v.x = 1`,
	`[...new Set([JSON])][0].x = 1`,
	`new Set([JSON]).values().next().value.x = 1`,
	`for (const o of [JSON]) o.x = 1`,
	`for (const [i, o] of [JSON].entries()) o.x = 1`,
	`function f(o) { o.x = 1; } f(JSON)`,
	`function f(o) { o.x = 1; } f(...[JSON])`,
	`function f(...list) { list[0].x = 1; } f(JSON)`,
	`function f(o = JSON) { o.x = 1; } f()`,
	`function f() { arguments[0].x = 1; } f(JSON)`,
	`function f(a) { arguments[0] = JSON; a.x = 1; } f({})`,
	`function f(a) { a = JSON; arguments[0].x = 1; } f({})`,
	`function f() { [...arguments][0].x = 1; } f(JSON)`,
	`function f() { return arguments; } f(JSON)[0].x = 1`,
	`function f() { arguments.callee.x = 1; } f()`,
	`arguments.callee.x = 1`,
	`function f() { return (p => arguments)(JSON); } f().x = 1`,
	`arguments[msg.payload.k].x = 1`,
	`var arguments = [JSON]; arguments[0].x = 1`,
	`function g(f, o) { f(o); } g(o => { o.x = 1; }, JSON)`,
	`const g = f => f(JSON); g(o => { o.x = 1; })`,
	`const make = () => ({ o: JSON }); make().o.x = 1`,
	`const make = () => () => JSON; make()().x = 1`,
	`let o; (() => { o = JSON; })(); o.x = 1`,
	`let o; [1].forEach(() => { o = JSON; }); o.x = 1`,
	`try { throw JSON; } catch (e) { e.x = 1; }`,
	`function f() { throw { o: JSON }; } try { f(); } catch ({ o }) { o.x = 1; }`,
	`try { null.x } catch (e) { e.constructor.x = 1; }`,
	`try { null.x } catch (e) { e.constructor.prototype.x = 1; }`,
	`(o => { o.x = 1; })(JSON)`,
	`(o => { o.x = 1; }).call(null, JSON)`,
	`(function () { this.x = 1; }).call(JSON)`,
	`(function () { this.x = 1; }).apply(JSON, [])`,
	`(function (o) { o.x = 1; }).apply(null, [JSON])`,
	`(function () { this.x = 1; }).bind(JSON)()`,
	`(o => { o.x = 1; }).bind(null, JSON)()`,
	`Array.prototype.push.call(Array.prototype, 1)`,
	`Array.prototype.push.call(JSON, 1)`,
	`[].push.call(Object.prototype, 1)`,
	`Array.prototype.push.apply(Math, [1])`,
	`Array.prototype.forEach.call([JSON], o => { o.x = 1; })`,
	`Array.prototype.slice.call([JSON])[0].x = 1`,
	`Function.prototype.call.call(function () { this.x = 1; }, JSON)`,
	`msg.payload = JSON; msg.payload.x = 1`,
	`msg.meta = JSON; msg.meta.x = 1`,
	`msg.foo = JSON; msg.foo.x = 1`,
	`msg = JSON; msg.x = 1`,
	`msg.payload.a = JSON; msg.payload.a.x = 1`,
	`msg.payload.a = JSON; msg.payload.b.x = 1; msg.payload.list.forEach(o => { o.x = 1; }); msg.payload[0].x = 1; msg.payload.a.x = 2`,
	`msg.meta.a = [JSON]; msg.meta.a[0].x = 1`,
	`let m = msg; m.payload = Math; msg.payload.x = 1`,
	`const m = msg.meta; m[msg.payload.k] = JSON; msg.meta.j.x = 1`,
	`Object.assign(msg, { payload: JSON }); msg.payload.x = 1`,
	`const o = { ["p"]: JSON }; o.p.x = 1`,
	`const o = { [msg.payload.k]: JSON }; o.a.x = 1`,
	`const k = "q"; const o = {}; o[k] = JSON; o.q.x = 1`,
	`const o = {}; o[1e21] = JSON; o["1e+21"].x = 1`,
	`const o = {}; o[1e20] = JSON; o["100000000000000000000"].x = 1`,
	`const o = {}; o[true] = JSON; o["true"].x = 1`,
	`const o = {}; o[null] = JSON; o["null"].x = 1`,
	`const o = {}; o[NaN] = JSON; o.NaN.x = 1`,
	`const o = {}; o[-1] = JSON; o["-1"].x = 1`,
	`const o = {}; o["axis_" + 1] = JSON; o.axis_1.x = 1`,
	`JSON.parse("[1]", () => JSON).x = 1`,
	`JSON.stringify({ a: Math }, (k, v) => { v.x = 1; return v; })`,
	`JSON.stringify(console, (k, v) => { v.x = 1; return v; })`,
	`"a".replace("a", () => { JSON.x = 1; })`,
	`[1, 2].toSorted((a, b) => { JSON.x = 1; })`,

	// Accessors, conversions, iterators.
	`const o = { get a() { return JSON; } }; o.a.x = 1`,
	`const o = { set a(v) { v.x = 1; } }; o.a = JSON`,
	`const o = { set a(v) { v.x = 1; } }; ({ a: o.a } = { a: JSON })`,
	`const o = { set a(v) { v.x = 1; } }; Object.assign(o, { a: JSON })`,
	`const o = { get [msg.payload.k]() { return JSON; } }; o.z.x = 1`,
	`const o = { a: JSON, toString() { this.a.x = 1; return ""; } }; "" + o`,
	`const o = { a: JSON, valueOf() { this.a.x = 1; return 1; } }; +o`,
	`const o = { a: JSON, toJSON() { this.a.x = 1; } }; JSON.stringify(o)`,
	`const o = { a: JSON, toString() { this.a.x = 1; return ""; } }; cache.get(o)`,
	`cache.update("k", v => { v[msg.payload.a][msg.payload.b] = 1; return v; })`,
	`cache.update("k", v => { v[v.a][v.b] = 1; return v; })`,
	`cache.update("k", v => v).x[msg.payload.k].z = 1`,
	`cache.update("k", function () { this.x = 1; })`,
	`cache.update("k", function () { arguments.callee.caller.x = 1; })`,
	`cache.update("k", () => { JSON.x = 1; })`,
	`let o; cache.update("k", () => { o = JSON; return 1; }); o.x = 1`,
	`cache.update("k", () => ({ a: JSON, toJSON() { this.a.x = 1; } }))`,
	`cache.update("k", () => ({ get a() { this.b.x = 1; }, b: JSON }))`,
	`cache.update({ a: JSON, toString() { this.a.x = 1; return ""; } }, v => 1)`,
	`try { cache.update("k", () => { throw JSON; }); } catch (e) { e.x = 1; }`,
	`cache.update("k", Object.freeze)`,
	`cache.update("k", msg.payload.map)`,
	`cache.update("k", cache.set)`,
	`const u = cache.update; u("k", v => 1)`,
	`const { update } = cache; update("k", v => 1)`,
	`cache[msg.payload.method]("k", v => 1)`,
	`cache.update.call(null, "k", function () { this.x = 1; })`,
	`cache["update"]("k", function () { this.x = 1; })`,
	`cache.update = (k, f) => f()`,
	`cache.update.x = 1`,
	`cache.update("k", async v => 1)`,
	`const o = { get a() { this.b.x = 1; }, b: JSON }; o.a`,
	`const o = { a: JSON, m() { this.a.x = 1; } }; o.m()`,
	`const o = { a: JSON, m: function () { this.a.x = 1; } }; o["m"]()`,
	`const o = { [Symbol.iterator]() { return { next() { return { value: JSON, done: false }; } }; } }; for (const v of o) { v.x = 1; break; }`,
	`const o = { [Symbol.iterator]() { let n = 0; return { next: () => ({ value: JSON, done: n++ > 0 }) }; } }; const [a] = o; a.x = 1`,
	`const o = { [Symbol.iterator]() { let n = 0; return { next: () => ({ value: JSON, done: n++ > 0 }) }; } }; [...o][0].x = 1`,
	`const o = { [Symbol.iterator]() { let n = 0; return { next: () => ({ value: JSON, done: n++ > 0 }) }; } }; (v => { v.x = 1; })(...o)`,
	`const re = /x/; re.exec = () => [JSON]; "x".match(re)[0].x = 1`,
	`const o = { __proto__: JSON }; o.x = 1`,
	`const o = { "__proto__": [] }; o.x = 1`,
	`const o = {}; o.__proto__ = JSON; o.x = 1`,
	`const a = [1]; a.constructor = { [Symbol.species]: function () { return JSON; } }; a.map(x => x)`,
	`Symbol.prototype.x = 1`,
	`Symbol.for("x").description`,
	`JSON[Symbol.for("x")] = 1`,
	`msg.payload[Symbol.iterator] = 1; JSON[Symbol.iterator] = 1`,
	`Array.prototype[Symbol.iterator] = null`,
	`[][Symbol.iterator].x = 1`,
	`const s = Symbol; s.x = 1`,

	// Paths that are easily missed.
	`const c = {}; c[msg.payload.k] = c[msg.payload.k] || { a: 1 }; Object.values(c)[0].x = 1`,
	`const c = /x/; c.exec = () => ({ index: 0, groups: JSON, 0: "x" }); "x".replace(c, (...r) => { r[r.length - 1].x = 1; })`,
	`Array.from({ length: 1, 0: JSON })[0].x = 1`,
	`Array.prototype.map.call({ length: 1, 0: JSON }, p => { p.x = 1; })`,
	`(p => { p.x = 1; }).apply(null, { length: 1, 0: JSON })`,
	`class A { constructor() { return { a: JSON }; } get g() { return this.a; } } class B extends A { constructor() { super(); super.g.x = 1; } } new B()`,
	`class A { constructor() { return { a: JSON }; } m() { this.a.x = 1; } } class B extends A { constructor() { super(); super.m(); } } new B()`,
	`function f(p, q = 1) { var p; p.x = 1; } f(JSON)`,
	`function f(p, q = () => p) { var p = {}; q().x = 1; } f(JSON)`,
	`const b = new Uint8Array(1).slice(0).buffer; b.a = JSON; b.a.x = 1`,
	`const u = new Uint8Array(1); u.subarray(0).buffer.a = JSON; u.buffer.a.x = 1`,
	`JSON.parse('{"a":{"b":1}}', function (k, v) { if (k === "b") this.c = JSON; if (k === "a") v.c.x = 1; return v; })`,
	`JSON.parse('{"a":{"b":1}}', function (k, v) { if (k === "b") this.c = JSON; return v; }).a.c.x = 1`,
	`class A {} const i = new A(); Object.assign(i[msg.payload.k], { a: JSON })`,
	`const g = { set 0(v) { v.x = 1; } }; Array.prototype.push.call(g, JSON)`,
	`const o = {}; Object.assign(o, JSON.parse('{"__proto__":1}', (k, v) => (k ? { a: JSON } : v))); o.a.x = 1`,
	`class A { static f() { return this.a; } } class B extends A { static a = JSON; } B.f().x = 1`,
	`new Map([[JSON, 1]]).forEach((v, k) => { k.x = 1; })`,

	// Functions and classes.
	`function F() {} F.prototype.x = 1; F.prototype.constructor.prototype = JSON; `,
	`class A extends Array {} ; A.prototype.x = 1`,
	`class A extends Array { constructor() { super(); return JSON; } } ; new A().x = 1`,
	`class A extends Object {} ; new A().constructor.x = 1`,
	`class A extends JSON.constructor {}`,
	`class A extends msg.payload[msg.payload.k] {}`,
	`class A extends (msg.payload ? Error : Array) {}`,
	`class A { constructor(o) { return o; } } class B extends A { x = 1; } new B(JSON)`,
	`class A { constructor(o) { return o; } } class B extends A { constructor(o) { super(o); this.x = 1; } } new B(JSON)`,
	`class A { constructor(o) { return o; } } class B extends A { #x = 1; } new B(JSON)`,
	`class A { constructor(o) { return o; } } class B extends A { #m() { this.x = 1; } static run(o) { o.#m(); } } new B(JSON); B.run(JSON)`,
	`class A { constructor(o) { return o; } set() { this.x = 1; } } class B extends A { constructor() { super(JSON); super.set(); } } new B()`,
	`class A { static a = JSON; } A.a.x = 1`,
	`class A { static { JSON.x = 1; } }`,
	`class A { static { this.a = JSON; } } A.a.x = 1`,
	`class A { a = JSON; } new A().a.x = 1`,
	`class A { #a = JSON; m() { this.#a.x = 1; } } new A().m()`,
	`class A { static #a = JSON; static m() { A.#a.x = 1; } } A.m()`,
	`class A { m() { return JSON; } } new A().m().x = 1`,
	`class A { m() { return JSON; } } class B extends A { n() { super.m().x = 1; } } new B().n()`,
	`class A { get a() { return JSON; } } class B extends A { n() { super.a.x = 1; } } new B().n()`,
	`class A { static m() { return JSON; } } class B extends A { static n() { super.m().x = 1; } } B.n()`,
	`class A { m() { super.x = 1; } }`,
	`class A { m() { return super.constructor; } } new A().m().x = 1`,
	`class A { static m() { super.x = 1; } }`,
	`class A { constructor(o) { o.x = 1; } } new A(JSON)`,
	`class A { constructor(o) { o.x = 1; } } class B extends A {} new B(JSON)`,
	`class A { constructor() { new.target.x = 1; } } new A()`,
	`class A { [JSON.x = "m"]() {} }`,
	`class A { static [(JSON.x = 1, "m")] = 1 }`,
	`class E extends Error {} ; E.prototype.x = 1`,
	`class E extends Error {} ; new E()[msg.payload.k].x = 1`,
	`function F(o) { this.o = o; } new F(JSON).o.x = 1`,
	`function F() { return JSON; } new F().x = 1`,
	`const o = { m() { return super.toString; } }; o.m().x = 1`,
	`function f() { return f.caller; } f().x = 1`,
	`function tag(s) { s.raw.x = 1; return s; } tag` + "`a`",
	"String.raw`a`",
	`async function f() { JSON.x = 1; } f()`,
	`const f = async () => { await null; JSON.x = 1; }; f()`,
	`Promise.resolve(1).then(() => { JSON.x = 1; })`,
	`new Promise(r => r()).then(() => { JSON.x = 1; })`,
	`function* g() { yield JSON; } for (const o of g()) o.x = 1`,
	`function* g() { yield 1; } g().__proto__.x = 1`,
	`const p = new Proxy({}, { get: () => JSON }); p.a.x = 1`,
	`new WeakMap().set(JSON, msg.payload)`,
	`new Date().constructor.x = 1`,
	`const D = Date; D.x = 1`,
	`Date.prototype.format = function () { return ""; }`,
	`String.prototype.format = function () { return ""; }; "a".format()`,
	`Number.prototype.toFixed = null`,
	`Array.prototype.last = function () { return this[this.length - 1]; }; msg.payload = [1].last()`,
	`new Array()[msg.payload.k].x = 1`,
	`new Error("x", { cause: JSON }).cause.x = 1`,
	`const b = new ArrayBuffer(8); b[msg.payload.k].x = 1`,
	`const v = new Uint8Array(2); v[msg.payload.k].x = 1`,
	`"abc".search(/x/[msg.payload.k])`,
	`Array.isArray.x = 1`,
	`const fns = [Object.freeze]; fns[0](msg)`,
	`[JSON, Math].forEach(Object.freeze)`,
	`[Array.prototype].forEach(Object.freeze)`,
	`msg.payload.forEach(Object.freeze)`,
	`["x"].forEach(Symbol.for)`,
	`label: { JSON.x = 1; break label; }`,
	`do { JSON.x = 1; } while (false)`,
	`while (msg.payload.n--) JSON.x = 1`,
	`if (false) JSON.x = 1`,
	`return JSON.x = 1`,
	`return (function () { JSON.x = 1; })`,
	`msg.payload = { toJSON() { JSON.x = 1; } }; return msg`,
}

func TestHostileScriptsAreNotReusable(t *testing.T) {
	for _, script := range hostileScripts {
		a := bodyAnalysis(t, script, false)
		if a.Reusable {
			t.Errorf("found reusable: %s", script)
			continue
		}
		if a.Reason == "" || a.Pos < 14 || a.Localisable != nil || a.Pure || a.KeepsPayload {
			t.Errorf("%s: %+v", script, a)
		}
	}
	if n := len(hostileScripts); n < 120 {
		t.Errorf("only %d scripts", n)
	}
}

func TestStrictScripts(t *testing.T) {
	for script, want := range map[string]bool{
		`(function () { return this; })().x = 1; msg.payload = 1; return msg`: true, // throws
		`this.x = 1; return msg`:                    true, // throws
		`x = 1; return msg`:                         true, // throws
		`JSON.x = 1; return msg`:                    false,
		`globalThis.x = 1; return msg`:              false,
		`msg.payload = msg.payload * 2; return msg`: true,
	} {
		if a := bodyAnalysis(t, script, true); a.Reusable != want {
			t.Errorf("%s: %+v", script, a)
		}
	}
	if a := bodyAnalysis(t, `"use strict"; (function () { this.x = 1; })()`, false); !a.Reusable {
		t.Errorf("directive not seen: %+v", a)
	}
}

func TestReasons(t *testing.T) {
	for script, want := range map[string]string{
		`return Array.prototype.x = 1`:        "assigns Array.prototype.x",
		`JSON.stringify = 1`:                  "assigns JSON.stringify",
		`let a = 1; eval("1")`:                "calls eval",
		`const o = {}; o[msg.payload].x = 1`:  "assigns o[msg.payload].x",
		`n = (typeof n === "number") ? n : 0`: "uses the undeclared n",
		`console = 1`:                         "assigns console",
		`this.x = 1`:                          "uses this",
		`delete JSON.parse`:                   "deletes JSON.parse",
	} {
		a := bodyAnalysis(t, script, false)
		if !strings.HasPrefix(a.Reason, want) {
			t.Errorf("%s: reason %q", script, a.Reason)
		}
	}
	a := bodyAnalysis(t, "var a = 1;\nJSON.x = 2;", false)
	if offset := int(a.Pos) - 1 - len("(function(){\n"); offset != len("var a = 1;\n") {
		t.Errorf("position %d", offset)
	}
}

func TestNamesOfScripts(t *testing.T) {
	a := bodyAnalysis(t, `
		b = 1; a = b; for (i = 0; i < 2; i++) { last = i; }
		if (msg.payload) { x = 1; } else { x = 2; }
		switch (msg.payload) { case 1: unit = "C"; break; case 2: throw 1; default: unit = "F"; }
		try { y = 1; } catch (e) { y = 2; }
		[d, { e: f = g }] = [1, {}];
		if (typeof z === "undefined") { z = 1; }
		do { w = 1; if (b) break; } while (w);
		const fn = () => a + b;
		return { payload: x + unit + y + d + f + w, meta: { q, r: q, s: h.i } };
	`, false)
	if !a.Reusable {
		t.Fatalf("%+v", a)
	}
	if want := []string{"a", "b", "d", "f", "i", "last", "unit", "w", "x", "y", "z"}; !slices.Equal(a.Undeclared, want) || !slices.Equal(a.Localisable, want) {
		t.Errorf("undeclared %q, localisable %q", a.Undeclared, a.Localisable)
	}
	var unknown []string
	for _, u := range a.Unknown {
		unknown = append(unknown, u.Name)
	}
	if !slices.Equal(unknown, []string{"g", "q", "h"}) {
		t.Errorf("unknown %q", unknown)
	}
}

func TestUndeclaredNamesThatAreNoLocals(t *testing.T) {
	for _, script := range []string{
		`x = x + 1`, `x++`, `x += 1`, `x ||= 1`,
		`if (msg.payload) x = 1; return x`,
		`while (msg.payload) { x = 1; } return x`,
		`for (const a of []) x = a; return x`,
		`for (x of []); return x`,
		`try { f(); x = 1; } catch (e) {} return x`,
		`msg.payload && (x = 1); return x`,
		`msg.payload?.[x = 1]; return x`,
		`function f() { return x; } f(); x = 1`,
		`const f = () => x; f(); x = 1`,
		`const f = () => { x = 1; }; f(); return x`,
		`do { if (msg.payload) break; x = 1; } while (0); return x`,
		`do { if (msg.payload) continue; x = 1; } while (x)`,
		`switch (1) { case 1: x = 1; } return x`,
		`switch (1) { case 1: break; default: x = 1; } return x`,
		`a: { if (msg.payload) break a; x = 1; } return x`,
		`for (;;) { if (msg.payload) break; x = 1; } return x`,
		`const { a = (x = 1) } = msg; return x`,
		`class A { m() { x = 1; } } return x`,
		`class A { static { x = 1; } }`, // strict: throws where there is no such global
		`try { x = 1; } finally { x; }`,
		`(function () { "use strict"; x = 1; })(); x = 2`,
	} {
		a := bodyAnalysis(t, script, false)
		if a.Reusable && len(a.Undeclared) > 0 {
			t.Errorf("found reusable: %s", script)
		}
	}
}

func TestAssignsMsg(t *testing.T) {
	for script, want := range map[string]bool{
		`msg = { payload: 1 }`:    true,
		`msg ||= {}`:              true,
		`[msg] = [1]`:             true,
		`({ a: msg } = {})`:       true,
		`for (msg of []);`:        true,
		`(() => { msg = 1; })()`:  true,
		`msg++`:                   true,
		`let msg = 1; msg = 2`:    false,
		`var msg; msg = 2`:        false,
		`(msg => { msg = 1; })()`: false,
		`msg.payload = 1`:         false,
		`{ let msg = 1; msg = 2; } msg.payload = 3`:  false,
		`try { throw 1 } catch (msg) { msg = 1; }`:   false,
		`{ let msg = 1; } msg = 2`:                   true,
		`function f(msg) { msg = 1; } f(msg)`:        false,
		`function f(a = msg = 1) { var msg; } f()`:   true,
		`for (let msg of []) { msg = 1; }`:           false,
		`class msg { static x = msg = 1; }`:          false,
		`switch (1) { case 1: let msg; msg = 1; }`:   false,
		`(function msg() { msg = 1; })()`:            false,
		`typeof msg; delete msg.payload; msg.a = []`: false,
	} {
		if a := bodyAnalysis(t, script, false); a.AssignsMsg != want {
			t.Errorf("%s: %+v", script, a)
		}
	}
}

func TestNoReturn(t *testing.T) {
	for script, want := range map[string]bool{
		``:           true,
		`return`:     true,
		`return msg`: false,
		`msg.payload = [1].map(x => { return x; })`:                                              true,
		`function f() { return 1; } class A { m() { return 1; } }`:                               true,
		`if (msg.payload) { for (;;) { switch (1) { default: try { return 1; } finally {} } } }`: false,
	} {
		if a := bodyAnalysis(t, script, false); a.NoReturn != want {
			t.Errorf("%s: %v", script, a.NoReturn)
		}
	}
}
