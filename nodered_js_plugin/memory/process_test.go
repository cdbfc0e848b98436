// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"math"
	"runtime"
	"testing"
)

// Collecting the garbage takes long beside a large heap, as of a cache. Whoever
// allocates meanwhile, a script as a rule, gets little: with the GOGC that a process has
// otherwise it would be a third of the heap or more. What else the machine does only adds
// to what is seen, so the least of some tries counts.
func TestWhoeverAllocatesGetsLittleWhileTheGarbageIsCollected(t *testing.T) {
	one := new(int)
	large := make([][]*int, 20_000)
	for i := range large {
		large[i] = make([]*int, 1000)
		for k := range large[i] {
			large[i][k] = one
		}
	}
	runtime.GC()
	heap := read("/gc/heap/live:bytes")[0]
	least := int64(math.MaxInt64)
	for range 5 {
		least = min(least, allocatedBeside(collect))
	}
	runtime.KeepAlive(large)
	t.Logf("%d KB beside %d MB", least>>10, heap>>20)
	if least > heap/8 {
		t.Errorf("%d MB were allocated while a heap of %d MB was collected", least>>20, heap>>20)
	}
}

// allocatedBeside is how many bytes another goroutine, which does nothing else,
// allocates while f runs.
func allocatedBeside(f func()) int64 {
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
	f()
	grown := Allocated() - before
	close(stop)
	runtime.KeepAlive(<-stopped)
	return grown
}
