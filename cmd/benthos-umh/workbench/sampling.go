// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

// A samplesFile is what is known of the file where samples are kept.
type samplesFile struct {
	// version is the one that has what was read or kept last.
	version string
	// leftOut says that not all messages of it were read.
	leftOut bool
}

// readSamples reads the files that the user named; where there is not even a config, the
// example's messages.
func (s *Server) readSamples() error {
	if s.options.Config == "" && len(s.options.Files) == 0 {
		_, err := s.samples.add(split(exampleSamples), 0)
		return err
	}
	for _, name := range s.options.Files {
		if err := s.readSamplesOf(name); err != nil {
			return err
		}
	}
	_, changes := s.samples.file()
	s.samples.saved(changes)
	return nil
}

func (s *Server) readSamplesOf(name string) error {
	if sameFile(name, s.options.Config) {
		return fmt.Errorf("%s is the config: name a file of messages", name)
	}
	text, whole, err := readFile(name)
	if errors.Is(err, os.ErrNotExist) && name == s.samplesFile() {
		s.file.version = noFile
		return nil // it is where they are to be kept
	}
	if err != nil {
		return err
	}
	s.file.version = version([]byte(text))
	list := linesIn(text)
	if len(list.list) == 0 {
		return nil
	}
	before := len(s.samples.all())
	note, err := s.samples.add(list, 0)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	s.file.leftOut = !whole || len(s.samples.all())-before < len(list.list)+list.more
	if !whole {
		note = strings.TrimPrefix(note+fmt.Sprintf("\nonly the first %d MB of it are read", maxFileBytes>>20), "\n")
	}
	if note != "" {
		s.Notes = append(s.Notes, name+": "+note)
	}
	return nil
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// maxFileBytes is how much of a file is read: it has more messages than there may be.
const maxFileBytes = maxAllBytes + maxSampleBytes

// readFile reads a file; not the whole of it if it is too long, up to the end of a line.
func readFile(name string) (text string, whole bool, err error) {
	f := os.Stdin
	if name != "-" {
		if f, err = os.Open(name); err != nil {
			return "", false, err
		}
		defer func() { _ = f.Close() }() // it was only read
	}
	var b strings.Builder
	n, err := io.Copy(&b, io.LimitReader(f, maxFileBytes+1))
	if text = b.String(); n <= maxFileBytes {
		return text, true, err
	}
	return text[:strings.LastIndexByte(text, '\n')+1], false, err
}

// samplesFile is the one file of the command line, or "".
func (s *Server) samplesFile() string {
	if len(s.options.Files) != 1 || s.options.Files[0] == "-" {
		return ""
	}
	return s.options.Files[0]
}

func (s *Server) samplesState(note string) api.Samples {
	state := s.samples.state(note)
	state.Unsaved = state.Unsaved && s.samplesFile() != ""
	return state
}

func (s *Server) changed(note string, err error) (any, error) {
	switch {
	case errors.Is(err, errNoSample):
		return nil, problem(http.StatusNotFound, err.Error())
	case err != nil:
		return nil, wrong(err)
	}
	return s.samplesState(note), nil
}

func (s *Server) addSamples(r *http.Request) (any, error) {
	var q api.AddSamples
	if err := question(r, maxManyTexts, &q); err != nil {
		return nil, err
	}
	return s.changed(s.samples.add(split(q.Text), q.After))
}

func (s *Server) clearSamples(*http.Request) (any, error) {
	s.samples.clear()
	return s.changed("", nil)
}

func (s *Server) getSample(r *http.Request) (any, error) {
	id, err := number(r, "id")
	if err != nil {
		return nil, err
	}
	one, ok := s.samples.get(id)
	if !ok {
		return nil, problem(http.StatusNotFound, errNoSample.Error())
	}
	return api.SampleText{Text: one.text}, nil
}

func (s *Server) setSample(r *http.Request) (any, error) {
	id, err := number(r, "id")
	if err != nil {
		return nil, err
	}
	var q api.SampleText
	if err := question(r, maxSampleText, &q); err != nil {
		return nil, err
	}
	return s.changed(s.samples.set(id, q.Text))
}

func (s *Server) removeSample(r *http.Request) (any, error) {
	id, err := number(r, "id")
	if err != nil {
		return nil, err
	}
	return s.changed("", s.samples.remove(id))
}

// download is the samples as a file.
func (s *Server) download(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Content-Disposition", `attachment; filename="samples.jsonl"`)
	file, _ := s.samples.file()
	_, _ = w.Write(file) // the page has gone
}

// keepSamples writes the samples to their file, which has nothing then that the user has not
// seen here.
func (s *Server) keepSamples(*http.Request) (any, error) {
	const instead = ": download the messages instead"
	s.mu.Lock()
	defer s.mu.Unlock()
	file := s.samplesFile()
	switch {
	case len(s.options.Files) > 1:
		return nil, problem(http.StatusConflict, "several files of messages were named"+instead)
	case file == "":
		return nil, problem(http.StatusConflict, "no file of messages was named"+instead)
	case s.file.leftOut:
		return nil, problem(http.StatusConflict, file+" has messages that were left out here, and would lose them"+instead)
	}
	text, changes := s.samples.file()
	switch err := writeFile(file, s.file.version, text); {
	case errors.Is(err, errChanged):
		return nil, problem(http.StatusConflict, file+" has changed since it was read, and would lose that"+instead)
	case err != nil:
		return nil, wrong(err)
	}
	s.file.version = version(text)
	s.samples.saved(changes)
	return api.Kept{File: file, Text: cut(string(text), 10_000)}, nil
}
