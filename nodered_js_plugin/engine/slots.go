// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"cmp"
	"math"
	"reflect"
	"runtime"
	"slices"
)

// Go counts allocations for the process, not for a goroutine. But its heap profile
// knows the stack of those that it samples, one in 512 KB. So each worker's goroutine
// begins in one of these functions, and where several messages run at once, the
// profile tells which of them holds the memory.

// slots are functions that differ only in where they are.
var slots = [...]func(func()){slot0, slot1, slot2, slot3, slot4, slot5, slot6, slot7}

//go:noinline
func slot0(f func()) { f() }

//go:noinline
func slot1(f func()) { f() }

//go:noinline
func slot2(f func()) { f() }

//go:noinline
func slot3(f func()) { f() }

//go:noinline
func slot4(f func()) { f() }

//go:noinline
func slot5(f func()) { f() }

//go:noinline
func slot6(f func()) { f() }

//go:noinline
func slot7(f func()) { f() }

// coarse is below how many bytes the profile, which has one sample in 512 KB, says
// nothing.
const coarse = 16 << 20

// culprit is the one of several workers whose message holds what s was charged for: s
// itself, another one, or nil if it is none of them and the process grows for another
// reason. limit is what a message may hold.
func culprit(s suspect, all []suspect, limit int64) suspect {
	if limit > 0 && limit < coarse || runtime.MemProfileRate == 0 {
		return s
	}
	earlier := profileSlots()
	runtime.GC()
	now := profileSlots()
	held := func(s suspect) int64 {
		_, a := s.running()
		if a == nil {
			return 0
		}
		before, ok := a.heldBefore()
		if !ok {
			return 0
		}
		// What a goroutine allocates during a collection counts as held, whatever it drops.
		slot := now[s.inSlot()]
		return slot.inUse - (slot.allocated - earlier[s.inSlot()].allocated) - before
	}
	most := slices.MaxFunc(all, func(a, b suspect) int { return cmp.Compare(held(a), held(b)) })
	// A stack that is too deep for the profile has no slot: it may be anybody's.
	switch deep := now[noSlot].inUse; {
	case held(most)+deep < limit/2:
		return nil
	case held(most) > held(s):
		return most
	}
	return s
}

// cutOff is how many frames of a stack the profile has.
const cutOff = 128

// noSlot is where the profile has what no slot has.
const noSlot = len(slots)

// A slotProfile is what the goroutines of a slot hold, and have allocated since the
// process began, in bytes as of the last collection, roughly.
type slotProfile struct{ inUse, allocated int64 }

// profileSlots has a part for each slot, and noSlot for stacks that are cut off.
func profileSlots() (profile [len(slots) + 1]slotProfile) {
	n, _ := runtime.MemProfile(nil, true)
	records := make([]runtime.MemProfileRecord, n+50)
	n, ok := runtime.MemProfile(records, true)
	if !ok {
		return profile // it has grown in between
	}
	for i := range records[:n] {
		r := &records[i]
		stack := r.Stack()
		slot := slotOf(stack)
		if slot < 0 && len(stack) >= cutOff {
			slot = noSlot
		}
		if slot >= 0 {
			profile[slot].inUse += scaled(r.InUseBytes(), r.InUseObjects())
			profile[slot].allocated += scaled(r.AllocBytes, r.AllocObjects)
		}
	}
	return profile
}

// slotOf is the slot in which a stack begins, -1 for none. It is near the stack's end.
func slotOf(stack []uintptr) int {
	for _, pc := range stack[max(len(stack)-4, 0):] {
		if f := runtime.FuncForPC(pc - 1); f != nil {
			if i := slices.Index(slotEntries[:], f.Entry()); i >= 0 {
				return i
			}
		}
	}
	return -1
}

// slotEntries are where the functions are.
var slotEntries = func() (entries [len(slots)]uintptr) {
	for i, f := range slots {
		entries[i] = reflect.ValueOf(f).Pointer()
	}
	return entries
}()

// scaled is what a sample of so many bytes in so many objects stands for, as pprof has
// it: the smaller an object, the less likely is it sampled.
func scaled(bytes, objects int64) int64 {
	if bytes == 0 || objects == 0 {
		return 0
	}
	size := float64(bytes) / float64(objects)
	return int64(float64(bytes) / (1 - math.Exp(-size/float64(runtime.MemProfileRate))))
}
