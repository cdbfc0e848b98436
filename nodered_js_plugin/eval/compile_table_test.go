// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestChains runs chains of comparisons, which are tables, in both executors, with
// values of all kinds.
func TestChains(t *testing.T) {
	x := newExecutors(t)
	values := []string{
		`"a"`, `"b"`, `"e"`, `"1"`, `""`, `1`, `2`, `-0`, `0`, `NaN`, `true`, `null`, `undefined`, `"ä😀"`, `({})`, `["a"]`, `new Date(1)`,
	}
	arms := func(join, equal string) string {
		var parts []string
		for _, literal := range []string{`"a"`, `"b"`, `"a"`, `"e"`, `""`, `1`, `0`, `"ä😀"`} {
			parts = append(parts, "v "+equal+" "+literal)
		}
		return strings.Join(parts, join)
	}
	bodies := []string{
		"return [" + arms(" || ", "===") + "];",
		"return [" + arms(" || ", "==") + "];",
		`return [v == "a" || v == "b" || v == "1" || v == ""];`,
		`let n = 0; if (` + arms(`) n = 1; else if (`, "===") + `) n = 2; else n = 3; return [n];`,
		`let n = 0; if (v == "a") n = 1; else if (v == "1") n = 2; else if (v == "" || v == "e") n = 3; return [n];`,
		`let n = 0; if (v === "a") { v = "b"; n++; } else if (v === "b") { n = 5; } else if (v === "e" || v === 1) { n = 7; } else if (n === 0) { n = 9; } return [n, typeof v];`,
		`const list = []; switch (v) { case "a": list.push(1); case "b": list.push(2); break; case 1: list.push(3); default: list.push(4); case "a": list.push(5); case "e": list.push(6); } return list;`,
		`const list = []; switch (v) { case "a": case "b": case 0: case 1: list.push(1); } return list;`,
		`let n = 0; if (msg.meta.k === v) n = 1; if (msg.meta.k === "a") n += 2; else if (msg.meta.k === "k") n += 4; else if (msg.meta.k === "c") n += 8; else if (msg.meta.k === "d") n += 16; return [n];`,
	}
	for _, body := range bodies {
		for _, v := range values {
			x.compare(t, x.compile(t, "let v = "+v+"; "+body), message{"", map[string]string{"k": "k"}})
		}
	}
	if n, why := x.gaveUp(); n > 0 {
		t.Errorf("gave up %d: %s", n, why)
	}
}

// TestLongChains is about chains of thousands, of which each is looked at once.
func TestLongChains(t *testing.T) {
	x := newExecutors(t)
	const n = 2_000
	var or, ifs, mixed strings.Builder
	for i := range n {
		fmt.Fprintf(&or, `v === "n%d" || `, i)
		fmt.Fprintf(&ifs, "else if (v === 'n%d') r = %d;\n", i, i)
		fmt.Fprintf(&mixed, "v === 'n%d' || v > %d || ", i, i+n)
	}
	for _, source := range []string{
		`let v = "n1999"; return [` + or.String() + `false];`,
		`let v = "n1999"; return [` + or.String() + `v === "x"];`,
		`let v = "n1999"; return [` + mixed.String() + `false];`,
		`let v = "n1999", r = 0; if (v === "x") r = 1; ` + ifs.String() + ` return [r];`,
	} {
		x.compare(t, x.compile(t, source), message{})
	}
	if n, why := x.gaveUp(); n > 0 {
		t.Errorf("gave up %d: %s", n, why)
	}
}
