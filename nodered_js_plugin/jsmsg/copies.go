// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import "github.com/redpanda-data/benthos/v4/public/service"

// Copies makes the outgoing messages of one incoming message, which it only reads. They
// share nothing that can be changed.
//
// The metadata of a Benthos message are a map that is copied when a copy of the message
// is first written to. So what one incoming message becomes several of, whose metadata
// differ in a name, costs least as a copy of the one before.
type Copies struct {
	// In is the incoming message.
	In *service.Message

	last    *service.Message
	written *Message
}

// Of is the copy for m, with m's metadata and the payload of any of the messages before.
// m must be tidy, that is, have left its last stage, and it must stay as it is until the
// last copy is made. The caller sets the payload.
func (c *Copies) Of(m *Message) *service.Message {
	switch {
	case c.last != nil && likeSibling(m, c.written):
		c.last = c.last.Copy()
		writeDifferences(c.last, m, c.written)
	case m.growsTwice():
		c.last = m.shape.template().Copy().WithContext(c.In.Context())
		if err := c.In.GetError(); err != nil {
			c.last.SetError(err)
		}
		writeAll(c.last, m)
	default:
		c.last = c.In.Copy()
		writeMeta(c.last, m)
	}
	if m.shape != nil && len(m.meta) > len(m.shape.slots) {
		m.shape.learn(m.meta)
	}
	c.written = m
	return c.last
}

// likeSibling reports whether m differs from a sibling in some metadata, and in few. In
// none would leave both copies with one map.
func likeSibling(m, sibling *Message) bool {
	if len(m.meta) != len(sibling.meta) {
		return false
	}
	differences := 0
	for i := range m.meta {
		f, s := &m.meta[i], &sibling.meta[i]
		if f.key != s.key {
			return false
		}
		if !f.sameText(s) {
			differences++
		}
	}
	return differences > 0 && differences <= len(m.meta)/2
}

// writeDifferences brings the metadata of out, a copy of the one that the sibling was
// written to, to what m holds.
func writeDifferences(out *service.Message, m, sibling *Message) {
	for i := range m.meta {
		switch f, s := &m.meta[i], &sibling.meta[i]; {
		case f.sameText(s):
		case f.form == formAbsent:
			out.MetaDelete(f.key)
		default:
			out.MetaSetMut(f.key, f.box)
		}
	}
}

// writeMeta brings the metadata of out, a copy of the incoming message, to what m holds.
func writeMeta(out *service.Message, m *Message) {
	if m.removed {
		var gone []string
		_ = out.MetaWalkMut(func(key string, _ any) error {
			if _, ok := m.find(key); !ok {
				gone = append(gone, key)
			}
			return nil
		})
		for _, key := range gone {
			out.MetaDelete(key)
		}
	}
	for i := range m.meta {
		if f := &m.meta[i]; !f.incoming && f.form != formAbsent {
			out.MetaSetMut(f.key, f.box)
		}
	}
}

// growsTwice reports whether the map of metadata that m came with would be made anew
// more than once on the way to what m holds now. A copy of a map that had as many keys
// has room for them from the start, which is worth writing all of them: if the template
// of m's shape has as many, and not many more.
func (m *Message) growsTwice() bool {
	if m.shape == nil {
		return false
	}
	n, most := m.count(), len(m.shape.slots)
	return roomOf(n) >= 4*roomOf(m.shape.incoming) && n <= most && n >= most/4*3
}

// roomOf is the room of a map that is made for n keys, or about that.
func roomOf(n int) int {
	room := 8
	for n > 8 && n > room/8*7 {
		room *= 2
	}
	return room
}

// count is how many keys m has.
func (m *Message) count() int {
	n := 0
	for i := range m.meta {
		if m.meta[i].form != formAbsent {
			n++
		}
	}
	return n
}

// writeAll brings the metadata of out, a copy of the template of m's shape, to what m
// holds.
func writeAll(out *service.Message, m *Message) {
	at := 0
	for i := range m.shape.slots {
		key := m.shape.slots[i].key
		for at < len(m.meta) && m.meta[at].key < key {
			at++
		}
		if at == len(m.meta) || m.meta[at].key != key || m.meta[at].form == formAbsent {
			out.MetaDelete(key)
		}
	}
	for i := range m.meta {
		if f := &m.meta[i]; f.form != formAbsent {
			out.MetaSetMut(f.key, f.box)
		}
	}
}
