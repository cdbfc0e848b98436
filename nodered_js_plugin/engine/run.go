package engine

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// grace is how long an interrupted script may take to notice. Natives of goja do
// not notice at all; what is still stuck then is abandoned.
const grace = time.Second

// interruptAgain is how often an interrupt is repeated meanwhile: goja clears it
// wherever it unwinds to the outermost call.
const interruptAgain = 10 * time.Millisecond

// ErrAbandoned is what Lease.Run gives a step whose message, or whose whole batch,
// has been given up meanwhile. The step must return at once and touch nothing that it shares with
// anybody: its result is no longer wanted.
var ErrAbandoned = errors.New("the message was given up")

// A Lease is the right of one goroutine to use one VM, for one batch as a rule.
// It is valid inside a step only.
type Lease[H any] struct {
	*VM[H]
	// w is nil where nobody watches.
	w *worker[H]
}

// Work is what Pool.Do runs for a batch.
type Work[H any] interface {
	// Large reports whether some message is so large that even scripts which end
	// after work in proportion to their message need a watch.
	Large() bool
	// Step handles message i: converts it, runs its scripts inside Lease.Run, and
	// stores the result. Steps run one after the other, on a goroutine of their own
	// where the scripts need a watch.
	Step(l *Lease[H], i int)
	// Fail stores the result of message i whose step was abandoned or panicked. It
	// never runs at the same time as a step that still counts. host is that of the VM
	// which is given up; its script may still be running, so only what is meant for
	// other goroutines may be read.
	Fail(host H, i int, err error)
}

// Do runs the steps of n messages in order on leased VMs. A step that hangs in
// its scripts beyond the pool's timeout fails alone; the rest of the batch goes
// on, with another VM and goroutine where need be. The error is ctx.Err() if ctx
// ended first: then not every step has run, but none runs any longer that
// touches anything but its own VM.
func (p *Pool[H]) Do(ctx context.Context, n int, work Work[H]) (stats Stats, err error) {
	if p.brief && !work.Large() {
		return p.doBrief(ctx, n, work)
	}
	for next := 0; next < n; {
		if err := ctx.Err(); err != nil {
			return stats, err
		}
		w := &worker[H]{pool: p, work: work, done: make(chan struct{}), settled: make(chan struct{}, 1)}
		go w.run(next, n)
		next, err = w.supervise(ctx, n)
		stats.add(w.stats)
		if err != nil {
			return stats, err
		}
	}
	return stats, nil
}

func (s *Stats) add(o Stats) {
	s.Hits += o.Hits
	s.Misses += o.Misses
	s.Discards += o.Discards
	s.Abandoned += o.Abandoned
}

// A worker is the goroutine that runs the steps, as its supervisor sees it.
type worker[H any] struct {
	pool *Pool[H]
	work Work[H]
	done chan struct{}

	// turn is the state they agree on by compare-and-swap: idle outside scripts,
	// i+1 while the scripts of message i run, -(i+1) once these are interrupted,
	// abandoned when the supervisor has given up waiting.
	turn atomic.Int64
	// started is when the scripts of the message began, as time since epoch.
	started atomic.Int64
	// vm is the leased VM; it changes only while turn is idle.
	vm atomic.Pointer[VM[H]]
	// settled gets one token whenever interrupted scripts have ended.
	settled chan struct{}
	// stop asks the worker to begin no further message.
	stop atomic.Bool

	// stats belongs to the worker until done is closed or it is abandoned.
	stats Stats
}

const (
	idle      = int64(0)
	abandoned = int64(-1) << 62
)

var epoch = time.Now()

// SinceEpoch is a monotonic clock that fits an atomic: the time since the process
// started, or thereabouts.
func SinceEpoch() time.Duration { return time.Since(epoch) }

// run is the worker's goroutine.
func (w *worker[H]) run(from, n int) {
	defer func() {
		if w.turn.Load() != abandoned {
			close(w.done)
		}
	}()
	lease := &Lease[H]{w: w}
	for i := from; i < n && !w.stop.Load(); i++ {
		if lease.VM == nil {
			lease.VM = w.pool.lease(&w.stats)
			w.vm.Store(lease.VM)
		}
		if !w.step(lease, i) {
			return
		}
		if !w.pool.reuse || lease.unusable() {
			w.pool.release(lease.VM, &w.stats)
			lease.VM = nil
		}
	}
	if lease.VM != nil {
		w.pool.release(lease.VM, &w.stats)
	}
}

// step runs one step; a panic in our own code costs the message and the VM, not
// the process. It reports false once the worker is abandoned.
func (w *worker[H]) step(lease *Lease[H], i int) (counts bool) {
	defer func() {
		x := recover()
		counts = w.turn.Load() != abandoned
		if x != nil && counts {
			lease.spoiled = true
			w.work.Fail(lease.Host, i, &Error{Reason: Internal, Err: panicked(x)})
		}
	}()
	w.work.Step(lease, i)
	return
}

