// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// endlessLoops are scripts that never end. The bar is before the loop that runs, which
// has nothing in it that goja maps to the source.
var endlessLoops = []struct {
	kind   script.Kind
	marked string
}{
	{script.Body, "msg.payload = 1;\nlet a = 2;\n¦while (true) {}"},
	{script.Body, "msg.payload = 1;\nlet a = 2;\n  ¦while (true);\nreturn msg;"},
	{script.Body, "msg.payload = 1;\n¦for (;;);"},
	{script.Body, "msg.payload = 1;\n¦for (let i = 0;;) {}"},
	{script.Body, "msg.payload = 1;\n¦do {} while (true)"},
	{script.Body, "msg.payload = 1;\n¦do { 1; } while (\n1)"},
	{script.Body, "msg.payload = 1;\nouter: ¦for (;;) { continue outer; }"},
	{script.Body, "msg.payload = 1;\nfunction spin() {\n  ¦while (true) {}\n}\nmsg.payload = 2;\nspin();"},
	{script.Body, "const spin = () => {\n  ¦for (;;);\n};\n[1].map(spin);"},
	{script.Body, "class A { constructor() {\n  ¦for (;;);\n} }\nnew A();"},
	{script.Body, "class A { static {\n  ¦for (;;);\n} }"},
	{script.Body, "function* spin() {\n  ¦for (;;);\n}\n[...spin()];"},
	{script.Body, "with (msg) {\n  ¦for (;;);\n}"},
	{script.Body, "var x = 1; eval('x');\n¦for (;;);"},
	{script.Body, "let n = 0;\nfor (const k of [1]) {\n  ¦for (;;);\n}"},
	{script.Body, "for (const k in msg)\n  ¦for (;;);"},
	{script.Body, "try { null.a } catch (e) {\n  ¦for (;;);\n}"},
	{script.StrictBody, "msg.payload = 1;\n¦while (true) {}"},
	{script.Condition, "var x = 1;\n¦while (true) {}"},
	{script.Condition, "x = 1; ¦for (;;); x"},
}

func TestAnInterruptPointsToTheLoopThatRuns(t *testing.T) {
	for _, c := range endlessLoops {
		source, want := markedPosition(c.marked)
		s, err := script.Compile("defaults", source, c.kind)
		if err != nil {
			t.Fatalf("%q: %v", c.marked, err)
		}
		interruptedAt(t, s, false, c.marked, want)
		if s.Code() != nil {
			interruptedAt(t, s, true, c.marked, want)
		}
	}
}

func interruptedAt(t *testing.T, s *script.Script, shared bool, marked string, want script.Position) {
	t.Helper()
	vm := runIn(s, shared)
	rt := vm.Runtime()
	ended, end := context.WithCancel(t.Context())
	defer end()
	go func() {
		for ended.Err() == nil { // goja forgets an interrupt that comes too early
			time.Sleep(2 * time.Millisecond)
			rt.Interrupt(errors.New("out of time"))
		}
	}()
	_, err := vm.Call(0)
	var e *script.Error
	if !errors.As(err, &e) || e.Reason != script.Timeout {
		t.Errorf("%q, shared %v: no timeout: %v", marked, shared, err)
		return
	}
	if got := (script.Position{Line: e.Line, Column: e.Column}); got != want {
		t.Errorf("%q, shared %v: at %v, want %v", marked, shared, got, want)
	}
}
