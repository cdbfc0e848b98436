// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"sync"
	"sync/atomic"
	"time"
)

// A worker is a goroutine that runs watched steps, and what its supervisor, the
// goroutine of the batch's caller, needs to watch it. It outlives its batches: a
// new goroutine for each would have to grow its stack each time.
//
// Its fields are the supervisor's. The worker only reads them, and only from wake
// to finished; the runner's VM and stats are the worker's meanwhile.
type worker[H any] struct {
	runner[H]
	// from and end are the messages to run, from the one until before the other.
	from, end int
	// call, where it is not nil, is what runs instead of the step of message from, in
	// the VM of another runner; result is what it gave.
	call   func() error
	result error
	// wake gets a token for each batch. Closed, it ends the goroutine.
	wake chan struct{}
	// events has room for one of each kind, and for an overdrew that came too late for
	// the batch before, so nobody waits to send.
	events chan event
	// alarm rings at the latest when the time of the running message is used up. It
	// is made for the first batch, and from then on it is set or its ring is among
	// the events: a batch need not touch it, it is only set again when it rang. nil
	// where there is no time limit.
	alarm *time.Timer
	// over is why the watchdog wants a message to fail, nil as a rule.
	over atomic.Pointer[overdrawn]
	// slot is the number of the function in which the goroutine begins.
	slot int
}

// An overdrawn is a message whose scripts took too much memory, and when they began.
type overdrawn struct {
	began int64
	err   error
}

// An event is what a supervisor waits for.
type event uint8

const (
	// finished: the worker has run its messages, or was asked to stop.
	finished event = iota
	// rang: the alarm did.
	rang
	// overdrew: the message that over names did.
	overdrew
)

// newWorker starts a worker.
func newWorker[H any]() *worker[H] {
	w := &worker[H]{
		runner: runner[H]{turn: &turn[H]{watched: true, settled: make(chan struct{}, 1)}},
		wake:   make(chan struct{}, 1),
		events: make(chan event, 4),
		slot:   int(made.Add(1)) % len(slots),
	}
	w.turn.slot = w.slot
	go slots[w.slot](w.loop)
	return w
}

// made counts the workers of the process.
var made atomic.Int64

// handOver has the worker run the steps of messages from until end.
func (w *worker[H]) handOver(p *Pool[H], work Work[H], from, end int) {
	w.pool, w.work, w.from, w.end, w.stats = p, work, from, end, Stats{}
	w.start()
}

// handOverCall has the worker call f for message i, in the VM that r has leased.
func (w *worker[H]) handOverCall(r *runner[H], i int, f func() error) {
	w.pool, w.work, w.from, w.end, w.stats = r.pool, r.work, i, i+1, Stats{}
	w.vm, w.call = r.vm, f
	w.vm.lease.turn = w.turn
	w.start()
}

func (w *worker[H]) start() {
	w.turn.stop.Store(false)
	w.over.Store(nil)
	theWatchdog.add(w)
	if w.alarm == nil && w.pool.timeout > 0 {
		w.alarm = time.AfterFunc(w.pool.timeout, func() { w.events <- rang })
	}
	w.wake <- struct{}{}
}

// running is for the watchdog.
func (w *worker[H]) running() (began int64, a *allowance) {
	if vm := w.turn.vm.Load(); vm != nil && w.turn.state.Load() > 0 {
		return w.turn.started.Load(), vm.allowance
	}
	return 0, nil
}

// exceeded is for the watchdog, too, which never calls it once the worker has been
// removed. The supervisor does the rest.
func (w *worker[H]) exceeded(began int64, err error) {
	if w.over.CompareAndSwap(nil, &overdrawn{began, err}) {
		w.events <- overdrew
	}
}

func (w *worker[H]) inSlot() int { return w.slot }

// letGo drops what the finished worker has of its batch: it keeps nothing alive.
func (w *worker[H]) letGo() {
	w.pool, w.work, w.call, w.result = nil, nil, nil, nil
	w.turn.vm.Store(nil)
}

// retire ends the goroutine of a worker that has no batch.
func (w *worker[H]) retire() {
	if w.alarm != nil {
		w.alarm.Stop()
	}
	close(w.wake)
}

// loop is the worker's goroutine.
func (w *worker[H]) loop() {
	for range w.wake {
		if !w.run() {
			w.pool.stuck.add(-1)
			return
		}
		w.events <- finished
	}
}

// run runs the steps. It reports false once the worker is abandoned.
func (w *worker[H]) run() bool {
	if w.call != nil {
		vm := w.vm
		w.vm = nil
		w.result = vm.lease.Run(w.from, w.call)
		return !w.turn.isAbandoned()
	}
	for i := w.from; i < w.end && !w.turn.stop.Load(); i++ {
		if !w.step(i) {
			return false
		}
	}
	w.release()
	return true
}

// longIdle is after how long, and at the latest after twice as long, a worker ends
// that no batch needs.
const longIdle = time.Minute

// idleWorkers are a pool's workers that have no batch, at most as many as can run
// at the same time. They do not refer to the pool. Safe for concurrent use.
type idleWorkers[H any] struct {
	mu   sync.Mutex
	list []*worker[H]
	// unneeded is how many of the list, from its start, nobody has taken since the
	// last look.
	unneeded int
	// look calls endUnneeded; nil while there is nothing to look at.
	look   *time.Timer
	closed bool
}

// worker takes an idle worker or makes one.
func (p *Pool[H]) worker() *worker[H] {
	if w := p.workers.take(); w != nil {
		return w
	}
	return newWorker[H]()
}

// take takes the worker that became idle last, or nil.
func (v *idleWorkers[H]) take() *worker[H] {
	v.mu.Lock()
	defer v.mu.Unlock()
	last := len(v.list) - 1
	if last < 0 {
		return nil
	}
	w := v.list[last]
	v.list[last] = nil
	v.list = v.list[:last]
	v.unneeded = min(v.unneeded, last)
	return w
}

// put takes a worker in that has become idle, or ends it.
func (v *idleWorkers[H]) put(w *worker[H]) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || len(v.list) == room {
		w.retire()
		return
	}
	v.list = append(v.list, w)
	if v.look == nil {
		v.look = time.AfterFunc(longIdle, v.endUnneeded)
	}
}

// endUnneeded ends the workers that nobody has taken since it was called last.
func (v *idleWorkers[H]) endUnneeded() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.list = retire(v.list, v.unneeded)
	v.unneeded = len(v.list)
	switch {
	case v.look == nil: // closed meanwhile
	case len(v.list) > 0:
		v.look.Reset(longIdle)
	default:
		v.look = nil
	}
}

// close ends all of them, and those that are put here later.
func (v *idleWorkers[H]) close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.closed = true
	v.list = retire(v.list, len(v.list))
	if v.look != nil {
		v.look.Stop()
		v.look = nil
	}
}

// retire ends the first n workers of the list and gives the others.
func retire[H any](list []*worker[H], n int) []*worker[H] {
	for _, w := range list[:n] {
		w.retire()
	}
	left := copy(list, list[n:])
	clear(list[left:])
	return list[:left]
}
