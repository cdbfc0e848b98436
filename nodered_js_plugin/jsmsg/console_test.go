// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// console evaluates a JavaScript array of arguments and formats it as a console call does.
func console(t testing.TB, args string) string {
	t.Helper()
	rt := goja.New()
	rt.SetMaxCallStackSize(2000)
	v, err := rt.RunScript("script", args)
	if err != nil {
		t.Fatal(err)
	}
	o := v.ToObject(rt)
	values := make([]goja.Value, o.Get("length").ToInteger())
	for i := range values {
		values[i] = o.Get(fmt.Sprint(i))
	}
	return FormatConsole(ConsoleArgs(rt, values))
}

func TestConsoleArgs(t *testing.T) {
	tests := []struct{ name, args, want string }{
		{"none", `[]`, ``},
		{"primitives", `["it's", 1, -0, 1.5, 1e21, NaN, -Infinity, true, null, undefined]`, `'it\'s' 1 -0 1.5 1e+21 NaN -Infinity true null undefined`},
		{"text that is left alone", `["%d%%", "\ud83d\ude00", "ü"]`, `'%d%%' '😀' 'ü'`},
		{"half a surrogate pair", `["\ud83d"]`, "'\ufffd'"},
		{"BigInt", `[10n, -123456789012345678901234567890n]`, `10 -123456789012345678901234567890`},
		{"Symbol", `[Symbol("a\nb"), Symbol(), Symbol.iterator]`, `Symbol(a\nb) Symbol() Symbol(Symbol.iterator)`},

		{"objects", `[{ b: 1, "key with space": [1, "x", { n: null }], a: undefined }, {}]`, `{ a: undefined, b: 1, 'key with space': [ 1, 'x', { n: null } ] } {}`},
		{"keys by text", `[{ 10: 1, 9: 2, __proto__: null }]`, `{ 10: 1, 9: 2 }`},
		{"own __proto__", `[JSON.parse('{"__proto__":1}')]`, `{ __proto__: 1 }`},
		{"class instances", `[new (class P { constructor() { this.x = 1 } get y() { return 2 } })]`, `{ x: 1 }`},
		{"getters", `[{ get a() { return this.b + 1 }, b: 1 }]`, `{ a: 2, b: 1 }`},
		{"arrays", `[[], [undefined, null], [[1], [2]]]`, `[] [ undefined, null ] [ [ 1 ], [ 2 ] ]`},
		{"holes", `[[, 1, , , 2, ,]]`, `[ <1 empty>, 1, <2 empty>, 2, <1 empty> ]`},
		{"arguments", `[(function () { return arguments })(1, "a")]`, `[ 1, 'a' ]`},
		{
			"typed arrays", `[new Uint8Array([1, 2]), new Float64Array([1.5, -0]), new BigInt64Array([3n]), new Uint8Array(0), new Uint8Array(4).subarray(1, 3)]`,
			`[ 1, 2 ] [ 1.5, -0 ] [ 3 ] [] [ 0, 0 ]`,
		},
		{"typed array with a false length", `[Object.defineProperty(new Uint8Array([7]), "length", { value: {} }), Object.setPrototypeOf(new Uint8Array([7]), null)]`, `[] []`},
		{"ArrayBuffer", `[new ArrayBuffer(8)]`, `[ArrayBuffer]`},
		{"Map and Set", `[new Map([["a", 1], [{ k: 1 }, [2]]]), new Set([1, "x"]), new Map(), new Set()]`, `Map { 'a' => 1, { k: 1 } => [ 2 ] } Set { 1, 'x' } Map {} Set {}`},
		{"WeakMap", `[new WeakMap()]`, `{}`},
		{"RegExp", `[/a\/\n/gi, new RegExp("\n")]`, `/a\/\n/gi /\n/`},
		{
			"Date", `[new Date(0), new Date(1234), new Date(NaN), new Date(-62198755200000), new Date(253402300800000)]`,
			`1970-01-01T00:00:00.000Z 1970-01-01T00:00:01.234Z Invalid Date -000001-01-01T00:00:00.000Z +010000-01-01T00:00:00.000Z`,
		},
		{
			"functions", `[function f() {}, () => 1, class C {}, Math.max, async function g() {}, function* h() {}, Object.defineProperty(() => 1, "name", { value: "a\nb" })]`,
			`[Function: f] [Function] [Function: C] [Function: max] [Function: g] [Function: h] [Function: a\nb]`,
		},
		{"function whose name throws", `[class { static get name() { throw 1 } }]`, `[Function]`},
		{"boxed", `[new Number(-0), new String("it's"), new Boolean(false), Object(1n), Object(Symbol("s"))]`, `[Number: -0] [String: 'it\'s'] [Boolean: false] [BigInt: 1] [Symbol: Symbol(s)]`},
		{"String object that throws", `[Object.assign(new String("x"), { toString() { throw 1 }, valueOf() { throw 2 } })]`, `[String]`},
		{"promises", `[Promise.resolve([1]), new Promise(() => {}), Promise.reject("no")]`, `Promise { [ 1 ] } Promise { pending } Promise { rejected: 'no' }`},
		{"objects that show nothing", `[(function* () {})(), [][Symbol.iterator](), Math]`, `{} {} {}`},
		{"global object", `[Object.assign(globalThis, { x: 1 })]`, `{ x: 1 }`},
		{"Proxy", `[new Proxy({ a: 1 }, { get() { throw 1 }, ownKeys() { throw 2 } }), new Proxy([1], {}), new Proxy(function f() {}, {})]`, `{ a: 1 } [ 1 ] [Function: f]`},
		{"Proxy of a Proxy", `[(() => { let p = {}; for (let i = 0; i < 1e4; i++) p = new Proxy(p, {}); return p })()]`, `{}`},
		{"revoked Proxy", `[(() => { const p = Proxy.revocable({}, {}); p.revoke(); return p.proxy })()]`, `[revoked Proxy]`},
		{"throwing getters", `[{ get a() { throw new Error("x") }, b: 1 }, Object.defineProperty([1], 0, { get() { throw 1 } })]`, `{ a: [getter threw], b: 1 } [ [getter threw] ]`},
		{"throwing iterator", `[Object.assign(new Map([[1, 2]]), { [Symbol.iterator]() { throw 1 } }), Object.assign(new Set([1]), { [Symbol.iterator]: null })]`, `Map { [iterator threw] } Set { [iterator threw] }`},
		{"odd iterator", `[Object.assign(new Map(), { [Symbol.iterator]: function* () { yield 1; yield { get 0() { throw 1 } } } })]`, `Map { 1, [getter threw] => undefined }`},
		{"replaced builtins", `[(Map.prototype.entries = Array.prototype.join = Object.keys = Date.prototype.toISOString = null, [1]), new Date(0), { a: 1 }]`, `[ 1 ] 1970-01-01T00:00:00.000Z { a: 1 }`},

		{"cycle in an object", `[(() => { const a = { name: "a" }; a.self = a; return a })()]`, `{ name: 'a', self: [Circular] }`},
		{"cycle in an array", `[(() => { const a = [1]; a.push([a]); return a })()]`, `[ 1, [ [Circular] ] ]`},
		{"cycle in a Map and Set", `[(() => { const m = new Map(), s = new Set([m]); m.set(s, m); return m })()]`, `Map { Set { [Circular] } => [Circular] }`},
		{"cycle through a Proxy", `[(() => { const a = {}; a.p = new Proxy(a, {}); return a })()]`, `{ p: [Circular] }`},
		{"cycle through a promise", `[(() => { const a = {}; a.p = Promise.resolve([a]); return a })()]`, `{ p: Promise { [ [Circular] ] } }`},
		{"twice the same is no cycle", `[(() => { const a = {}; return [a, a] })()]`, `[ {}, {} ]`},
		{"sparse array", `[(() => { const a = []; a[0] = 1; a.length = 2e9; return a })()]`, `[ 1, <999 empty>, ... 1999999000 more ]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := console(t, tt.args); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestConsoleArgsErrors(t *testing.T) {
	tests := []struct {
		name, args string
		want       []string
	}{
		{"message and stack", "(function thrower() { try { undefined.x } catch (e) { return [e] } })()", []string{`'TypeError: Cannot read property \'x\' of undefined\n\tat thrower (script:1:`}},
		{"own class", `class MyError extends Error { get name() { return "MyError" } }; [new MyError("m")]`, []string{`'MyError: m\n\tat `}},
		{"without a message", `[new RangeError()]`, []string{`'RangeError\n\tat script:1:`}},
		{"message that changed", `var e = new Error("old"); e.stack; e.message = "new"; [e]`, []string{`'Error: new\nError: old\n\tat script`}},
		{"no stack", `[Object.assign(new Error("m"), { stack: undefined })]`, []string{`'Error: m'`}},
		{"getters that throw", `[Object.defineProperties(new Error("m"), { stack: { get() { throw 1 } }, message: { get() { throw 2 } }, name: { get() { throw 3 } } })]`, []string{`''`}},
		{"nested", `[{ e: new Error("m") }]`, []string{`{ e: 'Error: m\n\tat `, `' }`}},
		{"aggregate", `[new AggregateError([new Error("x")], "m")]`, []string{`AggregateError: m\n`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := console(t, tt.args)
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("got %s, want %s in it", got, want)
				}
			}
			if strings.Contains(got, "\n") {
				t.Errorf("more than one line: %s", got)
			}
		})
	}
}

