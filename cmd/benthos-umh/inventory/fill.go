// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A filling copies a part of umh-core's config and fills in its variables.
type filling struct {
	vars map[string]any
	// from says where each node of the copy comes from.
	from map[*yaml.Node]origin
}

// An origin is what a node was copied from.
type origin struct {
	node *yaml.Node
	// lines has for each line of a scalar the line of the one it was filled in from,
	// from 1. nil means the same.
	lines []int
}

// maxNodes ends the copy of a config whose aliases multiply without end.
const maxNodes = 200_000

// copy copies a node. What stands behind aliases and merges is in its place, and what
// comments say is gone.
func (f *filling) copy(node *yaml.Node) (*yaml.Node, error) {
	node = target(node)
	if len(f.from) >= maxNodes {
		return nil, errors.New("its aliases make it too large, or contain themselves")
	}
	made := &yaml.Node{Kind: node.Kind, Style: node.Style, Tag: node.Tag, Value: node.Value}
	from := origin{node: node}
	f.from[made] = from
	if node.Kind == yaml.ScalarNode && node.ShortTag() == "!!str" {
		if strings.Contains(node.Value, "{{") {
			text, lines, err := render(node.Value, f.vars)
			if err != nil {
				return nil, inFile(err, node)
			}
			made.SetString(text)
			from.lines = lines
			f.from[made] = from
		}
		if strings.Contains(made.Value, "\n") {
			made.Style = yaml.LiteralStyle
			if strings.ContainsAny(made.Value[:1], " \t\n") {
				made.Style = yaml.DoubleQuotedStyle // a block that the library writes cannot be read again
			}
		}
	}
	content, err := merged(node, 0)
	if err != nil {
		return nil, err
	}
	for _, one := range content {
		child, err := f.copy(one)
		if err != nil {
			return nil, err
		}
		made.Content = append(made.Content, child)
	}
	return made, nil
}

// merged is the content of a node, with that of its merge keys (<<).
func merged(node *yaml.Node, depth int) ([]*yaml.Node, error) {
	if depth > 100 {
		return nil, errors.New("its merge keys (<<) contain themselves")
	}
	if node.Kind != yaml.MappingNode {
		return node.Content, nil
	}
	var content, others []*yaml.Node
	for pair := range slices.Chunk(node.Content, 2) {
		if pair[0].Tag != "!!merge" {
			content = append(content, pair...)
			continue
		}
		if value := target(pair[1]); value.Kind == yaml.SequenceNode {
			others = append(others, value.Content...)
		} else {
			others = append(others, value)
		}
	}
	for _, other := range others {
		pairs, err := merged(target(other), depth+1)
		if err != nil {
			return nil, err
		}
		for pair := range slices.Chunk(pairs, 2) {
			if !hasKey(content, pair[0].Value) {
				content = append(content, pair...)
			}
		}
	}
	return content, nil
}

func hasKey(pairs []*yaml.Node, key string) bool {
	for pair := range slices.Chunk(pairs, 2) {
		if pair[0].Value == key {
			return true
		}
	}
	return false
}

// inFile is an error of a scalar, at the line of the file.
func inFile(err error, node *yaml.Node) error {
	var r *renderError
	if errors.As(err, &r) {
		return &renderError{lineOf(node, r.line), r.at, r.text}
	}
	return err
}

// lineOf is the line of the file that a line of a scalar stands in.
func lineOf(node *yaml.Node, line int) int {
	if isBlock(node) {
		return node.Line + line
	}
	return node.Line
}

func isBlock(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

// lines maps the lines of the text that a copy was written as to those of the file.
func (f *filling) lines(text string, made *yaml.Node) func(int) int {
	list := make([]int, strings.Count(text, "\n")+2)
	var document yaml.Node
	if yaml.Unmarshal([]byte(text), &document) == nil && len(document.Content) > 0 {
		f.walk(document.Content[0], made, list)
	}
	for i := 1; i < len(list); i++ {
		if list[i] == 0 {
			list[i] = list[i-1]
		}
	}
	return func(line int) int { return max(list[min(max(line, 0), len(list)-1)], 1) }
}

// walk notes the lines of a node as it was read again, and of those in it.
func (f *filling) walk(read, made *yaml.Node, list []int) {
	note := func(line, file int) {
		if line < len(list) && list[line] == 0 {
			list[line] = file
		}
	}
	from := f.from[made]
	note(read.Line, from.node.Line)
	if isBlock(read) {
		for i := range strings.Split(strings.TrimSuffix(read.Value, "\n"), "\n") {
			line := i + 1
			if i < len(from.lines) {
				line = from.lines[i]
			}
			note(read.Line+1+i, lineOf(from.node, line))
		}
	}
	for i := range min(len(read.Content), len(made.Content)) {
		f.walk(read.Content[i], made.Content[i], list)
	}
}
