// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"

	"github.com/KimMachineGun/automemlimit/memlimit"
	"github.com/dustin/go-humanize"
)

// usable is how much of the process's limit messages may make it use, in percent.
// The rest is for what the scripts do not decide, and for garbage.
const usable = 85

// processLimit is what bounds the process in bytes: the memory limit of its
// container (cgroup) or GOMEMLIMIT, whichever is less; a huge number if there is
// none.
var processLimit = sync.OnceValue(func() int64 {
	limit := debug.SetMemoryLimit(-1) // GOMEMLIMIT, or math.MaxInt64
	if cgroup, err := memlimit.FromCgroup(); err == nil && cgroup > 0 && cgroup < math.MaxInt64 {
		limit = min(limit, int64(cgroup))
	}
	return limit
})

// headroom is how many bytes more the process may use before it comes too near to
// its limit; negative once it has.
func headroom() int64 {
	limit := processLimit()
	if limit == math.MaxInt64 {
		return limit
	}
	return limit/100*usable - used()
}

// fewBytes is with how little memory left scripts can hardly work.
const fewBytes = 16 << 20

// Shortage says for the log that the process has so little memory left of its own limit
// that messages will fail for it; "" if it has enough.
func Shortage() string {
	left := headroom()
	if left >= fewBytes {
		return ""
	}
	return fmt.Sprintf("the process may use %s of memory (GOMEMLIMIT or its container's limit), and scripts up to %d %% of that: %s are left for them, so messages whose scripts take memory will fail; raise the limit",
		humanize.Bytes(uint64(processLimit())), usable, humanize.Bytes(uint64(max(left, 0))))
}

// Tight reports whether the process uses more of its own limit than messages may make
// it use. What it could collect counts as used.
func Tight() bool { return headroom() < 0 }

// Spare collects the garbage and gives ErrProcess if the process is tight still.
func Spare() error {
	collect()
	if Tight() {
		return ErrProcess
	}
	return nil
}

// collecting is held by who collects: GOGC is the process's, and has to be put back.
var collecting sync.Mutex

// collect collects the garbage. Meanwhile whoever allocates has to mark in proportion,
// and with a GOGC of 1 the proportion is such that scripts next to stand still. With
// the usual 100 they may take as much as the heap holds before it has ended, which
// beside a large cache is more than any script_memory.
func collect() {
	collecting.Lock()
	defer collecting.Unlock()
	defer debug.SetGCPercent(debug.SetGCPercent(1))
	runtime.GC()
}

// heldNow collects the garbage and gives how many bytes the process holds. What it
// allocated meanwhile, the collector counts as held, whatever was dropped of it: that
// is the difference between the least and the most that it may be.
func heldNow() (least, most int64) {
	before := Allocated()
	collect()
	v := read("/gc/heap/live:bytes", "/gc/heap/allocs:bytes")
	return v[0] - (v[1] - before), v[0]
}

// Allocated is how many bytes the process has allocated since it started.
func Allocated() int64 { return read("/gc/heap/allocs:bytes")[0] }

// used is how much memory the process needs from the system: what is free in its heap
// it can use again, and has to ask nobody.
func used() int64 {
	v := read("/memory/classes/total:bytes", "/memory/classes/heap/released:bytes", "/memory/classes/heap/free:bytes")
	return v[0] - v[1] - v[2]
}

func read(names ...string) []int64 {
	samples := make([]metrics.Sample, len(names))
	for i, name := range names {
		samples[i].Name = name
	}
	metrics.Read(samples)
	values := make([]int64, len(names))
	for i, s := range samples {
		values[i] = int64(s.Value.Uint64())
	}
	return values
}
