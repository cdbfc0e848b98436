// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// Content is the payload of a message, in one of three ways.
type Content struct {
	// Payload is the payload where it is JSON, with the digits of its numbers. A text
	// payload between two scripts is a JSON string.
	Payload json.RawMessage `json:"payload,omitempty"`
	// Text is the payload where it is text that is no JSON.
	Text *string `json:"text,omitempty"`
	// Base64 is the payload where it is no UTF-8.
	Base64 []byte `json:"base64,omitempty"`
}

// contentOf is a message's bytes as Content.
func contentOf(raw []byte) Content {
	text := string(raw)
	switch {
	case json.Valid(raw):
		return Content{Payload: bytes.Clone(raw)}
	case utf8.Valid(raw):
		return Content{Text: &text}
	default:
		return Content{Base64: bytes.Clone(raw)}
	}
}

// Samples make messages of lines, and say when not all lines are of one kind.
type Samples struct {
	// Raw says that every line is a payload.
	Raw bool
	// Note is told what to know of a line, in a sentence that names its number.
	Note func(text string)
	// envelopes and payloads are how many lines of each kind there were.
	envelopes, payloads int
	// noted says that something was said of a line that is nearly an envelope.
	noted bool
}

// An envelope is a line that is a message with metadata.
type envelope struct {
	Content
	Meta map[string]any `json:"meta,omitempty"`
}

// byteOrderMark is what some editors begin a UTF-8 file with.
var byteOrderMark = []byte("\uFEFF")

// Message makes a message of one line, which has a number from 1. The error is of a line
// that cannot be meant so.
func (s *Samples) Message(number int, line []byte) (*service.Message, error) {
	if s.Raw {
		return service.NewMessage(bytes.Clone(line)), nil
	}
	object := bytes.TrimPrefix(line, byteOrderMark)
	is, beside := isEnvelope(object)
	if !is {
		s.count(number, &s.payloads, s.envelopes, `is taken as a payload, unlike the lines before: it is no {"payload": …, "meta": {…}}`)
		if start := bytes.TrimLeft(object, " \t"); !s.noted && len(start) > 0 && (start[0] == '{' || start[0] == '[') && !json.Valid(object) {
			s.noted = true
			s.Note(fmt.Sprintf("line %d begins like JSON but is none, and is taken as text; a message stands in one line, as jq -c . writes it", number))
		}
		if beside != "" && !s.noted {
			s.noted = true
			s.Note(fmt.Sprintf("line %d has %s beside payload, and the whole of it is taken as a payload; metadata would stand in meta", number, beside))
		}
		return service.NewMessage(bytes.Clone(line)), nil
	}
	s.count(number, &s.envelopes, s.payloads, `is taken as a message with "payload" and "meta", unlike the lines before; --raw takes every line as a payload`)
	return parseEnvelope(object)
}

// count counts a line, and says at the first of the second kind that there are two.
func (s *Samples) count(number int, same *int, others int, what string) {
	if *same++; *same == 1 && others > 0 {
		s.Note(fmt.Sprintf("line %d %s", number, what))
	}
}

// isEnvelope reports whether a line is an object of payload, text or base64 and at most
// meta. If it is not for one more member, beside is that.
func isEnvelope(line []byte) (is bool, beside string) {
	var members map[string]json.RawMessage
	if json.Unmarshal(line, &members) != nil {
		return false, ""
	}
	ways := 0
	for _, name := range slices.Sorted(maps.Keys(members)) {
		switch name {
		case "meta":
		case "payload":
			ways++
		case "text", "base64":
			if value := members[name]; len(value) == 0 || value[0] != '"' {
				return false, ""
			}
			ways++
		default:
			beside = cmp.Or(beside, name)
		}
	}
	if _, ok := members["payload"]; !ok {
		return ways == 1 && beside == "", ""
	}
	return ways == 1 && beside == "", beside
}

func parseEnvelope(line []byte) (*service.Message, error) {
	var e envelope
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&e); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return nil, errors.New("meta has to be an object of keys and values; --raw takes the line as a payload")
		}
		return nil, fmt.Errorf("base64: %w; --raw takes the line as a payload", err)
	}
	content := []byte(e.Payload)
	switch {
	case e.Text != nil:
		content = []byte(*e.Text)
	case e.Base64 != nil:
		content = e.Base64
	}
	m := service.NewMessage(content)
	for key, value := range e.Meta {
		m.MetaSetMut(key, plainNumber(value))
	}
	return m, nil
}

// plainNumber is a metadata value as inputs set it: numbers are Go's.
func plainNumber(value any) any {
	n, ok := value.(json.Number)
	if !ok {
		return value
	}
	if i, err := n.Int64(); err == nil {
		return i
	}
	f, err := n.Float64()
	if err != nil {
		return n.String()
	}
	return f
}

// MetaOf are a message's metadata, with the types that they have. The map is the caller's.
func MetaOf(m *service.Message) map[string]any {
	meta := map[string]any{}
	_ = m.MetaWalkMut(func(key string, value any) error {
		meta[key] = value
		return nil
	})
	return meta
}

// encode writes v as one line of JSON without escapes for HTML.
func encode(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}
