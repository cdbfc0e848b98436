// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"context"
	"errors"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"weak"

	"github.com/onsi/gomega"
	"github.com/onsi/gomega/gleak"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// noneLeft makes the test fail if goroutines are left in the end that were not
// there when it was called.
func noneLeft(t *testing.T) (check func()) {
	t.Helper()
	before := gleak.Goroutines()
	return func() {
		t.Helper()
		gomega.NewWithT(t).Eventually(gleak.Goroutines, patience, "1ms").ShouldNot(gleak.HaveLeaked(before))
	}
}

// stepPool is a pool of one script whose host is a number on the heap.
func stepPool(t *testing.T, o Options[*int]) *Pool[*int] {
	t.Helper()
	s, err := script.Compile("script", `return 1`, script.Body)
	if err != nil {
		t.Fatal(err)
	}
	o.Scripts = script.NewSet([]*script.Script{s})
	// Go keeps small values together in one block, and alive together: this one is alone.
	o.Setup = func(*VM[*int]) *int { return &make([]int, 4)[0] }
	o.Clear = func(*int) {}
	return NewPool(o)
}

// steps is Work that only has steps.
func steps(t *testing.T, step func(l *Lease[*int], i int)) *work[*int] {
	t.Helper()
	return &work[*int]{step: step, fail: func(_ *int, i int, err error) { t.Errorf("message %d: %v", i, err) }}
}

// do runs a batch of one message.
func do(t *testing.T, p *Pool[*int], step func(l *Lease[*int])) {
	t.Helper()
	if _, err := p.Do(t.Context(), 1, steps(t, func(l *Lease[*int], _ int) { step(l) })); err != nil {
		t.Error(err)
	}
}

// call runs the script, as a step.
func call(t *testing.T) func(l *Lease[*int]) {
	return func(l *Lease[*int]) {
		if err := l.Run(0, func() error { _, err := l.Call(0); return err }); err != nil {
			t.Error(err)
		}
	}
}

// Whatever the script and the message, only an unwatched pool runs its steps on the
// goroutine of the caller.
func TestStepsAreWatched(t *testing.T) {
	for _, o := range []Options[*int]{{}, {Timeout: patience}, {FreshVMs: true}, {Unwatched: true}, {Unwatched: true, FreshVMs: true}} {
		p := stepPool(t, o)
		for range 3 {
			callers := false
			do(t, p, func(*Lease[*int]) { callers = strings.Contains(string(debug.Stack()), "testing.tRunner(") })
			if callers != o.Unwatched {
				t.Errorf("%+v: on the caller's goroutine: %v", o, callers)
			}
		}
		p.Close()
	}
}

func TestWorkersOutliveTheirBatches(t *testing.T) {
	p := stepPool(t, Options[*int]{Timeout: patience})
	defer p.Close()
	var lease *Lease[*int]
	do(t, p, func(l *Lease[*int]) { lease = l })
	if lease.turn != nil {
		t.Error("a lease outlives its batch")
	}
	first := slices.Clone(p.workers.list)
	for range 10 {
		do(t, p, call(t))
	}
	if len(first) != 1 || !slices.Equal(p.workers.list, first) {
		t.Errorf("%d idle workers, or another than the first", len(p.workers.list))
	}
}

// together runs n batches of one message of which none ends before all run.
func together(t *testing.T, p *Pool[*int], n int, meanwhile func()) {
	t.Helper()
	var running, ended sync.WaitGroup
	running.Add(n)
	goOn := make(chan struct{})
	for range n {
		ended.Go(func() {
			do(t, p, func(l *Lease[*int]) {
				call(t)(l)
				running.Done()
				<-goOn
			})
		})
	}
	running.Wait()
	meanwhile()
	close(goOn)
	ended.Wait()
}

func TestNoMoreWorkersAreKeptThanCanRun(t *testing.T) {
	check := noneLeft(t)
	p := stepPool(t, Options[*int]{Timeout: patience})
	together(t, p, room+3, func() {})
	if kept := len(p.workers.list); kept != room {
		t.Errorf("%d idle workers, want %d", kept, room)
	}
	p.Close()
	check()
}

func TestCloseEndsTheWorkers(t *testing.T) {
	check := noneLeft(t)
	p := stepPool(t, Options[*int]{Timeout: patience})
	do(t, p, call(t))
	together(t, p, 2, p.Close)
	check()
	do(t, p, call(t)) // late, but it has a right to its result
	check()
}

func TestWorkersOfAForgottenPoolEnd(t *testing.T) {
	check := noneLeft(t)
	do(t, stepPool(t, Options[*int]{Timeout: patience}), call(t))
	runtime.GC()
	check()
}

// A worker ends that no batch took between two looks, and only that.
func TestUnneededWorkersEnd(t *testing.T) {
	check := noneLeft(t)
	p := stepPool(t, Options[*int]{Timeout: patience})
	var list []*worker[*int]
	for range room {
		list = append(list, newWorker[*int]())
	}
	last := list[room-1]
	p.workers.list = slices.Clone(list)
	p.workers.look = time.AfterFunc(time.Hour, func() {})
	want := func(want ...*worker[*int]) {
		t.Helper()
		if !slices.Equal(p.workers.list, want) {
			t.Errorf("%d idle workers, want %d", len(p.workers.list), len(want))
		}
	}

	p.workers.endUnneeded()
	want(list...) // nobody knows yet which are needed
	do(t, p, call(t))
	p.workers.endUnneeded()
	want(last)
	do(t, p, call(t))
	p.workers.endUnneeded()
	want(last)
	p.workers.endUnneeded()
	want()
	check()
	if p.workers.look != nil {
		t.Error("nothing is left to look at, but somebody looks")
	}

	do(t, p, call(t))
	if len(p.workers.list) != 1 || p.workers.look == nil {
		t.Error("the next worker is not looked at")
	}
	p.Close()
	check()
}