func TestConsoleArgsOfGoValues(t *testing.T) {
	rt := goja.New()
	got := FormatConsole(ConsoleArgs(rt, []goja.Value{
		nil,
		rt.ToValue(map[string]any{"b": []any{1, nil}, "a": "x"}),
		rt.ToValue([]string{"s"}),
		rt.ToValue(struct{ X int }{1}),
		rt.ToValue(celsius(1.5)),
		rt.NewDynamicObject(readOnly{"b": rt.ToValue(1), "a": rt.ToValue("x")}),
		rt.NewGoError(errors.New("boom")),
	}))
	const want = `undefined { a: 'x', b: [ 1, null ] } [ 's' ] { X: 1 } [Number: 1.5] { a: 'x', b: 1 } 'GoError: boom'`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

type readOnly map[string]goja.Value

func (r readOnly) Get(key string) goja.Value   { return r[key] }
func (r readOnly) Set(string, goja.Value) bool { return false }
func (r readOnly) Has(key string) bool         { return r[key] != nil }
func (r readOnly) Delete(string) bool          { return false }
func (r readOnly) Keys() []string              { return slices.Collect(maps.Keys(r)) }

func TestConsoleArgsIsCut(t *testing.T) {
	const mark = "... [cut at 8192 bytes]"
	tests := []struct{ name, args, start string }{
		{"long string", `["y".repeat(1e6)]`, `'yyy`},
		{"very long string", `["ü".repeat(2 ** 24)]`, `'üüü`},
		{"characters of several bytes", `["😀".repeat(1e4)]`, `'😀`},
		{"characters that are escaped", `["\n".repeat(8191)]`, `'\n\n`},
		{"long key", `[{ ["k".repeat(1e6)]: 1 }]`, `{ kkk`},
		{"many keys", `[Object.fromEntries(Array.from({ length: 1e4 }, (_, i) => ["k" + i, i]))]`, `{ k0: 0, k1: 1, k10: 10,`},
		{"many strings", `[Array.from({ length: 1000 }, (_, i) => "abcdefgh")]`, `[ 'abcdefgh', `},
		{"many arguments", `Array.from({ length: 1e5 }, (_, i) => i)`, `0 1 2 3`},
		{"wide and deep", `[(() => { let a = [1]; for (let i = 0; i < 90; i++) a = [a, a, a]; return a })()]`, `[ [ [ `},
		{"endless getters", `[(function endless() { return { get a() { return endless() }, get b() { return endless() } } })()]`, `{ a: { a: { a: `},
		{"endless iterator", `[Object.assign(new Set(), { [Symbol.iterator]: function* () { for (;;) yield "abcdefgh" } })]`, `Set { 'abcdefgh', `},
		{"long function name", `[Object.defineProperty(() => 1, "name", { value: "f".repeat(1e6) })]`, `[Function: fff`},
		{"long RegExp", `[new RegExp("r".repeat(1e6))]`, `/rrr`},
		{"long Symbol", `[Symbol("s".repeat(1e6))]`, `Symbol(sss`},
		{"long message", `[new Error("m".repeat(1e6))]`, `'Error: mmm`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := console(t, tt.args)
			text, cut := strings.CutSuffix(got, mark)
			if !cut || !strings.HasPrefix(got, tt.start) {
				t.Fatalf("got %.40s ... %s, want %s ... %s", got, got[max(0, len(got)-40):], tt.start, mark)
			}
			if len(text) > maxConsoleBytes || len(text) <= maxConsoleBytes-utf8.UTFMax || !utf8.ValidString(text) {
				t.Errorf("cut to %d bytes, valid UTF-8: %v", len(text), utf8.ValidString(text))
			}
		})
	}
	t.Run("as long as may be", func(t *testing.T) {
		for _, args := range []string{`["y".repeat(8190)]`, `["y".repeat(4093), "y".repeat(4094)]`} {
			if got := console(t, args); len(got) != maxConsoleBytes || strings.Contains(got, mark) {
				t.Errorf("%s: %d bytes, %s", args, len(got), got[len(got)-30:])
			}
		}
		for _, args := range []string{`["y".repeat(8191)]`, `["y".repeat(4094), "y".repeat(4094)]`} {
			if got := console(t, args); !strings.HasSuffix(got, mark) {
				t.Errorf("%s: %d bytes, %s", args, len(got), got[len(got)-30:])
			}
		}
	})
}

