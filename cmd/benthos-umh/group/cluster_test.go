// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"context"
	"fmt"
	"strconv"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	partitions = 12
	// machines are the keys of the readings. Each has some hundred of them.
	machines = 500
)

// A broker has the readings that a group of processes makes tags of.
type broker struct{ *kfake.Cluster }

func startBroker() broker {
	GinkgoHelper()
	c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(partitions, "readings", "tags"))
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(c.Close)
	return broker{c}
}

func (b broker) address() string { return b.ListenAddrs()[0] }

// send sends n readings, in turn from each machine: its strokes 0, 1, 2 and so on.
func (b broker) send(n int) {
	GinkgoHelper()
	client, err := kgo.NewClient(kgo.SeedBrokers(b.address()))
	Expect(err).NotTo(HaveOccurred())
	defer client.Close()
	records := make([]*kgo.Record, n)
	for i := range records {
		machine := fmt.Sprintf("press%d", i%machines)
		records[i] = &kgo.Record{Topic: "readings", Key: []byte(machine), Value: fmt.Appendf(nil, `{"machine":%q,"stroke":%d,"time":%d}`, machine, i/machines, 1773295200000+i)}
	}
	Expect(client.ProduceSync(context.Background(), records...).FirstErr()).To(Succeed())
}

// tagged is how many tags there are.
func (b broker) tagged() (n int) {
	for _, p := range b.PartitionInfos("tags") {
		n += int(p.HighWatermark)
	}
	return n
}

// A tag is one that a process wrote.
type tag struct {
	topic, process string
	stroke         int
	from           place
	at             time.Time // when it was sent
}

// tags are all tags, each partition in its order.
func (b broker) tags() (tags []tag) {
	GinkgoHelper()
	client, err := kgo.NewClient(kgo.SeedBrokers(b.address()), kgo.ConsumeTopics("tags"))
	Expect(err).NotTo(HaveOccurred())
	defer client.Close()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	for want := b.tagged(); len(tags) < want; {
		fetches := client.PollFetches(ctx)
		Expect(fetches.Err()).NotTo(HaveOccurred())
		fetches.EachRecord(func(r *kgo.Record) { tags = append(tags, newTag(r)) })
	}
	return tags
}

func newTag(r *kgo.Record) tag {
	t := tag{topic: string(r.Key), at: r.Timestamp}
	var time int64
	_, err := fmt.Sscanf(string(r.Value), `{"timestamp_ms":%d,"value":%d}`, &time, &t.stroke)
	Expect(err).NotTo(HaveOccurred(), "%s", r.Value)
	for _, h := range r.Headers {
		switch value := string(h.Value); h.Key {
		case "process":
			t.process = value
		case "kafka_partition":
			n, err := strconv.ParseInt(value, 10, 32)
			Expect(err).NotTo(HaveOccurred())
			t.from.partition = int32(n)
		case "kafka_offset":
			t.from.offset, err = strconv.ParseInt(value, 10, 64)
			Expect(err).NotTo(HaveOccurred())
		}
	}
	return t
}

// committed is where the next process goes on, by partition.
func (b broker) committed() map[int32]int64 {
	offsets := map[int32]int64{}
	for partition, commit := range b.GroupInfo("tags").Commits["readings"] {
		offsets[partition] = commit.Offset
	}
	return offsets
}

// done is how many readings are committed.
func (b broker) done() (n int) {
	for _, offset := range b.committed() {
		n += int(offset)
	}
	return n
}

// waitForGroup waits until the processes share the partitions.
func (b broker) waitForGroup(processes int) {
	GinkgoHelper()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	_, err := b.WaitGroupInfo(ctx, "tags", func(g *kfake.GroupInfo) bool {
		if g == nil || g.State != "Stable" || len(g.Members) != processes || g.NumAssigned() != partitions {
			return false
		}
		for _, m := range g.Members {
			if m.NumAssigned() != partitions/processes {
				return false
			}
		}
		return true
	})
	Expect(err).NotTo(HaveOccurred())
}
