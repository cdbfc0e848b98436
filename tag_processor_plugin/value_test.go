// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"strings"
	"testing"
)

func js(text string) jsonPayload  { return jsonPayload{Text: text} }
func raw(text string) jsonPayload { return jsonPayload{Text: text, IsText: true} }

func TestTagValue(t *testing.T) {
	digits := strings.Repeat("1234567890", 40)
	tests := []struct {
		payload jsonPayload
		want    string
	}{
		// Numbers keep their text.
		{js(`1450`), `1450`},
		{js(`-0`), `0`},
		{js(`-0.0`), `0`},
		{js(`9223372036854775807`), `9223372036854775807`},
		{js(`9007199254740993`), `9007199254740993`},
		{js(`123456789012345678901234`), `123456789012345678901234`},
		{js(`0.1234567890123456789`), `0.1234567890123456789`},
		{js(`1e+21`), `1e+21`},
		{js(`1.0`), `1`},
		{js(`1.50`), `1.5`},
		{js(`1e3`), `1000`},
		{js(`1.50E3`), `1500`},
		{js(`9007199254740993.0`), `9007199254740993.0`},
		{js(`1e400`), `"1e400"`},
		{js(` -1E400 `), `"-1E400"`},
		{js(`1e-400`), `1e-400`},
		{js(" 42\n"), `42`},
		{js("\t-1\r"), `-1`},

		{js(`true`), `true`},
		{js(` false `), `false`},
		{js(`null`), `null`},

		// Strings that look like numbers become numbers of the same exact value.
		{js(`"42"`), `42`},
		{js(`"-3.75"`), `-3.75`},
		{js(`"1e5"`), `100000`},
		{js(`"1E+05"`), `100000`},
		{js(`"007"`), `7`},
		{js(`"-007"`), `-7`},
		{js(`"000"`), `0`},
		{js(`"-0"`), `0`},
		{js(`"00042.50"`), `42.5`},
		{js(`"0.00"`), `0`},
		{js(`".5"`), `0.5`},
		{js(`"-.5e-3"`), `-0.0005`},
		{js(`"5."`), `5`},
		{js(`"5.e3"`), `5000`},
		{js(`"+5"`), `5`},
		{js(`"+05.10"`), `5.1`},
		{js(`"9007199254740993"`), `9007199254740993`},
		{js(`"0.1234567890123456789"`), `0.1234567890123456789`},
		{js(`"1e-400"`), `1e-400`},
		{js(`"0009007199254740993.10"`), `9007199254740993.10`},
		{js(`"\u0034\u0032"`), `42`},
		{raw(`007`), `7`},
		{raw(`+5`), `5`},
		{raw(digits[:300]), digits[:300]},
		{raw("0." + digits), "0." + digits},
		{raw("-00" + digits[:305]), "-" + digits[:305]},

		// Hexadecimal ones become their float64.
		{js(`"0x1p4"`), `16`},
		{js(`"0X1.8P1"`), `3`},
		{js(`"-0x1p-2"`), `-0.25`},
		{js(`"+0x1p10"`), `1024`},
		{js(`"0x1p100"`), `1.2676506002282294e+30`},
		{js(`"0x1p-30"`), `9.313225746154785e-10`},
		{js(`"-0x0p0"`), `0`},
		{js(`"0x1p2000"`), `"0x1p2000"`},

		// What strconv.ParseFloat refuses or what is not finite stays a string.
		{js(`"0x10"`), `"0x10"`},
		{js(`"4711_02"`), `"4711_02"`},
		{js(`"1_000"`), `"1_000"`},
		{js(`"1__0"`), `"1__0"`},
		{js(`"_10"`), `"_10"`},
		{js(`"0x_1p10"`), `"0x_1p10"`},
		{raw(`1_0`), `"1_0"`},
		{js(`"1e400"`), `"1e400"`},
		{raw(digits), `"` + digits + `"`},
		{js(`" 42"`), `" 42"`},
		{js(`"42 "`), `"42 "`},
		{js(`"1,5"`), `"1,5"`},
		{js(`"."`), `"."`},
		{js(`"-"`), `"-"`},
		{js(`"+"`), `"+"`},
		{js(`"+-5"`), `"+-5"`},
		{js(`"1e"`), `"1e"`},
		{js(`"2026-01-05"`), `"2026-01-05"`},
		{js(`"1.2.3"`), `"1.2.3"`},
		{js(`"NaN"`), `"NaN"`},
		{js(`"nan"`), `"nan"`},
		{js(`"Inf"`), `"Inf"`},
		{js(`"-Infinity"`), `"-Infinity"`},
		{js(`"+inf"`), `"+inf"`},
		{js(`"٣"`), `"٣"`},

		{js(`"RUNNING"`), `"RUNNING"`},
		{js(`"true"`), `"true"`},
		{js(`"FALSE"`), `"FALSE"`},
		{js(`"null"`), `"null"`},
		{js(`""`), `""`},
		{raw(``), `""`},
		{raw(`true`), `"true"`},
		{raw(`"`), `"\""`},
		{raw("{\"a\":1}\n{\"a\":2}"), `"{\"a\":1}\n{\"a\":2}"`},
		{raw("01 0A FF 3C"), `"01 0A FF 3C"`},
		{js(`"line1\nline2\ttab \"quoted\" back\\slash\/"`), `"line1\nline2\ttab \"quoted\" back\\slash/"`},
		{js(`"<b>A&B</b> \u2028 end"`), "\"<b>A&B</b> \u2028 end\""},
		{js(`"\u00fc \ud83d\ude00"`), `"ü 😀"`},
		{js(`"\ud83d"`), "\"\ufffd\""},
		{raw("a\x00b\x1f\r\x7f"), `"a\u0000b\u001f\r` + "\x7f\""},
		{raw("ü\xff\xfe\xc3"), "\"ü\ufffd\ufffd\ufffd\""},
		{raw("\ufffd"), "\"\ufffd\""},
		{js("\"\xff\""), "\"\ufffd\""},

		// Arrays and objects become a string of their JSON.
		{js(`[]`), `"[]"`},
		{js(" { } \n"), `"{}"`},
		{js(`["OK", 1, null, true, {"b":2,"a":1}, [1,[2]]]`), `"[\"OK\",1,null,true,{\"b\":2,\"a\":1},[1,[2]]]"`},
		{js(`{"serial":9007199254740993, "f":1.0, "e":1e3, "z":-0}`), `"{\"serial\":9007199254740993,\"f\":1.0,\"e\":1e3,\"z\":-0}"`},
		{js(`{"t":1,"t":2}`), `"{\"t\":1,\"t\":2}"`},
		{js("{\n\t\"a b\" : \" c \\\" d \\\\\" ,\r\n\"e\":\"\\u00fc <&> ü\"}"), `"{\"a b\":\" c \\\" d \\\\\",\"e\":\"\\u00fc <&> ü\"}"`},
		{js("[\"\xff\"]"), "\"[\\\"\ufffd\\\"]\""},
	}
	for _, tt := range tests {
		for _, datatype := range []string{"", "float32", "String"} {
			got, err := tagValue(tt.payload, datatype, true)
			if err != nil || got != decoded(t, []byte(tt.want)) {
				t.Errorf("tagValue(%#v, datatype %q) = %#v, %v, want %s", tt.payload, datatype, got, err, tt.want)
			}
		}
	}
}

