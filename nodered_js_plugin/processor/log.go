// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"errors"
	"strconv"
	"sync"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// logEvery is how often failures of one kind are logged after the first.
const logEvery = time.Minute

// maxKinds bounds the memory of a Log: kinds beyond it are logged as one.
const maxKinds = 1000

// A Log writes each failure once: the first of its kind at once, then at most one
// a minute with how many were held back. Safe for concurrent use.
type Log struct {
	log     *service.Logger
	payload bool
	// origins are the scripts' places in a config file by stage, as far as they are known.
	origins map[string]*Origin

	mu    sync.Mutex
	kinds map[logKind]*logState
	// said are the kinds of Once.
	said map[string]bool
}

type logKind struct {
	stage  string
	reason script.Reason
	line   int
}

type logState struct {
	last time.Time
	held int
}

// NewLog makes a Log; withPayload adds the message's payload and metadata to
// each entry.
func NewLog(log *service.Logger, withPayload bool) *Log {
	return &Log{log: log, payload: withPayload, kinds: map[logKind]*logState{}, said: map[string]bool{}}
}

// Failure logs that a message failed. tag is its tag name, "" where not known.
// It only reads the message.
func (l *Log) Failure(e *script.Error, tag string, in *service.Message) {
	held, due := l.due(logKind{e.Stage, e.Reason, e.Line})
	if !due {
		return
	}
	fields := []any{"stage", e.Stage, "reason", string(e.Reason)}
	if e.Line > 0 {
		fields = append(fields, "line", strconv.Itoa(e.Line), "column", strconv.Itoa(e.Column))
	}
	if tag != "" {
		fields = append(fields, "tag_name", cut(tag, maxTagText))
	}
	if held > 0 {
		fields = append(fields, "held_back", strconv.Itoa(held))
	}
	if l.payload && in != nil {
		fields = append(fields, l.content(in)...)
	}
	var panicked *engine.PanicError
	if errors.As(e, &panicked) {
		fields = append(fields, "stack", string(panicked.Stack))
	}
	text := cut(e.Message(), maxErrorText)
	if frame := e.Frame(); frame != "" {
		text += "\n" + frame
	}
	l.log.With(fields...).Errorf("message failed in %s%s: %s", e.Stage, l.origins[e.Stage].place(e.Line, e.Column), text)
}

// Warning logs, under the same limit, something about a message that does not
// make it fail. kind tells warnings apart.
func (l *Log) Warning(kind, text string) {
	if held, due := l.due(logKind{stage: kind}); due {
		log := l.log
		if held > 0 {
			log = log.With("held_back", strconv.Itoa(held))
		}
		log.Warnf("%s", cut(text, maxErrorText))
	}
}

// Once logs something of which there is no more to say: each kind once, and beyond
// maxKinds of them nothing.
func (l *Log) Once(kind, text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.said[kind] || len(l.said) >= maxKinds {
		return
	}
	l.said[kind] = true
	l.log.Warnf("%s", cut(text, maxErrorText))
}

func (l *Log) content(in *service.Message) []any {
	content, err := in.AsBytes()
	if err != nil {
		return nil
	}
	meta := map[string]any{}
	_ = in.MetaWalkMut(func(key string, value any) error {
		meta[key] = value
		return nil
	})
	return []any{"payload", cut(string(content), maxErrorText), "metadata", meta}
}

// due reports whether a failure of this kind is to be logged now, and how many
// were held back since the last.
func (l *Log) due(kind logKind) (held int, due bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	state := l.kinds[kind]
	if state == nil {
		if len(l.kinds) >= maxKinds {
			kind = logKind{}
			state = l.kinds[kind]
		}
		if state == nil {
			l.kinds[kind] = &logState{last: now}
			return 0, true
		}
	}
	if now.Sub(state.last) < logEvery {
		state.held++
		return 0, false
	}
	held, state.held, state.last = state.held, 0, now
	return held, true
}
