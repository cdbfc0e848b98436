package tag_processor_plugin

import (
	"bytes"
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func js(text string) jsonPayload  { return jsonPayload{Text: text} }
func raw(text string) jsonPayload { return jsonPayload{Text: text, IsText: true} }

func TestAppendValue(t *testing.T) {
	digits := strings.Repeat("1234567890", 40)
	tests := []struct {
		payload jsonPayload
		want    string
	}{
		// Numbers keep their text.
		{js(`1450`), `1450`},
		{js(`-0`), `-0`},
		{js(`-0.0`), `-0.0`},
		{js(`9223372036854775807`), `9223372036854775807`},
		{js(`9007199254740993`), `9007199254740993`},
		{js(`123456789012345678901234`), `123456789012345678901234`},
		{js(`0.1234567890123456789`), `0.1234567890123456789`},
		{js(`1e+21`), `1e+21`},
		{js(`1.50E3`), `1.50E3`},
		{js(" 42\n"), `42`},
		{js("\t-1\r"), `-1`},

		{js(`true`), `true`},
		{js(` false `), `false`},
		{js(`null`), `null`},

		// Strings that look like numbers become numbers of the same exact value.
		{js(`"42"`), `42`},
		{js(`"-3.75"`), `-3.75`},
		{js(`"1e5"`), `1e5`},
		{js(`"1E+05"`), `1E+05`},
		{js(`"007"`), `7`},
		{js(`"-007"`), `-7`},
		{js(`"000"`), `0`},
		{js(`"-0"`), `-0`},
		{js(`"00042.50"`), `42.50`},
		{js(`"0.00"`), `0.00`},
		{js(`".5"`), `0.5`},
		{js(`"-.5e-3"`), `-0.5e-3`},
		{js(`"5."`), `5`},
		{js(`"5.e3"`), `5e3`},
		{js(`"+5"`), `5`},
		{js(`"+05.10"`), `5.10`},
		{js(`"9007199254740993"`), `9007199254740993`},
		{js(`"0.1234567890123456789"`), `0.1234567890123456789`},
		{js(`"1e-400"`), `1e-400`},
		{js(`"1_000.5_0e1_0"`), `1000.50e10`},
		{js(`"0_07"`), `7`},
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
		{js(`"+0x_1p1_0"`), `1024`},
		{js(`"0x1p100"`), `1.2676506002282294e+30`},
		{js(`"0x1p-30"`), `9.313225746154785e-10`},
		{js(`"-0x0p0"`), `0`},
		{js(`"0x1p2000"`), `"0x1p2000"`},

		// What strconv.ParseFloat refuses or what is not finite stays a string.
		{js(`"0x10"`), `"0x10"`},
		{js(`"1__0"`), `"1__0"`},
		{js(`"_10"`), `"_10"`},
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
			got, err := appendValue([]byte("x"), tt.payload, datatype)
			if err != nil || string(got) != "x"+tt.want {
				t.Errorf("appendValue(%#v, datatype %q) = %s, %v, want x%s", tt.payload, datatype, got, err, tt.want)
			}
		}
		if !json.Valid([]byte(tt.want)) {
			t.Errorf("%s is wanted but no JSON", tt.want)
		}
	}
}

func TestAppendValueForced(t *testing.T) {
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
		{"string", js(" 9007199254740993\n"), `"9007199254740993"`},
		{"string", js(`true`), `"true"`},
		{"string", js(`null`), `"null"`},
		{"string", js(`[1, 2]`), `"[1,2]"`},
		{"string", js(`{"a": "b c"}`), `"{\"a\":\"b c\"}"`},

		{"number", js(`42`), `42`},
		{"number", js(`1e21`), `1e21`},
		{"number", js(`-0`), `-0`},
		{"number", js(`1e-400`), `1e-400`},
		{"number", js(`9007199254740993`), `9007199254740993`},
		{"number", js(`"-3.5e2"`), `-3.5e2`},
		{"number", js(`"9007199254740993"`), `9007199254740993`},
		{"number", js(`"+5"`), `5`},
		{"number", js(`"0x1p4"`), `16`},
		{"number", raw(`007`), `7`},
		{"number", js(`1e400`), ``},
		{"number", js(`"1e400"`), ``},
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
		{"bool", js(`"T"`), `true`},
		{"bool", js(`"FALSE"`), `false`},
		{"bool", raw(`True`), `true`},
		{"bool", js(`2`), ``},
		{"bool", js(`1.0`), ``},
		{"bool", js(`"yes"`), ``},
		{"bool", js(`"tRuE"`), ``},
		{"bool", js(`""`), ``},
		{"bool", js(`null`), ``},
		{"bool", js(`[true]`), ``},
	}
	for _, tt := range tests {
		got, err := appendValue([]byte("x"), tt.payload, tt.datatype)
		if want := "x" + tt.want; string(got) != want || (err == nil) != (tt.want != "") {
			t.Errorf("appendValue(%#v, datatype %q) = %s, %v, want %s", tt.payload, tt.datatype, got, err, want)
		}
	}
}

func TestAppendValueErrors(t *testing.T) {
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
		_, err := appendValue(nil, tt.payload, tt.datatype)
		if err == nil || err.Error() != tt.want {
			t.Errorf("appendValue(%#v, datatype %q): error %v, want %s", tt.payload, tt.datatype, err, tt.want)
		}
	}
}

