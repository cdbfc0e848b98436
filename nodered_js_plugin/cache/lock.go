// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package cache

import (
	"context"
	"hash/maphash"
	"sync/atomic"

	"golang.org/x/sync/semaphore"
)

// A lock is held whole by one, or in part by many. Waiting for it ends with a
// context, and any goroutine may give it back.
type lock struct {
	one, whole share
	waiting    atomic.Int32
}

// A share is what is held of a lock.
type share struct {
	of *semaphore.Weighted
	n  int64
	// waiting is how many wait for a share of the same lock.
	waiting *atomic.Int32
}

// acquire waits for the share, until ctx ends.
func (s *share) acquire(ctx context.Context) error {
	s.waiting.Add(1)
	defer s.waiting.Add(-1)
	return s.of.Acquire(ctx, s.n)
}

// wholeLock is how many may hold a part at a time.
const wholeLock = 1 << 30

func newLock() *lock {
	s := semaphore.NewWeighted(wholeLock)
	l := &lock{}
	l.one, l.whole = share{s, 1, &l.waiting}, share{s, wholeLock, &l.waiting}
	return l
}

func (l *lock) some() *share { return &l.one }
func (l *lock) all() *share  { return &l.whole }

// awaited reports whether somebody waits.
func (l *lock) awaited() bool { return l.waiting.Load() > 0 }

// resourceLocks are the locks of one cache resource of a process.
type resourceLocks struct {
	writers *lock
	seed    maphash.Seed
	// keys: one call that writes a key, or several that read it, are under way at a
	// time. A resource need not see to that itself: file writes in place, so that
	// readers see half of a value and two writers leave a mixture.
	keys [64]*lock
}

func newResourceLocks() *resourceLocks {
	l := &resourceLocks{writers: newLock(), seed: maphash.MakeSeed()}
	for i := range l.keys {
		l.keys[i] = newLock()
	}
	return l
}

// key is the lock of a key; several keys share one.
func (l *resourceLocks) key(key string) *lock {
	return l.keys[maphash.String(l.seed, key)%uint64(len(l.keys))]
}
