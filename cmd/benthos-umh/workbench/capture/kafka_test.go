// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package capture_test

import (
	"context"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

// A cluster is a Kafka broker with a topic of one partition.
type cluster struct {
	*kfake.Cluster
	topic string
}

func startCluster(topic string) cluster {
	GinkgoHelper()
	c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, topic))
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(c.Close)
	return cluster{c, topic}
}

func (c cluster) client(opts ...kgo.Opt) *kgo.Client {
	GinkgoHelper()
	client, err := kgo.NewClient(append(opts, kgo.SeedBrokers(c.ListenAddrs()...))...)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(client.Close)
	return client
}

// write writes records with a key, numbered.
func (c cluster) write(key string, from, to int) {
	GinkgoHelper()
	client := c.client()
	for i := from; i < to; i++ {
		Expect(client.ProduceSync(context.Background(), &kgo.Record{Topic: c.topic, Key: []byte(key), Value: []byte(fmt.Sprint(i))}).FirstErr()).To(Succeed())
	}
}

// join is a member of a group that has read and committed what there is.
func (c cluster) join(group string) {
	GinkgoHelper()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	client := c.client(kgo.ConsumerGroup(group), kgo.ConsumeTopics(c.topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.DisableAutoCommit())
	Expect(client.PollRecords(ctx, 3).Err()).To(Succeed())
	Expect(client.CommitUncommittedOffsets(ctx)).To(Succeed())
}

// group is the state of the groups: members, and offsets.
func (c cluster) groups() string {
	GinkgoHelper()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	admin := kadm.NewClient(c.client())
	groups, err := admin.DescribeGroups(ctx)
	Expect(err).NotTo(HaveOccurred())
	text := ""
	for _, g := range groups.Sorted() {
		offsets, err := admin.FetchOffsets(ctx, g.Group)
		Expect(err).NotTo(HaveOccurred())
		text += fmt.Sprintln(g.Group, g.State)
		for _, m := range g.Members {
			text += fmt.Sprintln(" ", m.MemberID)
		}
		for _, o := range offsets.Sorted() {
			text += fmt.Sprintln(" ", o.Topic, o.Partition, o.At)
		}
	}
	return text
}

var _ = Describe("an input from Kafka", func() {
	DescribeTable("leaves the group of the running line alone, and begins with the newest messages",
		func(topic, config string) {
			c := startCluster(topic)
			c.write("umh.v1.acme._raw.a", 0, 5)
			c.join("plant")
			before := c.groups()
			Expect(before).To(And(ContainSubstring("plant Stable"), ContainSubstring(topic+" 0 ")))

			messages, err := take(fmt.Sprintf(config, c.ListenAddrs()[0]), "input", 3)
			Expect(err).NotTo(HaveOccurred())
			Expect(texts(messages)).To(Equal([]string{"2", "3", "4"}))
			kafkaTopic, _ := messages[0].MetaGetMut("kafka_topic")
			Expect(kafkaTopic).To(Equal(topic))
			Expect(c.groups()).To(Equal(before))
		},
		Entry("kafka_franz", "readings", "input: { kafka_franz: { seed_brokers: [ %s ], topics: [ readings ], consumer_group: plant, instance_id: press, start_offset: committed } }"),
		Entry("kafka_franz with a batch policy", "readings", "input: { kafka_franz: { seed_brokers: [ %s ], topics: [ readings ], consumer_group: plant, batching: { count: 1000 } } }"),
		Entry("kafka_franz without a group", "readings", "input: { kafka_franz: { seed_brokers: [ %s ], topics: [ readings:0 ] } }"),
		Entry("redpanda", "readings", "input: { redpanda: { seed_brokers: [ %s ], topics: [ readings ], consumer_group: plant } }"),
	)

	It("uns looks through the newest thousand for its topics, in no group either", func() {
		c := startCluster("umh.messages")
		c.write("umh.v1.acme._raw.a", 0, 5)
		c.write("umh.v1.other._raw.a", 5, 10)
		c.join("plant")
		before := c.groups()
		messages, err := take(fmt.Sprintf("input: { uns: { broker_address: '%s', consumer_group: plant, umh_topic: acme } }", c.ListenAddrs()[0]), "input", 5)
		Expect(err).NotTo(HaveOccurred())
		Expect(texts(messages)).To(Equal([]string{"0", "1", "2", "3", "4"}))
		topic, _ := messages[0].MetaGetMut("umh_topic")
		Expect(topic).To(Equal("umh.v1.acme._raw.a"))
		Expect(c.groups()).To(Equal(before))
	})

	It("says at once that the broker is not there", func() {
		_, err := take(fmt.Sprintf("input: { uns: { broker_address: '127.0.0.1:%d' } }", peertest.FreePort(GinkgoT())), "input", 1)
		Expect(err).To(MatchError(And(ContainSubstring("Failed to connect to uns"), ContainSubstring("connection refused"))))
	})

	It("ends with the context, for its reason", func() {
		c := startCluster("readings")
		ctx, cancel := context.WithCancelCause(context.Background())
		done := make(chan error, 1)
		go func() {
			defer GinkgoRecover()
			done <- captureWith(ctx, fmt.Sprintf("input: { kafka_franz: { seed_brokers: [ %s ], topics: [ readings ] } }", c.ListenAddrs()[0]))
		}()
		cancel(fmt.Errorf("the page went away"))
		Eventually(done).Should(Receive(MatchError("the page went away")))
	})
})