func TestAppendBody(t *testing.T) {
	tests := []struct {
		payload jsonPayload
		ms      int64
		want    string
	}{
		{js(`21.5`), 1735689600123, `{"value":21.5,"timestamp_ms":1735689600123}`},
		{raw(`RUN "A"`), 0, `{"value":"RUN \"A\"","timestamp_ms":0}`},
		{js(`null`), math.MinInt64, `{"value":null,"timestamp_ms":-9223372036854775808}`},
	}
	for _, tt := range tests {
		got, err := appendBody([]byte("x"), tt.payload, "", tt.ms)
		if err != nil || string(got) != "x"+tt.want {
			t.Errorf("appendBody(%#v, %d) = %s, %v, want x%s", tt.payload, tt.ms, got, err, tt.want)
		}
	}
	if got, err := appendBody([]byte("x"), js(`"OFF"`), "number", 0); err == nil || string(got) != "x" {
		t.Errorf("appendBody of what cannot be = %s, %v, want x and an error", got, err)
	}
}

func TestAppendBodyAllocations(t *testing.T) {
	dst := make([]byte, 0, 1000)
	tests := []struct {
		payload  jsonPayload
		datatype string
	}{
		{js(`21.5`), ""},
		{js(`1e21`), "number"},
		{js(` 21.5 `), "string"},
		{js(`true`), ""},
		{js(`1`), "bool"},
		{js(`null`), ""},
		{js(`"RUNNING"`), ""},
		{js(`"Infinity"`), ""},
		{js(`"2026-01-05T08:00:00Z"`), ""},
		{js(`"42"`), ""},
		{js(`"007"`), ""},
		{raw("Kühlung \"an\"\n"), ""},
		{js(`{"a": [1, "x"]}`), ""},
	}
	for _, tt := range tests {
		if n := testing.AllocsPerRun(100, func() { _, _ = appendBody(dst, tt.payload, tt.datatype, 1735689600123) }); n != 0 {
			t.Errorf("%v allocations for %#v, want none", n, tt.payload)
		}
	}
	if n := testing.AllocsPerRun(100, func() { sink, _ = appendBody(nil, js(`"RUNNING"`), "", math.MinInt64) }); n != 1 {
		t.Errorf("%v allocations for a new body, want 1", n)
	}
}

func FuzzAppendValue(f *testing.F) {
	for _, text := range []string{
		`21.5`, ` -1e400 `, `"007"`, `"+.5e-7"`, `"5."`, `"1_0"`, `"0x1.8p-3"`, `"NaN"`, `"\ud83d\u0034"`, `true`, `null`,
		`{"a" : "b \" \\", "c" : [ 1.0 , null ] }`, `plain text`, "ü\xff\x01", `2026-01-05`, ``,
	} {
		f.Add(text, "")
		f.Add(text, "number")
	}
	f.Add(`[1, 2]`, "string")
	f.Add(`"T"`, "bool")
	f.Fuzz(func(t *testing.T, text, datatype string) {
		for _, p := range []jsonPayload{js(text), raw(text)} {
			if !p.IsText && !json.Valid([]byte(text)) {
				continue
			}
			want, wantOK := referenceValue(t, p, datatype)
			got, err := appendValue(nil, p, datatype)
			if (err == nil) != wantOK {
				t.Fatalf("appendValue(%#v, datatype %q) = %s, %v, want success: %v", p, datatype, got, err, wantOK)
			}
			if err != nil {
				continue
			}
			if !json.Valid(got) || !utf8.Valid(got) {
				t.Fatalf("appendValue(%#v, datatype %q) = %q, which is no JSON", p, datatype, got)
			}
			if !sameValue(decoded(t, got), want) {
				t.Fatalf("appendValue(%#v, datatype %q) = %s, want %#v", p, datatype, got, want)
			}
		}
	})
}

// referenceValue is appendValue written for the eye. Numbers are json.Number.
func referenceValue(t *testing.T, p jsonPayload, datatype string) (value any, ok bool) {
	value = p.Text
	if !p.IsText {
		value = decoded(t, []byte(p.Text))
	}
	text, isString := value.(string)
	if !isString {
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(p.Text)); err != nil {
			t.Fatal(err)
		}
		text = compact.String()
	}
	valid := string([]rune(text)) // every byte that is no UTF-8 is a U+FFFD
	switch datatype {
	case "string":
		return valid, true
	case "number":
		return number(text)
	case "bool":
		b, err := strconv.ParseBool(text)
		return b, err == nil
	}
	switch value.(type) {
	case string:
		if n, ok := number(text); ok {
			return n, true
		}
		return valid, true
	case []any, map[string]any:
		return valid, true
	default:
		return value, true
	}
}

// number is the number that a text holds, where it is finite.
func number(text string) (json.Number, bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return "", false
	}
	if strings.ContainsAny(text, "xX") {
		return json.Number(strconv.FormatFloat(f, 'g', -1, 64)), true
	}
	return json.Number(strings.ReplaceAll(text, "_", "")), true
}

func decoded(t *testing.T, text []byte) (value any) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return value
}

// sameValue compares numbers by exact value and anything else as it is.
func sameValue(got, want any) bool {
	g, gotNumber := got.(json.Number)
	w, wantNumber := want.(json.Number)
	if !gotNumber || !wantNumber {
		return got == want
	}
	gotExact, gotShort := rational(string(g))
	wantExact, wantShort := rational(string(w))
	if gotShort && wantShort {
		return gotExact.Cmp(wantExact) == 0
	}
	a, _ := strconv.ParseFloat(string(g), 64)
	b, _ := strconv.ParseFloat(string(w), 64)
	return a == b
}

// rational is the exact value of a decimal number, unless its exponent would make
// that huge.
func rational(text string) (*big.Rat, bool) {
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		if exponent, err := strconv.Atoi(text[at+1:]); err != nil || exponent < -999 || exponent > 999 {
			return nil, false
		}
	}
	return new(big.Rat).SetString(text)
}

var sink []byte

func BenchmarkAppendBody(b *testing.B) {
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
				sink, _ = appendBody(sink[:0], bm.payload, "", 1735689600123)
			}
		})
	}
}
