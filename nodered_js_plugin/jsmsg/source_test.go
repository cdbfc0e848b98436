// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// after is the payload that a body leaves of one that came in as text.
func after(t testing.TB, text, body string) (payload string, isText bool) {
	t.Helper()
	rt := goja.New()
	b := NewBinding(&script.Paths{All: true}, Surroundings{})
	b.Bind(rt)
	m, err := b.Accept(service.NewMessage([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	b.Begin(m)
	returned, err := rt.RunString("(function () {" + body + "\n})()")
	if err != nil {
		t.Fatalf("%s on %s: %v", body, text, err)
	}
	results, _, err := b.End(returned, false)
	if err != nil || len(results) != 1 {
		t.Fatalf("%s on %s gives %d messages: %v", body, text, len(results), err)
	}
	return results[0].Payload()
}

// odd are numbers that JavaScript writes in another way, or not at all.
var odd = []string{
	"9007199254740993", "-9007199254740993", "12345678901234567890", "9223372036854775807", "1.0", "1.10", "-1.50", "0.0", "-0", "-0.0",
	"1e3", "1E+3", "1e-3", "0e0", "5e-324", "1e-400", "1.7976931348623157e308", "0.1234567890123456789", "9.0000000000000004", "255.0", "-1.0",
}

// Each expression moves the number v: the same interface of Go comes back. A Set
// makes 0 of -0, as JavaScript has it.
var moves = []string{
	`v`, `(0, v)`, `v || v`, `v ?? 1`, `true ? v : 0`, `(() => v)()`, `(x => x)(v)`, `(function () { return arguments[0] })(v)`,
	`((...x) => x[0])(v)`, `((x = v) => x)()`, `(({ a }) => a)({ a: v })`, `(([, a]) => a)([0, v])`, `(({ a: [b] }) => b)({ a: [v] })`,
	`(function () { let x = 0; x = v; { var y = x; } return y })()`, `(() => { let x, y = 1; [x, y] = [y, v]; return y })()`,
	`[v][0]`, `[...[v]][0]`, `[v].map(x => x)[0]`, `[v].filter(() => true)[0]`, `[1, v].slice(1)[0]`, `[1].concat([v])[1]`, `[[v]].flat()[0]`,
	`[v].find(() => true)`, `[v].reduce((a, x) => x, 0)`, `[v, v].sort()[0]`, `[v].at(-1)`, `[v].pop()`, `[0, v].reverse()[0]`, `Array.of(v)[0]`,
	`Array.from([v])[0]`, `Array.from({ length: 1 }, () => v)[0]`, `new Array(3).fill(v)[2]`, `(() => { let a = []; a[100000] = v; return a[100000] })()`,
	`(() => { let a = []; a.push(0); a.unshift(v); a.splice(1, 1); return a[0] })()`, `(() => { let r; [v].forEach(x => { r = x }); return r })()`,
	`(() => { for (const x of [v]) return x })()`, `[...new Set([v])][0] || v`, `[...new Map([[0, v]]).values()][0]`,
	`new Map([["a", v]]).get("a")`, `({ a: v }).a`, `({ a: v })["a"]`, `({ 7: v })[7]`, `({ ...{ a: v } }).a`, `Object.assign({}, { a: v }).a`,
	`Object.values({ a: v })[0]`, `Object.entries({ a: v })[0][1]`, `Object.fromEntries([["a", v]]).a`, `Object.freeze({ a: v }).a`, `Object.freeze([v])[0]`,
	`({ get a() { return v } }).a`, `Object.defineProperty({}, "a", { value: v }).a`, `Object.create({ a: v }).a`, `new (class { constructor() { this.a = v } })().a`,
	`(function* () { yield v })().next().value`, `new Proxy({ a: v }, {}).a`, `Reflect.get({ a: v }, "a")`, `(x => x).call(null, v)`, `(x => x).apply(null, [v])`,
	`(x => x).bind(null, v)()`, `eval("v")`, `(() => { switch (v) { case v: return v } })()`, `(() => { try { throw v } catch (e) { return e } })()`,
	`(() => { msg.other = v; return msg.other })()`, `(() => { msg.meta.x = v; return msg.meta.x })()`, `({ a: { b: v } })?.a?.b`,
}

func TestMovedNumbersKeepTheirText(t *testing.T) {
	for _, text := range odd {
		for _, move := range moves {
			if got, _ := after(t, "["+text+"]", "const v = msg.payload[0]; msg.payload = "+move+"; return msg"); got != text {
				t.Errorf("%s of %s is %s", move, text, got)
			}
			if got, _ := after(t, `{"a":`+text+`}`, "const v = msg.payload.a; return { payload: [0, { b: "+move+" }] }"); got != `[0,{"b":`+text+`}]` {
				t.Errorf("%s of %s, inside, is %s", move, text, got)
			}
		}
	}
}

// Each expression makes a new number of v, which has no text to keep. Not among
// them is Math.sign: goja gives a zero back as it got it.
func TestComputedNumbersHaveNoText(t *testing.T) {
	rt := goja.New()
	for _, text := range odd {
		for _, expression := range []string{
			`+v`, `-(-v)`, `v + 0`, `0 + v`, `v - 0`, `v * 1`, `v / 1`, `v ** 1`, `Number(v)`, `new Number(v)`, `parseFloat(v)`, `Math.max(v)`, `Math.min(v, Infinity)`,
			`JSON.parse(JSON.stringify(v))`, `Number(String(v))`, `(() => { let x = v; x += 0; return x })()`, `Object(v)`, `new Float64Array([v])[0]`,
			`(() => { let x = v - 1; return x + 1 })()`,
		} {
			want, err := rt.RunString("JSON.stringify((v => " + expression + ")(" + text + "))")
			if err != nil {
				t.Fatal(err)
			}
			got, _ := after(t, "["+text+"]", "const v = msg.payload[0]; return { payload: [ "+expression+" ] }")
			if got != "["+want.String()+"]" {
				t.Errorf("%s of %s is %s, want %s", expression, text, got, want)
			}
		}
		for _, expression := range []string{`v | 0`, `~~v`, `v >>> 0`, `v % 7`, `Math.trunc(v)`, `Math.floor(v)`, `Math.round(v)`, `Math.abs(v)`, `-v`, `v++ + 1`} {
			got, _ := after(t, "["+text+"]", "let v = msg.payload[0]; return { payload: [ "+expression+" ] }")
			again, _ := after(t, "["+text+"]", "let v = +msg.payload[0]; return { payload: [ "+expression+" ] }")
			if got != again {
				t.Errorf("%s of %s is %s, of its double %s", expression, text, got, again)
			}
		}
	}
}

// A kept number behaves as any other of its value, and has goja's types.
func TestKeptNumbersAreOrdinary(t *testing.T) {
	rt := goja.New()
	var numbers sources
	for _, text := range odd {
		v, ok := parseJSON(rt, &numbers, text)
		if !ok {
			t.Fatal(text)
		}
		if got, _ := numbers.text(v); got != text {
			t.Errorf("%s is kept as %q", text, got)
		}
		plain, _ := parseJSON(rt, nil, text)
		if reflect.TypeOf(v) != reflect.TypeOf(plain) || !v.SameAs(plain) || !v.StrictEquals(plain) || v.String() != plain.String() || v.Export() != plain.Export() {
			t.Errorf("%s is %T %v, want %T %v", text, v, v, plain, plain)
		}
		if _, kept := numbers.text(plain); kept {
			t.Errorf("another %s is taken for the kept one", text)
		}
	}
}

// What is forgotten is not found, and its place never becomes another number's.
func TestForgottenNumbers(t *testing.T) {
	rt := goja.New()
	var numbers sources
	var old []goja.Value
	for range 100 {
		for _, text := range odd {
			v, _ := parseJSON(rt, &numbers, text)
			old = append(old, v)
		}
		numbers.forget()
		for i, v := range old {
			if text, kept := numbers.text(v); kept {
				t.Fatalf("%s is still known as %s", odd[i%len(odd)], text)
			}
		}
	}
	var kept []goja.Value
	for range 1000 {
		v, _ := parseJSON(rt, &numbers, "1.0")
		kept = append(kept, v)
	}
	for i, v := range old {
		if text, found := numbers.text(v); found {
			t.Fatalf("%s is taken for a new %s", odd[i%len(odd)], text)
		}
		if plain, _ := parseJSON(rt, nil, odd[i%len(odd)]); !v.SameAs(plain) {
			t.Fatalf("%s became %v", odd[i%len(odd)], v)
		}
	}
	for _, v := range kept {
		if text, found := numbers.text(v); !found || text != "1.0" {
			t.Fatal("a number is lost among many")
		}
	}
}

func TestNothingIsKeptOfOrdinaryNumbers(t *testing.T) {
	var numbers sources
	if _, ok := parseJSON(goja.New(), &numbers, `{"a":[0,1,-1,255,21.5,-0.25,123456789012345,0.1]}`); !ok || numbers.chunks != nil {
		t.Errorf("%d numbers are kept", len(numbers.chunks[0]))
	}
}

// carry are bodies that put the payload, whole, where %s stands in a text.
var carry = []struct{ body, text string }{
	{`return { payload: [msg.payload] }`, `[%s]`},
	{`msg.payload = { a: msg.payload, b: 1 }; return msg`, `{"a":%s,"b":1}`},
	{`const { payload: [...all] } = { payload: [msg.payload] }; msg.payload = all; return msg`, `[%s]`},
	{`const copy = v => Array.isArray(v) ? v.map(x => copy(x)) : v && typeof v === "object" ? { ...v } : v; return { payload: [copy(msg.payload)] }`, `[%s]`},
	{`const copy = v => {
		if (Array.isArray(v)) return [...v].map(copy);
		if (v === null || typeof v !== "object") return v;
		return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, copy(x)]));
	}; msg.payload = [0, copy(msg.payload)]; return msg`, `[0,%s]`},
	{`const m = new Map([[1, msg.payload]]); msg.payload = { list: [...m.values()].concat(m.size) }; return msg`, `{"list":[%s,1]}`},
}

// carries checks that scripts which only move a payload leave every digit of it.
func carries(t *testing.T, text string) {
	t.Helper()
	if !Valid(text) || strings.Count(text, "[")+strings.Count(text, "{") > 1000 {
		return
	}
	for _, body := range []string{"msg.payload = msg.payload; return msg", "const p = msg.payload; return { payload: p }"} {
		if got, isText := after(t, text, body); got != text || isText != overflows(text) {
			t.Fatalf("%s makes %s of %s", body, got, text)
		}
	}
	if overflows(text) {
		return // a string
	}
	canonical := string(appendCanonical(nil, text))
	for _, c := range carry {
		want := strings.Replace(c.text, "%s", canonical, 1)
		if got, _ := after(t, text, c.body); got != want {
			t.Fatalf("%s makes %s of %s, want %s", c.body, got, text, want)
		}
	}
}

func TestScriptsCarryRandomJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		carries(t, randomJSON(r, 2))
	}
}

func FuzzCarry(f *testing.F) {
	for _, text := range append(jsonTexts, odd...) {
		f.Add(text)
		f.Add(`{"a":` + text + `,"b":[` + text + `]}`)
	}
	f.Fuzz(carries)
}
