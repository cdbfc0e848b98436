// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"context"
	"fmt"
	"testing"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	partitions = 12
	// machines are the keys of the readings. Each has so many of them that two batches
	// of a partition have the same machines.
	machines = 100
)

// A broker has the readings that a group of processes makes tags of.
type broker struct {
	*kfake.Cluster
	t testing.TB
}

func startBroker(t testing.TB) broker {
	t.Helper()
	c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(partitions, "readings", "tags"))
	must(t, err)
	t.Cleanup(c.Close)
	return broker{c, t}
}

func (b broker) address() string { return b.ListenAddrs()[0] }

func (b broker) client(opts ...kgo.Opt) *kgo.Client {
	b.t.Helper()
	client, err := kgo.NewClient(append(opts, kgo.SeedBrokers(b.address()))...)
	must(b.t, err)
	return client
}

// reading is reading i of all: the machines take turns, and each counts its strokes
// from 0 on.
func reading(i int) (machine string, value []byte) {
	machine = fmt.Sprintf("press%d", i%machines)
	return machine, fmt.Appendf(nil, `{"machine":%q,"stroke":%d,"time":%d}`, machine, i/machines, 1773295200000+i)
}

// strokes is how many of n readings each machine has.
func strokes(n int) map[string]int {
	counts := map[string]int{}
	for i := range machines {
		counts[fmt.Sprintf("press%d", i)] = (n + machines - 1 - i) / machines
	}
	return counts
}

// send sends n readings.
func (b broker) send(n int) {
	b.t.Helper()
	client := b.client()
	defer client.Close()
	b.produce(client, n)
}

func (b broker) produce(client *kgo.Client, n int) {
	b.t.Helper()
	records := make([]*kgo.Record, n)
	for i := range records {
		machine, value := reading(i)
		records[i] = &kgo.Record{Topic: "readings", Key: []byte(machine), Value: value}
	}
	must(b.t, client.ProduceSync(context.Background(), records...).FirstErr())
}

// tagged is how many tags there are.
func (b broker) tagged() (n int) {
	for _, p := range b.PartitionInfos("tags") {
		n += int(p.HighWatermark)
	}
	return n
}

// tags are all tags, each partition in its order.
func (b broker) tags() (tags []tag) {
	b.t.Helper()
	client := b.client(kgo.ConsumeTopics("tags"))
	defer client.Close()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	for want := b.tagged(); len(tags) < want; {
		fetches := client.PollFetches(ctx)
		must(b.t, fetches.Err())
		fetches.EachRecord(func(r *kgo.Record) {
			t, err := newTag(r)
			must(b.t, err)
			tags = append(tags, t)
		})
	}
	return tags
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
	b.t.Helper()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	_, err := b.WaitGroupInfo(ctx, "tags", func(g *kfake.GroupInfo) bool {
		if g == nil || g.State != "Stable" || len(g.Members) != processes {
			return false
		}
		for _, m := range g.Members {
			if m.NumAssigned() != partitions/processes {
				return false
			}
		}
		return true
	})
	must(b.t, err)
}
