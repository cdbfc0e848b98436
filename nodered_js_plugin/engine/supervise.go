// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// grace is how long an interrupted script may take to notice. Natives of goja do
// not notice at all; what is still stuck then is abandoned.
const grace = time.Second

// interruptAgain is how often an interrupt is repeated meanwhile: goja clears it
// wherever it unwinds to the outermost call.
const interruptAgain = 10 * time.Millisecond

// supervise waits for the worker and enforces the limits. It returns the number
// of the message to go on with: the batch's end, or the one after an abandoned
// message.
func (w *worker[H]) supervise(ctx context.Context) (next int, err error) {
	ended := ctx.Done()
	for {
		select {
		case e := <-w.events:
			if e == finished {
				if w.turn.stop.Load() {
					err = ctx.Err()
				}
				return w.end, err
			}
			look := w.lookAtTheClock
			if e == overdrew {
				look = w.endOverdrawn
			}
			if i, stuck := look(); stuck {
				return i + 1, nil
			}
		case <-ended:
			ended = nil
			w.turn.stop.Store(true)
			if turn := w.turn.state.Load(); turn > 0 && !w.interrupt(turn, ctx.Err()) {
				return w.end, ctx.Err()
			}
		}
	}
}

// lookAtTheClock is called when the alarm rang, and sets it again. A message whose
// time is used up is interrupted; i is the message where that does not help: it has
// failed, and the worker is abandoned.
func (w *worker[H]) lookAtTheClock() (i int, stuck bool) {
	timeout := w.pool.timeout
	turn, began := w.turn.state.Load(), time.Duration(w.turn.started.Load())
	left := timeout - (SinceEpoch() - began)
	if turn <= 0 || turn != w.turn.state.Load() {
		left = timeout
	}
	if left > 0 {
		w.alarm.Reset(left)
		return 0, false
	}
	cause := fmt.Errorf("the scripts of one message ran longer than script_timeout (%s)", timeout)
	if w.interrupt(turn, cause) {
		w.alarm.Reset(timeout)
		return 0, false
	}
	return w.failStuck(turn, script.Timeout, cause), true
}

// endOverdrawn is called when the watchdog wants the message of w.over to fail.
func (w *worker[H]) endOverdrawn() (i int, stuck bool) {
	over, turn := w.over.Swap(nil), w.turn.state.Load()
	if over == nil || turn <= 0 || w.turn.started.Load() != over.began {
		return 0, false // it has ended meanwhile
	}
	if w.interrupt(turn, WithReason(script.Memory, over.err)) {
		return 0, false
	}
	return w.failStuck(turn, script.Memory, over.err), true
}

// failStuck fails the message of an abandoned worker. It gives its number.
func (w *worker[H]) failStuck(turn int64, reason script.Reason, cause error) (i int) {
	i = int(turn - 1)
	vm := w.turn.vm.Load()
	s := vm.scripts[vm.current.Load()]
	w.work.Fail(vm.Host, i, s.Fail(reason, fmt.Errorf("%w and could not be interrupted", cause)))
	return i
}

// interrupt stops the scripts of the message whose turn it is and waits until
// they have ended. It reports false if they did not within the grace: then the
// worker is abandoned.
func (w *worker[H]) interrupt(turn int64, cause error) bool {
	vm := w.turn.vm.Load()
	// Taken from positive to negative, the turn cannot have passed to another
	// message, and neither can the VM: vm is the one to interrupt.
	if !w.turn.state.CompareAndSwap(turn, -turn) {
		return true
	}
	vm.revoke(cause)
	deadline := time.NewTimer(w.pool.grace)
	defer deadline.Stop()
	again := time.NewTicker(interruptAgain)
	defer again.Stop()
	for waiting := true; waiting; {
		if rt := vm.rt.Load(); rt != nil {
			rt.Interrupt(cause)
		}
		select {
		case <-w.turn.settled:
			return true
		case <-again.C:
		case <-deadline.C:
			waiting = false
		}
	}
	w.pool.stuck.add(1) // before the worker can see it, and take it back
	if !w.turn.state.CompareAndSwap(-turn, abandoned) {
		w.pool.stuck.add(-1)
		<-w.turn.settled
		return true
	}
	w.stats.Discards++
	w.stats.Abandoned++
	vm.allowance.giveUp()
	if w.pool.abandon != nil {
		w.pool.abandon(vm.Host)
	}
	return false
}
