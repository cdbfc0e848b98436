// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// patience is after how many messages that ran into script_timeout a run stops.
const patience = 3

// runs are one after the other: the next one ends the one before. Safe for concurrent use.
type runs struct {
	mu      sync.Mutex
	last    int
	end     context.CancelCauseFunc
	ended   chan struct{}
	results *results
}

var errNextRun = errors.New("the next run has begun")

// begin ends the run before and waits until it has ended. The caller calls end in the end.
func (r *runs) begin(parent context.Context) (ctx context.Context, number int, kept *results, end func()) {
	ctx, cancel := context.WithCancelCause(parent)
	ended := make(chan struct{})
	r.mu.Lock()
	before, endBefore := r.ended, r.end
	r.last++
	number, r.end, r.ended = r.last, cancel, ended
	r.mu.Unlock()
	if before != nil {
		endBefore(errNextRun)
		<-before
	}
	kept = newResults(maxResults)
	r.mu.Lock()
	r.results = kept
	r.mu.Unlock()
	return ctx, number, kept, func() {
		cancel(nil)
		close(ended)
	}
}

// result is what became of a sample in the last run.
func (s *Server) result(r *http.Request) (any, error) {
	id, err := number(r, "sample")
	if err != nil {
		return nil, err
	}
	s.runs.mu.Lock()
	kept := s.runs.results
	s.runs.mu.Unlock()
	if kept == nil {
		kept = newResults(0)
	}
	detail, err := kept.get(id)
	return json.RawMessage(detail), err
}

func (s *Server) run(w http.ResponseWriter, r *http.Request) {
	var q api.RunRequest
	if err := question(r, maxQuestion, &q); err != nil {
		fail(w, err)
		return
	}
	ctx, number, kept, end := s.runs.begin(r.Context())
	defer end()
	e := newEvents(ctx, w)
	defer e.close()
	run := run{ctx: ctx, RunRequest: q, config: s.opened(), number: number, results: kept, events: e}
	run.all(s.samples.all())
}

// A run takes all samples through the processors.
type run struct {
	api.RunRequest
	ctx     context.Context
	config  *config
	number  int
	results *results
	events  *events

	// plan is what is tried, found what is known of it.
	plan  tag.Plan
	found checked

	chosen   chosen
	done     api.Done
	timeouts int
}

func (r *run) all(list []sample) {
	start := time.Now()
	r.done.Run = r.number
	c, trial := r.start()
	r.events.send("checked", encoded(c))
	r.done.Stopped = c.Stopped
	if trial != nil {
		defer trial.Stop()
		end := r.tryChosen(list)
		r.try(trial, list)
		end()
	}
	r.done.TookNs = time.Since(start).Nanoseconds()
	r.events.send("done", encoded(r.done))
}

// start checks the config and starts the trial, nil where Checked says why not.
func (r *run) start() (c api.Checked, trial *tag.Trial) {
	c = api.Checked{Run: r.number, Problems: []api.Mistake{}, Running: []api.Running{}, Notes: []string{}}
	d, err := r.config.with(r.Draft)
	if err != nil {
		c.Stopped = err.Error()
		return c, nil
	}
	found, err := check(d.Text)
	if err != nil {
		c.Stopped = err.Error()
		return c, nil
	}
	c.Problems, c.Running = found.problems, found.running
	if r.ctx.Err() != nil {
		c.Stopped = context.Cause(r.ctx).Error()
		return c, nil
	}
	r.found = found
	if r.plan, _, err = r.config.plan(d, r.Processor, found); err == nil {
		c.Notes = append(c.Notes, r.plan.Notes...)
		trial, err = r.plan.Start(func(e tag.LogEntry) {
			if !found.said[e.Text] {
				c.Notes = append(c.Notes, e.Text)
			}
		})
	}
	if err != nil {
		c.Stopped = err.Error()
		return c, nil
	}
	return c, trial
}

// plan is what `tag try` would run of a config, whose components there are beside it.
func (c *config) plan(d inventory.Document, processor string, found checked) (plan tag.Plan, components []inventory.Component, err error) {
	if found.prevents {
		return plan, nil, errors.New("the config would not start")
	}
	if processor == "" && len(c.Processors) > 1 && !slices.ContainsFunc(c.Processors, func(p api.Processor) bool { return p.Tried }) {
		return plan, nil, errors.New("the config has several processors: choose the one to try")
	}
	if components, _, err = inventory.Open(d.Text); err != nil { // lint says what this binary has not
		return plan, nil, err
	}
	plan, err = tag.PlanOf(components, d, processor)
	return plan, components, err
}

// try takes the samples through the trial.
func (r *run) try(trial *tag.Trial, list []sample) {
	rows := newRowStream(r.events)
	defer rows.close()
	for i, one := range list {
		result, err := tryOne(r.ctx, trial, i+1, one)
		if err != nil {
			r.done.Stopped = err.Error()
			return
		}
		detail := api.Detail{Run: r.number, Sample: one.id, Result: result}
		text := encoded(detail)
		r.results.add(one.id, text)
		if one.id == r.Chosen {
			r.sendChosen(text)
		}
		rows.add(rowOf(detail))
		if r.count(result); r.timeouts == patience && !r.Patient && i+1 < len(list) {
			r.done.Stopped = fmt.Sprintf("%d messages ran longer than script_timeout: the other %d are not run", patience, len(list)-i-1)
			return
		}
	}
}

func tryOne(ctx context.Context, trial *tag.Trial, line int, one sample) (result tag.Result, err error) {
	if ctx.Err() != nil {
		return result, context.Cause(ctx)
	}
	m, err := messageOf(one)
	if err != nil {
		return result, err
	}
	if result, err = trial.Try(ctx, line, m); err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return result, err
}

func (r *run) count(result tag.Result) {
	switch result.Outcome {
	case tag.Processed:
		r.done.Processed++
	case tag.Dropped:
		r.done.Dropped++
	default:
		r.done.Failed++
	}
	for _, one := range result.Runs {
		if slices.ContainsFunc(one.Failures, func(f tag.Failure) bool { return f.Reason == string(script.Timeout) }) {
			r.timeouts++
			return
		}
	}
}
