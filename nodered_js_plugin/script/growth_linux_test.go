// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// threadTime is how long the thread has been running: what others do on the machine does
// not count.
func threadTime(t *testing.T) time.Duration {
	t.Helper()
	const thisThread = 1 // RUSAGE_THREAD
	var usage syscall.Rusage
	if err := syscall.Getrusage(thisThread, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// A script of n parts takes time in proportion to n: four times as many parts must not
// take the sixteenfold time.
func TestTimeGrowsWithTheText(t *testing.T) {
	// The system counts in steps of some milliseconds.
	limit := func(small time.Duration) time.Duration { return 9*small + 30*time.Millisecond }
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for name, part := range map[string]func(i int) string{
		"statements":       func(int) string { return "msg.meta.a = 1;" },
		"functions":        func(i int) string { return fmt.Sprintf("function f%d(a) { return a }\n", i) },
		"closures":         func(int) string { return "x = [1].map(a => a + 1);" },
		"var":              func(i int) string { return fmt.Sprintf("var v%d = 1;", i) },
		"let":              func(i int) string { return fmt.Sprintf("let v%d = 1;", i) },
		"undeclared":       func(i int) string { return fmt.Sprintf("if (msg) { u%d = 1 } else { u%d = 2 }", i, i) },
		"read":             func(i int) string { return fmt.Sprintf("u%d = 1; x = u%d;", i, i) },
		"members":          func(i int) string { return fmt.Sprintf("x = msg.payload.m%d;", i) },
		"computed members": func(int) string { return "x = msg.payload[msg.payload.k];" },
		"returns":          func(int) string { return "if (msg) { return msg }" },
		"loops":            func(int) string { return "for (let i = 0; i < 2; i++) { x = i }" },
		"regexps":          func(int) string { return "x = /ab+/;" },
		"templates":        func(int) string { return "x = `a${msg}b`;" },
		"classes":          func(i int) string { return fmt.Sprintf("class C%d { m() {} }", i) },
	} {
		sizes := [2]int{3000, 12000}
		var took [2]time.Duration
		for attempt := range 4 { // the collector works on this thread too
			for i, n := range sizes {
				source := each(n, part) + "\nreturn msg;"
				start := threadTime(t)
				if _, err := Compile("code", source, Body); err != nil {
					t.Fatalf("%s: %.200v", name, err)
				}
				if once := threadTime(t) - start; attempt == 0 || once < took[i] {
					took[i] = once
				}
			}
			if took[1] < limit(took[0]) {
				break
			}
		}
		if took[1] >= limit(took[0]) {
			t.Errorf("%s: %d take %v, %d take %v", name, sizes[0], took[0], sizes[1], took[1])
		}
	}
}
