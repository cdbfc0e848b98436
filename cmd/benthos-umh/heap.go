// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"runtime/debug"
)

// minimumHeap is how many bytes the garbage collector takes to be in use at least.
// A stream's live heap is 5 MB or so, and garbage as much again is made within
// milliseconds at full load: without this, up to a third of the time goes into
// collections, and the second thread waits for them. It costs about as many bytes
// of garbage that lie around for longer; docs/perf.md has the figures.
const minimumHeap = 16 << 20

// heapFloor is what makes it so, for as long as somebody holds it. It is never read
// or written, so the operating system gives no memory for it. Where GOGC is set it
// is the user's to say, and under a tight GOMEMLIMIT it would take too much of it:
// then there is none.
func heapFloor() []byte {
	if os.Getenv("GOGC") != "" || debug.SetMemoryLimit(-1) < 8*minimumHeap {
		return nil
	}
	return make([]byte, minimumHeap)
}
