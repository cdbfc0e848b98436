// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// Trees are written as ir.Print does.
func TestScriptsInTheSmallLanguage(t *testing.T) {
	for _, c := range []struct {
		kind         Kind
		source, tree string
	}{
		{Body, `msg.payload = msg.payload * 2; return msg;`, `(= (get @msg payload) (* (get @msg payload) 2)) (return @msg)`},
		{Body, `msg.meta.unit += "C"; msg.payload.n++; --msg.payload.n;`, `(+= (get (get @msg meta) unit) "C") (after + (get (get @msg payload) n)) (before - (get (get @msg payload) n))`},
		{Body, `let a = 1, b; const c = [a, , ...b]; var d = 2n;`, `(let a 1 b) (const c (array a - (... b))) (var d 2n)`},
		{Body, `x = 1; return x;`, `(= x 1) (return x)`},
		{Body, `return nobody;`, `(return ?nobody)`},
		{StrictBody, `nobody = 1;`, `(= ?nobody 1)`},
		{Body, "return `a${msg.payload}b`;", `(return (template "a" (get @msg payload) "b"))`},
		{Body, `return { a: 1, "b c": 2, [msg.meta.k]: 3, 7: 4, ...msg.meta };`, `(return (object (a 1) (b c 2) ((key (get (get @msg meta) k)) 3) (7 4) (... (get @msg meta))))`},
		{Body, `return msg.payload.values;`, `(return (get! (get @msg payload) values))`},
		{Body, `return msg.payload?.values ?? msg.payload?.a.b;`, `(return (?? (chain (get!? (get @msg payload) values)) (chain (get (get? (get @msg payload) a) b))))`},
		{Body, `return msg.payload.map(v => v + 1);`, `(return (method (get (get @msg payload) map) (arrow (v) (return (+ v 1)))))`},
		{Body, `return msg["payload"]["a-b"];`, `(return (get (get @msg payload) a-b))`},
		{Body, `return msg["pay" + "load"]["v" + 1 + "alues"] + msg["val" + "ues"];`, `(return (+ (get (get @msg payload) v1alues) (get! @msg values)))`},
		{Body, `return msg[1 + 2] + msg[-1] + msg[null] + msg[msg.meta.k || "a"];`, `(return (+ (+ (+ (at @msg (+ 1 2)) (at @msg (- 1))) (at! @msg null)) (at! @msg (|| (get (get @msg meta) k) "a"))))`},
		{Body, `return msg.payload[msg.meta.k];`, `(return (at! (get @msg payload) (get (get @msg meta) k)))`},
		{Body, `for (let i = 0; i < 3; i++) msg.payload[i] = msg.payload[i + 1];`, `(for (let i 0) (< i 3) (after + i) (= (at (get @msg payload) i) (at (get @msg payload) (+ i 1))))`},
		{Body, `return msg.payload["axis_" + msg.meta.k];`, `(return (at (get @msg payload) (+ "axis_" (get (get @msg meta) k))))`},
		{Body, `msg.meta[msg.payload] = 1; delete msg.meta.a; delete msg.meta[msg.payload];`, `(= (at (get @msg meta) (get @msg payload)) 1) (delete (get (get @msg meta) a)) (delete (at (get @msg meta) (get @msg payload)))`},
		{Body, `const { a, b: [c, d = 1], ...rest } = msg.payload;`, `(const (object-pattern (a a) (b (array-pattern c (default d 1))) (... rest)) (get @msg payload))`},
		{Body, `const { values, [msg.meta.k]: v } = msg.payload;`, `(const (object-pattern (values! values) ((key (get (get @msg meta) k)) v)) (get @msg payload))`},
		{Body, `[msg.meta.a, msg.meta.b] = [msg.meta.b, msg.meta.a];`, `(= (array-pattern (get (get @msg meta) a) (get (get @msg meta) b)) (array (get (get @msg meta) b) (get (get @msg meta) a)))`},
		{Body, `const { round, floor } = Math; return round(1.5);`, `(const (object-pattern (round round) (floor floor)) (object (round (wrapper Math.round)) (floor (wrapper Math.floor)))) (return (call round 1.5))`},
		{Body, `return msg.payload.split(",").map(Number);`, `(return (method (get (method (get (get @msg payload) split) ",") map) (wrapper Number)))`},
		{Body, `return Math.round(Math.PI * 2);`, `(return (static Math.round (* 3.141592653589793 2)))`},
		{Body, `return [NaN, Infinity, undefined, null, true];`, `(return (array NaN +Inf undefined null true))`},
		{Body, `return new Date(0).getTime() - Date.now();`, `(return (- (method (get (new Date 0) getTime)) (static Date.now)))`},
		{Body, `return Object.prototype.hasOwnProperty.call(msg.payload, "a");`, `(return (through-call Object.prototype.hasOwnProperty (get @msg payload) "a"))`},
		{Body, `return Math.max.apply(null, msg.payload);`, `(return (through-apply Math.max null (get @msg payload)))`},
		{Body, `function f(a, b = 2, ...c) { return arguments.length + arguments[0]; } return f(1);`, `(declare-function f (a (default b 2) (... c)) (return (+ (get @arguments length) (at @arguments 0)))) (return (call f 1))`},
		{Body, `const f = function g() { return g; }; f?.();`, `(const f (function g () (return g))) (chain (call? f))`},
		{Body, `return typeof require === "undefined" && msg.payload.constructor === Object;`, `(return (&& (=== (typeof ?require) "undefined") (=== (get (get @msg payload) constructor) #Object)))`},
		{Body, `return msg.payload instanceof Array || !JSON;`, `(return (|| (instanceof (get @msg payload) #Array) (! #JSON)))`},
		{Body, `if (msg.payload > 1) { return null; } else return msg;`, `(if (> (get @msg payload) 1) (block (return null)) (return @msg))`},
		{Body, `outer: for (const row of msg.payload) { for (const k in row) { if (k) continue outer; break; } }`, `(label outer (for-of row (get @msg payload) (block (for-in k row (block (if k (continue outer) -) (break))))))`},
		{Body, `while (false); do { ; } while (0);`, `(while false (block)) (do (block) 0)`},
		{Body, `switch (msg.payload) { case 1: return msg; default: break; }`, `(switch (get @msg payload) (case 1 (return @msg)) (case - (break)))`},
		{Body, `try { throw 1; } catch (e) { return e; } finally { void 0; }`, `(try (block (throw 1)) (catch e (block (return e))) (finally (void 0)))`},
		{Body, `return /a+/g.test(msg.payload) ? 1 : (2, 3);`, `(return (cond (method (get /a+/g test) (get @msg payload)) 1 (seq 2 3)))`},
		{Body, `return (-msg.payload) ** ~2;`, `(return (** (- (get @msg payload)) (~ 2)))`},
		{Condition, `msg.payload > 5 || "a" in msg.meta`, `(return (|| (> (get @msg payload) 5) (in "a" (get @msg meta))))`},
		{Condition, `var limit = 5; msg.payload > limit`, `(var limit 5) (return (> (get @msg payload) limit))`},
		{Body, `msg = { payload: 1 }; return msg;`, `(= @msg (object (payload 1))) (return @msg)`},
	} {
		s, err := Compile("script", c.source, c.kind)
		if err != nil {
			t.Errorf("%q: %v", c.source, err)
			continue
		}
		if s.Code() == nil {
			reason, line, column := s.Outside()
			t.Errorf("%q %s at %d:%d", c.source, reason, line, column)
			continue
		}
		if got := ir.Print(s.Code()); got != c.tree {
			t.Errorf("%q is\n%s\nwant\n%s", c.source, got, c.tree)
		}
	}
}

