// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval/evaltest"
)

// sameInBoth runs scripts in both executors; eval must give none of them up.
func sameInBoth(t *testing.T, sources []string) {
	t.Helper()
	m := prepare(evaltest.Message{Payload: `{"list":[3,1,2]}`, Meta: map[string]string{"a": "1"}})
	side := newEvalSide(m)
	for _, source := range sources {
		c, why := compileBoth(source)
		if c == nil {
			t.Errorf("%s: %s", source, why)
			continue
		}
		// The second run meets what the first one left in the Machine.
		for range 2 {
			inEval, inGoja, why := c.differsOn(side, m)
			if why != "" {
				t.Errorf("%s: %s", source, why)
			} else if inEval != "" {
				t.Errorf("%s\neval %s\ngoja %s", source, inEval, inGoja)
			}
		}
	}
}

// TestWhatAScriptChangesWhileItIsWalked is about elements that a callback, a default or a
// conversion changes before their turn comes.
func TestWhatAScriptChangesWhileItIsWalked(t *testing.T) {
	sameInBoth(t, []string{
		`const a = [[{ toString() { a.push(["z", 1]); return "k"; } }, 1]]; return Object.fromEntries(a);`,
		`const p = [{ toString() { p[1] = 9; return "k"; } }, 1]; return Object.fromEntries([p]);`,
		`const s = [1, 2, 3]; return Array.from(s, x => { if (s.length < 6) s.push(9); return x; });`,
		`const s = [1, 2, 3]; return Array.from(s, x => { s.length = 1; return x; });`,
		`const o = { length: 2, 0: 1, 1: 2 }; return Array.from(o, x => { o[1] = 5; return x; });`,
		`const o = { length: 3 }; return Array.from(o, (x, i) => { o.length = 1; o[i + 1] = i; return x; });`,
		`const s = new Set([1]); return Array.from(s, x => { if (x < 4) s.add(x + 1); return x * 2; });`,
		`const a = [undefined]; const [x = a.push(7), y] = a; return [x, y];`,
		`const a = [undefined, undefined]; const [x = (a.push(1, 2), 5), y = 6, z] = a; return [x, y, z];`,
		`const a = [1]; const [x, y = (a.push(5, 6), 7), z] = a; return [x, y, z];`,
		`const a = [undefined, 2, 3]; const [x = a.shift(), y] = a; return [x, y];`,
		`const m = new Map([[1, undefined]]); const [[x, y = m.set(3, 4)], b] = m; return [x, b];`,
		`const a = [{ toString() { a.push(1, 2, 3, 4, 5); a[1] = "changed"; return "x"; } }, "b"]; return a.join();`,
		`const a = [{ toString() { a.length = 1; return "x"; } }, "b"]; return a.join();`,
		`const a = [{ toJSON() { a.push(1, 2, 3, 4, 5); a[1] = "changed"; return "x"; } }, "b"]; return JSON.stringify(a);`,
		`const a = [{ toJSON() { a.length = 1; return "x"; } }, "b"]; return JSON.stringify(a);`,
		`const a = []; a[1] = 1; return JSON.stringify(a, (k, v) => v === undefined ? "u" : v);`,
		`const a = [{ toJSON() { a.length = 1; return 1; } }, 2]; return JSON.stringify(a, (k, v) => v === undefined ? "u" : v);`,
		`const r = [1]; return [1, 2].flatMap(x => { r.push(x); return r; });`,
		`const m = new Map([["a", 1], ["b", 2]]); const out = []; for (const [k, v] of m) { m.set("b", 9); out.push(k, v); } return out;`,
		`const m = new Map([["a", 1], ["b", 2]]); const it = m.entries(); m.set("a", 7); return it.next();`,
		`const m = new Map([["a", 1], ["b", 2]]); const it = m.values(); m.set("b", 7); it.next(); return it.next();`,
		`const m = new Map([[1, 2], [3, 4]]); const r = []; for (const [k, v] of m) { if (m.size < 5) m.set(k + 10, v); r.push(k); } return r;`,
		`const m = new Map([[1, 2], [3, 4]]); const r = []; m.forEach((v, k) => { for (const [a] of m) r.push(a); m.delete(k); m.set(k + 5, 1); if (r.length > 9) m.clear(); }); return r;`,
		`const s = new Set([1, 2, 3]); const r = []; for (const x of s) { s.delete(x); if (r.length < 6) s.add(x); r.push(x); } return r;`,
		`const s = new Set([1, 2, 3]); const it = s.values(); it.next(); s.delete(2); return [it.next(), it.next()];`,
		`const s = new Set([1, 2]); const it = s.values(); it.next(); it.next(); const d = it.next(); s.add(9); return [d, it.next()];`,
		`const s = new Set([1, 2]); const it = s.values(); it.next(); s.clear(); s.add(7); return [it.next(), it.next()];`,
	})
}

