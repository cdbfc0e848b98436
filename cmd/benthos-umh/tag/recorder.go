// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A recorder keeps what the traces and the log tell of the sample that is on its
// way. Safe for concurrent use: a script that was given up may still talk.
type recorder struct {
	mu    sync.Mutex
	line  int
	runs  []*record
	log   []LogEntry
	early func(LogEntry) // for what is logged before the first sample
}

// A record is what was told of one message in one processor.
type record struct {
	target target
	in     *service.Message
	events []processor.Event
	// exits are the messages that left, in order.
	exits []exit
}

// An exit is a message that left a processor, as it was then: the next one may flag it.
type exit struct {
	out Output
	err *script.Error // why it could not
}

// lineKey is the context key that tells a sample's messages from those of an
// earlier sample.
type lineKey struct{}

func (r *recorder) begin(line int) context.Context {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.line, r.runs, r.log = line, nil, nil
	return context.WithValue(context.Background(), lineKey{}, line)
}

func (r *recorder) end() ([]*record, []LogEntry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	runs, log := r.runs, r.log
	r.line = 0
	return runs, log
}

// trace is the trace of one processor.
func (r *recorder) trace(t target) processor.Trace {
	return func(in *service.Message, e processor.Event) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if in.Context().Value(lineKey{}) != r.line {
			return
		}
		r.recordOf(t, in).add(e)
	}
}

func (r *recorder) recordOf(t target, in *service.Message) *record {
	for _, known := range r.runs {
		if known.in == in {
			return known
		}
	}
	c := &record{target: t, in: in}
	r.runs = append(r.runs, c)
	return c
}

func (c *record) add(e processor.Event) {
	if e.Kind != processor.Emitted {
		c.events = append(c.events, e)
		return
	}
	one := exit{err: e.Err}
	if e.Err == nil {
		one.out = outputOf(e.Out)
	}
	c.exits = append(c.exits, one)
}

// run is the record as part of a Result.
func (c *record) run() Run {
	run := Run{Processor: c.target.ID(), Kind: c.target.Name}
	exits := c.exits
	var steps events
	for _, e := range c.events {
		switch e.Kind {
		case processor.Failed:
			run.Failures = append(run.Failures, failureOf(e.Err))
		case processor.Flagged:
			run.Flagged = true
		default:
			steps = append(steps, e)
		}
	}
	run.Branch = steps.branch(&exits)
	run.annotate(c.target.scriptNotes)
	run.eachFailure(c.target.locate)
	return run
}

// eachFailure calls f with every failure of the run.
func (r *Run) eachFailure(f func(*Failure)) {
	for i := range r.Failures {
		f(&r.Failures[i])
	}
	r.Branch.eachFailure(f)
}

func (b *Branch) eachFailure(f func(*Failure)) {
	if b.Failure != nil {
		f(b.Failure)
	}
	for i := range b.Branches {
		b.Branches[i].eachFailure(f)
	}
}

// locate adds where in the config's file a failure is.
func (t target) locate(f *Failure) {
	s, ok := t.scripts[f.Stage]
	if !ok || f.Line == 0 {
		return
	}
	if f.FileLine, f.FileColumn = s.Place.PositionIn(s.Source, f.Line, f.Column); f.FileLine > 0 {
		f.File = t.file
	}
}

// annotate puts the notes of the scripts on their steps.
func (b *Branch) annotate(notes map[string]string) {
	for i := range b.Steps {
		b.Steps[i].Note = notes[b.Steps[i].Stage]
	}
	for i := range b.Branches {
		b.Branches[i].annotate(notes)
	}
}

// events are those of a message's scripts, depth first.
type events []processor.Event

