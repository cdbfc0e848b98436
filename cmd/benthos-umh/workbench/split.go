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

// texts are those of samples that were found somewhere.
type texts struct {
	list []string
	// more is how many others there were, for which there is no room in any case.
	more int
}

func (t *texts) add(text string) {
	if len(t.list) < maxSamples {
		t.list = append(t.list, text)
	} else {
		t.more++
	}
}

// linesIn are the samples of a file, as `tag try` reads it: the lines that are not empty.
func linesIn(text string) (lines texts) {
	for line := range strings.SplitSeq(strings.TrimPrefix(text, byteOrderMark), "\n") {
		if line = strings.TrimRight(line, "\r"); strings.TrimSpace(line) != "" {
			lines.add(line)
		}
	}
	return lines
}

// split makes samples of a text that the user pasted: one of each line, or where the text
// is a sequence of JSON documents over several lines, one of each document.
func split(text string) texts {
	text = strings.TrimPrefix(text, byteOrderMark)
	lines := linesIn(text)
	for _, line := range lines.list {
		if !json.Valid([]byte(line)) {
			if documents, ok := documents(text); ok && len(lines.list) > 1 {
				return documents
			}
			return lines
		}
	}
	return lines
}

// documents are the objects and lists that a text is a sequence of. Anything else is
// no sequence: words and numbers are lines of text.
func documents(text string) (found texts, ok bool) {
	decoder := json.NewDecoder(strings.NewReader(text))
	for {
		var document json.RawMessage
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return found, len(found.list) > 0
		}
		if err != nil || document[0] != '{' && document[0] != '[' {
			return found, false
		}
		found.add(string(document))
	}
}

// readable makes of lines that cannot be shown as they are others that are the same messages:
// of lines that are no UTF-8, and where whole says that each text is a line, of those with a
// carriage return in a text. Lines that are too long it leaves. The error is of a line that
// is no message; notes are what to know of the others.
func readable(lines []string, whole bool) (notes []string, err error) {
	s := tag.Samples{Note: func(text string) { notes = append(notes, text) }}
	for i, text := range lines {
		if len(text) > maxSampleBytes {
			continue
		}
		line, err := lineOf(text)
		returns := err != nil && whole && !strings.Contains(text, "\n")
		if returns {
			line, err = []byte(text), nil
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		m, err := s.Message(i+1, line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		if utf8.Valid(line) && !returns {
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
