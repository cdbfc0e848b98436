// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// ErrAbandoned is what Lease.Run gives a step whose message, or whose whole batch,
// has been given up meanwhile. The step must return at once and touch nothing that
// it shares with anybody: its result is no longer wanted.
var ErrAbandoned = errors.New("the message was given up")

// Work is what Pool.Do runs for a batch.
type Work[H any] interface {
	// Step handles message i: converts it, runs its scripts inside Lease.Run, and
	// stores the result. Steps run one after the other; where they are watched, on
	// another goroutine than the caller's.
	Step(l *Lease[H], i int)
	// Fail stores the result of message i whose step was abandoned or panicked. It
	// never runs at the same time as a step that still counts. host is that of the VM
	// which is given up, or nothing where no step was begun; its script may still be
	// running, so only what is meant for other goroutines may be read.
	Fail(host H, i int, err error)
}

// Do runs the steps of n messages in order on leased VMs. A step that hangs in
// its scripts beyond the pool's timeout fails alone; the rest of the batch goes
// on, with another VM and goroutine where need be. The error is ctx.Err() if ctx
// ended first: then not every step has run, but none runs any longer that
// touches anything but its own VM.
func (p *Pool[H]) Do(ctx context.Context, n int, work Work[H]) (stats Stats, err error) {
	if p.unwatched {
		return p.doHere(ctx, n, work)
	}
	for next := 0; next < n && err == nil; {
		if err = ctx.Err(); err != nil {
			break
		}
		if full := p.stuck.full(); full != nil {
			var none H
			work.Fail(none, next, full)
			next++
			continue
		}
		w := p.worker()
		w.handOver(p, work, next, n)
		next, err = w.supervise(ctx)
		theWatchdog.remove(w)
		stats.add(w.stats)
		if !w.turn.isAbandoned() {
			w.letGo()
			p.workers.put(w)
		}
	}
	return stats, err
}

// doHere is Do on the caller's own goroutine, where nobody can give a step up.
func (p *Pool[H]) doHere(ctx context.Context, n int, work Work[H]) (Stats, error) {
	r := runner[H]{pool: p, work: work, ctx: ctx, turn: &p.noTurn}
	err := ctx.Err()
	for i := 0; i < n && err == nil; i++ {
		r.step(i)
		err = ctx.Err()
	}
	r.release()
	return r.stats, err
}

func (s *Stats) add(o Stats) {
	s.Hits += o.Hits
	s.Misses += o.Misses
	s.Discards += o.Discards
	s.Abandoned += o.Abandoned
}

// A runner takes messages through their steps, one after the other on one
// goroutine, in VMs that it leases. What it refers to is a batch's.
type runner[H any] struct {
	pool *Pool[H]
	work Work[H]
	turn *turn[H]
	// ctx is the batch's, where nobody watches the runner.
	ctx context.Context
	// vm is the leased VM, nil between two leases.
	vm *VM[H]
	// lost: the VM was given up, with a script stuck in it.
	lost bool
	// stats belongs to the runner until it has ended or is abandoned.
	stats Stats
}

// step runs the step of message i. It reports false if the message was abandoned:
// then the runner has ended.
func (r *runner[H]) step(i int) (counts bool) {
	if r.vm == nil {
		r.vm = r.pool.lease(&r.stats)
		r.vm.lease.turn, r.vm.lease.runner = r.turn, r
	}
	vm := r.vm
	err := vm.try(func() error {
		r.work.Step(&vm.lease, i)
		return nil
	}, internal)
	if r.turn.isAbandoned() {
		return false
	}
	if r.lost {
		r.vm, r.lost = nil, false
		return true
	}
	if err != nil {
		r.work.Fail(vm.Host, i, err)
	}
	if !r.pool.reuse || vm.unusable() {
		r.release()
	}
	return true
}

// release gives the leased VM back, if there is one.
func (r *runner[H]) release() {
	if vm := r.vm; vm != nil {
		r.vm, vm.lease.turn, vm.lease.runner = nil, nil, nil
		r.pool.release(vm, &r.stats)
	}
}

// A Lease is the right of one goroutine to use one VM, for one batch as a rule.
// It is valid inside a step only.
type Lease[H any] struct {
	*VM[H]
	turn   *turn[H]
	runner *runner[H]
}

// RunWatched is Run, for what may not end by itself: it is watched even where the
// pool's steps are not, on another goroutine then. After ErrAbandoned the step's
// result has been stored by Work.Fail, or is no longer wanted.
func (l *Lease[H]) RunWatched(i int, f func() error) error {
	if l.turn.watched {
		return l.Run(i, f)
	}
	r := l.runner
	if full := r.pool.stuck.full(); full != nil {
		return full
	}
	w := r.pool.worker()
	w.handOverCall(r, i, f)
	_, err := w.supervise(r.ctx)
	theWatchdog.remove(w)
	r.stats.add(w.stats)
	if w.turn.isAbandoned() {
		r.lost = true
		return ErrAbandoned
	}
	l.turn = r.turn
	result := w.result
	w.letGo()
	r.pool.workers.put(w)
	if err != nil {
		return ErrAbandoned
	}
	return result
}

// Run calls f, which runs scripts and converts what they return, under the
// pool's time limit. f must touch nothing but the VM, its host and what they
// own: it may be abandoned at any point. The error is f's, an *script.Error with reason
// Timeout, StackOverflow or Internal, or ErrAbandoned.
func (l *Lease[H]) Run(i int, f func() error) (err error) {
	if !l.turn.watched {
		err = l.try(f, l.explainPanic)
		if l.runner.ctx.Err() != nil {
			return ErrAbandoned // the whole batch is: its context has ended
		}
		return err
	}
	l.allowance.renew(l.turn.slot)
	if l.turn.begin(l.VM, i) {
		err = l.try(f, l.explainPanic)
	}
	l.allowance.end()
	switch l.turn.end(i) {
	case endedAbandoned:
		return ErrAbandoned
	case endedInterrupted:
		// At the last moment counts as well: the interrupt may still be pending in the
		// VM.
		l.revoked.Store(true)
	}
	if l.turn.stop.Load() {
		return ErrAbandoned // the whole batch is: its context has ended
	}
	return err
}

// try calls f. A panic of our own code or of goja's costs the message and the VM,
// not the process: it becomes the error that explain makes of it.
func (vm *VM[H]) try(f func() error, explain func(x any) error) (err error) {
	defer func() {
		if x := recover(); x != nil {
			// The interpreter's state is unknown now.
			vm.spoiled = true
			err = explained(x, explain)
		}
	}()
	return f()
}

// explained is what explain makes of a panic. It may run script code, and so panic
// again.
func explained(x any, explain func(x any) error) (err error) {
	defer func() {
		if again := recover(); again != nil {
			err = internal(again)
		}
	}()
	return explain(x)
}

// internal explains a panic outside the scripts: it is a bug of our own.
func internal(x any) error { return &script.Error{Reason: script.Internal, Err: panicked(x)} }

// explainPanic is for what goja throws past its own recovery: an interrupt or an
// overflow in a conversion that ran script code, or a bug.
func (vm *VM[H]) explainPanic(x any) error {
	cause, ok := x.(error)
	if !ok || len(vm.scripts) == 0 {
		return internal(x)
	}
	e := explain(vm.scripts[vm.current.Load()], vm.Runtime(), cause)
	if e.Reason == script.Internal {
		e.Err = panicked(x)
	}
	return e
}

func panicked(x any) error { return &PanicError{Value: x, Stack: debug.Stack()} }

// A PanicError is a panic of our own code or of goja's, as the cause of an Error
// with reason Internal.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }
