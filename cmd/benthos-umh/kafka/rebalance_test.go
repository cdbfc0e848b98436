// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka_test

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/twmb/franz-go/pkg/kfake"
)

// A tally notes what the members of a group have accepted, per partition.
type tally struct {
	mu   sync.Mutex
	seen map[string][]int
}

func (t *tally) add(d delivery) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, msg := range d.batch {
		partition, _ := msg.MetaGet("kafka_partition")
		n, err := strconv.Atoi(text(msg))
		Expect(err).NotTo(HaveOccurred())
		t.seen[partition] = append(t.seen[partition], n)
	}
}

func (t *tally) distinct() (n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, numbers := range t.seen {
		set := map[int]bool{}
		for _, number := range numbers {
			set[number] = true
		}
		n += len(set)
	}
	return n
}

// consume accepts what comes until the returned function is called.
func (t *tally) consume(in input) (stop func()) {
	end := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		defer GinkgoRecover()
		for {
			select {
			case <-end:
				return
			default:
			}
			if d, ok := in.tryRead(100 * time.Millisecond); ok {
				time.Sleep(time.Millisecond)
				t.add(d)
				d.accept()
			}
		}
	})
	return sync.OnceFunc(func() { close(end); wg.Wait() })
}

var _ = Describe("a consumer group", func() {
	for _, config := range []string{franzGroup, redpandaGroup} {
		It("loses and repeats nothing while members come and go: "+config[1:8], func() {
			const partitions, count = 6, 150
			c := cluster(kfake.SeedTopics(partitions, "readings"))
			address := c.ListenAddrs()[0]
			fill(address, "readings", partitions, 0, count)
			config += "  heartbeat_interval: 100ms\n"
			if config[1:8] == "redpand" {
				config = redpandaGroup
			}

			t := &tally{seen: map[string][]int{}}
			first := startInput(address, config)
			stopFirst := t.consume(first)
			defer stopFirst()
			Eventually(t.distinct).Should(BeNumerically(">", 50))
			second := startInput(address, config)
			stopSecond := t.consume(second)
			defer stopSecond()
			ctx, done := context.WithTimeout(context.Background(), patience)
			defer done()
			_, err := c.WaitGroupStable(ctx, "plant", 2)
			Expect(err).NotTo(HaveOccurred())
			fill(address, "readings", partitions, count, 50)
			stopFirst()
			first.stop()
			fill(address, "readings", partitions, count+50, 50)

			Eventually(t.distinct).Should(Equal(partitions * (count + 100)))
			stopSecond()
			for partition, numbers := range t.seen {
				for i, n := range numbers {
					Expect(n).To(Equal(i), "partition %s: %v", partition, numbers)
				}
			}
		})
	}

	It("never commits messages that a member had under way when it lost their partition", func() {
		const partitions = 4
		c := cluster(kfake.SeedTopics(partitions, "readings"))
		address := c.ListenAddrs()[0]
		fill(address, "readings", partitions, 0, 1)
		first := startInput(address, redpandaGroup)
		held := map[string]delivery{}
		for range partitions {
			d := first.read()
			held[at(d.batch[0])] = d
		}

		// The first member waits for its messages, then gives half of the partitions away.
		second := startInput(address, redpandaGroup)
		var moved []string
		for range partitions / 2 {
			d := second.read()
			moved = append(moved, at(d.batch[0]))
			defer d.accept()
		}
		Expect(first.log.String()).To(ContainSubstring("with messages in flight"))
		for place, d := range held {
			d.accept()
			partition, err := strconv.Atoi(place[:1])
			Expect(err).NotTo(HaveOccurred())
			offset := committed(c, "plant", "readings", int32(partition))
			if place == moved[0] || place == moved[1] {
				Consistently(offset, "300ms").Should(BeEquivalentTo(-1), fmt.Sprintf("%s is not the first member's any more", place))
			} else {
				Eventually(offset).Should(BeEquivalentTo(1))
			}
		}
	})
})
