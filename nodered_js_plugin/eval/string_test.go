// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var texts = []string{
	"", "a", "plant.line1.press", " \t x y\n", "42.5", "AbCab cABC", "aaaa", "$1 $& $<x>", strings.Repeat("x", 300), "1,2,,3,",
	"Größe ÄÖÜ ß", "e\u0301a\u0301", "ΑΣ ΣΑΣ", "日本語.温度", "\u00a0x\ufeff", "İI\u0131i", "\u212a\u017f", "Überdruck in der Leitung 7: 5,3 bar",
	"😀", "a😀b😀",
}

var textArguments = []string{
	``, `undefined`, `null`, `true`, `0`, `1`, `2`, `3`, `-1`, `-2`, `1.9`, `-1.5`, `NaN`, `Infinity`, `-Infinity`, `1e21`, `-1e21`, `100`, `"1"`, `" 2 "`, `"x"`,
	`""`, `"a"`, `"b"`, `"."`, `","`, `"ö"`, `"語"`, `"😀"`, `"aa"`, `[1]`, `{ toString: () => "a" }`, `{ valueOf: () => 1 }`, `/a/`, `/[^a-z]+/g`, `"99999999999999999999"`,
}

func classOf(text string) string {
	switch {
	case strings.ContainsFunc(text, func(r rune) bool { return r > 0xFFFF }):
		return "astral"
	case strings.ContainsFunc(text, func(r rune) bool { return r > 0x7F }):
		return "BMP"
	}
	return "ASCII"
}

// compareMethods calls methods on all texts with all lists of arguments. Eval may give
// up one call of twenty: some arguments are there for that.
func compareMethods(t *testing.T, arguments [][]string, methods ...string) {
	t.Helper()
	classes := map[string]*executors{"ASCII": newExecutors(t), "BMP": newExecutors(t), "astral": newExecutors(t)}
	for _, method := range methods {
		for _, args := range arguments {
			source := caught("msg.payload." + method + "(" + strings.Join(args, ", ") + ")")
			for _, x := range classes {
				b := x.compile(t, source)
				for _, text := range texts {
					if x == classes[classOf(text+strings.Join(args, ""))] {
						x.compare(t, b, message{text: text})
					}
				}
			}
		}
	}
	for class, x := range classes {
		n, why := x.gaveUp()
		t.Logf("%s: %d of %d given up: %s", class, n, x.ran, why)
		if class != "astral" && n*20 > x.ran {
			t.Errorf("%s: %d of %d given up: %s", class, n, x.ran, why)
		}
	}
}

// withUpToTwo has a list of arguments for each first one and for each pair; "" is none.
func withUpToTwo(first, second []string) (list [][]string) {
	for _, a := range first {
		if a == "" {
			list = append(list, nil)
			continue
		}
		list = append(list, []string{a})
		for _, b := range second {
			if b != "" {
				list = append(list, []string{a, b})
			}
		}
	}
	return list
}

func TestMethodsOfPlaces(t *testing.T) {
	second := []string{`undefined`, `null`, `0`, `-1`, `2.5`, `Infinity`, `"2"`, `{ valueOf: () => 2 }`}
	compareMethods(t, withUpToTwo(textArguments, second), "slice", "substring", "substr")
	compareMethods(t, withUpToTwo(textArguments, nil), "at", "charAt", "charCodeAt", "codePointAt")
	compareMethods(t, withUpToTwo(textArguments, second), "includes", "indexOf", "lastIndexOf", "startsWith", "endsWith")
}

// TestTextsForPlaces: where a method wants a whole number and gets a text, goja makes of
// some texts what it does not make of them elsewhere. Most of these are given up.
func TestTextsForPlaces(t *testing.T) {
	x := newExecutors(t)
	for _, argument := range []string{`"NaN"`, `" nan"`, `"x"`, `"1"`, `"1e20"`, `"-1e20"`, `"ä"`, `"Infinity"`} {
		for _, argument := range []string{argument, "[" + argument + "]", "{ valueOf: () => " + argument + " }"} {
			for _, call := range []string{
				"at(%s)", "charAt(%s)", "charCodeAt(%s)", "codePointAt(%s)", "slice(%s)", "slice(1, %s)", "substring(%s)", "substr(%s)", "substr(0, %s)", "repeat(%s)", "padStart(%s)", "padEnd(%s, \"x\")",
				"includes(\"a\", %s)", "indexOf(\"a\", %s)", "lastIndexOf(\"a\", %s)", "startsWith(\"a\", %s)", "endsWith(\"a\", %s)", "split(\"\", %s)",
			} {
				x.compare(t, x.compile(t, caught("\"banana\"."+fmt.Sprintf(call, argument))), message{})
			}
		}
	}
}

