// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"bytes"
	"slices"
	"sync"

	"github.com/twmb/franz-go/pkg/kgo"
)

// A sending is a batch on its way to the broker.
type sending struct {
	// records and errs have an entry for each message: a record is nil if the
	// message gave none.
	records []*kgo.Record
	errs    []error

	mu   sync.Mutex
	open int
	// sent is closed once every record has its result.
	sent chan struct{}
}

func newSending(messages int) *sending {
	return &sending{
		records: make([]*kgo.Record, messages),
		errs:    make([]error, messages),
		sent:    make(chan struct{}),
		open:    1,
	}
}

// finish notes the result of record i, or with -1 that all records are on their way.
func (s *sending) finish(i int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i >= 0 {
		s.errs[i] = err
	}
	if s.open--; s.open == 0 {
		close(s.sent)
	}
}

// leave keeps a batch for the WriteBatch that comes with it again.
func (w *Writer) leave(s *sending) {
	w.leftMu.Lock()
	defer w.leftMu.Unlock()
	w.left = append(w.left, s)
}

// adopt returns the batch that was left with the same records as s, or nil.
func (w *Writer) adopt(s *sending) *sending {
	w.leftMu.Lock()
	defer w.leftMu.Unlock()
	for i, former := range w.left {
		if slices.EqualFunc(former.records, s.records, sameRecord) {
			w.left = slices.Delete(w.left, i, i+1)
			return former
		}
	}
	return nil
}

// sameRecord says whether two records were made of one message: their values share
// memory, which no other message does while the first one is held, and the rest is
// equal. Their times may differ.
func sameRecord(a, b *kgo.Record) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Topic == b.Topic && bytes.Equal(a.Key, b.Key) && sameMemory(a.Value, b.Value) &&
		slices.EqualFunc(a.Headers, b.Headers, func(a, b kgo.RecordHeader) bool {
			return a.Key == b.Key && bytes.Equal(a.Value, b.Value)
		})
}

func sameMemory(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
