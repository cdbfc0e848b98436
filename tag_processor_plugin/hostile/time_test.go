// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// A stopwatch measures the time of a pair. A machine that does other work as well makes
// all of it slow; the child's own processor time tells that from a pair that takes
// long, so the shorter of the two counts.
type stopwatch struct {
	began     time.Time
	processor time.Duration
}

func startStopwatch() stopwatch { return stopwatch{time.Now(), processorTime()} }

func (s stopwatch) elapsed() time.Duration {
	wall := time.Since(s.began)
	if used := processorTime() - s.processor; used > 0 {
		return min(wall, used)
	}
	return wall
}

// tick is the unit of /proc/self/stat on every Linux that Go runs on.
const tick = 10 * time.Millisecond

// processorTime is the time that all threads of the process have run, or 0 where the
// kernel does not tell.
func processorTime() time.Duration {
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(stat), ") ") // the name may hold anything
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * tick
}
