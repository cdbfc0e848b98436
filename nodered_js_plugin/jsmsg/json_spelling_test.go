// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

func TestSpellNumber(t *testing.T) {
	zeros := strings.Repeat("0", 400)
	for _, tt := range []struct{ text, want string }{
		{"0", "0"},
		{"7", "7"},
		{"-7", "-7"},
		{"-0", "0"},
		{"-0.0", "0"},
		{"0.000", "0"},
		{"0e5", "0"},
		{"-0e999999999999999999999999", "0"},
		{"999999999999999", "999999999999999"},
		{"1.0", "1"},
		{"1.50", "1.5"},
		{"-1.50E3", "-1500"},
		{"1e3", "1000"},
		{"1e0", "1"},
		{"10e-1", "1"},
		{"100e-3", "0.1"},
		{"0.5", "0.5"},
		{"0.10", "0.1"},
		{"1e20", "100000000000000000000"},
		{"1e21", "1e+21"},
		{"1E+021", "1e+21"},
		{"1000000000000000000000", "1e+21"},
		{"0.000001", "0.000001"},
		{"0.0000001", "1e-7"},
		{"0.00000012500", "1.25e-7"},
		{"1e-5", "0.00001"},
		{"5e-324", "5e-324"},
		{"1.7976931348623157e308", "1.7976931348623157e+308"},
		{"1" + zeros + "e-400", "1"},
		{"0." + zeros + "1e401", "1"},
		{"12." + zeros, "12"},

		// A float64 holds them only nearly, so they keep their digits.
		{"9007199254740993", "9007199254740993"},
		{"9007199254740993.0", "9007199254740993.0"},
		{"9007199254740992.0", "9007199254740992"},
		{"9223372036854775807", "9223372036854775807"},
		{"9223372036854775808", "9223372036854775808"}, // 2^63, which JavaScript writes as …776000
		{"-100000000000000000001", "-100000000000000000001"},
		{"999999999999999999999", "999999999999999999999"},
		{"123456789012345678901234", "123456789012345678901234"},
		{"0.1234567890123456789", "0.1234567890123456789"},
		{"0.30000000000000004", "0.30000000000000004"},
		{"0.300000000000000040", "0.30000000000000004"},
		{"1.0000000000000000001", "1.0000000000000000001"},
		{"1e-400", "1e-400"},
		{"1e-99999999999999999999", "1e-99999999999999999999"},
		{"4.9e-324", "4.9e-324"},
	} {
		if got, ok := SpellNumber(tt.text); got != tt.want || !ok {
			t.Errorf("SpellNumber(%s) = %s, %v, want %s", tt.text, got, ok, tt.want)
		}
	}
	for _, text := range []string{"1e309", "-1e400", "1e99999999999999999999", "1" + zeros} {
		if got, ok := SpellNumber(text); got != text || ok {
			t.Errorf("SpellNumber(%s) = %s, %v, want it back and false", text, got, ok)
		}
	}
}

func TestSpellNumberAllocations(t *testing.T) {
	for _, text := range []string{"0", "-184223", "21.5", "0.918", "9007199254740993", "0.1234567890123456789", "1e-400"} {
		if n := testing.AllocsPerRun(100, func() { SpellNumber(text) }); n > 0 {
			t.Errorf("%v allocations for %s, want none", n, text)
		}
	}
}

func FuzzSpellNumber(f *testing.F) {
	for _, text := range []string{
		"0", "-0", "1.0", "1.50", "1e3", "10e-1", "1e21", "1e-7", "9007199254740993", "0.30000000000000004", "1e400", "1e-400",
		"123456789012345678901234", "100000000000000000000000e-5", "0.00001234500e+10", "999999999999999.9", "1234567890123456.7",
	} {
		f.Add(text)
	}
	rt := goja.New()
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) || text[0] != '-' && text[0]-'0' > 9 || strings.TrimSpace(text) != text {
			return
		}
		got, ok := SpellNumber(text)
		float, err := strconv.ParseFloat(text, 64)
		if ok != (err == nil) {
			t.Fatalf("SpellNumber(%s) = %s, %v, but ParseFloat says %v", text, got, ok, err)
		}
		if !ok {
			if got != text {
				t.Fatalf("SpellNumber(%s) = %s", text, got)
			}
			return
		}
		want := text
		if js := rt.ToValue(float).String(); sameAmount(js, text) {
			want = js
		}
		if got != want {
			t.Fatalf("SpellNumber(%s) = %s, want %s", text, got, want)
		}
	})
}

// sameAmount compares exactly, with big numbers, unless an exponent would make
// them too big: what JavaScript writes then is another number, or zero.
func sameAmount(js, text string) bool {
	a, ok := new(big.Rat).SetString(js)
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		if e, err := strconv.Atoi(text[at+1:]); err != nil || e > 5000 || e < -5000 {
			return strings.Trim(text[:at], "-0.") == "" && ok && a.Sign() == 0
		}
	}
	b, _ := new(big.Rat).SetString(text)
	return ok && a.Cmp(b) == 0
}

func BenchmarkSpellNumber(b *testing.B) {
	for _, text := range []string{"184223", "21.5", "1.50", "9007199254740993", "0.1234567890123456789"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				SpellNumber(text)
			}
		})
	}
}
