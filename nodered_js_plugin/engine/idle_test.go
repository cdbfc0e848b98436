// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"runtime"
	"testing"
	"weak"
)

// A garbage collection takes no VM away that there is room for, and every VM beyond.
func TestIdleVMsOutliveCollections(t *testing.T) {
	many := room + 3
	idle := &idleVMs[int]{}
	if idle.get() != nil {
		t.Fatal("a VM out of nothing")
	}
	for i := range many {
		idle.put(&VM[int]{Host: i})
	}
	for range 3 {
		runtime.GC()
	}
	found := 0
	for idle.get() != nil {
		found++
	}
	if found != room {
		t.Errorf("%d of %d idle VMs are left, want %d", found, many, room)
	}
}

// What was taken is not kept, and the VM given back last comes first: it is the one
// whose memory is in the processor's cache.
func TestIdleVMsAreAStack(t *testing.T) {
	idle := &idleVMs[int]{}
	cold, warm := &VM[int]{}, &VM[int]{}
	if room == 1 {
		cold = nil
	} else {
		idle.put(cold)
	}
	idle.put(warm)
	if idle.get() != warm || idle.get() != cold || idle.get() != nil {
		t.Error("not the last one first")
	}

	taken := weak.Make(warm)
	runtime.KeepAlive(warm)
	// One collection may take what is left on a stack that it interrupted for a pointer;
	// the idle VMs would keep it through all of them.
	for range 10 {
		if runtime.GC(); taken.Value() == nil {
			break
		}
	}
	if taken.Value() != nil {
		t.Error("a VM that was taken is kept alive")
	}
	runtime.KeepAlive(idle)
}
