// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"sync/atomic"

	"github.com/dop251/goja"
)

var observer atomic.Pointer[func(*goja.Runtime) func()]

// Observe makes tests watch that VMs go back to their pools as they were made:
// made is called with each new VM that will be reused, before a script runs in it,
// and what it returns each time that VM has been cleared and is about to become
// idle. Both run on the
// goroutine that holds the VM. It is for tests only; nil ends it.
func Observe(made func(rt *goja.Runtime) (idle func())) {
	if made == nil {
		observer.Store(nil)
		return
	}
	observer.Store(&made)
}
