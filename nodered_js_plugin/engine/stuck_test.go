// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dlclark/regexp2/v2"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// What the tests leave behind must not take the machine from those that follow.
func init() { regexp2.DefaultMatchTimeout = 3 * time.Second }

// deafen gives the VMs of a pool a native that nothing interrupts, cache.exists. Unlike
// an endless match, it takes no processor from the tests that follow.
func deafen(t *testing.T, pool *Pool[*numberHost]) {
	end, setup := make(chan struct{}), pool.setup
	t.Cleanup(func() { close(end) })
	pool.setup = func(vm *VM[*numberHost]) *numberHost {
		host := setup(vm)
		_ = vm.Runtime().Set("cache", map[string]any{"exists": func(string) bool { <-end; return false }})
		return host
	}
}

// Each message that is stuck for good costs a thread. Some may; after these, no message
// begins in a VM, and each says why.
func TestAfterSomeStuckScriptsNoneBegins(t *testing.T) {
	pool := numberPool(t, 50*time.Millisecond, `return cache.exists("")`)
	deafen(t, pool)
	pool.grace = 10 * time.Millisecond
	_, failures, stats, err := runNumbers(t.Context(), pool, maxStuck+3)
	if err != nil {
		t.Fatal(err)
	}
	expectStuck(t, failures, stats, pool.stuck)
}

func TestAfterSomeStuckScriptsNoneIsHandedOver(t *testing.T) {
	pool := unwatchedPool(t, 50*time.Millisecond, `return cache.exists("")`)
	deafen(t, pool)
	pool.grace = 10 * time.Millisecond
	failures, stats, err := runHandedOver(t.Context(), pool, maxStuck+3)
	if err != nil {
		t.Fatal(err)
	}
	expectStuck(t, failures, stats, pool.stuck)
}

func expectStuck(t *testing.T, failures []error, stats Stats, stuck *stuckCount) {
	t.Helper()
	for i, failure := range failures {
		want := script.Timeout
		if i >= maxStuck {
			want = script.Stuck
		}
		if reasonOf(failure) != want {
			t.Errorf("message %d: %v", i, failure)
		}
	}
	if last := failures[len(failures)-1].Error(); !strings.Contains(last, "5 earlier messages") {
		t.Error(last)
	}
	if stats.Abandoned != maxStuck || stuck.n.Load() != maxStuck {
		t.Errorf("%+v, and %d stuck", stats, stuck.n.Load())
	}
}

// A script that was stuck and ends makes room for another one.
func TestStuckScriptsAreCountedWhileTheyRun(t *testing.T) {
	var most atomic.Int64
	pool := numberPool(t, 20*time.Millisecond, `const a = []; a.length = 2**23; a.forEach(function () {}); return 1`)
	pool.grace = time.Millisecond
	pool.stuck.changed = func(n int64) { most.Store(max(n, most.Load())) }
	_, _, stats, err := runNumbers(t.Context(), pool, 1)
	if err != nil || stats.Abandoned != 1 || most.Load() != 1 {
		t.Fatal(err, stats, most.Load())
	}
	for began := time.Now(); pool.stuck.n.Load() != 0; time.Sleep(time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatal("it is counted for ever")
		}
	}
}
