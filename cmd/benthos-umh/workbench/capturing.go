// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/capture"
)

const (
	// longestCapture is how many seconds one may wait for messages.
	longestCapture = 600
	// countWait is how long the page waits to be told of further messages.
	countWait = 100 * time.Millisecond
	// At the start, so many messages are captured, within this time.
	startCount = 50
	startWait  = time.Second
)

// atStart are the inputs from which messages are captured at the start: they wait for
// nobody.
var atStart = []string{"generate", "file", "csv"}

// captureAtStart captures some messages where the user named none and the input has them at
// once. What goes wrong is a note.
func (s *Server) captureAtStart(ctx context.Context) {
	c := s.opened()
	i := slices.IndexFunc(c.Inputs, func(in api.Input) bool { return in.Refused == "" && slices.Contains(atStart, in.Kind) })
	if c.File == "" || len(s.options.Files) > 0 || i < 0 {
		return
	}
	ctx, done := context.WithTimeout(ctx, startWait)
	defer done()
	_, err := s.capture(ctx, c, c.Inputs[i].Path, startCount, func(int) {})
	if err != nil && len(s.samples.all()) == 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("no messages were captured from %s: %s", c.Inputs[i].Path, err))
	}
}

// capture adds messages of an input to the samples, all at the end. The error is why there
// are fewer than were asked for.
func (s *Server) capture(ctx context.Context, c *config, input string, count int, each func(count int)) (added int, err error) {
	var lines []string
	var bad error
	err = capture.Capture(ctx, c.components, input, count, func(m *service.Message) {
		line, err := tag.SampleOf(m)
		if err != nil {
			bad = err
			return
		}
		lines = append(lines, string(line))
		each(len(lines))
	})
	if err = errors.Join(err, bad); len(lines) == 0 || errors.Is(ctx.Err(), context.Canceled) {
		return 0, err // where the page has gone, nobody wants them
	}
	before := len(s.samples.all())
	note, full := s.samples.add(texts{list: lines}, 0)
	switch {
	case full != nil:
		err = full
	case note != "" && err == nil:
		err = errors.New(note)
	}
	return len(s.samples.all()) - before, err
}

func (s *Server) captureMessages(w http.ResponseWriter, r *http.Request) {
	var q api.CaptureRequest
	if err := question(r, maxQuestion, &q); err != nil {
		fail(w, err)
		return
	}
	c := s.opened()
	i := slices.IndexFunc(c.Inputs, func(in api.Input) bool { return in.Path == q.Input })
	switch {
	case i < 0:
		fail(w, problem(http.StatusNotFound, "the config has no input "+q.Input))
		return
	case c.Inputs[i].Refused != "":
		fail(w, problem(http.StatusConflict, c.Inputs[i].Refused))
		return
	case q.Count < 1 || q.Count > maxSamples || q.Seconds < 1 || q.Seconds > longestCapture:
		fail(w, problem(http.StatusBadRequest, fmt.Sprintf("between 1 and %d messages can be captured, within 1 to %d seconds", maxSamples, longestCapture)))
		return
	}
	wait := time.Duration(q.Seconds) * time.Second
	ctx, done := context.WithTimeoutCause(r.Context(), wait, fmt.Errorf("no more came within %s", wait))
	defer done()
	e := newEvents(r.Context(), w)
	defer e.close()
	var captured atomic.Int64
	told := int64(0)
	stop := regularly(countWait, func() {
		if n := captured.Load(); n != told {
			told = n
			e.send("captured", encoded(api.Captured{Count: int(n)}))
		}
	})
	count, err := s.capture(ctx, c, q.Input, q.Count, func(count int) { captured.Store(int64(count)) })
	stop()
	end := api.CaptureDone{Count: count}
	if err != nil {
		end.Why = err.Error()
	}
	e.send("done", encoded(end))
}
