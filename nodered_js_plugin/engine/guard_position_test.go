// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"errors"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// Each of these scripts has a guard where it fails, or round it.
func TestErrorsAtGuardsPointToTheUsersOwnText(t *testing.T) {
	for _, c := range []struct{ marked, text string }{
		// members that built-in objects have
		{`null.¦values`, "TypeError: Cannot read property 'values' of undefined"},
		{`msg.payload.a.¦values`, "TypeError: Cannot read property 'values' of undefined"},
		{"return msg\n  .nothing\n  .¦constructor;", "TypeError: Cannot read property 'constructor' of undefined"},
		{`return msg.payload?.values.¦a.b;`, "TypeError: Cannot read property 'a' of undefined"},
		{`const v = msg.meta.values; v.¦a`, "TypeError: Cannot read property 'a' of undefined"},
		{`return ¦nobody.values`, "ReferenceError: nobody is not defined"},
		{`return nobody¦().values`, "ReferenceError: nobody is not defined"},
		{`(function f() { return null.¦sort })()`, "TypeError: Cannot read property 'sort' of undefined"},
		{`return msg.meta["a"]¦["values"]`, "TypeError: Cannot read property 'values' of undefined"},
		{`msg.¦nothing.values += 1`, "TypeError: Cannot read property 'values' of undefined"},
		{`¦const { values } = null;`, "TypeError: Value is not object coercible"},
		{`const { values, ...rest } = msg.meta; values.¦a`, "TypeError: Cannot read property 'a' of undefined"},
		// computed keys
		{`let k = "a" + msg.meta.x; null¦[k]`, "TypeError: Cannot read property 'aundefined' of undefined"},
		{`let k = msg.meta.tag_name; msg.meta[k]¦["b"].c[k]`, "TypeError: Cannot read property 'b' of undefined"},
		{`let k = msg.meta.tag_name; msg.meta.a¦[k].c[k]`, "TypeError: Cannot read property 'pv' of undefined"},
		{`return msg.meta[¦nobody]`, "ReferenceError: nobody is not defined"},
		{`return msg.meta[nobody¦()]`, "ReferenceError: nobody is not defined"},
		{`return msg.meta[{ toString() { return null.¦a; } }]`, "TypeError: Cannot read property 'a' of undefined"},
		{`msg.nothing¦[msg.meta.tag_name] = 1`, "TypeError: Cannot convert undefined or null to object"},
		{`msg.nothing[msg.meta.¦tag_name]++`, "TypeError: Cannot read property 'pv' of undefined"},
		{`let k = msg.meta.tag_name; msg.meta[k][¦k](1)`, "TypeError: Cannot read property 'pv' of undefined"},
		{`let k = msg.meta.tag_name; msg.meta¦[k].b(1)`, "TypeError: Cannot read property 'b' of undefined"},
		{`let k = msg.meta.tag_name; msg[k + "x"] = {}; msg[k + "x"][k]¦(1)`, "TypeError: Object has no member 'pv'"},
		{`let o = {}; o[(o = null, msg.meta.tag_name)].¦b`, "TypeError: Cannot read property 'b' of undefined"},
		{`const { [¦nobody]: v } = msg`, "ReferenceError: nobody is not defined"},
		{`¦const { [msg.meta.tag_name]: v } = null`, "TypeError: Value is not object coercible"},
		// functions of the script's own for built-in ones
		{`[1].map(decodeURIComponent).b.¦c`, "TypeError: Cannot read property 'c' of undefined"},
		{`["%"].map¦(decodeURIComponent)`, "URIError: Malformed URI"},
		{`const f = decodeURIComponent; f¦("%")`, "URIError: Malformed URI"},
		{`const { parse } = JSON; parse¦("{")`, "SyntaxError: "},
		{`const { parse } = JSON; ["{"].forEach(x => parse¦(x))`, "SyntaxError: "},
		{`const f = BigInt; f¦("x")`, "SyntaxError: Cannot convert x to a BigInt"},
	} {
		checkPosition(t, script.Body, c.marked, c.text)
	}
}

// instruction is the number of goja's instruction behind a place in a stack trace,
// the one thing of an error that guards do change.
var instruction = regexp.MustCompile(`\(\d+\)`)

