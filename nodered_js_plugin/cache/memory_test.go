// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package cache

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"
)

// A testVM is a VM whose message can fail.
type testVM struct {
	ctx  context.Context
	fail context.CancelCauseFunc
}

func newTestVM() *testVM {
	ctx, fail := context.WithCancelCause(context.Background())
	return &testVM{ctx, fail}
}

func (vm *testVM) Context() context.Context { return vm.ctx }

// A user is a Session whose calls must not fail.
type user struct {
	t testing.TB
	*Session
}

func (c *Cache) user(t testing.TB) user { return user{t, c.Session(newTestVM())} }

func (u user) check(err error) {
	if err != nil {
		u.t.Error(err)
	}
}

func (u user) Set(key, json string) { u.check(u.Session.Set(key, json)) }
func (u user) Delete(key string)    { u.check(u.Session.Delete(key)) }

func (u user) Get(key string) (json string, ok bool) {
	json, ok, err := u.Session.Get(key)
	u.check(err)
	return json, ok
}

// increment adds 1 to a number.
func (u user) increment(key string) {
	u.check(u.BeginUpdate())
	defer u.EndUpdate()
	json, _ := u.Get(key)
	n, _ := strconv.Atoi(json)
	u.Set(key, strconv.Itoa(n+1))
}

func TestMemory(t *testing.T) {
	type get struct {
		json string
		ok   bool
	}
	tests := []struct {
		name string
		do   func(user)
		want map[string]get
		len  int
	}{
		{"a new store is empty", func(user) {}, map[string]get{"k": {}}, 0},
		{"set", func(s user) { s.Set("k", `1`) }, map[string]get{"k": {`1`, true}, "K": {}}, 1},
		{"set replaces", func(s user) { s.Set("k", `1`); s.Set("k", `[2]`) }, map[string]get{"k": {`[2]`, true}}, 1},
		{"keys are apart", func(s user) { s.Set("a", `1`); s.Set("b", `2`) }, map[string]get{"a": {`1`, true}, "b": {`2`, true}}, 2},
		{"an empty key exists", func(s user) { s.Set("", `1`) }, map[string]get{"": {`1`, true}}, 1},
		{"delete", func(s user) { s.Set("a", `1`); s.Set("b", `2`); s.Delete("a") }, map[string]get{"a": {}, "b": {`2`, true}}, 1},
		{"delete of a missing key", func(s user) { s.Set("a", `1`); s.Delete("b") }, map[string]get{"a": {`1`, true}}, 1},
		{
			"names of Object.prototype are plain keys", func(s user) { s.Set("__proto__", `"p"`) },
			map[string]get{"__proto__": {`"p"`, true}, "toString": {}, "constructor": {}},
			1,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := New(Limits{})
			s := c.user(t)
			tt.do(s)
			for key, want := range tt.want {
				if json, ok := s.Get(key); json != want.json || ok != want.ok {
					t.Errorf("Get(%q) = %q, %v, want %q, %v", key, json, ok, want.json, want.ok)
				}
			}
			if n := c.TakeUsage().Entries; n != tt.len {
				t.Errorf("%d entries, want %d", n, tt.len)
			}
		})
	}
}

func TestCachesAreApart(t *testing.T) {
	a, b := New(Limits{}).user(t), New(Limits{}).user(t)
	a.Set("k", `1`)
	if _, ok := b.Get("k"); ok {
		t.Error("a key set in one cache exists in another")
	}
}

// A key cut out of a payload must not keep the payload in memory.
func TestSetCopiesTheKey(t *testing.T) {
	for _, limits := range []Limits{{}, {MaxEntries: 5}} {
		payload := strings.Repeat("x", 1<<10)
		key := payload[:3]
		c := New(limits)
		s := c.user(t)
		s.Set(key, `1`)
		s.Set(key, `2`)
		for _, kept := range c.memory.entries.Keys() {
			if unsafe.StringData(kept) == unsafe.StringData(key) {
				t.Error("the stored key shares memory with the caller's string")
			}
		}
	}
}

func TestMaxEntries(t *testing.T) {
	const limit, keys = 1000, 1_000_000
	c := New(Limits{MaxEntries: limit})
	s := c.user(t)
	s.Set("used", `"kept"`)
	for i := range keys {
		s.Set("key"+strconv.Itoa(i), `[1,2,3]`)
		if i%100 == 0 {
			s.Get("used")
		}
	}
	u := c.TakeUsage()
	if u.Entries != limit || u.Evictions != keys+1-limit {
		t.Errorf("%+v", u)
	}
	if json, ok := s.Get("used"); !ok || json != `"kept"` {
		t.Error("a key that is used all the time was evicted")
	}
	if _, ok := s.Get("key" + strconv.Itoa(keys-1)); !ok {
		t.Error("the newest key was evicted")
	}
	if _, ok := s.Get("key0"); ok {
		t.Error("the oldest key was kept")
	}
}

