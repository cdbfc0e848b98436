// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"
)

// topicList is what the field topics selects: whole topics and partitions of some.
type topicList struct {
	topics     []string
	partitions map[string]map[int32]kgo.Offset
}

// parseTopics reads entries such as "a", "a,b", "a:0", "a:0-3" and "a:0:1500".
// Without an offset a partition starts at start.
func parseTopics(entries []string, start kgo.Offset) (topicList, error) {
	list := topicList{}
	for _, entry := range entries {
		for topic := range strings.SplitSeq(entry, ",") {
			topic = strings.TrimSpace(topic)
			if topic == "" {
				continue
			}
			if err := list.add(topic, start); err != nil {
				return topicList{}, err
			}
		}
	}
	return list, nil
}

func (l *topicList) add(entry string, start kgo.Offset) error {
	parts := strings.Split(entry, ":")
	if len(parts) == 1 {
		l.topics = append(l.topics, entry)
		return nil
	}
	if len(parts) > 3 || parts[0] == "" {
		return fmt.Errorf("topics: %q is none of topic, topic:partition and topic:partition:offset", entry)
	}
	first, last, err := parseRange(parts[1])
	if err != nil {
		return fmt.Errorf("topics: %q: %w", entry, err)
	}
	if len(parts) == 3 {
		at, err := strconv.ParseInt(parts[2], 10, 64)
		if err != nil || at < 0 {
			return fmt.Errorf("topics: %q: %q is no offset", entry, parts[2])
		}
		start = kgo.NewOffset().At(at)
	}
	if l.partitions == nil {
		l.partitions = map[string]map[int32]kgo.Offset{}
	}
	if l.partitions[parts[0]] == nil {
		l.partitions[parts[0]] = map[int32]kgo.Offset{}
	}
	for n := first; n <= last; n++ {
		l.partitions[parts[0]][n] = start
	}
	return nil
}

// maxRange bounds what a slip of the finger in a range costs.
const maxRange = 100_000

func parseRange(s string) (first, last int32, err error) {
	from, to, isRange := strings.Cut(s, "-")
	if !isRange {
		to = from
	}
	a, errA := strconv.ParseInt(from, 10, 32)
	b, errB := strconv.ParseInt(to, 10, 32)
	if errA != nil || errB != nil || a < 0 || b < a || b-a > maxRange {
		return 0, 0, fmt.Errorf("%q is neither a partition nor a range such as 0-3", s)
	}
	return int32(a), int32(b), nil
}
