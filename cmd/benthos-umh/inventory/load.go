// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A Document is a plain Benthos config that a file contains: the whole of a plain
// config, or what a bridge of umh-core's config.yaml reads or writes.
type Document struct {
	File string
	// Name is "" for a plain config, press/read or press/write for a bridge.
	Name string
	// Text is the YAML of the config, its variables filled in.
	Text string
	// Place is the place of the field with this path, in File.
	Place func(path string) Place
	// Line is the line of File that a line of Text comes from, both from 1. nil if Text is
	// the file's.
	Line func(line int) int
}

// String is how users name the document.
func (d Document) String() string {
	if d.Name == "" {
		return d.File
	}
	return d.File + " (" + d.Name + ")"
}

// LoadOptions say how to read a file. [OptionsOf] takes them from the command line.
type LoadOptions struct {
	// Vars fill in {{ .NAME }}. They win over those of a bridge. nil if none are given.
	Vars map[string]any
	// Bridge is the bridge to read, or press/read or press/write for a half of it. All if "".
	Bridge string
}

// coreFile matches a config of umh-core by its text, where it is no YAML.
var coreFile = regexp.MustCompile(`(?m)^(protocolConverter|dataFlow|agent)[ \t]*:`)

// Load reads the documents of a file. Where a bridge cannot be read, the others are
// returned beside the error; so is a plain config with what is not filled in, which may
// be text that is meant so.
func Load(path string, o LoadOptions) ([]Document, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	text := string(content)
	if c := readCore(path, text); c != nil {
		return c.documents(o)
	}
	places := NewPlaces(text)
	plain := []Document{{File: path, Text: text, Place: places.Find}}
	if places.Err() != nil && coreFile.MatchString(text) {
		return plain, nil // whoever reads it says why it is no YAML
	}
	if o.Bridge != "" {
		return nil, fmt.Errorf("%s has no bridges: --bridge is for a config.yaml of umh-core, with protocolConverter", path)
	}
	if o.Vars == nil {
		if name, line := placeholder(text); name != "" {
			err := located(path, text, line, "."+name, fmt.Sprintf("the variable %s is not filled in: give it with --var %[1]s=VALUE or --vars FILE", name))
			err.Unfilled = true
			return plain, err
		}
		return plain, nil
	}
	d, err := filledIn(path, text, o.Vars)
	if err != nil {
		return nil, err
	}
	return []Document{d}, nil
}

// Bridges are the names of the bridges of a config.yaml of umh-core. Any other file has
// none.
func Bridges(path string) (names []string, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c := readCore(path, string(content))
	if c == nil {
		return nil, nil
	}
	for _, b := range c.bridges() {
		names = append(names, b.name)
	}
	return names, nil
}

// filledIn is a plain config that has variables. It may be no YAML before.
func filledIn(path, text string, vars map[string]any) (Document, error) {
	rendered, lines, err := render(text, vars)
	if err != nil {
		var r *renderError
		errors.As(err, &r)
		return Document{}, located(path, text, r.line, r.at, r.text)
	}
	line := func(line int) int { return lines[min(max(line, 1), len(lines))-1] }
	places := NewPlaces(rendered)
	return Document{File: path, Text: rendered, Line: line, Place: func(path string) Place { return places.Find(path).Moved(line) }}, nil
}

// variable matches {{ .NAME }}, and what text/template begins such with. Benthos' own
// ${{NAME}} is another thing.
var variable = regexp.MustCompile(`(?:^|[^$])\{\{-?\s*(?:(?:range|if|with)\s+(?:\$\w+(?:,\s*\$\w+)?\s*:=\s*)?)?\.([A-Za-z_][\w.]*)`)

// braces matches what stands between two braces and the next.
var braces = regexp.MustCompile(`\{\{.*?(\}\}|$)`)

// placeholder is the first variable of a text that is to be filled in, and its line.
// What a comment says is no matter.
func placeholder(text string) (name string, line int) {
	for i, one := range strings.Split(text, "\n") {
		if m := variable.FindStringSubmatch(one); m != nil && !strings.HasPrefix(strings.TrimSpace(one), "#") {
			return m[1], i + 1
		}
	}
	return "", 0
}

// located is an error about what stands between braces in a line of a file. at is a part
// of that.
func located(path, text string, line int, at, what string) *LoadError {
	column := 1
	if lines := strings.Split(text, "\n"); line >= 1 && line <= len(lines) {
		for _, m := range braces.FindAllStringIndex(lines[line-1], -1) {
			if strings.Contains(lines[line-1][m[0]:m[1]], at) {
				column = utf8.RuneCountInString(lines[line-1][:m[0]]) + 1
				break
			}
		}
	}
	return &LoadError{File: path, Line: line, Column: column, Text: what}
}

// A LoadError is what keeps a document from being read, and where that is in its file.
type LoadError struct {
	File         string
	Line, Column int
	Text         string
	// Unfilled: what stands between braces in a plain config is not filled in.
	Unfilled bool
}

func (e *LoadError) Error() string {
	return fmt.Sprintf("%s(%d,%d) %s", e.File, e.Line, e.Column, e.Text)
}
