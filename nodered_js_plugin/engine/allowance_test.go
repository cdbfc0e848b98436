// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"math"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// greedy are scripts that hold more and more, in steps that goja takes itself.
var greedy = map[string]string{
	"objects in a list":    `const a = []; for (;;) a.push({ x: 1 })`,
	"elements by index":    `const a = []; for (let i = 0; ; i++) a[i] = i`,
	"keys of an object":    `const o = {}; for (let i = 0; ; i++) o["k" + i] = i`,
	"entries of a Map":     `const m = new Map(); for (let i = 0; ; i++) m.set(i, [i])`,
	"closures":             `const f = []; for (let i = 0; ; i++) f.push(() => i)`,
	"texts in a list":      `const a = [], s = "x".repeat(1000); for (let i = 0; ; i++) a.push(s + i)`,
	"texts that grow":      `const a = []; let s = "x"; for (;;) a.push(s = s.concat(s.slice(0, 100000), "x"))`,
	"a list that doubles":  `let a = [1]; for (;;) a = [...a, ...a]`,
	"an iterator of holes": `return [...Array(4e9).keys()]`,
	"a recursion":          `const all = []; (function f(n) { all.push(Array(1000).fill(n)); f(n + 1) })(0)`,
	"what promises keep":   `const all = []; (function again() { all.push(Array(100).fill(0)); Promise.resolve().then(again) })()`,
	"a generator":          `const all = []; function* g() { for (;;) yield Array(100).fill(0) } for (const x of g()) all.push(x)`,
	"arguments":            `const a = Array(1e6).fill(1); for (;;) a.push(...a)`,
	"BigInts":              `const all = []; for (let i = 0n; ; i++) all.push((1n << 100000n) + i)`,
}

func heapObjects() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// peak calls f and gives how much more the heap held meanwhile than before, garbage
// included.
func peak(f func()) (most int64) {
	runtime.GC()
	before, done := heapObjects(), make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			most = max(most, heapObjects()-before)
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
		}
	})
	f()
	close(done)
	wait.Wait()
	return most
}

// mostBeside is how much the heap may grow by with a limit. It is three times what it
// does on a machine without other work, where the watchdog comes in time; without a
// watchdog it is gigabytes. A machine that has other work only adds, so a script that
// took more is tried again. How near to its limit a message stays is measured by the
// hostile corpus.
func mostBeside(limit int64) int64 { return 8 * limit }

// A script that takes more than its message may fails with the reason memory; the
// messages beside it do not notice, and the process does not grow much.
func TestAGreedyScriptFailsAlone(t *testing.T) {
	const limit = 16 << 20
	for name, source := range greedy {
		t.Run(name, func(t *testing.T) {
			p := numberPool(t, patience, `if (cache.get("") === 1) { `+source+` } return 1`)
			p.memory = limit
			grown := int64(math.MaxInt64)
			for tries := 0; tries < 3 && grown > mostBeside(limit); tries++ {
				var failures []error
				var stats Stats
				grown = peak(func() {
					var err error
					if _, failures, stats, err = runNumbers(t.Context(), p, 3); err != nil {
						t.Fatal(err)
					}
				})
				if reasonOf(failures[1]) != script.Memory || !strings.Contains(failures[1].Error(), "script_memory (17 MB)") {
					t.Errorf("got %v", failures[1])
				}
				if failures[0] != nil || failures[2] != nil || stats.Discards == 0 {
					t.Errorf("its neighbours: %v, %v, %+v", failures[0], failures[2], stats)
				}
			}
			if !race.Enabled && grown > mostBeside(limit) {
				t.Errorf("the heap grew by %d MB", grown>>20)
			}
		})
	}
}

// What a script drops does not count.
func TestGarbageIsNoMemory(t *testing.T) {
	p := numberPool(t, patience, `let n = 0; for (let i = 0; i < 100; i++) { const a = Array(20000).fill("x" + i); n += a.length } return n`)
	p.memory = 16 << 20
	_, failures, _, err := runNumbers(t.Context(), p, 2)
	if err != nil || failures[0] != nil || failures[1] != nil {
		t.Error(err, failures)
	}
}

// A message that runs as long as a greedy one beside it, in another pool, is not taken
// for it, whichever began first.
func TestNobodyFailsForItsNeighbour(t *testing.T) {
	const limit = 64 << 20
	for name, lead := range map[string]time.Duration{"the greedy one first": -20 * time.Millisecond, "at the same time": 0, "the modest one first": 20 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			modest := numberPool(t, patience, `let n = 0, o; while (!cache.exists("the greedy one has failed")) { for (let i = 0; i < 1000; i++) { o = { n: n++ } } } return n`)
			hog := numberPool(t, patience, greedy["objects in a list"])
			var failed atomic.Bool
			setup := modest.setup
			modest.setup = func(vm *VM[*numberHost]) *numberHost {
				host := setup(vm)
				_ = vm.Runtime().Set("cache", map[string]any{"exists": func(string) bool { return failed.Load() }})
				return host
			}
			modest.memory, hog.memory = limit, limit
			var wait sync.WaitGroup
			wait.Go(func() {
				time.Sleep(max(-lead, 0))
				if _, failures, _, err := runNumbers(t.Context(), modest, 1); err != nil || failures[0] != nil {
					t.Error(err, failures)
				}
			})
			wait.Go(func() {
				defer failed.Store(true)
				time.Sleep(max(lead, 0))
				if _, failures, _, err := runNumbers(t.Context(), hog, 1); err != nil || reasonOf(failures[0]) != script.Memory {
					t.Error(err, failures)
				}
			})
			wait.Wait()
		})
	}
}
