// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"

	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	_ "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

const everywhere = `
input:
  broker:
    inputs:
      - stdin: {}
        processors:
          - nodered_js: {code: "${A}"}
  processors:
    - label: first
      tag_processor: {defaults: "a\r\nb\n\n"}
pipeline:
  processors:
    - branch:
        processors:
          - tag_processor:
              conditions:
                - if: true
                - then: |+
                    x

processor_resources:
  - label: resource
    nodered_js:
      code: |
        return ${B:1};
output:
  switch:
    cases:
      - output:
          drop: {}
          processors:
            - nodered_js: {code: a}
`

func TestRead(t *testing.T) {
	c, err := edit.Read(everywhere)
	if err != nil {
		t.Fatal(err)
	}
	want := []edit.Processor{
		{Path: "input.broker.inputs.0.processors.0", Kind: "nodered_js", Scripts: edit.Scripts{Code: "${A}"}},
		{Path: "input.processors.0", Kind: "tag_processor", Label: "first", Scripts: edit.Scripts{Defaults: "a\nb"}},
		{Path: "pipeline.processors.0.branch.processors.0", Kind: "tag_processor", Scripts: edit.Scripts{Conditions: []edit.Condition{
			{From: 0, If: "true"}, {From: 1, Then: "x"},
		}}},
		{Path: "processor_resources.0", Kind: "nodered_js", Label: "resource", Scripts: edit.Scripts{Code: "return ${B:1};"}},
		{Path: "output.switch.cases.0.output.processors.0", Kind: "nodered_js", Scripts: edit.Scripts{Code: "a"}},
	}
	for i, p := range c.Processors {
		if i >= len(want) || p.Path != want[i].Path || p.Kind != want[i].Kind || p.Label != want[i].Label || p.NoEdit != "" ||
			p.Scripts.Code != want[i].Scripts.Code || p.Scripts.Defaults != want[i].Scripts.Defaults || !slices.Equal(p.Scripts.Conditions, want[i].Scripts.Conditions) {
			t.Errorf("%d: %+v", i, p)
		}
	}
	if len(c.Processors) != len(want) {
		t.Error(len(c.Processors))
	}
}

// The paths are those that lint and the other commands have.
func TestPaths(t *testing.T) {
	files, _ := filepath.Glob("../../../config/*.yaml")
	texts := []string{everywhere}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(file, "_benthos_test") {
			texts = append(texts, string(text))
		}
	}
	for _, text := range texts {
		var ours, theirs []string
		c, err := edit.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range c.Processors {
			ours = append(ours, p.Path)
		}
		for _, p := range inventory.NewPlaces(text).Processors() {
			theirs = append(theirs, p.Path)
		}
		if !slices.Equal(ours, theirs) {
			t.Errorf("%v, for inventory.Places %v", ours, theirs)
		}
		if text != everywhere {
			continue
		}
		components, err := inventory.Read(service.GlobalEnvironment(), text)
		if err != nil {
			t.Fatal(err)
		}
		for _, component := range components {
			if slices.Contains(inventory.ScriptProcessors, component.Name) && !slices.Contains(ours, component.Path) {
				t.Errorf("%s is missing", component.Path)
			}
		}
	}
}

