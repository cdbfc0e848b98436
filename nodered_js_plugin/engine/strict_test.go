// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// strictCases are scripts, and what becomes of them: the text of the TypeError, or
// what they return.
var strictCases = []struct{ name, source, want string }{
	{"a member of a number", "var v = 5;\nv.unit = 'bar';", "TypeError: Cannot set a member of a value that is no object"},
	{"a member of a text", "let s = 'x'; s.a = 1;", "TypeError: Cannot set a member of a value that is no object"},
	{"a character of a text", "let s = 'x'; s[0] = 'y';", "TypeError: Cannot assign to read only property '0'"},
	{"a frozen object", "const o = Object.freeze({ a: 1 }); o.a = 2;", "TypeError: Cannot assign to read only property 'a'"},
	{"a new member of a sealed object", "const o = Object.seal({}); o.a = 2;", "TypeError: Cannot add property a, object is not extensible"},
	{"a getter without a setter", "const o = { get a() { return 1; } }; o.a = 2;", "TypeError: Cannot assign to read only property 'a'"},
	{"a member that is not writable", "const o = Object.defineProperty({}, 'a', { value: 1 }); o.a = 2;", "TypeError: Cannot assign to read only property 'a'"},
	{"deleting from a frozen object", "const o = Object.freeze({ a: 1 }); delete o.a;", "TypeError: Cannot delete property 'a' of [object Object]"},
	{"undefined", "undefined = 1;", "TypeError: Cannot assign to read only property 'undefined'"},
	{"in a callback", "[1].forEach(v => { v.a = 1; });", "TypeError: Cannot set a member of a value that is no object"},
	{"in a function", "function f(v) { v.a = 1; } f(1);", "TypeError: Cannot set a member of a value that is no object"},
	{"beside an undeclared name that is a local", "x = 5; x.a = 1;", "TypeError: Cannot set a member of a value that is no object"},
	{"beside a class", "class A { f() { return this; } } 'x'.a = 1;", "TypeError: Cannot set a member of a value that is no object"},

	{"an undeclared name", "x = 5; return x;", "5"},
	{"an undeclared name that is read before", "if (typeof x === 'undefined') x = 1; return x;", "1"},
	{"this is the global object", "return typeof this.JSON;", "object"},
	{"arguments follow the parameters", "function f(a) { a = 2; return arguments[0]; } return f(1);", "2"},
	{"callee", "return (function (n) { return n ? n + arguments.callee(n - 1) : 0; })(3);", "6"},
	{"with", "with ({ a: 7 }) { return a; }", "7"},
	{"an octal number", "return 010;", "8"},
	{"a parameter twice", "function f(a, a) { return a; } return f(1, 2);", "2"},
	{"delete of a name", "x = 1; return delete x;", "true"},
	{"a direct eval that declares", "eval('var a = 3'); return a;", "3"},
	{"a reserved word as a name", "var static = 3; return static;", "3"},
	{"a function in a block", "{ function f() { return 4; } return f(); }", "4"},
	{"the type of a missing name", "return typeof nope;", "undefined"},
}

func TestFailingWritesThrow(t *testing.T) {
	for _, kind := range []script.Kind{script.Body, script.Condition} {
		for _, c := range strictCases {
			source := c.source
			if kind == script.Condition {
				if strings.Contains(source, "eval(") || strings.Contains(source, "delete x") {
					continue // as a program of its own
				}
				source = "(() => {" + source + "})()"
			}
			t.Run(c.name, func(t *testing.T) {
				s, err := script.Compile("stage", source, kind)
				if err != nil {
					t.Fatal(err)
				}
				vm := newVM([]*script.Script{s}, false, guardsFor([]*script.Script{s}), testMemory, func(*VM[struct{}]) struct{} { return struct{}{} }, nil)
				v, err := vm.Call(0)
				got := ""
				if err != nil {
					got = vm.Explain(0, err).Message()
				} else {
					got = v.String()
				}
				if got != c.want {
					t.Errorf("%s, want %s", got, c.want)
				}
			})
		}
	}
}