func TestLeastRecentlyUsedGoesFirst(t *testing.T) {
	for name, use := range map[string]func(user){
		"read":    func(s user) { s.Get("a") },
		"written": func(s user) { s.Set("a", `2`) },
		"updated": func(s user) { s.increment("a") },
	} {
		t.Run(name, func(t *testing.T) {
			c := New(Limits{MaxEntries: 2})
			s := c.user(t)
			s.Set("a", `1`)
			s.Set("b", `1`)
			use(s)
			s.Set("c", `1`)
			keys := c.memory.entries.Keys()
			slices.Sort(keys)
			if !slices.Equal(keys, []string{"a", "c"}) {
				t.Errorf("%q", keys)
			}
		})
	}
}

func TestTTL(t *testing.T) {
	for _, limits := range []Limits{{TTL: time.Minute}, {TTL: time.Minute, MaxEntries: 100}} {
		synctest.Test(t, func(t *testing.T) {
			c := New(limits)
			s := c.user(t)
			s.Set("read", `1`)
			s.Set("written again", `1`)
			s.Set("forgotten", `1`)
			time.Sleep(40 * time.Second)
			s.Get("read")
			s.Set("written again", `2`)
			time.Sleep(30 * time.Second)
			if _, ok := s.Get("read"); ok {
				t.Error("a key lives on that was only read")
			}
			if json, ok := s.Get("written again"); !ok || json != `2` {
				t.Error("a key is gone that was written again")
			}
			c.TakeUsage()
			s.Set("new", `1`)
			if u := c.TakeUsage(); u.Entries != 2 || u.Evictions != 1 {
				t.Errorf("a key that nobody asks for is never removed: %+v", u)
			}
			if _, ok := s.Get("forgotten"); ok {
				t.Error("an expired key is there")
			}
		})
	}
}

func TestUsage(t *testing.T) {
	c := New(Limits{MaxEntries: 1})
	s := c.user(t)
	if c.Used() {
		t.Error("used before the first use")
	}
	s.Get("a")
	s.Set("a", `1`)
	s.Get("a")
	s.Set("b", `1`)
	if want := (Usage{Hits: 1, Misses: 1, Evictions: 1, Entries: 1}); !c.Used() || c.TakeUsage() != want {
		t.Errorf("not %+v", want)
	}
	if c.Used() || c.TakeUsage() != (Usage{Entries: 1}) {
		t.Error("counted twice")
	}
	s.Delete("b")
	if !c.Used() || c.TakeUsage() != (Usage{}) {
		t.Error("the deletion is not seen")
	}
}

// Run with -race. Every goroutine sees its own writes, and no text that nobody wrote.
func TestConcurrentUse(t *testing.T) {
	const goroutines, rounds = 8, 500
	for _, limits := range []Limits{{}, {MaxEntries: goroutines + 1, TTL: time.Hour}} {
		c := New(limits)
		var wg sync.WaitGroup
		for g := range goroutines {
			s := c.user(t)
			wg.Go(func() {
				own := "own" + strconv.Itoa(g)
				for i := range rounds {
					want := strconv.Itoa(i)
					s.Set(own, want)
					s.Set("shared", want)
					if got, ok := s.Get(own); got != want || !ok {
						t.Errorf("Get(%q) = %q, %v, want %q", own, got, ok, want)
						return
					}
					if got, ok := s.Get("shared"); ok {
						if n, err := strconv.Atoi(got); err != nil || n < 0 || n >= rounds {
							t.Errorf("Get(shared) = %q", got)
							return
						}
					}
					if i%7 == 0 {
						s.Delete("shared")
					}
					if n := c.TakeUsage().Entries; n < 1 || n > goroutines+1 {
						t.Errorf("%d entries", n)
						return
					}
				}
			})
		}
		wg.Wait()
		c.user(t).Delete("shared")
		if n := c.TakeUsage().Entries; n != goroutines {
			t.Errorf("%d entries at the end, want %d", n, goroutines)
		}
	}
}

// Compare -cpu 1,2: the contention of two threads that do nothing but use the store.
func BenchmarkCache(b *testing.B) {
	keys := make([]string, 1000)
	for i := range keys {
		keys[i] = "tag" + strconv.Itoa(i)
	}
	b.Run("get", func(b *testing.B) {
		c := New(Limits{})
		s := c.user(b)
		for _, key := range keys {
			s.Set(key, `1`)
		}
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			s := c.user(b)
			for i := 0; pb.Next(); i++ {
				s.Get(keys[i%len(keys)])
			}
		})
	})
	b.Run("get and set", func(b *testing.B) {
		c := New(Limits{})
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			s := c.user(b)
			for i := 0; pb.Next(); i++ {
				key := keys[i%len(keys)]
				s.Get(key)
				s.Set(key, `1`)
			}
		})
	})
}
