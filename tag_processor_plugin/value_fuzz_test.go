// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"bytes"
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"
)

func FuzzTagValue(f *testing.F) {
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
			for _, detect := range []bool{true, false} {
				want, wantOK := referenceValue(t, p, datatype, detect)
				got, err := tagValue(p, datatype, detect)
				if (err == nil) != wantOK {
					t.Fatalf("tagValue(%#v, datatype %q, %v) = %#v, %v, want success: %v", p, datatype, detect, got, err, wantOK)
				}
				if err != nil {
					continue
				}
				if !sameValue(got, want) {
					t.Fatalf("tagValue(%#v, datatype %q, %v) = %#v, want %#v", p, datatype, detect, got, want)
				}
				// Benthos writes an empty message for what encoding/json refuses.
				if content, err := json.Marshal(got); err != nil || decoded(t, content) != got {
					t.Fatalf("tagValue(%#v, datatype %q, %v) = %#v is written as %s, %v", p, datatype, detect, got, content, err)
				}
			}
		}
	})
}

// referenceValue is tagValue written for the eye, apart from the spelling of
// numbers.
func referenceValue(t *testing.T, p jsonPayload, datatype string, detect bool) (value any, ok bool) {
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
		if n, ok := number(text); ok {
			truth := sameValue(n, json.Number("1"))
			return truth, truth || sameValue(n, json.Number("0"))
		}
		b, err := strconv.ParseBool(text)
		return b, err == nil
	}
	switch value := value.(type) {
	case string:
		if n, ok := number(text); ok && detect {
			return n, true
		}
		return valid, true
	case json.Number:
		if _, ok := number(text); !ok {
			return text, true
		}
		return value, true
	case []any, map[string]any:
		return valid, true
	default:
		return value, true
	}
}

// number is the number that a text holds, where it is finite.
func number(text string) (json.Number, bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || strings.Contains(text, "_") {
		return "", false
	}
	if strings.ContainsAny(text, "xX") {
		return json.Number(strconv.FormatFloat(f, 'g', -1, 64)), true
	}
	return json.Number(text), true
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
