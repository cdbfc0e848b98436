// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// inRuntime runs a script in a new runtime that has v as the global v.
func inRuntime(t testing.TB, text, script string) goja.Value {
	t.Helper()
	rt := goja.New()
	v, ok := parseJSON(rt, nil, text)
	if !ok {
		t.Fatalf("%q is no JSON", text)
	}
	if err := rt.Set("v", v); err != nil {
		t.Fatal(err)
	}
	result, err := rt.RunString(script)
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return result
}

func TestParseJSONBehavesAsJavaScript(t *testing.T) {
	for _, test := range []struct{ text, script, want string }{
		{`{"a":1}`, `Object.getPrototypeOf(v) === Object.prototype && v instanceof Object`, "true"},
		{`[{"a":{}},{"a":{}}]`, `[v[0], v[1], v[0].a, v[1].a].every(o => Object.getPrototypeOf(o) === Object.prototype)`, "true"},
		{`[[]]`, `Array.isArray(v[0]) && Object.getPrototypeOf(v[0]) === Array.prototype`, "true"},
		{`[1,2]`, `v.push(3); v.length + "," + v`, "3,1,2,3"},
		{`[]`, `v.length`, "0"},
		{`[[1,2],[3],[],[[4]]]`, `JSON.stringify(v)`, `[[1,2],[3],[],[[4]]]`},
		{`{"__proto__":{"x":1}}`, `Object.keys(v) + v.x + Object.getPrototypeOf(v).x + v["__proto__"].x`, "__proto__undefinedundefined1"},
		{`{"a":1,"b":2,"a":3}`, `JSON.stringify(v)`, `{"a":3,"b":2}`},
		{`{"b":1,"1":2,"0":3}`, `Object.keys(v).join()`, `0,1,b`},
		{`{"a":1}`, `var d = Object.getOwnPropertyDescriptor(v, "a"); [d.value, d.writable, d.enumerable, d.configurable].join()`, "1,true,true,true"},
		{`-0`, `1 / v`, "-Infinity"},
		{`-0.0`, `1 / v`, "-Infinity"},
		{`0`, `1 / v`, "Infinity"},
		{`9007199254740993`, `v`, "9007199254740992"},
		{`9007199254740992`, `v`, "9007199254740992"},
		{`999999999999999`, `v + 1`, "1000000000000000"},
		{`-123456789012345`, `v - 1`, "-123456789012346"},
		{`12345678901234567890`, `v`, "12345678901234567000"},
		{`1e999`, `v`, "Infinity"},
		{`[-1e999]`, `v[0]`, "-Infinity"},
		{`1e-999`, `v`, "0"},
		{`1.0`, `v`, "1"},
		{`"\ud83d\ude00"`, `v.length`, "2"},
		{`"\ud83d"`, `v === "\ufffd"`, "true"},
		{"\"\xff\xff\"", `v === "\ufffd\ufffd"`, "true"},
		{"{\"\xff\":1}", `v["\ufffd"]`, "1"},
		{`{"über":"größer als sechzehn Bytes"}`, `v.über.length`, "25"},
		{`{"e":true,"f":false,"n":null}`, `v.e === true && v.f === false && v.n === null`, "true"},
		{` "text" `, `typeof v + v.length`, "string4"},
	} {
		if got := inRuntime(t, test.text, test.script).String(); got != test.want {
			t.Errorf("%s on %s is %s, want %s", test.script, test.text, got, test.want)
		}
	}
}

// Whatever a script did to the builtins, parsing neither runs nor heeds it.
func TestParseJSONRunsNoScript(t *testing.T) {
	rt := goja.New()
	_, err := rt.RunString(`
		var ran = "";
		for (const proto of [Object.prototype, Array.prototype])
			for (const key of ["a", "0", "length2", "__proto__"])
				Object.defineProperty(proto, key, {set(v) { ran += key }, get() { return "got " + key }, configurable: true});
		Object.defineProperty(Object.prototype, "fixed", {value: 1});
		Object = Array = JSON = undefined;
	`)
	if err != nil {
		t.Fatal(err)
	}
	v, ok := parseJSON(rt, nil, `{"a":1,"0":2,"length2":3,"__proto__":4,"fixed":5,"b":[6,{"a":7}]}`)
	if !ok {
		t.Fatal("no JSON")
	}
	if err := rt.Set("v", v); err != nil {
		t.Fatal(err)
	}
	got, err := rt.RunString(`[ran, v.a, v[0], v.length2, v["__proto__"], v.fixed, v.b[0], v.b[1].a].join()`)
	if err != nil {
		t.Fatal(err)
	}
	if want := ",1,2,3,4,5,6,7"; got.String() != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestParseJSONDepth(t *testing.T) {
	rt := goja.New()
	for depth, want := range map[int]bool{maxJSONDepth: true, maxJSONDepth + 1: false, 5_000_000: false} {
		for _, brackets := range [][2]string{{"[", "]"}, {`{"a":`, "}"}} {
			if _, ok := parseJSON(rt, nil, nested(depth, brackets[0], brackets[1])); ok != want {
				t.Errorf("%d levels of %s: %v", depth, brackets[0], ok)
			}
		}
	}
}

// parsesAlike compares parseJSON with encoding/json and with goja's JSON.parse.
func parsesAlike(t *testing.T, rt *goja.Runtime, text string) {
	t.Helper()
	v, ok := parseJSON(rt, nil, text)
	if valid := json.Valid([]byte(text)); ok != valid {
		t.Fatalf("parseJSON(%q) says %v, encoding/json %v", text, ok, valid)
	}
	if !ok {
		if v != nil {
			t.Fatalf("parseJSON(%q) gave a value", text)
		}
		return
	}
	if err := rt.Set("text", text); err != nil {
		t.Fatal(err)
	}
	want, err := rt.RunString(`JSON.parse(text)`)
	if err != nil {
		if strings.Contains(err.Error(), "range") || strings.Contains(err.Error(), "cannot unmarshal number") {
			return // goja has no Infinity here
		}
		t.Fatalf("%q: %v", text, err)
	}
	if got, want := v.Export(), want.Export(); !reflect.DeepEqual(got, want) {
		t.Fatalf("%q is %#v, JSON.parse says %#v", text, got, want)
	}
	if got, want := jsonOf(t, rt, v), jsonOf(t, rt, want); got != want { // the order of keys
		t.Fatalf("%q is %s, JSON.parse says %s", text, got, want)
	}
}

// jsonOf is goja's own JSON.stringify.
func jsonOf(t testing.TB, rt *goja.Runtime, v goja.Value) string {
	t.Helper()
	stringify, _ := goja.AssertFunction(rt.Get("JSON").ToObject(rt).Get("stringify"))
	text, err := stringify(goja.Undefined(), v)
	if err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestParseJSONIsJSONParse(t *testing.T) {
	rt := goja.New()
	for _, text := range jsonTexts {
		parsesAlike(t, rt, text)
	}
}

func TestParseJSONNegativeZeroIsFloat(t *testing.T) {
	v, _ := parseJSON(goja.New(), nil, "-0")
	if f, ok := v.Export().(float64); !ok || !math.Signbit(f) {
		t.Errorf("-0 is %#v", v.Export())
	}
}

func FuzzParseJSON(f *testing.F) {
	for _, text := range jsonTexts {
		f.Add(text)
	}
	rt := goja.New()
	f.Fuzz(func(t *testing.T, text string) {
		parsesAlike(t, rt, text)
		writesAlike(t, rt, text)
	})
}
