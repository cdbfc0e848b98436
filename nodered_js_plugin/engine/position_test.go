// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A bar in the source marks where its error has to point; it is not part of the
// script.
const mark = "¦"

var lineEnd = regexp.MustCompile("\r\n|[\n\r\u2028\u2029]")

func markedPosition(marked string) (source string, want script.Position) {
	before, after, ok := strings.Cut(marked, mark)
	if !ok {
		panic("no mark in " + marked)
	}
	lines := lineEnd.Split(before, -1)
	want.Line = len(lines)
	want.Column = 1 + utf8.RuneCountInString(lines[len(lines)-1])
	return before + after, want
}

func TestErrorsPointToTheUsersOwnText(t *testing.T) {
	for _, c := range []struct {
		kind   script.Kind
		marked string
		text   string // what the message has to contain
	}{
		{script.Body, `¦undefinedName`, "ReferenceError: undefinedName is not defined"},
		{script.Body, `return ¦undefinedName.x`, "ReferenceError: undefinedName is not defined"},
		{script.Body, "\n\n  return ¦undefinedName.x", "ReferenceError: undefinedName is not defined"},
		{script.Body, `msg.payload.a.¦b`, "TypeError: Cannot read property 'b' of undefined"},
		{script.Body, `msg.payload.a.¦b.c = 1`, "TypeError: Cannot read property 'b' of undefined"},
		{script.Body, `var x = null; x.¦y`, "TypeError: Cannot read property 'y' of undefined"},
		{script.Body, "var x = null;\n\tx.¦y = 1", "TypeError: Cannot convert undefined or null to object"},
		{script.Body, `null.¦foo`, "TypeError: Cannot read property 'foo' of undefined"},
		{script.Body, `msg.foo¦()`, "TypeError: Object has no member 'foo'"},
		{script.Body, `msg.payload.toFixedd¦(2); return msg;`, "TypeError: Object has no member 'toFixedd'"},
		{script.Body, `msg.meta.a.¦b.c()`, "TypeError: Cannot read property 'b' of undefined"},
		{script.Body, `(1.5).toFixed¦(200)`, "RangeError: toFixed() precision must be between 0 and 100"},
		{script.Body, `¦new Array(-1)`, "RangeError: Invalid array length"},
		{script.Body, `¦"" + Symbol("x")`, "TypeError: Cannot convert a Symbol value to a string"},
		{script.Body, `¦1n + 1`, "TypeError: Cannot mix BigInt and other types, use explicit conversions"},
		{script.Body, `var a = 1; a¦()`, "TypeError: Value is not an object: 1"},
		{script.Body, `var a = {}; a.b.¦c`, "TypeError: Cannot read property 'c' of undefined"},
		{script.Body, `var o = {}; o["x"]¦["y"]`, "TypeError: Cannot read property 'y' of undefined"},
		{script.Body, `msg.meta["a"]¦["b"]`, "TypeError: Cannot read property 'b' of undefined"},
		{script.Body, `const a = 1; ¦a = 2;`, "TypeError: Assignment to constant variable."},
		{script.Body, `x = ¦later; let later = 1;`, "ReferenceError: Cannot access a variable before initialization"},
		{script.Body, `throw ¦new Error("boom")`, "Error: boom"},
		{script.Body, `¦throw "text"`, "text"},
		{script.Body, `¦throw 42`, "threw 42"},
		{script.Body, `¦throw {code: 7}`, "threw {\"code\":7}"},
		{script.Body, `¦throw null`, "threw null"},
		{script.Body, `¦throw undefined`, "threw undefined"},
		{script.Body, `¦throw [1, 2]`, "threw [1,2]"},
		{script.Body, "if (true) {\n  throw ¦new TypeError(\"bad\");\n}", "TypeError: bad"},
		{script.Body, "function f() {\n  throw ¦new Error(\"inner\");\n}\nf();", "Error: inner"},
		{script.Body, "function f() { g(); }\nfunction g() {\n  h¦();\n}\nf();", "ReferenceError: h is not defined"},
		{script.Body, `[1].map(function (v) { return v.a.¦b; })`, "TypeError: Cannot read property 'b' of undefined"},
		{script.Body, "[1, 2].forEach(v => {\n  v.x.¦y;\n});", "TypeError: Cannot read property 'y' of undefined"},
		{script.Body, `["a"].map(v => JSON.parse¦(v))`, "SyntaxError: invalid character 'a' looking for beginning of value"},
		{script.Body, `JSON.parse¦("{bad")`, "SyntaxError: invalid character 'b'"},
		{script.Body, "\nJSON.parse¦(\"{bad\");", "SyntaxError: invalid character 'b'"},
		{script.Body, `decodeURIComponent¦("%")`, "URIError: Malformed URI"},
		{script.Body, `¦new RegExp("(")`, "SyntaxError: Unterminated group"},
		{script.Body, `null¦[Symbol.iterator]`, "TypeError: Cannot read property 'Symbol.iterator' of undefined"},
		{script.Body, `¦for (const v of 5) {}`, "TypeError: object is not iterable"},
		{script.Body, `¦var [a] = null;`, "TypeError: Cannot convert undefined or null to object"},
		{script.Body, `¦var {a} = null;`, "TypeError: Value is not object coercible"},
		{script.Body, `({}).x.¦y.z`, "TypeError: Cannot read property 'y' of undefined"},
		{script.Body, "class A { constructor() { this.x.¦y; } }\nnew A();", "TypeError: Cannot read property 'y' of undefined"},
		{script.Body, "class A { get v() { return null.¦q; } }\nreturn new A().v;", "TypeError: Cannot read property 'q' of undefined"},
		{script.Body, `require¦("fs")`, "ReferenceError: require is not defined"},
		{script.Body, `setTimeout¦(function () {}, 10)`, "ReferenceError: setTimeout is not defined"},
		{script.Body, `¦new (void 0)`, "TypeError: Value is not an object: undefined"},
		{script.Body, `var f = 3; ¦new f()`, "TypeError: Value is not an object: 3"},
		{script.Body, `"ü" + "ä" + ¦nope`, "ReferenceError: nope is not defined"},
		{script.Body, `var größe = 1; größe.a.¦b`, "TypeError: Cannot read property 'b' of undefined"},
		{script.Body, `/* 😀 */ nope¦()`, "ReferenceError: nope is not defined"},
		{script.Body, "\t\tnope¦()", "ReferenceError: nope is not defined"},
		{script.Body, "var s = `line1\nline2`; ¦nope", "ReferenceError: nope is not defined"},
		{script.Body, "var s = `${ ¦nope }`", "ReferenceError: nope is not defined"},
		{script.Body, "return `a\nb${ null.¦x }`", "TypeError: Cannot read property 'x' of undefined"},
		{script.Body, `try { null.¦a } finally { 1 }`, "TypeError: Cannot read property 'a' of undefined"},
		{script.Body, `try { null.¦a } catch (e) { throw e }`, "TypeError: Cannot read property 'a' of undefined"},
		{script.Body, `try { null.a } catch (e) { nope¦() }`, "ReferenceError: nope is not defined"},
		{script.Body, `switch (1) { case ¦nope: }`, "ReferenceError: nope is not defined"},
		{script.Body, `if (¦nope) {}`, "ReferenceError: nope is not defined"},
		{script.Body, `while (¦nope) {}`, "ReferenceError: nope is not defined"},
		{script.Body, `for (;¦nope;) {}`, "ReferenceError: nope is not defined"},
		{script.Body, `do {} while (¦nope)`, "ReferenceError: nope is not defined"},
		{script.Body, `var a = ¦b.c;`, "ReferenceError: b is not defined"},
		{script.Body, `return {a: ¦nope}`, "ReferenceError: nope is not defined"},
		{script.Body, `return [1, ¦nope]`, "ReferenceError: nope is not defined"},
		{script.Body, `f(1, ¦nope); function f() {}`, "ReferenceError: nope is not defined"},
		{script.Body, `Object.defineProperty¦(1, "x", {})`, "TypeError: Object.defineProperty called on non-object"},
		{script.Body, `"abc".repeat¦(-1)`, "RangeError: Invalid count value"},
		{script.Body, `[].reduce¦((a, b) => a)`, "TypeError: No initial value"},
		{script.Body, `BigInt¦("x")`, "SyntaxError: Cannot convert x to a BigInt"},
		{script.Body, `¦x.y = 1`, "ReferenceError: x is not defined"},
		{script.Body, `delete null.¦x`, "TypeError: Cannot convert undefined or null to object"},
		{script.Body, `¦1 in 5`, "TypeError: Value is not an object: 5"},
		{script.Body, `¦1 instanceof 5`, "TypeError: Value is not an object: 5"},
		{script.Body, `¦Symbol() + 1`, "TypeError: Cannot convert a Symbol value to a number"},
		{script.Body, `eval¦("null.x")`, "TypeError: Cannot read property 'x' of undefined"},
		{script.Body, `eval¦("1 +")`, "SyntaxError: SyntaxError: <eval>: Line 1:4 Unexpected end of input"},
		{script.Body, `Function("return null.x")¦()`, "TypeError: Cannot read property 'x' of undefined"},
		{script.Body, `¦new Proxy({}, null)`, "TypeError: Cannot create proxy with a non-object as target or handler"},
		{script.Body, `async function f() {} f().x.¦y`, "TypeError: Cannot read property 'y' of undefined"},
		{script.Body, `function* g() { yield null.¦x } [...g()]`, "TypeError: Cannot read property 'x' of undefined"},
		{script.Body, "¦a\n  .b\n  .c", "ReferenceError: a is not defined"},
		{script.Body, "msg\n  .payload\n  .foo\n  .¦bar", "TypeError: Cannot read property 'bar' of undefined"},
		{script.Body, "msg.payload.foo(\n  1,\n  ¦nope)", "ReferenceError: nope is not defined"},
		{script.Body, "\r\n¦nope", "ReferenceError: nope is not defined"},
		{script.Body, "// c\u2028¦nope", "ReferenceError: nope is not defined"},
		{script.StrictBody, `¦undeclared = 1`, "ReferenceError: undeclared is not defined"},
		{script.StrictBody, "\n\nObject.freeze([1]).push¦(2)", "TypeError: Cannot add property 1, object is not extensible"},
		{script.StrictBody, `Object.freeze({a: 1}).¦a = 2`, "TypeError: Cannot assign to read only property 'a'"},
		{script.StrictBody, `(function () { return this.¦x })()`, "TypeError: Cannot read property 'x' of undefined"},
		{script.Condition, `¦nope > 5`, "ReferenceError: nope is not defined"},
		{script.Condition, `msg.meta.a.¦b === 1`, "TypeError: Cannot read property 'b' of undefined"},
		{script.Condition, "msg.payload > 5 &&\n  msg.meta.x.¦y", "TypeError: Cannot read property 'y' of undefined"},
		{script.Condition, `msg.meta.¦opcua_tag_path.includes("Press")`, "TypeError: Cannot read property 'includes' of undefined or null"},
		{script.Condition, `var limit = 5; msg.payload > limit.a.¦b`, "TypeError: Cannot read property 'b' of undefined"},
		{script.Condition, `function hot(x) { return x.y.¦z } hot(msg.payload)`, "TypeError: Cannot read property 'z' of undefined"},
		{script.Condition, "// only hot\n¦nope", "ReferenceError: nope is not defined"},
		{script.Condition, `if (true) { ¦nope }`, "ReferenceError: nope is not defined"},
		{script.Condition, `throw ¦new Error("x")`, "Error: x"},
		{script.Condition, `let a = 1; a.b.¦c`, "TypeError: Cannot read property 'c' of undefined"},
	} {
		checkPosition(t, c.kind, c.marked, c.text)
	}
}