func TestNoEdit(t *testing.T) {
	for _, test := range []struct{ name, text, reason string }{
		{"a processor that is an alias", "a: &p {tag_processor: {defaults: x}}\nb: *p\n", "b: it is reached through the alias *p: change it where the anchor &p stands"},
		{"fields that are an alias", "a: &f {defaults: x}\nb: {tag_processor: *f}\n", "b: its fields are the alias *f: change them where the anchor &f stands"},
		{"a stage from a merge key", "a: &f {defaults: x}\nb: {tag_processor: {<<: *f}}\n", "b: defaults comes from a merge key (<<)"},
		{"conditions that are an alias", "a: &c []\nb: {tag_processor: {conditions: *c}}\n", "b: conditions is the alias *c: change it where the anchor &c stands"},
		{"a condition that is an alias", "a: &c {if: x}\nb: {tag_processor: {conditions: [*c]}}\n", "b: condition 1 is the alias *c: change it where the anchor &c stands"},
		{"a key that is there twice", "b:\n  tag_processor:\n    defaults: x\n    defaults: y\n", "b: defaults is given 2 times"},
		{"a script that is none", "b: {tag_processor: {defaults: [x]}}\n", "b: defaults is no text"},
		{"a condition that is none", "b: {tag_processor: {conditions: [x]}}\n", "b: condition 1 has no if and then"},
		{"a list that is none", "b: {tag_processor: {conditions: {}}}\n", "b: conditions is no list"},
		{"binary", "b: {nodered_js: {code: !!binary aGk=}}\n", "b: code is binary"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := edit.Read(test.text)
			if err != nil {
				t.Fatal(err)
			}
			p := c.Processors[len(c.Processors)-1]
			if got := p.Path + ": " + p.NoEdit; got != test.reason {
				t.Errorf("got %q, want %q", got, test.reason)
			}
			s := p.Scripts
			s.Defaults, s.Code = "other", "other"
			if text, err := edit.Apply(test.text, map[string]edit.Scripts{p.Path: s}); err == nil || text != "" {
				t.Errorf("%v\n%s", err, text)
			}
			if text, err := edit.Apply(test.text, map[string]edit.Scripts{p.Path: p.Scripts}); err != nil || text != test.text {
				t.Errorf("unchanged: %v\n%s", err, text)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	const text = "a: {tag_processor: {defaults: &d x}}\nb: {nodered_js: {code: *d}}\nc:\n  tag_processor:\n    conditions:\n    - if: &i a\n      then: b\n    - if: *i\n      then: c\n"
	for _, test := range []struct {
		name, path string
		draft      edit.Scripts
		err        string
	}{
		{"no processor there", "x", edit.Scripts{}, "x: there is no tag_processor or nodered_js at this place"},
		{"code of a tag_processor", "a", edit.Scripts{Code: "x"}, "a: a tag_processor has no code"},
		{"stages of a nodered_js", "b", edit.Scripts{Defaults: "x"}, "b: a nodered_js has code only"},
		{"an anchor that is used elsewhere", "a", edit.Scripts{}, "a: defaults: it cannot be written at this place: the text is no YAML: yaml: unknown anchor 'd' referenced"},
		{"an anchor that would come later", "c", edit.Scripts{Conditions: []edit.Condition{{From: 1, If: "a", Then: "c"}, {From: 0, If: "a", Then: "b"}}}, "c: conditions: it cannot be written at this place: the text is no YAML: yaml: unknown anchor 'i' referenced"},
		{"a condition twice", "c", edit.Scripts{Conditions: []edit.Condition{{From: 1}, {From: 1}}}, "c: condition 2: it cannot be condition 2 of the text"},
		{"a condition that is not there", "c", edit.Scripts{Conditions: []edit.Condition{{From: 2}}}, "c: condition 1: it cannot be condition 3 of the text"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := edit.Apply(text, map[string]edit.Scripts{test.path: test.draft})
			if err == nil || err.Error() != test.err || got != "" {
				t.Errorf("%v\n%s", err, got)
			}
		})
	}
	for text, want := range map[string]string{
		"a: [":        "the text is no YAML: ",
		"a: [${X}, [": "the text is no YAML before its environment variables are replaced; put them in quotes: ",
		"a: [${X}]\nb: {nodered_js: {code: [${X}]}}\n": "",
		"a: [${X}]\nb: {nodered_js: {code: ${X}}}\n":   "a script is no YAML before its environment variables are replaced; put it in quotes or a block",
	} {
		if _, err := edit.Read(text); want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A script with an anchor changes wherever its aliases stand.
func TestAnchor(t *testing.T) {
	const text = "a: {tag_processor: {defaults: &d x}}\nb: {tag_processor: {defaults: *d}}\n"
	got, err := edit.Apply(text, map[string]edit.Scripts{"a": {Defaults: "z"}})
	if want := strings.Replace(text, "&d x", "&d z", 1); err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
	c, err := edit.Read(got)
	if err != nil || c.Processors[1].Scripts.Defaults != "z" {
		t.Errorf("%v %+v", err, c)
	}
}
