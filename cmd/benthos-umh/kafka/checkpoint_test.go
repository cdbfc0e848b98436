// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"math/rand"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"
)

func TestCheckpointPassesOnlyWhatIsDone(t *testing.T) {
	for round := range 500 {
		rnd := rand.New(rand.NewSource(int64(round)))
		var c checkpoint
		var open []*span
		first := map[*span]int64{} // the first record of each span that is not done
		offset := int64(0)
		for range 200 {
			switch n := rnd.Intn(3); {
			case n == 0:
				s := c.open()
				for range 1 + rnd.Intn(3) {
					if _, begun := first[s]; !begun {
						first[s] = offset
					}
					c.grow(s, &kgo.Record{Offset: offset})
					offset++
				}
				open = append(open, s)
			case n == 1:
				c.skip(&kgo.Record{Offset: offset})
				offset++
			case len(open) > 0:
				i := rnd.Intn(len(open))
				c.resolve(open[i])
				c.resolve(open[i])
				delete(first, open[i])
				open = append(open[:i], open[i+1:]...)
			}
			for _, undone := range first {
				if c.next.Offset > undone {
					t.Fatalf("round %d: commits %d, but record %d is not done", round, c.next.Offset, undone)
				}
			}
			if len(open) == 0 && c.next.Offset != offset {
				t.Fatalf("round %d: commits %d of %d, and all is done", round, c.next.Offset, offset)
			}
			if len(open) == 0 && (c.records != 0 || len(c.spans) != 0) {
				t.Fatalf("round %d: %d records in %d spans are held, and all is done", round, c.records, len(c.spans))
			}
		}
	}
}

func TestCheckpointForgetsWhatWasNotHandedOut(t *testing.T) {
	var c checkpoint
	out := c.open()
	c.grow(out, &kgo.Record{Offset: 0})
	kept := c.open()
	c.grow(kept, &kgo.Record{Offset: 1})
	c.abandon(kept)
	c.resolve(out)
	if c.next.Offset != 1 || c.records != 0 {
		t.Errorf("commits %d with %d in flight, want 1 with none", c.next.Offset, c.records)
	}
}