func TestMethodsOfTheWholeText(t *testing.T) {
	compareMethods(t, [][]string{nil, {"1"}}, "toLowerCase", "toUpperCase", "toLocaleLowerCase", "toLocaleUpperCase",
		"trim", "trimStart", "trimEnd", "trimLeft", "trimRight", "toString", "valueOf")
	compareMethods(t, withUpToTwo(textArguments, []string{`1`, `"ä"`, `"x"`}), "concat", "localeCompare")
	compareMethods(t, withUpToTwo([]string{``, `undefined`, `"NFC"`, `"NFD"`, `"NFKC"`, `"NFKD"`, `"nfc"`, `null`, `{ toString: () => "NFD" }`}, nil), "normalize")
	compareMethods(t, [][]string{{`"-"`}}, "length + [...msg.payload].join")
}

func TestMethodsThatMakeLongerTexts(t *testing.T) {
	compareMethods(t, withUpToTwo([]string{``, `undefined`, `null`, `0`, `1`, `3`, `-1`, `2.9`, `NaN`, `-Infinity`, `Infinity`, `"2"`, `"x"`, `[2]`, `{ valueOf: () => 2 }`}, nil), "repeat")
	compareMethods(t, withUpToTwo(
		[]string{``, `undefined`, `null`, `0`, `5`, `20`, `-1`, `21.9`, `NaN`, `"25"`, `[25]`, `{ valueOf: () => 25 }`},
		[]string{`undefined`, `null`, `""`, `"0"`, `"ab"`, `"é"`, `"abc日"`, `1`, `{ toString: () => "xy" }`},
	), "padStart", "padEnd")
}

func TestSplit(t *testing.T) {
	separators := append(slices.Clone(textArguments), `" "`, `/,/`, `/(,)|(x)/`, `/\s*/`, `/(?:)/`, `/$/`, `/^/m`, `/([a-z])([A-Z])?/`)
	compareMethods(t, withUpToTwo(separators,
		[]string{`undefined`, `null`, `0`, `1`, `2`, `-1`, `1.5`, `NaN`, `4294967296`, `4294967297`, `Infinity`, `"2"`, `{ valueOf: () => 2 }`}), "split")
}

func TestReplace(t *testing.T) {
	patterns := append(slices.Clone(textArguments), `/b/`, `/(a)(b)?/`, `/(?<x>[a-z])/`, `/./g`, `/\s+/g`, `/x*/g`, `/A/gi`, `/(?:)/`, `/ä|ö/g`, `/^a|c$/gm`, `/a/y`, `/./gu`, `/(?<x>.)/u`)
	replacements := []string{
		`undefined`, `null`, `"$&$&"`, "\"[$`|$']\"", `"$1$2"`, `"$01$10$0"`, `"$$"`, `"$"`, `"$<x>"`, `"$<"`, `"ö"`, `5`,
		`(...a) => JSON.stringify(a)`, `() => undefined`, `{ toString: () => "$&!" }`,
	}
	compareMethods(t, withUpToTwo(patterns, replacements), "replace")
	// Where "" is replaced in a text that is not ASCII, goja never ends.
	patterns = slices.DeleteFunc(patterns, func(s string) bool { return s == `""` })
	compareMethods(t, withUpToTwo(patterns, replacements), "replaceAll")
}

