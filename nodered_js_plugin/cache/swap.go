// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package cache

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// A Swapper is a cache resource that several processes share, and that can write a
// value on the condition that nobody else has written it meanwhile.
type Swapper interface {
	// Swap replaces old under key by value. nil stands for no value: a nil old is for a
	// key that is not there, a nil value removes it. It reports false, and has changed
	// nothing, if something other than old is there. After an error it may have
	// changed the value: it must not repeat a call that may have arrived.
	Swap(ctx context.Context, key string, old, value []byte, ttl *time.Duration) (done bool, err error)
}

// OfferSwap is for the constructor of a cache resource: updates of the resource
// use s from now on. Benthos hands out resources with the methods of its own
// interface only. A nil s takes the offer back, for the resource's Close.
func OfferSwap(mgr *service.Resources, s Swapper) {
	mgr.SetGeneric(swapKey{mgr.Label()}, swapOffer{s})
}

// swapKey is where the manager of a process's resources keeps the Swapper of one.
type swapKey struct{ label string }

type swapOffer struct{ Swapper }

// swap writes value, or removes the key if value is "", on the condition that old is
// still there. Only a resource with an offer knows conditions: ok is false otherwise.
func (r *resource) swap(ctx context.Context, key string, old known, value string) (done, ok bool, err error) {
	s := r.swapper()
	if s == nil {
		return false, false, nil
	}
	// Within access the resource is not closed.
	err = r.access(ctx, func(service.Cache) error {
		done, err = s.Swap(ctx, r.key(key), old.bytes(), known{value, value != ""}.bytes(), r.ttl)
		return err
	})
	return done, true, err
}

func (r *resource) swapper() Swapper {
	if r.generic == nil {
		return nil
	}
	offer, _ := r.generic(swapKey{r.label})
	o, _ := offer.(swapOffer)
	return o.Swapper
}

// known is what a session knows to be under a key.
type known struct {
	text  string
	there bool
}

func (k known) bytes() []byte {
	if !k.there {
		return nil
	}
	return append([]byte{}, k.text...)
}

// Shared reports whether other processes may write between the reading and the
// writing of an update, so that Exchange may refuse.
func (s *Session) Shared() bool {
	r, ok := s.cache.store.(*resource)
	return ok && r.swapper() != nil
}

// Exchange is the write of an update: json, "" to remove the key, in place of what
// Get gave. It reports false, and has written nothing, if another process wrote the
// key meanwhile: then the update has to read and compute again. What the session
// itself wrote within the update is no reason.
func (s *Session) Exchange(key, old string, exists bool, json string) (done bool, err error) {
	r, ok := s.cache.store.(*resource)
	if !ok || r.swapper() == nil {
		return true, s.put(key, json)
	}
	expected := known{old, exists}
	if own, wrote := s.wrote[key]; wrote {
		expected = own
	}
	err = s.write(key, func(ctx context.Context) error {
		done, ok, err = r.swap(ctx, key, expected, json)
		return err
	})
	switch {
	case err != nil:
		return false, err
	case !ok: // the resource was replaced by one that knows no conditions
		return true, s.put(key, json)
	case done:
		s.remember(key, known{json, json != ""})
	default:
		delete(s.wrote, key)
	}
	return done, nil
}

func (s *Session) put(key, json string) error {
	if json == "" {
		return s.Delete(key)
	}
	return s.Set(key, json)
}

// remember notes what the session itself wrote within an update.
func (s *Session) remember(key string, k known) {
	if s.updates == 0 || !s.Shared() {
		return
	}
	if s.wrote == nil {
		s.wrote = map[string]known{}
	}
	s.wrote[key] = k
}

// maxPause bounds how long an update waits before it tries again.
const maxPause = 32 * time.Millisecond

// Pause waits for a random while before an update tries again, the longer the more
// often it has tried, so that processes do not keep meeting.
func (s *Session) Pause(tries int) error {
	longest := min(time.Millisecond<<min(tries, 10), maxPause)
	timer := time.NewTimer(rand.N(longest))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-s.context().Done():
		return s.context().Err()
	}
}
