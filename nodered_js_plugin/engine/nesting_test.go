// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// nestings are functions f(n) that call themselves n times, by way of natives.
var nestings = map[string]string{
	"new":               `function F(n) { level(n); if (n) new F(n - 1); } function f(n) { new F(n); }`,
	"class":             `class A { constructor(n) { level(n); if (n) new A(n - 1); } } function f(n) { new A(n); }`,
	"super":             `class B { constructor(n) { level(n); if (n) new A(n - 1); } } class A extends B {} function f(n) { new A(n); }`,
	"field":             `let k; class A { x = level(--k) || k && new A(); } function f(n) { k = n + 1; new A(); }`,
	"static field":      `function f(n) { level(n); class A { static x = n && f(n - 1); } }`,
	"static block":      `let f = n => { level(n); class A { static { if (n) [1].forEach(() => f(n - 1)); } } };`,
	"call":              `function f(n) { level(n); if (n) f.call(null, n - 1); }`,
	"apply":             `function f(n) { level(n); if (n) f.apply(null, [n - 1]); }`,
	"bind":              `function f(n) { level(n); if (n) f.bind(null, n - 1)(); }`,
	"Reflect.apply":     `function f(n) { level(n); if (n) Reflect.apply(f, null, [n - 1]); }`,
	"Reflect.construct": `function f(n) { level(n); if (n) Reflect.construct(f, [n - 1]); }`,
	"forEach":           `function f(n) { level(n); if (n) [1].forEach(() => f(n - 1)); }`,
	"forEach of itself": `function f(n) { level(n); if (n) [n - 1].forEach(f); }`,
	"map":               `const f = n => (level(n), n ? [n - 1].map(f) : 0);`,
	"filter":            `const f = n => level(n) || n && [n - 1].filter(f);`,
	"reduce":            `function f(n) { level(n); if (n) [1].reduce(() => f(n - 1), 0); }`,
	"flatMap":           `function f(n) { level(n); if (n) [1].flatMap(() => f(n - 1)); }`,
	"sort":              `function f(n) { level(n); if (n) [1, 2].sort(() => (f(n - 1), 0)); }`,
	"Array.from":        `function f(n) { level(n); if (n) Array.from([1], () => f(n - 1)); }`,
	"Map.forEach":       `const m = new Map([[1, 1]]); function f(n) { level(n); if (n) m.forEach(() => f(n - 1)); }`,
	"replace":           `function f(n) { level(n); if (n) "a".replace(/a/, () => f(n - 1)); }`,
	"toJSON":            `function f(n) { level(n); if (n) JSON.stringify({ toJSON() { f(n - 1); } }); }`,
	"reviver":           `function f(n) { level(n); if (n) JSON.parse("1", () => f(n - 1)); }`,
	"replacer":          `function f(n) { level(n); if (n) JSON.stringify(1, () => f(n - 1)); }`,
	"getter":            `function f(n) { level(n); if (n) ({ get a() { f(n - 1); } }).a; }`,
	"getter of itself":  `let k; const o = { get a() { level(--k); return k && this.a; } }; function f(n) { k = n + 1; o.a; }`,
	"setter":            `function f(n) { level(n); if (n) ({ set a(v) { f(n - 1); } }).a = 1; }`,
	"toString":          `function f(n) { level(n); if (n) "" + { toString() { f(n - 1); return ""; } }; }`,
	"valueOf":           `function f(n) { level(n); if (n) +{ valueOf() { f(n - 1); return 1; } }; }`,
	"toPrimitive":       `function f(n) { level(n); if (n) +{ [Symbol.toPrimitive]() { f(n - 1); return 1; } }; }`,
	"iterator":          `function f(n) { level(n); if (n) for (const x of { [Symbol.iterator]() { f(n - 1); return [].values(); } }); }`,
	"next":              `function f(n) { level(n); if (n) for (const x of { [Symbol.iterator]() { return { next() { f(n - 1); return { done: true }; } }; } }); }`,
	"spread":            `function f(n) { level(n); if (n) [...{ [Symbol.iterator]() { return { next() { f(n - 1); return { done: true }; } }; } }]; }`,
	"destructuring":     `function f(n) { level(n); if (n) { const [a] = { [Symbol.iterator]() { return { next() { f(n - 1); return { done: true }; } }; } }; } }`,
	"proxy":             `function f(n) { level(n); if (n) new Proxy({}, { get() { f(n - 1); } }).a; }`,
	"proxy of a call":   `function f(n) { level(n); if (n) new Proxy(function () {}, { apply() { f(n - 1); } })(); }`,
	"instanceof":        `function f(n) { level(n); if (n) ({}) instanceof { [Symbol.hasInstance]() { f(n - 1); } }; }`,
	"async":             `async function f(n) { level(n); if (n) f(n - 1); }`,
	"await":             `async function f(n) { level(n); if (n) await f(n - 1); }`,
	"Promise":           `function f(n) { level(n); if (n) new Promise(() => f(n - 1)); }`,
	"generator":         `function* g(n) { level(n); if (n) for (const x of g(n - 1)); } function f(n) { for (const x of g(n)); }`,
	"yield*":            `function* g(n) { level(n); if (n) yield* g(n - 1); } function f(n) { [...g(n)]; }`,
	"defaults":          `function f(n, x = [1].forEach(() => { level(n); if (n) f(n - 1); })) {}`,
	"only defaults":     `function f(n, i, a, x = level(n) || n && [n - 1].forEach(f)) {}`,
	"only keys":         `let k; const g = ({ [level(--k) || k && [1].forEach(g)]: x }) => 0; function f(n) { k = n + 1; g(1); }`,
	"eval":              `function f(n) { level(n); if (n) eval("f(n - 1)"); }`,
	"eval of functions": `const f = eval("(function f(n) { level(n); if (n) [n - 1].forEach(f); })");`,
	"Function":          `const f = Function("level", "return function f(n) { level(n); if (n) [n - 1].forEach(f); }")(level);`,
	"try":               `function f(n) { try { level(n); if (n) [1].forEach(() => f(n - 1)); } catch (e) {} finally { 1; } }`,
	"with leaf calls":   `const leaf = () => 1; function f(n) { level(n); for (let i = 0; i < 31; i++) leaf(); if (n) [n - 1].forEach(f); for (let i = 0; i < 31; i++) leaf(); }`,
}

