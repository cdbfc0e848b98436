// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"runtime"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// Collecting the garbage takes long beside a large heap, as of a cache. Whoever
// allocates meanwhile, a script as a rule, gets little: with the GOGC that a process has
// otherwise it would be a third of the heap or more.
func TestWhoeverAllocatesGetsLittleWhileTheGarbageIsCollected(t *testing.T) {
	var large []*[2]*int
	for range race.Fewer(10_000_000) {
		large = append(large, new([2]*int))
	}
	runtime.GC()
	heap := read("/gc/heap/live:bytes")[0]
	stop, stopped := make(chan struct{}), make(chan [][]byte)
	go func() {
		var all [][]byte
		for {
			select {
			case <-stop:
				stopped <- all
				return
			default:
				all = append(all, make([]byte, 1024))
			}
		}
	}()
	before := Allocated()
	collect()
	grown := Allocated() - before
	close(stop)
	runtime.KeepAlive(<-stopped)
	runtime.KeepAlive(large)
	t.Logf("%d KB beside %d MB", grown>>10, heap>>20)
	if grown > heap/8 {
		t.Errorf("%d MB were allocated while a heap of %d MB was collected", grown>>20, heap>>20)
	}
}
