// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// maxStuck is how many abandoned workers a pool may have that run still. Each holds a
// thread and its memory. With more, a hostile message that is sent again and again
// would take the machine from all others.
const maxStuck = 5

// A stuckCount is how many abandoned workers of a pool run still. Any goroutine may
// use it.
type stuckCount struct {
	n  atomic.Int64
	mu sync.Mutex // changed is told of one change after the other
	// changed is nil where nobody wants to know.
	changed func(n int64)
}

// add counts one more, or one less.
func (c *stuckCount) add(delta int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.n.Add(delta)
	if c.changed != nil {
		c.changed(n)
	}
}

// full is why no script may begin in a VM at present, nil as a rule.
func (c *stuckCount) full() error {
	n := c.n.Load()
	if n < maxStuck {
		return nil
	}
	return &script.Error{Reason: script.Stuck, Err: fmt.Errorf(
		"the scripts of %d earlier messages run still, stuck in builtins that nothing can interrupt; none is begun in a VM until one of these has ended", n)}
}
