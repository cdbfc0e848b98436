// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package benchmark

import (
	"syscall"
	"time"
)

// cpuTime is how long this process has run on a core. Other work on the machine does
// not count in it, as it does in the time that passes.
func cpuTime() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
