// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"slices"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// A shape is a set of metadata keys in order. What comes from one source has the
// same keys message after message: then nothing is sorted, what is made of the
// keys alone is made once, and there is a place for what scripts add.
type shape struct {
	slots []slot
	// incoming is how many of the slots are for keys that messages come with.
	incoming int
	// list are these keys with commas between them: a string, boxed for Benthos.
	list any
	// guesses are where keys stood last, by a hash of the key. Every one is checked.
	guesses [32]uint8
	// full is a message with all keys of slots, nil until one is needed.
	full *service.Message
}

// template is a message with all keys of slots, and nothing of any message.
func (s *shape) template() *service.Message {
	if s.full == nil {
		s.full = service.NewMessage(nil)
		for i := range s.slots {
			s.full.MetaSetMut(s.slots[i].key, "")
		}
	}
	return s.full
}

// guess is where a key may stand.
func (s *shape) guess(key string) *uint8 {
	if key == "" {
		return &s.guesses[0]
	}
	// Keys of one protocol begin alike, and differ in length and at the end.
	return &s.guesses[(len(key)*7+int(key[len(key)-1])+int(key[len(key)/2])*3)%len(s.guesses)]
}

// A slot is the place of one key.
type slot struct {
	key string
	// member is the key as the beginning of a JSON member.
	member   string
	incoming bool
}

// An idle VM keeps its shapes, so large ones are not worth it.
const (
	maxShapeKeys  = 64
	maxShapeBytes = 4 << 10
)

// newShape copies the keys of an incoming message: a key can be a small part of a
// large one.
func newShape(fields []field) *shape {
	size := 0
	for i := range fields {
		size += len(fields[i].key)
	}
	if len(fields) > maxShapeKeys || size > maxShapeBytes {
		return nil
	}
	s := &shape{incoming: len(fields)}
	keys := make([]string, len(fields))
	for i := range fields {
		keys[i] = strings.Clone(fields[i].key)
		s.slots = append(s.slots, slot{keys[i], string(append(AppendString(nil, keys[i]), ':')), true})
	}
	s.list = strings.Join(keys, ",")
	return s
}

// learn makes room for the keys that a message had in the end.
func (s *shape) learn(fields []field) {
	for i := range fields {
		key := fields[i].key
		at, ok := slices.BinarySearchFunc(s.slots, key, func(s slot, key string) int { return strings.Compare(s.key, key) })
		if !ok && len(s.slots) < 2*maxShapeKeys && len(key) < maxShapeBytes/maxShapeKeys {
			s.slots = slices.Insert(s.slots, at, slot{key: strings.Clone(key)})
			s.full = nil
		}
	}
}

// maxShapes is how many shapes a Binding remembers. One source gives few: metadata
// that are sometimes there, such as a device or a folder.
const maxShapes = 8

// acceptMeta fills the metadata of m from an incoming message.
func (b *Binding) acceptMeta(m *Message, in *service.Message) {
	n := 0
	_ = in.MetaWalkMut(func(string, any) error {
		n++
		return nil
	})
	for i, s := range b.shapes {
		if s.incoming == n && b.acceptShape(m, in, s) {
			// The last one is looked at first: most messages follow one of their kind.
			b.shapes[0], b.shapes[i] = s, b.shapes[0]
			m.shape = s
			return
		}
	}
	m.meta = m.meta[:0]
	_ = in.MetaWalkMut(func(key string, value any) error {
		m.meta = append(m.meta, b.incoming(key, value, m))
		return nil
	})
	slices.SortFunc(m.meta, byKey)
	if m.shape = newShape(m.meta); m.shape != nil {
		b.remember(m.shape)
	}
}

// remember puts a shape in front; the one goes that was not used for longest, or
// nearly so.
func (b *Binding) remember(s *shape) {
	if len(b.shapes) < maxShapes {
		b.shapes = append(b.shapes, nil)
	}
	copy(b.shapes[1:], b.shapes)
	b.shapes[0] = s
}

// acceptShape does the same if the keys are those of s; in has as many. If not, m is
// as it was.
func (b *Binding) acceptShape(m *Message, in *service.Message, s *shape) bool {
	untidy := m.untidy
	m.meta = slices.Grow(m.meta[:0], len(s.slots))
	for i := range s.slots {
		slot := &s.slots[i]
		if !slot.incoming {
			m.meta = append(m.meta, field{key: slot.key, form: formAbsent})
			continue
		}
		value, ok := in.MetaGetMut(slot.key)
		if !ok {
			clear(m.meta)
			m.meta, m.untidy = m.meta[:0], untidy
			return false
		}
		m.meta = append(m.meta, b.incoming(slot.key, value, m))
	}
	return true
}

// incoming is one pair of an incoming message.
func (b *Binding) incoming(key string, value any, m *Message) field {
	if text, ok := value.(string); ok {
		m.untidy = m.untidy || text == ""
		return field{key: key, box: value, incoming: true}
	}
	m.untidy = true
	f := field{key: key}
	b.incomingValue(&f, value)
	return f
}

// SetOrigin keeps what the message came with in two metadata keys: under object a
// JSON object of its string metadata, under keys the keys of these, with commas
// between them, or nothing where there are none. It comes before the first stage.
func (m *Message) SetOrigin(object, keys string) {
	var buffer [1024]byte
	text := append(buffer[:0], '{')
	n := 0
	for i := range m.meta {
		f := &m.meta[i]
		if f.form != formText {
			continue
		}
		if n++; n > 1 {
			text = append(text, ',')
		}
		if m.shape != nil {
			text = append(text, m.shape.slots[i].member...)
		} else {
			text = append(AppendString(text, f.key), ':')
		}
		text = AppendString(text, f.text())
	}
	if list := m.keyList(n); n > 0 {
		m.untidy = m.untidy || list == "" // the only key is ""
		m.setBox(keys, list)
	} else {
		m.DeleteMeta(keys)
	}
	m.setBox(object, string(append(text, '}')))
}

// keyList are the keys of the n pairs that are strings.
func (m *Message) keyList(n int) any {
	if m.shape != nil && n == m.shape.incoming {
		return m.shape.list
	}
	keys := make([]string, 0, n)
	for i := range m.meta {
		if f := &m.meta[i]; f.form == formText {
			keys = append(keys, f.key)
		}
	}
	return strings.Join(keys, ",")
}
