// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package cache

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// kinds makes each kind of cache.
var kinds = map[string]func() *Cache{
	"in memory":    func() *Cache { return New(Limits{}) },
	"with a limit": func() *Cache { return New(Limits{MaxEntries: 10}) },
	"a resource":   func() *Cache { return NewResource(mockResources(), "state", "p_", nil) },
}

func mockResources() *service.Resources {
	return service.MockResources(service.MockResourcesOptAddCache("state"), service.MockResourcesOptAddCache("other"))
}

func eachKind(t *testing.T, test func(t *testing.T, c *Cache)) {
	for name, make := range kinds {
		t.Run(name, func(t *testing.T) { test(t, make()) })
	}
}

// eachKindInABubble is for tests of who waits for whom.
func eachKindInABubble(t *testing.T, test func(t *testing.T, c *Cache)) {
	for name, make := range kinds {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, make()) })
		})
	}
}

// started runs f on a goroutine; done reports whether it has ended.
func started(f func()) (done func() bool) {
	ended := make(chan struct{})
	go func() {
		f()
		close(ended)
	}()
	return func() bool {
		synctest.Wait()
		select {
		case <-ended:
			return true
		default:
			return false
		}
	}
}

func TestUpdatesLoseNothing(t *testing.T) {
	eachKind(t, func(t *testing.T, c *Cache) {
		const goroutines, rounds = 8, 1000
		var wg sync.WaitGroup
		for range goroutines {
			s := c.user(t)
			wg.Go(func() {
				for range rounds {
					s.increment("n")
				}
			})
		}
		wg.Wait()
		if n, _ := c.user(t).Get("n"); n != strconv.Itoa(goroutines*rounds) {
			t.Errorf("%s of %d", n, goroutines*rounds)
		}
	})
}

func TestUpdateKeepsOthersFromWriting(t *testing.T) {
	for name, write := range map[string]func(user){
		"set":    func(u user) { u.Set("n", `9`) },
		"delete": func(u user) { u.Delete("n") },
		"update": func(u user) { u.increment("n") },
	} {
		t.Run(name, func(t *testing.T) {
			eachKindInABubble(t, func(t *testing.T, c *Cache) {
				a, b := c.user(t), c.user(t)
				a.Set("n", `1`)
				a.check(a.BeginUpdate())
				done := started(func() { write(b) })
				if done() {
					t.Error("it did not wait")
				}
				if json, _ := c.user(t).Get("n"); json != `1` {
					t.Errorf("another reads %s", json)
				}
				a.Set("n", `2`)
				a.EndUpdate()
				if !done() {
					t.Error("it waits for ever")
				}
				want := map[string]string{"set": "9", "delete": "", "update": "3"}[name]
				if json, _ := a.Get("n"); json != want {
					t.Errorf("%s, want %s", json, want)
				}
			})
		})
	}
}

func TestPlainWritesDoNotWaitForEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Limits{})
		a := c.user(t)
		a.check(a.acquire(&a.turn, c.writers.some())) // in the middle of a set
		if !started(func() { c.user(t).Set("n", `1`) })() {
			t.Error("a set waits for a set")
		}
		done := started(func() { c.user(t).increment("n") })
		if done() {
			t.Error("an update does not wait for a set")
		}
		release(&a.turn)
		if !done() {
			t.Error("it waits for ever")
		}
	})
}

func TestUpdatesNest(t *testing.T) {
	eachKindInABubble(t, func(t *testing.T, c *Cache) {
		a, b := c.user(t), c.user(t)
		a.check(a.BeginUpdate())
		a.increment("inner")
		a.Set("plain", `1`)
		done := started(func() { b.increment("inner") })
		if done() {
			t.Error("the end of an inner update lets others in")
		}
		a.EndUpdate()
		if !done() {
			t.Error("the lock is still held")
		}
		if json, _ := a.Get("inner"); json != `2` {
			t.Error(json)
		}
	})
}

