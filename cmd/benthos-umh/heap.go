package main

import "os"

// minimumHeap is how many bytes the garbage collector takes to be in use at least.
// A stream's live heap is 5 MB or so, and garbage as much again is made within
// milliseconds at full load: without this, up to a third of the time goes into
// collections, and the second thread waits for them. It costs about as many bytes
// of garbage that lie around for longer; docs/perf.md has the figures.
const minimumHeap = 16 << 20

// heapFloor is what makes it so, for as long as somebody holds it. It is never read
// or written, so the operating system gives no memory for it. Where GOGC or
// GOMEMLIMIT is set, it is the user's to say, and there is none.
func heapFloor() []byte {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return nil
	}
	return make([]byte, minimumHeap)
}