// TestTextsOfNumbers is about the functions of String.
func TestTextsOfNumbers(t *testing.T) {
	x := newExecutors(t)
	for _, expression := range []string{
		`String()`, `String(undefined)`, `String(null)`, `String(-0)`, `String([1, [2, 3], null])`, `String({})`, `String({ toString: () => "x" })`, `[1, "a", true].map(String)`,
		`String.fromCharCode()`, `String.fromCharCode(65, 66.9, "67", true)`, `String.fromCharCode(65536 + 65, -1, NaN, Infinity, 228)`, `String.fromCharCode(0xd83d, 0xde00)`,
		`String.fromCharCode.apply(null, [72, 105])`, `String.fromCharCode(...[72, 105])`,
		`String.fromCodePoint()`, `String.fromCodePoint(65, 0x1f600, 228)`, `String.fromCodePoint(1.5)`, `String.fromCodePoint(-1)`, `String.fromCodePoint(0x110000)`, `String.fromCodePoint("97", NaN)`,
		`"a" + "b".repeat(3) < "abc"`, `"\uffff" < "😀"`, `[..."a😀ä"]`, `"ä😀".length`, `"abc"[1] + "äöü"[2] + "abc"["2"]`, `"abc"[3]`, `"abc"[-1]`, `Object.keys("äb")`, `"a" in { a: 1 }`,
	} {
		x.compare(t, x.compile(t, caught(expression)), message{})
	}
	if n, why := x.gaveUp(); n > 0 {
		t.Error("given up:", why)
	}
	for _, expression := range []string{`"😀"[0]`, `"😀".slice(0, 1)`, `"😀".split("")`, `String.fromCharCode(0xd83d)`, `"a".padEnd(2, "😀")`} {
		x.compare(t, x.compile(t, caught(expression)), message{})
	}
	if n, why := x.gaveUp(); n != 5 {
		t.Error("halves of pairs, given up:", n, why)
	}
}

// FuzzTexts calls methods on random texts with random texts and numbers.
func FuzzTexts(f *testing.F) {
	for seed := range int64(20) {
		f.Add(seed)
	}
	x := newExecutors(f)
	var calls []*body
	for _, call := range []string{
		"slice(I)", "slice(I, J)", "substring(I, J)", "substr(I, J)", "at(I)", "charAt(I)", "charCodeAt(I)", "codePointAt(I)",
		"includes(A)", "includes(A, I)", "indexOf(A)", "indexOf(A, I)", "lastIndexOf(A)", "lastIndexOf(A, I)", "startsWith(A)", "startsWith(A, I)", "endsWith(A)", "endsWith(A, I)",
		"split(A)", "split(A, I)", "replace(A, B)", "replace(A || 'x', (...a) => B + a.length)", "replaceAll(A || 'x', B)", "padStart(I % 100, A)", "padEnd(I % 100, A)", "repeat(I % 10)",
		"concat(A, I, B)", "localeCompare(A)", "normalize()", "normalize('NFD')", "normalize('NFKC')", "toLowerCase()", "toUpperCase()", "trim()", "trimStart()", "trimEnd()",
		"length + [...A].length", "length > (msg.payload < A) + (A <= msg.payload)", "slice(0, I) + B + msg.payload.slice(I)",
	} {
		parts := strings.NewReplacer("A", "msg.meta.a", "B", "msg.meta.b", "I", "+msg.meta.i", "J", "+msg.meta.j")
		calls = append(calls, x.compile(f, caught("msg.payload."+parts.Replace(call))))
	}
	f.Fuzz(func(t *testing.T, seed int64) {
		r := rand.New(rand.NewSource(seed))
		for range 200 {
			text := anyText(r)
			m := message{text, map[string]string{"a": needleFor(r, text), "b": anyText(r), "i": anyNumber(r), "j": anyNumber(r)}}
			x.compare(t, calls[r.Intn(len(calls))], m)
		}
	})
}

func anyText(r *rand.Rand) string {
	letters := []rune("ab.ABx ,$&1'`<>\t\n")
	if r.Intn(2) == 0 {
		letters = append(letters, []rune("äÖßΣσςαéİıſ\u0301\u0345\u00a0\ufeff\u2028日ﬁǆΐ\u212a")...)
	}
	if r.Intn(6) == 0 {
		letters = append(letters, []rune("😀𝒳\U00010400")...)
	}
	out := make([]rune, r.Intn(40)*r.Intn(2)+r.Intn(8))
	for i := range out {
		out[i] = letters[r.Intn(len(letters))]
	}
	return string(out)
}

// needleFor is often a part of a text.
func needleFor(r *rand.Rand, text string) string {
	list := []rune(text)
	if len(list) == 0 || r.Intn(3) == 0 {
		return anyText(r)
	}
	from := r.Intn(len(list))
	return string(list[from : from+r.Intn(min(4, len(list)-from)+1)])
}

func anyNumber(r *rand.Rand) string {
	odd := []string{"NaN", "Infinity", "-Infinity", "1e21", "-1e21", "-0", "4294967296", "4294967295", "9007199254740991", "0.5", "-0.5", "1e300"}
	if r.Intn(4) == 0 {
		return odd[r.Intn(len(odd))]
	}
	return strconv.FormatFloat(float64(r.Intn(60)-20)/float64(1+r.Intn(2)), 'f', -1, 64)
}
