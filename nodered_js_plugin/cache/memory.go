// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package cache

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// memory is the store of one processor, gone with the process.
type memory struct {
	ttl time.Duration
	// maxEntries is how many keys it holds at most; 0 is no limit.
	maxEntries int

	mu        sync.Mutex
	entries   keyspace
	evictions int64
	// swept is when expired entries were looked for last.
	swept time.Time
}

type entry struct {
	json    string
	written time.Time // zero where nothing expires
}

// A keyspace is a map that may forget; simplelru.LRU is one.
type keyspace interface {
	Add(key string, e entry) (evicted bool)
	Get(key string) (entry, bool)
	Peek(key string) (entry, bool)
	Remove(key string) bool
	Keys() []string
	Len() int
}

func newMemory(l Limits) *memory {
	m := &memory{ttl: l.TTL, maxEntries: l.MaxEntries, entries: everything{}}
	if l.MaxEntries > 0 {
		m.entries, _ = simplelru.NewLRU[string, entry](l.MaxEntries, nil) // fails for sizes below 1 only
	}
	if l.TTL > 0 {
		m.swept = time.Now()
	}
	return m
}

// set keeps json under key and replaces what was there. The text stays referenced
// until it is replaced or removed, so it must not be a small part of a larger
// string; the key may be.
func (m *memory) set(ctx context.Context, key, json string) error {
	e := entry{json: json}
	if m.ttl > 0 {
		e.written = time.Now()
	}
	key = strings.Clone(key)
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	m.sweep(e.written)
	if m.entries.Add(key, e) {
		m.evictions++
	}
	return nil
}

func (m *memory) get(_ context.Context, key string) (json string, ok bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.entries.Get(key)
	if ok && m.ttl > 0 && m.expired(e, time.Now()) {
		m.evict(key)
		return "", false, nil
	}
	return e.json, ok, nil
}

// peek is get for somebody who will call get as well: it is no use of the key.
func (m *memory) peek(key string) (json string, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.entries.Peek(key)
	if ok && m.ttl > 0 && m.expired(e, time.Now()) {
		return "", false
	}
	return e.json, ok
}

// hasRoom reports whether so many more keys are within the limit.
func (m *memory) hasRoom(more int) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.maxEntries == 0 || m.entries.Len()+more <= m.maxEntries
}

func (m *memory) remove(ctx context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	m.entries.Remove(key)
	return nil
}

// usage is how many keys there are, and how many a limit removed since the last
// call.
func (m *memory) usage() (entries int, evictions int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	evictions, m.evictions = m.evictions, 0
	return m.entries.Len(), evictions
}

// sweep removes what has expired, once a ttl: nobody may ever ask for these keys
// again.
func (m *memory) sweep(now time.Time) {
	if m.ttl == 0 || now.Sub(m.swept) < m.ttl {
		return
	}
	m.swept = now
	for _, key := range m.entries.Keys() {
		if e, _ := m.entries.Peek(key); m.expired(e, now) {
			m.evict(key)
		}
	}
}

func (m *memory) expired(e entry, now time.Time) bool { return now.Sub(e.written) >= m.ttl }

func (m *memory) evict(key string) {
	m.entries.Remove(key)
	m.evictions++
}

// everything is the keyspace that never forgets.
type everything map[string]entry

func (k everything) Add(key string, e entry) bool {
	k[key] = e
	return false
}

func (k everything) Get(key string) (entry, bool) {
	e, ok := k[key]
	return e, ok
}

func (k everything) Peek(key string) (entry, bool) { return k.Get(key) }

func (k everything) Remove(key string) bool {
	delete(k, key)
	return true
}

func (k everything) Keys() []string { return slices.Collect(maps.Keys(k)) }
func (k everything) Len() int       { return len(k) }
