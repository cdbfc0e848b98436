// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
)

var shortCase = edit.Case{Name: "dropped", Payload: "1"}

const shortLines = "- name: dropped\n  input_batch:\n    - content: \"1\"\n  output_batches: []\n"

// in is the lines of a text, indented.
func in(by, lines string) string {
	return by + strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", "\n"+by) + "\n"
}

func TestAddCase(t *testing.T) {
	for _, test := range []struct{ name, before, after string }{
		{"no text", "", "tests:\n" + in("  ", shortLines)},
		{"a comment only", "# mine", "# mine\ntests:\n" + strings.TrimSuffix(in("  ", shortLines), "\n")},
		{"no list", "other: 1 # x\n", "other: 1 # x\ntests:\n" + in("  ", shortLines)},
		{"an empty list", "tests: [] # none yet\nother: 1\n", "tests: # none yet\n" + in("  ", shortLines) + "other: 1\n"},
		{"no value", "tests:\n", "tests:\n" + in("  ", shortLines)},
		{"one test", "tests:\n- name: a\n  # c\n\n# end\n", "tests:\n- name: a\n  # c\n\n" + shortLines + "\n# end\n"},
		{"several without empty lines", "tests:\n    - name: a\n    - name: b", "tests:\n    - name: a\n    - name: b\n" + strings.TrimSuffix(in("    ", shortLines), "\n")},
		{"several with empty lines", "tests:\r\n  - name: a\r\n\r\n  - name: b\r\nother: 1\r\n", strings.ReplaceAll("tests:\n  - name: a\n\n  - name: b\n\n"+in("  ", shortLines)+"other: 1\n", "\n", "\r\n")},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, added, err := edit.AddCase(test.before, shortCase)
			if err != nil || got != test.after {
				t.Errorf("%v\n%s", err, got)
			}
			if !strings.Contains(strings.ReplaceAll(got+"\n", "\r", ""), added) || !strings.Contains(added, "name: dropped") {
				t.Errorf("added is %q", added)
			}
		})
	}
	for text, want := range map[string]string{
		"tests: {}\n":          "tests is no list on lines of its own",
		"tests: [a]\n":         "tests is no list on lines of its own",
		"{tests: []}\n":        "the file of tests is no YAML with a list tests on lines of its own",
		"- a\n":                "the file of tests is no YAML with a list tests on lines of its own",
		"tests: []\ntests: []": "tests is given twice",
		"a: [":                 "the text is no YAML: yaml: line 1: did not find expected node content",
	} {
		if got, _, err := edit.AddCase(text, shortCase); err == nil || err.Error() != want || got != "" {
			t.Errorf("%q: %v", text, err)
		}
	}
	for name, c := range map[string]edit.Case{
		"the payload is no UTF-8, so that a test cannot have it as its content":        {Payload: "\xff"},
		"message 1 that comes out: it is no UTF-8, so that a test cannot compare it":   {Outputs: []edit.Output{{Content: "\xff"}}},
		"message 1 that comes out: it is no JSON object: unexpected end of JSON input": {Outputs: []edit.Output{{JSON: true, Varying: []string{"a"}}}},
		"metadata a: it is no UTF-8": {Meta: map[string]any{"a": "\xff"}},
	} {
		if got, _, err := edit.AddCase("", c); err == nil || err.Error() != name || got != "" {
			t.Errorf("%v\n%s", err, got)
		}
	}
}

// Benthos' own test runner passes what is written, and fails what differs.
func TestCasesRun(t *testing.T) {
	const config = `
pipeline:
  processors:
    - nodered_js:
        code: |
          const meta = {...msg.meta, twice: "x: 'y' # \"z\" ` + "\\u2028 🤖" + `"};
          if (msg.payload === null) return null;
          return [{payload: msg.payload, meta}, {payload: {value: msg.payload, now: Date.now()}, meta}];
    - nodered_js:
        code: return msg;
`
	payloads := []string{
		"12", "1.50", "1e21", "12345678901234567890", `"text"`, `{"a": {"b": [1, null, true, "ü\u2028<"]}, "yes": 1, "1": "2"}`, "null",
		`"\u0000"`, `"line\nline"`, `"# no: comment"`, `{}`, `[]`, "-0.5", `"` + strings.Repeat("long ", 1000) + `"`,
	}
	text := ""
	for i, payload := range payloads {
		meta := map[string]any{"a": "x", "n": 5, "f": 1.5, "null": nil, "time": "2026-03-12T06:00:00Z", "yes": "no", "é: #": " 1 ", "list": []any{1, "a"}}
		c := edit.Case{Name: "case: " + payload[:min(20, len(payload))], Payload: payload, Meta: meta}
		out := map[string]any{"twice": "x: 'y' # \"z\" \u2028 🤖", "a": "x", "yes": "no", "time": "2026-03-12T06:00:00Z", "é: #": " 1 "}
		if payload != "null" {
			inside := strings.NewReplacer("1.50", "1.5", "1e21", "1e+21").Replace(payload) // a number that JavaScript wrote
			c.Outputs = []edit.Output{
				{Content: payload, JSON: true, Meta: out},
				{Content: `{"value": ` + inside + `, "now": 17}`, JSON: true, Varying: []string{"now"}, Meta: out},
			}
		}
		if i == 0 {
			c.Processors = "/pipeline/processors/1"
			c.Outputs = []edit.Output{{Content: "12"}}
		}
		var err error
		if text, _, err = edit.AddCase(text, c); err != nil {
			t.Fatal(payload, err)
		}
	}
	if out, code := runTests(t, config, text); code != 0 {
		t.Errorf("%s\n%s", out, text)
	}
	wrong := strings.Replace(text, `content_equals: "12"`, `content_equals: "13"`, 1)
	if _, code := runTests(t, config, wrong); code != 1 || wrong == text {
		t.Errorf("%d", code)
	}
}

// runTests is `benthos-umh test`.
func runTests(t *testing.T, config, tests string) (output string, exitCode int) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "line.yaml")
	for name, text := range map[string]string{path: config, filepath.Join(dir, "line_benthos_test.yaml"): tests} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := os.Create(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	stdout := os.Stdout
	os.Stdout = out
	exitCode, err = service.RunCLIToCode(context.Background(), service.CLIOptSetArgs("benthos-umh", "test", path))
	os.Stdout = stdout
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(content), exitCode
}
