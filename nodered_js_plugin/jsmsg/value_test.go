// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"bytes"
	"encoding/json"
	"math"
	"math/big"
	"reflect"
	"testing"
	"unicode/utf8"
)

func TestGoNumber(t *testing.T) {
	for text, want := range map[string]any{
		"0": int64(0), "-1": int64(-1), "999999999999999": int64(999999999999999), "9007199254740992": int64(1 << 53), "-9007199254740992": int64(-1 << 53),
		"9007199254740993": json.Number("9007199254740993"), "9007199254740994": float64(1<<53 + 2), "9223372036854775807": json.Number("9223372036854775807"),
		"100000000000000000000": 1e20, "1e21": 1e21, "1000000000000000000000": 1e21, "1.0": int64(1), "1e3": int64(1000), "1E+03": int64(1000), "10e-1": int64(1),
		"0.0": int64(0), "-0": math.Copysign(0, -1), "-0.0e5": math.Copysign(0, -1), "21.5": 21.5, "1.10": 1.1, "-1.50": -1.5, "0.001e3": int64(1),
		"0.1234567890123456789": json.Number("0.1234567890123456789"), "1e-7": 1e-7, "5e-324": 5e-324, "1e-400": json.Number("1e-400"),
		"1e400": json.Number("1e400"), "-1e400": json.Number("-1e400"), "1e99999999999999999999": json.Number("1e99999999999999999999"),
		"0e99999999999999999999": int64(0), "1e-99999999999999999999": json.Number("1e-99999999999999999999"),
	} {
		if got := goValue(text); !reflect.DeepEqual(got, want) || math.Signbit(asFloat(got)) != math.Signbit(asFloat(want)) {
			t.Errorf("%s is %T %v, want %T %v", text, got, got, want, want)
		}
	}
}

func asFloat(v any) float64 {
	f, _ := v.(float64)
	return f
}

// valuesAlike compares goValue with encoding/json: the same shape, strings and
// keys, numbers of the same exact value, and the same JSON again.
func valuesAlike(t *testing.T, text string) {
	t.Helper()
	if !Valid(text) {
		return
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	var want any
	if err := decoder.Decode(&want); err != nil {
		t.Fatal(err)
	}
	got := goValue(text)
	if !alike(got, want) {
		t.Fatalf("%s is %#v, encoding/json says %#v", text, got, want)
	}
	written, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if again := goValue(string(written)); !reflect.DeepEqual(again, got) {
		t.Fatalf("%s is %#v, and %#v when written and read again", text, got, again)
	}
}

func alike(got, want any) bool {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok || len(g) != len(w) {
			return false
		}
		for key := range w {
			if !alike(g[key], w[key]) {
				return false
			}
		}
		return true
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return false
		}
		for i := range w {
			if !alike(g[i], w[i]) {
				return false
			}
		}
		return true
	case json.Number:
		switch g := got.(type) {
		case int64:
			f, err := w.Float64()
			return err == nil && f == float64(g) && max(g, -g) <= maxExactInt
		case float64:
			f, err := w.Float64()
			return err == nil && f == g && (f != math.Trunc(f) || math.Abs(f) > maxExactInt || f == 0 && math.Signbit(f))
		case json.Number:
			return g == w
		}
		return false
	}
	return got == want
}

func TestGoValueIsThatOfEncodingJSON(t *testing.T) {
	for _, text := range jsonTexts {
		valuesAlike(t, text)
	}
	valuesAlike(t, nested(1000, `{"a":[`, `]}`))
}

func FuzzGoValue(f *testing.F) {
	for _, text := range append(jsonTexts, odd...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		valuesAlike(t, text)
		compactsAlike(t, text)
	})
}

// Digits that a float64 has not are kept, others are not.
func TestGoNumberKeepsTheDecimalValue(t *testing.T) {
	for _, text := range odd {
		exact, _ := new(big.Rat).SetString(text)
		var kept *big.Rat
		switch n := goValue(text).(type) {
		case int64:
			kept = new(big.Rat).SetInt64(n)
		case float64:
			kept, _ = new(big.Rat).SetString(string(appendJSNumber(nil, n)))
		case json.Number:
			kept, _ = new(big.Rat).SetString(n.String())
		}
		if kept == nil || kept.Cmp(exact) != 0 {
			t.Errorf("%s is %v", text, goValue(text))
		}
	}
}

// compactsAlike compares compacted with encoding/json, and loose with it.
func compactsAlike(t *testing.T, text string) {
	t.Helper()
	ok, loose := valid(text)
	if !ok {
		return
	}
	got := compacted(text)
	if !loose && string(got) != text {
		t.Fatalf("%q is not loose, but is %q when compact", text, got)
	}
	if !utf8.Valid(got) {
		t.Fatalf("%q is no UTF-8 when compact: %q", text, got)
	}
	var want bytes.Buffer
	if err := json.Compact(&want, []byte(validUTF8(text))); err != nil {
		t.Fatal(err)
	}
	if string(got) != want.String() {
		t.Fatalf("%q is %q when compact, want %q", text, got, want.String())
	}
}

func TestCompacted(t *testing.T) {
	for _, text := range append(jsonTexts, ` { "a b" : [ 1 , "\" {\\" ] } `, "[\n1,\r\n\t2 ]", "\"\xff\xfe\"", "{\"\xff\":\"é\"}", ` 7 `) {
		compactsAlike(t, text)
	}
}

func TestOverflows(t *testing.T) {
	for text, want := range map[string]bool{
		"1e400": true, "-1e400": true, " 1e400\n": true, "1e308": false, "1.8e308": true, "1e-400": false, "0e999": false, "5": false, "": false, `"1e400"`: false,
		"[1e400]": false, string(bytes.Repeat([]byte("9"), 308)): false, string(bytes.Repeat([]byte("9"), 310)): true, "true": false, "-0": false,
	} {
		if got := overflows(text); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
