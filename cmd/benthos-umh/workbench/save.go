// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"errors"
	"net/http"
	"os"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

// preview is what saving a draft would do.
func (s *Server) preview(r *http.Request) (any, error) {
	var draft api.Draft
	if err := question(r, maxQuestion, &draft); err != nil {
		return nil, err
	}
	c := s.opened()
	d, err := c.with(draft)
	if err != nil {
		return nil, wrong(err)
	}
	return api.Preview{Before: c.Text, After: d.Text}, nil
}

// save writes a draft into the config's file.
func (s *Server) save(r *http.Request) (any, error) {
	var q api.SaveRequest
	if err := question(r, maxQuestion, &q); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.config.NoSave != "" {
		return nil, problem(http.StatusConflict, s.config.NoSave)
	}
	path := s.options.Config
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, wrong(err)
	}
	now := version(content)
	if now != q.Version && now != q.Overwrite {
		return nil, conflict(content)
	}
	edits := editsOf(q.Draft)
	if now != q.Version {
		before, ok := s.past.text(q.Version)
		if !ok {
			return nil, wrong(errors.New("the scripts are of a file that is not known any more: copy them, and read the file again"))
		}
		if edits, err = rebase(before, string(content), edits); err != nil {
			return nil, wrong(err)
		}
	}
	text, err := apply(string(content), edits)
	if err != nil {
		return nil, wrong(err)
	}
	if text != string(content) {
		switch err := writeFile(path, now, []byte(text)); {
		case errors.Is(err, errChanged):
			if content, err = os.ReadFile(path); err == nil {
				return nil, conflict(content)
			}
			return nil, wrong(err)
		case err != nil:
			return nil, wrong(err)
		}
	}
	c, err := readConfig(path, s.options.Load)
	if err != nil {
		return nil, wrong(err)
	}
	s.use(c)
	return api.Saved{Config: c.Config}, nil
}

// conflict says what the file has now.
func conflict(content []byte) error {
	text := errChanged.Error()
	return &answer{http.StatusConflict, api.Conflict{Version: version(content), Text: string(content), Error: text}, text}
}
