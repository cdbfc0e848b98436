// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"errors"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
)

// TestMemory is about scripts that allocate much: what they drop does not count, what
// they hold does, and a single thing that is too large is never made.
func TestMemory(t *testing.T) {
	x := newExecutors(t)
	for name, c := range map[string]struct {
		body  string
		fails bool
	}{
		"a text that grows":                 {`let s = ""; for (let i = 0; i < 200000; i++) s += "0123456789"; return [s.length]`, false},
		"a text that grows at its front":    {`let s = ""; for (let i = 0; i < 3000; i++) s = "0123456789" + s; return [s.length]`, false},
		"lists that are dropped":            {`let a = []; for (let i = 0; i < 4000; i++) a = [...a, i]; return [a.length]`, false},
		"objects that are dropped":          {`let o = {}; for (let i = 0; i < 1500; i++) o = { ...o, ["k" + i]: i }; return [Object.keys(o).length]`, false},
		"texts that are kept":               {`const a = []; let s = "0123456789".repeat(1000); for (let i = 0; i < 20000; i++) a.push(i + s); return [a.length]`, true},
		"lists that are kept":               {`const a = []; for (;;) a.push([1, 2, 3, 4, 5, 6, 7, 8]);`, true},
		"a text that doubles":               {`let s = "x"; try { for (;;) s += s } catch (e) { return [e.message] }`, false},
		"one text":                          {`try { return ["x".repeat(1e9).length] } catch (e) { return [e.message] }`, false},
		"a list that doubles":               {`let a = [1]; for (;;) a = [...a, ...a];`, true},
		"a closure for each turn, all kept": {`const a = []; for (let i = 0; ; i++) { const n = i; a.push(() => n); }`, true},
		"closures that are dropped":         {`let f; for (let i = 0; i < 1e6; i++) { const n = i; f = () => n; } return [f()]`, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := x.compile(t, c.body)
			if b.why != "" {
				t.Fatal(b.why)
			}
			m := eval.NewMachine(&message{})
			defer m.Forget()
			m.Begin(eval.Limits{Memory: 32 << 20})
			_, err := m.Run(b.code)
			limit := (*eval.Limit)(nil)
			if failed := errors.As(err, &limit); failed != c.fails || failed && limit.Kind != eval.Memory {
				t.Errorf("got %v", err)
			}
			if limit != nil && limit.Pos == 0 {
				t.Error("no place")
			}
		})
	}
}
