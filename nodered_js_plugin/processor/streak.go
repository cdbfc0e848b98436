// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"sync/atomic"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
)

// A streak is how often in a row one script was given up in Go, over all messages of a
// processor. Such a script runs twice for each message, once of that in vain. From
// maxStreak on it begins in the VM, and only every retryEvery-th run begins in Go, to see
// whether the messages have changed. Safe for concurrent use.
//
// No result depends on it: what begins in the VM gives what Go would have, or what the
// VM would have given after Go.
type streak struct{ n atomic.Uint32 }

const (
	maxStreak  = 16
	retryEvery = 128
)

// beginsInGo reports whether the next run does.
func (s *streak) beginsInGo() bool {
	return s.n.Load() < maxStreak || s.n.Add(1)%retryEvery == 0
}

// gaveUp counts a run that was given up; in a long streak beginsInGo has counted it.
func (s *streak) gaveUp() {
	if s.n.Load() < maxStreak {
		s.n.Add(1)
	}
}

// end is for a run that was not. Most scripts have no streak, and write nothing.
func (s *streak) end() {
	if s.n.Load() != 0 {
		s.n.Store(0)
	}
}

// inStreak is why a script is given up before it began. It is counted nowhere.
var inStreak = &eval.Bail{Reason: "it was given up for the messages before"}

// begins reports whether script k, which is b's next, begins in Go. Somebody who tries
// scripts out is told of every message why it was given up.
func (v *passage) begins(k int, b *branch) bool {
	if v.trace != nil || v.streaks[k].beginsInGo() {
		return true
	}
	b.bail = inStreak
	return false
}
