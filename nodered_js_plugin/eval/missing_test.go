// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

func TestScriptsThatNeedAVM(t *testing.T) {
	const inGo = ""
	for source, want := range map[string]string{
		`return msg.payload.toFixed(1);`:                                         inGo,
		`return escape(msg.payload);`:                                            "escape",
		`return new Number(1);`:                                                  "new Number",
		`return msg.payload.toLocaleString();`:                                   ".toLocaleString()",
		`return [1].map(x => x.toLocaleString());`:                               ".toLocaleString()",
		`const h = { union: (a, b) => a }; return h.union;`:                      inGo,
		`const h = { union(a) { return a; } }; return h.union(1);`:               inGo,
		`const h = {}; h.union = a => a; return h.union(1);`:                     inGo,
		`const h = { union(a) { return a; } }; return h.difference(h.union(1));`: ".difference()",
	} {
		s, err := script.Compile("defaults", source, script.Body)
		if err != nil {
			t.Fatal(err)
		}
		_, err = eval.Compile(s.Code())
		got, u := inGo, (*eval.Unsupported)(nil)
		if errors.As(err, &u) {
			got = u.What
			if u.Pos == 0 {
				t.Errorf("%q has no place", source)
			}
		}
		if got != want {
			t.Errorf("%q needs a VM for %q, want %q", source, got, want)
		}
	}
}

func TestWhereAScriptIsGivenUp(t *testing.T) {
	for source, place := range map[string]string{
		`throw 1;`:               "",
		"Math.abs(1);\nthrow 1;": "(1)",
		"const l = [1];\nl.map(x => {\n  throw x;\n});": "l.map",
		"for (const x of [1]) {\n  throw x;\n}":         "for",
	} {
		s, err := script.Compile("defaults", source, script.Body)
		if err != nil {
			t.Fatal(err)
		}
		p, err := eval.Compile(s.Code())
		if err != nil {
			t.Fatal(err)
		}
		m := eval.NewMachine(nil)
		_, err = m.Run(p)
		var b *eval.Bail
		if !errors.As(err, &b) {
			t.Errorf("%q ends with %v", source, err)
			continue
		}
		want := 0
		if place != "" {
			want = 1 + strings.Index(source, place)
		}
		if int(b.Pos) != want {
			t.Errorf("%q is given up at %d, want %d", source, b.Pos, want)
		}
	}
	// What happens after the script has no place in it.
	m := eval.NewMachine(nil)
	s, _ := script.Compile("defaults", "return Math.abs(1);", script.Body)
	p, err := eval.Compile(s.Code())
	if err != nil {
		t.Fatal(err)
	}
	err = m.Attempt(func() {
		m.Start(p)
		eval.GiveUp("what came of it")
	})
	var b *eval.Bail
	if !errors.As(err, &b) || b.Pos != 0 || b.Reason != "what came of it" {
		t.Errorf("%v", err)
	}
}
