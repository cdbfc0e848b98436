// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"errors"
	"testing"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

func (s *store) expect(t *testing.T, key, want string) {
	t.Helper()
	if got, err := s.Get(t.Context(), key); err != nil || string(got) != want {
		t.Errorf("%s is %q, %v, want %q", key, got, err, want)
	}
}

func (s *store) expectMissing(t *testing.T, key string) {
	t.Helper()
	if got, err := s.Get(t.Context(), key); !errors.Is(err, service.ErrKeyNotFound) {
		t.Errorf("%s is %q, %v", key, got, err)
	}
}

func TestCalls(t *testing.T) {
	server := serve(t)
	s, _ := newStore(t, at(server.address())+"prefix: p_")
	ctx := t.Context()
	s.expectMissing(t, "a")
	must(t, s.Set(ctx, "a", []byte("1"), nil))
	s.expect(t, "a", "1")
	if err := s.Add(ctx, "a", []byte("2"), nil); !errors.Is(err, service.ErrKeyAlreadyExists) {
		t.Error(err)
	}
	must(t, s.Add(ctx, "b", []byte{}, nil))
	s.expect(t, "b", "")
	must(t, s.Delete(ctx, "a"))
	must(t, s.Delete(ctx, "a"))
	s.expectMissing(t, "a")

	all, _ := newStore(t, at(server.address()))
	all.expect(t, "p_b", "")
	other, _ := newStore(t, at(server.address()+"/1"))
	other.expectMissing(t, "p_b")
}

func TestLifetimes(t *testing.T) {
	s, _ := newStore(t, at(serve(t).address())+"default_ttl: 10ms")
	ctx := t.Context()
	must(t, s.Set(ctx, "set", nil, nil))
	must(t, s.Add(ctx, "added", nil, nil))
	_, err := s.Swap(ctx, "swapped", nil, []byte("1"), nil)
	must(t, err)
	must(t, s.Set(ctx, "long", []byte("1"), new(time.Hour)))
	must(t, s.Set(ctx, "forever", []byte("1"), new(time.Duration(0))))
	must(t, s.Set(ctx, "short", nil, new(time.Nanosecond)))
	time.Sleep(50 * time.Millisecond)
	for _, key := range []string{"set", "added", "swapped", "short"} {
		s.expectMissing(t, key)
	}
	s.expect(t, "long", "1")
	s.expect(t, "forever", "1")
}

func TestSwap(t *testing.T) {
	s, _ := newStore(t, at(serve(t).address()))
	one, two, empty := []byte("1"), []byte("2"), []byte{}
	for _, step := range []struct {
		old, value []byte
		done       bool
	}{
		{one, two, false},
		{empty, two, false}, // empty is not missing
		{nil, one, true},
		{nil, two, false},
		{two, one, false},
		{one, empty, true},
		{nil, one, false},
		{empty, two, true},
		{one, nil, false},
		{two, nil, true},
		{nil, nil, true},
	} {
		if done, err := s.Swap(t.Context(), "k", step.old, step.value, nil); err != nil || done != step.done {
			t.Errorf("%q for %q: %v, %v", step.value, step.old, done, err)
		}
	}
	s.expectMissing(t, "k")
}

// TestCluster: a cluster of one server, which has all slots.
func TestCluster(t *testing.T) {
	t.Parallel()
	server := serve(t, "--cluster-enabled", "yes")
	simple, _ := newStore(t, at(server.address()))
	must(t, simple.client.Do(t.Context(), "cluster", "addslotsrange", 0, 16383).Err())
	for deadline := time.Now().Add(30 * time.Second); simple.Set(t.Context(), "k", nil, nil) != nil; {
		if time.Now().After(deadline) {
			t.Fatal("the cluster does not start")
		}
	}
	s, _ := newStore(t, at(server.address())+"kind: cluster")
	must(t, s.Set(t.Context(), "k", []byte("1"), nil))
	if done, err := s.Swap(t.Context(), "k", []byte("1"), []byte("2"), nil); err != nil || !done {
		t.Error(done, err)
	}
	if err := s.Add(t.Context(), "k", []byte("3"), nil); !errors.Is(err, service.ErrKeyAlreadyExists) {
		t.Error(err)
	}
	s.expect(t, "k", "2")
}

// TestSentinel: the sentinel names the server.
func TestSentinel(t *testing.T) {
	server := serve(t)
	config := t.TempDir() + "/sentinel.conf"
	writeFile(t, config, "sentinel monitor plant 127.0.0.1 "+server.port+" 1\n")
	sentinel := &realServer{t: t, port: freePort(t), args: []string{"--sentinel"}, config: config}
	sentinel.start()
	t.Cleanup(sentinel.stop)
	s, _ := newStore(t, at(sentinel.address())+"kind: failover\nmaster: plant")
	must(t, s.Set(t.Context(), "k", []byte("1"), nil))
	direct, _ := newStore(t, at(server.address()))
	direct.expect(t, "k", "1")
}
