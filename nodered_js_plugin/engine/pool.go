// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"runtime"
	"time"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A Pool holds idle VMs for one fixed set of scripts. Any number of goroutines
// may run batches on it at the same time.
type Pool[H any] struct {
	scripts []*script.Script
	guards  guards
	setup   Setup[H]
	install func(H, *goja.Runtime)
	clear   func(H)
	abandon func(H)
	timeout time.Duration
	memory  int64
	grace   time.Duration
	reuse   bool
	idle    idleVMs[H]
	// unwatched: batches run on the goroutines of their callers, with noTurn.
	unwatched bool
	noTurn    turn[H]
	workers   *idleWorkers[H]
	stuck     *stuckCount
}

// Options of a Pool.
type Options[H any] struct {
	Scripts *script.Set
	// Setup is called once for each new VM, on the goroutine that leases it.
	Setup Setup[H]
	// Install, where it is not nil, puts the globals that scripts see into the runtime
	// of a VM, before any script runs in it.
	Install func(host H, rt *goja.Runtime)
	// Clear drops everything a host keeps of the last message. It is called before
	// a VM becomes idle, or is thrown away.
	Clear func(H)
	// Abandon, where it is not nil, takes from a host what others wait for. It is
	// called when its VM is given up with a script stuck in it, which may still be
	// running: only what is meant for other goroutines may be touched.
	Abandon func(H)
	// Stuck, where it is not nil, is told how many abandoned VMs run still, whenever that
	// changes. It may be called from any goroutine.
	Stuck func(n int64)
	// Timeout is how long the scripts of one message may run; 0 is no limit.
	Timeout time.Duration
	// Memory is how many bytes the scripts of one message may hold; 0 is no limit.
	Memory int64
	// FreshVMs gives every message a new VM even where the scripts could share.
	FreshVMs bool
	// Unwatched runs every batch on its caller's goroutine, without a limit. It is
	// for callers whose steps end by themselves; scripts in goja do not, and run in
	// Lease.RunWatched.
	Unwatched bool
}

// NewPool makes an empty pool, to be closed in the end. Its VMs are used again only
// if the scripts may share one.
func NewPool[H any](o Options[H]) *Pool[H] {
	p := &Pool[H]{
		scripts: o.Scripts.Scripts, guards: guardsFor(o.Scripts.Scripts), setup: o.Setup, install: o.Install, clear: o.Clear, abandon: o.Abandon,
		timeout: o.Timeout, memory: o.Memory, grace: grace, reuse: !o.FreshVMs && o.Scripts.Shareable, unwatched: o.Unwatched, workers: &idleWorkers[H]{},
	}
	p.stuck = &stuckCount{changed: o.Stuck}
	p.guards.longMatches = mayMatchLong(o.Timeout)
	// A pool that nobody closes must not leave goroutines behind either.
	runtime.AddCleanup(p, func(workers *idleWorkers[H]) { workers.close() }, p.workers)
	return p
}

// Close ends the goroutines that the pool keeps for its next batches. Batches may
// still run, and begin: their goroutines end with them.
func (p *Pool[H]) Close() { p.workers.close() }

// Reuses reports whether messages share VMs.
func (p *Pool[H]) Reuses() bool { return p.reuse }

// Stats counts what a batch did to the pool.
type Stats struct {
	// Hits and Misses: leases that found an idle VM, and that had to make one.
	Hits, Misses int64
	// Discards: VMs thrown away instead of given back.
	Discards int64
	// Abandoned: of these, the ones left behind with a script stuck in a native.
	Abandoned int64
}

// lease takes an idle VM or makes one.
func (p *Pool[H]) lease(stats *Stats) *VM[H] {
	if p.reuse {
		if vm := p.idle.get(); vm != nil {
			stats.Hits++
			return vm
		}
	}
	stats.Misses++
	return newVM(p.scripts, p.reuse, p.guards, p.memory, p.setup, p.install)
}

// release gives a VM back, cleared, or drops it.
func (p *Pool[H]) release(vm *VM[H], stats *Stats) {
	p.clear(vm.Host)
	if !p.reuse || vm.unusable() {
		stats.Discards++
		return
	}
	if vm.idle != nil {
		vm.idle()
	}
	p.idle.put(vm)
}
