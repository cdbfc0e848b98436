// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package bolt

import (
	"context"
	"errors"
	"time"

	bolt "go.etcd.io/bbolt"
)

const (
	// maxTogether is how many writes become durable together at most.
	maxTogether = 1000
	// sweepEvery is how often expired entries are looked for, and sweepSize how many of a
	// bucket are removed at a time.
	sweepEvery = 10 * time.Second
	sweepSize  = 1000
)

var errClosed = errors.New("the cache is closed")

// A change waits to be written.
type change struct {
	apply func(*bolt.Tx) error
	// done gets the result. It has room for it: whoever waits may have left.
	done chan error
}

// write returns once apply is durable, or ctx has ended: then it may still become so.
func (f *file) write(ctx context.Context, apply func(*bolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c := change{apply, make(chan error, 1)}
	select {
	case f.changes <- c:
	case <-ctx.Done():
		return ctx.Err()
	case <-f.closing:
		return errClosed
	}
	select {
	case err := <-c.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-f.committed:
	}
	select {
	case err := <-c.done:
		return err
	default:
		return errClosed // it came too late
	}
}

// commit writes until the file is closed. While one transaction goes to the disk the
// next changes gather; bolt's own Batch would wait for them even if none come.
func (f *file) commit() {
	defer close(f.committed)
	sweep := time.NewTicker(sweepEvery)
	defer sweep.Stop()
	for {
		select {
		case c := <-f.changes:
			f.commitAll(f.gather(c))
		case <-sweep.C:
			f.sweep(time.Now())
		case <-f.closing:
			return
		}
	}
}

// gather gives the first change and those that wait behind it.
func (f *file) gather(first change) []change {
	all := []change{first}
	for len(all) < maxTogether {
		select {
		case c := <-f.changes:
			all = append(all, c)
		default:
			return all
		}
	}
	return all
}

func (f *file) commitAll(all []change) {
	err := f.update(func(tx *bolt.Tx) error {
		for _, c := range all {
			if err := c.apply(tx); err != nil {
				return err
			}
		}
		return nil
	})
	for _, c := range all {
		c.done <- err
	}
}

// sweep removes what has expired, from each bucket a bounded number at a time. What
// fails is tried again with the next sweep, and shows in the writes meanwhile.
func (f *file) sweep(now time.Time) {
	for {
		names, err := f.bucketsToSweep(now)
		if err != nil || len(names) == 0 {
			return
		}
		err = f.update(func(tx *bolt.Tx) error {
			for _, name := range names {
				if b, ok := openBucket(tx, name); ok {
					if _, err := b.removeExpired(now, sweepSize); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return
		}
		select { // writes go first
		case c := <-f.changes:
			f.commitAll(f.gather(c))
		case <-f.closing:
			return
		default:
		}
	}
}

// bucketsToSweep names the buckets with an expired entry: a sweep without one must not
// write.
func (f *file) bucketsToSweep(now time.Time) (names []string, err error) {
	err = f.read(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, _ *bolt.Bucket) error {
			if b, ok := openBucket(tx, string(name)); ok {
				if k, _ := b.expiries.Cursor().First(); k != nil && !now.Before(parseExpiry(k)) {
					names = append(names, string(name))
				}
			}
			return nil
		})
	})
	return names, err
}
