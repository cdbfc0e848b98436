// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
	"time"
)

// usage is memory in bytes.
type usage struct {
	// Objects are the heap's objects, those among them that are garbage but not swept.
	Objects int64
	// Mapped is what the runtime has from the operating system and did not give back.
	Mapped int64
	// Resident is what the process has of the machine's memory.
	Resident int64
}

const sampleEvery = 2 * time.Millisecond

// A watch watches how far memory grows. The kernel counts what is resident, where it
// allows its mark to be set back; the rest is sampled.
type watch struct {
	mu         sync.Mutex
	base, peak usage
	marked     bool
	end        chan struct{}
}

// watchMemory collects garbage and begins to watch.
func watchMemory() *watch {
	debug.FreeOSMemory()
	w := &watch{end: make(chan struct{})}
	w.marked = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) == nil
	w.base = sample()
	w.base.Resident = residentPeak()
	go func() {
		ticker := time.NewTicker(sampleEvery)
		defer ticker.Stop()
		for {
			w.look()
			select {
			case <-ticker.C:
			case <-w.end:
				return
			}
		}
	}()
	return w
}

func (w *watch) look() {
	now := sample()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.peak.Objects, w.peak.Mapped = max(w.peak.Objects, now.Objects), max(w.peak.Mapped, now.Mapped)
}

// growth is the highest so far.
func (w *watch) growth() usage {
	w.look()
	w.mu.Lock()
	defer w.mu.Unlock()
	u := usage{Objects: w.peak.Objects - w.base.Objects, Mapped: w.peak.Mapped - w.base.Mapped}
	if w.marked {
		u.Resident = residentPeak() - w.base.Resident
	}
	return u
}

func sample() usage {
	s := []metrics.Sample{
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
	}
	metrics.Read(s)
	at := func(i int) int64 { return int64(s[i].Value.Uint64()) }
	return usage{Objects: at(0), Mapped: at(1) - at(2)}
}

// residentPeak is the highest resident size since the mark was set back, or 0 where
// the kernel does not tell.
func residentPeak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	n, _ := strconv.ParseInt(kilobytes, 10, 64)
	return n << 10
}
