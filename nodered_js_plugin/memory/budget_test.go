// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"math"
	"runtime"
	"strings"
	"testing"
)

// hold is memory that a test holds, in megabytes.
func hold(megabytes int) [][]byte {
	var all [][]byte
	for range megabytes {
		all = append(all, make([]byte, 1<<20))
	}
	return all
}

func TestABudgetGrantsWhatIsNotHeld(t *testing.T) {
	var b Budget
	if first := b.Begin(80 << 20); first != 20<<20 {
		t.Error("the first part is", first)
	}
	// Nothing is held: what was taken has been dropped.
	granted, err := b.Next(1)
	if err != nil || granted < 50<<20 || granted > 60<<20 {
		t.Error(granted, err)
	}
	held := hold(30)
	granted, err = b.Next(1)
	if err != nil || granted < 20<<20 || granted > 35<<20 {
		t.Error(granted, err)
	}
	more := hold(25)
	if granted, err = b.Next(1); err == nil || !strings.Contains(err.Error(), "script_memory (84 MB)") {
		t.Error(granted, err)
	}
	runtime.KeepAlive(held)
	runtime.KeepAlive(more)
}

func TestABudgetRefusesWhatCannotFit(t *testing.T) {
	var b Budget
	b.Begin(80 << 20)
	for _, missing := range []int64{81 << 20, 70 << 20, math.MaxInt64} {
		if granted, err := b.Next(missing); err == nil {
			t.Error(missing, granted)
		}
	}
}

func TestNoLimit(t *testing.T) {
	var b Budget
	if granted := b.Begin(0); granted < unlimitedPart {
		t.Error(granted)
	}
	if granted, err := b.Next(1 << 20); err != nil || granted < 1<<20 {
		t.Error(granted, err)
	}
}