// TestTagValueText is numeric_text: text.
func TestTagValueText(t *testing.T) {
	tests := []struct {
		datatype string
		payload  jsonPayload
		want     string
	}{
		{"", js(`"0004711"`), `"0004711"`},
		{"", js(`"42"`), `"42"`},
		{"", js(`"1e5"`), `"1e5"`},
		{"", js(`"0x1p4"`), `"0x1p4"`},
		{"", raw(`007`), `"007"`},
		{"", js(`"RUNNING"`), `"RUNNING"`},
		{"", js(`1.50`), `1.5`},
		{"", js(`1e400`), `"1e400"`},
		{"", js(`true`), `true`},
		{"", js(`null`), `null`},
		{"", js(`["42"]`), `"[\"42\"]"`},
		{"float32", js(`"42"`), `"42"`},
		{"number", js(`"0004711"`), `4711`},
		{"bool", js(`"1"`), `true`},
		{"bool", js(`"1.0"`), `true`},
		{"string", js(`4711`), `"4711"`},
	}
	for _, tt := range tests {
		got, err := tagValue(tt.payload, tt.datatype, false)
		if err != nil || got != decoded(t, []byte(tt.want)) {
			t.Errorf("tagValue(%#v, datatype %q) = %#v, %v, want %s", tt.payload, tt.datatype, got, err, tt.want)
		}
	}
}

