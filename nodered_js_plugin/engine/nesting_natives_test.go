// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// circles are natives that call each other for ever, with no function of the script in
// between.
var circles = []string{
	// a native as a method that natives call
	`const o = { toString: String.prototype.trim }; return "" + o`,
	`const o = { toString: "".at }; return String(o)`,
	`const o = { toString: "".charCodeAt }; return "" + o`,
	`const { trim: t } = "", o = { toString: t }; return [o].join()`,
	`const o = {}; o.toString = o.toLocaleString; return String(o)`,
	`const o = { join: [].toString }; o.toString = [].toString; return String(o)`,
	`const o = { toISOString: Date.prototype.toJSON, toJSON: Date.prototype.toJSON }; return JSON.stringify(o)`,
	`const o = { toString: Error.prototype.toString }; o.name = o; return String(o)`,
	`const r = /x/g; r.lastIndex = r; r.valueOf = r.exec; return r.exec("x")`,
	`const o = {}; o.valueOf = (1).toFixed.bind(1, o); return +o`,
	`const o = {}; o[Symbol.toPrimitive] = Date.prototype[Symbol.toPrimitive]; o.valueOf = Date.prototype[Symbol.toPrimitive].bind(o, "number"); return +o`,
	// a bound one
	`const o = {}; o.toString = String.bind(null, o); return String(o)`,
	`const o = {}; o.valueOf = Number.bind(null, o); return +o`,
	`const o = {}; o.valueOf = Math.max.bind(null, o); return +o`,
	`const o = {}; o.valueOf = isNaN.bind(null, o); return +o`,
	`const o = {}; o.toString = RegExp.bind(null, o); return String(o)`,
	`const o = {}; o.toString = BigInt.bind(null, o); return String(o)`,
	`const o = {}; o.toString = Function.prototype.call.bind(String, null, o); return String(o)`,
	`const o = {}; o.toString = Function.prototype.apply.bind(String, null, [o]); return String(o)`,
	`const o = {}; o.toJSON = JSON.stringify.bind(null, o); return JSON.stringify(o)`,
	`const o = {}; o[Symbol.iterator] = Array.from.bind(null, o); return Array.from(o)`,
	`function f() {} const b = f.bind(); Object.defineProperty(f, Symbol.hasInstance, { value: f[Symbol.hasInstance].bind(b, b) }); return b instanceof f`,
	`let f = Function.prototype.call; for (let i = 0; i < 5000; i++) f = f.bind(f); return f()`,
	`const a = []; a[0] = Function.prototype.call.bind(a.forEach, a); return a.forEach(a[0])`,
	// an accessor
	`const o = {}; Object.defineProperty(o, "a", { get: Reflect.get.bind(null, o, "a") }); return o.a`,
	`const o = {}; Object.defineProperty(o, "a", { set: Reflect.set.bind(null, o, "a") }); o.a = 1`,
	`const o = {}; Object.defineProperty(o, "a", { get: Reflect.apply.bind(null, Reflect.get, null, { length: 2, 0: o, 1: "a" }) }); return o.a`,
	`const flags = Object.getOwnPropertyDescriptor(RegExp.prototype, "flags"), o = {}; Object.defineProperty(o, "global", flags); return Reflect.get(RegExp.prototype, "flags", o)`,
	`const { flags } = Object.getOwnPropertyDescriptors(RegExp.prototype), o = {}; Object.defineProperty(o, "global", flags); Object.defineProperty(o, "f", flags); return o.f`,
	`const o = {}, describe = Reflect.getOwnPropertyDescriptor; Object.defineProperty(o, "global", describe(RegExp.prototype, "flags")); return o.global`,
	`for (const k of Object.getOwnPropertyNames(String.prototype)) if (k === "trim") { const o = { toString: ""[k] }; return "" + o }`,
	// what an object has by itself
	`const e = new Error("x"); e.message = e; return "" + e`,
	`try { null.x } catch (e) { e.name = e; return String(e) }`,
	`const o = { __proto__: Error.prototype }; o.name = o; return [o].join()`,
	`const o = Object.create(Error.prototype); o.name = o; return [o].join()`,
	`const r = /x/; Object.defineProperty(r, "source", { value: r }); return "" + r`,
	`const o = Object.create(RegExp.prototype, { source: { get() { return String(o) } } }); return "" + o`,
	// a native that is got in a roundabout way
	`const o = {}; o.toString = ("".trim ||= 0); return "" + o`,
	`const o = {}; let t; (() => 1).__proto__.toString = function () { "use strict"; t = this; return "" }; "".trim == ""; o.toString = t; return "" + o`,
	`const o = {}; let t; Object.prototype.valueOf = function () { "use strict"; t = this; return 1 }; "".trim < 1; o.toString = t; o.valueOf = t; return "" + o`,
	`const o = {}; delete "".trim.name; Object.defineProperty((() => 1).__proto__, "name", { get() { return this } }); o.toString = "".trim.name; return "" + o`,
	`const o = {}; Object.defineProperty("".__proto__, "trim", { enumerable: true }); o.toString = Object.values("".__proto__)[0]; return "" + o`,
	`Object.defineProperty("".__proto__, "trim", { enumerable: true }); const { ...r } = "".__proto__; const [t] = Object.values({ ...r }), o = { toString: t }; return "" + o`,
	`const R = globalThis.Reflect, o = {}; o.toString = R.get("".__proto__, "trim"); return "" + o`,
	`const { Reflect: R } = globalThis, o = {}; o.toString = R.get("".__proto__, "trim"); return "" + o`,
	`const o = {}; JSON.parse('{"a":1,"trim":2}', function (k, v) { if (k === "a") { Reflect.deleteProperty(this, "trim"); this.__proto__ = "".__proto__ } if (typeof v === "function") o.toString = v; return v }); return "" + o`,
	// a proxy
	`const h = {}, p = new Proxy({}, h); Object.setPrototypeOf(h, p); return p.a`,
	`const h = {}, p = new Proxy({}, h); h.__proto__ = p; p.a = 1`,
	`const h = {}, p = new Proxy({}, h); h.__proto__ = p; return "a" in p`,
	`const h = {}, p = new Proxy({}, h); h.__proto__ = p; return Object.keys(p)`,
	`const h = {}, { proxy } = Proxy.revocable({}, h); h.__proto__ = proxy; return proxy.a`,
	`const t = {}, p = new Proxy(t, {}); Object.setPrototypeOf(t, p); return p.missing`,
	`const t = {}, p = new Proxy(t, {}); Object.setPrototypeOf(t, p); return "a" in p`,
	`const t = {}, p = new Proxy(t, {}); Object.setPrototypeOf(t, p); t.a = 1`,
	`let f = () => 1; for (let i = 0; i < 100000; i++) f = f.bind(null); return {} instanceof f`,
	`const t = {}, p = new Proxy(t, {}), q = new Proxy(Object.create(p), {}); t.__proto__ = q; return q.missing`,
	`let p = []; for (let i = 0; i < 100000; i++) p = new Proxy(p, {}); return Array.isArray(p)`,
	`const h = {}, p = Reflect.construct(Proxy, [{}, h]); h.__proto__ = p; return p.a`,
}

