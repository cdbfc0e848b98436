// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin/topic"
)

// A byHand is a processor as somebody would write it for one work and no other who
// knows Go, Benthos and a profiler: what JavaScript is measured against.
//
// Metadata are handled as Benthos keeps them, in interfaces: what only moves from
// one key to another need not be put into a new one.
type byHand struct {
	// each appends to out what becomes of a message; now is the time in milliseconds.
	each func(out service.MessageBatch, in *arrival, now any) (service.MessageBatch, error)
}

func (p *byHand) ProcessBatch(_ context.Context, batch service.MessageBatch) ([]service.MessageBatch, error) {
	var now any = time.Now().UnixMilli()
	out := make(service.MessageBatch, 0, len(batch))
	var in arrival
	for _, m := range batch {
		err := in.read(m)
		if err == nil {
			out, err = p.each(out, &in, now)
		}
		if err != nil {
			m.SetError(err)
			out = append(out, m)
		}
	}
	return []service.MessageBatch{out}, nil
}

func (p *byHand) Close(context.Context) error { return nil }

// An arrival is a message as it came.
type arrival struct {
	*service.Message
	content []byte
	// pairs are its metadata, sorted by key.
	pairs []pair
	// initial and keys are _initialMetadata and _incomingKeys.
	initial, keys any
	// buffer is kept from one message to the next.
	buffer []byte
}

type pair struct {
	key   string
	value any
}

// errNoText is for metadata that no input of this work has.
var errNoText = errors.New("metadata that is no text")

func (in *arrival) read(m *service.Message) (err error) {
	in.Message, in.pairs = m, in.pairs[:0]
	if in.content, err = m.AsBytes(); err != nil {
		return err
	}
	err = m.MetaWalkMut(func(key string, value any) error {
		if _, ok := value.(string); !ok {
			return errNoText
		}
		in.pairs = append(in.pairs, pair{key, value})
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(in.pairs, func(a, b pair) int { return strings.Compare(a.key, b.key) })
	in.remember()
	return nil
}

// remember makes the texts of what the message came with, both in one allocation.
func (in *arrival) remember() {
	text := in.buffer[:0]
	text = append(text, '{')
	for i, p := range in.pairs {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendQuoted(append(appendQuoted(text, p.key), ':'), p.value.(string))
	}
	text = append(text, '}')
	end := len(text)
	for i, p := range in.pairs {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, p.key...)
	}
	both := string(text)
	in.buffer, in.initial, in.keys = text, both[:end], both[end:]
}

// appendQuoted appends a JSON string. Only texts with characters that need an
// escape are worth a call of encoding/json.
func appendQuoted(dst []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f || c == '<' || c == '>' || c == '&' {
			quoted, _ := json.Marshal(text)
			return append(dst, quoted...)
		}
	}
	return append(append(append(dst, '"'), text...), '"')
}

// meta is the value of a key, "" if there is none.
func (in *arrival) meta(key string) any {
	for i := range in.pairs {
		if in.pairs[i].key == key {
			return in.pairs[i].value
		}
	}
	return ""
}

func (in *arrival) text(key string) string { return in.meta(key).(string) }

// A tag is what becomes of an arrival. Each text is one, in an interface.
type tag struct {
	location, contract, path, name any
	value, time                    any
}

// tag makes the outgoing message of a tag.
func (in *arrival) tag(t tag) (*service.Message, error) {
	var path string
	if t.path != nil {
		given := t.path.(string)
		if path = topic.VirtualPath(given); len(path) != len(given) {
			t.path = path
		}
	}
	name, err := topic.Build(t.location.(string), t.contract.(string), path, t.name.(string))
	if err != nil {
		return nil, err
	}
	var boxed any = name
	out := in.Copy()
	out.SetStructuredMut(map[string]any{"timestamp_ms": t.time, "value": t.value})
	if len(in.pairs) > 0 {
		out.MetaSetMut("_incomingKeys", in.keys)
	}
	out.MetaSetMut("_initialMetadata", in.initial)
	out.MetaSetMut("location_path", t.location)
	out.MetaSetMut("data_contract", t.contract)
	if path != "" {
		out.MetaSetMut("virtual_path", t.path)
	}
	out.MetaSetMut("tag_name", t.name)
	out.MetaSetMut("umh_topic", boxed)
	out.MetaSetMut("topic", boxed)
	return out, nil
}

// appendTag appends a tag's message to out.
func (in *arrival) appendTag(out service.MessageBatch, t tag) (service.MessageBatch, error) {
	m, err := in.tag(t)
	if err != nil {
		return out, err
	}
	return append(out, m), nil
}

// appendSibling appends a tag of the same arrival as the last message of out, with
// the same location and path. A copy of that has room for all its metadata, which
// a copy of the arrival would have to grow for.
func appendSibling(out service.MessageBatch, t tag) (service.MessageBatch, error) {
	path := ""
	if t.path != nil {
		path = topic.VirtualPath(t.path.(string))
	}
	name, err := topic.Build(t.location.(string), t.contract.(string), path, t.name.(string))
	if err != nil {
		return out, err
	}
	var boxed any = name
	m := out[len(out)-1].Copy()
	m.SetStructuredMut(map[string]any{"timestamp_ms": t.time, "value": t.value})
	m.MetaSetMut("data_contract", t.contract)
	m.MetaSetMut("tag_name", t.name)
	m.MetaSetMut("umh_topic", boxed)
	m.MetaSetMut("topic", boxed)
	return append(out, m), nil
}

// value is the value of a payload that is a number or another text.
func (in *arrival) value() any {
	if c := in.content; !json.Valid(c) || c[0] == '{' || c[0] == '[' || c[0] == '"' {
		return string(c)
	}
	return json.Number(in.content)
}

// number is the payload as a number, which may be text.
func (in *arrival) number() (float64, error) {
	return strconv.ParseFloat(string(bytes.Trim(in.content, `"`)), 64)
}

// valueOf is a number as a value.
func valueOf(f float64) json.Number { return json.Number(strconv.FormatFloat(f, 'f', -1, 64)) }
