// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"encoding/json"
	"strings"
	"testing"
)

// jsonTexts are texts worth trying anywhere: valid and invalid ones.
var jsonTexts = []string{
	`null`, `true`, `false`, ` true`, "\t\r\n null \n", `nul`, `nullx`, `True`, `truefalse`, ``, ` `, "\x00", "null\x00",
	`0`, `-0`, `-0.0`, `1`, `-1`, `21.5`, `0.1`, `100`, `1.0`, `1.50`, `1e3`, `1E+3`, `1e-3`, `0e0`, `-0e-0`, `0.0`,
	`007`, `01`, `-`, `+1`, `.5`, `5.`, `1.e3`, `1e`, `1e+`, `--1`, `1 2`, `0x10`, `1_000`, `Infinity`, `NaN`, `-a`,
	`9007199254740991`, `9007199254740992`, `9007199254740993`, `-9007199254740993`, `999999999999999`, `1234567890123456`,
	`9223372036854775807`, `9223372036854775808`, `123456789012345678901234567890`, `1e21`, `1e20`, `123e-20`,
	`0.000001`, `0.0000001`, `0.00000123`, `1.7976931348623157e308`, `1e999`, `-1e999`, `1e-999`, `5e-324`, `0.30000000000000004`,
	`123456789.12345678`, `12345678.1234567`, `-1.25`, `-0.5`, `0.05`, `9.000000000000001`, `9.0000000000000004`, `1e400000000000`,
	`""`, `"a"`, `"a`, `a"`, `"a""b"`, `"\"\\\/\b\f\n\r\t"`, `"\u0041"`, `"\u00e9\u4e2d"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ude00"`,
	`"\ud83d\u0041"`, `"\ud83dx"`, `"\ud83d\ud83d\ude00"`, `"\ud83d\"`, `"\ud83d\n"`, `"\u12"`, `"\u12g4"`, `"\U0041"`, `"\x41"`, `"\'"`, `"\`, `"\u`,
	`"\uFFFD\uD83D\uDE00"`, `"\u0000\u001f\u007f\u2028"`, "\"\x7f\"", "\"\n\"", "\"\x00\"", "\"a\tb\"",
	`"é中😀"`, "\"\xff\"", "\"a\xe4\xb8\"", "\"\xed\xa0\xbd\"", "\"\xff\xfe\\n\xff\"", "\xff", "\"\u2028\"", "\"<b>&\"", "\ufeff1",
	`[]`, `[ ]`, `[1]`, `[1,]`, `[,1]`, `[1 2]`, `[1,2,[3,[4]],{}]`, `[`, `]`, `[1`, `[[]`, `[]]`, `[}`, `[1e999,-1e999]`,
	`{}`, `{ }`, `{"a":1}`, `{"a":1,}`, `{,"a":1}`, `{"a"}`, `{"a":}`, `{a:1}`, `{"a" : 1 , "b":[ ] }`, `{"a":1 "b":2}`, `{1:2}`, `{"a":1]`, `{`, `}`, `{"a"`, `{"a":1`,
	`{"a":1,"b":2,"a":3}`, `{"z":1,"a":2,"10":3,"9":4,"01":5,"-1":6,"1.5":7}`, `{"x":0,"4294967295":1,"4294967296":2,"4294967294":3,"0":4,"":5}`,
	`{"4294967299":1,"9":2}`, `{"b":1,"1":2,"b":3,"1":4,"0":{"1":0,"0":1}}`, `{"a":1,"\u0061":2}`, `{"__proto__":{"x":1},"constructor":2,"toJSON":3}`,
	`{"\ud83d":1,"\ufffd":2}`, "{\"\xff\":1,\"\xfe\":2,\"é\":3}", `{"length":2,"0":"a"}`,
	`{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12,"m":13,"c":14}`,
	`{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12,"7":13,"3":{"a":1,"a":2}}`,
	`[{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9},{"i":9,"h":8,"g":7,"f":6,"e":5,"d":4,"c":3,"b":2,"a":1}]`,
	`{"line":{"cell":{"robot":{"axis":[1,2,3],"state":"RUN"}}},"ts":"2026-01-05T08:00:00Z"}`,
}

// nested is JSON of arrays or objects that are depth levels deep.
func nested(depth int, opening, closing string) string {
	return strings.Repeat(opening, depth) + "1" + strings.Repeat(closing, depth)
}

func TestValid(t *testing.T) {
	for _, text := range jsonTexts {
		if got, want := Valid(text), json.Valid([]byte(text)); got != want {
			t.Errorf("Valid(%q) = %v, encoding/json says %v", text, got, want)
		}
	}
}

func TestValidDepth(t *testing.T) {
	for _, depth := range []int{maxJSONDepth, maxJSONDepth + 1} {
		for _, text := range []string{nested(depth, "[", "]"), nested(depth, `{"a":`, "}"), "[" + nested(depth-1, `{"a":`, "}") + ",[]]"} {
			if got, want := Valid(text), json.Valid([]byte(text)); got != want {
				t.Errorf("%d levels of %.5q: %v, encoding/json says %v", depth, text, got, want)
			}
		}
	}
	// What is closed no longer counts.
	if text := "[" + strings.Repeat("[],", 2*maxJSONDepth) + "{}]"; !Valid(text) {
		t.Error("many arrays side by side are taken for deep ones")
	}
}

func TestUnescape(t *testing.T) {
	for _, text := range jsonTexts {
		var want string
		if text == "" || text[0] != '"' || json.Unmarshal([]byte(text), &want) != nil {
			continue
		}
		if got := jsonUnescape(text[1 : len(text)-1]); got != want {
			t.Errorf("%q is %q, encoding/json says %q", text, got, want)
		}
	}
}

func FuzzValid(f *testing.F) {
	for _, text := range jsonTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := Valid(text), json.Valid([]byte(text)); got != want {
			t.Fatalf("Valid(%q) = %v, encoding/json says %v", text, got, want)
		}
		var want string
		if strings.HasPrefix(text, `"`) && strings.HasSuffix(text, `"`) && json.Unmarshal([]byte(text), &want) == nil {
			if got := jsonUnescape(text[1 : len(text)-1]); got != want {
				t.Fatalf("%q is %q, encoding/json says %q", text, got, want)
			}
		}
	})
}
