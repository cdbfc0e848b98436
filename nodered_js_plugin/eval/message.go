// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import "slices"

// A Message is msg: what the message holds, and what the script put in its place.
// It belongs to one run.
type Message struct {
	machine *Machine
	meta    Meta
	// Payload is msg.payload once it was read or assigned; State says which.
	Payload Value
	State   PayloadState
	// NewMeta is what the script assigned to msg.meta; unset if it left it alone.
	NewMeta  Value
	MetaGone bool
	// extras are its other properties.
	extras *Obj
}

// A PayloadState says what a script did with msg.payload.
type PayloadState uint8

const (
	// PayloadUntouched: it was neither read nor assigned.
	PayloadUntouched PayloadState = iota
	// PayloadRead: it was read; something inside may have changed.
	PayloadRead
	// PayloadAssigned: msg.payload = something.
	PayloadAssigned
	// PayloadDeleted: delete msg.payload.
	PayloadDeleted
)

// A Meta is msg.meta.
type Meta struct{ message *Message }

func (o *Meta) host() Host { return o.message.machine.host }

func (o *Meta) get(key string) (Value, bool) { return o.host().Meta(key) }

func (o *Meta) set(key string, v Value) { o.host().SetMeta(key, v) }

// MetaReplaced reports whether msg.meta is another value than it was.
func (o *Message) MetaReplaced() bool { return o.NewMeta.Kind != unset }

// IsMeta reports whether a value is the message's own msg.meta.
func (o *Message) IsMeta(v Value) bool { return v.Ref == any(&o.meta) }

func (o *Message) reset(m *Machine) {
	*o = Message{machine: m, NewMeta: Value{Kind: unset}}
	o.meta.message = o
}

func (o *Message) payload() Value {
	if o.State == PayloadUntouched {
		o.Payload, o.State = o.machine.host.Payload(), PayloadRead
	}
	return o.Payload
}

func (o *Message) metaValue() Value {
	if o.NewMeta.Kind != unset {
		return o.NewMeta
	}
	return objectValue(&o.meta)
}

func (o *Message) get(name string) (Value, bool) {
	switch name {
	case "payload":
		if o.State == PayloadDeleted {
			return Value{}, false
		}
		return o.payload(), true
	case "meta":
		if o.MetaGone {
			return Value{}, false
		}
		return o.metaValue(), true
	}
	if o.extras != nil {
		return o.extras.Get(name)
	}
	return Value{}, false
}

func (o *Message) set(name string, v Value) {
	switch name {
	case "payload":
		o.Payload, o.State = v, PayloadAssigned
	case "meta":
		if o.NewMeta, o.MetaGone = v, false; o.IsMeta(v) {
			o.NewMeta = Value{Kind: unset}
		}
	default:
		if _, number := arrayIndex(name); number {
			bail("a number as the name of a property of msg") // goja keeps these in the order of writing
		}
		if o.extras == nil {
			o.extras = NewObj(2)
		}
		o.extras.Set(name, v)
	}
}

func (o *Message) remove(name string) {
	switch name {
	case "payload":
		o.Payload, o.State = Value{}, PayloadDeleted
	case "meta":
		o.NewMeta, o.MetaGone = Value{Kind: unset}, true
	default:
		if o.extras != nil {
			o.extras.Delete(name)
		}
	}
}

func (o *Message) keys() []string {
	keys := make([]string, 0, 2)
	if o.State != PayloadDeleted {
		keys = append(keys, "payload")
	}
	if !o.MetaGone {
		keys = append(keys, "meta")
	}
	if o.extras != nil {
		keys = append(keys, o.extras.names()...)
	}
	return slices.Clip(keys)
}
