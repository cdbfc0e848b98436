// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// A tag is one that a process made of a reading.
type tag struct {
	topic, process string
	stroke         int
	from           place
	at             time.Time // when it was sent
}

// A place is that of a reading.
type place struct {
	partition int32
	offset    int64
}

func newTag(r *kgo.Record) (t tag, err error) {
	t = tag{topic: string(r.Key), at: r.Timestamp}
	var time int64
	if _, err := fmt.Sscanf(string(r.Value), `{"timestamp_ms":%d,"value":%d}`, &time, &t.stroke); err != nil {
		return t, fmt.Errorf("%s: %w", r.Value, err)
	}
	for _, h := range r.Headers {
		number, notNumber := strconv.ParseInt(string(h.Value), 10, 64)
		switch h.Key {
		case "process":
			t.process, notNumber = string(h.Value), nil
		case "kafka_partition":
			t.from.partition = int32(number)
		case "kafka_offset":
			t.from.offset = number
		}
		err = errors.Join(err, notNumber)
	}
	return t, err
}

// split takes out the tags that were made again of the same reading.
func split(tags []tag) (first, again []tag) {
	seen := map[place]bool{}
	for _, t := range tags {
		if seen[t.from] {
			again = append(again, t)
		} else {
			seen[t.from] = true
			first = append(first, t)
		}
	}
	return first, again
}

// checkComplete finds what is missing or out of place in the sequence of each machine.
func checkComplete(tags []tag, n int) error {
	next := map[string]int{}
	for _, t := range tags {
		if t.stroke != next[t.topic] {
			return fmt.Errorf("stroke %d comes where %d was expected: %+v", t.stroke, next[t.topic], t)
		}
		next[t.topic]++
	}
	for machine, want := range strokes(n) {
		if got := next["umh.v1.acme.linz.presses._raw."+machine+".stroke"]; got != want {
			return fmt.Errorf("%s has %d strokes of %d", machine, got, want)
		}
	}
	return nil
}

// checkOrder finds a machine whose strokes do not ascend.
func checkOrder(tags []tag) error {
	last := map[string]tag{}
	for _, t := range tags {
		if before, ok := last[t.topic]; ok && before.stroke >= t.stroke {
			return fmt.Errorf("%+v comes before %+v", before, t)
		}
		last[t.topic] = t
	}
	return nil
}

// checkUncommitted finds a tag that was made again although its reading was not the
// killed process's, or was committed.
func checkUncommitted(first, again []tag, committed map[int32]int64) error {
	makers := map[place]string{}
	for _, t := range first {
		makers[t.from] = t.process
	}
	for _, t := range again {
		if maker := makers[t.from]; maker != "killed" || t.from.offset < committed[t.from.partition] {
			return fmt.Errorf("made by %s, and again: %+v; committed were %v", maker, t, committed)
		}
	}
	return nil
}
