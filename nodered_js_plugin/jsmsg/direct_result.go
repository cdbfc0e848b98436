// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"math"
	"slices"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
)

// takeValue makes messages of what a script returned in eval. What is wrong in any way
// is goja's to say, so that there is one place for these errors.
func (b *Binding) takeValue(returned eval.Value) {
	switch o := returned.Ref.(type) {
	case *eval.Message:
		b.settleOwn(o)
		b.results = append(b.results, b.m)
		return
	case *eval.Obj:
		b.results = append(b.results, b.takeObject(o))
		return
	case *eval.Arr:
		b.takeList(o)
		return
	}
	if returned.Kind > eval.Null {
		eval.GiveUp("a returned value that is no message")
	}
}

// takeList is for a script that returned several messages.
func (b *Binding) takeList(list *eval.Arr) {
	for _, e := range list.Elems {
		switch o := e.Ref.(type) {
		case *eval.Message:
			b.results = append(b.results, b.takeCopy(o))
			continue
		case *eval.Obj:
			b.results = append(b.results, b.takeObject(o))
			continue
		}
		if e.Kind != eval.Undefined && e.Kind != eval.Null && !e.IsHole() {
			eval.GiveUp("a returned value that is no message")
		}
	}
	if len(b.results) > 1 {
		// Siblings share nothing: each goes out with a payload of its own. They are charged at
		// once, since none of that is there yet where the process would be measured.
		bytes := 0
		for _, m := range b.results {
			m.payload.dropObjects()
			bytes += len(m.payload.text)
		}
		b.direct.machine.Charge(bytes)
	}
}

// settleOwn ends the stage for msg in place.
func (b *Binding) settleOwn(msg *eval.Message) {
	m := b.m
	switch msg.State {
	case eval.PayloadRead:
		b.settleInside(&m.payload)
	case eval.PayloadAssigned:
		if m.payload.isOwn(msg.Payload) {
			b.settleInside(&m.payload)
		} else {
			m.payload = b.payloadOfValue(msg.Payload)
		}
	case eval.PayloadDeleted:
		b.forgetInside(&m.payload)
	}
	switch {
	case msg.MetaGone:
		b.save()
		clear(m.meta)
		m.meta, m.removed, m.untidy = m.meta[:0], true, false
	case msg.MetaReplaced():
		b.save()
		made := b.take()
		b.metaOfValue(made, msg.NewMeta)
		m.meta, made.meta = made.meta, m.meta
		m.untidy, m.removed = false, made.removed
		b.Recycle(made)
	case m.untidy:
		b.save()
		b.mustTidy(m)
	}
}

// What a message takes that a script returned, and each of its fields.
const (
	messageCost = 256
	fieldCost   = 64
)

// takeCharged is take, for one of any number of messages.
func (b *Binding) takeCharged() *Message {
	b.direct.machine.Charge(messageCost)
	return b.take()
}

// takeCopy is a new message of msg, one of several that a script returned.
func (b *Binding) takeCopy(msg *eval.Message) *Message {
	m := b.takeCharged()
	switch {
	case msg.State == eval.PayloadDeleted:
		m.payload = b.m.payload
		b.forgetInside(&m.payload)
	case msg.State == eval.PayloadAssigned && !b.m.payload.isOwn(msg.Payload):
		m.payload = b.payloadOfValue(msg.Payload)
	default:
		m.payload = b.m.payload
		b.settleInside(&m.payload)
	}
	switch {
	case msg.MetaReplaced():
		b.metaOfValue(m, msg.NewMeta)
	case msg.MetaGone:
		m.removed = true
	default:
		b.copyOwnMeta(m)
	}
	return m
}

// takeObject is a new message of an object that a script returned.
func (b *Binding) takeObject(o *eval.Obj) *Message {
	m := b.takeCharged()
	v, ok := o.Get("payload")
	switch {
	case !ok:
		m.payload = b.m.payload
		b.forgetInside(&m.payload)
	case b.m.payload.isOwn(v):
		m.payload = b.m.payload
		b.settleInside(&m.payload)
	default:
		m.payload = b.payloadOfValue(v)
	}
	meta, _ := o.Get("meta")
	b.metaOfValue(m, meta)
	return m
}

// settleInside decides whether a script changed the payload inside, and if so takes
// its new JSON.
func (b *Binding) settleInside(p *payload) {
	if p.own.Kind != eval.Object || b.direct.keepsPayload {
		return
	}
	own := p.own
	p.own, p.js = eval.Value{}, nil
	b.text = b.direct.appendJSON(b.text[:0], own)
	if !b.isStill(p.text) {
		*p = b.changedTo(own)
	}
}

