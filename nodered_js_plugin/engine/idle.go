// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"runtime"
	"sync"
)

// room is how many idle VMs, and how many idle workers, a pool keeps: as many as can
// run at the same time.
var room = runtime.GOMAXPROCS(0)

// idleVMs are a pool's VMs that nobody leases. A sync.Pool alone forgets them with
// every second garbage collection, which in a process with a small heap is every
// few batches; so the first few are kept, and only what is beyond is left to the
// collector. Safe for concurrent use.
type idleVMs[H any] struct {
	mu     sync.Mutex
	kept   []*VM[H]
	beyond sync.Pool
}

// get takes the VM that was given back last, or nil.
func (v *idleVMs[H]) get() *VM[H] {
	v.mu.Lock()
	if last := len(v.kept) - 1; last >= 0 {
		vm := v.kept[last]
		v.kept[last] = nil
		v.kept = v.kept[:last]
		v.mu.Unlock()
		return vm
	}
	v.mu.Unlock()
	vm, _ := v.beyond.Get().(*VM[H])
	return vm
}

func (v *idleVMs[H]) put(vm *VM[H]) {
	v.mu.Lock()
	if len(v.kept) < room {
		v.kept = append(v.kept, vm)
		v.mu.Unlock()
		return
	}
	v.mu.Unlock()
	v.beyond.Put(vm)
}
