// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package benchmark measures tag_processor beside its alternatives: what this
// project started from, Benthos' own mapping processor, and a processor written
// by hand in Go. All of them do the same work, which is compared before anything
// is timed.
//
// It holds tests only. `make bench` runs them; docs/perf.md says how to read the results.
package benchmark