// checkPosition runs a script in a VM of its own, and one of the small language in
// a VM that is used again as well: its guards must change neither text nor place.
func checkPosition(t *testing.T, kind script.Kind, marked, text string) {
	t.Helper()
	source, want := markedPosition(marked)
	s, err := script.Compile("condition 2 then", source, kind)
	if err != nil {
		t.Errorf("%q: %v", marked, err)
		return
	}
	plain := checkError(t, s, false, marked, want, text)
	if s.Code() == nil {
		return
	}
	if shared := checkError(t, s, true, marked, want, text); shared != plain {
		t.Errorf("%q: with guards the message is %q, without %q", marked, shared, plain)
	}
}

// checkError gives the message of the error that the script ends with.
func checkError(t *testing.T, s *script.Script, shared bool, marked string, want script.Position, text string) string {
	t.Helper()
	_, err := runIn(s, shared).Call(0)
	var e *script.Error
	if !errors.As(err, &e) {
		t.Errorf("%q, shared %v: no *script.Error: %v", marked, shared, err)
		return ""
	}
	if e.Line != want.Line || e.Column != want.Column {
		t.Errorf("%q, shared %v: at %d:%d, want %d:%d\n%v", marked, shared, e.Line, e.Column, want.Line, want.Column, err)
	}
	if !strings.Contains(e.Message(), text) {
		t.Errorf("%q, shared %v: message %q lacks %q", marked, shared, e.Message(), text)
	}
	return e.Message()
}

// goja does not tell which return ran, so only a script with one return with a
// value has a place for what it returned.
func TestABadReturnPointsToTheOnlyReturn(t *testing.T) {
	for marked, known := range map[string]bool{
		"var a = 1;\n  ¦return 42;":                                    true,
		"¦return [1].map(function (v) { return v; });":                 true,
		"if (a) return;\n¦return 'x'":                                  true,
		"function f() { return 1; }\nif (f()) { ¦return 2; }":          true,
		"¦if (a) { return 1; } return 2;":                              false,
		"¦const f = () => { return 1; };":                              false,
		"¦({ get a() { return 1; } }); class A { b() { return 2; } } ": false,
	} {
		source, want := markedPosition(marked)
		s, err := script.Compile("defaults", source, script.Body)
		if err != nil {
			t.Fatal(err)
		}
		e := explain(s, nil, WithReason(script.BadReturn, errors.New("no message")))
		if got := (script.Position{Line: e.Line, Column: e.Column}); known && got != want || !known && got != (script.Position{}) {
			t.Errorf("%q: at %v", marked, got)
		}
	}
}
