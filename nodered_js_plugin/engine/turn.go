// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"sync/atomic"
	"time"
)

// A turn is what the goroutine that runs scripts and its supervisor agree on by
// compare-and-swap: which message's scripts run, and who ends them.
type turn[H any] struct {
	// watched: there is a supervisor. Without one the other fields are not used.
	watched bool
	// slot is that of the worker, see slots.
	slot int
	// state is nobody outside scripts, i+1 while the scripts of message i run, -(i+1)
	// once these are interrupted, abandoned when the supervisor has given up waiting.
	state atomic.Int64
	// vm is the VM in which they run; it changes only while state is nobody.
	vm atomic.Pointer[VM[H]]
	// started is when the scripts of the message began, as time since epoch.
	started atomic.Int64
	// settled gets one token whenever interrupted scripts have ended.
	settled chan struct{}
	// stop asks the worker to begin no further message.
	stop atomic.Bool
}

const (
	nobody    = int64(0)
	abandoned = int64(-1) << 62
)

// An ending is how the turn of a message ended.
type ending uint8

const (
	endedByItself ending = iota
	endedInterrupted
	endedAbandoned
)

// begin is called where the scripts of message i begin in vm. It reports false if the
// batch has ended meanwhile; the turn has to be ended all the same.
func (t *turn[H]) begin(vm *VM[H], i int) bool {
	t.vm.Store(vm)
	t.started.Store(int64(SinceEpoch()))
	t.state.Store(int64(i + 1))
	// The supervisor sets stop before it looks whether scripts are running.
	return !t.stop.Load()
}

// end is called where the scripts of message i have ended.
func (t *turn[H]) end(i int) ending {
	mine := int64(i + 1)
	switch {
	case t.state.CompareAndSwap(mine, nobody):
		return endedByItself
	case t.state.CompareAndSwap(-mine, nobody):
		t.settled <- struct{}{}
		return endedInterrupted
	}
	return endedAbandoned
}

func (t *turn[H]) isAbandoned() bool { return t.watched && t.state.Load() == abandoned }

var epoch = time.Now()

// SinceEpoch is a monotonic clock that fits an atomic: the time since the process
// started, or thereabouts.
func SinceEpoch() time.Duration { return time.Since(epoch) }
