// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"errors"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval/evaltest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// A priced script makes and returns something of size n. bytes and work are what it is
// charged, for each of n, or of n squared where it is said so. What is measured may be
// three times as much or as little: they are orders of magnitude.
type priced struct {
	source      string
	bytes, work float64
	square      bool
}

var prices = []priced{
	{source: `const a = []; for (let i = 0; i < $N; i++) a.push(i); return a;`, bytes: 80, work: 6},
	{source: `const a = []; for (let i = 0; i < $N; i++) a.push({ a: i, b: "x" }); return a;`, bytes: 480, work: 18},
	{source: `const a = []; for (let i = 0; i < $N; i++) a.push(() => i); return a;`, bytes: 200, work: 9},
	{source: `const a = []; for (let i = 0; i < $N; i++) a.push("v" + i); return a;`, bytes: 120, work: 6},
	{source: `const a = []; for (let i = 0; i < $N; i++) a.push(new Date(i)); return a;`, bytes: 130, work: 8},
	{source: `const a = []; for (let i = 0; i < $N; i++) a.push(new Error("x")); return a;`, bytes: 400, work: 12},
	{source: `const a = []; for (let i = 0; i < $N; i++) a.push(new Map([[i, i]])); return a;`, bytes: 750, work: 30},
	{source: `const o = {}; for (let i = 0; i < $N; i++) o["k" + i] = i; return o;`, bytes: 180, work: 7},
	{source: `const o = {}; for (let i = $N; i > 0; i--) o[i] = i; return o;`, bytes: 160, work: 7},
	{source: `const o = {}; for (let i = 0; i < $N; i++) o["k" + i] = i; return Object.entries(o);`, bytes: 420, work: 10},
	{source: `const o = {}; for (let i = 0; i < $N; i++) o["k" + i] = i; return Object.fromEntries(Object.entries(o));`, bytes: 580, work: 15},
	{source: `const o = {}; for (let i = 0; i < $N; i++) o["k" + i] = i; return { ...o };`, bytes: 340, work: 8},
	{source: `const m = new Map(); for (let i = 0; i < $N; i++) m.set(i, i); return m;`, bytes: 290, work: 15},
	{source: `return "x".repeat($N);`, bytes: 1, work: 0.04},
	{source: `return "x,".repeat($N).split(",");`, bytes: 66, work: 2},
	{source: `return "x".repeat($N).split("");`, bytes: 50, work: 2},
	{source: `return [..."x".repeat($N)];`, bytes: 80, work: 2.5},
	{source: `return "a,b ".repeat($N).split(",").reverse().join(";");`, bytes: 90, work: 5},
	{source: `return "ab".repeat($N).replace(/c/g, "");`, bytes: 2, work: 0.3},
	{source: `return "ab".repeat($N).split("a").join("c");`, bytes: 60, work: 3},
	{source: `return String.fromCharCode(...Array($N).fill(65));`, bytes: 100, work: 3},
	{source: `return Array($N).fill(0);`, bytes: 32, work: 1.5},
	{source: `return Array($N).fill(0).map(x => x + 1);`, bytes: 64, work: 6},
	{source: `return Array($N).fill(0).map((x, i) => i * 7919 % $N).sort((x, y) => x - y);`, bytes: 64, work: 110},
	{source: `return Array($N).fill(0).map((x, i) => i * 7919 % $N).sort();`, bytes: 100, work: 80},
	{source: `const o = { x: "y".repeat(100) }; return JSON.stringify(Array($N).fill(o));`, bytes: 260, work: 17},
	{source: `return encodeURIComponent("ä".repeat($N));`, bytes: 9, work: 0.8},
	{source: `return encodeURIComponent("x".repeat($N));`, bytes: 4, work: 0.45},
	{source: `return decodeURIComponent("x".repeat($N));`, bytes: 3, work: 0.4},
	{source: `let a = []; for (let i = 0; i < $N; i++) a = [...a, i]; return a;`, bytes: 48, work: 1.8, square: true},
	{source: `let a = []; for (let i = 0; i < $N; i++) a = a.concat(i); return a;`, bytes: 16, work: 0.5, square: true},
	{source: `let s = ""; for (let i = 0; i < $N; i++) s += "x"; return s;`, bytes: 0.5, work: 0.016, square: true},
	{source: `let o = {}; for (let i = 0; i < $N; i++) o = { ...o, ["k" + i]: i }; return o;`, bytes: 80, work: 3, square: true},
	{source: `const a = Array($N).fill(1); let n = 0; for (let i = 0; i < $N; i++) n += a.indexOf(2); return n;`, bytes: 0.08, work: 1, square: true},
}

