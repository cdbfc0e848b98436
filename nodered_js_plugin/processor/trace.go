// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"errors"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A Trace is told what becomes of each message, for those who try scripts out. It
// costs the snapshots of every stage, so no running pipeline has one.
//
// The events of one message, in, come one after the other and depth first: where
// a body gives several messages, all events of the first one's later stages come
// before those of the second one's. Batches on several threads are traced at the
// same time. A message that hangs in a native may be told of after its end.
type Trace func(in *service.Message, e Event)

// An Event is one step of a message's way.
type Event struct {
	Kind EventKind
	// Stage is the script's, where Kind is Tested or Ran.
	Stage string
	// Took is the time in the script, with what the engine does around it.
	Took time.Duration
	// Holds is the result of an if.
	Holds bool
	// Before is the message that a script saw.
	Before Snapshot
	// After are the messages that a body gave, none where it dropped the message.
	// Where Kind is Left it is the one that left the last stage.
	After []Snapshot
	// Refused are those of several messages that a body gave and that are none, by
	// their numbers from 1 among all that it gave.
	Refused map[int]*script.Error
	// Out is the message that goes on. It is only to be read.
	Out *service.Message
	// Err is why the step failed.
	Err *script.Error
	// Way is how the script ran.
	Way Way
	// GivenUp is why a script that runs in Go as a rule ran in a VM this time, nil where
	// it did not.
	GivenUp *GivenUp
}

// An EventKind says which of an Event's fields are set.
type EventKind uint8

const (
	// Tested: an if was evaluated.
	Tested EventKind = iota
	// Ran: a body ran.
	Ran
	// Left: a message is through all stages. Err where its metadata have no text.
	Left
	// Emitted: a message that left the stages goes on as Out, or cannot, as Err says.
	// These events come in the order of Left.
	Emitted
	// Failed: Err is a failure of the message, one of those told before or that of a
	// message that was given up. Not all of its branches need have ended.
	Failed
	// Flagged: the original goes on as Out, flagged with Err.
	Flagged
)

// A Snapshot is what a message held between two stages.
type Snapshot struct {
	// Payload is JSON, or a string that is no JSON text.
	Payload string
	IsText  bool
	// Meta are the metadata as strings.
	Meta map[string]string
}

func snapshot(m *jsmsg.Message) (s Snapshot) {
	s.Payload, s.IsText = m.Payload()
	s.Meta = map[string]string{}
	for key, text := range m.All {
		s.Meta[key] = text
	}
	return s
}

func snapshots(list []*jsmsg.Message) []Snapshot {
	all := make([]Snapshot, len(list))
	for i, m := range list {
		all[i] = snapshot(m)
	}
	return all
}

func byNumber(refused []failure) map[int]*script.Error {
	numbers := map[int]*script.Error{}
	for _, f := range refused {
		var r *refusal
		if errors.As(f.Err, &r) {
			numbers[r.number] = f.Error
		}
	}
	return numbers
}

// tell is for messages on their way through the scripts.
func (v *passage) tell(e Event) {
	if !v.vm.Revoked() {
		v.trace(v.in, e)
	}
}

// tracedHolds is holds for a Processor that may have a Trace.
func (v *passage) tracedHolds(k int, b *branch) (bool, *script.Error) {
	if v.trace == nil {
		return v.holds(k, b)
	}
	e := Event{Kind: Tested, Stage: v.scripts[k].Stage, Before: snapshot(b.m)}
	start, bails, was := time.Now(), len(v.bailed), b.bail
	e.Holds, e.Err = v.holds(k, b)
	e.Took = time.Since(start)
	e.Way, e.GivenUp = v.way, v.givenUpSince(bails, k, was)
	if e.Err != unwatched {
		v.tell(e)
	}
	return e.Holds, e.Err
}

// tracedRun is run for a Processor that may have a Trace.
func (v *passage) tracedRun(k int, b *branch) ([]*jsmsg.Message, []failure, *script.Error) {
	if v.trace == nil {
		return v.run(k, b)
	}
	e := Event{Kind: Ran, Stage: v.scripts[k].Stage, Before: snapshot(b.m)}
	start, bails, was := time.Now(), len(v.bailed), b.bail
	results, refused, err := v.run(k, b)
	e.Took = time.Since(start)
	e.Way, e.GivenUp = v.way, v.givenUpSince(bails, k, was)
	e.After, e.Refused, e.Err = snapshots(results), byNumber(refused), err
	if err != unwatched {
		v.tell(e)
	}
	return results, refused, err
}

// left is the end of a message's way through the stages.
func (v *passage) left(m *jsmsg.Message, err *script.Error) {
	if v.trace != nil {
		v.tell(Event{Kind: Left, After: []Snapshot{snapshot(m)}, Err: err})
	}
}

// tell is for messages whose scripts have ended.
func (b *batch) tell(i int, e Event) {
	if b.p.trace != nil {
		b.p.trace(b.in[i], e)
	}
}
