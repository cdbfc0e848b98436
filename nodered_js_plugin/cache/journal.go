// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package cache

import (
	"context"
	"slices"
	"time"
)

// A Journal is what one script does to a Cache in memory before it is known whether
// the script ends: reads see what the same script wrote, nobody else does. Carry
// does it all, in the order in which it was asked for; Drop does nothing, so that
// the script can be run again from its start. It belongs to its Session's goroutine.
type Journal struct {
	session *Session
	ops     []op
	// written is what the writes leave under their keys, "" where they remove one.
	written map[string]string
	// added is how many keys the writes add to the store, at most.
	added int
	// updating: the session keeps others from writing.
	updating bool
}

// An op is one call of the store: it reads key where it is no write, and a write of
// "" removes it.
type op struct {
	key, json string
	write     bool
}

// Journal makes the session's journal; nil where the cache is a resource, whose
// writes can fail.
func (s *Session) Journal() *Journal {
	if s.cache.memory == nil {
		return nil
	}
	return &Journal{session: s, written: map[string]string{}}
}

// Readable reports whether Get gives what the store would have: a limit of entries has
// no key to remove for those that the script added.
func (j *Journal) Readable() bool {
	return j.added == 0 || j.session.cache.memory.hasRoom(j.added)
}

// Get is Session.Get.
func (j *Journal) Get(key string) (json string, ok bool) {
	j.ops = append(j.ops, op{key: key})
	if json, ok = j.written[key]; ok {
		return json, json != ""
	}
	return j.session.cache.memory.peek(key)
}

// Set keeps json under key, or removes key where json is "".
func (j *Journal) Set(key, json string) {
	j.ops = append(j.ops, op{key, json, true})
	if _, again := j.written[key]; !again {
		if _, there := j.session.cache.memory.peek(key); !there {
			j.added++
		}
	}
	j.written[key] = json
}

// Update keeps all others from writing until the journal is carried out or dropped.
// It reports false where somebody else does so for longer than patience.
func (j *Journal) Update() bool {
	if !j.updating {
		j.updating = j.session.begin(j.session.cache.writers.all())
	}
	return j.updating
}

// Blocks reports whether somebody waits for the journal to be carried out or dropped.
// A script that goes on for long must not let them: their time is counted too.
func (j *Journal) Blocks() bool { return j.updating && j.session.cache.writers.awaited() }

// Carry does what was asked for, as one step for those that update. It reports false,
// and has done nothing, where somebody does so for longer than patience; and where the
// session's message has failed meanwhile, after which nothing counts.
func (j *Journal) Carry() bool {
	if len(j.ops) == 0 {
		j.Drop()
		return true
	}
	s, writes := j.session, slices.ContainsFunc(j.ops, func(o op) bool { return o.write })
	held := !writes || j.updating || s.begin(s.cache.writers.some())
	done := held
	if held {
		s.updates++
		done = !slices.ContainsFunc(j.ops, func(o op) bool { return !s.do(o) })
		s.updates--
	}
	if writes && held {
		j.updating = true // in part, which is given back in the same way
	}
	j.Drop()
	return done
}

// Drop forgets what was asked for.
func (j *Journal) Drop() {
	if clear(j.ops); cap(j.ops) > maxSpareOps {
		j.ops, j.written = nil, map[string]string{}
	}
	clear(j.written)
	j.ops, j.added = j.ops[:0], 0
	if j.updating {
		j.updating = false
		release(&j.session.turn)
	}
}

// maxSpareOps is for how many calls an idle journal keeps its memory.
const maxSpareOps = 256

func (s *Session) do(o op) bool {
	var err error
	switch {
	case !o.write:
		_, _, err = s.Get(o.key)
	case o.json == "":
		err = s.Delete(o.key)
	default:
		err = s.Set(o.key, o.json)
	}
	return err == nil
}

// patience is how long a journal waits for somebody who updates. Nobody watches who
// has a journal; a script that is run again in a VM waits under its time limit.
const patience = 100 * time.Millisecond

// begin takes a part of the lock of all writers.
func (s *Session) begin(part *share) bool {
	if s.context().Err() != nil {
		return false
	}
	if part.of.TryAcquire(part.n) {
		s.turn.Store(part)
	} else {
		ctx, cancel := context.WithTimeout(s.context(), patience)
		defer cancel()
		if part.acquire(ctx) != nil {
			return false
		}
		s.turn.Store(part)
	}
	if s.abandoned.Load() {
		release(&s.turn) // Abandon may have come too early to see it
		return false
	}
	return true
}
