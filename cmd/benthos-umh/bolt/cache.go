// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package bolt

import (
	"context"
	"fmt"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// store is the cache.
type store struct {
	file   *file
	bucket string
	// ttl is that of values without one, 0 for ever.
	ttl   time.Duration
	close sync.Once
}

func (s *store) Get(ctx context.Context, key string) (value []byte, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	now := time.Now()
	err = s.file.read(func(tx *bolt.Tx) error {
		b, ok := openBucket(tx, s.bucket)
		if !ok {
			return service.ErrKeyNotFound
		}
		e, ok := b.entry([]byte(key))
		if !ok || e.expired(now) {
			return service.ErrKeyNotFound
		}
		value = append([]byte{}, e.value...) // the entry is gone with tx
		return nil
	})
	return value, err
}

func (s *store) Set(ctx context.Context, key string, value []byte, ttl *time.Duration) error {
	return s.write(ctx, key, func(b bucket) error {
		return b.put([]byte(key), entry{s.expiry(ttl), value})
	})
}

func (s *store) Add(ctx context.Context, key string, value []byte, ttl *time.Duration) error {
	exists := false // set by the goroutine that writes, which is done before write returns
	err := s.write(ctx, key, func(b bucket) error {
		if e, ok := b.entry([]byte(key)); ok && !e.expired(time.Now()) {
			exists = true
			return nil
		}
		return b.put([]byte(key), entry{s.expiry(ttl), value})
	})
	if err == nil && exists {
		return service.ErrKeyAlreadyExists
	}
	return err
}

func (s *store) Delete(ctx context.Context, key string) error {
	return s.write(ctx, key, func(b bucket) error { return b.remove([]byte(key)) })
}

// maxKey is how long a key may be, so that it fits behind its expiry.
const maxKey = bolt.MaxKeySize - expiryLen

// write carries out change with others that are due. A key that the file cannot have
// must not make those fail.
func (s *store) write(ctx context.Context, key string, change func(bucket) error) error {
	if key == "" || len(key) > maxKey {
		return fmt.Errorf("a key must have between 1 and %d bytes, not %d", maxKey, len(key))
	}
	return s.file.write(ctx, func(tx *bolt.Tx) error {
		b, err := makeBucket(tx, s.bucket)
		if err != nil {
			return err
		}
		return change(b)
	})
}

// expiry is when a value that is written now expires, zero for never.
func (s *store) expiry(ttl *time.Duration) time.Time {
	if ttl == nil {
		ttl = &s.ttl
	}
	if *ttl <= 0 {
		return time.Time{}
	}
	return time.Now().Add(*ttl)
}

func (s *store) Close(context.Context) (err error) {
	s.close.Do(func() { err = s.file.release() })
	return err
}