// forgetInside forgets what a script may have done inside the payload.
func (b *Binding) forgetInside(p *payload) {
	if !b.direct.keepsPayload {
		p.dropOwn()
	}
}

// payloadOfValue makes a payload of what a script assigned.
func (b *Binding) payloadOfValue(v eval.Value) payload {
	switch v.Kind {
	case eval.Undefined, eval.Null:
		return computed(eval.NullValue())
	case eval.Bool:
		return computed(v)
	case eval.String:
		return payload{state: payloadText, touched: true, text: v.Text(), own: v}
	case eval.Number:
		if text, ok := v.Source(); ok {
			return changed(text)
		}
		if math.IsNaN(v.Num) || math.IsInf(v.Num, 0) {
			eval.GiveUp("a payload that has no JSON form")
		}
		return computed(v)
	}
	b.text = b.direct.appendJSON(b.text[:0], v)
	return b.changedTo(v)
}

// metaOfValue fills the metadata of m from an object of a script.
func (b *Binding) metaOfValue(m *Message, v eval.Value) {
	m.removed = true
	switch o := v.Ref.(type) {
	case *eval.Meta:
		b.copyOwnMeta(m)
	case *eval.Obj:
		b.direct.machine.Charge(fieldCost * o.Len())
		for i := range o.Len() {
			key, value := o.At(i)
			if value.Kind == eval.String {
				if value.Text() != "" {
					m.meta = append(m.meta, field{key: key, box: value.Box()})
				}
				continue
			}
			if text := b.direct.metaText(value); text != "" {
				m.meta = append(m.meta, field{key: key, box: text})
			}
		}
		inOrderOfKeys(m.meta)
		b.recognise(m)
	case *eval.Arr:
	default:
		if v.Kind == eval.Object {
			eval.GiveUp("metadata of an object of a special kind")
		}
	}
}

// recognise finds among the metadata of m what the message itself has: as a rule a
// script spreads msg.meta and changes little. What the incoming message holds need not
// be written, and where no key is missing none has to be looked for.
func (b *Binding) recognise(m *Message) {
	found, before := 0, b.m.meta
	for i := range before {
		if before[i].form == formAbsent {
			continue
		}
		for found < len(m.meta) && m.meta[found].key < before[i].key {
			found++
		}
		if found == len(m.meta) || m.meta[found].key != before[i].key {
			return // a key is missing; those behind it are written once more
		}
		if f := &m.meta[found]; before[i].form == formText && before[i].incoming && f.text() == before[i].text() {
			f.incoming = true
		}
	}
	m.removed, m.shape = b.m.removed, b.m.shape
}

// inOrderOfKeys sorts fields that are sorted as a rule, but for some at the end.
func inOrderOfKeys(fields []field) {
	if !slices.IsSortedFunc(fields, byKey) {
		slices.SortFunc(fields, byKey)
	}
}

func byKey(a, b field) int { return strings.Compare(a.key, b.key) }

// copyOwnMeta gives m the metadata of the message.
func (b *Binding) copyOwnMeta(m *Message) {
	if b.m.untidy {
		b.save()
		b.mustTidy(b.m)
	}
	b.direct.machine.Charge(fieldCost * len(b.m.meta))
	m.meta = append(m.meta[:0], b.m.meta...)
	m.removed = b.m.removed
}

func (b *Binding) mustTidy(m *Message) {
	if err := b.tidy(m); err != nil {
		eval.GiveUp("metadata that have no text")
	}
}

// metaText is a metadata value as text; "" removes the key.
func (d *direct) metaText(v eval.Value) string {
	switch v.Kind {
	case eval.Undefined, eval.Null:
		return ""
	case eval.String:
		return v.Text()
	case eval.Object:
		switch v.Ref.(type) {
		case *eval.Func:
			return ""
		case *eval.Date:
			text := string(d.appendJSON(nil, v))
			if text == "null" {
				return "" // an invalid date
			}
			return strings.Trim(text, `"`)
		}
		return string(d.appendJSON(nil, v))
	}
	return d.machine.Text(v)
}

// appendJSON writes an object as the message will have it.
func (d *direct) appendJSON(dst []byte, v eval.Value) []byte {
	text, ok, err := d.machine.AppendJSON(dst, v)
	if err != nil || !ok {
		eval.GiveUp("a value that has no JSON form")
	}
	return text
}
