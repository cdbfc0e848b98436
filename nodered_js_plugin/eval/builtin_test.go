// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
)

// Cases are what a built-in gives by the steps of ECMA-262, by the name of its row:
// lines of "expression ⇒ value". An error stands for the value where it is thrown.
type cases map[string]string

var allCases = []cases{arrayCases, objectCases, numberCases, mathCases, jsonCases, dateCases, collectionCases, errorCases, textCases, uriCases}

// TestBuiltins runs every case in both executors.
func TestBuiltins(t *testing.T) {
	for _, table := range allCases {
		for name, list := range table {
			for line := range strings.Lines(strings.TrimSpace(list)) {
				expression, want, ok := strings.Cut(strings.TrimSpace(line), " ⇒ ")
				if !ok {
					t.Fatalf("%s: no value in %s", name, line)
				}
				checkCase(t, name, expression, want)
			}
		}
	}
}

func checkCase(t *testing.T, name, expression, want string) {
	t.Helper()
	x := newExecutors(t)
	b := x.compile(t, "try { return ("+expression+"); } catch (e) { return e instanceof Error ? e.name : e; }")
	if b.why != "" {
		t.Errorf("%s: %s: %s", name, expression, b.why)
		return
	}
	show := func(text string) string {
		if strings.HasSuffix(want, "Error") {
			return strings.Trim(text, `"`)
		}
		return text
	}
	v, err := eval.NewMachine(&message{}).Run(b.code)
	if err != nil {
		t.Errorf("%s: %s: %v", name, expression, err)
		return
	}
	if got := show(shown(v)); got != want {
		t.Errorf("%s: %s gives %s, not %s", name, expression, got, want)
	}
	if got, _ := x.inGoja(t, b, message{}); show(got) != want {
		t.Errorf("%s: %s gives %s in goja, not %s", name, expression, show(got), want)
	}
}

// TestEveryBuiltinHasCases: a Go function without a case is one that nobody has held
// against the specification.
func TestEveryBuiltinHasCases(t *testing.T) {
	names := map[string]bool{}
	for _, table := range allCases {
		for name, list := range table {
			names[name] = true
			if member := name[strings.LastIndexByte(name, '.')+1:]; !strings.Contains(list, strings.TrimPrefix(member, "new ")) {
				t.Errorf("no case of %s calls it", name)
			}
		}
	}
	for _, name := range eval.NativeNames() {
		if !names[name] && !slices.Contains(ofTheHost, name) {
			t.Errorf("there is no case for %s", name)
		}
	}
}

// ofTheHost are built-ins that give what the host says.
var ofTheHost = []string{"Date.now", "Math.random"}
