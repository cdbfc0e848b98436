// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
)

// Whatever the layout is, any scripts can be written, and nothing else changes.
func TestAllLayouts(t *testing.T) {
	for seed := range uint64(1500) {
		checkRandom(t, seed)
		if t.Failed() {
			return
		}
	}
}

func FuzzLayouts(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { checkRandom(t, seed) })
}

// Any text can be a script, in any layout.
func FuzzScript(f *testing.F) {
	for i, text := range append(append([]string{}, oneLiners...), others...) {
		f.Add(uint64(i), text)
	}
	f.Fuzz(func(t *testing.T, seed uint64, text string) {
		if !utf8.ValidString(text) {
			return // JSON has no others
		}
		w := &writer{Rand: rand.New(rand.NewPCG(seed, 2))}
		before := w.config()
		path, draft := scripts(t, before)
		draft.Defaults, draft.AdvancedProcessing = text, text
		draft.Conditions = append(draft.Conditions, edit.Condition{From: edit.New, If: text, Then: text})
		after, err := edit.Apply(before, map[string]edit.Scripts{path: draft})
		if err != nil {
			t.Fatalf("%v\n%s", err, before)
		}
		checkApplied(t, before, after, path, draft)
	})
}

// Any text can be a config. It may be refused, but what is written is right.
func FuzzConfig(f *testing.F) {
	for seed := range uint64(50) {
		f.Add((&writer{Rand: rand.New(rand.NewPCG(seed, 3))}).config(), seed)
	}
	f.Fuzz(func(t *testing.T, before string, seed uint64) {
		c, err := edit.Read(before)
		if err != nil || len(c.Processors) != 1 || c.Processors[0].NoEdit != "" || yaml.Unmarshal([]byte(before), new(any)) != nil {
			return
		}
		path, draft := c.Processors[0].Path, c.Processors[0].Scripts
		if same, err := edit.Apply(before, map[string]edit.Scripts{path: draft}); err != nil || same != before {
			t.Fatalf("unchanged it differs: %v\n%s", err, same)
		}
		w := &writer{Rand: rand.New(rand.NewPCG(seed, 4))}
		if c.Processors[0].Kind == "nodered_js" {
			draft.Code = w.script()
		} else {
			draft = w.draft(draft)
		}
		if after, err := edit.Apply(before, map[string]edit.Scripts{path: draft}); err == nil {
			checkScripts(t, after, draft)
		}
	})
}

func checkRandom(t *testing.T, seed uint64) {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 0))}
	before := w.config()
	path, was := scripts(t, before)
	draft := w.draft(was)
	after, err := edit.Apply(before, map[string]edit.Scripts{path: draft})
	if err != nil {
		t.Errorf("seed %d: %v\n%s\ndraft %+v", seed, err, before, draft)
		return
	}
	checkApplied(t, before, after, path, draft)
	if t.Failed() {
		t.Errorf("seed %d:\n%s\ndraft %+v\n%s", seed, before, draft, after)
	}
}

// checkApplied checks a result without the package's own means.
func checkApplied(t *testing.T, before, after, path string, draft edit.Scripts) {
	t.Helper()
	is := checkScripts(t, after, draft)
	checkRest(t, before, after)
	if again, err := edit.Apply(after, map[string]edit.Scripts{path: is}); err != nil || again != after {
		t.Errorf("a second time it differs: %v", err)
	}
}

// checkScripts checks the scripts of a text.
func checkScripts(t *testing.T, text string, draft edit.Scripts) (is edit.Scripts) {
	t.Helper()
	_, is = scripts(t, text)
	want := strings.NewReplacer("\r", "\n")
	texts := func(s edit.Scripts) (list []string) {
		list = append(list, s.Defaults, s.AdvancedProcessing, s.Code)
		for _, c := range s.Conditions {
			list = append(list, c.If, c.Then)
		}
		for i, text := range list {
			list[i] = strings.TrimRight(want.Replace(text), "\n")
		}
		return list
	}
	if !reflect.DeepEqual(texts(is), texts(draft)) {
		t.Errorf("the scripts are %+v", is)
	}
	return is
}

// checkRest checks what is no script.
func checkRest(t *testing.T, before, after string) {
	t.Helper()
	if a, b := withoutScripts(t, before), withoutScripts(t, after); !reflect.DeepEqual(a, b) {
		t.Errorf("the rest is %v, was %v", b, a)
	}
	if strings.Contains(before, "\r\n") != strings.Contains(after, "\r\n") && strings.Contains(after, "\n") {
		t.Error("the ends of lines changed")
	}
	if strings.HasPrefix(before, "\uFEFF") != strings.HasPrefix(after, "\uFEFF") {
		t.Error("the byte order mark changed")
	}
	// A block that is the last one now needs its end of line, if it is no script.
	if strings.HasSuffix(before, "\n") != strings.HasSuffix(after, "\n") && !strings.Contains(before, "note:") {
		t.Error("the end of the file changed")
	}
	for line := range strings.Lines(before) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "# top") || strings.HasPrefix(line, "# end") || strings.HasPrefix(line, "# deep") || strings.HasPrefix(line, "# less") {
			if !strings.Contains(after, line) {
				t.Errorf("the comment %s is gone", line)
			}
		}
	}
}

// withoutScripts is a config without the scripts of its processors.
func withoutScripts(t *testing.T, text string) any {
	t.Helper()
	var all any
	if err := yaml.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	var strip func(any)
	strip = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, one := range v {
				strip(one)
			}
		case map[string]any:
			for _, one := range v {
				strip(one)
			}
			if fields, ok := v["tag_processor"].(map[string]any); ok {
				delete(fields, "defaults")
				delete(fields, "conditions")
				delete(fields, "advancedProcessing")
				delete(fields, "note")
			}
		}
	}
	strip(all)
	return all
}