func TestOppositeOrderDoesNotDeadlock(t *testing.T) {
	eachKind(t, func(t *testing.T, c *Cache) {
		var wg sync.WaitGroup
		for _, keys := range [][2]string{{"a", "b"}, {"b", "a"}} {
			s := c.user(t)
			wg.Go(func() {
				for range 1000 {
					s.check(s.BeginUpdate())
					s.increment(keys[0])
					s.increment(keys[1])
					s.EndUpdate()
				}
			})
		}
		wg.Wait()
		for _, key := range []string{"a", "b"} {
			if n, _ := c.user(t).Get(key); n != "2000" {
				t.Errorf("%s is %s", key, n)
			}
		}
	})
}

func TestWaitEndsWithTheMessage(t *testing.T) {
	late := errors.New("too late")
	for name, wait := range map[string]func(*Session) error{
		"set":    func(s *Session) error { return s.Set("n", `9`) },
		"delete": func(s *Session) error { return s.Delete("n") },
		"update": func(s *Session) error { return s.BeginUpdate() },
	} {
		t.Run(name, func(t *testing.T) {
			eachKindInABubble(t, func(t *testing.T, c *Cache) {
				a, vm := c.user(t), newTestVM()
				s := c.Session(vm)
				a.Set("n", `1`)
				a.check(a.BeginUpdate())
				var err error
				done := started(func() { err = wait(s) })
				if done() || s.Ended() != nil {
					t.Error("it did not wait")
				}
				vm.fail(late)
				if !done() || err == nil || !errors.Is(s.Ended(), late) {
					t.Errorf("%v, %v", err, s.Ended())
				}
				a.EndUpdate()
				a.increment("n")
				if json, _ := a.Get("n"); json != `2` {
					t.Error("it took effect:", json)
				}
			})
		})
	}
}

func TestAfterTheMessageNothingIsChanged(t *testing.T) {
	eachKind(t, func(t *testing.T, c *Cache) {
		vm, other := newTestVM(), c.user(t)
		s := user{t, c.Session(vm)}
		s.Set("n", `1`)
		s.check(s.BeginUpdate())
		vm.fail(context.DeadlineExceeded)
		if err := s.Session.Set("n", `2`); err == nil {
			t.Error("it sets within an update")
		}
		s.EndUpdate()
		if s.Session.Set("n", `2`) == nil || s.Session.Delete("n") == nil || s.BeginUpdate() == nil {
			t.Error("it changes")
		}
		if json, _ := other.Get("n"); json != `1` {
			t.Error(json)
		}
		other.increment("n")
	})
}

func TestAbandonedHoldsNoLock(t *testing.T) {
	for name, hold := range map[string]func(*Session) error{
		"in an update":           (*Session).BeginUpdate,
		"in a set that is stuck": func(s *Session) error { return s.acquire(&s.turn, s.cache.writers.some()) },
	} {
		t.Run(name, func(t *testing.T) {
			eachKindInABubble(t, func(t *testing.T, c *Cache) {
				vm, other := newTestVM(), c.user(t)
				s := c.Session(vm)
				other.check(hold(s))
				done := started(func() { other.increment("n") })
				vm.fail(context.DeadlineExceeded)
				if done() {
					t.Error("others are let in while the script may still write")
				}
				s.Abandon()
				if !done() {
					t.Fatal("the lock is still held")
				}
				// It comes back after all.
				other.check(other.BeginUpdate())
				if s.Set("n", `9`) == nil || s.BeginUpdate() == nil {
					t.Error("it changes")
				}
				if s.updates > 0 {
					s.EndUpdate()
				} else {
					release(&s.turn)
				}
				third := started(func() { c.user(t).increment("n") })
				if third() {
					t.Error("it gave away the lock of another")
				}
				other.EndUpdate()
				if !third() {
					t.Error("the lock is still held")
				}
				if json, _ := other.Get("n"); json != `2` {
					t.Error(json)
				}
			})
		})
	}
}

func TestAbandonedBeforeItSawTheLock(t *testing.T) {
	c := New(Limits{})
	s := c.Session(newTestVM())
	s.Abandon()
	_ = s.acquire(&s.turn, c.writers.all())
	if !c.writers.whole.of.TryAcquire(wholeLock) {
		t.Error("the lock is held for ever")
	}
}
