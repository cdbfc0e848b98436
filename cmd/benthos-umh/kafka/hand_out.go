// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"context"
	"errors"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// ReadBatch returns the next batch of the partition whose turn it is.
func (r *Reader) ReadBatch(ctx context.Context) (service.MessageBatch, service.AckFunc, error) {
	r.readMu.Lock()
	defer r.readMu.Unlock()
	for {
		lost := r.link.lostSignal()
		batch, ack, due := r.next(ctx)
		if len(batch) > 0 {
			return batch, ack, nil
		}
		var timer <-chan time.Time
		if !due.IsZero() {
			timer = time.After(time.Until(due))
		}
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-r.closing:
			return nil, nil, service.ErrEndOfInput
		case <-lost:
			return nil, nil, service.ErrNotConnected
		case <-r.wake:
		case <-timer:
		}
	}
}

// next asks each partition once, in turn. Without a batch it says when the first of
// them is due.
func (r *Reader) next(ctx context.Context) (service.MessageBatch, service.AckFunc, time.Time) {
	r.mu.Lock()
	order := r.order
	r.mu.Unlock()
	var due time.Time
	for range order {
		p := order[r.turn%len(order)]
		r.turn++
		batch, span, partitionDue := r.collect(ctx, p)
		if len(batch) > 0 {
			return batch, r.ackFunc(p, span), time.Time{}
		}
		if span != nil {
			// The processors of the batch policy left nothing.
			r.resolve(p, span)
		}
		if due.IsZero() || !partitionDue.IsZero() && partitionDue.Before(due) {
			due = partitionDue
		}
	}
	return nil, nil, due
}

// collect makes the next batch of a partition, if it can.
func (r *Reader) collect(ctx context.Context, p *partition) (service.MessageBatch, *span, time.Time) {
	if !r.conf.Policy.IsNoop() {
		return r.collectByPolicy(ctx, p)
	}
	records, span := r.take(p)
	batch := make(service.MessageBatch, len(records))
	for i, f := range records {
		batch[i] = r.conf.Message(f.record, f.lag)
	}
	return batch, span, time.Time{}
}

// take puts the next records of a partition in flight as one span.
func (r *Reader) take(p *partition) (records []fetched, s *span) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.conf.Ordered && p.checkpoint.records > 0 {
		return nil, nil
	}
	bytes := 0
	for p.mayTake() && p.checkpoint.records < r.conf.Limit && (r.conf.BatchRecords <= 0 || len(records) < r.conf.BatchRecords) {
		size := recordBytes(p.queue[0].record)
		if s != nil && r.conf.BatchBytes > 0 && bytes+size > r.conf.BatchBytes {
			break
		}
		f, wanted := r.pop(p)
		if !wanted {
			continue
		}
		if s == nil {
			s = p.checkpoint.open()
		}
		p.checkpoint.grow(s, f.record)
		records = append(records, f)
		bytes += size
	}
	return records, s
}

// pop takes the next record of a partition and says whether it is wanted. It needs mu.
func (r *Reader) pop(p *partition) (f fetched, wanted bool) {
	wasFull := r.full()
	f = p.pop()
	r.queued -= recordBytes(f.record)
	if wasFull && !r.full() {
		signal(r.room)
	}
	if p.paused && p.queueBytes <= r.conf.BufferBytes {
		p.paused = false
		r.client.ResumeFetchPartitions(map[string][]int32{p.topic: {p.source.partition}})
	}
	if r.conf.Keep != nil && !r.conf.Keep(f.record) {
		p.checkpoint.skip(f.record)
		return fetched{}, false
	}
	return f, true
}

// collectByPolicy fills the batcher of a partition until its policy says so or its
// period is over, and flushes it as soon as the limit lets the batch out.
func (r *Reader) collectByPolicy(ctx context.Context, p *partition) (service.MessageBatch, *span, time.Time) {
	p.batcherMu.Lock()
	defer p.batcherMu.Unlock()
	if p.batcher == nil {
		return nil, nil, time.Time{}
	}
	p.ripe = p.ripe || r.periodIsOver(p)
	for !p.ripe {
		f, ok := r.takeForBatcher(p)
		if !ok {
			break
		}
		p.ripe = p.batcher.Add(r.conf.Message(f.record, f.lag))
	}
	r.mu.Lock()
	due, fits := p.due, r.openFits(p)
	r.mu.Unlock()
	switch {
	case !p.ripe:
		return nil, nil, due
	case !fits:
		return nil, nil, time.Time{} // the next acknowledgement wakes ReadBatch
	}
	return r.flush(ctx, p)
}

func (r *Reader) periodIsOver(p *partition) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !p.due.IsZero() && !time.Now().Before(p.due)
}

// openFits says whether what the batcher holds may be handed out: within the limit, or
// alone. The policy decides how large a batch is. It needs mu.
func (r *Reader) openFits(p *partition) bool {
	if p.open == nil {
		return false
	}
	return p.checkpoint.records == p.open.records || p.checkpoint.records <= r.conf.Limit
}

func (r *Reader) takeForBatcher(p *partition) (fetched, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for p.mayTake() {
		f, wanted := r.pop(p)
		if !wanted {
			continue
		}
		if p.open == nil {
			p.open = p.checkpoint.open()
			if r.period > 0 {
				p.due = time.Now().Add(r.period)
			}
		}
		p.checkpoint.grow(p.open, f.record)
		return f, true
	}
	return fetched{}, false
}

// flush needs batcherMu.
func (r *Reader) flush(ctx context.Context, p *partition) (service.MessageBatch, *span, time.Time) {
	r.mu.Lock()
	s := p.open
	p.open, p.due = nil, time.Time{}
	r.mu.Unlock()
	p.ripe = false
	if s == nil {
		return nil, nil, time.Time{}
	}
	batch, err := p.batcher.Flush(ctx)
	if err != nil {
		// The process ends, as a rule. What was in the batch stays in flight: it is not
		// committed, and read again by the next one.
		r.log.Errorf("%s: batching: %v", r.conf.Name, err)
		return nil, nil, time.Time{}
	}
	return batch, s, time.Time{}
}

// ackFunc resolves the span. A message that the config lets go after a rejection
// (auto_replay_nacks: false) is done with as well; one that was only interrupted by
// the end of the process is not, and is read again by the next one.
func (r *Reader) ackFunc(p *partition, s *span) service.AckFunc {
	return func(_ context.Context, err error) error {
		if errors.Is(err, context.Canceled) {
			return nil
		}
		r.resolve(p, s)
		return nil
	}
}

func (r *Reader) resolve(p *partition, s *span) {
	r.mu.Lock()
	if !p.gone {
		p.checkpoint.resolve(s)
	}
	r.mu.Unlock()
	signal(r.settled)
	signal(r.wake)
}
