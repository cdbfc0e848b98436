// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package capture

import (
	"context"
	"log/slog"
	"strings"
	"sync"
)

// A troubles is a log of which the last error is kept. An input that cannot read only logs
// why, and tries again for ever.
type troubles struct {
	mu   sync.Mutex
	text string
	// failed is closed when the input could not connect or read.
	failed chan struct{}
	once   sync.Once
}

// Enabled is for errors.
func (t *troubles) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

// Handle keeps the text.
func (t *troubles) Handle(_ context.Context, r slog.Record) error {
	t.mu.Lock()
	t.text = strings.TrimSpace(r.Message)
	t.mu.Unlock()
	for _, begin := range []string{"Failed to connect to ", "Failed to read message: "} {
		if strings.HasPrefix(r.Message, begin) {
			t.once.Do(func() { close(t.failed) })
		}
	}
	return nil
}

// WithAttrs and WithGroup change nothing: the text says enough.
func (t *troubles) WithAttrs([]slog.Attr) slog.Handler { return t }

// WithGroup is explained above.
func (t *troubles) WithGroup(string) slog.Handler { return t }

// last is the last error, "" if there was none.
func (t *troubles) last() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text
}
