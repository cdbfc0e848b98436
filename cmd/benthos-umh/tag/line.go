// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// ParseSample makes a message of a line, as `tag try` does. The error is of a line that
// cannot be meant so.
func ParseSample(line []byte) (*service.Message, error) {
	s := Samples{Note: func(string) {}}
	return s.Message(1, line)
}

// SampleOf is a message as a line that [ParseSample] reads, without the end of line. What
// of its metadata has no form in JSON becomes text, without what is no UTF-8.
func SampleOf(m *service.Message) ([]byte, error) {
	content, err := m.AsBytes()
	if err != nil {
		return nil, err
	}
	e := envelope{Meta: map[string]any{}}
	if e.Content = contentOf(content); !utf8.Valid(content) {
		e.Content = Content{Base64: content} // whoever shows the line would not keep it
	}
	for key, value := range MetaOf(m) {
		e.Meta[shownText(key)] = jsonValue(value)
	}
	var line bytes.Buffer
	if err := encode(&line, e); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(line.Bytes(), []byte("\n")), nil
}

// jsonValue is a metadata value that has a form in JSON.
func jsonValue(value any) any {
	switch v := value.(type) {
	case string:
		return shownText(v)
	case []byte:
		return shownText(string(v))
	}
	if _, err := json.Marshal(value); err != nil {
		return fmt.Sprint(value)
	}
	return value
}

func shownText(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
