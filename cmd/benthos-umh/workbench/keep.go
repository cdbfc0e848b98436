// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/configtest"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

// keepTest writes a unit test of what the draft makes of a sample into the file of tests
// beside the config.
func (s *Server) keepTest(r *http.Request) (any, error) {
	var q api.TestRequest
	if err := question(r, maxQuestion, &q); err != nil {
		return nil, err
	}
	c := s.opened()
	switch {
	case c.File == "":
		return nil, problem(http.StatusConflict, c.NoSave)
	case c.Name != "":
		return nil, problem(http.StatusConflict, "the tests of a bridge stand in the list tests of its benthos section, in "+c.File)
	}
	one, ok := s.samples.get(q.Sample)
	if !ok {
		return nil, problem(http.StatusNotFound, errNoSample.Error())
	}
	test, err := c.caseOf(r.Context(), q, one)
	if err != nil {
		return nil, wrong(err)
	}
	s.mu.Lock() // so that two tests do not overwrite each other
	defer s.mu.Unlock()
	file := configtest.TestsBeside(c.File)
	was := noFile
	text, err := os.ReadFile(file)
	switch {
	case err == nil:
		was = version(text)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, wrong(err)
	}
	result, added, err := edit.AddCase(string(text), test)
	if err != nil {
		return nil, wrong(fmt.Errorf("%s: %w", file, err))
	}
	if err := writeFile(file, was, []byte(result)); err != nil {
		return nil, wrong(err)
	}
	return api.Kept{File: file, Text: added}, nil
}

// caseOf makes a test of a sample, which is tried for it alone: a test does not know what
// came before.
func (c *config) caseOf(ctx context.Context, q api.TestRequest, one sample) (test edit.Case, err error) {
	d, err := c.with(q.Draft)
	if err != nil {
		return test, err
	}
	found, err := check(d.Text)
	if err != nil {
		return test, err
	}
	plan, components, err := c.plan(d, q.Processor, found)
	if err != nil {
		return test, err
	}
	pointer, err := tested(plan, components)
	if err != nil {
		return test, err
	}
	m, err := messageOf(one)
	if err != nil {
		return test, err
	}
	payload, err := m.AsBytes()
	if err != nil {
		return test, err
	}
	first, err := outputs(ctx, plan, one)
	if err != nil {
		return test, err
	}
	for began := time.Now(); time.Since(began) < 2*time.Millisecond; { // the present time is another one then
		time.Sleep(time.Millisecond)
	}
	second, err := outputs(ctx, plan, one)
	if err != nil {
		return test, err
	}
	test = edit.Case{Name: cmp.Or(q.Name, fmt.Sprintf("message %d", one.id)), Payload: string(payload), Meta: tag.MetaOf(m), Processors: pointer}
	if len(first) != len(second) {
		return test, errors.New("what becomes of the message differs from run to run")
	}
	for i := range first {
		o, err := expected(first[i], second[i], test.Meta)
		if err != nil {
			return test, err
		}
		test.Outputs = append(test.Outputs, o)
	}
	return test, nil
}

// outputs are what the processors make of a sample alone.
func outputs(ctx context.Context, plan tag.Plan, one sample) ([]tag.Output, error) {
	trial, err := plan.Start(func(tag.LogEntry) {})
	if err != nil {
		return nil, err
	}
	defer trial.Stop()
	m, err := messageOf(one)
	if err != nil {
		return nil, err
	}
	result, err := trial.Try(ctx, 1, m)
	return result.Outputs, err
}

func messageOf(one sample) (*service.Message, error) {
	line, err := lineOf(one.text)
	if err != nil {
		return nil, err
	}
	return tag.ParseSample(line)
}

// tested is the JSON pointer to what a test runs, "" for the whole pipeline. It has to be
// what was tried, no more and no less.
func tested(plan tag.Plan, components []inventory.Component) (pointer string, err error) {
	all := 0
	for _, c := range components {
		if c.Type == "processor" && inventory.InPipeline(c.Path) {
			all++
		}
	}
	tried := plan.Processors()
	switch {
	case len(tried) == 1 && (all > 1 || !inventory.InPipeline(tried[0])):
		return "/" + strings.NewReplacer("~", "~0", "/", "~1", ".", "/").Replace(tried[0]), nil
	case len(tried) == all:
		return "", nil
	}
	return "", errors.New("the pipeline has other processors, too, which a test would run: choose one processor")
}
