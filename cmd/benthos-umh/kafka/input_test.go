// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

const franzGroup = `
kafka_franz:
  seed_brokers: [ "%s" ]
  topics: [ readings ]
  consumer_group: plant
  commit_period: 50ms
  fetch_max_wait: 100ms
`

const redpandaGroup = `
redpanda:
  seed_brokers: [ "%s" ]
  topics: [ readings ]
  consumer_group: plant
  commit_period: 50ms
  fetch_max_wait: 100ms
  rebalance_timeout: 4s
  heartbeat_interval: 100ms
  max_yield_batch_bytes: 20B
`

var _ = Describe("an input", func() {
	It("has the record's place and headers as metadata", func() {
		c := cluster(kfake.SeedTopics(1, "readings"))
		address := c.ListenAddrs()[0]
		producer := client(address)
		defer producer.Close()
		Expect(producer.ProduceSync(context.Background(),
			&kgo.Record{Topic: "readings", Key: []byte("k"), Value: []byte("v"), Timestamp: time.UnixMilli(1773295200123), Headers: []kgo.RecordHeader{
				{Key: "unit", Value: []byte("C")}, {Key: "unit", Value: []byte("F")}, {Key: "line", Value: []byte("4")},
			}},
			&kgo.Record{Topic: "readings", Key: []byte("k")},
		).FirstErr()).To(Succeed())

		in := startInput(address, franzGroup+"  multi_header: true\n")
		first := in.read()
		Expect(first.texts()).To(Equal([]string{"v"}))
		meta := map[string]any{}
		Expect(first.batch[0].MetaWalkMut(func(key string, value any) error { meta[key] = value; return nil })).To(Succeed())
		Expect(meta).To(Equal(map[string]any{
			"kafka_key": "k", "kafka_topic": "readings", "kafka_partition": 0, "kafka_offset": 0, "kafka_lag": int64(1),
			"kafka_timestamp_ms": int64(1773295200123), "kafka_timestamp_unix": int64(1773295200), "kafka_tombstone_message": false,
			"unit": []any{"C", "F"}, "line": []any{"4"},
		}))
		first.accept()
		second := in.read()
		tombstone, _ := second.batch[0].MetaGet("kafka_tombstone_message")
		Expect(tombstone).To(Equal("true"))
		second.accept()
	})

	It("commits only up to the first message that is not acknowledged", func() {
		c := cluster(kfake.SeedTopics(1, "readings"))
		fill(c.ListenAddrs()[0], "readings", 1, 0, 10)
		in := startInput(c.ListenAddrs()[0], franzGroup)
		var held delivery
		for i := range 10 {
			d := in.read()
			Expect(d.texts()).To(Equal([]string{strconv.Itoa(i)}))
			if i == 5 {
				held = d
				continue
			}
			d.accept()
		}
		Eventually(committed(c, "plant", "readings", 0)).Should(BeEquivalentTo(5))

		By("rejecting it, which brings it again")
		Expect(held.ack(context.Background(), errors.New("the output is full"))).To(Succeed())
		again := in.read()
		Expect(again.texts()).To(Equal([]string{"5"}))
		Consistently(committed(c, "plant", "readings", 0), "300ms").Should(BeEquivalentTo(5))
		again.accept()
		Eventually(committed(c, "plant", "readings", 0)).Should(BeEquivalentTo(10))
	})

	It("goes on after a restart where it stopped, and repeats only what was not acknowledged", func() {
		c := cluster(kfake.SeedTopics(1, "readings"))
		fill(c.ListenAddrs()[0], "readings", 1, 0, 6)
		in := startInput(c.ListenAddrs()[0], franzGroup+"  checkpoint_limit: 1\n")
		for range 4 {
			in.read().accept()
		}
		in.stop()
		Expect(committed(c, "plant", "readings", 0)()).To(BeEquivalentTo(4), "Close commits")

		in = startInput(c.ListenAddrs()[0], franzGroup)
		for _, want := range []string{"4", "5"} {
			d := in.read()
			Expect(d.texts()).To(Equal([]string{want}))
			d.accept()
		}
	})

	It("has at most checkpoint_limit messages of a partition under way", func() {
		c := cluster(kfake.SeedTopics(1, "readings"))
		fill(c.ListenAddrs()[0], "readings", 1, 0, 6)
		in := startInput(c.ListenAddrs()[0], franzGroup+"  checkpoint_limit: 3\n")
		var open []delivery
		for range 3 {
			open = append(open, in.read())
		}
		_, more := in.tryRead(500 * time.Millisecond)
		Expect(more).To(BeFalse())
		open[1].accept()
		open = append(open, in.read())
		for i, d := range open {
			if i != 1 {
				d.accept()
			}
		}
	})

	for limit, batches := range map[int]int{1: 1, 5: 1, 6: 2, 8: 2} {
		It(fmt.Sprintf("has %d batches of three messages under way with checkpoint_limit %d", batches, limit), func() {
			c := cluster(kfake.SeedTopics(1, "readings"))
			fill(c.ListenAddrs()[0], "readings", 1, 0, 12)
			in := startInput(c.ListenAddrs()[0], franzGroup+fmt.Sprintf("  checkpoint_limit: %d\n  batching: { count: 3 }\n", limit))
			var open []delivery
			for range batches {
				open = append(open, in.read())
			}
			_, more := in.tryRead(300 * time.Millisecond)
			Expect(more).To(BeFalse())
			for len(open) > 0 {
				Expect(open[0].batch).To(HaveLen(3))
				open[0].accept()
				open = open[1:]
				if d, more := in.tryRead(300 * time.Millisecond); more {
					open = append(open, d)
				}
			}
			Eventually(committed(c, "plant", "readings", 0)).Should(BeEquivalentTo(12))
		})
	}

	It("makes batches of one partition by its policy", func() {
		c := cluster(kfake.SeedTopics(2, "readings"))
		fill(c.ListenAddrs()[0], "readings", 2, 0, 5)
		in := startInput(c.ListenAddrs()[0], franzGroup+"  batching: { count: 3, period: 200ms }\n")
		seen := map[string]int{}
		for n := 0; n < 10; {
			d := in.read()
			partition, _ := d.batch[0].MetaGet("kafka_partition")
			for _, msg := range d.batch {
				Expect(at(msg)).To(Equal(fmt.Sprintf("%s/%d", partition, seen[partition])))
				seen[partition]++
				n++
			}
			Expect(len(d.batch)).To(BeNumerically("<=", 3))
			d.accept()
		}
		for p := range int32(2) {
			Eventually(committed(c, "plant", "readings", p)).Should(BeEquivalentTo(5))
		}
	})

	It("keeps a partition in order while batches are rejected", func() {
		c := cluster(kfake.SeedTopics(3, "readings"))
		fill(c.ListenAddrs()[0], "readings", 3, 0, 40)
		in := startInput(c.ListenAddrs()[0], redpandaGroup)
		next := map[string]int{}
		for accepted, n := 0, 0; accepted < 120; n++ {
			d := in.read()
			if n%3 == 0 {
				Expect(d.ack(context.Background(), errors.New("not now"))).To(Succeed())
				continue
			}
			for _, msg := range d.batch {
				partition, _ := msg.MetaGet("kafka_partition")
				Expect(at(msg)).To(Equal(fmt.Sprintf("%s/%d", partition, next[partition])))
				next[partition]++
				accepted++
			}
			d.accept()
		}
	})

	It("reads chosen partitions from an offset on, without a group", func() {
		c := cluster(kfake.SeedTopics(3, "readings"))
		fill(c.ListenAddrs()[0], "readings", 3, 0, 4)
		in := startInput(c.ListenAddrs()[0], `
kafka_franz:
  seed_brokers: [ "%s" ]
  topics: [ "readings:1:2" ]
`)
		for _, want := range []string{"1/2", "1/3"} {
			d := in.read()
			Expect(at(d.batch[0])).To(Equal(want))
			d.accept()
		}
		_, more := in.tryRead(300 * time.Millisecond)
		Expect(more).To(BeFalse())
	})

	It("reads topics by patterns", func() {
		c := cluster(kfake.SeedTopics(1, "line.1", "line.2", "line.test"))
		for _, topic := range []string{"line.1", "line.2", "line.test"} {
			fill(c.ListenAddrs()[0], topic, 1, 0, 1)
		}
		in := startInput(c.ListenAddrs()[0], `
redpanda:
  seed_brokers: [ "%s" ]
  regexp_topics_include: [ '^line\.' ]
  regexp_topics_exclude: [ 'test$' ]
`)
		var topics []string
		for range 2 {
			d := in.read()
			topic, _ := d.batch[0].MetaGet("kafka_topic")
			topics = append(topics, topic)
			d.accept()
		}
		Expect(topics).To(ConsistOf("line.1", "line.2"))
		_, more := in.tryRead(300 * time.Millisecond)
		Expect(more).To(BeFalse())
	})

	It("reads a message of 20 MB", func() {
		c := cluster(kfake.SeedTopics(1, "readings"), kfake.BrokerConfigs(map[string]string{"message.max.bytes": "40000000"}))
		producer := client(c.ListenAddrs()[0], kgo.ProducerBatchMaxBytes(30<<20), kgo.ProducerBatchCompression(kgo.NoCompression()))
		defer producer.Close()
		Expect(producer.ProduceSync(context.Background(),
			&kgo.Record{Topic: "readings", Value: make([]byte, 20<<20)},
			&kgo.Record{Topic: "readings", Value: []byte("next")},
		).FirstErr()).To(Succeed())
		in := startInput(c.ListenAddrs()[0], redpandaGroup)
		d := in.read()
		Expect(text(d.batch[0])).To(HaveLen(20 << 20))
		d.accept()
		d = in.read()
		Expect(d.texts()).To(Equal([]string{"next"}))
		d.accept()
	})
})
