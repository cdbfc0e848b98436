// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/dop251/goja"
)

// These are written exactly as JSON.stringify writes them.
var stringified = []string{
	`null`, `true`, `false`, `0`, `-0`, `21.5`, `1e21`, `1e-7`, `0.1 + 0.2`, `2 ** 53`, `123456789012345680000`,
	`""`, `"text"`, `"é中😀"`, `"a\"b\\c\b\f\n\r\t\u0000\u001f\u007f\u2028</script>"`,
	`"\ud83d"`, `"\ude00"`, `"\ude00\ud83d"`, `"\ud83d" + "\ude00"`, `"x\ud83d\"\n\\é\u0001"`, `"\ufffd"`, `"😀".slice(0, 1)`, `"é".repeat(20)`,
	`[]`, `[1, [2, [3]], {}]`, `[undefined, function () {}, Symbol("x"), NaN, Infinity, -Infinity]`, `[, 1, , 2, ,]`, `new Array(3)`, `new Array(1000)`,
	`var a = [1, 2]; a.extra = 3; a`, `var a = []; a[5000] = 1; a`, `Array.prototype[1] = 5; [4, , 6]`, `var a = [1, 2, 3]; delete a[1]; a`, `class L extends Array {}; L.of(1, 2)`,
	`({})`, `({a: undefined, b() {}, c: Symbol("x"), d: null, e: NaN, f: -Infinity, [Symbol("s")]: 1})`,
	`({z: 1, a: 2, 10: 3, 9: 4, "01": 5, "-1": 6, 4294967294: 7, 4294967295: 8})`, `({"": 1, "a\"b": 2, "é": 3, "__proto__x": 4})`,
	`({"\ud83d": 1, "\ude00": 2, "\ufffd": 3, "2": 4, a: undefined, b: {"\udead": [5]}, c: () => 1})`, `({"\ud83d": undefined})`,
	`var o = {a: 1}; Object.defineProperty(o, "hidden", {value: 2}); Object.defineProperty(o, "got", {get() { return this.a + 1 }, enumerable: true}); o`,
	`Object.create({inherited: 1}, {own: {value: 2, enumerable: true}})`, `Object.assign(Object.create(null), {a: 1})`, `Object.freeze({a: [1]})`,
	`class P { #x = 1; y = 2; get z() { return 3 } static s = 4 }; new P()`, `(function () { return arguments })(1, "b", {c: 3})`,
	`new Number(3.5)`, `new Number(NaN).valueOf() || null`, `[new Number(NaN)]`, `new String("s\ud83d")`, `new Boolean(false)`, `new Boolean(true)`, `Object(true)`, `[new Number(-0), Object("x"), Object(false)]`,
	`var n = new Number(3); n.valueOf = () => 4; n`, `var s = new String("a"); s.toString = () => "b"; s`, `class N extends Number {}; new N(5)`,
	`new Date(0)`, `[new Date(NaN)]`, `({at: new Date(1767600000123)})`, `new Map([[1, 2]])`, `new Set([1])`, `new Set([{get a() { throw 1 }}])`, `new Map([[{}, {get a() { throw 1 }}]])`, `/x/g`, `new Error("e")`, `Object.assign(new Error("e"), {code: 5})`,
	`new Promise(() => {})`, `new WeakMap()`, `Math`, `JSON`, `globalThis.x = 1, Reflect`, `new ArrayBuffer(8)`, `new DataView(new ArrayBuffer(8))`, `(function* () {})()`,
	`new Proxy([1, [2]], {})`, `new Proxy(new Proxy([1], {}), {})`, `new Proxy({a: 1, b: {c: 2}}, {})`, `new Proxy({a: 1}, {get: (t, k) => k === "toJSON" ? undefined : "got " + String(k)})`,
	`new Proxy({}, {ownKeys: () => ["b", "a", "c"], getOwnPropertyDescriptor: (t, k) => ({value: k, enumerable: k !== "c", configurable: true}), get: (t, k) => k === "toJSON" ? undefined : k + "!"})`,
	`new Proxy([], {get: (t, k) => k === "length" ? 3 : k === "toJSON" ? undefined : k})`, `[new Proxy(function () {}, {})]`, `new Proxy(new Date(0), {get: (t, k) => k === "toJSON" ? () => "date" : t[k]})`,
	`({toJSON() { return {a: 1, key: arguments[0], n: arguments.length} }})`, `({a: {toJSON(k) { return k }}, b: [{toJSON(k) { return k + typeof k }}]})`, `({toJSON() { return undefined }, a: 1}), [{toJSON() {}}]`,
	`({a: {toJSON() { return undefined }}, b: {toJSON() { return () => 1 }}, c: {toJSON() { return NaN }}})`, `({toJSON: 5, a: 1})`, `var o = {toJSON() { return o }, a: 1}; o`,
	`class T { toJSON() { return [this.x] } x = 7 }; ({t: new T()})`, `({toJSON() { return new Number(8) }})`, `var f = [function () {}]; f[0].toJSON = () => "function"; f`,
	`({toJSON() { return new Date(0) }})`, `JSON.rawJSON("12345678901234567890")`, `({a: JSON.rawJSON('"x"')})`,
	`var shared = {s: 1}; ({a: shared, b: [shared, shared]})`, `var o = {a: 1, b: 2, get c() { delete this.d; return 3 }, d: 4}; o`, `var a = [{toJSON() { a.length = 1; return 0 }}, 1, 2]; a`,
	`var d = {x: 1}; for (let i = 0; i < 100; i++) d = {a: d, b: d.a ? 1 : d}; d`, `var l = {}, d = [l]; for (let i = 0; i < 40; i++) d = [d, [l]]; [d, d[0], l]`,
}

