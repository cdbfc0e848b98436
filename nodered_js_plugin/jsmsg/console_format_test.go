// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"
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
