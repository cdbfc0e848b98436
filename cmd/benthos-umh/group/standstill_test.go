// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
)

// reportStandstill says how long the partitions of processes that ended had no other
// one. Times depend on the machine: nothing is expected of them.
func reportStandstill(tags []tag, ended ...string) {
	for _, process := range ended {
		AddReportEntry(fmt.Sprintf("the partitions of the %s process stood still for", process), standstill(process, tags).String())
	}
}

// standstill is the longest time from the last tag of a process to the next one of the
// same partition.
func standstill(process string, tags []tag) (longest time.Duration) {
	last := map[int32]time.Time{}
	for _, t := range by(process, tags) {
		last[t.from.partition] = later(last[t.from.partition], t.at)
	}
	next := map[int32]time.Time{}
	for _, t := range tags {
		end, ok := last[t.from.partition]
		if !ok || t.process == process || t.at.Before(end) {
			continue
		}
		if earliest, ok := next[t.from.partition]; !ok || t.at.Before(earliest) {
			next[t.from.partition] = t.at
		}
	}
	for partition, at := range next {
		longest = max(longest, at.Sub(last[partition]))
	}
	return longest
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
