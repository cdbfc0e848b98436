// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

// readSamples reads the files that the user named; where there is not even a config, the
// example's messages.
func (s *Server) readSamples() error {
	if s.options.Config == "" && len(s.options.Files) == 0 {
		_, err := s.samples.add(split(exampleSamples), 0)
		return err
	}
	for _, name := range s.options.Files {
		text, err := readFile(name)
		if errors.Is(err, os.ErrNotExist) && name == s.samplesFile() {
			continue // it is where they are to be kept
		}
		if err != nil {
			return err
		}
		list := linesIn(text)
		if len(list) == 0 {
			continue
		}
		note, err := s.samples.add(list, 0)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if note != "" {
			s.Notes = append(s.Notes, name+": "+note)
		}
	}
	s.samples.saved()
	return nil
}

func readFile(name string) (string, error) {
	if name != "-" {
		text, err := os.ReadFile(name)
		return string(text), err
	}
	text, err := io.ReadAll(os.Stdin)
	return string(text), err
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
	_, _ = w.Write(s.samples.file()) // the page has gone
}

// keepSamples writes the samples to their file.
func (s *Server) keepSamples(*http.Request) (any, error) {
	file := s.samplesFile()
	if file == "" {
		why := "no file of messages was named"
		if len(s.options.Files) > 1 {
			why = "several files of messages were named"
		}
		return nil, problem(http.StatusConflict, why+": download the messages instead")
	}
	text := s.samples.file()
	if err := writeFile(file, text); err != nil {
		return nil, wrong(err)
	}
	s.samples.saved()
	return api.Kept{File: file, Text: cut(string(text), 10_000)}, nil
}
