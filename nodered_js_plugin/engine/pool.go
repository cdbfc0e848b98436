package engine

import "time"

// A Pool holds idle VMs for one fixed set of scripts. Any number of goroutines
// may run batches on it at the same time.
type Pool[H any] struct {
	scripts []*Script
	guards  guards
	setup   Setup[H]
	clear   func(H)
	abandon func(H)
	timeout time.Duration
	grace   time.Duration
	reuse   bool
	// brief: no script needs a watch.
	brief bool
	idle  idleVMs[H]
}

// Options of a Pool.
type Options[H any] struct {
	Scripts []*Script
	// Setup is called once for each new VM, on the goroutine that leases it.
	Setup Setup[H]
	// Clear drops everything a host keeps of the last message. It is called before
	// a VM becomes idle.
	Clear func(H)
	// Abandon, where it is not nil, takes from a host what others wait for. It is
	// called when its VM is given up with a script stuck in it, which may still be
	// running: only what is meant for other goroutines may be touched.
	Abandon func(H)
	// Timeout is how long the scripts of one message may run; 0 is no limit.
	Timeout time.Duration
	// FreshVMs gives every message a new VM even where the scripts could share.
	FreshVMs bool
}

// NewPool makes an empty pool. Its VMs are reused only if every one of the
// scripts provably leaves nothing behind.
func NewPool[H any](o Options[H]) *Pool[H] {
	p := &Pool[H]{scripts: o.Scripts, guards: guardsFor(o.Scripts), setup: o.Setup, clear: o.Clear, abandon: o.Abandon, timeout: o.Timeout, grace: grace, reuse: !o.FreshVMs}
	for _, s := range o.Scripts {
		p.reuse = p.reuse && s.Reusable()
	}
	p.brief = p.reuse && brief(o.Scripts)
	return p
}

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
	vm := newVM(p.scripts, p.guards, p.setup)
	if made := observer.Load(); made != nil && p.reuse {
		vm.idle = (*made)(vm.rt)
	}
	return vm
}

// release gives a VM back, cleared, or drops it.
func (p *Pool[H]) release(vm *VM[H], stats *Stats) {
	if !p.reuse || vm.unusable() {
		stats.Discards++
		return
	}
	p.clear(vm.Host)
	if vm.idle != nil {
		vm.idle()
	}
	p.idle.put(vm)
}