// What a script can see of an error is the same with guards.
func TestGuardsAreNotSeenInErrors(t *testing.T) {
	for _, source := range []string{
		`try { null.values } catch (e) { return String(e) + e.stack }`,
		`let k = msg.meta.tag_name; try { return null[k] } catch (e) { return String(e) + e.stack }`,
		`function f(k) { return msg.meta[k].values.a }` + "\n" + `try { f("tag_name") } catch (e) { return e.message + e.stack }`,
		`const f = decodeURIComponent; try { f("%") } catch (e) { return e.name + e.message }`,
		`const { [msg.meta.tag_name]: k = 1 } = msg; return String(k)`,
		`return String(msg.meta.values) + typeof msg.payload.constructor`,
	} {
		s, err := script.Compile("defaults", source, script.Body)
		if err != nil {
			t.Fatal(err)
		}
		if s.Code() == nil {
			reason, line, column := s.Outside()
			t.Errorf("%q %s at %d:%d", source, reason, line, column)
			continue
		}
		plain, plainErr := runIn(s, false).Call(0)
		shared, sharedErr := runIn(s, true).Call(0)
		if err := errors.Join(plainErr, sharedErr); err != nil {
			t.Errorf("%q: %v", source, err)
			continue
		}
		without, with := instruction.ReplaceAllString(plain.String(), ""), instruction.ReplaceAllString(shared.String(), "")
		if with != without {
			t.Errorf("%q gives with guards\n%s\nwithout\n%s", source, with, without)
		}
	}
}

// Some of these expressions have no place of their own for goja: an error behind one
// is at what stands in front of it. That must be so with a guard round it as well.
func TestAGuardHasNoPlaceOfItsOwn(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // it makes many VMs, and measures no memory
	expressions := []string{
		`msg.meta.tag_name`, `msg`, `k`, `null`, `true`, `"v"`, `"values"`, `"\u0076alues"`, "`v`", "`values`", "`v${k}`", `/v/`,
		`(() => {})`, `(function () {})`, `{}`, `[]`, `[k, "v"]`, `"v" + k`, `"v" + "alues"`, `"val" + "ues" + ""`, `"v" + 1`, `true + null`, `typeof 1`, `typeof k`,
		`!k`, `void 0`, `null || "v"`, `null ?? "values"`, `"v" && null`, `k && "v"`, `k || null`, `(k, null)`, `(k, "v")`, `k ? "v" : null`, `(k = null)`,
		`msg?.meta?.tag_name`, `msg.none?.x`, `f()`, `f?.()`, `new Date(0)`, `JSON.stringify("v")`, `Math.PI`, `BigInt`, `Math.max`,
	}
	uses := []string{
		`(X).values`, `(X)["values"]`, `(X)?.values`, `(X).values.a`, `(X).values()`, `(X).nothing()`, `delete (X).values`, `(X).values++`, `(X).values += 1`, `(X).values = 1`,
		`msg[X]`, `msg?.[X]`, `msg.meta[X]`, `msg[X].a`, `msg[X]()`, `msg[X](1).a()`, `msg[X] = 1`, `msg[X] += 1`, `++msg[X]`, `delete msg[X]`, `typeof msg[X]`,
		`(X)[k]`, `(X)[k]()`, `(X)[k] = 1`, `(X)[X]`, `(X)[X]()`, `({})[X]`, `[X][X]`, `none[X]`, `none[X]()`, `msg[X][X]`,
		`{ const { values } = (X); }`, `{ let { values, ...rest } = (X); }`, `{ var { values: v1 = null, a } = (X); }`, `{ let v2; ({ values: v2 } = (X)); }`,
		`{ const { [X]: v3 } = msg; }`, `{ const { a, [X]: v4, b } = null; }`, `{ const { [X]: { v5 } } = msg; }`, `{ let v6; ({ [X]: v6 = null } = msg); }`,
		`{ const { max } = Math; }`, `{ const { hasOwnProperty } = Object.prototype; }`, `{ const {} = Object.prototype; }`, `[1].forEach(({ [X]: v7 }) => {})`,
		`for (const { [X]: v8 } of [msg]) {}`,
	}
	inside := 0
	for _, use := range uses {
		for _, x := range expressions {
			use := strings.ReplaceAll(use, "X", x)
			for _, source := range []string{
				`let k = "tag_name", none, f = () => null; ` + use + "; const { q } = null;",
				`let k = "tag_name", none, f = () => null; try { ` + use + " } catch (e) { return e.stack } const { q } = null;",
			} {
				s, err := script.Compile("defaults", source, script.Body)
				if err != nil || s.Code() == nil {
					continue
				}
				inside++
				if without, with := errorOf(s, false), errorOf(s, true); with != without {
					t.Errorf("%s\nends with guards with\n%s\nwithout with\n%s", source, with, without)
				}
			}
		}
	}
	if inside < 2000 {
		t.Errorf("only %d scripts are in the small language", inside)
	}
}

// errorOf is the error that a script ends with, its place included, or the stack of
// the one that it returns.
func errorOf(s *script.Script, shared bool) string {
	v, err := runIn(s, shared).Call(0)
	if err != nil {
		return err.Error()
	}
	return instruction.ReplaceAllString(v.String(), "")
}
