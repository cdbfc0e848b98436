// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import "github.com/twmb/franz-go/pkg/kgo"

// A checkpoint knows which offset of one partition may be committed: the one after
// the last record whose predecessors are all done. Not for concurrent use.
type checkpoint struct {
	// spans are in the order of the partition; the first one is not done.
	spans []*span
	// records in flight: those of spans that are not done.
	records int
	// next is the offset to commit, if any is set.
	next kgo.EpochOffset
	set  bool
}

// A span is a run of records that are acknowledged together.
type span struct {
	records int
	end     kgo.EpochOffset
	done    bool
}

// open starts an empty span at the end of the partition.
func (c *checkpoint) open() *span {
	s := &span{}
	c.spans = append(c.spans, s)
	return s
}

// grow puts the next record of the partition into s, which has to be the last span.
func (c *checkpoint) grow(s *span, r *kgo.Record) {
	s.records++
	s.end = after(r)
	c.records++
}

// skip passes over the next record of the partition: nobody acknowledges it.
func (c *checkpoint) skip(r *kgo.Record) {
	if n := len(c.spans); n > 0 {
		c.spans[n-1].end = after(r)
		return
	}
	c.next, c.set = after(r), true
}

// resolve marks a span as done. A second call for the same span has no effect.
func (c *checkpoint) resolve(s *span) {
	if s.done {
		return
	}
	s.done = true
	c.records -= s.records
	done := 0
	for done < len(c.spans) && c.spans[done].done {
		c.next, c.set = c.spans[done].end, true
		c.spans[done] = nil
		done++
	}
	c.spans = c.spans[done:]
}

// abandon takes the last span back: its records were never handed out.
func (c *checkpoint) abandon(s *span) {
	c.records -= s.records
	c.spans = c.spans[:len(c.spans)-1]
}

func after(r *kgo.Record) kgo.EpochOffset {
	return kgo.EpochOffset{Epoch: r.LeaderEpoch, Offset: r.Offset + 1}
}
