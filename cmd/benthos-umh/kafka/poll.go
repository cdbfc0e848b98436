// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"context"
	"errors"
	"strconv"

	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	// pollRecords bounds how long a rebalance waits for a poll to be stored.
	pollRecords = 10_000
	// pauseAt times BufferBytes a partition is paused: it is far behind the others.
	// A paused partition costs what was fetched ahead, so that is the exception; as
	// a rule the client is not polled, and fetches no more.
	pauseAt = 4
)

// poll moves what is fetched into the queues of the partitions.
func (r *Reader) poll(ctx context.Context, client *kgo.Client) {
	for r.waitForRoom(ctx) {
		fetches := client.PollRecords(ctx, pollRecords)
		if ctx.Err() == nil && !fetches.IsClientClosed() {
			r.receive(client, fetches)
		}
		client.AllowRebalance()
		if fetches.IsClientClosed() {
			return
		}
		signal(r.wake)
	}
}

func (r *Reader) waitForRoom(ctx context.Context) bool {
	for {
		if ctx.Err() != nil {
			return false
		}
		r.mu.Lock()
		full := r.full()
		r.mu.Unlock()
		if !full {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-r.room:
		}
	}
}

// full needs mu.
func (r *Reader) full() bool {
	return r.queued >= r.conf.BufferBytes*max(1, len(r.order))
}

func (r *Reader) receive(client *kgo.Client, fetches kgo.Fetches) {
	fetches.EachPartition(func(f kgo.FetchTopicPartition) {
		at := source{f.Topic, f.Partition}
		r.tellFetch(at, f.Err)
		if len(f.Records) == 0 {
			return
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		p, err := r.partition(at)
		if err != nil {
			r.log.Errorf("%s: batching: %v", r.conf.Name, err)
			return
		}
		for _, record := range f.Records {
			p.push(fetched{record: record, lag: max(0, f.HighWatermark-record.Offset-1)})
			r.queued += recordBytes(record)
		}
		last := f.Records[len(f.Records)-1]
		r.lag.Set(max(0, f.HighWatermark-last.Offset-1), f.Topic, strconv.Itoa(int(at.partition)))
		if !p.paused && p.queueBytes > pauseAt*r.conf.BufferBytes {
			p.paused = true
			client.PauseFetchPartitions(map[string][]int32{at.topic: {at.partition}})
		}
	})
}

// partition returns the partition, which begins with its first records. It needs mu.
func (r *Reader) partition(at source) (*partition, error) {
	if p := r.partitions[at]; p != nil {
		return p, nil
	}
	p := &partition{source: at}
	if !r.conf.Policy.IsNoop() {
		var err error
		if p.batcher, err = r.conf.Policy.NewBatcher(r.res); err != nil {
			return nil, err
		}
	}
	r.partitions[at] = p
	r.order = append(r.order, p)
	return p, nil
}

// tellFetch logs why a partition cannot be read, once per reason.
func (r *Reader) tellFetch(at source, err error) {
	if err == nil {
		if r.fetchTold[at] != "" {
			delete(r.fetchTold, at)
		}
		return
	}
	var group *kgo.ErrGroupSession // the membership tells
	if errors.Is(err, context.Canceled) || errors.As(err, &group) || r.fetchTold[at] == err.Error() {
		return
	}
	r.fetchTold[at] = err.Error()
	if at.partition < 0 || at.topic == "" {
		r.log.Errorf("%s cannot read: %v", r.conf.Name, r.conf.Connection.explain(err))
		return
	}
	r.log.Errorf("%s cannot read partition %d of topic %s: %v", r.conf.Name, at.partition, at.topic, r.conf.Connection.explain(err))
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