// branch takes the events of one branch, and of those that it became, away.
// exits are those of the ones that came through.
func (e *events) branch(exits *[]exit) Branch {
	b := Branch{Steps: []Step{}}
	for len(*e) > 0 {
		one := (*e)[0]
		*e = (*e)[1:]
		if one.Kind == processor.Left {
			return b.leave(one, exits)
		}
		step := Step{Stage: one.Stage, TookNs: one.Took.Nanoseconds(), Way: one.Way.String()}
		if g := one.GivenUp; g != nil {
			step.GivenUp = &GivenUp{g.Reason, g.Line, g.Column}
		}
		if one.Kind == processor.Tested && one.Err == nil {
			step.Holds = &one.Holds
		}
		gave := len(one.After) + len(one.Refused)
		after := one.After
		for i := range gave {
			if one.Refused[i+1] != nil {
				step.Changes = append(step.Changes, Change{}) // so that they stand as the branches do
				continue
			}
			step.Changes = append(step.Changes, changeOf(one.Before, after[0]))
			after = after[1:]
		}
		b.Steps = append(b.Steps, step)
		switch {
		case one.Err != nil:
			return b.fail(one.Err)
		case one.Kind == processor.Tested || gave == 1:
			continue
		case gave == 0:
			b.End = endDropped
			return b
		}
		b.End = endBranched
		for i := range gave {
			if err := one.Refused[i+1]; err != nil {
				b.Branches = append(b.Branches, Branch{Steps: []Step{}}.fail(err))
				continue
			}
			b.Branches = append(b.Branches, e.branch(exits))
		}
		return b
	}
	b.End = endUnfinished
	return b
}

func (b Branch) fail(err *script.Error) Branch {
	f := failureOf(err)
	b.End, b.Failure = endFailed, &f
	return b
}

func (b Branch) leave(left processor.Event, exits *[]exit) Branch {
	if left.Err != nil {
		return b.fail(left.Err)
	}
	if len(*exits) == 0 {
		b.End = endUnfinished
		return b
	}
	end := (*exits)[0]
	*exits = (*exits)[1:]
	if end.err != nil {
		return b.fail(end.err)
	}
	b.End, b.Output = endEmitted, &end.out
	return b
}

func failureOf(err *script.Error) Failure {
	return Failure{
		Stage: err.Stage, Reason: string(err.Reason), Error: err.Message(),
		Line: err.Line, Column: err.Column, Frame: err.Frame(),
	}
}

func outputOf(m *service.Message) Output {
	content, _ := m.AsBytes() // what a processor gives has a JSON form
	topic, _ := m.MetaGet("umh_topic")
	o := Output{Content: contentOf(content), Meta: MetaOf(m), Topic: topic}
	if err := m.GetError(); err != nil {
		o.Error = err.Error()
	}
	return o
}

// changeOf is what a script changed.
func changeOf(before, after processor.Snapshot) (c Change) {
	if before.Payload != after.Payload || before.IsText != after.IsText {
		c.Payload = &PayloadChange{snapshotContent(before), snapshotContent(after)}
	}
	keys := maps.Clone(before.Meta)
	maps.Copy(keys, after.Meta)
	for key := range keys {
		change := MetaChange{valueOf(before.Meta, key), valueOf(after.Meta, key)}
		// After any script, a key with an empty value is gone, whatever the script did.
		if before.Meta[key] == after.Meta[key] {
			continue
		}
		if c.Meta == nil {
			c.Meta = map[string]MetaChange{}
		}
		c.Meta[key] = change
	}
	return c
}

func valueOf(meta map[string]string, key string) *string {
	if value, ok := meta[key]; ok {
		return &value
	}
	return nil
}

func snapshotContent(s processor.Snapshot) Content {
	if !s.IsText || !utf8.ValidString(s.Payload) {
		return contentOf([]byte(s.Payload))
	}
	text, _ := json.Marshal(s.Payload) // a string always has a JSON form
	return Content{Payload: text}
}

// A logHandler makes the recorder the log of the processors.
type logHandler struct {
	*recorder
	// tried says that the entry is of a processor that is tried, not of the pipeline
	// round it; failure that it tells of a failed message, as the traces do.
	tried, failure bool
}

func (h logHandler) Enabled(context.Context, slog.Level) bool { return true }

func (h logHandler) Handle(_ context.Context, entry slog.Record) error {
	entry.Attrs(func(a slog.Attr) bool {
		h.look(a)
		return true
	})
	e := LogEntry{Level: entry.Level.String(), Text: strings.TrimRight(entry.Message, "\n")}
	if h.failure || !h.tried || strings.HasPrefix(e.Text, "Processor failed: ") { // Benthos' own entry
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.line != 0:
		h.log = append(h.log, e)
	case entry.Level >= slog.LevelWarn:
		h.early(e)
	}
	return nil
}

func (h *logHandler) look(a slog.Attr) {
	h.tried = h.tried || a.Key == "label" && a.Value.String() != ""
	h.failure = h.failure || a.Key == "reason"
}

func (h logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	for _, a := range attrs {
		h.look(a)
	}
	return h
}

func (h logHandler) WithGroup(string) slog.Handler { return h }
