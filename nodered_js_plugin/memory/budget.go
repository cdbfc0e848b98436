// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"fmt"
	"math"
	"sync/atomic"

	"github.com/dustin/go-humanize"
)

// A Budget is what the scripts of one message may hold in memory. Its owner takes
// from what is granted, before or while memory is taken, and comes back when that is
// used up.
//
// What scripts drop is not counted back; so when all is used up, the process is
// measured: what it holds more than it did early in the message is what the message
// can hold at most, and the rest of the limit is granted anew.
type Budget struct {
	most int64
	// early says that the part that was granted last was the first, a quarter, at whose
	// end before is measured: what the process held then.
	early  bool
	before int64
	// large: it is one of the largeBudgets.
	large bool
}

// largeBudgets are how many messages of the process have used up their first part and
// not ended. What the process holds more than before is theirs together.
var largeBudgets atomic.Int64

// End is for a message that has ended. It may be called more than once.
func (b *Budget) End() {
	if b.large {
		b.large = false
		largeBudgets.Add(-1)
	}
}

// Begin starts with a limit in bytes, 0 for none, and gives the first part of it. It
// ends what was before.
func (b *Budget) Begin(limit int64) (granted int64) {
	b.End()
	if limit > 0 {
		*b = Budget{most: limit, early: true}
		return limit / 4
	}
	*b = Budget{most: math.MaxInt64, early: true}
	if processLimit() < math.MaxInt64 {
		return unlimitedPart // so that it is looked at
	}
	return math.MaxInt64
}

// unlimitedPart is what is granted at a time where only the process has a limit.
const unlimitedPart = 64 << 20

// leastPart is how much must be left of the process's limit. With less, measuring would
// be all that goes on.
const leastPart = 1 << 20

// Next is called where the granted bytes are used up and missing more are wanted. It
// gives what may be taken from here on, the missing bytes included. The error, which
// names the setting, is for the message: its scripts took too much. It collects the
// garbage, which takes milliseconds: without that, it would count what earlier
// messages have dropped.
func (b *Budget) Next(missing int64) (granted int64, err error) {
	if missing > b.most {
		return 0, b.exceeded()
	}
	least, most := heldNow()
	if b.early {
		b.early, b.before = false, most
		b.large = true
		largeBudgets.Add(1)
	}
	grown := max(least-b.before, 0) / max(largeBudgets.Load(), 1)
	// A quarter may have been taken when before was measured.
	granted = b.most - b.most/4 - grown
	if granted < b.most/8 || missing > granted {
		return 0, b.exceeded()
	}
	room := headroom()
	if room < max(leastPart, missing) {
		return 0, ErrProcess
	}
	if b.most == math.MaxInt64 {
		granted = max(unlimitedPart, missing)
	}
	return min(granted, room), nil
}

func (b *Budget) exceeded() error {
	return fmt.Errorf("the scripts of one message took more memory than script_memory (%s) allows", humanize.Bytes(uint64(b.most)))
}

// ErrProcess is why a message fails that is within its own limit.
var ErrProcess = fmt.Errorf("the scripts of the message took more memory than the process can spare: it may use %d %% of its own limit", usable)
