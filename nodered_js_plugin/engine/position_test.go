package engine

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// A bar in the source marks where its error has to point; it is not part of the
// script.
const mark = "¦"

var lineEnd = regexp.MustCompile("\r\n|[\n\r\u2028\u2029]")

func markedPosition(marked string) (source string, want Position) {
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
		kind   Kind
		marked string
		text   string // what the message has to contain
	}{
		{Body, `¦undefinedName`, "ReferenceError: undefinedName is not defined"},
		{Body, `return ¦undefinedName.x`, "ReferenceError: undefinedName is not defined"},
		{Body, "\n\n  return ¦undefinedName.x", "ReferenceError: undefinedName is not defined"},
		{Body, `msg.payload.a.¦b`, "TypeError: Cannot read property 'b' of undefined"},
		{Body, `msg.payload.a.¦b.c = 1`, "TypeError: Cannot read property 'b' of undefined"},
		{Body, `var x = null; x.¦y`, "TypeError: Cannot read property 'y' of undefined"},
		{Body, "var x = null;\n\tx.¦y = 1", "TypeError: Cannot convert undefined or null to object"},
		{Body, `null.¦foo`, "TypeError: Cannot read property 'foo' of undefined"},
		{Body, `msg.foo¦()`, "TypeError: Object has no member 'foo'"},
		{Body, `msg.payload.toFixedd¦(2); return msg;`, "TypeError: Object has no member 'toFixedd'"},
		{Body, `msg.meta.a.¦b.c()`, "TypeError: Cannot read property 'b' of undefined"},
		{Body, `(1.5).toFixed¦(200)`, "RangeError: toFixed() precision must be between 0 and 100"},
		{Body, `¦new Array(-1)`, "RangeError: Invalid array length"},
		{Body, `¦"" + Symbol("x")`, "TypeError: Cannot convert a Symbol value to a string"},
		{Body, `¦1n + 1`, "TypeError: Cannot mix BigInt and other types, use explicit conversions"},
		{Body, `var a = 1; a¦()`, "TypeError: Value is not an object: 1"},
		{Body, `var a = {}; a.b.¦c`, "TypeError: Cannot read property 'c' of undefined"},
		{Body, `var o = {}; o["x"]¦["y"]`, "TypeError: Cannot read property 'y' of undefined"},
		{Body, `msg.meta["a"]¦["b"]`, "TypeError: Cannot read property 'b' of undefined"},
		{Body, `const a = 1; ¦a = 2;`, "TypeError: Assignment to constant variable."},
		{Body, `x = ¦later; let later = 1;`, "ReferenceError: Cannot access a variable before initialization"},
		{Body, `throw ¦new Error("boom")`, "Error: boom"},
		{Body, `¦throw "text"`, "text"},
		{Body, `¦throw 42`, "threw 42"},
		{Body, `¦throw {code: 7}`, "threw {\"code\":7}"},
		{Body, `¦throw null`, "threw null"},
		{Body, `¦throw undefined`, "threw undefined"},
		{Body, `¦throw [1, 2]`, "threw [1,2]"},
		{Body, "if (true) {\n  throw ¦new TypeError(\"bad\");\n}", "TypeError: bad"},
		{Body, "function f() {\n  throw ¦new Error(\"inner\");\n}\nf();", "Error: inner"},
		{Body, "function f() { g(); }\nfunction g() {\n  h¦();\n}\nf();", "ReferenceError: h is not defined"},
		{Body, `[1].map(function (v) { return v.a.¦b; })`, "TypeError: Cannot read property 'b' of undefined"},
		{Body, "[1, 2].forEach(v => {\n  v.x.¦y;\n});", "TypeError: Cannot read property 'y' of undefined"},
		{Body, `["a"].map(v => JSON.parse¦(v))`, "SyntaxError: invalid character 'a' looking for beginning of value"},
		{Body, `JSON.parse¦("{bad")`, "SyntaxError: invalid character 'b'"},
		{Body, "\nJSON.parse¦(\"{bad\");", "SyntaxError: invalid character 'b'"},
		{Body, `decodeURIComponent¦("%")`, "URIError: Malformed URI"},
		{Body, `¦new RegExp("(")`, "SyntaxError: Unterminated group"},
		{Body, `null¦[Symbol.iterator]`, "TypeError: Cannot read property 'Symbol.iterator' of undefined"},
		{Body, `¦for (const v of 5) {}`, "TypeError: object is not iterable"},
		{Body, `¦var [a] = null;`, "TypeError: Cannot convert undefined or null to object"},
		{Body, `¦var {a} = null;`, "TypeError: Value is not object coercible"},
		{Body, `({}).x.¦y.z`, "TypeError: Cannot read property 'y' of undefined"},
		{Body, "class A { constructor() { this.x.¦y; } }\nnew A();", "TypeError: Cannot read property 'y' of undefined"},
		{Body, "class A { get v() { return null.¦q; } }\nreturn new A().v;", "TypeError: Cannot read property 'q' of undefined"},
		{Body, `require¦("fs")`, "ReferenceError: require is not defined"},
		{Body, `setTimeout¦(function () {}, 10)`, "ReferenceError: setTimeout is not defined"},
		{Body, `¦new (void 0)`, "TypeError: Value is not an object: undefined"},
		{Body, `var f = 3; ¦new f()`, "TypeError: Value is not an object: 3"},
		{Body, `"ü" + "ä" + ¦nope`, "ReferenceError: nope is not defined"},
		{Body, `var größe = 1; größe.a.¦b`, "TypeError: Cannot read property 'b' of undefined"},
		{Body, `/* 😀 */ nope¦()`, "ReferenceError: nope is not defined"},
		{Body, "\t\tnope¦()", "ReferenceError: nope is not defined"},
		{Body, "var s = `line1\nline2`; ¦nope", "ReferenceError: nope is not defined"},
		{Body, "var s = `${ ¦nope }`", "ReferenceError: nope is not defined"},
		{Body, "return `a\nb${ null.¦x }`", "TypeError: Cannot read property 'x' of undefined"},
		{Body, `try { null.¦a } finally { 1 }`, "TypeError: Cannot read property 'a' of undefined"},
		{Body, `try { null.¦a } catch (e) { throw e }`, "TypeError: Cannot read property 'a' of undefined"},
		{Body, `try { null.a } catch (e) { nope¦() }`, "ReferenceError: nope is not defined"},
		{Body, `switch (1) { case ¦nope: }`, "ReferenceError: nope is not defined"},
		{Body, `if (¦nope) {}`, "ReferenceError: nope is not defined"},
		{Body, `while (¦nope) {}`, "ReferenceError: nope is not defined"},
		{Body, `for (;¦nope;) {}`, "ReferenceError: nope is not defined"},
		{Body, `do {} while (¦nope)`, "ReferenceError: nope is not defined"},
		{Body, `var a = ¦b.c;`, "ReferenceError: b is not defined"},
		{Body, `return {a: ¦nope}`, "ReferenceError: nope is not defined"},
		{Body, `return [1, ¦nope]`, "ReferenceError: nope is not defined"},
		{Body, `f(1, ¦nope); function f() {}`, "ReferenceError: nope is not defined"},
		{Body, `Object.defineProperty¦(1, "x", {})`, "TypeError: Object.defineProperty called on non-object"},
		{Body, `"abc".repeat¦(-1)`, "RangeError: Invalid count value"},
		{Body, `[].reduce¦((a, b) => a)`, "TypeError: No initial value"},
		{Body, `BigInt¦("x")`, "SyntaxError: Cannot convert x to a BigInt"},
		{Body, `¦x.y = 1`, "ReferenceError: x is not defined"},
		{Body, `delete null.¦x`, "TypeError: Cannot convert undefined or null to object"},
		{Body, `¦1 in 5`, "TypeError: Value is not an object: 5"},
		{Body, `¦1 instanceof 5`, "TypeError: Value is not an object: 5"},
		{Body, `¦Symbol() + 1`, "TypeError: Cannot convert a Symbol value to a number"},
		{Body, `eval¦("null.x")`, "TypeError: Cannot read property 'x' of undefined"},
		{Body, `eval¦("1 +")`, "SyntaxError: SyntaxError: <eval>: Line 1:4 Unexpected end of input"},
		{Body, `Function("return null.x")¦()`, "TypeError: Cannot read property 'x' of undefined"},
		{Body, `¦new Proxy({}, null)`, "TypeError: Cannot create proxy with a non-object as target or handler"},
		{Body, `async function f() {} f().x.¦y`, "TypeError: Cannot read property 'y' of undefined"},
		{Body, `function* g() { yield null.¦x } [...g()]`, "TypeError: Cannot read property 'x' of undefined"},
		{Body, "¦a\n  .b\n  .c", "ReferenceError: a is not defined"},
		{Body, "msg\n  .payload\n  .foo\n  .¦bar", "TypeError: Cannot read property 'bar' of undefined"},
		{Body, "msg.payload.foo(\n  1,\n  ¦nope)", "ReferenceError: nope is not defined"},
		{Body, "\r\n¦nope", "ReferenceError: nope is not defined"},
		{Body, "// c\u2028¦nope", "ReferenceError: nope is not defined"},
		{StrictBody, `¦undeclared = 1`, "ReferenceError: undeclared is not defined"},
		{StrictBody, "\n\nObject.freeze([1]).push¦(2)", "TypeError: Cannot add property 1, object is not extensible"},
		{StrictBody, `Object.freeze({a: 1}).¦a = 2`, "TypeError: Cannot assign to read only property 'a'"},
		{StrictBody, `(function () { return this.¦x })()`, "TypeError: Cannot read property 'x' of undefined"},
		{Condition, `¦nope > 5`, "ReferenceError: nope is not defined"},
		{Condition, `msg.meta.a.¦b === 1`, "TypeError: Cannot read property 'b' of undefined"},
		{Condition, "msg.payload > 5 &&\n  msg.meta.x.¦y", "TypeError: Cannot read property 'y' of undefined"},
		{Condition, `msg.meta.¦opcua_tag_path.includes("Press")`, "TypeError: Cannot read property 'includes' of undefined or null"},
		{Condition, `var limit = 5; msg.payload > limit.a.¦b`, "TypeError: Cannot read property 'b' of undefined"},
		{Condition, `function hot(x) { return x.y.¦z } hot(msg.payload)`, "TypeError: Cannot read property 'z' of undefined"},
		{Condition, "// only hot\n¦nope", "ReferenceError: nope is not defined"},
		{Condition, `if (true) { ¦nope }`, "ReferenceError: nope is not defined"},
		{Condition, `throw ¦new Error("x")`, "Error: x"},
		{Condition, `let a = 1; a.b.¦c`, "TypeError: Cannot read property 'c' of undefined"},
	} {
		checkPosition(t, c.kind, c.marked, c.text)
	}
}

func checkPosition(t *testing.T, kind Kind, marked, text string) {
	t.Helper()
	source, want := markedPosition(marked)
	_, err := runOnce(t, "condition 2 then", source, kind)
	var e *Error
	if !errors.As(err, &e) {
		t.Errorf("%q: no *Error: %v", marked, err)
		return
	}
	if e.Line != want.Line || e.Column != want.Column {
		t.Errorf("%q: at %d:%d, want %d:%d\n%v", marked, e.Line, e.Column, want.Line, want.Column, err)
	}
	if !strings.Contains(e.Message(), text) {
		t.Errorf("%q: message %q lacks %q", marked, e.Message(), text)
	}
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
		s, err := Compile("defaults", source, Body)
		if err != nil {
			t.Fatal(err)
		}
		e := s.explain(nil, WithReason(BadReturn, errors.New("no message")))
		if got := (Position{e.Line, e.Column}); known && got != want || !known && got != (Position{}) {
			t.Errorf("%q: at %v", marked, got)
		}
	}
}
