// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"hash/maphash"
	"math"
	"math/bits"
)

// notIndex is the one uint32 that is no array index.
const notIndex = math.MaxUint32

// arrayIndex is a key as an array index, notIndex if it is none: those are the
// keys that JavaScript puts in ascending order.
func arrayIndex(key string) uint32 {
	if key == "" || len(key) > 10 || key[0] == '0' && len(key) > 1 {
		return notIndex
	}
	var n uint64
	for i := range len(key) {
		c := key[i] - '0'
		if c > 9 {
			return notIndex
		}
		n = n*10 + uint64(c)
	}
	return uint32(min(n, notIndex))
}

// fewKeys is up to how many members comparing each with each is faster than
// hashing.
const fewKeys = 8

var keySeed = maphash.MakeSeed()

// A keyTable finds equal keys. It is empty between calls but for its memory.
type keyTable struct {
	// slots are numbers of members, from 1, by the hash of their keys.
	slots []int32
}

// double sets first in each of an object's members and reports whether two have
// the same key.
func (t *keyTable) double(members []jsonMember) (double bool) {
	if len(members) <= fewKeys {
		for i := range members {
			members[i].first = i
			for j := range i {
				if members[j].key == members[i].key {
					members[i].first, double = j, true
					break
				}
			}
		}
		return double
	}
	size := 2 << bits.Len(uint(len(members)))
	if cap(t.slots) < size {
		t.slots = make([]int32, size)
	}
	slots := t.slots[:size]
	clear(slots)
	for i := range members {
		members[i].first = i
		for at := maphash.String(keySeed, members[i].key); ; at++ {
			slot := &slots[at&uint64(size-1)]
			if *slot == 0 {
				*slot = int32(i + 1)
				break
			}
			if first := int(*slot - 1); members[first].key == members[i].key {
				members[i].first, double = first, true
				break
			}
		}
	}
	return double
}
