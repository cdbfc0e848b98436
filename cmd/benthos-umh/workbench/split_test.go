// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", " \n\r\n", nil},
		{"one message", `{"a": 1}`, []string{`{"a": 1}`}},
		{"a line each", "{\"a\": 1}\r\n\r\n2\n\"x\"", []string{`{"a": 1}`, `2`, `"x"`}},
		{"text", "pump started\npump stopped\n", []string{"pump started", "pump stopped"}},
		{"numbers in columns", "1 2\n3 4", []string{"1 2", "3 4"}},
		{"a document over several lines", "{\n \"a\": 1\n}\n", []string{"{\n \"a\": 1\n}"}},
		{"several", "{\n \"a\": 1\n}\n[\n]{}", []string{"{\n \"a\": 1\n}", "[\n]", "{}"}},
		{"two documents on a line", `{} {}`, []string{`{} {}`}},
		{"JSON that does not end", "{\n \"a\": 1\n", []string{"{", " \"a\": 1"}},
		{"a byte order mark", "\uFEFF{\"a\": 1}", []string{`{"a": 1}`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := split(tt.text).list; !slices.Equal(got, tt.want) {
				t.Errorf("%q", got)
			}
		})
	}
}

// Whatever is pasted, each sample is a line of a file that gives the same samples again.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"{\n\"a\": 1}\n{}", "a\nb", "[1,\n2]\n", "\xff", "1\r2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found := split(text)
		list := found.list
		if _, err := readable(list, true); err != nil {
			return
		}
		s := newSamples()
		if _, err := s.add(found, 0); err != nil && len(list) > 0 {
			t.Fatal(err)
		}
		content, _ := s.file()
		file := string(content)
		again := linesIn(file).list
		if len(again) != len(list) {
			t.Fatalf("%q became %q", list, again)
		}
		for i, one := range again {
			line, err := lineOf(list[i])
			if err != nil || string(line) != one && !json.Valid(line) {
				t.Fatalf("%q became %q", list[i], one)
			}
		}
		if strings.Count(file, "\n") != len(list) {
			t.Fatalf("%q has other lines", file)
		}
	})
}
