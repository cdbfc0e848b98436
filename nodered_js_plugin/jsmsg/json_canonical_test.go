// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// writesAlike compares appendCanonical with a way through JavaScript, and
// appendJSON with JSON.stringify.
func writesAlike(t *testing.T, rt *goja.Runtime, text string) {
	t.Helper()
	var numbers sources
	v, ok := parseJSON(rt, &numbers, text)
	if !ok {
		return
	}
	canonical := string(appendCanonical([]byte("x"), text))[1:]
	got, err := appendJSON(nil, rt, &numbers, v)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	if canonical != string(got) {
		t.Fatalf("appendCanonical(%q) is %s, appendJSON of its value %s", text, canonical, got)
	}
	if again := string(appendCanonical(nil, canonical)); again != canonical {
		t.Fatalf("the canonical %s becomes %s", canonical, again)
	}
	computed, err := appendJSON(nil, rt, nil, v)
	if err != nil {
		if !goja.IsInfinity(v) {
			t.Fatalf("%q: %v", text, err)
		}
		return
	}
	// Of some subnormal numbers, goja's is no JSON.
	if want := jsonOf(t, rt, v); string(computed) != want && Valid(want) {
		t.Fatalf("appendJSON of %q is %s, JSON.stringify says %s", text, computed, want)
	}
}

func TestCanonicalIsJSONOfValue(t *testing.T) {
	rt := goja.New()
	for _, text := range jsonTexts {
		writesAlike(t, rt, text)
	}
	writesAlike(t, rt, nested(maxJSONDepth, "[", "]"))
	writesAlike(t, rt, nested(maxJSONDepth, `{"a":`, "}"))
	writesAlike(t, rt, nested(maxJSONDepth, `{"a":0,"1":`, `,"a":2}`))
}

func TestCanonical(t *testing.T) {
	for text, want := range map[string]string{
		` { "a" : [ 1 , 2 ] , "b" : null } `:                             `{"a":[1,2],"b":null}`,
		`[1.0,1e3,-0,1.50,9007199254740993,21.5]`:                        `[1.0,1e3,-0,1.50,9007199254740993,21.5]`,
		`[1e999,-1e999]`:                                                 `[1e999,-1e999]`,
		`"\u0041\/\u00e9\ud83d\ude00\u001F"`:                             `"A/é😀\u001f"`,
		`{"b":1,"10":2,"a":3,"9":4,"b":5}`:                               `{"9":4,"10":2,"b":5,"a":3}`,
		`[{"1":{"z":0,"0":1},"0":{"y":0,"y":1}},{"1":1,"2":2,"x":[{}]}]`: `[{"0":{"y":1},"1":{"0":1,"z":0}},{"1":1,"2":2,"x":[{}]}]`,
		`[0.0000001,0.000001,0.05,123456789.12345678,0.1000,-0.0,1E+2]`:  `[0.0000001,0.000001,0.05,123456789.12345678,0.1000,-0.0,1E+2]`,
	} {
		if got := string(appendCanonical(nil, text)); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

// A changed value must never look unchanged.
func TestCanonicalTellsValuesApart(t *testing.T) {
	rt := goja.New()
	for _, test := range []struct{ text, change string }{
		{`{"a":1,"b":[1,2]}`, `v.b[1] = 3`},
		{`{"a":1,"b":[1,2]}`, `v.b.push(null)`},
		{`{"a":1,"b":[1,2]}`, `delete v.a`},
		{`{"a":1,"b":2}`, `delete v.a; v.a = 1`},
		{`{"a":"1"}`, `v.a = 1`},
		{`{"a":null}`, `v.a = undefined`},
		{`{"a":21.5}`, `v.a += 1e-14`},
		{`{"a":1.0}`, `v.a = 1`},
		{`{"a":9007199254740993}`, `v.a = +v.a`},
		{`{"a":"é"}`, `v.a = "e\u0301"`},
		{`{"a":"\ud83d"}`, `v.a = "\ud83d"`},
	} {
		var numbers sources
		v, _ := parseJSON(rt, &numbers, test.text)
		_ = rt.Set("v", v)
		if _, err := rt.RunString(test.change); err != nil {
			t.Fatal(err)
		}
		got, err := appendJSON(nil, rt, &numbers, v)
		if err != nil {
			t.Fatal(err)
		}
		if canonical := appendCanonical(nil, test.text); string(got) == string(canonical) {
			t.Errorf("%s after %s is still %s", test.text, test.change, got)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, text := range jsonTexts {
		f.Add(text)
	}
	rt := goja.New()
	f.Fuzz(func(t *testing.T, text string) {
		_ = appendCanonical(nil, text) // whatever it is for no JSON, it comes back
		writesAlike(t, rt, text)
	})
}

// randomJSON is a value with keys that meet: equal, index-like and escaped ones.
func randomJSON(r *rand.Rand, depth int) string {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	if depth == 0 || r.IntN(3) == 0 {
		switch r.IntN(3) {
		case 0:
			return pick("null", "true", "false", `"a"`, `"\u0061\n"`, `"é"`, `"\ud800"`, `""`)
		case 1:
			return strconv.FormatFloat(r.NormFloat64()*1e4, pick("e", "f")[0], r.IntN(18), 64)
		}
		return strconv.Itoa(int(r.Int64()) >> r.IntN(64))
	}
	object := r.IntN(2) == 0
	var b strings.Builder
	b.WriteString(pick("", " "))
	for i := range r.IntN(24) {
		if i > 0 {
			b.WriteString(pick(",", " , "))
		}
		if object {
			b.WriteString(pick(`"a"`, `"b"`, `"\u0061"`, `"é"`, `"\u00e9"`, `"0"`, `"1"`, `"-1"`, `"01"`, `"10"`, `"4294967295"`,
				strconv.Quote(strconv.Itoa(r.IntN(40))), strconv.Quote("key"+strconv.Itoa(r.IntN(40)))) + pick(":", " : "))
		}
		b.WriteString(randomJSON(r, depth-1))
	}
	if object {
		return "{" + b.String() + "}"
	}
	return "[" + b.String() + "]"
}

func TestCanonicalOfRandomJSON(t *testing.T) {
	rt := goja.New()
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		text := randomJSON(r, 3)
		if !Valid(text) {
			t.Fatalf("%s is no JSON", text)
		}
		parsesAlike(t, rt, text)
		writesAlike(t, rt, text)
	}
}
