// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processortest

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
)

// A LogEntry is one entry of a log.
type LogEntry struct {
	Level slog.Level
	Text  string
	// Fields are the structured fields, those of the component among them.
	Fields map[string]string
}

// String is the entry on one line or, where its text has several, on several.
func (e LogEntry) String() string {
	fields := make([]string, 0, len(e.Fields))
	for _, key := range slices.Sorted(maps.Keys(e.Fields)) {
		fields = append(fields, key+"="+e.Fields[key])
	}
	return fmt.Sprintf("%s %s [%s]", e.Level, e.Text, strings.Join(fields, " "))
}

// log keeps what is logged, from debug level on.
type log struct {
	mu      sync.Mutex
	entries []LogEntry
}

// Log is everything that was logged so far, or of it what has one of the levels.
func (l *log) Log(levels ...slog.Level) []LogEntry {
	l.mu.Lock()
	defer l.mu.Unlock()
	var list []LogEntry
	for _, e := range l.entries {
		if len(levels) == 0 || slices.Contains(levels, e.Level) {
			list = append(list, e)
		}
	}
	return list
}

// NewLog is a logger and what was logged to it so far, for specs that need no
// pipeline.
func NewLog() (logger *slog.Logger, entries func(levels ...slog.Level) []LogEntry) {
	l := &log{}
	return l.logger(), l.Log
}

func (l *log) logger() *slog.Logger { return slog.New(&logHandler{log: l}) }

type logHandler struct {
	log   *log
	attrs []slog.Attr
}

func (h *logHandler) Enabled(_ context.Context, level slog.Level) bool {
	return level >= slog.LevelDebug
}

func (h *logHandler) Handle(_ context.Context, r slog.Record) error {
	e := LogEntry{Level: r.Level, Text: r.Message, Fields: map[string]string{}}
	for _, a := range h.attrs {
		e.Fields[a.Key] = a.Value.String()
	}
	r.Attrs(func(a slog.Attr) bool {
		e.Fields[a.Key] = a.Value.String()
		return true
	})
	h.log.mu.Lock()
	defer h.log.mu.Unlock()
	h.log.entries = append(h.log.entries, e)
	return nil
}

func (h *logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &logHandler{log: h.log, attrs: slices.Concat(h.attrs, attrs)}
}

func (h *logHandler) WithGroup(string) slog.Handler { return h }
