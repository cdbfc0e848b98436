// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
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
	if now := version(content); now != q.Version && now != q.Overwrite {
		const text = "the file has changed since it was read"
		return nil, &answer{http.StatusConflict, api.Conflict{Version: now, Text: string(content), Error: text}, text}
	}
	before, ok := s.texts[q.Version]
	if !ok {
		return nil, problem(http.StatusUnprocessableEntity, "this page is of an earlier start of the workbench: copy what you have changed, and reload the page")
	}
	text, err := applyTo(string(content), before, q.Draft)
	if err != nil {
		return nil, wrong(err)
	}
	if text != string(content) {
		if err := writeFile(path, []byte(text)); err != nil {
			return nil, wrong(err)
		}
	}
	if err := s.readConfig(); err != nil {
		return nil, wrong(err)
	}
	return api.Saved{Config: s.config.Config}, nil
}
