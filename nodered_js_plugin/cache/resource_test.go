// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package cache

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

func TestResourceKeys(t *testing.T) {
	r := &resource{prefix: "dir/p%_"}
	keys := map[string]string{
		"umh.v1.acme._raw.pv": "umh.v1.acme._raw.pv",
		"Ofen 3: Öl, ok?":     "Ofen 3: Öl, ok?",
		"":                    "",
		"a/b":                 "a%2Fb",
		"../../etc/passwd":    "..%2F..%2Fetc%2Fpasswd",
		`..\x`:                `..%5Cx`,
		"..":                  "%2E%2E",
		".":                   "%2E",
		"...":                 "...",
		"a%2Fb":               "a%252Fb",
	}
	for key, want := range keys {
		if got := r.key(key); got != "dir/p%_"+want {
			t.Errorf("%q lies under %q, want %q after the prefix", key, got, want)
		}
	}
}

func TestResourcesOfOneLabelTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mgr := mockResources()
		a := NewResource(mgr, "state", "", nil).user(t)
		a.check(a.BeginUpdate())
		if started(func() { NewResource(mgr, "state", "p_", nil).user(t).increment("n") })() {
			t.Error("another prefix of the same resource does not wait")
		}
		if !started(func() { NewResource(mgr, "other", "", nil).user(t).increment("n") })() {
			t.Error("another resource waits")
		}
		if !started(func() { NewResource(mockResources(), "state", "", nil).user(t).increment("n") })() {
			t.Error("a resource of another process waits")
		}
		a.EndUpdate()
	})
}

func TestPrefixesKeepApart(t *testing.T) {
	mgr := mockResources()
	a, b := NewResource(mgr, "state", "a_", nil).user(t), NewResource(mgr, "state", "b_", nil).user(t)
	a.Set("n", `1`)
	if _, ok := b.Get("n"); ok {
		t.Error("it is seen under another prefix")
	}
	if json, _ := NewResource(mgr, "state", "", nil).user(t).Get("a_n"); json != `1` {
		t.Errorf("under its whole key it is %q", json)
	}
}

func TestResourceIsGone(t *testing.T) {
	s := NewResource(service.MockResources(), "state", "", nil).Session(newTestVM())
	_, _, err := s.Get("n")
	if err == nil || !strings.Contains(err.Error(), "cache resource state:") {
		t.Error(err)
	}
}

// faulty is a cache that fails.
type faulty struct {
	service.Cache
	get, set, remove error
	value            string
	ttl              *time.Duration
}

func (f *faulty) Get(context.Context, string) ([]byte, error) { return []byte(f.value), f.get }
func (f *faulty) Delete(context.Context, string) error        { return f.remove }
func (f *faulty) Set(_ context.Context, _ string, _ []byte, ttl *time.Duration) error {
	f.ttl = ttl
	return f.set
}

func (f *faulty) resource(ttl *time.Duration) *resource {
	return &resource{label: "state", ttl: ttl, open: func(_ context.Context, _ string, use func(service.Cache)) error {
		use(f)
		return nil
	}}
}

func TestResourceErrors(t *testing.T) {
	down := errors.New("connection refused")
	ctx := t.Context()
	expect := func(what string, got, want error) {
		t.Helper()
		if !errors.Is(got, want) || want != nil && !strings.HasPrefix(got.Error(), "cache resource state: ") {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	_, _, err := (&faulty{get: down}).resource(nil).get(ctx, "n")
	expect("get", err, down)
	expect("set", (&faulty{set: down}).resource(nil).set(ctx, "n", "1"), down)
	expect("delete", (&faulty{remove: down}).resource(nil).remove(ctx, "n"), down)
	expect("delete of a missing key", (&faulty{remove: down, get: service.ErrKeyNotFound}).resource(nil).remove(ctx, "n"), nil)

	_, ok, err := (&faulty{get: service.ErrKeyNotFound}).resource(nil).get(ctx, "n")
	expect("get of a missing key", err, nil)
	if ok {
		t.Error("a missing key is there")
	}
	if json, ok, err := (&faulty{}).resource(nil).get(ctx, "n"); err != nil || !ok || json != "" {
		t.Error("an empty value is taken for a missing one")
	}

	ended, cancel := context.WithCancel(ctx)
	cancel()
	expect("get too late", func() error { _, _, err := (&faulty{}).resource(nil).get(ended, "n"); return err }(), context.Canceled)
}

func TestResourceTTL(t *testing.T) {
	f, ttl := &faulty{}, time.Minute
	if err := f.resource(&ttl).set(t.Context(), "n", "1"); err != nil || f.ttl == nil || *f.ttl != ttl {
		t.Error(err, f.ttl)
	}
	if err := f.resource(nil).set(t.Context(), "n", "1"); err != nil || f.ttl != nil {
		t.Error(err, f.ttl)
	}
}
