// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"context"
	"slices"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// commitTimeout bounds a commit; one that fails is tried again at the next period.
const commitTimeout = 10 * time.Second

// onRevoked runs while the group waits for this member to give partitions away.
// What is in flight gets half of the rebalance timeout to end: the other half is
// left for the commit. What comes later is read again by the next owner.
func (r *Reader) onRevoked(ctx context.Context, client *kgo.Client, revoked map[string][]int32) {
	going := r.revoke(revoked)
	if len(going) == 0 {
		return
	}
	deadline := time.NewTimer(r.conf.RebalanceTimeout / 2)
	defer deadline.Stop()
	for r.anyInFlight(going) {
		select {
		case <-r.settled:
			continue
		case <-r.closing:
		case <-deadline.C:
			r.log.Warnf("%s gives partitions away with messages in flight, they are read again", r.conf.Name)
		}
		break
	}
	ctx, done := context.WithTimeout(ctx, min(commitTimeout, r.conf.RebalanceTimeout/4))
	defer done()
	r.commit(ctx, client, going)
	r.forget(ctx, client, going)
}

// onLost runs after the group has thrown this member out: nothing can be committed.
func (r *Reader) onLost(ctx context.Context, client *kgo.Client, lost map[string][]int32) {
	r.forget(ctx, client, r.revoke(lost))
}

func (r *Reader) revoke(sources map[string][]int32) (going []*partition) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for topic, numbers := range sources {
		for _, number := range numbers {
			if p := r.partitions[source{topic, number}]; p != nil {
				r.queued -= p.queueBytes
				p.revoke()
				going = append(going, p)
			}
		}
	}
	signal(r.room)
	return going
}

func (r *Reader) anyInFlight(partitions []*partition) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(partitions, func(p *partition) bool { return p.checkpoint.records > 0 })
}

// forget makes later acknowledgements count for nothing.
func (r *Reader) forget(ctx context.Context, client *kgo.Client, going []*partition) {
	if len(going) == 0 {
		return
	}
	r.mu.Lock()
	for _, p := range going {
		p.gone = true
		delete(r.partitions, p.source)
		if p.paused {
			client.ResumeFetchPartitions(map[string][]int32{p.topic: {p.source.partition}})
		}
	}
	// A new slice: ReadBatch may be looking at the old one.
	r.order = slices.DeleteFunc(slices.Clone(r.order), func(p *partition) bool { return p.gone })
	r.mu.Unlock()
	for _, p := range going {
		p.closeBatcher(ctx)
	}
}

func (r *Reader) commitLoop(ctx context.Context, client *kgo.Client) {
	ticker := time.NewTicker(r.conf.CommitPeriod)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		func() {
			ctx, done := context.WithTimeout(ctx, commitTimeout)
			defer done()
			r.commit(ctx, client, nil)
		}()
	}
}

// commit commits what is acknowledged of some partitions, nil for all. A failure is
// logged once per reason.
func (r *Reader) commit(ctx context.Context, client *kgo.Client, of []*partition) {
	r.commitMu.Lock()
	defer r.commitMu.Unlock()
	r.mu.Lock()
	if of == nil {
		of = r.order
	}
	offsets := map[string]map[int32]kgo.EpochOffset{}
	for _, p := range of {
		if offset, isNew := p.uncommitted(); isNew && !p.gone {
			if offsets[p.topic] == nil {
				offsets[p.topic] = map[int32]kgo.EpochOffset{}
			}
			offsets[p.topic][p.source.partition] = offset
		}
	}
	r.mu.Unlock()
	if len(offsets) == 0 {
		return
	}
	var failure error
	client.CommitOffsetsSync(ctx, offsets, func(_ *kgo.Client, _ *kmsg.OffsetCommitRequest, resp *kmsg.OffsetCommitResponse, err error) {
		failure = err
		if err == nil {
			failure = r.confirm(of, offsets, resp)
		}
	})
	if failure == nil {
		r.commitFailure = ""
	} else if r.commitFailure != failure.Error() && ctx.Err() == nil {
		r.commitFailure = failure.Error()
		r.log.Warnf("%s cannot commit to group %s, and tries again: %v", r.conf.Name, r.conf.Group, r.conf.Connection.explain(failure))
	}
}

// confirm notes which offsets the broker took. It returns the first refusal.
func (r *Reader) confirm(of []*partition, offsets map[string]map[int32]kgo.EpochOffset, resp *kmsg.OffsetCommitResponse) (refusal error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	refused := map[source]bool{}
	for _, topic := range resp.Topics {
		for _, p := range topic.Partitions {
			if err := kerr.ErrorForCode(p.ErrorCode); err != nil {
				refused[source{topic.Topic, p.Partition}] = true
				refusal = err
			}
		}
	}
	for _, p := range of {
		if offset, sent := offsets[p.topic][p.source.partition]; sent && !refused[p.source] {
			p.committed = offset
		}
	}
	return refusal
}