// deepest calls f(n) of a script and gives how many levels it reached.
func deepest(t *testing.T, source string, n int) (levels int, err error) {
	t.Helper()
	s, err := script.Compile("code", source+"\ntry { f("+strconv.Itoa(n)+"); } catch (e) { return String(e); } return 'done';", script.Body)
	if err != nil {
		t.Fatal(err)
	}
	vm := newVM([]*script.Script{s}, false, guardsFor([]*script.Script{s}), testMemory, func(vm *VM[struct{}]) struct{} {
		_ = vm.Runtime().Set("level", func(left int) { levels = max(levels, n-left+1) })
		return struct{}{}
	}, nil)
	v, err := vm.Call(0)
	if err == nil && v.String() != "done" {
		err = errors.New(v.String())
	}
	return levels, err
}

func TestNestingThroughNatives(t *testing.T) {
	for _, name := range race.Sample(slices.Sorted(maps.Keys(nestings))) {
		source := nestings[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			levels, err := deepest(t, source, 100_000)
			t.Log(levels, err)
			var e *script.Error
			if !errors.As(err, &e) || e.Reason != script.StackOverflow {
				t.Errorf("%v", err)
			}
			if levels < 300 || levels > 1100 {
				t.Errorf("it reached level %d", levels)
			}
		})
	}
}

// calls are functions f(n) that call themselves n times, with no native between.
var calls = map[string]string{
	"a function":            `function f(n) { level(n); if (n) f(n - 1); }`,
	"an arrow function":     `const f = n => level(n) || n && f(n - 1);`,
	"a method":              `const o = { f(n) { level(n); if (n) this.f(n - 1); } }; function f(n) { o.f(n); }`,
	"two functions":         `function g(n) { level(n); if (n) f(n - 1); } function f(n) { level(n); if (n) g(n - 1); }`,
	"try":                   `function f(n) { try { level(n); if (n) f(n - 1); } finally { 1; } }`,
	"defaults":              `function f(n, a = 1, { b } = {}) { level(n); if (n) f(n - 1); }`,
	"natives at its end":    `function f(n) { level(n); if (n) f(n - 1); else [1].forEach(() => JSON.stringify({ toJSON() { return 1; } })); }`,
	"natives on its way":    `function f(n) { level(n); [1, 2].map(v => v * 2); if (n) f(n - 1); }`,
	"some natives between":  `function f(n) { level(n); if (n) if (n % 20) f(n - 1); else [1].forEach(() => f(n - 1)); }`,
	"with a literal number": `function f(n, a = -1, b = [], c = { d: [] }) { level(n); if (n) f(n - 1, 1); }`,
}

func TestCallsNestTenThousandDeep(t *testing.T) {
	for _, name := range race.Sample(slices.Sorted(maps.Keys(calls))) {
		source := calls[name]
		t.Run(name, func(t *testing.T) {
			const n = 9990 // the script and f itself are calls too
			if levels, err := deepest(t, source, n); levels != n+1 || err != nil {
				t.Errorf("it reached level %d: %v", levels, err)
			}
			levels, err := deepest(t, source, 1_000_000)
			var e *script.Error
			if !errors.As(err, &e) || e.Reason != script.StackOverflow || levels < maxCallDepth || levels > maxFrames {
				t.Errorf("without an end it reached level %d: %v", levels, err)
			}
		})
	}
}
