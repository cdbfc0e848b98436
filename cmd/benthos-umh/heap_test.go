// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"runtime/debug"
	"testing"
)

func TestHeapFloor(t *testing.T) {
	for _, tt := range []struct {
		name, gogc string
		limit      int64
		want       int
	}{
		{"as it is", "", 1 << 40, minimumHeap},
		{"GOGC is set", "100", 1 << 40, 0},
		{"a container's limit", "", 230 << 20, minimumHeap},
		{"a tight limit", "", 64 << 20, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("GOGC", tt.gogc)
			defer debug.SetMemoryLimit(debug.SetMemoryLimit(tt.limit))
			if got := len(heapFloor()); got != tt.want {
				t.Errorf("%d bytes, want %d", got, tt.want)
			}
		})
	}
}