func TestIterators(t *testing.T) {
	sameInBoth(t, []string{
		`const r = []; for (const [i, x] of ["a", "b"].entries()) r.push(i + x); return r;`,
		`const r = []; for (const [i, x] of msg.payload.list.entries()) r.push(i, x); return r;`,
		`const r = []; for (const i of ["a", "b"].keys()) r.push(i); return r;`,
		`const r = []; const a = ["a", "b"]; for (const x of a.values()) { if (r.length < 3) a.push(x); r.push(x); } return r;`,
		`const a = []; a[2] = 1; return [[...a.keys()], [...a.values()], [...a.entries()]];`,
		`const a = [1, 2]; const it = a.entries(); a[0] = 5; a.push(7); return [...it];`,
		`const a = [1, 2]; const it = a.values(); it.next(); it.next(); const d = it.next(); a.push(9); return [d, it.next()];`,
		`return [...Array(3).keys()];`,
		`return Array.from(["x"].entries(), ([i, x]) => i + x);`,
		`return [Object.fromEntries(["x", "y"].entries()), new Map(["x", "y"].entries()), new Set([5, 6].values()), Math.max(...[5, 6].keys())];`,
		`const it = ["x", "y", "z"].keys(); const [a] = it; const [...b] = it; return [a, b];`,
		`const it = ["x", "y", "z"].keys(); for (const x of it) break; return [...it];`,
		`const it = new Set([1, 2, 3]).values(); const [a] = it; return [a, it.next()];`,
		`const it = new Set([1, 2, 3]).values(); const [a, , b] = it; return [a, b, it.next()];`,
		`const [x, , y] = "a😀b"; const [...r] = "a😀b"; return [x, y, r];`,
		`const it = [1].keys(); return [typeof it, JSON.stringify(it), Object.keys(it), { ...it }, [].concat(it).length];`,
	})
}

// TestWhatACallbackRemoves is given up: methods treat what is gone in different ways.
func TestWhatACallbackRemoves(t *testing.T) {
	for _, source := range []string{
		`return [1, 2, 3].reduce((s, x, i, a) => { delete a[i + 1]; return s + x; });`,
		`return [1, 2, 3].reduceRight((s, x, i, a) => { if (i > 0) delete a[i - 1]; return s + x; });`,
		`return [1, 2, 3].findLast((x, i, a) => { if (i > 0) delete a[i - 1]; return x === undefined; });`,
		`const a = [3, 1, 2]; a.sort((x, y) => { delete a[0]; return x - y; }); return a;`,
		`const a = [3, 1, 2]; a.sort((x, y) => { Object.freeze(a); return x - y; }); return a;`,
		`const a = [{ valueOf() { a.length = 1; return 1; } }, 2]; return Math.max.apply(null, a);`,
		`return String(new Set([1]).values());`,
		`return [1].keys() == "[object Array Iterator]";`,
	} {
		c, why := compileBoth(source)
		if c == nil {
			t.Errorf("%s: %s", source, why)
			continue
		}
		m := prepare(evaltest.Message{Payload: "1"})
		if inEval, inGoja, why := c.differs(m); why == "" {
			t.Errorf("%s is not given up\neval %s\ngoja %s", source, inEval, inGoja)
		}
	}
}
