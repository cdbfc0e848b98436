// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// lastWords is how long a page may take to read what is sent once nobody waits for it any
// more.
const lastWords = time.Second

// events are server-sent events on the answer to a request. Safe for concurrent use.
type events struct {
	mu      sync.Mutex
	w       http.ResponseWriter
	control *http.ResponseController
	started bool
	// forget stops waiting for the end of the context. hurried is closed once that has come
	// and the page has to hurry.
	forget  func() bool
	hurried chan struct{}
}

// newEvents makes the events of an answer. Once the context ends, a page that does not read
// holds nobody up any more: a browser that sleeps would keep the next run from beginning.
// The caller closes them in the end.
func newEvents(ctx context.Context, w http.ResponseWriter) *events {
	e := &events{w: w, control: http.NewResponseController(w), hurried: make(chan struct{})}
	e.forget = context.AfterFunc(ctx, func() {
		defer close(e.hurried)
		_ = e.control.SetWriteDeadline(time.Now().Add(lastWords)) // where there is none, nobody hangs
	})
	return e
}

// close makes the connection as it was: others answer on it, too.
func (e *events) close() {
	if !e.forget() {
		<-e.hurried
		_ = e.control.SetWriteDeadline(time.Time{}) // as above
	}
}

// send writes an event, whose data is JSON on one line, and flushes it. That nobody reads
// any more, the context says.
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
	_ = e.control.Flush() // as above
}

// regularly calls f at this interval, on a goroutine of its own, and a last time when it is
// stopped. stop waits for that.
func regularly(interval time.Duration, f func()) (stop func()) {
	stopped, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		defer f()
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				f()
			case <-stopped:
				return
			}
		}
	}()
	return func() {
		close(stopped)
		<-ended
	}
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
