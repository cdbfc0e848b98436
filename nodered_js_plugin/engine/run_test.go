// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// patience is how long anything may take that has to end: so long that no machine is
// too busy for it. Only where a script has no end, its timeout is shorter.
const patience = 2 * time.Minute

// short is the timeout of scripts that have no end: still long enough for messages
// beside them, which run next to nothing.
const short = 500 * time.Millisecond

// A numberHost shows one number to the scripts as the global n.
type numberHost struct {
	vm *VM[*numberHost]
	n  int
}

func numberPool(t *testing.T, timeout time.Duration, sources ...string) *Pool[*numberHost] {
	t.Helper()
	var scripts []*script.Script
	for i, source := range sources {
		s, err := script.Compile(fmt.Sprintf("script %d", i), source, script.Body)
		if err != nil {
			t.Fatal(err)
		}
		scripts = append(scripts, s)
	}
	return NewPool(Options[*numberHost]{
		Scripts: script.NewSet(scripts),
		Timeout: timeout,
		Setup: func(vm *VM[*numberHost]) *numberHost {
			h := &numberHost{vm: vm}
			_ = vm.Runtime().Set("cache", map[string]any{"get": func(string) int { return h.n }})
			return h
		},
		Clear: func(h *numberHost) { h.n = 0 },
	})
}

// A work is Work out of two functions.
type work[H any] struct {
	step func(l *Lease[H], i int)
	fail func(host H, i int, err error)
}

func (w *work[H]) Step(l *Lease[H], i int)       { w.step(l, i) }
func (w *work[H]) Fail(host H, i int, err error) { w.fail(host, i, err) }

// runNumbers runs script 0 for the numbers 0 … n-1 and gives each one's result.
func runNumbers(ctx context.Context, p *Pool[*numberHost], n int) (results []goja.Value, failures []error, stats Stats, err error) {
	results, failures = make([]goja.Value, n), make([]error, n)
	stats, err = p.Do(ctx, n, &work[*numberHost]{
		step: func(l *Lease[*numberHost], i int) {
			l.Host.n = i
			var got goja.Value
			err := l.Run(i, func() (err error) {
				got, err = l.Call(0)
				return err
			})
			if errors.Is(err, ErrAbandoned) {
				return
			}
			results[i], failures[i] = got, err
		},
		fail: func(_ *numberHost, i int, err error) { failures[i] = err },
	})
	return results, failures, stats, err
}

