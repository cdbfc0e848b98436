// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package bolt

import (
	"encoding/binary"
	"time"

	bolt "go.etcd.io/bbolt"
)

// A bucket holds the entries of a cache, and when they expire in the order of time,
// so that nobody has to look through all of them.
type bucket struct{ values, expiries *bolt.Bucket }

var valuesName, expiriesName = []byte("values"), []byte("expiries")

// openBucket gives the bucket, if there is one.
func openBucket(tx *bolt.Tx, name string) (b bucket, ok bool) {
	outer := tx.Bucket([]byte(name))
	if outer == nil {
		return b, false
	}
	b = bucket{outer.Bucket(valuesName), outer.Bucket(expiriesName)}
	return b, b.values != nil && b.expiries != nil
}

func makeBucket(tx *bolt.Tx, name string) (b bucket, err error) {
	if b, ok := openBucket(tx, name); ok {
		return b, nil
	}
	outer, err := tx.CreateBucketIfNotExists([]byte(name))
	if err != nil {
		return b, err
	}
	if b.values, err = outer.CreateBucketIfNotExists(valuesName); err != nil {
		return b, err
	}
	b.expiries, err = outer.CreateBucketIfNotExists(expiriesName)
	return b, err
}

// An entry is a value and when it expires, zero for never.
type entry struct {
	expiry time.Time
	value  []byte
}

func (e entry) expired(now time.Time) bool { return !e.expiry.IsZero() && !now.Before(e.expiry) }

// expiryLen is how many bytes an expiry takes: milliseconds since 1970, 0 for never.
const expiryLen = 8

func appendExpiry(to []byte, t time.Time) []byte {
	if t.IsZero() {
		return binary.BigEndian.AppendUint64(to, 0)
	}
	return binary.BigEndian.AppendUint64(to, uint64(max(t.UnixMilli(), 1)))
}

func parseExpiry(b []byte) time.Time {
	ms := binary.BigEndian.Uint64(b)
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(ms))
}

// entry gives what is under key, be it expired or not, until the transaction ends.
func (b bucket) entry(key []byte) (e entry, ok bool) {
	stored := b.values.Get(key)
	if len(stored) < expiryLen {
		return e, false
	}
	return entry{parseExpiry(stored), stored[expiryLen:]}, true
}

func (b bucket) put(key []byte, e entry) error {
	if err := b.remove(key); err != nil {
		return err
	}
	if !e.expiry.IsZero() {
		if err := b.expiries.Put(append(appendExpiry(nil, e.expiry), key...), nil); err != nil {
			return err
		}
	}
	return b.values.Put(key, append(appendExpiry(nil, e.expiry), e.value...))
}

func (b bucket) remove(key []byte) error {
	if e, ok := b.entry(key); ok && !e.expiry.IsZero() {
		if err := b.expiries.Delete(append(appendExpiry(nil, e.expiry), key...)); err != nil {
			return err
		}
	}
	return b.values.Delete(key)
}

// removeExpired removes at most n entries that have expired, and says how many.
func (b bucket) removeExpired(now time.Time, n int) (removed int, err error) {
	var due [][]byte
	cursor := b.expiries.Cursor()
	for k, _ := cursor.First(); k != nil && len(due) < n && !now.Before(parseExpiry(k)); k, _ = cursor.Next() {
		due = append(due, append([]byte{}, k...)) // a cursor may lose its place by a removal
	}
	for _, k := range due {
		if err := b.remove(k[expiryLen:]); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}