func TestTagValueForced(t *testing.T) {
	tests := []struct {
		datatype string
		payload  jsonPayload
		want     string // "" where the payload cannot have the type
	}{
		{"string", js(`"000123456789012345"`), `"000123456789012345"`},
		{"string", js(`" x "`), `" x "`},
		{"string", js(`"\u0041"`), `"A"`},
		{"string", raw(`raw text`), `"raw text"`},
		{"string", js(`1.50`), `"1.50"`},
		{"string", js(`-0`), `"-0"`},
		{"string", js(`1e400`), `"1e400"`},
		{"string", js(" 9007199254740993\n"), `"9007199254740993"`},
		{"string", js(`true`), `"true"`},
		{"string", js(`null`), `"null"`},
		{"string", js(`[1, 2]`), `"[1,2]"`},
		{"string", js(`{"a": "b c"}`), `"{\"a\":\"b c\"}"`},

		{"number", js(`42`), `42`},
		{"number", js(`1e21`), `1e+21`},
		{"number", js(`-0`), `0`},
		{"number", js(`1.0`), `1`},
		{"number", js(`1e-400`), `1e-400`},
		{"number", js(`9007199254740993`), `9007199254740993`},
		{"number", js(`"-3.5e2"`), `-350`},
		{"number", js(`"9007199254740993"`), `9007199254740993`},
		{"number", js(`"+5"`), `5`},
		{"number", js(`"0x1p4"`), `16`},
		{"number", raw(`007`), `7`},
		{"number", js(`1e400`), ``},
		{"number", js(`"1e400"`), ``},
		{"number", js(`"4711_02"`), ``},
		{"number", js(`"0x_1p4"`), ``},
		{"number", js(`"NaN"`), ``},
		{"number", js(`"-Inf"`), ``},
		{"number", js(`" 42 "`), ``},
		{"number", js(`"OFF"`), ``},
		{"number", js(`""`), ``},
		{"number", js(`true`), ``},
		{"number", js(`null`), ``},
		{"number", js(`[1]`), ``},
		{"number", js(`{}`), ``},

		{"bool", js(`true`), `true`},
		{"bool", js(`false`), `false`},
		{"bool", js(`1`), `true`},
		{"bool", js(` 0 `), `false`},
		{"bool", js(`1.0`), `true`},
		{"bool", js(`0.0`), `false`},
		{"bool", js(`1e0`), `true`},
		{"bool", js(`10e-1`), `true`},
		{"bool", js(`1.000e+00`), `true`},
		{"bool", js(`-0`), `false`},
		{"bool", js(`-0.0`), `false`},
		{"bool", js(`0e99999`), `false`},
		{"bool", js(`"1.0"`), `true`},
		{"bool", js(`"00"`), `false`},
		{"bool", js(`"+1"`), `true`},
		{"bool", js(`"T"`), `true`},
		{"bool", js(`"FALSE"`), `false`},
		{"bool", raw(`True`), `true`},
		{"bool", js(`2`), ``},
		{"bool", js(`-1`), ``},
		{"bool", js(`10`), ``},
		{"bool", js(`1.5`), ``},
		{"bool", js(`1.0000000000000000001`), ``},
		{"bool", js(`1e-400`), ``},
		{"bool", js(`1e400`), ``},
		{"bool", js(`"1_"`), ``},
		{"bool", js(`"yes"`), ``},
		{"bool", js(`"tRuE"`), ``},
		{"bool", js(`""`), ``},
		{"bool", js(`null`), ``},
		{"bool", js(`[true]`), ``},
	}
	for _, tt := range tests {
		var want any
		if tt.want != "" {
			want = decoded(t, []byte(tt.want))
		}
		got, err := tagValue(tt.payload, tt.datatype, true)
		if got != want || (err == nil) != (tt.want != "") {
			t.Errorf("tagValue(%#v, datatype %q) = %#v, %v, want %s", tt.payload, tt.datatype, got, err, tt.want)
		}
	}
}