// A measured run says what it was charged and what the heap kept of its result.
type measured struct {
	bytes, work, kept float64
	err               error
}

// measure runs a script with a limit of memory; stop is asked at each look at the clock.
func measure(t *testing.T, source string, memory int64, stop func() error) (r measured) {
	t.Helper()
	c, why := compileBoth(source)
	if c == nil {
		t.Fatalf("%s: %s", source, why)
	}
	m := eval.NewMachine(newEvalSide(prepare(evaltest.Message{Payload: "1"})))
	defer m.Forget()
	looks := 0
	m.Begin(eval.Limits{Memory: memory, Stop: func() error {
		looks++
		return stop()
	}})
	var before, kept runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var v eval.Value
	v, r.err = m.Run(c.code)
	runtime.GC()
	runtime.ReadMemStats(&kept)
	r.bytes, r.work = float64(m.BytesUsed()), float64(m.WorkUsed(looks))
	r.kept = float64(kept.HeapAlloc) - float64(before.HeapAlloc)
	runtime.KeepAlive(v)
	runtime.KeepAlive(m)
	return r
}

func never() error { return nil }

// slack is what the machine itself and the test take.
const slack = 300_000

func TestPrices(t *testing.T) {
	for _, p := range prices {
		n := 20_000
		if p.square {
			n = 400
		}
		r := measure(t, strings.ReplaceAll(p.source, "$N", strconv.Itoa(n)), 1<<40, never)
		if r.err != nil {
			t.Errorf("%s: %v", p.source, r.err)
			continue
		}
		size := float64(n)
		if p.square {
			size *= float64(n)
		}
		if bytes := r.bytes / size; bytes > 3*p.bytes || bytes < p.bytes/3 {
			t.Errorf("%s is charged %.3g bytes for each, not %.3g", p.source, bytes, p.bytes)
		}
		if work := r.work / size; work > 3*p.work || work < p.work/3 {
			t.Errorf("%s is charged %.3g work for each, not %.3g", p.source, work, p.work)
		}
		if r.kept > r.bytes+slack {
			t.Errorf("%s keeps %.0f bytes and is charged %.0f", p.source, r.kept, r.bytes)
		}
	}
}

