// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// Reading the clock around every script would cost more than some scripts do, so
// only some messages are timed: every timedEvery-th, which is a prime, so that
// each tag of a machine that sends them in the same order for ever has its turn.
// And where messages are rare, one after each timedAfter.
const (
	timedEvery = 61
	timedAfter = time.Second
)

// A sampler picks the messages whose scripts are timed, over all batches of a
// processor. Safe for concurrent use.
type sampler struct {
	seen atomic.Int64 // messages so far
	last atomic.Int64 // when the last batch came of which one was timed
}

// A sample is the messages of one batch that are timed: number first and, from
// there on, every timedEvery-th. A negative first is none.
type sample struct{ first int }

// pick picks of the next batch, which has n messages.
func (s *sampler) pick(n int) sample {
	if n == 0 {
		return sample{-1}
	}
	before := s.seen.Add(int64(n)) - int64(n)
	first := int((timedEvery - before%timedEvery) % timedEvery)
	now := int64(engine.SinceEpoch())
	if first < n {
		s.last.Store(now)
		return sample{first}
	}
	last := s.last.Load()
	if now-last < int64(timedAfter) || !s.last.CompareAndSwap(last, now) {
		return sample{-1}
	}
	return sample{rand.IntN(n)}
}

func (s sample) has(i int) bool {
	return s.first >= 0 && i >= s.first && (i-s.first)%timedEvery == 0
}

// The names under which the times of all conditions are shown.
const (
	timedIf   = "condition if"
	timedThen = "condition then"
)

// timedStages are the names under which the scripts' times are shown, by the numbers
// that plan gives them. A config may have a thousand conditions, and a histogram for
// each would take more memory than all the rest of the process: they share two.
func timedStages(stages []Stage) (names []string) {
	for _, s := range stages {
		if s.If == nil {
			names = append(names, s.Body.Stage)
		} else {
			names = append(names, timedIf, timedThen)
		}
	}
	return names
}

// timedStage is the name for the times of the script of a stage.
func (v *passage) timedStage(stage string) string {
	k := slices.IndexFunc(v.scripts, func(s *script.Script) bool { return s.Stage == stage })
	if k < 0 {
		return stage
	}
	return v.timed[k]
}

// A timing is how long a stage's script took once.
type timing struct {
	stage string
	took  time.Duration
}

// A watch times the scripts of one message, one after the other.
type watch struct {
	on    bool
	stage string
	done  []timing
	// began is when the script that runs was started, 0 where none is. Whoever gives
	// the message up may read it, and nothing else.
	began atomic.Int64
}

func (w *watch) reset(on bool) {
	if w.on || on {
		w.on, w.done = on, w.done[:0]
		w.began.Store(0)
	}
}

func (w *watch) start(stage string) {
	if w.on {
		w.stage = stage
		w.began.Store(int64(engine.SinceEpoch()))
	}
}

// stop ends what start began. It does nothing where nothing runs.
func (w *watch) stop() {
	if w.on {
		if took, runs := w.running(); runs {
			w.done = append(w.done, timing{w.stage, took})
			w.began.Store(0)
		}
	}
}

// cancel forgets what start began: the script runs again.
func (w *watch) cancel() {
	if w.on {
		w.began.Store(0)
	}
}

// running is how long the script has been running that runs now.
func (w *watch) running() (took time.Duration, runs bool) {
	began := w.began.Load()
	return engine.SinceEpoch() - time.Duration(began), began != 0
}
