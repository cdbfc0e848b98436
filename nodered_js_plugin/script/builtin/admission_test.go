// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import (
	_ "embed"
	"flag"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/integrity"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// admissionSource calls rows with values that a script could own.
//
//go:embed testdata/admission.js
var admissionSource string

var admissionCalls = flag.Int("calls", race.Fewer(40), "calls of each row in TestRowsAreHarmless")

// calledRow is what admission.js needs to know of a row, kinds as plain numbers.
type calledRow struct {
	Name, Form      string
	Receiver, Gives int
	Takes           []int
	Changes         int
	Callbacks       int
	Rest, Exact     bool
	Fresh           bool
}

func called(row *Row) calledRow {
	forms := map[Form]string{FormFunction: "function", FormMethod: "method", FormConstructor: "constructor", FormConstant: "constant", FormProperty: "property"}
	c := calledRow{
		Name: row.Name, Form: forms[row.Form], Receiver: int(row.Receiver), Gives: int(row.Gives),
		Changes: int(row.Changes), Callbacks: int(row.Callbacks), Rest: row.Rest, Exact: row.Exact, Fresh: row.Fresh,
	}
	for _, kind := range row.Takes {
		c.Takes = append(c.Takes, int(kind))
	}
	return c
}

type callReport struct {
	Calls, Returned int
	Problems        []string
}

// A harness is one VM with what calls rows in it.
type harness struct {
	rt       *goja.Runtime
	function goja.Callable
	snapshot *integrity.Snapshot
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	rt := goja.New()
	rt.SetFieldNameMapper(goja.UncapFieldNameMapper())
	v, err := rt.RunString(admissionSource)
	if err != nil {
		t.Fatal(err)
	}
	function, _ := goja.AssertFunction(v)
	return &harness{rt: rt, function: function, snapshot: integrity.Of(rt)}
}

// call calls a row so many times. It reports whether goja itself panicked: the
// engine then fails the message and throws the VM away, as the caller has to here.
func (h *harness) call(t *testing.T, row *Row, count, seed int) (report callReport, panicked bool) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Logf("goja panics in %s: %v", row.Name, p)
			panicked = true
		}
	}()
	v, err := h.function(goja.Undefined(), h.rt.ToValue(called(row)), h.rt.ToValue(count), h.rt.ToValue(seed))
	if err != nil {
		t.Fatal(row.Name, err)
	}
	if err := h.rt.ExportTo(v, &report); err != nil {
		t.Fatal(err)
	}
	return report, false
}

// limitMemory ends the tests when they hold a gigabyte: a native that does not end
// takes all memory of the machine before it runs out of time.
func limitMemory(t *testing.T, current *atomic.Pointer[Row]) {
	t.Helper()
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	go func() {
		for stats := (runtime.MemStats{}); ; {
			select {
			case <-done:
				return
			case <-time.After(100 * time.Millisecond):
			}
			if runtime.ReadMemStats(&stats); stats.HeapAlloc > 1<<30 {
				panic(current.Load().Name + " takes all memory")
			}
		}
	}()
}

// This is why the rows are rows: whatever a script calls them with, none hands out a
// built-in object, and the VM is afterwards what it was.
func TestRowsAreHarmless(t *testing.T) {
	h := newHarness(t)
	rows := slices.DeleteFunc(slices.Clone(Rows()), isHost) // those are no part of goja
	var current atomic.Pointer[Row]
	limitMemory(t, &current)
	for i, row := range rows {
		current.Store(row)
		calls, returned := 0, 0
		// A row that wants a rare text, such as hexadecimal digits, is called until it got one.
		for seed := 0; (calls < *admissionCalls || returned == 0) && seed < 1000; seed++ {
			report, panicked := h.call(t, row, *admissionCalls, i+1000*seed)
			for _, problem := range report.Problems {
				t.Error(problem)
			}
			if panicked {
				h = newHarness(t)
			}
			calls, returned = calls+report.Calls, returned+report.Returned
		}
		if calls < *admissionCalls || returned == 0 {
			t.Errorf("%s was called %d times, and returned %d times", row.Name, calls, returned)
		}
		if i%10 != 9 && i != len(rows)-1 {
			continue // comparing takes longer than calling
		}
		if changes := h.snapshot.Diff(); len(changes) > 0 {
			t.Errorf("%s, or a row shortly before it, changes the VM: %v", row.Name, changes)
			h = newHarness(t)
		}
	}
}

// The test above can tell: what is outside, called in the same way, is found out.
func TestHarmfulBuiltinsAreFoundOut(t *testing.T) {
	for _, row := range []Row{
		fn("Object.getPrototypeOf(value)", takes(Any), Any, ""),
		fn("Object.create(prototype, properties)", takes(Func, Object), Any, ""),
		fn("Array.prototype.push(value)", takes(Any), Any, ""),
		fn("Object.prototype.valueOf()", nil, Any, ""),
		on("Object.prototype", Any, property("__proto__", Any, ""))[0],
		on("Object.prototype", Any, property("constructor", Any, ""))[0],
		on("Array.prototype", Array, property("values", Any, ""))[0],
	} {
		h := newHarness(t)
		report, _ := h.call(t, &row, 600, 1)
		if len(report.Problems) == 0 && len(h.snapshot.Diff()) == 0 {
			t.Errorf("%s does no harm: %+v", row.Name, report)
		}
	}
}