func reasonOf(err error) script.Reason {
	var e *script.Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

func TestDoLeasesOncePerBatch(t *testing.T) {
	p := numberPool(t, patience, `return cache.get("") * 2`)
	for batch := range 3 {
		results, failures, stats, err := runNumbers(t.Context(), p, 10)
		if err != nil || errors.Join(failures...) != nil {
			t.Fatal(err, failures)
		}
		for i, v := range results {
			if v.ToInteger() != int64(2*i) {
				t.Errorf("message %d gave %v", i, v)
			}
		}
		if stats.Hits+stats.Misses != 1 || batch == 0 && stats.Misses != 1 {
			t.Errorf("batch %d: %+v", batch, stats)
		}
		if !p.Reuses() || stats.Discards != 0 {
			t.Errorf("the scripts do not share a VM: %+v", stats)
		}
	}
}

func TestDoGivesUnsafeScriptsAVMEach(t *testing.T) {
	p := numberPool(t, patience, `globalThis.seen = (globalThis.seen || 0) + 1; return globalThis.seen`)
	results, failures, stats, err := runNumbers(t.Context(), p, 5)
	if err != nil || errors.Join(failures...) != nil {
		t.Fatal(err, failures)
	}
	for i, v := range results {
		if v.ToInteger() != 1 {
			t.Errorf("message %d saw another: %v", i, v)
		}
	}
	if (stats != Stats{Misses: 5, Discards: 5}) {
		t.Errorf("%+v", stats)
	}
}

func TestDoFailsOnlyTheMessageThatHangs(t *testing.T) {
	for name, hang := range map[string]string{
		"a loop":                   `for (;;) {}`,
		"promises":                 `(function again() { Promise.resolve().then(again) })(); return 0`,
		"a native":                 `/^(a+)+\1$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaab"); return 0`,
		"forEach over a giant":     `var a = []; a.length = 2**23; a.forEach(function () {}); return 0`,
		"a getter that is printed": `throw { get a() { for (;;) {} } }`,
		"an error's message":       `throw Object.defineProperty(new Error(), "message", { get() { for (;;) {} } })`,
		"catch and go on":          `for (;;) { try { for (;;) {} } finally { continue } }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := numberPool(t, short, `if (cache.get("") === 2) { `+hang+` } return cache.get("")`)
			results, failures, stats, err := runNumbers(t.Context(), p, 5)
			if err != nil {
				t.Fatal(err)
			}
			for i := range results {
				if i == 2 {
					if reasonOf(failures[i]) != script.Timeout || !strings.Contains(failures[i].Error(), "script_timeout") {
						t.Errorf("message 2: %v", failures[i])
					}
				} else if failures[i] != nil || results[i].ToInteger() != int64(i) {
					t.Errorf("message %d: %v, %v", i, results[i], failures[i])
				}
			}
			if stats.Discards < 1 {
				t.Errorf("the VM was kept: %+v", stats)
			}
		})
	}
}

func TestDoEndsWithItsContext(t *testing.T) {
	p := numberPool(t, 0, `if (cache.get("") === 1) { for (;;) {} } return 1`)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	_, _, _, err := runNumbers(ctx, p, 3)
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestStackOverflowFailsOnlyItsMessage(t *testing.T) {
	p := numberPool(t, patience, `if (cache.get("") === 1) { (function f() { try { f() } catch (e) { return 0 } })() } return 1`)
	_, failures, _, err := runNumbers(t.Context(), p, 3)
	if err != nil || failures[0] != nil || reasonOf(failures[1]) != script.StackOverflow || failures[2] != nil {
		t.Error(err, failures)
	}
}

func TestPanicInAStepFailsOnlyItsMessage(t *testing.T) {
	for name, unwatched := range map[string]bool{"watched": false, "unwatched": true} {
		t.Run(name, func(t *testing.T) {
			p := numberPool(t, patience, `return 1`)
			defer p.Close()
			p.unwatched = unwatched
			panicInAStep(t, p)
		})
	}
}

// A pool without scripts has no script that an error could name.
func TestPanicWithoutScripts(t *testing.T) {
	p := numberPool(t, patience)
	defer p.Close()
	panicInAStep(t, p)
}

func panicInAStep(t *testing.T, p *Pool[*numberHost]) {
	var failed []int
	var ran []int
	stats, err := p.Do(t.Context(), 4, &work[*numberHost]{
		step: func(l *Lease[*numberHost], i int) {
			ran = append(ran, i)
			if i == 1 {
				panic("ours")
			}
			if err := l.Run(i, func() error {
				if i == 2 {
					panic(errors.New("ours, in a script"))
				}
				return nil
			}); err != nil {
				failed = append(failed, -i)
			}
		},
		fail: func(_ *numberHost, i int, err error) {
			if reasonOf(err) != script.Internal || !strings.Contains(err.Error(), "ours") {
				t.Error(err)
			}
			failed = append(failed, i)
		},
	})
	if err != nil || fmt.Sprint(ran) != "[0 1 2 3]" || fmt.Sprint(failed) != "[1 -2]" {
		t.Error(err, ran, failed)
	}
	if stats.Discards != 2 {
		t.Errorf("the VMs that panicked were kept: %+v", stats)
	}
}

// Timeouts that fire at random instants round the end of a script never reach
// the next message, which would end before its own time is used up, and an interrupted VM never comes back.
func TestInterruptNeverHitsTheNextMessage(t *testing.T) {
	runs := race.Fewer(4000)
	const timeout = 300 * time.Microsecond
	p := numberPool(t, timeout, `var n = cache.get(""); for (var i = 0; i < n; i++) {} return n`)
	p.grace = patience // a busy machine is no native that hangs
	var timeouts atomic.Int64
	for done := 0; done < runs; {
		// Loop lengths round the limit: some messages end just before their interrupt.
		n := 50
		length := make([]int, n)
		for i := range length {
			if i%2 == 0 {
				length[i] = rand.IntN(12_000)
			}
		}
		stats, err := p.Do(t.Context(), n, &work[*numberHost]{
			step: func(l *Lease[*numberHost], i int) {
				l.Host.n = length[i]
				if l.Revoked() {
					t.Error("an interrupted VM came back")
				}
				var got goja.Value
				began := SinceEpoch()
				err := l.Run(i, func() (err error) {
					got, err = l.Call(0)
					return err
				})
				took := SinceEpoch() - began
				switch {
				case err == nil && got.ToInteger() != int64(length[i]):
					t.Errorf("message %d gave %v, want %d", i, got, length[i])
				case err == nil:
				case reasonOf(err) == script.Timeout && took < timeout:
					t.Errorf("message %d was interrupted after %s", i, took)
				case reasonOf(err) == script.Timeout:
					timeouts.Add(1)
				default:
					t.Errorf("message %d: %v", i, err)
				}
			},
			fail: func(_ *numberHost, i int, err error) { t.Errorf("message %d: %v", i, err) },
		})
		if err != nil {
			t.Fatal(err)
		}
		if stats.Abandoned != 0 {
			t.Errorf("abandoned: %+v", stats)
		}
		done += n
	}
	if timeouts.Load() == 0 {
		t.Error("no timeout fired: the test tests nothing")
	}
}

// Batches of several callers whose contexts end at random instants, amid timeouts:
// the workers pass from one to the other, every result is its own message's, and
// once Do has returned no step of its batch runs.
func TestEndedBatchesRunNoFurtherStep(t *testing.T) {
	p := numberPool(t, 300*time.Microsecond, `var n = cache.get(""); for (var i = 0; i < n; i++) {} return n`)
	defer p.Close()
	p.grace = patience // a busy machine is no native that hangs
	var cancelled, whole atomic.Int64
	var callers sync.WaitGroup
	for range 4 {
		callers.Go(func() {
			for i := range 4 + race.Fewer(40) {
				switch err := cancelledBatch(t, p, i%2 == 0); {
				case err == nil:
					whole.Add(1)
				case errors.Is(err, context.Canceled):
					cancelled.Add(1)
				default:
					t.Error(err)
				}
			}
		})
	}
	callers.Wait()
	if cancelled.Load() == 0 || whole.Load() == 0 {
		t.Errorf("%d batches were cancelled, %d were not: the test tests nothing", cancelled.Load(), whole.Load())
	}
}

func cancelledBatch(t *testing.T, p *Pool[*numberHost], ends bool) error {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if ends {
		defer time.AfterFunc(rand.N(time.Millisecond), cancel).Stop()
	}
	const messages = 20
	var over atomic.Bool
	defer over.Store(true)
	var ran atomic.Int64
	_, err := p.Do(ctx, messages, &work[*numberHost]{
		step: func(l *Lease[*numberHost], i int) {
			ran.Add(1)
			n := rand.IntN(12_000)
			l.Host.n = n
			var got goja.Value
			err := l.Run(i, func() (err error) {
				got, err = l.Call(0)
				return err
			})
			switch {
			case over.Load():
				t.Error("a step of a batch that has ended")
			case err == nil && got.ToInteger() != int64(n):
				t.Errorf("message %d gave %v, want %d", i, got, n)
			case err == nil || reasonOf(err) == script.Timeout:
			case !errors.Is(err, ErrAbandoned) || ctx.Err() == nil:
				t.Errorf("message %d: %v", i, err)
			}
		},
		fail: func(_ *numberHost, i int, err error) { t.Errorf("message %d: %v", i, err) },
	})
	if err == nil && ran.Load() != messages {
		t.Errorf("%d steps ran, want %d", ran.Load(), messages)
	}
	return err
}
