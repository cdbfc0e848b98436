// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
)

// A GivenUp is why a script that runs in Go as a rule was given up there, and ran
// again in a VM.
type GivenUp struct {
	// Reason is what Go does not do: "a date in an unusual form".
	Reason string
	// Line and Column are the last call or turn of a loop that had begun, so the place or
	// a little before it; 0 where that is not known.
	Line, Column int
}

// givenUpSince is why eval gave up script k, which ran last: was, if it did so in an
// earlier attempt, or the bailout after the first before; nil if it did not.
func (v *passage) givenUpSince(before, k int, was *eval.Bail) *GivenUp {
	bail := was
	if len(v.bailed) > before {
		bail = v.bailed[len(v.bailed)-1].Bail
	}
	if bail == nil {
		return nil
	}
	g := &GivenUp{Reason: bail.Reason}
	if bail.Pos > 0 {
		at := v.scripts[k].PositionAt(int(bail.Pos) - 1)
		g.Line, g.Column = at.Line, at.Column
	}
	return g
}