// These differ from JSON.stringify on purpose, or goja's is wrong.
var written = []struct{ script, want string }{
	{`undefined`, `null`},
	{`(function () {})`, `null`},
	{`Symbol("x")`, `null`},
	{`(class {})`, `null`},
	{`new Proxy(function () {}, {})`, `null`},
	{`({toJSON() {}})`, `null`},
	{`10n`, `10`},
	{`-(2n ** 70n)`, `-1180591620717411303424`},
	{`[1n, {a: 2n}, Object(3n)]`, `[1,{"a":2},3]`},
	{`BigInt.prototype.toJSON = function (k) { return "big " + this + k }; [1n, {a: 2n}]`, `["big 10",{"a":"big 2a"}]`},
	{`Object(Symbol("x"))`, `{}`},
	{`[Object(Symbol("x"))]`, `[{}]`},
	{`new Uint8Array([1, 255])`, `[1,255]`},
	{`({a: [new Uint8ClampedArray([300]), new Int8Array([-1]), new Int16Array([-2]), new Uint16Array([65535])]})`, `{"a":[[255],[-1],[-2],[65535]]}`},
	{
		`[new Int32Array([-2147483648]), new Uint32Array([4294967295]), new Float32Array([0.5, NaN, 0.1]), new Float64Array([1e21, -0, Infinity])]`,
		`[[-2147483648],[4294967295],[0.5,null,0.10000000149011612],[1e+21,0,null]]`,
	},
	{`[new BigInt64Array([-(2n ** 63n)]), new BigUint64Array([2n ** 64n - 1n])]`, `[[-9223372036854775808],[18446744073709551615]]`},
	{`new Uint8Array(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2)`, `[2,3]`},
	{`new Float64Array(0)`, `[]`},
	{`var u = new Uint8Array(2); u.toJSON = () => "own"; u`, `"own"`},
	{`class U extends Uint8Array {}; new U([7])`, `[7]`},
	{`new ArrayBuffer(2)`, `{}`},
}

func TestAppendJSONIsStringify(t *testing.T) {
	for _, script := range stringified {
		// Writing can change the value: goja gets one of its own.
		rt, other := goja.New(), goja.New()
		v, err := rt.RunString(script)
		if err != nil {
			t.Fatalf("%s: %v", script, err)
		}
		same, _ := other.RunString(script)
		got, err := appendJSON([]byte("x"), rt, nil, v)
		if err != nil {
			t.Errorf("%s: %v", script, err)
		} else if want := "x" + jsonOf(t, other, same); string(got) != want {
			t.Errorf("%s is %s, JSON.stringify says %s", script, got, want)
		}
	}
}

func TestAppendJSONDiffers(t *testing.T) {
	for _, test := range written {
		rt := goja.New()
		v, err := rt.RunString(test.script)
		if err != nil {
			t.Fatalf("%s: %v", test.script, err)
		}
		if got, err := appendJSON(nil, rt, nil, v); err != nil || string(got) != test.want {
			t.Errorf("%s is %s (%v), want %s", test.script, got, err, test.want)
		}
	}
}

