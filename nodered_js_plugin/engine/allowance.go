// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"sync"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/memory"
)

// An allowance is the memory that the message whose scripts run in a VM may take.
// Both sides charge it: the guards of natives with what they are about to make, before
// they make it, and the watchdog with what the process has allocated meanwhile. So
// something large may be charged twice, which only means that the process is measured
// earlier; nobody fails before that.
type allowance struct {
	limit int64
	sizes memory.Sizes

	mu sync.Mutex
	// begun: something was charged to the running message, and left is the rest of what
	// budget has granted.
	begun  bool
	left   int64
	budget memory.Budget
	// charged is all of it, for whoever has to choose one of several messages.
	charged int64
	// slot is that of the worker; before is what it held when budget was measured first,
	// and measured says that it was.
	slot     int
	before   int64
	measured bool
	// over: the message was given up. Whatever still runs gets nothing more.
	over bool
}

func newAllowance(limit int64) *allowance {
	return &allowance{limit: limit, sizes: memory.SizesFor(limit)}
}

// renew is for the next message, which a worker of that slot runs.
func (a *allowance) renew(slot int) {
	a.mu.Lock()
	a.begun, a.measured, a.charged, a.slot = false, false, 0, slot
	a.budget.End()
	a.mu.Unlock()
}

// giveUp is for a message whose script is left behind, running.
func (a *allowance) giveUp() {
	a.mu.Lock()
	a.over = true
	a.budget.End()
	a.mu.Unlock()
}

// end is for a message that has ended.
func (a *allowance) end() {
	a.mu.Lock()
	a.begun = false
	a.budget.End()
	a.mu.Unlock()
}

// forgive is for a message that was charged for what others took.
func (a *allowance) forgive() {
	a.mu.Lock()
	a.begun, a.charged = false, 0
	a.mu.Unlock()
}

// heldBefore is what the slot of the worker held when the message was measured first; false
// if it never was: such a message took little.
func (a *allowance) heldBefore() (bytes int64, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.before, a.measured
}

// ask takes n bytes from the allowance that are about to be allocated. The error is why
// the message fails. It may be called from any goroutine, as may be charge.
func (a *allowance) ask(n int64) error {
	return a.take(n, n)
}

// charge takes n bytes that have been allocated. What was dropped of these already is
// seen when the process is measured.
func (a *allowance) charge(n int64) error {
	return a.take(n, 0)
}

// take takes n bytes of which so many are to come.
func (a *allowance) take(n, toCome int64) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.over {
		return ErrAbandoned
	}
	if !a.begun {
		a.begun, a.left = true, a.budget.Begin(a.limit)
	}
	a.charged += n
	if a.left -= n; a.left >= 0 {
		return nil
	}
	granted, err := a.budget.Next(min(-a.left, toCome))
	if err != nil {
		return err
	}
	if !a.measured {
		a.measured, a.before = true, profileSlots()[a.slot].inUse
	}
	a.left = granted - min(-a.left, toCome)
	return nil
}

// share is what the message was charged so far.
func (a *allowance) share() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.charged
}
