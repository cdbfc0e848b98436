// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"bytes"
	"encoding/json"
	"net/http"
	"sync"
)

// events are server-sent events on the answer to a request. Safe for concurrent use.
type events struct {
	mu      sync.Mutex
	w       http.ResponseWriter
	flusher *http.ResponseController
	started bool
}

func newEvents(w http.ResponseWriter) *events {
	return &events{w: w, flusher: http.NewResponseController(w)}
}

// send writes an event, whose data is JSON on one line, and flushes it. That nobody reads any more, the request's context
// says.
func (e *events) send(name string, data []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.started {
		e.started = true
		e.w.Header().Set("Content-Type", "text/event-stream")
	}
	for _, part := range [][]byte{[]byte("event: " + name + "\ndata: "), data, []byte("\n\n")} {
		if _, err := e.w.Write(part); err != nil {
			return
		}
	}
	_ = e.flusher.Flush() // as above
}

// encoded is v as JSON on one line.
func encoded(v any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err) // it is one of our own types
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
