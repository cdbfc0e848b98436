// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// AddCase adds a test to the end of the list `tests` of a file of unit tests, whose text may
// be "". added is the case as it stands there. All else stays byte for byte. It is an error,
// without a text, if the text is no YAML, if tests is no list of its own, or if the case has
// what a test cannot have.
func AddCase(text string, c Case) (result, added string, err error) {
	lines, err := c.lines()
	if err != nil {
		return "", "", err
	}
	bare := strings.TrimPrefix(text, byteOrderMark)
	t, err := parse(bare)
	if err != nil {
		return "", "", err
	}
	node, err := c.node(lines)
	if err != nil {
		return "", "", err
	}
	next, added, err := t.addCase(lines, node)
	if err != nil {
		return "", "", err
	}
	return text[:len(text)-len(bare)] + next.text, added, nil
}

// node is what the lines of a case mean.
func (c Case) node(lines []string) (*yaml.Node, error) {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(strings.Join(lines, "\n")), &document); err != nil {
		return nil, fmt.Errorf("the test cannot be written as YAML: %w", err)
	}
	var is struct {
		Name  string
		Input []struct {
			Content  string
			Metadata map[string]any
		} `yaml:"input_batch"`
		Outputs [][]map[string]any `yaml:"output_batches"`
	}
	if err := document.Decode(&is); err != nil || is.Name != c.Name || len(is.Input) != 1 ||
		is.Input[0].Content != c.Payload || len(is.Input[0].Metadata) != len(c.Meta) ||
		len(c.Outputs) > 0 && (len(is.Outputs) != 1 || len(is.Outputs[0]) != len(c.Outputs)) {
		return nil, errors.New("the test does not read back as it is to be")
	}
	return document.Content[0], nil
}

// addCase adds the lines of a case, which mean a node.
func (t *tree) addCase(lines []string, node *yaml.Node) (next *tree, added string, err error) {
	if t.root == nil || t.root.Kind == yaml.ScalarNode && t.root.Value == "" {
		return t.firstCase(lines, node)
	}
	if t.root.Kind != yaml.MappingNode || t.isFlow(t.root) {
		return nil, "", errors.New("the file of tests is no YAML with a list tests on lines of its own")
	}
	key, value, times := field(t.root, "tests")
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{node}}
	f := &found{key: &yaml.Node{}, fields: t.root}
	listed := item(lines, t.columnOf(f, t.root)+2)
	switch {
	case times > 1:
		err = errors.New("tests is given twice")
	case value == nil:
		next, err = t.insert(f, t.root, "tests", []form{{body: listed}}, list, []string{"tests"})
	case value.Kind == yaml.ScalarNode && value.ShortTag() == "!!null", value.Kind == yaml.SequenceNode && len(value.Content) == 0:
		c := t.change(f)
		texts := t.replaced(value, []form{{body: listed}})
		list.Anchor = value.Anchor
		c.fresh(c.put(t.root, key, list))
		next, err = c.first(texts)
	case value.Kind != yaml.SequenceNode || t.isFlow(value):
		err = errors.New("tests is no list on lines of its own")
	default:
		return t.nextCase(value, lines, node)
	}
	return next, joined(listed), err
}

// item are the lines of an item of a list with its dash at a column.
func item(lines []string, dash int) []string {
	return append([]string{strings.Repeat(" ", dash) + "- " + lines[0]}, indented(strings.Repeat(" ", dash+2), lines[1:])...)
}

func joined(lines []string) string { return strings.Join(lines, "\n") + "\n" }

// firstCase makes a list in a text that has nothing but comments.
func (t *tree) firstCase(lines []string, node *yaml.Node) (next *tree, added string, err error) {
	c := t.change(&found{})
	lines = item(lines, 2)
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{node}}
	t.root = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{stringNode("tests"), list}}
	c.fresh(t.root)
	eol := t.eol(0)
	next, err = c.first([]string{t.insertedLines(len(t.text), "tests:"+eol+strings.Join(lines, eol), eol)})
	return next, joined(lines), err
}

// nextCase adds a case to the end of a list, apart from the one before as the others are.
func (t *tree) nextCase(list *yaml.Node, lines []string, node *yaml.Node) (next *tree, added string, err error) {
	segments, ok := t.segments(list)
	if !ok {
		return nil, "", errNoList
	}
	c := t.change(&found{})
	eol := t.eol(segments[0].own.start)
	lines = item(lines, t.dash(segments[0]))
	apart := ""
	if last := segments[len(segments)-1].apart; len(segments) == 1 || strings.Trim(t.text[last.start:last.end], space) == "" && last.end > last.start {
		apart = eol
	}
	text := t.insertedLines(segments[len(segments)-1].own.end, apart+strings.Join(lines, eol), eol)
	list.Content = append(list.Content, node)
	c.fresh(node)
	next, err = c.first([]string{text})
	return next, joined(lines), err
}