// An idle worker holds nothing of its last batch: neither the work, nor the VM, nor
// the context.
func TestIdleWorkersKeepNothingAlive(t *testing.T) {
	p := stepPool(t, Options[*int]{Timeout: patience, FreshVMs: true})
	defer p.Close()
	batch, host, vm := weakBatch(t, p)
	for range 3 {
		runtime.GC()
	}
	if batch.Value() != nil || host.Value() != nil || vm.Value() != nil {
		t.Errorf("alive: work %v, host %v, VM %v", batch.Value() != nil, host.Value() != nil, vm.Value() != nil)
	}
	if len(p.workers.list) != 1 {
		t.Error("no worker is idle: the test tests nothing")
	}
}

func weakBatch(t *testing.T, p *Pool[*int]) (batch weak.Pointer[work[*int]], host weak.Pointer[int], vm weak.Pointer[VM[*int]]) {
	t.Helper()
	w := steps(t, func(l *Lease[*int], _ int) {
		call(t)(l)
		host, vm = weak.Make(l.Host), weak.Make(l.VM)
	})
	if _, err := p.Do(t.Context(), 2, w); err != nil {
		t.Fatal(err)
	}
	return weak.Make(w), host, vm
}

// The alarm of an earlier batch may ring while nobody listens. The next batch is
// watched all the same, and its message has all of its time.
func TestTheAlarmRingsBetweenBatches(t *testing.T) {
	p := numberPool(t, short, `if (cache.get("") === 1) { for (;;) {} } return 1`)
	defer p.Close()
	p.grace = patience // a busy machine is no native that hangs
	for range 3 {
		if _, failures, _, err := runNumbers(t.Context(), p, 1); err != nil || failures[0] != nil {
			t.Fatal(err, failures)
		}
		idle := p.workers.list[0]
		if idle.alarm.Stop() {
			idle.alarm.Reset(0)
		}
		for len(idle.events) == 0 { // the alarm is one of its events
			runtime.Gosched()
		}
		_, failures, stats, err := runNumbers(t.Context(), p, 3)
		if err != nil || failures[0] != nil || reasonOf(failures[1]) != script.Timeout || failures[2] != nil || stats.Abandoned != 0 {
			t.Fatal(err, failures, stats)
		}
		if p.workers.list[0] != idle {
			t.Fatal("another worker: the test tests nothing")
		}
	}
}

// What an abandoned worker does once its native ends concerns nobody: its step is
// told so, and its goroutine ends.
func TestAbandonedWorkersEndAlone(t *testing.T) {
	check := noneLeft(t)
	deaf := make(chan struct{})
	p, _ := waitPool(t, 20*time.Millisecond, "deaf(); return 1", nil, deaf)
	p.grace = 20 * time.Millisecond
	told := make(chan error, 1)
	var failed atomic.Int64
	one := func(step func(l *Lease[*waitHost])) {
		_, err := p.Do(t.Context(), 1, &work[*waitHost]{
			step: func(l *Lease[*waitHost], _ int) { step(l) },
			fail: func(*waitHost, int, error) { failed.Add(1) },
		})
		if err != nil {
			t.Error(err)
		}
	}
	one(func(l *Lease[*waitHost]) { told <- l.Run(0, func() error { _, err := l.Call(0); return err }) })
	if failed.Load() != 1 || len(p.workers.list) != 0 || len(told) != 0 {
		t.Errorf("%d failed; %d idle workers; %d steps ended", failed.Load(), len(p.workers.list), len(told))
	}
	one(func(*Lease[*waitHost]) {})
	next := slices.Clone(p.workers.list)
	close(deaf)
	if err := <-told; err != ErrAbandoned { //nolint:errorlint // the very error is the contract
		t.Error(err)
	}
	if !slices.Equal(p.workers.list, next) || failed.Load() != 1 {
		t.Error("the abandoned worker came back")
	}
	p.Close()
	check()
}

// Scripts of a batch whose context has ended do not begin, and what those have made
// that ran meanwhile does not count.
func TestScriptsOfAnEndedBatchDoNotCount(t *testing.T) {
	for name, early := range map[string]bool{"ended before": true, "ended meanwhile": false} {
		t.Run(name, func(t *testing.T) {
			p := stepPool(t, Options[*int]{})
			defer p.Close()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			end := func(l *Lease[*int]) {
				cancel()
				for !l.turn.stop.Load() {
					runtime.Gosched()
				}
			}
			ran := 0
			_, err := p.Do(ctx, 2, steps(t, func(l *Lease[*int], i int) {
				if early {
					end(l)
				}
				err := l.Run(i, func() error {
					ran++
					if !early {
						end(l)
					}
					return nil
				})
				if err != ErrAbandoned { //nolint:errorlint // the very error is the contract
					t.Error(err)
				}
			}))
			if !errors.Is(err, context.Canceled) || early && ran != 0 || !early && ran != 1 {
				t.Errorf("%v; scripts ran %d times", err, ran)
			}
		})
	}
}

func TestTheTimeOfAMessageBeginsWithItsScripts(t *testing.T) {
	var turn turn[int]
	before := SinceEpoch()
	turn.begin(nil, 0)
	if began := time.Duration(turn.started.Load()); began < before || began > SinceEpoch() {
		t.Errorf("it began at %v, not at %v", began, before)
	}
}
