// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

// KeepResults makes the room for results so many bytes, until back is called.
func KeepResults(n int) (back func()) {
	was := maxResults
	maxResults = n
	return func() { maxResults = was }
}

// Listen is listen.
var Listen = listen
