// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package uns_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"go.uber.org/goleak"

	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/uns"
)

func TestUNS(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "uns")
}

const patience = 30 * time.Second

var _ = BeforeEach(func() {
	before := goleak.IgnoreCurrent()
	DeferCleanup(func() {
		Eventually(func() error { return goleak.Find(before) }, patience).Should(Succeed(), "goroutines outlive Close")
	})
})

func cluster() (c *kfake.Cluster, address string) {
	GinkgoHelper()
	c, err := kfake.NewCluster(kfake.NumBrokers(1))
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(c.Close)
	return c, c.ListenAddrs()[0]
}

func build(add func(*service.ResourceBuilder) error) *service.Resources {
	GinkgoHelper()
	b := service.NewResourceBuilder()
	Expect(add(b)).To(Succeed())
	res, closeAll, err := b.Build()
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(func(ctx context.Context) { Expect(closeAll(ctx)).To(Succeed()) }, NodeTimeout(patience))
	return res
}

func write(res *service.Resources, batch ...*service.Message) (err error) {
	GinkgoHelper()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	Expect(res.AccessOutput(ctx, "out", func(o *service.ResourceOutput) { err = o.WriteBatch(ctx, batch) })).To(Succeed())
	return err
}

func read(res *service.Resources) (batch service.MessageBatch, ack service.AckFunc) {
	GinkgoHelper()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	var err error
	Expect(res.AccessInput(ctx, "in", func(i *service.ResourceInput) { batch, ack, err = i.ReadBatch(ctx) })).To(Succeed())
	Expect(err).NotTo(HaveOccurred())
	return batch, ack
}

func tag(topic, value string) *service.Message {
	msg := service.NewMessage([]byte(value))
	if topic != "" {
		msg.MetaSetMut("umh_topic", topic)
	}
	msg.MetaSetMut("unit", "C")
	msg.MetaSetMut("kafka_topic", "readings")
	return msg
}

var _ = Describe("uns", func() {
	It("writes tags to umh.messages, which it creates, and reads those that match", func() {
		c, address := cluster()
		out := build(func(b *service.ResourceBuilder) error {
			return b.AddOutputYAML("label: out\nuns: { broker_address: '" + address + "', bridged_by: edge-7 }")
		})
		Expect(write(out, tag("umh.v1.acme.linz._raw.temp", "1"), tag("umh.v1.acme.graz._raw.tëmp 2", "2"))).To(Succeed())
		Expect(c.PartitionInfos("umh.messages")).To(HaveLen(1))
		Expect(*c.TopicInfo("umh.messages").Configs["cleanup.policy"]).To(Equal("compact,delete"))

		in := build(func(b *service.ResourceBuilder) error {
			return b.AddInputYAML(`{ label: in, uns: { broker_address: '` + address + `', umh_topics: [ '\.wien\.', '\.graz\.' ] } }`)
		})
		batch, ack := read(in)
		Expect(batch).To(HaveLen(1))
		meta := map[string]string{}
		Expect(batch[0].MetaWalk(func(key, value string) error { meta[key] = value; return nil })).To(Succeed())
		Expect(meta).To(HaveKey("kafka_timestamp_ms"))
		delete(meta, "kafka_timestamp_ms")
		Expect(meta).To(Equal(map[string]string{
			"umh_topic": "umh.v1.acme.graz._raw.t_mp_2", "kafka_msg_key": "umh.v1.acme.graz._raw.t_mp_2",
			"kafka_topic": "umh.messages", "unit": "C", "bridged_by": "edge-7",
		}))
		Expect(ack(context.Background(), nil)).To(Succeed())
		// What does not match is passed over, and committed with the rest.
		Eventually(func() int64 {
			return c.GroupInfo("uns_plugin").Commits["umh.messages"][0].Offset
		}, patience).Should(BeEquivalentTo(2))
	})

	It("fails a message without a valid umh_topic alone, and names the key", func() {
		_, address := cluster()
		out := build(func(b *service.ResourceBuilder) error {
			return b.AddOutputYAML("label: out\nuns: { broker_address: '" + address + "' }")
		})
		Expect(write(out, tag("umh.v1.acme._raw.a", "1"), tag("", "2"), tag("umh.v1.acme._raw.b", "4"))).
			To(MatchError(ContainSubstring("the metadata key umh_topic is missing")))
		Expect(write(out, tag("acme/linz", "3"))).To(MatchError(ContainSubstring("does not start with umh.v1.")))

		reader, err := kgo.NewClient(kgo.SeedBrokers(address), kgo.ConsumeTopics("umh.messages"))
		Expect(err).NotTo(HaveOccurred())
		defer reader.Close()
		var values []string
		Eventually(func() []string {
			ctx, done := context.WithTimeout(context.Background(), time.Second)
			defer done()
			for _, r := range reader.PollFetches(ctx).Records() {
				values = append(values, fmt.Sprintf("%s=%s", r.Key, r.Value))
			}
			return values
		}, patience).Should(Equal([]string{"umh.v1.acme._raw.a=1", "umh.v1.acme._raw.b=4"}))
	})

	It("commits nothing of a batch that was not acknowledged as a whole", func() {
		c, address := cluster()
		out := build(func(b *service.ResourceBuilder) error {
			return b.AddOutputYAML("label: out\nuns: { broker_address: '" + address + "' }")
		})
		Expect(write(out, tag("umh.v1.acme._raw.a", "1"), tag("umh.v1.acme._raw.a", "2"))).To(Succeed())
		in := build(func(b *service.ResourceBuilder) error {
			return b.AddInputYAML(`{ label: in, uns: { broker_address: '` + address + `' } }`)
		})
		batch, ack := read(in)
		Expect(ack(context.Background(), errors.New("full"))).To(Succeed())
		again, ack := read(in)
		Expect(again).To(HaveLen(len(batch)))
		Expect(c.GroupInfo("uns_plugin").Commits).To(BeEmpty())
		Expect(ack(context.Background(), nil)).To(Succeed())
	})

	It("takes the former name of umh_topic", func() {
		_, address := cluster()
		out := build(func(b *service.ResourceBuilder) error {
			return b.AddOutputYAML("label: out\nuns: { broker_address: '" + address + "' }")
		})
		Expect(write(out, tag("umh.v1.acme.linz._raw.a", "1"), tag("umh.v1.acme.graz._raw.a", "2"))).To(Succeed())
		in := build(func(b *service.ResourceBuilder) error {
			return b.AddInputYAML(`{ label: in, uns: { broker_address: '` + address + `', topic: '\.graz\.' } }`)
		})
		batch, ack := read(in)
		Expect(batch).To(HaveLen(1))
		Expect(batch[0].AsBytes()).To(BeEquivalentTo("2"))
		Expect(ack(context.Background(), nil)).To(Succeed())
	})

	DescribeTable("refuses", func(config, want string) {
		b := service.NewResourceBuilder()
		Expect(b.AddInputYAML("{ label: in, uns: { " + config + " } }")).To(Succeed())
		res, closeAll, err := b.Build()
		if err == nil {
			err = res.AccessInput(context.Background(), "in", func(*service.ResourceInput) {})
			Expect(closeAll(context.Background())).To(Succeed())
		}
		Expect(err).To(MatchError(ContainSubstring(want)))
	},
		Entry("both fields of patterns", "umh_topic: a, umh_topics: [ b ]", "exclude each other"),
		Entry("both names of a pattern", "umh_topic: a, topic: b", "topic is the former name of umh_topic"),
		Entry("a pattern that is none", "umh_topic: '('", "missing closing"),
		Entry("no group", "consumer_group: ''", "consumer_group"),
	)
})
