// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"context"
	"sync"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kgo"
)

// A source names a partition.
type source struct {
	topic     string
	partition int32
}

// A fetched record waits for its turn, with the lag it was fetched with.
type fetched struct {
	record *kgo.Record
	lag    int64
}

// A partition holds what was fetched of one partition and how far it is done, from
// its first records to the time it is taken away. The mutex of the Reader guards
// all of it but the batcher and ripe.
type partition struct {
	source
	queue      []fetched
	queueBytes int
	paused     bool
	checkpoint checkpoint
	committed  kgo.EpochOffset
	// revoked is set once no further batch may be handed out, gone once even late
	// acknowledgements no longer count.
	revoked, gone bool
	// open is the span of what the batcher holds, due the time it is flushed at.
	open *span
	due  time.Time

	batcherMu sync.Mutex
	// batcher is nil without a batch policy, and once the partition is gone. ripe is
	// set while it holds a whole batch, which waits for the limit.
	batcher *service.Batcher
	ripe    bool
}

func (p *partition) push(f fetched) {
	p.queue = append(p.queue, f)
	p.queueBytes += recordBytes(f.record)
}

// mayTake says whether a record waits that may still be handed out.
func (p *partition) mayTake() bool {
	return !p.revoked && len(p.queue) > 0
}

func (p *partition) pop() fetched {
	f := p.queue[0]
	p.queue[0] = fetched{}
	p.queue = p.queue[1:]
	p.queueBytes -= recordBytes(f.record)
	if len(p.queue) == 0 {
		p.queue = nil
	}
	return f
}

// uncommitted is the offset to commit, if it is a new one.
func (p *partition) uncommitted() (kgo.EpochOffset, bool) {
	return p.checkpoint.next, p.checkpoint.set && p.checkpoint.next != p.committed
}

// revoke ends what may still be handed out. What is in flight remains.
func (p *partition) revoke() {
	p.revoked = true
	p.queue, p.queueBytes = nil, 0
	if p.open != nil {
		p.checkpoint.abandon(p.open)
		p.open = nil
	}
}

func (p *partition) closeBatcher(ctx context.Context) {
	p.batcherMu.Lock()
	defer p.batcherMu.Unlock()
	if p.batcher != nil {
		_ = p.batcher.Close(ctx)
		p.batcher = nil
	}
}

func recordBytes(r *kgo.Record) int {
	n := len(r.Key) + len(r.Value)
	for _, h := range r.Headers {
		n += len(h.Key) + len(h.Value)
	}
	return n
}
