package cache

import (
	"strings"
	"sync"
)

// Store is the cache of one processor, in memory and without a size limit. Any
// number of goroutines may use it at the same time; each call is atomic on its
// own, a Get and the Set that follows it are not. The zero value is not usable:
// make one with New.
type Store struct {
	mu      sync.RWMutex
	entries map[string]string
}

// New returns an empty store.
func New() *Store {
	return &Store{entries: make(map[string]string)}
}

// Set keeps json under key and replaces what was there. The text is not checked
// and stays referenced until it is replaced or deleted, so it must not be a small
// part of a larger string; the key may be.
func (s *Store) Set(key, json string) {
	key = strings.Clone(key)
	s.mu.Lock()
	s.entries[key] = json
	s.mu.Unlock()
}

// Get returns the text under key, and whether there is one.
func (s *Store) Get(key string) (json string, ok bool) {
	s.mu.RLock()
	json, ok = s.entries[key]
	s.mu.RUnlock()
	return json, ok
}

// Exists reports whether there is a text under key, be it empty.
func (s *Store) Exists(key string) bool {
	_, ok := s.Get(key)
	return ok
}

// Delete removes key. It is no error if there is none.
func (s *Store) Delete(key string) {
	s.mu.Lock()
	delete(s.entries, key)
	s.mu.Unlock()
}

// Len returns the number of keys.
func (s *Store) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.entries)
}
