package cache

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"unsafe"
)

func TestStore(t *testing.T) {
	type get struct {
		json string
		ok   bool
	}
	tests := []struct {
		name string
		do   func(*Store)
		want map[string]get
		len  int
	}{
		{"a new store is empty", func(*Store) {}, map[string]get{"k": {}}, 0},
		{"set", func(s *Store) { s.Set("k", `1`) }, map[string]get{"k": {`1`, true}, "K": {}}, 1},
		{"set replaces", func(s *Store) { s.Set("k", `1`); s.Set("k", `[2]`) }, map[string]get{"k": {`[2]`, true}}, 1},
		{"keys are apart", func(s *Store) { s.Set("a", `1`); s.Set("b", `2`) }, map[string]get{"a": {`1`, true}, "b": {`2`, true}}, 2},
		{"an empty text exists", func(s *Store) { s.Set("k", ``) }, map[string]get{"k": {``, true}}, 1},
		{"so does an empty key", func(s *Store) { s.Set("", `1`) }, map[string]get{"": {`1`, true}}, 1},
		{"delete", func(s *Store) { s.Set("a", `1`); s.Set("b", `2`); s.Delete("a") }, map[string]get{"a": {}, "b": {`2`, true}}, 1},
		{"delete of a missing key", func(s *Store) { s.Set("a", `1`); s.Delete("b") }, map[string]get{"a": {`1`, true}}, 1},
		{
			"names of Object.prototype are plain keys", func(s *Store) { s.Set("__proto__", `"p"`) },
			map[string]get{"__proto__": {`"p"`, true}, "toString": {}, "constructor": {}},
			1,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := New()
			tt.do(s)
			for key, want := range tt.want {
				if json, ok := s.Get(key); json != want.json || ok != want.ok {
					t.Errorf("Get(%q) = %q, %v, want %q, %v", key, json, ok, want.json, want.ok)
				}
				if ok := s.Exists(key); ok != want.ok {
					t.Errorf("Exists(%q) = %v, want %v", key, ok, want.ok)
				}
			}
			if n := s.Len(); n != tt.len {
				t.Errorf("Len() = %d, want %d", n, tt.len)
			}
		})
	}
}

func TestStoresAreApart(t *testing.T) {
	a, b := New(), New()
	a.Set("k", `1`)
	if b.Exists("k") {
		t.Error("a key set in one store exists in another")
	}
}

// A key cut out of a payload must not keep the payload in memory.
func TestSetCopiesTheKey(t *testing.T) {
	payload := strings.Repeat("x", 1<<10)
	key := payload[:3]
	s := New()
	s.Set(key, `1`)
	s.Set(key, `2`)
	for kept := range s.entries {
		if unsafe.StringData(kept) == unsafe.StringData(key) {
			t.Error("the stored key shares memory with the caller's string")
		}
	}
}

// Run with -race. Every goroutine sees its own writes, and no text that nobody wrote.
func TestConcurrentUse(t *testing.T) {
	const goroutines, rounds = 8, 500
	s := New()
	var wg sync.WaitGroup
	for g := range goroutines {
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
				if n := s.Len(); n < 1 || n > goroutines+1 {
					t.Errorf("Len() = %d", n)
					return
				}
			}
		})
	}
	wg.Wait()
	s.Delete("shared")
	if n := s.Len(); n != goroutines {
		t.Errorf("Len() = %d at the end, want %d", n, goroutines)
	}
}

// Compare -cpu 1,2: the contention of two threads that do nothing but use the store.
func BenchmarkStore(b *testing.B) {
	keys := make([]string, 1000)
	for i := range keys {
		keys[i] = "tag" + strconv.Itoa(i)
	}
	b.Run("get", func(b *testing.B) {
		s := New()
		for _, key := range keys {
			s.Set(key, `1`)
		}
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for i := 0; pb.Next(); i++ {
				s.Get(keys[i%len(keys)])
			}
		})
	})
	b.Run("get and set", func(b *testing.B) {
		s := New()
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for i := 0; pb.Next(); i++ {
				key := keys[i%len(keys)]
				s.Get(key)
				s.Set(key, `1`)
			}
		})
	})
}
