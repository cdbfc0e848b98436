// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"sync"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

// manyBefore is how many samples before the chosen one are worth a trial of its own.
const manyBefore = 20

// chosen is the sample that the user looks at. Where many others come before it, it is
// tried beside them, too, so that its result is there at once. If its turn gives another
// result, that one counts.
type chosen struct {
	mu sync.Mutex
	// early is the result that was sent before its turn, over says that it had its turn.
	early []byte
	over  bool
}

// remembering matches what a script needs to know of the messages before: a message that is
// tried alone would have another result then.
var remembering = regexp.MustCompile(`\b(cache|eval|Function|constructor|globalThis|this)\b|\\u`)

// tryChosen tries the chosen sample alone, if that is worth it, until end is called.
func (r *run) tryChosen(list []sample) (end func()) {
	i := slices.IndexFunc(list, func(one sample) bool { return one.id == r.Chosen })
	if i < manyBefore || r.found.remembers {
		return func() {}
	}
	ctx, cancel := context.WithCancel(r.ctx)
	var trying sync.WaitGroup
	trying.Go(func() { r.tryBeside(ctx, i+1, list[i]) })
	return func() {
		cancel()
		trying.Wait()
	}
}

func (r *run) tryBeside(ctx context.Context, line int, one sample) {
	trial, err := r.plan.Start(func(tag.LogEntry) {}) // it was told before
	if err != nil {
		return // it is said at its turn
	}
	defer trial.Stop()
	result, err := tryOne(ctx, trial, line, one)
	if err != nil {
		return
	}
	text := encoded(api.Detail{Run: r.number, Sample: one.id, Result: result})
	r.chosen.mu.Lock()
	defer r.chosen.mu.Unlock()
	if !r.chosen.over {
		r.chosen.early = text
		r.events.send("result", text)
	}
}

// sendChosen sends the result of the chosen sample's turn.
func (r *run) sendChosen(detail []byte) {
	r.chosen.mu.Lock()
	defer r.chosen.mu.Unlock()
	r.chosen.over = true
	if r.chosen.early == nil || !bytes.Equal(timeless(r.chosen.early), timeless(detail)) {
		r.events.send("result", detail)
	}
}

var tookTime = regexp.MustCompile(`"took_ns":\d+`)

// timeless is a result without how long its scripts took.
func timeless(detail []byte) []byte { return tookTime.ReplaceAll(detail, nil) }