// greedy scripts want more memory than there is. Some make it in one step.
var greedy = []string{
	"let s = 'ab'; for (;;) s = `${s}${s}`;",
	`let a = [1]; for (;;) a = [...a, ...a];`,
	`let a = [1]; for (;;) a = a.concat(a);`,
	`let a = [1]; for (;;) a.push(...a);`,
	`let a = [1]; for (;;) a = a.flatMap(x => [x, x]);`,
	`let a = [1]; for (;;) a.unshift(...a);`,
	`let a = [1]; for (;;) a.splice(0, 0, ...a);`,
	`let a = [1]; for (;;) a = a.toSpliced(0, 0, ...a);`,
	`return Array(1e6).fill(0);`,
	`return Array.from({ length: 1e6 });`,
	`return "a,".repeat(2.5e5).split(",");`,
	`return "a".repeat(5e5).split("");`,
	`return [..."a".repeat(5e5)];`,
	`return Object.keys("a".repeat(5e5));`,
	`return Object.entries("a".repeat(5e5));`,
	`let s = "ab"; for (;;) s = s.replace(/a/g, "$&$&");`,
	`let s = "aa"; for (;;) s = s.split("").join("aa");`,
	`let s = "a"; for (;;) s = [s, s].join();`,
	`let s = "é"; for (;;) s = encodeURIComponent(s + s);`,
	`const l = []; for (;;) l.push("é".repeat(1e5).normalize("NFD"));`,
	`let s = "ß".repeat(1e5); for (;;) s = (s + s).toUpperCase() + "ß";`,
	`let s = "a"; for (;;) s = JSON.stringify([s, s]);`,
	`let o = {}; for (;;) o = { a: o, b: o, c: JSON.stringify(o) };`,
	`let o = ["x".repeat(1000)]; for (let i = 0; i < 30; i++) o = [o, o]; return JSON.stringify(o);`,
	`let o = ["x".repeat(1000)]; for (let i = 0; i < 30; i++) o = [o, o]; return String(o);`,
	`let o = []; for (let i = 0; i < 30; i++) o = [o, o, 1]; return o.flat(Infinity);`,
	`const o = {}; for (let i = 0; ; i++) o["k" + i] = i;`,
	`const o = {}; for (let i = 1e9; ; i--) o[i] = i;`,
	`const m = new Map(); for (let i = 0; ; i++) m.set(i, i);`,
	`const m = new Set(); for (let i = 0; ; i++) m.add("k" + i);`,
	`for (let i = 0; ; i++) msg.meta["k" + i] = i;`,
	`const f = []; for (let i = 0; ; i++) f.push(() => i);`,
	`const o = {}; for (let i = 0; i < 3000; i++) o["k" + i] = i; const l = []; for (;;) l.push({ ...o });`,
	`const o = {}; for (let i = 0; i < 3000; i++) o["k" + i] = i; const l = []; for (;;) l.push(Object.entries(o));`,
}

// tooLong scripts want a text that the whole limit has no room for: they get an
// exception, which they could catch.
var tooLong = []string{
	`let s = "ab"; for (;;) s += s;`,
	`return "ab".repeat(1e8);`,
	`return "a".padStart(2 ** 29);`,
	`return "a".padEnd(2 ** 29, "bc");`,
	`let s = "a"; for (;;) s = s.concat(s, s);`,
}

// TestMemoryIsChargedBeforeItIsTaken: nothing holds twice its limit. What scripts drop
// does not count, so the collector has to keep up to see it.
func TestMemoryIsChargedBeforeItIsTaken(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	held := func() uint64 {
		metrics.Read(live)
		return live[0].Value.Uint64()
	}
	const limit = 2 << 20
	for i, source := range append(slices.Clone(greedy), tooLong...) {
		runtime.GC()
		before, most, looks := held(), uint64(0), 0
		r := measure(t, source, limit, func() error {
			most = max(most, held())
			if looks++; looks > 10_000 {
				return errors.New("it goes on and on")
			}
			return nil
		})
		var l *eval.Limit
		var thrown *eval.Bail
		if i < len(greedy) && (!errors.As(r.err, &l) || l.Kind != eval.Memory) || i >= len(greedy) && !errors.As(r.err, &thrown) {
			t.Errorf("%s ends with %v", source, r.err)
		}
		// Under the race detector the collector lags behind by more than that.
		if !race.Enabled && most > before+2*limit+slack {
			t.Errorf("%s held %d bytes within a limit of %d", source, most-before, limit)
		}
	}
}

// TestEachMessageHasTheSameMemory: what earlier messages held and dropped gives a later
// one no more than its limit, although the collector has not come by since.
func TestEachMessageHasTheSameMemory(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	c, why := compileBoth(`const l = []; for (let i = 0; ; i++) l.push("x".repeat(100) + i);`)
	if c == nil {
		t.Fatal(why)
	}
	const limit = 4 << 20
	m := eval.NewMachine(newEvalSide(prepare(evaltest.Message{Payload: "1"})))
	defer m.Forget()
	for i := range 8 {
		m.Begin(eval.Limits{Memory: limit, Stop: never})
		var l *eval.Limit
		if _, err := m.Run(c.code); !errors.As(err, &l) || l.Kind != eval.Memory {
			t.Fatal(err)
		}
		if used := m.BytesUsed(); used > 2*limit {
			t.Errorf("message %d held %d bytes within a limit of %d", i+1, used, limit)
		}
	}
}

