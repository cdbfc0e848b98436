// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"strings"
	"testing"
)

// TestEachStepIsCharged is about operations that go through a whole text or object and
// give little: a loop of them must look at the clock.
func TestEachStepIsCharged(t *testing.T) {
	const before = `const N = 1 << 18, K = 2000; const t = "a".repeat(N), u = "a".repeat(N), spaces = " ".repeat(N), zeros = "0".repeat(N);
const list = Array(N).fill(1), o = {}, e = new Error("x"); for (let i = 0; i < K; i++) { o["k" + i] = 1; e["k" + i] = 1; msg["k" + i] = 1; }
let n = 0; for (let i = 0; i < 100; i++) { `
	nothing := measure(t, before+"} return n;", 1<<40, never)
	// least is how much work each turn is charged.
	for operation, least := range map[string]float64{
		`n += (t + "ä").length`:                                    1 << 12,
		`n += (t + "ä")[N * 2] === undefined`:                      1 << 12,
		`n += t.startsWith(u)`:                                     1 << 12,
		`n += t.startsWith(u, 0)`:                                  1 << 12,
		`n += t.endsWith(u)`:                                       1 << 12,
		`n += t.endsWith(u, N)`:                                    1 << 12,
		`n += Object.is(t, u)`:                                     1 << 12,
		`n += t.toLowerCase().length`:                              1 << 12,
		`n += parseInt(spaces)`:                                    1 << 12,
		`n += parseInt(zeros)`:                                     1 << 12,
		`n += parseFloat(spaces)`:                                  1 << 12,
		`n += "abc".slice(t + "ä").length`:                         1 << 12,
		`n += /(x+x+)+y|(b|bb|bbb|bbbb)+c/.test(u.slice(0, 4096))`: 1 << 10,
		`n += "a".replace("a", "$<".repeat(K)).length`:             1 << 16,
		`switch (t) { case "a": case "b": case "c": case "d": case "e": n++; }`:  1 << 12,
		`if (t === "a" || t === "b" || t === "c" || t === "d" || t === "e") n++`: 1 << 12,
		`delete list[N - 1]; list[N - 1] = 1; n += list.at(0)`:                   1 << 12,
		`for (const k in msg) { n++; break; }`:                                   1 << 10,
		`for (const k in e) { n++; break; }`:                                     1 << 10,
		`n += t === "` + strings.Repeat("a", 1<<18-1) + `b"`:                     1 << 12,
	} {
		r := measure(t, before+operation+"; } return n;", 1<<40, never)
		if work := (r.work - nothing.work) / 100; r.err != nil || work < least {
			t.Errorf("%.80s is charged %.0f, not %.0f (%v)", operation, work, least, r.err)
		}
	}
}

// TestWhatALoopKeepsIsCharged is about the keys that a loop goes through: an object that
// is put in order again leaves them to the loop.
func TestWhatALoopKeepsIsCharged(t *testing.T) {
	r := measure(t, `const o = {}; for (let i = 0; i < 1000; i++) o["k" + i] = 1;
function f(n) { delete o.k5; o.k5 = 1; for (const k in o) { if (n < 1000) f(n + 1); break; } }
f(0); return 1;`, 1<<40, never)
	if least := 1000.0 * 1000 * 16; r.err != nil || r.bytes < least {
		t.Errorf("%.0f bytes, not %.0f (%v)", r.bytes, least, r.err)
	}
	for source, least := range map[string]float64{
		`const a = []; for (let i = 0; i < 10000; i++) a.push(Object.create(null)); return a;`:             128,
		`const a = []; for (let i = 0; i < 10000; i++) try { null.x } catch (e) { a.push(e); } return a;`:  320,
		`const a = []; for (let i = 0; i < 10000; i++) try { nothing } catch (e) { a.push(e); } return a;`: 320,
	} {
		if r := measure(t, source, 1<<40, never); r.err != nil || r.kept > r.bytes+slack {
			t.Errorf("%s: keeps %.0f, is charged %.0f (%v)", source, r.kept, r.bytes, r.err)
		} else if r.bytes < 10000*least {
			t.Errorf("%s: is charged %.0f", source, r.bytes)
		}
	}
}