// A bar marks the place that the reason points to; it is not part of the script.
func TestScriptsOutsideTheSmallLanguage(t *testing.T) {
	for _, c := range []struct {
		kind           Kind
		marked, reason string
	}{
		{Body, "msg.payload = 1;\n\t¦class A {}", "uses `class`"},
		{Body, `return ¦class {};`, "uses `class`"},
		{Body, `return ¦this.msg;`, "uses `this`"},
		{Body, `const o = { m() { return ¦super.x; } };`, "uses `super`"},
		{Body, `function f() { return ¦new.target; }`, "uses `new.target`"},
		{Body, `¦with (msg) { payload = 1; }`, "uses `with`"},
		{Body, `¦debugger;`, "uses `debugger`"},
		{Body, `return ¦async () => 1;`, "uses `async`"},
		{Body, `¦async function f() { await 1; }`, "uses `async`"},
		{Body, `¦function* g() { yield 1; }`, "uses a generator"},
		{Body, `return { get ¦a() { return 1; } };`, "uses a getter or setter"},
		{Body, `return { set ¦a(v) {} };`, "uses a getter or setter"},
		{Body, "return tag¦`a`; function tag() {}", "uses a tagged template"},
		{Body, `let j = ¦JSON;`, "uses `JSON` as a value"},
		{Body, `return [¦Math];`, "uses `Math` as a value"},
		{Body, `return { ¦JSON };`, "uses `JSON` as a value"},
		{Body, `f(¦JSON); function f() {}`, "uses `JSON` as a value"},
		{Body, `return ¦globalThis;`, "uses `globalThis` as a value"},
		{Body, `return ¦eval("1");`, "calls `eval`"},
		{Body, `return ¦Function("1");`, "calls `Function`"},
		{Body, `return ¦new Function("1");`, "uses `new Function`"},
		{Body, `return ¦Symbol.iterator;`, "uses `Symbol.iterator` as a value"},
		{Body, `return ¦new Proxy({}, {});`, "uses `new Proxy`"},
		{Body, `return ¦Reflect.get({}, "a");`, "calls `Reflect.get`"},
		{Body, `return ¦Object.getPrototypeOf(msg);`, "calls `Object.getPrototypeOf`"},
		{Body, `return ¦Object.create(msg);`, "calls `Object.create` with a prototype"},
		{Body, `return ¦Math?.round?.(1);`, "uses `Math` as a value"},
		{Body, `return ¦Object.defineProperty({}, "a", { value: 1 });`, "calls `Object.defineProperty`"},
		{Body, `¦Array.prototype.last = 1;`, "assigns a member of `Array.prototype`"},
		{Body, `¦JSON.stringify = null;`, "assigns a member of `JSON`"},
		{Body, `¦JSON = 1;`, "assigns `JSON`"},
		{Body, `var ¦Date = 1;`, "declares or assigns `Date`"},
		{Body, `function ¦Math() {}`, "declares or assigns `Math`"},
		{Body, `return ¦Math["round"](1);`, "uses `Math` as a value"},
		{Body, `return msg[¦"a" || msg.payload];`, "uses a key that is not known to be harmless"},
		{Body, `return msg[¦typeof 1];`, "uses a key that is not known to be harmless"},
		{Body, `return msg[¦"__pro" + "to__"];`, "uses `__proto__`"},
		{Body, `return ¦msg.payload["con" + "structor"]("return 1");`, "calls the method `constructor`"},
		{Body, `return { ¦__proto__: null };`, "uses `__proto__`"},
		{Body, `return msg.¦__proto__;`, "uses `__proto__`"},
		{Body, `const f = () => 1; return f.¦prototype;`, "uses `prototype`"},
		{Body, `return ¦arguments;`, "uses `arguments` as a value"},
		{Body, `return (() => ¦arguments[0])();`, "uses `arguments` in an arrow function, or declares or assigns it"},
		{Body, `¦function f(a) { a = 1; return arguments[0]; }`, "assigns a parameter of a function that uses `arguments`"},
		{Body, `return ¦msg.payload.constructor("return 1");`, "calls the method `constructor`"},
		{Body, `return ¦f.bind(null); function f() {}`, "calls the method `bind`"},
		{Body, `return ¦f.call(1); function f() {}`, "calls the method `call`"},
		{Body, `return msg.payload?.a.¦values;`, "reads `values`, which a built-in method may be, behind `?.`"},
		{Body, `const { a: { ¦values } } = msg.payload;`, "takes `values` out of a value inside another, which a built-in method may be"},
		{Body, `return ¦new f(); function f() {}`, "makes an object with `new` of a function of its own"},
		{Body, `return msg instanceof ¦f; function f() {}`, "uses `instanceof` with something that is no built-in constructor"},
		{Body, "if (¦x) { x = 1; }\nreturn msg;", "uses the undeclared `x` before it is surely assigned"},
		{Body, `¦delete f(); function f() {}`, "deletes something that is no member"},
		{Body, `if (1) ¦function f() {}`, "declares a function as the body of another statement"},
		{Body, `try { throw {}; } catch (e) { for (var ¦e of [1]) ; }`, "declares `e` with `var` inside a block that has the name already"},
		{Body, `function f(a = 1) { var ¦a; }`, "declares a variable with the name of a parameter beside a default or pattern"},
		{Condition, `¦this.msg.payload > 5`, "uses `this`"},
		{StrictBody, `¦undefined = 1;`, "assigns `undefined`"},
		{Body, `let o = {}; [o.a, ¦Math.PI] = [1, 2];`, "assigns a member of `Math`"},
	} {
		before, after, ok := strings.Cut(c.marked, "¦")
		if !ok {
			t.Fatalf("no mark in %q", c.marked)
		}
		s, err := Compile("script", before+after, c.kind)
		if err != nil {
			t.Errorf("%q: %v", c.marked, err)
			continue
		}
		reason, line, column := s.Outside()
		wantLine, wantColumn := 1+strings.Count(before, "\n"), len(before)-strings.LastIndex(before, "\n")
		if reason != c.reason || line != wantLine || column != wantColumn {
			t.Errorf("%q: %q at %d:%d, want %q at %d:%d", c.marked, reason, line, column, c.reason, wantLine, wantColumn)
		}
		if s.SharedProgram() != nil || s.Plain() != nil {
			t.Errorf("%q has a program for VMs that are used again", c.marked)
		}
	}
}
