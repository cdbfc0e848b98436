// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package cache

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// A store keeps JSON texts under keys. Any number of goroutines may use it at the
// same time; each call is atomic on its own.
type store interface {
	// get gives the text under key, and whether there is one.
	get(ctx context.Context, key string) (json string, ok bool, err error)
	// set and remove begin nothing once ctx has ended. It is no error to remove a key
	// that is not there.
	set(ctx context.Context, key, json string) error
	remove(ctx context.Context, key string) error
}

// A Cache is what the scripts of one processor see as the global cache.
type Cache struct {
	store store
	// memory is the store, where it is one in memory.
	memory *memory
	// writers: an update holds it whole, a set or delete one part, so that an update
	// sees no other write between its reading and its writing.
	writers *lock
	// keyLock is the lock of a key, held for a single call of the store; nil where the
	// store keeps calls apart itself.
	keyLock func(key string) *lock
	// UnreadableMissing: a stored value that is no JSON counts as a missing key, for
	// whoever reads the JSON. Set before the first Session.
	UnreadableMissing bool

	used         atomic.Bool
	hits, misses atomic.Int64
}

// Limits bound a Cache in memory.
type Limits struct {
	// MaxEntries is how many keys it holds before the one goes that was not used for
	// longest; 0 is no limit.
	MaxEntries int
	// TTL is how long a key lives after it was last written; 0 is for ever.
	TTL time.Duration
}

// New makes a Cache in memory, which ends with the processor.
func New(l Limits) *Cache {
	m := newMemory(l)
	return &Cache{store: m, memory: m, writers: newLock(), keyLock: func(string) *lock { return nil }}
}

// NewResource makes a Cache of the cache resource with the given label. Keys get
// the prefix; ttl is what the resource is asked for with each value, nil for its
// own default. All that use the same resource of the same process take turns.
func NewResource(mgr *service.Resources, label, prefix string, ttl *time.Duration) *Cache {
	generic, _ := mgr.GetOrSetGeneric(locksKey{label}, newResourceLocks())
	locks, r := generic.(*resourceLocks), &resource{open: mgr.AccessCache, generic: mgr.GetGeneric, label: label, prefix: prefix, ttl: ttl}
	return &Cache{
		store:   r,
		writers: locks.writers,
		keyLock: func(key string) *lock { return locks.key(r.key(key)) },
	}
}

// locksKey is where the manager of a process's resources keeps the locks of one.
type locksKey struct{ label string }

// InMemory reports whether the Cache is one of New.
func (c *Cache) InMemory() bool { return c.memory != nil }

// Usage is what scripts did to a Cache.
type Usage struct {
	// Hits and Misses count the lookups, be it to read, to update or to ask whether a
	// key exists. Evictions count the keys that a limit removed.
	Hits, Misses, Evictions int64
	// Entries is how many keys there are, 0 for a resource.
	Entries int
}

// Used reports whether there is anything for TakeUsage to give.
func (c *Cache) Used() bool { return c.used.Load() }

// TakeUsage gives what happened since the last call.
func (c *Cache) TakeUsage() (u Usage) {
	c.used.Store(false)
	u.Hits, u.Misses = c.hits.Swap(0), c.misses.Swap(0)
	if c.memory != nil {
		u.Entries, u.Evictions = c.memory.usage()
	}
	return u
}

func (c *Cache) count(hit bool) {
	if hit {
		c.hits.Add(1)
	} else {
		c.misses.Add(1)
	}
	c.use()
}

// use is for after a use: whoever sees it sees the use as well.
func (c *Cache) use() {
	if !c.used.Load() {
		c.used.Store(true)
	}
}
