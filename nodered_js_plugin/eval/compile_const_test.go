// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
)

// TestConstantTables runs scripts with constant objects and lists twice on one machine:
// what one run does to them the next must not see.
func TestConstantTables(t *testing.T) {
	x := newExecutors(t)
	for _, body := range []string{
		`const o = { a: "x", "b.c": 2, 7: true, n: null }; return [o.a, o["b.c"], o[7], o.n, o.none, o["a"]];`,
		`const o = { a: "x" }; return [o[msg.meta.k] || "unknown", o["toStrin" + "g2"]];`,
		`const l = ["a", "b", 3]; return [l[1], l[5], l.length, l.includes("b"), l.indexOf(3), l.join("-")];`,
		`const o = { a: 1 }; o.a++; return [o.a];`,
		`const o = { a: 1 }; o.b = 2; return [o];`,
		`const o = { a: 1 }; delete o.a; return [o.a];`,
		`const o = { a: 1 }; const p = o; p.a = 5; return [o.a];`,
		`const o = { a: 1 }; [o.a] = [7]; return [o.a];`,
		`const o = { a: 1 }; for (o.a of [1, 2]) { } return [o.a];`,
		`const o = { a: 1 }; for (const k in o) o[k] = 9; return [o.a];`,
		`const o = { a: 1 }; (() => { o.a = 3; })(); return [o.a];`,
		`const l = [1, 2]; l.push(3); return [l.length];`,
		`const l = [2, 1]; l.sort(); return [l[0]];`,
		`const l = [2, 1]; return [l.map(v => v + 1)[0], l.length];`,
		`const o = { a: 1 }; return [o, o === o];`,
		`const o = { a: 1 }; const p = { q: o }; p.q.a = 2; return [o.a];`,
		`const o = { a: 1 }; const f = () => o.a; return [f(), (() => o["a"])()];`,
		`let n = 0; for (let i = 0; i < 3; i++) { const o = { a: 1 }; n += o.a; } return [n];`,
		`const o = { f: 1 }; try { o.f(); } catch (e) { return ["thrown"]; } return ["not"];`,
		`const o = { __proto__: null, a: 1 }; return [o.a];`,
		`const o = { a: 1 }; return [typeof o.a, o?.a, "a" in o];`,
	} {
		b := x.compile(t, body)
		if b.why != "" {
			continue
		}
		host := &message{meta: map[string]string{"k": "a"}}
		m := eval.NewMachine(host)
		x.compare(t, b, *host)
		first, err := m.Run(b.code)
		if err != nil {
			continue // compare has counted it
		}
		text := shown(first)
		second, err := m.Run(b.code)
		if err != nil || shown(second) != text {
			t.Errorf("%s gives %s, and then %s, %v", body, text, shown(second), err)
		}
	}
	if n, why := x.gaveUp(); n > 4 {
		t.Errorf("gave up %d: %s", n, why)
	}
}

// TestAConstantTableIsMadeOnce: looking something up in it allocates nothing.
func TestAConstantTableIsMadeOnce(t *testing.T) {
	x := newExecutors(t)
	b := x.compile(t, `const o = { a: "x", b: "y", c: "z" }; return o[msg.meta.k] || "unknown";`)
	m := eval.NewMachine(&boxed{eval.StringValue("b")})
	if n := testing.AllocsPerRun(100, func() { _, _ = m.Run(b.code) }); n > 0 {
		t.Errorf("%v allocations a run", n)
	}
}

// A joiner runs a script on another Machine while the first one is in the middle of it.
type joiner struct {
	message
	during func()
}

func (h *joiner) Call(*eval.Machine, string, []eval.Value) eval.Value {
	h.during()
	return eval.StringValue("-")
}

// TestAConstantTableIsNobodys: Machines share it, so none may note anything in it.
func TestAConstantTableIsNobodys(t *testing.T) {
	c, why := compileBoth(`const l = ["a", "b"]; return l.join({ toString() { return cache.get("x"); } });`)
	if c == nil {
		t.Fatal(why)
	}
	var inside string
	h := &joiner{during: func() {
		v, err := eval.NewMachine(&joiner{during: func() {}}).Run(c.code)
		if err != nil {
			t.Error(err)
		}
		inside = v.Text()
	}}
	v, err := eval.NewMachine(h).Run(c.code)
	if err != nil || v.Text() != "a-b" || inside != "a-b" {
		t.Errorf("got %q, and inside %q, %v", v.Text(), inside, err)
	}
}

// boxed is a message of one metadata value.
type boxed struct{ value eval.Value }

func (h *boxed) Meta(string) (eval.Value, bool)                    { return h.value, true }
func (*boxed) Payload() eval.Value                                 { panic("not used") }
func (*boxed) SetMeta(string, eval.Value)                          { panic("not used") }
func (*boxed) DeleteMeta(string)                                   { panic("not used") }
func (*boxed) MetaLen() (n, places int)                            { panic("not used") }
func (*boxed) MetaAt(int) (string, eval.Value, bool)               { panic("not used") }
func (*boxed) MetaKeys() []string                                  { panic("not used") }
func (*boxed) ParseJSON(string) (eval.Value, bool)                 { panic("not used") }
func (*boxed) Call(*eval.Machine, string, []eval.Value) eval.Value { panic("not used") }
func (*boxed) Now() float64                                        { panic("not used") }
func (*boxed) Random() float64                                     { panic("not used") }
