// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

const franzOutput = `
kafka_franz:
  seed_brokers: [ "%s" ]
  topic: ${! @topic.or("tags") }
  key: ${! @key.or("") }
  max_in_flight: 1
`

// failures are the errors of the messages of a batch, by their index.
func failures(err error) map[int]string {
	GinkgoHelper()
	failed := map[int]string{}
	if err == nil {
		return failed
	}
	var batchErr *service.BatchError
	Expect(errors.As(err, &batchErr)).To(BeTrue(), "%v", err)
	//nolint:staticcheck // The batch is the one that was written.
	batchErr.WalkMessages(func(i int, _ *service.Message, err error) bool {
		if err != nil {
			failed[i] = err.Error()
		}
		return true
	})
	return failed
}

func values(records []*kgo.Record) (texts []string) {
	for _, r := range records {
		texts = append(texts, string(r.Value))
	}
	return texts
}

var _ = Describe("an output", func() {
	It("writes key, time, partition and the chosen metadata as headers", func() {
		c := cluster(kfake.SeedTopics(3, "tags"))
		out := startOutput(c.ListenAddrs()[0], `
redpanda:
  seed_brokers: [ "%s" ]
  topic: tags
  key: ${! @key }
  partition: ${! @partition }
  partitioner: manual
  timestamp_ms: ${! @time }
  metadata: { include_prefixes: [ unit ] }
  compression: zstd
`)
		msg := message("1", "key", "k", "partition", "2", "time", "1773295200123", "unit", "C", "secret", "x")
		msg.MetaSetMut("unit_list", []any{"a", "b"})
		Expect(out.write(msg)).To(Succeed())
		r := contents(c.ListenAddrs()[0], "tags", 1)[0]
		Expect(string(r.Key)).To(Equal("k"))
		Expect(r.Partition).To(BeEquivalentTo(2))
		Expect(r.Timestamp.UnixMilli()).To(BeEquivalentTo(1773295200123))
		Expect(fmt.Sprintf("%s", r.Headers)).To(Equal("[{unit C} {unit_list a} {unit_list b}]"))
	})

	It("writes a tombstone that was read as one", func() {
		c := cluster(kfake.SeedTopics(1, "tags", "readings"))
		address := c.ListenAddrs()[0]
		producer := client(address)
		defer producer.Close()
		Expect(producer.ProduceSync(context.Background(),
			&kgo.Record{Topic: "readings", Key: []byte("a"), Headers: []kgo.RecordHeader{{Key: "h", Value: []byte("1")}}},
			&kgo.Record{Topic: "readings", Key: []byte("b"), Value: []byte{}},
		).FirstErr()).To(Succeed())
		in := startInput(address, franzGroup)
		out := startOutput(address, franzOutput+"  metadata: { include_patterns: [ ^h ] }\n")
		for range 2 {
			d := in.read()
			key, _ := d.batch[0].MetaGet("kafka_key")
			d.batch[0].MetaSetMut("key", key)
			Expect(out.write(d.batch...)).To(Succeed())
			d.accept()
		}
		records := contents(address, "tags", 2)
		Expect(records[0].Value).To(BeNil())
		Expect(fmt.Sprintf("%s", records[0].Headers)).To(Equal("[{h 1}]"))
		Expect(records[1].Value).To(And(BeEmpty(), Not(BeNil())))
	})

	It("keeps a batch in order", func() {
		c := cluster(kfake.SeedTopics(1, "tags"))
		out := startOutput(c.ListenAddrs()[0], franzOutput)
		var want []string
		for n := range 5 {
			var batch service.MessageBatch
			for i := range 200 {
				want = append(want, fmt.Sprint(n*200+i))
				batch = append(batch, message(want[len(want)-1], "key", "k"))
			}
			Expect(out.write(batch...)).To(Succeed())
		}
		Expect(values(contents(c.ListenAddrs()[0], "tags", 1000))).To(Equal(want))
	})

	It("fails a message of 20 MB alone, and says which field allows it", func() {
		c := cluster(kfake.SeedTopics(1, "tags"))
		out := startOutput(c.ListenAddrs()[0], franzOutput)
		failed := failures(out.write(message("a"), message(strings.Repeat("x", 20<<20)), message("b")))
		Expect(failed).To(HaveLen(1))
		Expect(failed[1]).To(And(ContainSubstring("20971520 bytes"), ContainSubstring("max_message_bytes")))
		Expect(values(contents(c.ListenAddrs()[0], "tags", 2))).To(Equal([]string{"a", "b"}))
	})

	It("writes a message of 20 MB where both allow it", func() {
		c := cluster(kfake.SeedTopics(1, "tags"), kfake.BrokerConfigs(map[string]string{"message.max.bytes": "40000000"}))
		out := startOutput(c.ListenAddrs()[0], franzOutput+"  max_message_bytes: 30MiB\n  compression: none\n")
		Expect(out.write(message("a"), message(strings.Repeat("x", 20<<20)), message("b"))).To(Succeed())
		records := contents(c.ListenAddrs()[0], "tags", 3)
		Expect(records[1].Value).To(HaveLen(20 << 20))
		Expect(out.log.String()).NotTo(ContainSubstring("ERROR"))
	})

	It("fails alone what is too large for the broker only", func() {
		c := cluster(kfake.SeedTopics(1, "tags"), kfake.BrokerConfigs(map[string]string{"message.max.bytes": "2000"}))
		out := startOutput(c.ListenAddrs()[0], franzOutput+"  compression: none\n")
		failed := failures(out.write(message("a"), message(strings.Repeat("x", 4000)), message("b")))
		Expect(failed).To(HaveLen(1))
		Expect(failed[1]).To(ContainSubstring("max.message.bytes"))
		Expect(values(contents(c.ListenAddrs()[0], "tags", 2))).To(Equal([]string{"a", "b"}))
	})

	It("fails a message alone whose topic does not exist", func() {
		c := cluster(kfake.SeedTopics(1, "tags"))
		out := startOutput(c.ListenAddrs()[0], franzOutput+"  allow_auto_topic_creation: false\n")
		failed := failures(out.write(message("a"), message("b", "topic", "nowhere"), message("c")))
		Expect(failed).To(HaveLen(1))
		Expect(failed[1]).To(And(ContainSubstring(`"nowhere"`), ContainSubstring("does not exist, create it or correct its name")))
		Expect(values(contents(c.ListenAddrs()[0], "tags", 2))).To(Equal([]string{"a", "c"}))
	})

	It("fails a message alone whose partition is none", func() {
		c := cluster(kfake.SeedTopics(1, "tags"))
		out := startOutput(c.ListenAddrs()[0], franzOutput+"  partitioner: manual\n  partition: ${! @p.or(\"0\") }\n")
		failed := failures(out.write(message("a"), message("b", "p", "north")))
		Expect(failed).To(Equal(map[int]string{1: `partition: "north" is no number from 0 on`}))
	})
})
