// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

const (
	maxSamples     = 10_000
	maxSampleBytes = 8 << 20
	// maxAllBytes is how long all samples together may be.
	maxAllBytes = 256 << 20
	// previewLength is how much of a sample the list of them shows, in characters.
	previewLength = 160
)

// A sample is a message to try. Its text is a line of a file, or JSON over several lines.
type sample struct {
	id   int
	text string
}

// samples are the messages to try, in order. Safe for concurrent use.
type samples struct {
	mu   sync.Mutex
	list []sample
	// last is the last id that was given.
	last  int
	bytes int
	seen  members
	// changes is how often they changed, kept how often they had when they were last written
	// to their file.
	changes, kept int
	// maxAll is maxAllBytes.
	maxAll int
}

func newSamples() *samples { return &samples{maxAll: maxAllBytes} }

// all are the samples. Nobody changes the list.
func (s *samples) all() []sample {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clip(s.list)
}

// get is the sample with an id.
func (s *samples) get(id int) (one sample, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.index(id)
	if i < 0 {
		return sample{}, false
	}
	return s.list[i], true
}

func (s *samples) index(id int) int {
	return slices.IndexFunc(s.list, func(one sample) bool { return one.id == id })
}

var errNoSample = errors.New("there is no such message any more")

// add adds messages behind the one with an id, or at the end. Those for which there is no
// room are left out, which the note says; it is an error if there is room for none.
func (s *samples) add(found texts, after int) (note string, err error) {
	notes, err := readable(found.list, true)
	if err != nil {
		return "", err
	}
	if len(found.list) == 0 {
		return "", errors.New("there is no message in it: all lines are empty")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at := len(s.list)
	if after != 0 {
		if at = s.index(after) + 1; at == 0 {
			return "", errNoSample
		}
	}
	var added []sample
	long, many, all := 0, found.more, len(found.list)+found.more
	for _, text := range found.list {
		switch {
		case len(text) > maxSampleBytes:
			long++
		case len(s.list)+len(added) == maxSamples || s.bytes+len(text) > s.maxAll:
			many++
		default:
			s.last++
			s.bytes += len(text)
			added = append(added, sample{s.last, strings.Clone(text)}) // it was a part of a text that may be much longer
			s.seen.add(text, 1)
		}
	}
	if long > 0 {
		notes = append(notes, fmt.Sprintf("%d of %d messages are left out: one may be %d MB", long, all, maxSampleBytes>>20))
	}
	if many > 0 {
		notes = append(notes, fmt.Sprintf("%d of %d messages are left out: there may be %d, and %d MB of them", many, all, maxSamples, s.maxAll>>20))
	}
	note = strings.Join(notes, "\n")
	if len(added) == 0 {
		return "", errors.New(note)
	}
	s.list = slices.Concat(s.list[:at], added, s.list[at:])
	s.changes++
	return note, nil
}

// set changes the text of a sample.
func (s *samples) set(id int, text string) (note string, err error) {
	texts := []string{text}
	if strings.TrimSpace(text) == "" {
		return "", errors.New("a message has to have a text: delete it if it is not needed")
	}
	notes, err := readable(texts, false)
	if err != nil {
		return "", errors.New(strings.TrimPrefix(err.Error(), "line 1: "))
	}
	if len(text) > maxSampleBytes {
		return "", fmt.Errorf("a message may be %d MB", maxSampleBytes>>20)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.index(id)
	if i < 0 {
		return "", errNoSample
	}
	old := s.list[i].text
	if s.bytes+len(text)-len(old) > s.maxAll {
		return "", fmt.Errorf("all messages together may be %d MB", s.maxAll>>20)
	}
	s.bytes += len(text) - len(old)
	s.seen.add(old, -1)
	s.seen.add(text, 1)
	s.list = slices.Clone(s.list)
	s.list[i].text = text
	s.changes++
	return strings.Join(notes, "\n"), nil
}

// remove takes a sample out.
func (s *samples) remove(id int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.index(id)
	if i < 0 {
		return errNoSample
	}
	s.bytes -= len(s.list[i].text)
	s.seen.add(s.list[i].text, -1)
	s.list = slices.Concat(s.list[:i], s.list[i+1:])
	s.changes++
	return nil
}

// clear takes all of them out.
func (s *samples) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.list) > 0 {
		s.changes++
	}
	s.list, s.bytes, s.seen = nil, 0, members{}
}

// saved says that the file has the samples as they were after so many changes.
func (s *samples) saved(changes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = changes
}

// state is the samples as the page sees them.
func (s *samples) state(note string) api.Samples {
	s.mu.Lock()
	defer s.mu.Unlock()
	heads := make([]api.SampleHead, len(s.list))
	for i, one := range s.list {
		heads[i] = api.SampleHead{ID: one.id, Preview: preview(one.text), Bytes: len(one.text)}
	}
	return api.Samples{Samples: heads, Members: s.seen.list(), Note: note, Unsaved: s.changes != s.kept}
}

// preview is the beginning of a text on one line.
func preview(text string) string {
	const enough = 4 * previewLength // bytes, with blanks that go
	if len(text) > enough {
		text = strings.ToValidUTF8(text[:enough], "")
	}
	return cut(strings.Join(strings.Fields(text), " "), previewLength)
}

// cut is the first characters of a text.
func cut(text string, length int) string {
	if len(text) <= length || utf8.RuneCountInString(text) <= length {
		return text
	}
	at := 0
	for i := range text {
		if at++; at == length {
			return text[:i] + "…"
		}
	}
	return text
}

// file is all samples as lines of a file that `tag try` reads, after so many changes.
func (s *samples) file() (file []byte, changes int) {
	s.mu.Lock()
	list, changes := s.list, s.changes
	s.mu.Unlock()
	for _, one := range list {
		line, _ := lineOf(one.text) // it was one when it was added
		file = append(append(file, line...), '\n')
	}
	return file, changes
}
