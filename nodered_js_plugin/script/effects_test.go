// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"fmt"
	"strings"
	"testing"
)

func TestEffects(t *testing.T) {
	for _, c := range []struct {
		source string
		want   Effects
	}{
		{`return msg;`, Effects{}},
		{`msg.payload = { v: msg.payload.a }; return msg;`, Effects{Message: true}},
		{`const o = { ...msg.payload }; o.a = 1; msg.payload = o; return msg;`, Effects{Message: true}},
		{`msg.payload.a = 1; return msg;`, Effects{Message: true, Payload: true}},
		{`msg = { payload: 1 }; return msg;`, Effects{Message: true, Global: true}},
		{`const out = msg.payload.list.map(x => ({ n: x.v })); out.push(1); return { payload: out };`, Effects{}},
		{`function add(list, v) { list.push(v); } const l = []; add(l, msg.payload.a); return { payload: l };`, Effects{}},
		{`const parts = msg.payload.a.split("."); parts.pop(); return { payload: parts };`, Effects{}},
		{`return { payload: "a-b".replace(/-/g, msg.payload.by) };`, Effects{}},
		{`const list = [msg]; list[0].payload.a = 1; return list;`, Effects{Message: true, Payload: true}},
	} {
		s, err := Compile("script", c.source, Body)
		if err != nil {
			t.Fatal(err)
		}
		if s.Effects() != c.want {
			t.Errorf("%s: %+v, want %+v", c.source, s.Effects(), c.want)
		}
	}
}

// Each expression is looked at once a round: if one inside another were looked at
// twice, these would not end.
func TestEffectsOfDeepScripts(t *testing.T) {
	const depth = 60
	for _, c := range []struct{ open, inside, end string }{
		{"JSON.stringify(", "msg", ")"},
		{"Array.from(", "msg", ", x => x)"},
		{"[].reduce((a, b) => a, ", "msg", ")"},
		{"(", "msg.a", " ??= {}).a"},
		{"(a => a)(", "msg", ")"},
		{"(() => ", "msg", ")()"},
		{"((...a) => ", "msg", ")(...[1])"},
		{"[1].map(() => ", "msg", ")"},
		{"msg[", "1", "]"},
		{"({ a: ", "msg", " }).a"},
	} {
		source := "return " + strings.Repeat(c.open, depth) + c.inside + strings.Repeat(c.end, depth) + ";"
		s, err := Compile("script", source, Body)
		if err != nil {
			t.Fatal(err)
		}
		if s.Code() == nil {
			t.Errorf("%s is outside", source)
		}
	}
}

// A value that is passed on further than anybody writes may be anything.
func TestEffectsOfLongChains(t *testing.T) {
	const length = 500
	var names, chain strings.Builder
	for i := range length {
		fmt.Fprintf(&names, "a%d, ", i)
		fmt.Fprintf(&chain, "a%d = a%d; ", i, i+1)
	}
	source := fmt.Sprintf("let %sa%d = msg.payload; for (;;) { %sif (a0) break; } a0.x = 1; return msg;", names.String(), length, chain.String())
	s, err := Compile("script", source, Body)
	if err != nil {
		t.Fatal(err)
	}
	if s.Code() == nil || !s.Effects().Payload {
		t.Error("the payload is said to be kept")
	}
}
