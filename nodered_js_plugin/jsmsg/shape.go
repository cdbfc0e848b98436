package jsmsg

import (
	"slices"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// A shape is a set of metadata keys in order. What comes from one source has the
// same keys message after message: then nothing is sorted, and what is made of
// the keys alone is made once.
type shape struct {
	keys []string
	// list are the keys with commas between them: a string, boxed for Benthos.
	list any
	// members are the keys as the beginnings of JSON members.
	members []string
}

// An idle VM keeps its last shape, so large ones are not worth it.
const (
	maxShapeKeys  = 64
	maxShapeBytes = 4 << 10
)

// newShape copies the keys: a key can be a small part of a large message.
func newShape(fields []field) *shape {
	if len(fields) > maxShapeKeys {
		return nil
	}
	size := 0
	for i := range fields {
		size += len(fields[i].key)
	}
	if size > maxShapeBytes {
		return nil
	}
	s := &shape{}
	for i := range fields {
		key := strings.Clone(fields[i].key)
		s.keys = append(s.keys, key)
		s.members = append(s.members, string(append(AppendString(nil, key), ':')))
	}
	s.list = strings.Join(s.keys, ",")
	return s
}

// acceptMeta fills the metadata of m from an incoming message.
func (b *Binding) acceptMeta(m *Message, in *service.Message) {
	if b.shape != nil && b.acceptShape(m, in) {
		m.shape = b.shape
		return
	}
	m.meta = m.meta[:0]
	_ = in.MetaWalkMut(func(key string, value any) error {
		m.meta = append(m.meta, b.incoming(key, value, m))
		return nil
	})
	slices.SortFunc(m.meta, func(a, b field) int { return strings.Compare(a.key, b.key) })
	b.shape = newShape(m.meta)
	m.shape = b.shape
}

// acceptShape does the same if the keys are those of the last message.
func (b *Binding) acceptShape(m *Message, in *service.Message) bool {
	m.meta = slices.Grow(m.meta[:0], len(b.shape.keys))
	for _, key := range b.shape.keys {
		value, ok := in.MetaGetMut(key)
		if !ok {
			clear(m.meta)
			return false
		}
		m.meta = append(m.meta, b.incoming(key, value, m))
	}
	extra := -len(m.meta)
	_ = in.MetaWalkMut(func(string, any) error {
		extra++
		return nil
	})
	if extra > 0 {
		clear(m.meta)
	}
	return extra == 0
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
// between them. It comes before the first stage.
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
			text = append(text, m.shape.members[i]...)
		} else {
			text = append(AppendString(text, f.key), ':')
		}
		text = AppendString(text, f.text())
	}
	list := m.keyList(n)
	m.shape = nil // the next line moves the pairs
	m.setBox(object, string(append(text, '}')))
	m.untidy = m.untidy || list == ""
	m.setBox(keys, list)
}

// keyList are the keys of the n pairs that are strings.
func (m *Message) keyList(n int) any {
	if m.shape != nil && n == len(m.meta) {
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
