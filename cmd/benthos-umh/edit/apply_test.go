// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
)

// scripts are those of the only processor of a text.
func scripts(t testing.TB, text string) (path string, s edit.Scripts) {
	t.Helper()
	c, err := edit.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Processors) != 1 {
		t.Fatalf("%d processors in\n%s", len(c.Processors), text)
	}
	return c.Processors[0].Path, c.Processors[0].Scripts
}

// apply changes the scripts of the only processor of a text.
func apply(t testing.TB, text string, change func(*edit.Scripts)) (string, error) {
	t.Helper()
	path, s := scripts(t, text)
	change(&s)
	return edit.Apply(text, map[string]edit.Scripts{path: s})
}

func TestApply(t *testing.T) {
	type s = edit.Scripts
	defaults := func(text string) func(*s) { return func(s *s) { s.Defaults = text } }
	advanced := func(text string) func(*s) { return func(s *s) { s.AdvancedProcessing = text } }
	conditions := func(list ...edit.Condition) func(*s) { return func(s *s) { s.Conditions = list } }
	added := edit.Condition{From: edit.New, If: "x", Then: "return null;"}
	for _, test := range []struct {
		name   string
		before string
		change func(*s)
		after  string
	}{
		{
			name:   "a block keeps its header and indentation",
			before: "tag_processor:\n   defaults: |4- # why\n       return msg;\n\n   # what follows\n   on_error: drop\n",
			change: defaults("a;\n\n  b;"),
			after:  "tag_processor:\n   defaults: |4- # why\n       a;\n\n         b;\n\n   # what follows\n   on_error: drop\n",
		},
		{
			name:   "a plain line stays plain, with its comment",
			before: "tag_processor:\n  defaults: return msg; # why\n",
			change: defaults("return null;"),
			after:  "tag_processor:\n  defaults: return null; # why\n",
		},
		{
			name:   "a plain line that YAML would misread gets quotes",
			before: "tag_processor:\n  defaults: return msg;\n",
			change: defaults("x = {a: 1}; return msg; # no"),
			after:  "tag_processor:\n  defaults: 'x = {a: 1}; return msg; # no'\n",
		},
		{
			name:   "a plain line becomes a block",
			before: "tag_processor:\n  defaults: return msg; # why\n  on_error: drop",
			change: defaults("a;\nb;"),
			after:  "tag_processor:\n  defaults: | # why\n    a;\n    b;\n  on_error: drop",
		},
		{
			name:   "a new stage goes into its place",
			before: "tag_processor:\n  # D\n  defaults: |\n    a\n\n  # A\n  advancedProcessing: |\n    b\n",
			change: conditions(added),
			after:  "tag_processor:\n  # D\n  defaults: |\n    a\n  conditions:\n    - if: x\n      then: return null;\n\n  # A\n  advancedProcessing: |\n    b\n",
		},
		{
			name:   "the first stage goes above the comments of the next",
			before: "tag_processor:\r\n  # A\r\n  advancedProcessing: |\r\n    b\r\n",
			change: defaults("x\ny"),
			after:  "tag_processor:\r\n  defaults: |\r\n    x\r\n    y\r\n  # A\r\n  advancedProcessing: |\r\n    b\r\n",
		},
		{
			name:   "no newline at the end of the file",
			before: "tag_processor:\n  defaults: |\n    a",
			change: advanced("b"),
			after:  "tag_processor:\n  defaults: |\n    a\n  advancedProcessing: |\n    b",
		},
		{
			name:   "the last stage goes",
			before: "tag_processor:\n  defaults: |\n    a\n",
			change: defaults(""),
			after:  "tag_processor: {}\n",
		},
		{
			name:   "and comes back",
			before: "tag_processor: {} # none\n",
			change: defaults("a"),
			after:  "tag_processor: # none\n  defaults: |\n    a\n",
		},
		{
			name:   "conditions change places with their comments",
			before: "tag_processor:\n  conditions:\n    # first\n    - if: a\n      then: |\n        1\n\n    # second\n    - if: b\n      note: x\n      then: 2;\n",
			change: conditions(edit.Condition{From: 1, If: "b", Then: "2;"}, edit.Condition{From: 0, If: "a", Then: "1"}),
			after:  "tag_processor:\n  conditions:\n    # second\n    - if: b\n      note: x\n      then: 2;\n\n    # first\n    - if: a\n      then: |\n        1\n",
		},
		{
			name:   "a condition between others",
			before: "tag_processor:\n  conditions:\n  - if: a\n    then: 1;\n\n  - if: b\n    then: 2;\n",
			change: conditions(edit.Condition{If: "a", Then: "1;"}, added, edit.Condition{From: 1, If: "b", Then: "2;"}),
			after:  "tag_processor:\n  conditions:\n  - if: a\n    then: 1;\n\n  - if: x\n    then: return null;\n\n  - if: b\n    then: 2;\n",
		},
		{
			name:   "a condition before all",
			before: "tag_processor:\n  conditions:\n  - if: a\n    then: 1;\n",
			change: conditions(added, edit.Condition{If: "a", Then: "1;"}),
			after:  "tag_processor:\n  conditions:\n  - if: x\n    then: return null;\n  - if: a\n    then: 1;\n",
		},
		{
			name:   "an empty list",
			before: "tag_processor:\n  conditions: [] # none\n  on_error: drop\n",
			change: conditions(added),
			after:  "tag_processor:\n  conditions: # none\n    - if: x\n      then: return null;\n  on_error: drop\n",
		},
		{
			name:   "the first condition goes",
			before: "tag_processor:\n  conditions:\n  - if: a\n    then: 1;\n\n  - if: b\n    then: 2;\n",
			change: conditions(edit.Condition{From: 1, If: "b", Then: "2;"}),
			after:  "tag_processor:\n  conditions:\n  - if: b\n    then: 2;\n",
		},
		{
			name:   "JSON",
			before: `{"tag_processor":{"defaults":"a"}}`,
			change: func(s *s) { s.AdvancedProcessing = "b\n\"c\""; s.Conditions = []edit.Condition{added} },
			after:  `{"tag_processor":{"defaults":"a", "conditions": [{"if": "x", "then": "return null;"}], "advancedProcessing": "b\n\"c\""}}`,
		},
		{
			name:   "pretty JSON",
			before: "{\n  \"tag_processor\": {\n    \"defaults\": \"a\"\n  }\n}\n",
			change: advanced("b"),
			after:  "{\n  \"tag_processor\": {\n    \"defaults\": \"a\",\n    \"advancedProcessing\": \"b\"\n  }\n}\n",
		},
		{
			name:   "a variable that is no YAML",
			before: "input: {kafka: {addresses: [ ${BROKER:a, b} ]}}\ntag_processor:\n  defaults: |\n    a ${X} b\n",
			change: defaults("c ${X:1} d"),
			after:  "input: {kafka: {addresses: [ ${BROKER:a, b} ]}}\ntag_processor:\n  defaults: |\n    c ${X:1} d\n",
		},
		{
			name:   "a text that begins with blanks",
			before: "tag_processor:\n  defaults: |\n    a\n",
			change: defaults("\n  a\nb\n  "),
			after:  "tag_processor:\n  defaults: |2\n\n      a\n    b\n      \n",
		},
		{
			name:   "a control character",
			before: "tag_processor:\n  defaults: | # c\n    a\n\n  # d\n",
			change: defaults("a\x01\u2028\nb"),
			after:  "tag_processor:\n  defaults: \"a\\x01\\u2028\\nb\" # c\n\n  # d\n",
		},
		{
			name:   "an alias gets a text of its own",
			before: "d: &d |\n  a\ntag_processor:\n  defaults: *d # shared\n",
			change: defaults("b"),
			after:  "d: &d |\n  a\ntag_processor:\n  defaults: b # shared\n",
		},
		{
			name:   "a script on a line of its own becomes a block",
			before: "tag_processor:\n  defaults:\n    a\n",
			change: defaults("b\nc"),
			after:  "tag_processor:\n  defaults: |\n    b\n    c\n",
		},
		{
			name:   "a comment that is indented does not get into the script",
			before: "tag_processor:\n  defaults: a\n      # deep\n",
			change: defaults("b\nc"),
			after:  "tag_processor:\n  defaults: |\n       b\n       c\n      # deep\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			after, err := apply(t, test.before, test.change)
			if err != nil {
				t.Fatal(err)
			}
			if after != test.after {
				t.Errorf("got\n%s\nwant\n%s", after, test.after)
			}
			if again, err := apply(t, after, func(*edit.Scripts) {}); err != nil || again != after {
				t.Errorf("a second time: %v\n%s", err, again)
			}
		})
	}
}

