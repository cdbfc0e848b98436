package tag

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
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

// sample is a line of the input.
type sample struct {
	Content
	Meta map[string]any `json:"meta"`
}

const lineForm = `a line is {"payload": <any JSON>, "meta": {<keys and values>}}; ` +
	`"text" in place of "payload" is for text that is no JSON, "base64" for other bytes; ` +
	`--raw takes whole lines as payloads`

// byteOrderMark is what some editors begin a UTF-8 file with.
var byteOrderMark = []byte("\uFEFF")

// parseSample makes a message of one line: raw lines are payloads as they are.
func parseSample(line []byte, raw bool) (*service.Message, error) {
	if raw {
		return service.NewMessage(bytes.Clone(line)), nil
	}
	var s sample
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(line, byteOrderMark)))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&s)
	if err == nil {
		if _, end := decoder.Token(); end != io.EOF { // More takes a bracket for the end
			err = errors.New("there is more than one value")
		}
	}
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "json: ") + "; " + lineForm)
	}
	ways := 0
	var content []byte
	if s.Payload != nil {
		content, ways = s.Payload, ways+1
	}
	if s.Text != nil {
		content, ways = []byte(*s.Text), ways+1
	}
	if s.Base64 != nil {
		content, ways = s.Base64, ways+1
	}
	if ways != 1 {
		return nil, errors.New(strconv.Itoa(ways) + " payloads; " + lineForm)
	}
	m := service.NewMessage(content)
	for key, value := range s.Meta {
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

// metaOf are a message's metadata, with the types that they have.
func metaOf(m *service.Message) map[string]any {
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
