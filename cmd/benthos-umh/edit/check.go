// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// A change is one step from a text to the next. The tree that it was read from has been
// changed to what the new text has to be.
type change struct {
	tree *tree
	// written are the scalars with a new text: their style is free.
	written map[*yaml.Node]bool
	// scripts are those of the processor: the ends of their last lines are free. A block at
	// the end of a file whose last line has no end gets one when something comes below it.
	scripts map[*yaml.Node]bool
	// restyled are other nodes whose style is free.
	restyled map[*yaml.Node]bool
	// removed are the parts of the text whose comments may go.
	removed []span
}

func (t *tree) change(f *found) *change {
	c := &change{tree: t, written: map[*yaml.Node]bool{}, scripts: map[*yaml.Node]bool{}, restyled: map[*yaml.Node]bool{}}
	for s := range f.scripts() {
		c.scripts[s.node] = true
	}
	return c
}

// first is the first of some texts that is what the change is to be.
func (c *change) first(texts []string) (*tree, error) {
	err := errors.New("there is no way to write it")
	for _, text := range texts {
		next, parseErr := parse(text)
		if parseErr != nil {
			err = parseErr
			continue
		}
		if err = c.check(next); err == nil {
			return next, nil
		}
	}
	return nil, err
}

// check compares what a text is with what it has to be.
func (c *change) check(next *tree) error {
	m := match{change: c, pairs: map[*yaml.Node]*yaml.Node{}}
	if err := m.node(c.tree.root, next.root); err != nil {
		return err
	}
	for _, pair := range m.aliases {
		if m.pairs[pair[0].Alias] != pair[1].Alias {
			return fmt.Errorf("line %d: the alias *%s would stand for something else", pair[1].Line, pair[1].Value)
		}
	}
	return c.checkComments(next)
}

func (c *change) checkComments(next *tree) error {
	var before, after []string
	for _, one := range c.tree.comments {
		if !slices.ContainsFunc(c.removed, func(s span) bool { return s.start <= one.at && one.at < s.end }) {
			before = append(before, one.text)
		}
	}
	for _, one := range next.comments {
		after = append(after, one.text)
	}
	slices.Sort(before)
	slices.Sort(after)
	if !slices.Equal(before, after) {
		return errors.New("a comment would change")
	}
	return nil
}

// A match compares two trees.
type match struct {
	*change
	// pairs are the nodes of the first and what they are in the second.
	pairs   map[*yaml.Node]*yaml.Node
	aliases [][2]*yaml.Node
}

func (m *match) node(want, is *yaml.Node) error {
	if want == nil || is == nil {
		if want == is {
			return nil
		}
		return errors.New("the config would be empty")
	}
	m.pairs[want] = is
	if !m.same(want, is) {
		return fmt.Errorf("line %d of the new text would mean something else", is.Line)
	}
	if want.Kind == yaml.AliasNode {
		m.aliases = append(m.aliases, [2]*yaml.Node{want, is})
		return nil
	}
	for i := range want.Content {
		if err := m.node(want.Content[i], is.Content[i]); err != nil {
			return err
		}
	}
	return nil
}

func (m *match) same(want, is *yaml.Node) bool {
	if want.Kind != is.Kind || want.ShortTag() != is.ShortTag() || want.Anchor != is.Anchor || len(want.Content) != len(is.Content) {
		return false
	}
	if m.written[want] {
		return script(want.Value) == script(is.Value)
	}
	return (want.Value == is.Value || m.scripts[want] && script(want.Value) == script(is.Value)) && (want.Style == is.Style || m.restyled[want])
}
