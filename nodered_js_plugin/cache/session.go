// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package cache

import (
	"context"
	"sync/atomic"
)

// VM is what a Session knows of its VM; *engine.VM is one.
type VM interface {
	// Context ends when the message fails whose scripts run in the VM, for good: the
	// VM runs no other. It is always the same one.
	Context() context.Context
}

// A Session is one VM's use of a Cache. It belongs to the goroutine that holds the
// VM, but for Abandon. Once the VM's context has ended it changes nothing more,
// and what it returns does not count: callers ask Ended after every error.
type Session struct {
	cache *Cache
	vm    VM
	// ctx is the VM's, asked for at the first use: most scripts have none.
	ctx context.Context
	// updates is how many are under way, one inside the other.
	updates int
	// wrote is what they wrote so far; nil if the resource knows no Swap.
	wrote map[string]known
	// turn is what the session holds of the cache's lock, call what it holds of the
	// lock of the key that it is reading or writing.
	turn, call atomic.Pointer[share]
	abandoned  atomic.Bool
}

// Session makes a VM's session.
func (c *Cache) Session(vm VM) *Session { return &Session{cache: c, vm: vm} }

// InMemory reports whether the Cache is one of New.
func (s *Session) InMemory() bool { return s.cache.InMemory() }

// UnreadableMissing is that of the Cache.
func (s *Session) UnreadableMissing() bool { return s.cache.UnreadableMissing }

// Get gives the text under key, and whether there is one. A resource may hold what
// is no JSON, "" for one.
func (s *Session) Get(key string) (json string, ok bool, err error) {
	err = s.access(key, (*lock).some, func(ctx context.Context) (err error) {
		json, ok, err = s.cache.store.get(ctx, key)
		return err
	})
	if err == nil {
		s.cache.count(ok)
	}
	return json, ok, err
}

// Set keeps json, which is not "", under key. It waits while another session
// updates.
func (s *Session) Set(key, json string) error {
	err := s.write(key, func(ctx context.Context) error { return s.cache.store.set(ctx, key, json) })
	if err == nil {
		s.remember(key, known{json, true})
	}
	return err
}

// Delete removes key. It waits while another session updates.
func (s *Session) Delete(key string) error {
	err := s.write(key, func(ctx context.Context) error { return s.cache.store.remove(ctx, key) })
	if err == nil {
		s.remember(key, known{})
	}
	return err
}

func (s *Session) write(key string, f func(context.Context) error) error {
	if s.updates == 0 {
		if err := s.acquire(&s.turn, s.cache.writers.some()); err != nil {
			return err
		}
		defer release(&s.turn)
	}
	defer s.cache.use()
	return s.access(key, (*lock).all, f)
}

// access calls f, which reads or writes key in the store. No script runs in it.
func (s *Session) access(key string, part func(*lock) *share, f func(context.Context) error) error {
	if l := s.cache.keyLock(key); l != nil {
		if err := s.acquire(&s.call, part(l)); err != nil {
			return err
		}
		defer release(&s.call)
	}
	return f(s.context())
}

// BeginUpdate waits until no other session writes, and keeps all others from
// writing until EndUpdate. Updates nest. Where it returns an error there is
// nothing to end.
func (s *Session) BeginUpdate() error {
	err := s.context().Err()
	if s.updates == 0 {
		err = s.acquire(&s.turn, s.cache.writers.all())
	}
	if err == nil {
		s.updates++
	}
	return err
}

// EndUpdate ends what BeginUpdate began.
func (s *Session) EndUpdate() {
	s.updates--
	if s.updates == 0 {
		s.wrote = nil
		release(&s.turn)
	}
}

// Ended is why the VM's message failed, nil while it has not.
func (s *Session) Ended() error {
	if s.context().Err() == nil {
		return nil
	}
	return context.Cause(s.ctx)
}

// Abandon takes the locks from a VM whose script is stuck. Any goroutine may call
// it, after the VM's context has ended.
func (s *Session) Abandon() {
	s.abandoned.Store(true)
	release(&s.turn)
	release(&s.call)
}

func (s *Session) context() context.Context {
	if s.ctx == nil {
		s.ctx = s.vm.Context()
	}
	return s.ctx
}

func (s *Session) acquire(held *atomic.Pointer[share], part *share) error {
	if err := s.context().Err(); err != nil {
		return err
	}
	if !part.of.TryAcquire(part.n) {
		if err := part.acquire(s.context()); err != nil {
			return err
		}
	}
	held.Store(part)
	if s.abandoned.Load() {
		release(held) // Abandon may have come too early to see it
		return s.ctx.Err()
	}
	return nil
}

// release gives back what is held, be it from the session or from Abandon.
func release(held *atomic.Pointer[share]) {
	if part := held.Swap(nil); part != nil {
		part.of.Release(part.n)
	}
}