func TestConsoleArgsAbbreviates(t *testing.T) {
	tests := []struct{ name, args, want string }{
		{"deep objects", `[(() => { let o = 1; for (let i = 0; i < 300; i++) o = { n: o }; return o })()]`, `{ n: [Object] }`},
		{"deep arrays", `[(() => { let o = 1; for (let i = 0; i < 1e5; i++) o = [o]; return o })()]`, `[ [Array] ]`},
		{"deep Maps", `[(() => { let o = 1; for (let i = 0; i < 300; i++) o = new Map([[1, o]]); return o })()]`, `1 => [Map] }`},
		{"deep promises", `[(() => { let o = 1; for (let i = 0; i < 300; i++) o = Promise.resolve([o]); return o })()]`, `[Promise]`},
		{"long arrays", `[Array.from({ length: 5000 }, () => 1)]`, `1, 1, ... 4000 more ]`},
		{"long typed arrays", `[new Uint8Array(1e7)]`, `0, 0, ... 9999000 more ]`},
		{"long Sets", `[new Set(Array.from({ length: 1001 }, (_, i) => i))]`, `998, 999, ... more }`},
		{"long BigInts", `[2n ** 40000n, Object(1n << 40000n)]`, `[BigInt of 40001 bits] [BigInt: [BigInt of 40001 bits]]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := console(t, tt.args); !strings.Contains(got, tt.want) {
				t.Errorf("got %s, want %s in it", got, tt.want)
			}
		})
	}
}

// What stops a script must stop it also where console runs script code.
func TestConsoleArgsLetsInterruptsPass(t *testing.T) {
	newVM := func() *goja.Runtime {
		rt := goja.New()
		rt.SetMaxCallStackSize(2000)
		_ = rt.Set("log", func(call goja.FunctionCall) goja.Value {
			return rt.ToValue(FormatConsole(ConsoleArgs(rt, call.Arguments)))
		})
		_ = rt.Set("interrupt", func() { rt.Interrupt("stop") })
		return rt
	}
	loops := map[string]string{
		"getter":          `log({ get a() { interrupt(); for (;;); } })`,
		"array getter":    `log(Object.defineProperty([1], 0, { get() { interrupt(); for (;;); } }))`,
		"iterator":        `log(Object.assign(new Map(), { *[Symbol.iterator]() { interrupt(); for (;;); } }))`,
		"toString":        `log(Object.assign(new String("x"), { toString() { interrupt(); for (;;); } }))`,
		"name of error":   `log(Object.defineProperty(new Error(), "name", { get() { interrupt(); for (;;); } }))`,
		"name of a class": `log(class { static get name() { interrupt(); for (;;); } })`,
	}
	for name, loop := range loops {
		t.Run(name, func(t *testing.T) {
			_, err := newVM().RunString(`try { ` + loop + ` } catch (e) { "swallowed" }`)
			if _, ok := errors.AsType[*goja.InterruptedError](err); !ok {
				t.Errorf("got %v, want an InterruptedError", err)
			}
		})
	}
	t.Run("stack overflow", func(t *testing.T) {
		_, err := newVM().RunString(`try { log({ get a() { return (function f() { return f() + 1 })() } }) } catch (e) { "swallowed" }`)
		if _, ok := errors.AsType[*goja.StackOverflowError](err); !ok {
			t.Errorf("got %v, want a StackOverflowError", err)
		}
	})
	t.Run("getter that logs its own object", func(t *testing.T) {
		_, err := newVM().RunString(`log({ get a() { return log(this) } })`)
		if _, ok := errors.AsType[*goja.StackOverflowError](err); !ok {
			t.Errorf("got %v, want a StackOverflowError", err)
		}
	})
	t.Run("the VM goes on after an exception", func(t *testing.T) {
		v, err := newVM().RunString(`var n = 0; for (var i = 0; i < 3; i++) { try { log({ get a() { throw 1 } }); n++ } finally { n += 10 } } n`)
		if err != nil || v.ToInteger() != 33 {
			t.Errorf("got %v, %v, want 33", v, err)
		}
	})
}

func BenchmarkConsole(b *testing.B) {
	rt := goja.New()
	v, err := rt.RunString(`({ tag: "speed", values: [1, 2.5, 3], nested: { ok: true, none: null } })`)
	if err != nil {
		b.Fatal(err)
	}
	args := []goja.Value{rt.ToValue("payload"), v}
	b.ReportAllocs()
	for b.Loop() {
		FormatConsole(ConsoleArgs(rt, args))
	}
}
