// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import "time"

// standstill is the longest time from the last tag of a process to the next one of the
// same partition.
func standstill(process string, tags []tag) (longest time.Duration) {
	last, next := map[int32]time.Time{}, map[int32]time.Time{}
	for _, t := range tags {
		if t.process == process && t.at.After(last[t.from.partition]) {
			last[t.from.partition] = t.at
		}
	}
	for _, t := range tags {
		end, ended := last[t.from.partition]
		if !ended || t.process == process || t.at.Before(end) {
			continue
		}
		if first, ok := next[t.from.partition]; !ok || t.at.Before(first) {
			next[t.from.partition] = t.at
		}
	}
	for partition, at := range next {
		longest = max(longest, at.Sub(last[partition]))
	}
	return longest
}
