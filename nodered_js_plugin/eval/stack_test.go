// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"errors"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// nested is open, n times, middle, and close as often.
func nested(open, middle, closing string, n int) string {
	return strings.Repeat(open, n) + middle + strings.Repeat(closing, n)
}

// deepest is as deep as a function of a script may nest.
const deepest = 990

// TestRecursionLeavesRoomOnTheStack is about functions that take much of Go's stack at
// each call: where it is full, Go ends the process.
func TestRecursionLeavesRoomOnTheStack(t *testing.T) {
	if race.Enabled {
		t.Skip("the race detector takes more of the stack")
	}
	defer debug.SetMaxStack(debug.SetMaxStack(150 << 20))
	for name, body := range map[string]string{
		"sums":       "return " + nested("1+(", "f(n+1)", ")", deepest),
		"calls":      "return " + nested("[1].concat(", "f(n+1)", ")", deepest),
		"arguments":  "const g = x => x; return " + nested("g(", "f(n+1)", ")", deepest),
		"templates":  "return " + nested("`${", "f(n+1)", "}`", deepest),
		"objects":    "return " + nested("{a:", "f(n+1)", "}", deepest),
		"blocks":     nested("for (const x of [1]) {", "f(n+1);", "}", 500),
		"tries":      nested("try {", "f(n+1);", "} finally {}", 500),
		"switches":   nested("switch (1) { case 1: ", "f(n+1);", "}", 500),
		"patterns":   "const " + nested("{a: ", "b = f(n+1)", "}", 200) + " = " + nested("{a: ", "undefined", "}", 200),
		"lists":      "const " + nested("[", "b = f(n+1)", "]", 200) + " = " + nested("[", "undefined", "]", 200),
		"stringify":  "let root = { toJSON() { return f(n+1); } }; for (let i = 0; i < 900; i++) root = [root]; return JSON.stringify(root)",
		"comparison": "return [1, 2].sort(() => f(n+1))",
		"errors":     "const e = new Error('x'); e.message = e; return '' + e",
		"replace":    "return 'a'.replace(/a/, () => f(n+1))",
	} {
		c, why := compileBoth("function f(n) { " + body + " }\nreturn f(0);")
		if c == nil {
			t.Fatalf("%s: %s", name, why)
		}
		m := eval.NewMachine(&message{text: "x"})
		m.Begin(eval.Limits{Memory: 1 << 30})
		_, err := m.Run(c.code)
		if bail := (*eval.Bail)(nil); !errors.As(err, &bail) || bail.Reason != "deep recursion" {
			t.Errorf("%s: %v", name, err)
		}
		// What is left of a run that was given up is of no account for the next.
		simple, _ := compileBoth("function f(n) { return n < 9000 ? f(n+1) : n }\nreturn f(0);")
		if v, err := m.Run(simple.code); err != nil || v.Num != 9000 {
			t.Errorf("after %s: %v %v", name, v, err)
		}
	}
}

// A breaking host panics in cache.get.
type breaking struct{ message }

func (*breaking) Call(*eval.Machine, string, []eval.Value) eval.Value { panic("broken") }

// TestTryLetsALimitPass is about what no script can catch: one panic goes through all try
// statements. If each panicked anew, the stack would grow, and leaving a recursion would
// take as long as the square of its depth.
func TestTryLetsALimitPass(t *testing.T) {
	c, why := compileBoth("function f(n) { try { return n < 100 ? f(n+1) : cache.get('x'); } catch (e) { return e; } finally { n++; } }\nreturn f(0);")
	if c == nil {
		t.Fatal(why)
	}
	m := eval.NewMachine(&breaking{})
	m.Begin(eval.Limits{Memory: 1 << 30})
	panics := 0
	func() {
		defer func() {
			pcs := make([]uintptr, 1<<16)
			frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
			for frame, more := frames.Next(); more; frame, more = frames.Next() {
				if frame.Function == "runtime.gopanic" {
					panics++
				}
			}
			if x := recover(); x != "broken" {
				t.Errorf("got %v", x)
			}
		}()
		m.Start(c.code)
	}()
	if panics != 1 {
		t.Errorf("%d panics", panics)
	}
}