func TestAppendJSONErrors(t *testing.T) {
	for _, test := range []struct{ script, want string }{
		{`NaN`, "NaN has no JSON form"},
		{`Infinity`, "Infinity has no JSON form"},
		{`-Infinity`, "-Infinity has no JSON form"},
		{`new Number(NaN)`, "NaN has no JSON form"},
		{`({toJSON() { return 1 / 0 }})`, "Infinity has no JSON form"},
		{`var o = {}; o.o = o; o`, "cyclic value"},
		{`var o = [{}]; o[0].o = o; o`, "cyclic value"},
		{`var o = {}; o.o = new Proxy(o, {}); o`, "cyclic value"},
		{`var o = {}, d = o; for (let i = 0; i < 100; i++) d = d.d = {}; d.d = o; o`, "cyclic value"},
		{`var o = {}, d = o; for (let i = 0; i < 100; i++) d = d.d = {}; d.d = d; o`, "cyclic value"},
		{`var a = []; a[2e9] = 1; a`, "sparse array"},
		{`var a = [1, 2, 3]; a[4294967294] = 1; ({a: a})`, "sparse array"},
		{`new Array(4294967295)`, "sparse array"},
		{`new Array(1000001)`, "sparse array"},
		{`var a = [1]; a.length = 1e9; a`, "sparse array"},
		{`new Proxy(new Array(2e9), {})`, "sparse array"},
		{`var o = 1; for (let i = 0; i < 10001; i++) o = {o: o}; o`, "nested more than 10000"},
		{`var o = 1; for (let i = 0; i < 10001; i++) o = [o]; o`, "nested more than 10000"},
		{`class X { toJSON() { return {x: new X()} } }; new X()`, "nested more than 10000"},
		{`class G { constructor() { Object.defineProperty(this, "g", {get: () => new G(), enumerable: true}) } }; new G()`, "nested more than 10000"},
		{`({get a() { throw new Error("thrown by a getter") }})`, "Error: thrown by a getter"},
		{`({a: {toJSON() { throw new TypeError("thrown by toJSON") }}})`, "TypeError: thrown by toJSON"},
		{`new Proxy({}, {ownKeys() { throw "thrown by a trap" }})`, "thrown by a trap"},
		{`({"\ud83d": 1, get a() { throw new Error("thrown beside half a pair") }})`, "Error: thrown beside half a pair"},
		{`var r = Proxy.revocable([], {}); r.revoke(); r.proxy`, "TypeError"},
		{`var n = new Number(1); n.valueOf = () => { throw new Error("thrown by valueOf") }; n`, "Error: thrown by valueOf"},
		{`new Proxy([], {get: (t, k) => k === "length" ? Symbol() : undefined})`, "TypeError"},
	} {
		rt := goja.New()
		v, err := rt.RunString(test.script)
		if err != nil {
			t.Fatalf("%s: %v", test.script, err)
		}
		dst := []byte("before")
		got, err := appendJSON(dst, rt, nil, v)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v (%.100s), want %s", test.script, err, got, test.want)
		}
		if string(got) != "before" {
			t.Errorf("%s: dst is %.100q after an error", test.script, got)
		}
		var thrown *goja.Exception
		if fromScript := strings.Contains(test.want, "thrown") || strings.Contains(test.want, "TypeError"); errors.As(err, &thrown) != fromScript {
			t.Errorf("%s: the error is a %T", test.script, err)
		}
	}
}

func TestAppendJSONLimitsAreInclusive(t *testing.T) {
	for _, test := range []struct {
		script string
		size   int
	}{
		{`var o = 1; for (let i = 0; i < 10000; i++) o = [o]; o`, 20001},
		{`new Array(1000000)`, 5000001},
		{`var a = []; for (let i = 0; i < 1000003; i++) a.push(1); a`, 2000007},
	} {
		rt := goja.New()
		v, err := rt.RunString(test.script)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := appendJSON(nil, rt, nil, v); err != nil || len(got) != test.size {
			t.Errorf("%s: %d bytes (%v), want %d", test.script, len(got), err, test.size)
		}
	}
}

// What no script may catch is not caught here either.
func TestAppendJSONLetsInterruptsPass(t *testing.T) {
	for _, script := range []string{
		`({get a() { stop(); for (;;); }})`,
		`({toJSON() { stop(); for (;;); }})`,
		`[{a: {toJSON() { stop(); for (;;); }}}]`,
		`new Proxy({}, {ownKeys() { stop(); for (;;); }})`,
		`({"\ud83d": 1, get a() { stop(); for (;;); }})`,
	} {
		rt := goja.New()
		_ = rt.Set("stop", func() { rt.Interrupt("stop") })
		v, err := rt.RunString(script)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := panicOf(rt, v).(*goja.InterruptedError); !ok {
			t.Errorf("%s: no interrupt came through", script)
		}
	}
	for _, script := range []string{
		`({get a() { return this.a }})`,
		`({toJSON() { return this.toJSON() }})`,
		`({"\ud83d": 1, get a() { return this.a }})`,
	} {
		rt := goja.New()
		rt.SetMaxCallStackSize(100)
		v, err := rt.RunString(script)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := panicOf(rt, v).(*goja.StackOverflowError); !ok {
			t.Errorf("%s: no stack overflow came through", script)
		}
	}
}