func panicked(x any) error { return &PanicError{Value: x, Stack: debug.Stack()} }

// A PanicError is a panic of our own code or of goja's, as the cause of an Error
// with reason Internal.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// Run calls f, which runs scripts and converts what they return, under the
// pool's time limit. f must touch nothing but the VM, its host and what they
// own: it may be abandoned at any point. The error is f's, an *Error with reason
// Timeout, StackOverflow or Internal, or ErrAbandoned.
func (l *Lease[H]) Run(i int, f func() error) (err error) {
	if l.w == nil {
		return l.runBrief(f)
	}
	w, mine := l.w, int64(i+1)
	w.started.Store(int64(SinceEpoch()))
	w.turn.Store(mine)
	defer func() {
		x := recover()
		switch {
		case w.turn.CompareAndSwap(mine, idle):
		case w.turn.CompareAndSwap(-mine, idle):
			// Interrupted at the last moment counts as well: the interrupt may still be
			// pending in the VM.
			l.revoked.Store(true)
			w.settled <- struct{}{}
		default:
			err = ErrAbandoned
			return
		}
		if w.stop.Load() {
			err = ErrAbandoned // the whole batch is: its context has ended
			return
		}
		if x != nil {
			// The interpreter's state is unknown after a panic.
			l.spoiled = true
			err = l.explainPanic(x)
		}
	}()
	if w.stop.Load() {
		// The supervisor set it before it looked whether scripts were running.
		return ErrAbandoned
	}
	return f()
}

// explainPanic is for what goja throws past its own recovery: an interrupt or an
// overflow in a conversion that ran script code, or a bug.
func (l *Lease[H]) explainPanic(x any) error {
	cause, ok := x.(error)
	if !ok {
		return &Error{Reason: Internal, Err: panicked(x)}
	}
	e := l.scripts[l.current.Load()].explain(l.rt, cause)
	if e.Reason == Internal {
		e.Err = panicked(x)
	}
	return e
}

// supervise waits for the worker and enforces the limits. It returns the number
// of the message to go on with: n, or the one after an abandoned message.
func (w *worker[H]) supervise(ctx context.Context, n int) (next int, err error) {
	var alarm *time.Timer
	var ring <-chan time.Time
	if w.pool.timeout > 0 {
		alarm = time.NewTimer(w.pool.timeout)
		defer alarm.Stop()
		ring = alarm.C
	}
	ended := ctx.Done()
	for {
		select {
		case <-w.done:
			if w.stop.Load() {
				return n, ctx.Err()
			}
			return n, nil
		case <-ended:
			ended = nil
			w.stop.Store(true)
			if turn := w.turn.Load(); turn > 0 && !w.interrupt(turn, ctx.Err()) {
				return n, ctx.Err()
			}
		case <-ring:
			turn, began := w.turn.Load(), time.Duration(w.started.Load())
			left := w.pool.timeout - (SinceEpoch() - began)
			if turn <= 0 || turn != w.turn.Load() {
				left = w.pool.timeout
			}
			if left > 0 {
				alarm.Reset(left)
				continue
			}
			cause := fmt.Errorf("the scripts of one message ran longer than script_timeout (%s)", w.pool.timeout)
			if !w.interrupt(turn, cause) {
				i := int(turn - 1)
				stuck := w.vm.Load()
				script := stuck.scripts[stuck.current.Load()]
				w.work.Fail(stuck.Host, i, script.Fail(Timeout, fmt.Errorf("%w and could not be interrupted", cause)))
				return i + 1, nil
			}
			alarm.Reset(w.pool.timeout)
		}
	}
}

// interrupt stops the scripts of the message whose turn it is and waits until
// they have ended. It reports false if they did not within the grace: then the
// worker is abandoned.
func (w *worker[H]) interrupt(turn int64, cause error) bool {
	vm := w.vm.Load()
	// Taken from positive to negative, the turn cannot have passed to another
	// message, and neither can the VM: vm is the one to interrupt.
	if !w.turn.CompareAndSwap(turn, -turn) {
		return true
	}
	vm.revoke(cause)
	deadline := time.NewTimer(w.pool.grace)
	defer deadline.Stop()
	again := time.NewTicker(interruptAgain)
	defer again.Stop()
	for waiting := true; waiting; {
		vm.rt.Interrupt(cause)
		select {
		case <-w.settled:
			return true
		case <-again.C:
		case <-deadline.C:
			waiting = false
		}
	}
	if !w.turn.CompareAndSwap(-turn, abandoned) {
		<-w.settled
		return true
	}
	w.stats.Discards++
	w.stats.Abandoned++
	if w.pool.abandon != nil {
		w.pool.abandon(vm.Host)
	}
	return false
}
