// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// Whatever a string holds, it is one line in quotes that tells it exactly.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "plain", "it's", `\`, `\'`, `\x00`, "\x00\x1f\x7f", "\n\r\t\b\f", "ü😀\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := FormatConsole([]any{s})
		inner, ok := strings.CutPrefix(got, "'")
		inner, ok2 := strings.CutSuffix(inner, "'")
		if !ok || !ok2 || strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Fatalf("%q became %q", s, got)
		}
		if back := unquote(t, inner); back != s {
			t.Fatalf("%q became %q, which means %q", s, got, back)
		}
	})
}

func unquote(t *testing.T, s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\'' {
			t.Fatalf("a bare quote in %q", s)
		}
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		i++
		if k := strings.IndexByte("nrtbf", s[i]); k >= 0 {
			b.WriteByte("\n\r\t\b\f"[k])
		} else if s[i] == 'x' {
			var c byte
			if _, err := fmt.Sscanf(s[i+1:i+3], "%02X", &c); err != nil {
				t.Fatal(err)
			}
			b.WriteByte(c)
			i += 2
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// A JSON document reads the same whether Go or JavaScript holds it.
func FuzzConsoleJSON(f *testing.F) {
	for _, s := range []string{
		`null`, `-0`, `[1,2.5,1e21,1e-7]`, `{"b":[],"a":{},"":"it's"}`, `"\u0000\n\u2028😀"`, `{"__proto__":{"x":1},"10":1,"9":2}`,
		strings.Repeat("[", 120) + strings.Repeat("]", 120), `{"a":1,"a":2}`, `[9007199254740993,0.1,123456789012345678901234567890]`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1500 || !utf8.ValidString(text) {
			return // longer ones are cut, invalid ones read in two ways
		}
		var fromGo any
		if json.Unmarshal([]byte(text), &fromGo) != nil {
			return
		}
		want := FormatConsole([]any{fromGo})
		if strings.ContainsRune(want, utf8.RuneError) {
			return // two halves of surrogate pairs are one key in Go
		}
		rt := goja.New()
		_ = rt.Set("text", text)
		v, err := rt.RunString(`JSON.parse(text)`)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if got := FormatConsole(ConsoleArgs(rt, []goja.Value{v})); got != want && len(want) <= maxConsoleBytes {
			t.Errorf("%q\ngot  %s\nwant %s", text, got, want)
		}
	})
}