func TestTagValueErrors(t *testing.T) {
	tests := []struct {
		datatype string
		payload  jsonPayload
		want     string
	}{
		{"number", js(`"OFF"`), `datatype "number" cannot hold "OFF": it is no finite number`},
		{"bool", js(`2`), `datatype "bool" cannot hold "2": it is neither true, false, 1 nor 0`},
		{"number", raw("x" + strings.Repeat("ü", 100)), `datatype "number" cannot hold "x` + strings.Repeat("ü", 49) + `…": it is no finite number`},
		{"", js(""), `the payload is empty, which is no JSON`},
		{"", js(" "), `the payload is empty, which is no JSON`},
		{"", js(`"`), `the payload is no JSON: unexpected end of JSON input`},
	}
	for _, tt := range tests {
		_, err := tagValue(tt.payload, tt.datatype, true)
		if err == nil || err.Error() != tt.want {
			t.Errorf("tagValue(%#v, datatype %q): error %v, want %s", tt.payload, tt.datatype, err, tt.want)
		}
	}
}

// TestTagValueAllocations: what is boxed, is boxed once.
func TestTagValueAllocations(t *testing.T) {
	tests := []struct {
		payload  jsonPayload
		datatype string
		want     float64
	}{
		{js(`21.5`), "", 1},
		{js(`184223`), "", 1},
		{js(`9007199254740993`), "number", 1},
		{js(` 21.5 `), "string", 1},
		{js(`true`), "", 0},
		{js(`1`), "bool", 0},
		{js(`null`), "", 0},
		{js(`"RUNNING"`), "", 1},
		{js(`"Infinity"`), "", 1},
		{js(`"2026-01-05T08:00:00Z"`), "", 1},
		{js(`"42"`), "", 1},
		{raw("Kühlung \"an\"\n"), "", 1},
		{js(`{"a":[1,"x"]}`), "", 1},
		{js(`{"a": [1, "x"]}`), "", 3},
	}
	for _, tt := range tests {
		if n := testing.AllocsPerRun(100, func() { sink, _ = tagValue(tt.payload, tt.datatype, true) }); n != tt.want {
			t.Errorf("%v allocations for %#v, want %v", n, tt.payload, tt.want)
		}
	}
}

var sink any

func BenchmarkTagValue(b *testing.B) {
	object := `{"values": [` + strings.Repeat(`{"name": "axis", "position": 12.5}, `, 50) + `null]}`
	for _, bm := range []struct {
		name    string
		payload jsonPayload
	}{
		{"number", js(`21.5`)},
		{"string", js(`"RUNNING"`)},
		{"numeric string", js(`"0042.5"`)},
		{"escapes", js(`"a\nb"`)},
		{"object of 2 KB", js(object)},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sink, _ = tagValue(bm.payload, "", true)
			}
		})
	}
}
