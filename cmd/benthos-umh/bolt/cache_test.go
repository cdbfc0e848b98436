// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package bolt

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// newStore makes the cache of a config, without its path.
func newStore(t *testing.T, path, config string) *store {
	t.Helper()
	s, err := parseConfig(path, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(context.Background()) })
	return s
}

func parseConfig(path, config string) (*store, error) {
	conf, err := spec().ParseYAML(fmt.Sprintf("path: %q\n%s", path, config), nil)
	if err != nil {
		return nil, err
	}
	return parse(conf)
}

func (s *store) expect(t *testing.T, key, want string) {
	t.Helper()
	got, err := s.Get(t.Context(), key)
	if err != nil || string(got) != want {
		t.Errorf("%s is %q, %v, want %q", key, got, err, want)
	}
}

func (s *store) expectMissing(t *testing.T, key string) {
	t.Helper()
	if got, err := s.Get(t.Context(), key); !errors.Is(err, service.ErrKeyNotFound) {
		t.Errorf("%s is %q, %v", key, got, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestCalls(t *testing.T) {
	path, ctx := filepath.Join(t.TempDir(), "state.db"), t.Context()
	s := newStore(t, path, "")
	s.expectMissing(t, "a")
	must(t, s.Set(ctx, "a", []byte("1"), nil))
	s.expect(t, "a", "1")
	must(t, s.Set(ctx, "a", []byte("2"), nil))
	s.expect(t, "a", "2")
	if err := s.Add(ctx, "a", []byte("3"), nil); !errors.Is(err, service.ErrKeyAlreadyExists) {
		t.Error(err)
	}
	must(t, s.Add(ctx, "b", []byte{}, nil))
	s.expect(t, "b", "")
	must(t, s.Delete(ctx, "a"))
	must(t, s.Delete(ctx, "a"))
	s.expectMissing(t, "a")

	must(t, s.Set(ctx, "kept", []byte("9"), nil))
	must(t, s.Close(ctx))
	if err := s.Set(ctx, "a", nil, nil); !errors.Is(err, errClosed) {
		t.Error("after Close:", err)
	}
	newStore(t, path, "").expect(t, "kept", "9")
}

func TestKeysThatNoFileCanHave(t *testing.T) {
	s := newStore(t, filepath.Join(t.TempDir(), "state.db"), "")
	must(t, s.Set(t.Context(), strings.Repeat("k", maxKey), []byte("1"), new(time.Hour)))
	for _, key := range []string{"", strings.Repeat("k", maxKey+1)} {
		if err := s.Set(t.Context(), key, []byte("1"), nil); err == nil || !strings.Contains(err.Error(), "between 1 and 32760 bytes") {
			t.Errorf("%d bytes: %v", len(key), err)
		}
	}
}

func TestLargeValue(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	s, large := newStore(t, path, ""), strings.Repeat("0123456789", 2<<20)
	must(t, s.Set(t.Context(), "k", []byte(large), nil))
	must(t, s.Close(t.Context()))
	got, err := newStore(t, path, "").Get(t.Context(), "k")
	must(t, err)
	if string(got) != large {
		t.Errorf("%d bytes come back of %d", len(got), len(large))
	}
}

func TestExpiredValuesAreMissing(t *testing.T) {
	s, ctx := newStore(t, filepath.Join(t.TempDir(), "state.db"), "default_ttl: 1ms"), t.Context()
	must(t, s.Set(ctx, "short", []byte("1"), nil))
	must(t, s.Set(ctx, "long", []byte("1"), new(time.Hour)))
	must(t, s.Set(ctx, "forever", []byte("1"), new(time.Duration(0))))
	time.Sleep(5 * time.Millisecond)
	s.expectMissing(t, "short")
	s.expect(t, "long", "1")
	s.expect(t, "forever", "1")
	must(t, s.Add(ctx, "short", []byte("2"), new(time.Hour)))
	s.expect(t, "short", "2")
}

func TestExpiredValuesAreRemoved(t *testing.T) {
	s, ctx := newStore(t, filepath.Join(t.TempDir(), "state.db"), ""), t.Context()
	for i := range 2*sweepSize + 10 {
		key := []byte(strconv.Itoa(i))
		go func() { _ = s.Set(ctx, string(key), []byte("1"), new(time.Millisecond)) }()
	}
	for s.count(t, valuesName) < 2*sweepSize+10 {
		time.Sleep(time.Millisecond)
	}
	must(t, s.Set(ctx, "renewed", []byte("1"), new(time.Millisecond)))
	must(t, s.Set(ctx, "renewed", []byte("2"), new(time.Hour)))
	must(t, s.Set(ctx, "forever", []byte("3"), nil))
	s.file.sweep(time.Now().Add(time.Minute))
	if values, expiries := s.count(t, valuesName), s.count(t, expiriesName); values != 2 || expiries != 1 {
		t.Errorf("%d values and %d expiries are left", values, expiries)
	}
	s.expect(t, "renewed", "2")
}

// count is how many entries the file has for the cache.
func (s *store) count(t *testing.T, name []byte) (n int) {
	t.Helper()
	must(t, s.file.read(func(tx *bolt.Tx) error {
		if outer := tx.Bucket([]byte(s.bucket)); outer != nil {
			n = outer.Bucket(name).Stats().KeyN
		}
		return nil
	}))
	return n
}

func TestConcurrentWritesAreAllThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	s := newStore(t, path, "")
	var wg sync.WaitGroup
	for i := range 500 {
		wg.Go(func() {
			if err := s.Add(context.Background(), strconv.Itoa(i/2), []byte("1"), nil); err != nil && !errors.Is(err, service.ErrKeyAlreadyExists) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	must(t, s.Close(t.Context()))
	if n := newStore(t, path, "").count(t, valuesName); n != 250 {
		t.Errorf("%d of 250 keys", n)
	}
}

func TestResourcesOfOneProcessShareTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	a, b, other := newStore(t, path, ""), newStore(t, filepath.Dir(path)+"/./state.db", ""), newStore(t, path, "bucket: other")
	must(t, a.Set(t.Context(), "n", []byte("1"), nil))
	must(t, a.Close(t.Context()))
	must(t, a.Close(t.Context())) // does not count twice
	b.expect(t, "n", "1")
	other.expectMissing(t, "n")
}

func TestRefusedConfigs(t *testing.T) {
	for config, want := range map[string]string{
		"bucket: ''":        "field bucket: must not be empty",
		"default_ttl: 0s":   "field default_ttl: must be longer than 0s",
		"default_ttl: soon": "time: invalid duration",
	} {
		_, err := parseConfig(filepath.Join(t.TempDir(), "state.db"), config)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", config, err)
		}
	}
	for path, want := range map[string]string{
		"":                                       "field path: must not be empty",
		filepath.Join(t.TempDir(), "no", "s.db"): "the directory has to exist",
		t.TempDir():                              "is a directory",
	} {
		if _, err := parseConfig(path, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
