// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package capture

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

const (
	// patience is how long an input may take to end, in which it leaves its broker.
	patience = 5 * time.Second
	// goodbye is how long the caller waits for that: a processor may sleep, or hang.
	goodbye = 200 * time.Millisecond
)

// A collector hands over messages until there are enough, or nobody wants more.
type collector struct {
	mu    sync.Mutex
	left  int
	taken int
	each  func(*service.Message)
	// done is closed when there are enough.
	done chan struct{}
}

// take hands over a batch. It always accepts it: whatever is read is a copy for us alone.
func (c *collector) take(_ context.Context, batch service.MessageBatch) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, m := range batch {
		if c.left == 0 {
			break
		}
		c.each(m.DeepCopy())
		c.taken++
		if c.left--; c.left == 0 {
			close(c.done)
		}
	}
	return nil
}

// end ends it: no message is handed over after it. enough says that none is missing, none
// that all are.
func (c *collector) end() (enough, none bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	enough, none = c.left == 0, c.taken == 0
	c.left = 0
	return enough, none
}

// run runs the stream until there are enough messages, or none can come.
func run(ctx context.Context, stream *service.Stream, c *collector, log *troubles) error {
	running, stop := context.WithCancel(context.WithoutCancel(ctx)) // so that it ends by itself, or by us
	defer stop()
	var runErr error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		runErr = stream.Run(running)
	}()
	var err error
	failed := false
	select {
	case <-c.done:
	case <-log.failed:
		failed = true
	case <-ctx.Done():
		err = context.Cause(ctx)
	case <-ended:
		err = cmp.Or(runErr, ErrEnded)
	}
	enough, none := c.end()
	trouble := log.last()
	stop()
	<-ended
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		_ = stream.StopWithin(patience) // the messages are there, and nobody waits for the rest
	}()
	select {
	case <-stopped:
	case <-time.After(goodbye):
	}
	switch {
	case enough:
		return nil
	case trouble != "" && (failed || none):
		return errors.New(trouble)
	default:
		return err
	}
}
