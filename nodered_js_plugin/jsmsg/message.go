// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"
	"github.com/redpanda-data/benthos/v4/public/service"
)

// A Message is one message on its way through the scripts. It belongs to the
// Binding that made it and to that Binding's goroutine. Between stages it holds
// no JavaScript objects but an unchanged parsed payload.
type Message struct {
	// meta is sorted by key, keys are unique. Some fields may be absent.
	meta []field
	// untidy says that some value may not be a non-empty string yet.
	untidy bool
	// removed says that keys of the incoming message may be missing from meta.
	removed bool
	// shape are the keys that the message came with; nil where they were not worth
	// keeping.
	shape   *shape
	payload payload
}

// A field is one metadata pair.
type field struct {
	key string
	// box is the value if form is formText or formJSON: a string, boxed as Benthos
	// keeps it, so that passing it on costs nothing.
	box any
	// js is the value as scripts have it, nil until one reads it.
	js   goja.Value
	form form
	// incoming says that the incoming message holds the same value.
	incoming bool
	// exact says that box is what an incoming value that is no string becomes.
	exact bool
}

func (f *field) text() string {
	text, _ := f.box.(string)
	return text
}

// sameText reports whether two tidy fields hold the same text, or are both absent.
func (f *field) sameText(other *field) bool { return f.form == other.form && f.box == other.box }

type form uint8

const (
	// formText: box is the string itself.
	formText form = iota
	// formJSON: box is the JSON of an incoming object or array, js its parse.
	formJSON
	// formValue: js is the value, as a script or the input set it.
	formValue
	// formOwn: box is an *eval.Value that is no string, as a script set it in this stage.
	formOwn
	// formAbsent: the message does not have the key. The place is kept for it, since
	// the messages before had it in the end; moving the others costs more.
	formAbsent
)

// find is the index of a key and whether it is there; if not, where it would
// stand.
func (m *Message) find(key string) (int, bool) {
	var guess *uint8
	if m.shape != nil {
		guess = m.shape.guess(key)
		if i := int(*guess); i < len(m.meta) && m.meta[i].key == key {
			return i, m.meta[i].form != formAbsent
		}
	}
	// Most messages have a dozen keys: halving beats a map that would have to be
	// built, and the order is needed anyway.
	low, high := 0, len(m.meta)
	for low < high {
		mid := int(uint(low+high) >> 1)
		if m.meta[mid].key < key {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == len(m.meta) || m.meta[low].key != key {
		return low, false
	}
	if guess != nil {
		*guess = uint8(min(low, math.MaxUint8))
	}
	return low, m.meta[low].form != formAbsent
}

// place is the field of a key, made if it is not there yet.
func (m *Message) place(key string) *field {
	i, ok := m.find(key)
	if !ok && (i == len(m.meta) || m.meta[i].key != key) {
		m.meta = slices.Insert(m.meta, i, field{key: key, form: formAbsent})
	}
	return &m.meta[i]
}

// Meta is the text of a metadata value between stages, or where a script failed; a key
// that is not there gives "", and so does what the script set and is no string.
func (m *Message) Meta(key string) (string, bool) {
	i, ok := m.find(key)
	if !ok {
		return "", false
	}
	if f := &m.meta[i]; f.form == formValue && !f.exact {
		text, _ := f.js.(goja.String)
		if text == nil {
			return "", true
		}
		return text.String(), true
	}
	return m.meta[i].text(), true
}

// Text is the text of a metadata value, and whether the key is there. It is not ok for
// an incoming value that is no string, before the first script has run.
func (m *Message) Text(key string) (text string, found, ok bool) {
	i, found := m.find(key)
	if !found {
		return "", false, true
	}
	return m.meta[i].text(), true, m.meta[i].form == formText
}

// HasMeta reports whether a metadata key is there, of whatever type.
func (m *Message) HasMeta(key string) bool {
	_, ok := m.find(key)
	return ok
}

// SetMeta sets a metadata value between stages.
func (m *Message) SetMeta(key, text string) {
	if i, ok := m.find(key); ok && m.meta[i].form == formText && m.meta[i].text() == text {
		return
	}
	m.untidy = m.untidy || text == ""
	m.setBox(key, text)
}

// CopyMeta gives one metadata key the value of another that is there, between
// stages.
func (m *Message) CopyMeta(to, from string) {
	if i, ok := m.find(from); ok {
		m.setBox(to, m.meta[i].box)
	}
}

// setBox sets a metadata value that is a string in an interface.
func (m *Message) setBox(key string, box any) {
	if f := m.place(key); f.form != formText || f.box != box {
		*f = field{key: f.key, box: box}
	}
}

// DeleteMeta removes a metadata key between stages.
func (m *Message) DeleteMeta(key string) {
	if i, ok := m.find(key); ok {
		m.removed = true
		m.meta[i] = field{key: key, form: formAbsent}
	}
}

// Accept makes the Message of an incoming message, which it only reads.
func (b *Binding) Accept(in *service.Message) (*Message, error) {
	content, err := in.AsBytes()
	if err == nil && len(content) == 0 && in.HasStructured() {
		// What Benthos gives, without an error, for contents that have no JSON form.
		err = errors.New("the message's structured content has no JSON form")
	}
	if err != nil {
		return nil, err
	}
	b.sources.forget()
	m := b.take()
	m.payload = payload{text: string(content)}
	b.acceptMeta(m, in)
	return m, nil
}

// incomingValue is for metadata that is no string: scripts see its type until
// the first of them has run.
func (b *Binding) incomingValue(f *field, value any) {
	f.form, f.exact = formValue, true
	switch v := value.(type) {
	case nil:
		f.js = goja.Null()
	case bool, int, int8, int16, int32, int64, uint8, uint16, uint32, uint, uint64:
		f.box = fmt.Sprint(v)
		f.js = primitives.ToValue(v)
		if n, ok := v.(uint64); ok {
			f.js = primitives.ToValue(float64(n))
		}
	case float32:
		f.box = strconv.FormatFloat(float64(v), 'g', -1, 32)
		f.js = primitives.ToValue(float64(v))
	case float64:
		f.js, f.exact = primitives.ToValue(v), false // String(x) is exact
	case []byte:
		f.form, f.box = formText, string(v)
	case json.Number:
		f.box = v.String()
		if n, err := v.Float64(); err == nil {
			f.js = primitives.ToValue(n)
		} else {
			f.form = formText
		}
	default:
		var text bytes.Buffer
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(false)
		if encoder.Encode(v) != nil {
			f.form, f.box = formText, fmt.Sprint(v) // NaN inside, for one
			return
		}
		f.exact = false // a script may change it inside
		f.form, f.box = formJSON, strings.TrimSuffix(text.String(), "\n")
	}
}

// Separate makes m one that another goroutine may use while the Binding goes on.
func (m *Message) Separate() { m.shape = nil }

// take is an empty Message.
func (b *Binding) take() *Message {
	if last := len(b.spare) - 1; last >= 0 {
		m := b.spare[last]
		b.spare = b.spare[:last]
		return m
	}
	return &Message{}
}

// Recycle gives a Message back that nobody refers to any longer.
func (b *Binding) Recycle(m *Message) {
	clear(m.meta)
	*m = Message{meta: m.meta[:0]}
	if cap(m.meta) <= maxSpareFields && len(b.spare) < maxSpare {
		b.spare = append(b.spare, m)
	}
}

// What a VM keeps for the next message is bounded, so that one monster does not
// stay in memory for ever.
const (
	maxSpare       = 16
	maxSpareFields = 256
)