// panicOf is what appendJSON panics with.
func panicOf(rt *goja.Runtime, v goja.Value) (x any) {
	defer func() { x = recover() }()
	_, _ = appendJSON(nil, rt, nil, v)
	return nil
}

// Inside a native, the caller's own try sees the script's exception once, and
// the VM goes on.
func TestAppendJSONInsideNative(t *testing.T) {
	rt := goja.New()
	_ = rt.Set("json", func(call goja.FunctionCall) goja.Value {
		text, err := appendJSON(nil, rt, nil, call.Argument(0))
		if err != nil {
			return rt.ToValue("failed: " + err.Error())
		}
		return rt.ToValue(string(text))
	})
	got, err := rt.RunString(`
		var results = [];
		for (const o of [{a: [1, new Date(0)]}, {get a() { throw new Error("x") }}, {"\ud83d": 2}, {toJSON() { return json({nested: [3]}) }}]) results.push(json(o));
		results.join("; ")`)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"a":[1,"1970-01-01T00:00:00.000Z"]}; failed: Error: x at a (<eval>:3:60(3)); {"\ud83d":2}; "{\"nested\":[3]}"`
	if got.String() != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

type rooms map[string]goja.Value

func (r rooms) Get(key string) goja.Value   { return r[key] }
func (r rooms) Set(string, goja.Value) bool { return false }
func (r rooms) Has(key string) bool         { return r[key] != nil }
func (r rooms) Delete(string) bool          { return false }
func (r rooms) Keys() []string              { return []string{"kitchen", "3", "1", "attic", "é"} }

type floors []goja.Value

func (f floors) Len() int                 { return len(f) }
func (f floors) Get(i int) goja.Value     { return f[i] }
func (f floors) Set(int, goja.Value) bool { return false }
func (f floors) SetLen(int) bool          { return false }

func TestAppendJSONOfDynamicObjects(t *testing.T) {
	rt := goja.New()
	values := rooms{"kitchen": rt.ToValue(1), "3": goja.Undefined(), "1": rt.ToValue("\xff"), "é": goja.Null()}
	o := rt.NewArray(rt.NewDynamicObject(values), rt.NewDynamicArray(floors{rt.ToValue(1), nil, rt.ToValue(2)}))
	got, err := appendJSON(nil, rt, nil, o)
	if want := `[{"kitchen":1,"1":"�","é":null},[1,null,2]]`; err != nil || string(got) != want {
		t.Errorf("%s (%v), want %s", got, err, want)
	}
}

func TestAppendJSONOfGoStrings(t *testing.T) {
	rt := goja.New()
	for s, want := range map[string]string{
		"\xff":                                `"�"`,
		"a long string with a stray \xe4\xb8": `"a long string with a stray ��"`,
		"a long string, valid: é\n":           `"a long string, valid: é\n"`,
	} {
		if got, err := appendJSON(nil, rt, nil, rt.ToValue(s)); err != nil || string(got) != want {
			t.Errorf("%q is %s (%v), want %s", s, got, err, want)
		}
	}
}

// A string of any UTF-16, as value and as key, is written as JSON.stringify does.
func FuzzAppendJSString(f *testing.F) {
	for _, s := range []string{"", "text", "é中😀", "\x00\x1f\"\\\u2028", "\ufffd", "😀😀"} {
		f.Add(s, uint16(0x41), 1)
		f.Add(s, uint16(0xd83d), 2)
		f.Add(s, uint16(0xde00), 0)
	}
	rt := goja.New()
	f.Fuzz(func(t *testing.T, s string, extra uint16, at int) {
		units := utf16.Encode([]rune(s))
		at = max(0, min(at, len(units)))
		units = append(units[:at:at], append([]uint16{extra}, units[at:]...)...)
		_ = rt.Set("s", goja.StringFromUTF16(units))
		v, err := rt.RunString(`[s, {[s]: s, x: {[s + s]: 1}}]`)
		if err != nil {
			t.Fatal(err)
		}
		got, err := appendJSON(nil, rt, nil, v)
		if err != nil {
			t.Fatal(err)
		}
		if want := jsonOf(t, rt, v); string(got) != want {
			t.Fatalf("%x is %s, JSON.stringify says %s", units, got, want)
		}
	})
}
