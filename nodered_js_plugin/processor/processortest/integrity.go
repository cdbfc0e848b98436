// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processortest

import (
	"sync"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/integrity"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// oftenIdle is how often a VM is compared each time.
const oftenIdle = 8

var leftBehind struct {
	sync.Mutex
	changes []string
}

// WatchVMs has every VM of every pipeline compared with its first state whenever
// it becomes idle, until stop is called. It costs milliseconds a batch: of a VM that
// was idle often, only every power of two is compared, for what was changed stays
// changed. Under the race detector none is: it would take most of the time, and is of
// one goroutine.
func WatchVMs() (stop func()) {
	if race.Enabled {
		return func() {}
	}
	engine.Observe(func(rt *goja.Runtime) func() {
		pristine, idle := integrity.Of(rt), 0
		return func() {
			if idle++; idle > oftenIdle && idle&(idle-1) != 0 {
				return
			}
			if changes := pristine.Diff(); len(changes) > 0 {
				leftBehind.Lock()
				defer leftBehind.Unlock()
				leftBehind.changes = append(leftBehind.changes, changes...)
			}
		}
	})
	return func() { engine.Observe(nil) }
}

// LeftBehind is what messages have changed in VMs that went back to their pools,
// since it was last called: nothing, or the isolation is broken.
func LeftBehind() []string {
	leftBehind.Lock()
	defer leftBehind.Unlock()
	changes := leftBehind.changes
	leftBehind.changes = nil
	return changes
}
