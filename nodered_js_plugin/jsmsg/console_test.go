package jsmsg

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/dop251/goja"
)

type (
	celsius float64
	state   int
	point   struct {
		Y, X   int
		hidden string
		Label  *string
	}
	node struct {
		Name string
		Next *node
	}
	anonymous struct {
		Point point
		node
	}
	crash struct{}
)

func (s state) String() string  { return fmt.Sprintf("state %d", int(s)) }
func (c *crash) Error() string  { panic("called on nil") }
func (c *crash) String() string { panic("called on nil") }

func TestFormatConsole(t *testing.T) {
	word := "x"
	large, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	precise, _ := new(big.Float).SetPrec(200).SetString("42.42")
	tests := []struct {
		name string
		args []any
		want string
	}{
		{"nothing", nil, ``},
		{"one string", []any{"hello"}, `'hello'`},
		{"an empty string", []any{""}, `''`},
		{"joined by blanks", []any{"a", 1, true, nil}, `'a' 1 true null`},
		{"escapes", []any{"it's \\ \n\r\t\b\f"}, `'it\'s \\ \n\r\t\b\f'`},
		{"other control characters", []any{"\x00\x1b[31m\x7f"}, `'\x00\x1B[31m\x7F'`},
		{"text that is left alone", []any{`100% "of" %d %s – ü 😀`}, `'100% "of" %d %s – ü 😀'`},

		{
			"integers",
			[]any{int8(-8), int16(16), int32(32), int64(math.MinInt64), uint8(8), uint64(math.MaxUint64), uintptr(3)},
			`-8 16 32 -9223372036854775808 8 18446744073709551615 3`,
		},
		{"floats", []any{42.42, 1.0, float32(0.1), 0.1, -1.5}, `42.42 1 0.1 0.1 -1.5`},
		{"zero", []any{0.0, math.Copysign(0, -1)}, `0 -0`},
		{"no numbers", []any{math.NaN(), math.Inf(1), math.Inf(-1)}, `NaN Infinity -Infinity`},
		{
			"large and small",
			[]any{1e6, 123456789012345680000.0, 1e21, 1e-6, 1e-7, 1.5e-10, 5e-324, 1e100},
			`1000000 123456789012345680000 1e+21 0.000001 1e-7 1.5e-10 5e-324 1e+100`,
		},
		{"named kinds", []any{celsius(21.5), json.RawMessage("12")}, `21.5 [ 49, 50 ]`},
		{"big.Int", []any{large, *large, big.NewInt(0)}, `123456789012345678901234567890 123456789012345678901234567890 0`},
		{
			"big.Float",
			[]any{precise, *precise, big.NewFloat(-1), big.NewFloat(1e21), big.NewFloat(1e-7), big.NewFloat(math.Inf(-1))},
			`42.42 42.42 -1 1e+21 1e-7 -Infinity`,
		},
		{"big.Float beyond float64", []any{new(big.Float).SetMantExp(big.NewFloat(1), -1100)}, `7.362151829022863e-332`},

		{"arrays", []any{[]any{1, "2", []any{}}, []any{}}, `[ 1, '2', [] ] []`},
		{"typed arrays", []any{[]string{"a"}, [2]bool{true, false}, []*int{nil}, [][]float64{{1.5}}}, `[ 'a' ] [ true, false ] [ null ] [ [ 1.5 ] ]`},
		{"objects", []any{map[string]any{"foo bar": 1, "bar": 2}, map[string]any{}}, `{ bar: 2, 'foo bar': 1 } {}`},
		{"typed maps", []any{map[string]int{"b": 1, "a": 2}, map[int]bool{2: true, 1: false}, map[any]any{nil: 1}}, `{ a: 2, b: 1 } { 1: false, 2: true } { <nil>: 1 }`},
		{
			"keys in quotes",
			[]any{map[string]any{"it's": 1, `"`: 2, `\`: 3, "\n": 4, "": 5, "\u00a0": 6, "\x1b": 7}},
			`{ '': 5, '\n': 4, '\x1B': 7, '"': 2, '\\': 3, 'it\'s': 1, '` + "\u00a0" + `': 6 }`,
		},
		{"keys without", []any{map[string]any{"ns=2;s=Line.1": 1, "a-b": 2, "ü": 3}}, `{ a-b: 2, ns=2;s=Line.1: 1, ü: 3 }`},
		{"nil of a type", []any{[]any(nil), map[string]any(nil), (*point)(nil), (*big.Int)(nil), (*big.Float)(nil), error(nil)}, `[] {} null null null null`},
		{"nil with methods", []any{(*crash)(nil), []error{nil}}, `null [ null ]`},

		{"errors", []any{errors.New("it's broken\n"), fmt.Errorf("wrap: %w", errors.New("x"))}, `'it\'s broken\n' 'wrap: x'`},
		{"Stringers", []any{state(3), time.Duration(1500) * time.Millisecond, []state{1}}, `'state 3' '1.5s' [ 'state 1' ]`},
		{"structs", []any{point{Y: 2, X: 1, hidden: "h"}, struct{}{}}, `{ Label: null, X: 1, Y: 2 } {}`},
		{"embedded fields", []any{anonymous{}}, `{ Point: { Label: null, X: 0, Y: 0 } }`},
		{"pointers", []any{&word, &point{Label: &word}}, `'x' { Label: 'x', X: 0, Y: 0 }`},
		{"functions", []any{func() {}}, `[Function]`},
		{"complex numbers", []any{1i}, `'(0+1i)'`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := FormatConsole(tt.args); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestFormatConsoleCycles(t *testing.T) {
	object := map[string]any{"name": "a"}
	object["self"] = object
	array := []any{1, nil}
	array[1] = array
	ring := &node{Name: "a"}
	ring.Next = &node{Name: "b", Next: ring}
	var pointer any
	pointer = &pointer
	shared := []any{1}
	tests := []struct {
		name string
		arg  any
		want string
	}{
		{"map", object, `{ name: 'a', self: [Circular] }`},
		{"slice", array, `[ 1, [Circular] ]`},
		{"struct", ring, `{ Name: 'a', Next: { Name: 'b', Next: [Circular] } }`},
		{"pointer", pointer, `[Circular]`},
		{"twice the same is no cycle", []any{shared, shared}, `[ [ 1 ], [ 1 ] ]`},
		{"a part of the enclosing slice is none", []any{shared[:0], shared}, `[ [], [ 1 ] ]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := FormatConsole([]any{tt.arg}); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestFormatConsoleDepth(t *testing.T) {
	var array, object any = 1, 1
	for range maxConsoleDepth {
		array, object = []any{array}, map[string]any{"n": object}
	}
	for _, v := range []any{array, object} {
		if got := FormatConsole([]any{v}); !strings.Contains(got, " 1 ") {
			t.Errorf("%d levels are not printed whole: %s", maxConsoleDepth, got)
		}
	}
	for want, v := range map[string]any{"[Array]": []any{array}, "[Object]": map[string]any{"n": object}} {
		if got := FormatConsole([]any{v}); !strings.Contains(got, want) || strings.Contains(got, " 1 ") {
			t.Errorf("one level more: got %s, want %s in it", got, want)
		}
	}
}

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

// Whatever a string holds, it is one line in quotes that tells it exactly.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "plain", "it's", `\`, `\'`, `\x00`, "\x00\x1f\x7f", "\n\r\t\b\f", "ü😀\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := FormatConsole([]any{s})
		inner, ok := strings.CutPrefix(got, "'")
		inner, ok2 := strings.CutSuffix(inner, "'")
		if !ok || !ok2 || strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Fatalf("%q became %q", s, got)
		}
		if back := unquote(t, inner); back != s {
			t.Fatalf("%q became %q, which means %q", s, got, back)
		}
	})
}

func unquote(t *testing.T, s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\'' {
			t.Fatalf("a bare quote in %q", s)
		}
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		i++
		if k := strings.IndexByte("nrtbf", s[i]); k >= 0 {
			b.WriteByte("\n\r\t\b\f"[k])
		} else if s[i] == 'x' {
			var c byte
			if _, err := fmt.Sscanf(s[i+1:i+3], "%02X", &c); err != nil {
				t.Fatal(err)
			}
			b.WriteByte(c)
			i += 2
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// A JSON document reads the same whether Go or JavaScript holds it.
func FuzzConsoleJSON(f *testing.F) {
	for _, s := range []string{
		`null`, `-0`, `[1,2.5,1e21,1e-7]`, `{"b":[],"a":{},"":"it's"}`, `"\u0000\n\u2028😀"`, `{"__proto__":{"x":1},"10":1,"9":2}`,
		strings.Repeat("[", 120) + strings.Repeat("]", 120), `{"a":1,"a":2}`, `[9007199254740993,0.1,123456789012345678901234567890]`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1500 || !utf8.ValidString(text) {
			return // longer ones are cut, invalid ones read in two ways
		}
		var fromGo any
		if json.Unmarshal([]byte(text), &fromGo) != nil {
			return
		}
		want := FormatConsole([]any{fromGo})
		if strings.ContainsRune(want, utf8.RuneError) {
			return // two halves of surrogate pairs are one key in Go
		}
		rt := goja.New()
		_ = rt.Set("text", text)
		v, err := rt.RunString(`JSON.parse(text)`)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if got := FormatConsole(ConsoleArgs(rt, []goja.Value{v})); got != want && len(want) <= maxConsoleBytes {
			t.Errorf("%q\ngot  %s\nwant %s", text, got, want)
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
