// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"sync"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

const (
	// rowsWait is how long a row waits for others, at most.
	rowsWait = 50 * time.Millisecond
	// rowsTogether is how many are sent at once, at most.
	rowsTogether = 200
)

// A rowStream sends rows, several at once. They do not wait for a message that takes long.
type rowStream struct {
	events *events
	// close sends the last rows.
	close func()

	mu   sync.Mutex
	rows []api.Row
}

func newRowStream(e *events) *rowStream {
	s := &rowStream{events: e}
	s.close = regularly(rowsWait, func() { s.flush(1) })
	return s
}

func (s *rowStream) add(row api.Row) {
	s.mu.Lock()
	s.rows = append(s.rows, row)
	s.mu.Unlock()
	s.flush(rowsTogether)
}

// flush sends the rows if there are at least so many.
func (s *rowStream) flush(least int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.rows) >= least {
		s.events.send("rows", encoded(s.rows))
		s.rows = s.rows[:0]
	}
}
