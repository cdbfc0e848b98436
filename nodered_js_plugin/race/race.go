// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package race tells tests whether the race detector watches them. It makes scripts
// ten times slower and sees goroutines only: what a test repeats on one goroutine, for
// many scripts or values, is then done for a few of them. The run without it does all.
// Only tests use it.
package race

// share: one of so many is left under the race detector.
const share = 20

// Sample is the list, or every twentieth of it under the race detector.
func Sample[T any](list []T) []T {
	if !Enabled {
		return list
	}
	var few []T
	for i := 0; i < len(list); i += share {
		few = append(few, list[i])
	}
	return few
}

// Fewer is n, or a twentieth of it and at least 1 under the race detector.
func Fewer(n int) int {
	if !Enabled {
		return n
	}
	return max(n/share, 1)
}