// TestDeepValues: what would need a deep stack of Go's own is left to goja.
func TestDeepValues(t *testing.T) {
	for _, use := range []string{`String(a)`, `a.flat(Infinity)`, `JSON.stringify(a)`, `a == "x"`, `[a].sort()`, `a.join()`, `a + ""`, `new Date(a)`, `"x".includes(a)`} {
		r := measure(t, `let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return `+use+`;`, 1<<40, never)
		if bail := (*eval.Bail)(nil); !errors.As(r.err, &bail) {
			t.Errorf("%s ends with %v", use, r.err)
		}
	}
}

// TestLongSlowSteps: what takes long with each character and cannot be stopped is left to
// goja, where somebody watches.
func TestLongSlowSteps(t *testing.T) {
	for _, use := range []string{`toUpperCase()`, `toLowerCase()`, `toLocaleUpperCase()`, `toLocaleLowerCase()`, `normalize()`, `localeCompare("a")`, `match(/[a-x]+y/)`} {
		r := measure(t, `return ("x".repeat(3e6) + "ä").`+use+`;`, 1<<40, never)
		if bail := (*eval.Bail)(nil); !errors.As(r.err, &bail) {
			t.Errorf("%s ends with %v", use, r.err)
		}
	}
}

// TestLongScriptsLookAtTheClock: what never ends, and what takes long in one step, asks
// for the time again and again.
func TestLongScriptsLookAtTheClock(t *testing.T) {
	for _, source := range []string{
		`for (;;);`, `while (true) {}`, `do {} while (true);`, `const f = () => f(); for (;;) { try { f(); } catch (e) { } }`,
		`for (const a = [1]; ;) for (const x of a) a.push(x), a.shift();`,
		`const s = "x".repeat(1e5), t = s.slice(1) + "x"; for (;;) s === t;`,
		`const s = "x".repeat(1e5), t = s.slice(1) + "x"; for (;;) [s].includes(t);`,
		`const k = "x".repeat(1e5), o = { [k]: 1 }; for (;;) o[k];`,
		`const k = "x".repeat(1e5), o = new Map([[k, 1]]); for (;;) o.get(k);`,
		`const a = Array(1e5).fill(0); for (;;) a.reverse();`,
		`const a = Array(1e5).fill(0); for (;;) a.indexOf(1);`,
		`const a = Array(1e5).fill(0); for (;;) a.fill(1);`,
		`const a = Array(1e5).fill(0); for (;;) { a.shift(); a.push(0); }`,
		`const s = "a".repeat(1e5); for (;;) s.includes("b");`,
		`const s = "ä".repeat(1e5); for (;;) s.charCodeAt(9e4);`,
		`const s = "a".repeat(1e5); for (;;) s.match(/b/);`,
		`const s = "a".repeat(1e5); for (;;) Number(s);`,
		`for (;;) { try { null.a; } catch (e) { } }`,
		`const o = {}; for (let i = 0; i < 1e4; i++) o["k" + i] = i; for (;;) { delete o.k0; o.k0 = 1; for (const k in o) break; }`,
	} {
		stop, looks := errors.New("stop"), 0
		r := measure(t, source, 1<<40, func() error {
			if looks++; looks == 5 {
				return stop
			}
			return nil
		})
		var l *eval.Limit
		var bail *eval.Bail
		if errors.As(r.err, &bail) && strings.Contains(source, "f()") {
			continue // too deep, which goja says
		}
		if !errors.As(r.err, &l) || !errors.Is(l.Err, stop) {
			t.Errorf("%s ends with %v", source, r.err)
		}
	}
}