func TestNativesThatCallNativesEnd(t *testing.T) {
	for _, source := range circles {
		t.Run(source, func(t *testing.T) {
			s, err := script.Compile("script", source, script.Body)
			if err != nil {
				t.Fatal(err)
			}
			_, err = runIn(s, false).Call(0)
			if err == nil || !strings.Contains(err.Error(), "too much recursion") {
				t.Errorf("ends with %v", err)
			}
		})
	}
}

// Every native that counts is where the native was, with its name, length and attributes.
func TestNativesThatCountLookAlike(t *testing.T) {
	rt, pristine := goja.New(), goja.New()
	n := &natives{rt: rt, ended: func() error { return nil }}
	n.installNested(allNatives())
	const describe = `(function (o, k) {
		const d = Object.getOwnPropertyDescriptor(o, k.startsWith("[") ? Symbol[k.slice(8, -1)] : k), f = d.value;
		const { value, ...attributes } = d;
		return JSON.stringify([f.name, f.length, attributes]);
	})`
	for _, places := range allNatives() {
		for _, p := range places {
			seen := func(n *natives) string {
				f, err := n.rt.RunString(describe)
				if err != nil {
					t.Fatal(err)
				}
				call, _ := goja.AssertFunction(f)
				v, err := call(nil, n.holder(p.Holder), n.rt.ToValue(p.Name))
				if err != nil {
					t.Fatal(err)
				}
				return v.String()
			}
			if got, want := seen(n), seen(&natives{rt: pristine}); got != want {
				t.Errorf("%s %s is %s, not %s", p.Holder, p.Name, got, want)
			}
		}
	}
}
