// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// Each case is a text with the place that is asked for right before the 🎯. It has to be
// the place of the 🎯 in the script.
func TestAt(t *testing.T) {
	for name, text := range map[string]string{
		"a block":               "tag_processor:\n  defaults: |\n    let x;\n      ü = 🎯;\n",
		"a block with a digit":  "tag_processor:\n  defaults: |1\n      let x;\n   ü = 🎯;\n",
		"the first line":        "tag_processor:\n  defaults: |\n\n    🎯\n",
		"folded":                "tag_processor:\n  defaults: >\n    let x;\n    ü = 🎯;\n",
		"plain":                 "tag_processor: {defaults: ü = 🎯}\n",
		"double quotes":         `{"tag_processor": {"defaults": "\tü\r\n\u00fc = 🎯"}}`,
		"single quotes":         "tag_processor: {defaults: 'it''s\n  \n   ü 🎯'}\n",
		"a variable before it":  "tag_processor: {defaults: '${PATH} ${NONE:default} 🎯'}\n",
		"a variable outside":    "a: [${X:1, 2}]\ntag_processor:\n  defaults: |\n    ${X} 🎯\n",
		"a condition":           "tag_processor:\n  conditions:\n  - if: a\n  - if: b\n    then: |\n      a\n      🎯\n",
		"an alias":              "d: &d |\n  a\n  🎯\ntag_processor:\n  defaults: *d\n",
		"CR LF and a mark":      "\uFEFFtag_processor:\r\n  defaults: |\r\n    a\r\n\r\n    ü 🎯\r\n",
		"code":                  "nodered_js:\n  code: |-\n    🎯",
		"several documents":     "---\nnodered_js:\n  code: ü 🎯\n---\nnodered_js: {}\n",
		"behind an odd break":   "a: \"\u2028\"\nnodered_js:\n  code: ü 🎯\n",
		"a line with a break":   "nodered_js:\n  code: \"ü\\u2028🎯\"\n",
		"the end of the script": "nodered_js:\n  code: |\n    a 🎯\n",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := edit.Read(text)
			if err != nil {
				t.Fatal(err)
			}
			before, _, _ := strings.Cut(strings.TrimPrefix(text, "\uFEFF"), "🎯")
			line, column := place(before)
			got, ok := c.At(line, column)
			if !ok {
				t.Fatal("it is nowhere")
			}
			s := c.Processors[0].Scripts
			var then string
			if len(s.Conditions) > 1 {
				then = s.Conditions[1].Then
			}
			want := map[string]string{"defaults": s.Defaults, "code": s.Code, "condition 2 then": then}
			before, _, _ = strings.Cut(want[got.Stage], "🎯")
			if line, column := place(before); line != got.Line || column != got.Column || !strings.Contains(want[got.Stage], "🎯") {
				t.Errorf("got %+v, want %d:%d in %q", got, line, column, want[got.Stage])
			}
		})
	}
}

// place is the line and column of the end of a text.
func place(text string) (line, column int) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Count(text, "\n") + 1, len([]rune(text[strings.LastIndex(text, "\n")+1:])) + 1
}

func TestAtOutsideOfScripts(t *testing.T) {
	c, err := edit.Read("pipeline:\n  processors:\n    - label: x\n      tag_processor:\n        on_error: x\n        defaults: |\n          a\n    - drop: {}\n")
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[[2]int]edit.Position{
		{5, 19}: {Path: "pipeline.processors.0"},
		{6, 9}:  {Path: "pipeline.processors.0"},
		{7, 11}: {Path: "pipeline.processors.0", Stage: "defaults", Line: 1, Column: 1},
		{7, 12}: {Path: "pipeline.processors.0", Stage: "defaults", Line: 1, Column: 2},
		{7, 1}:  {Path: "pipeline.processors.0", Stage: "defaults", Line: 1, Column: 1},
		{8, 7}:  {},
		{1, 1}:  {},
		{99, 1}: {},
		{7, 99}: {},
		{0, 0}:  {},
	} {
		got, ok := c.At(at[0], at[1])
		if got != want || ok != (want.Path != "") {
			t.Errorf("%v: %+v %v", at, got, ok)
		}
	}
}

// What inventory says of a position in a script, At says back, in all layouts.
func TestAtIsTheReverse(t *testing.T) {
	checked := 0
	for seed := range uint64(300) {
		w := &writer{Rand: rand.New(rand.NewPCG(seed, 1))}
		text := w.config()
		c, err := edit.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		p := c.Processors[0]
		places := inventory.NewPlaces(text)
		script := p.Scripts.Defaults
		place := places.Find(strings.TrimPrefix(p.Path+".tag_processor.defaults", "."))
		line, column := 1, 1
		for _, r := range script {
			fileLine, fileColumn, ok := place.Position(line, column)
			if !ok {
				t.Fatalf("seed %d: %d:%d is nowhere in %q\n%s", seed, line, column, script, text)
			}
			want := edit.Position{Path: p.Path, Stage: "defaults", Line: line, Column: column}
			if got, ok := c.At(fileLine, fileColumn); got != want || !ok {
				t.Fatalf("seed %d: %d:%d is %+v, want %+v\n%s", seed, fileLine, fileColumn, got, want, text)
			}
			checked++
			if column++; r == '\n' {
				line, column = line+1, 1
			}
		}
	}
	if checked < 1000 {
		t.Error(checked)
	}
}