func TestConfigsStay(t *testing.T) {
	files, _ := filepath.Glob("../../../config/*.yaml")
	if len(files) < 10 {
		t.Fatal(files)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := edit.Read(string(content))
		if err != nil {
			t.Fatal(file, err)
		}
		drafts := map[string]edit.Scripts{}
		for _, p := range c.Processors {
			drafts[p.Path] = p.Scripts
		}
		if got, err := edit.Apply(string(content), drafts); err != nil || got != string(content) {
			t.Errorf("%s: %v", file, err)
		}
	}
	if !strings.Contains(strings.Join(files, " "), "quickstart.yaml") {
		t.Error(files)
	}
}

// Many conditions that change at once do not each read the config anew.
func TestManyConditions(t *testing.T) {
	before := "tag_processor:\n  conditions:\n" + strings.Repeat("    - if: a\n      then: |\n        b;\n", 300)
	after, err := apply(t, before, func(s *edit.Scripts) {
		for i := range s.Conditions {
			s.Conditions[i].If = "c"
			s.Conditions[i].Then = "b;\nb;"
		}
	})
	want := "tag_processor:\n  conditions:\n" + strings.Repeat("    - if: c\n      then: |\n        b;\n        b;\n", 300)
	if err != nil || after != want {
		t.Errorf("%v\n%s", err, after)
	}
}
