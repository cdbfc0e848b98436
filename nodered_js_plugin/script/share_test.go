// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestWhatPeopleWriteIsInTheSmallLanguage takes every script that shows how the
// processors are used. All of them are in the small language but those that are
// listed here, each with the reason that its author reads. `go test -v` prints the
// share.
func TestWhatPeopleWriteIsInTheSmallLanguage(t *testing.T) {
	root := filepath.Join("..", "..")
	for _, source := range []struct {
		name    string
		scripts []sample
		atLeast int
		outside []string
	}{
		{"the usual scripts", bodies(usualScripts), 163, usualOutside},
		{"the field cases", configSamples(t, filepath.Join(root, "tag_processor_plugin/testdata/field/cases.json"), nil), 59, nil},
		{"scenario/* and fanout/*", configSamples(t, filepath.Join(root, "tag_processor_plugin/testdata/conformance/vectors.json"), isUsage), 29, nil},
		{"config/", yamlSamples(t, filepath.Join(root, "config", "*.yaml")), 42, nil},
		{"docs/ and README.md", docSamples(t, root), 71, docsOutside},
	} {
		t.Run(source.name, func(t *testing.T) {
			inside := 0
			var outside []string
			for _, s := range source.scripts {
				compiled, err := Compile("script", s.source, s.kind)
				if err != nil {
					t.Fatalf("%v\n%s", err, s.source)
				}
				if compiled.Code() != nil {
					inside++
					continue
				}
				reason, _, _ := compiled.Outside()
				outside = append(outside, reason+" | "+firstWords(s.source))
			}
			t.Logf("%d of %d scripts are in the small language", inside, len(source.scripts))
			if len(source.scripts) < source.atLeast {
				t.Errorf("only %d scripts were found", len(source.scripts))
			}
			slices.Sort(outside)
			if want := slices.Sorted(slices.Values(source.outside)); !slices.Equal(outside, want) {
				t.Errorf("outside are\n%s\nwant\n%s", strings.Join(outside, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// usualOutside are those of usualScripts that are outside.
var usualOutside = []string{
	"uses `Symbol.iterator` as a value | const it = msg.payload[Symbol.iterator](",
	"uses `Symbol.iterator` as a value | const range = { from: 1, to: 3, [Symbol.",
	"uses `class` | class BadValue extends Error { construct",
	"uses `class` | class Base { constructor(v) { this.v = v",
	"uses `class` | class Converter { constructor(unit) { th",
	"uses `class` | class Scaler { constructor(f) { this.f =",
	"uses `this` | function Tag(name, value) { this.name = ",
	"uses `this` | var self = { n: 0, inc: function () { th",
	"uses `this` | var that = this.msg; that.payload = 1; r",
	"uses a getter or setter | const o = { get sum() { return this.a + ",
}

// docsOutside are the scripts of the pages that show what is outside.
var docsOutside = []string{
	"assigns a member of `globalThis` | globalThis.count = (globalThis.count ?? ",
	"uses `async` | (async () => { msg.payload.step = \"start",
	"uses `async` | return (async () => msg)();",
}

// A sample is a script that is found somewhere.
type sample struct {
	source string
	kind   Kind
}

func bodies(sources []string) (list []sample) {
	for _, s := range sources {
		list = append(list, sample{s, Body})
	}
	return list
}

// firstWords are enough of a script to know it by.
func firstWords(source string) string {
	words := strings.Join(strings.Fields(source), " ")
	return words[:min(len(words), 40)]
}

// kinds are the fields that hold scripts.
var kinds = map[string]Kind{"defaults": Body, "then": Body, "advancedProcessing": Body, "if": Condition, "code": StrictBody}

// samples are the scripts in a config, without those that are empty or, as what
// shows an error, no script.
func samples(config any) (list []sample) {
	switch config := config.(type) {
	case []any:
		for _, c := range config {
			list = append(list, samples(c)...)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(config)) {
			kind, isScript := kinds[name]
			source, isText := config[name].(string)
			if !isScript || !isText {
				list = append(list, samples(config[name])...)
				continue
			}
			if _, err := Compile(name, source, kind); err == nil && strings.TrimSpace(source) != "" {
				list = append(list, sample{source, kind})
			}
		}
	}
	return list
}

func isUsage(vector string) bool {
	return strings.HasPrefix(vector, "scenario/") || strings.HasPrefix(vector, "fanout/")
}

// configSamples are the scripts of a file with a list of cases.
func configSamples(t *testing.T, path string, only func(name string) bool) (list []sample) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name   string
		Config any
	}
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if only == nil || only(c.Name) {
			list = append(list, samples(c.Config)...)
		}
	}
	return list
}

func yamlSamples(t *testing.T, pattern string) (list []sample) {
	t.Helper()
	for _, text := range texts(t, pattern) {
		list = append(list, yamlScripts(t, text)...)
	}
	return list
}

func yamlScripts(t *testing.T, text string) []sample {
	t.Helper()
	var config any
	if err := yaml.Unmarshal([]byte(text), &config); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return samples(config)
}

// docSamples are the scripts of all pages: the blocks of JavaScript, and the scripts
// in blocks of YAML.
func docSamples(t *testing.T, root string) (list []sample) {
	t.Helper()
	pages := slices.Concat(texts(t, filepath.Join(root, "docs", "*.md")), texts(t, filepath.Join(root, "README.md")))
	for _, page := range pages {
		for _, block := range strings.Split(page, "\n```")[1:] {
			language, text, _ := strings.Cut(block, "\n")
			switch language {
			case "yaml":
				list = append(list, yamlScripts(t, text)...)
			case "javascript":
				list = append(list, samples(map[string]any{"then": text})...)
			}
		}
	}
	return list
}

func texts(t *testing.T, pattern string) (list []string) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(text))
	}
	return list
}
