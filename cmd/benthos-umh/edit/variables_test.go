// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit_test

import (
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
)

// Benthos replaces ${name} in the whole text, before it is YAML.

// What is not closed in a script would swallow the config behind it.
func TestVariablesThatLeaveTheScript(t *testing.T) {
	const config = "pipeline:\n  processors:\n    # C\n    - nodered_js:\n        code: |\n          return msg;\n    - mapping: |\n        root = {}\n"
	for _, test := range []struct{ name, before, code, want string }{
		{"begins in the script", config, "a = `${x:", "Benthos takes ${x: for an environment variable whose default ends at the next }, and that one is not in the same script"},
		{"escaped", strings.ReplaceAll(config, "{}", "{a: {}}"), "a = `${{x: 1", "Benthos takes ${{x: for an environment variable whose default ends at the next }, and that one is not in the same script"},
		{"ends in the script", strings.ReplaceAll(config, "# C", "# set ${X: to"), "if (a) {\n  b }", "Benthos takes ${X: for an environment variable whose default ends at the next }, and that one is not in the same script"},
	} {
		t.Run(test.name, func(t *testing.T) {
			after, err := apply(t, test.before, func(s *edit.Scripts) { s.Code = test.code })
			if err == nil || err.Error() != "pipeline.processors.0: code: "+test.want || after != "" {
				t.Errorf("%v\n%s", err, after)
			}
		})
	}
	if _, err := apply(t, "nodered_js:\n  code: | # ${X}\n    a\n", func(s *edit.Scripts) { s.Code = "\x01" }); err != nil {
		t.Error(err)
	}
	for _, code := range []string{"a = `${x:1}`;", "a = `${{x:1}}`;", "a = `${msg.payload", "${x:\n}"} {
		if _, err := apply(t, config, func(s *edit.Scripts) { s.Code = code }); err != nil {
			t.Errorf("%q: %v", code, err)
		}
	}
}

// Two parts of a text that move may make a variable of it.
func TestVariablesThatMovingMakes(t *testing.T) {
	const before = "tag_processor:\n  conditions:\n    - note: {}\n      if: a\n    - if: b\n      # ${X:\n"
	move := func(s *edit.Scripts) { s.Conditions[0], s.Conditions[1] = s.Conditions[1], s.Conditions[0] }
	const want = "${X:\n    - note: {} would be taken for an environment variable"
	if after, err := apply(t, before, move); err == nil || err.Error() != want || after != "" {
		t.Errorf("%v\n%s", err, after)
	}
	const variable = "tag_processor:\n  conditions:\n    - if: a\n      note: ${X}\n    - if: b\n"
	if _, err := apply(t, variable, move); err != nil {
		t.Error(err)
	}
	if _, err := apply(t, variable, func(s *edit.Scripts) { s.Conditions = s.Conditions[1:] }); err != nil {
		t.Error(err)
	}
}

// Whatever is in a variable, a block is right. Where the text before had one, its author
// knows what is in it.
func TestFormsOfVariables(t *testing.T) {
	for _, test := range []struct{ before, script, after string }{
		{"a", "b ${X}", "|\n    b ${X}"},
		{"'a'", "b `${{x}}`", "|\n    b `${{x}}`"},
		{"a ${X}", "b ${X}", "b ${X}"},
		{`"a ${X}"`, "b ${X}", `"b ${X}"`},
		{`"a ${X}"`, "b ${X}\nc", `"b ${X}\nc"`},
		{`"a"`, "b ${X}\nc", "|\n    b ${X}\n    c"},
		{"|\n    a", "${X}\nc", "|2\n    ${X}\n    c"},
		{"|\n    ${X}", "${X}\nc", "|\n    ${X}\n    c"},
		{"|\n    a", "${x ? 1 : 2}", "|\n    ${x ? 1 : 2}"},
	} {
		after, err := apply(t, "nodered_js:\n  code: "+test.before+"\n", func(s *edit.Scripts) { s.Code = test.script })
		if err != nil || after != "nodered_js:\n  code: "+test.after+"\n" {
			t.Errorf("%v\n%s", err, after)
		}
	}
	added := edit.Condition{From: edit.New, If: "a > ${X}", Then: "b"}
	after, err := apply(t, "tag_processor: {}\n", func(s *edit.Scripts) { s.Conditions = []edit.Condition{added} })
	if want := "tag_processor:\n  conditions:\n    - if: |\n        a > ${X}\n      then: b\n"; err != nil || after != want {
		t.Errorf("%v\n%s", err, after)
	}
}

// Which of two processors with one path runs is for Benthos to say.
func TestPathsThatAreNotUnique(t *testing.T) {
	for text, want := range map[string]string{
		"a.b: {nodered_js: {code: 1}}\na: {b: {nodered_js: {code: 2}}}\n": "there are 2 processors with this path",
		"a:\n  nodered_js: {code: 1}\n  nodered_js: {code: 2}\n":          "nodered_js is given 2 times",
	} {
		c, err := edit.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		path := c.Processors[0].Path
		if after, err := edit.Apply(text, map[string]edit.Scripts{path: {Code: "3"}}); err == nil || err.Error() != path+": "+want || after != "" {
			t.Errorf("%v\n%s", err, after)
		}
	}
}
