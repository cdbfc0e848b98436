// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// picked are the messages of a batch of n that are timed.
func picked(s *sampler, n int) (list []int) {
	sample := s.pick(n)
	for i := range n {
		if sample.has(i) {
			list = append(list, i)
		}
	}
	return list
}

func TestEverySixtyFirstMessageIsTimed(t *testing.T) {
	tests := map[string]struct {
		sizes []int
		want  []int // the numbers of the messages, over all batches
	}{
		"one batch":       {[]int{200}, []int{0, 61, 122, 183}},
		"single messages": {slices.Repeat([]int{1}, 130), []int{0, 61, 122}},
		"small batches":   {slices.Repeat([]int{42}, 5), []int{0, 61, 122, 183}},
		"just as many":    {[]int{61, 61, 1}, []int{0, 61, 122}},
		"empty batches":   {[]int{0, 60, 0, 3, 0}, []int{0, 61}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var s sampler
				var got []int
				before := 0
				for _, n := range tt.sizes {
					for _, i := range picked(&s, n) {
						got = append(got, before+i)
					}
					before += n
				}
				if !slices.Equal(got, tt.want) {
					t.Errorf("got %v, want %v", got, tt.want)
				}
			})
		})
	}
}

func TestOneMessageIsTimedWhereMessagesAreRare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s sampler
		if got := picked(&s, 1); len(got) != 1 {
			t.Fatalf("the first message: picked %v", got)
		}
		timed := 0
		for range 40 {
			time.Sleep(timedAfter / 2)
			timed += len(picked(&s, 1))
		}
		if timed != 20 {
			t.Errorf("timed %d messages in 20 s, want one a second", timed)
		}
	})
}

func TestARareBatchHasOneTimedMessageAnywhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seen := map[int]bool{}
		for range 1000 {
			s := sampler{}
			s.pick(1)
			time.Sleep(timedAfter)
			got := picked(&s, 5)
			if len(got) != 1 {
				t.Fatalf("picked %v, want one", got)
			}
			seen[got[0]] = true
		}
		if len(seen) != 5 {
			t.Errorf("only the messages %v of five were ever picked", seen)
		}
	})
}

func TestBatchesSideBySideShareTheSample(t *testing.T) {
	var s sampler
	var all sync.WaitGroup
	counts := make([]int, 4)
	for g := range counts {
		all.Go(func() {
			for range 1000 {
				if sample := s.pick(61); sample.first >= 0 {
					counts[g]++
				}
			}
		})
	}
	all.Wait()
	for _, n := range counts {
		if n != 1000 { // of 61 messages in a row, one is a sixty-first
			t.Errorf("picked of %d batches, want 1000", n)
		}
	}
}
