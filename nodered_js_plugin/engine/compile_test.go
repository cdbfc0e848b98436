// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// runOnce runs a script on a VM of its own.
// testMemory is what messages may hold where a test is about something else.
const testMemory = 256 << 20

func runOnce(t *testing.T, stage, source string, kind script.Kind) (goja.Value, error) {
	t.Helper()
	s, err := script.Compile(stage, source, kind)
	if err != nil {
		return nil, err
	}
	return runIn(s, false).Call(0)
}

// runIn makes a VM for a script: one of its own, or one that is used again, where
// the script runs with guards.
func runIn(s *script.Script, shared bool) *VM[struct{}] {
	return newVM([]*script.Script{s}, shared, guardsFor([]*script.Script{s}), testMemory, func(vm *VM[struct{}]) struct{} {
		_ = vm.Runtime().Set("msg", map[string]any{"payload": 21.5, "meta": map[string]any{"tag_name": "pv"}})
		return struct{}{}
	}, nil)
}

func TestConditionGivesTheCompletionValue(t *testing.T) {
	for _, source := range []string{
		`1`, `1;`, `1;;`, `;1`, ``, `// always`, `/* x */ 5 // hot`, `var x = 2`, `1; var x = 2`, `1; let y = 3`,
		`1; if (false) {2}`, `1; if (true) {2}`, `1; if (true) {}`, `if (1) 2; else 3`, `if (0) 2; else 3`,
		`1; {}`, `{1}`, `{1; {}}`, `{1; ; var x}`, `1; function f(){ return 2 }`, `function f(){ return 2 } f()`,
		`for (var i = 0; i < 3; i++) { i }`, `for (var i = 0; i < 3; i++) {}`, `7; for (var i = 0; i < 0; i++) { i }`,
		`for (let i = 0; i < 3; i++) { if (i == 1) continue; i }`, `for (var i = 0; i < 5; i++) { i; if (i == 2) break }`,
		`do { 1; if (true) { break } } while (0)`, `do { 2; break; } while(0)`, `var n = 0; while (n < 3) { n++; }`,
		`L: for (var i = 0; i < 3; i++) { for (;;) { i; continue L } }`, `L: { 1; break L; 2 }`, `a: b: 5`,
		`try { 1 } finally { 2 }`, `try { throw 1 } catch (e) { e + 1 }`, `try { throw 1 } catch (e) {}`, `1; try {} finally { 3 }`,
		`try { 1; throw 2 } catch (e) { var x = e }`, `L: do { try { 1 } finally { 2; break L } } while (0)`,
		`try { try { throw 1 } finally { 9 } } catch (e) { e }`,
		`switch (2) { case 1: 1; case 2: 2; case 3: 3; break; default: 4 }`, `1; switch (9) { case 1: 1 }`, `switch (1) { case 1: }`,
		`with ({a: 4}) { a }`, `1; with ({}) {}`, `"use strict"; 4`, `"use strict"`, `"use strict"; var a = 1`,
		`"use strict"; if (true) { 5 }`, `class A {} ; 3`, `3; class A {}`, `const k = 4; k * 2`, `let msg = {payload: 1}; msg.payload > 0`,
		`throw_ = 1, 2`, `var a = 1, b = 2; a < b`, `x = 5; x > 3`, `(function(){ return this.msg === msg })()`, `this.msg === msg`,
		`typeof arguments`, `typeof undefinedName`, `null`, `undefined`, `({})`, `[]`, `/a/.test("a")`, `(() => 4)()`,
		`for (var k in {a: 1, b: 2}) { k }`, `for (const v of [1, 2]) { v }`, `for (const v of [1, 2]) { v; if (v == 1) break; }`,
		`1; do ; while (false)`, `var o = {}; o.x = 3`, `1; debugger`, "1\n2", "1 // a\n// b", `eval("3")`, `5; eval("var q = 1")`,
	} {
		t.Run(source, func(t *testing.T) {
			want, err := referenceVM().RunString(source)
			if err != nil {
				t.Fatal(err)
			}
			got, err := runOnce(t, "if", source, script.Condition)
			if err != nil {
				t.Fatal(err)
			}
			if !got.StrictEquals(want) && got.String() != want.String() {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func referenceVM() *goja.Runtime {
	rt := goja.New()
	rt.SetParserOptions(parser.WithDisableSourceMaps)
	_ = rt.Set("msg", map[string]any{"payload": 21.5, "meta": map[string]any{"tag_name": "pv"}})
	return rt
}

func TestBodyReturns(t *testing.T) {
	for source, want := range map[string]string{
		`return 1`:            "1",
		`return 1 // comment`: "1",
		`return 1 /* c */`:    "1",
		`let msg = {payload: 3}; return msg.payload`:   "3",
		`const msg = {payload: 3}; return msg.payload`: "3",
		`var msg = {payload: 3}; return msg.payload`:   "3",
		`return this.msg === msg`:                      "true",
		`return arguments.length`:                      "0",
		`"use strict"; return typeof this`:             "undefined",
		`return typeof this`:                           "object",
		`x = 2; return x`:                              "2",
		``:                                             "undefined",
		"return 1\r\n// c\r\n":                         "1",
		`return "\101"`:                                "A",
		`function f(a, a) { return a } return f(1, 2)`: "2",
		`return new.target`:                            "undefined",
	} {
		got, err := runOnce(t, "defaults", source, script.Body)
		if err != nil {
			t.Errorf("%q: %v", source, err)
		} else if got.String() != want {
			t.Errorf("%q: got %v, want %s", source, got, want)
		}
	}
	got, err := runOnce(t, "code", `return typeof this`, script.StrictBody)
	if err != nil || got.String() != "undefined" {
		t.Errorf("strict this: %v, %v", got, err)
	}
}

func TestCompileRefuses(t *testing.T) {
	for _, c := range []struct {
		source       string
		kind         script.Kind
		line, column int
	}{
		{`return 1; })(); (function(){`, script.Body, 1, 11},
		{`}, function(){`, script.Body, 1, 1},
		{"x = 1;\n}) || (function(){", script.Body, 2, 1},
		{`}.x = function(){`, script.Body, 1, 1},
		{`}); (function(){ /*`, script.Body, 1, 20},
		{`return msg; /* open`, script.Body, 1, 20},
		{`if (msg.payload > 1 { return msg; }`, script.Body, 1, 21},
		{"var x = ;\nreturn msg;", script.Body, 1, 9},
		{"a();\n  var x = ;", script.Body, 2, 11},
		{"if (x) {\n  y();\n", script.Body, 2, 7},
		{"<!-- html", script.Body, 1, 1},
		{`retrun msg;`, script.Body, 1, 8},
		{`with (msg) {}`, script.StrictBody, 1, 1},
		{`return 010`, script.StrictBody, 1, 8},
		{`return msg.payload > 20;`, script.Condition, 1, 1},
		{`a b`, script.Condition, 1, 3},
		{`let a; let a`, script.Condition, 1, 12},
		{"ü = 'ä'; (", script.Body, 1, 11},
		{"\"ü\"; var x = ;", script.Body, 1, 14},
		{`break;`, script.Body, 1, 1},
		{`await 1`, script.Body, 1, 7},
		{`import x from "y"`, script.Body, 1, 1},
		{"return `${`", script.Body, 1, 12},
	} {
		_, err := script.Compile("defaults", c.source, c.kind)
		var e *script.Error
		if !errors.As(err, &e) {
			t.Errorf("%q: compiled, or no *script.Error: %v", c.source, err)
			continue
		}
		if e.Reason != script.Syntax || e.Line != c.line || e.Column != c.column {
			t.Errorf("%q: %s at %d:%d, want %d:%d\n%v", c.source, e.Reason, e.Line, e.Column, c.line, c.column, err)
		}
		if e.Stage != "defaults" || !strings.Contains(err.Error(), "defaults, line ") {
			t.Errorf("%q: the stage is missing in %v", c.source, err)
		}
	}
}
