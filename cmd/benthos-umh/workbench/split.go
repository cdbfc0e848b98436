// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
)

const byteOrderMark = "\uFEFF"

// linesIn are the samples of a file, as `tag try` reads it: the lines that are not empty.
func linesIn(text string) (lines []string) {
	for line := range strings.SplitSeq(strings.TrimPrefix(text, byteOrderMark), "\n") {
		if line = strings.TrimRight(line, "\r"); strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// split makes samples of a text that the user pasted: one of each line, or where the text
// is a sequence of JSON documents over several lines, one of each document.
func split(text string) (samples []string) {
	text = strings.TrimPrefix(text, byteOrderMark)
	lines := linesIn(text)
	for _, line := range lines {
		if !json.Valid([]byte(line)) {
			if documents, ok := documents(text); ok && len(lines) > 1 {
				return documents
			}
			return lines
		}
	}
	return lines
}

// documents are the objects and lists that a text is a sequence of. Anything else is
// no sequence: words and numbers are lines of text.
func documents(text string) (list []string, ok bool) {
	decoder := json.NewDecoder(strings.NewReader(text))
	for {
		var document json.RawMessage
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return list, len(list) > 0
		}
		if err != nil || document[0] != '{' && document[0] != '[' {
			return nil, false
		}
		list = append(list, string(document))
	}
}

// readable makes of lines that cannot be shown, as they are no UTF-8, others that are the
// same messages. The error is of a line that is no message; notes are what to know of the
// others.
func readable(lines []string) (notes []string, err error) {
	s := tag.Samples{Note: func(text string) { notes = append(notes, text) }}
	for i, text := range lines {
		line, err := lineOf(text)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		m, err := s.Message(i+1, line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		if utf8.Valid(line) {
			continue
		}
		if line, err = tag.SampleOf(m); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		lines[i] = string(line)
	}
	return notes, nil
}

// lineOf is a sample as one line of a file. It may be JSON over several lines.
func lineOf(text string) ([]byte, error) {
	if !strings.ContainsAny(text, "\n\r") {
		return []byte(text), nil
	}
	var line bytes.Buffer
	if err := json.Compact(&line, []byte(text)); err != nil {
		return nil, fmt.Errorf("a message over several lines has to be JSON: %w", err)
	}
	return line.Bytes(), nil
}
