// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Places finds fields in the text of a config.
type Places struct {
	source *source
	// yaml is the source's text.
	yaml YAMLText
	// root is nil if the text is no YAML; err says why.
	root *yaml.Node
	err  error
}

// NewPlaces reads the text of a config, as it is in the file.
func NewPlaces(config string) Places {
	p := Places{source: newSource(config)}
	p.yaml = NewYAMLText(p.source.text)
	var document yaml.Node
	if p.err = yaml.Unmarshal([]byte(p.source.text), &document); p.err == nil && len(document.Content) > 0 {
		p.root = document.Content[0]
		if p.err = new(expansion).node(p.root); p.err != nil {
			p.root = nil
		}
	}
	return p
}

// maxExpanded is how many nodes a config may have with what its aliases stand for.
const maxExpanded = 1_000_000

// An expansion counts the nodes of a config with what its aliases stand for: a few lines
// may stand for billions, or for themselves.
type expansion struct {
	nodes  int
	inside map[*yaml.Node]bool
}

func (e *expansion) node(node *yaml.Node) error {
	if e.nodes++; e.nodes > maxExpanded {
		return fmt.Errorf("yaml: line %d: its aliases make the config too large", node.Line)
	}
	if alias := node.Alias; node.Kind == yaml.AliasNode {
		if e.inside[alias] {
			return fmt.Errorf("yaml: line %d: the anchor %s contains itself", node.Line, node.Value)
		}
		return e.node(alias)
	}
	if len(node.Content) == 0 {
		return nil
	}
	if e.inside == nil {
		e.inside = map[*yaml.Node]bool{}
	}
	e.inside[node] = true
	defer delete(e.inside, node)
	for _, one := range node.Content {
		if err := e.node(one); err != nil {
			return err
		}
	}
	return nil
}

// Err is why the text is no YAML, or nil.
func (p Places) Err() error { return p.err }

// Text is the text of the config as Benthos reads it: with environment variables replaced.
func (p Places) Text() string { return p.source.text }

// Variables are the environment variables in the text, in order.
func (p Places) Variables() []Variable { return p.source.variables }

// Find is the place of the field with this path.
func (p Places) Find(path string) Place {
	node := p.root
	for key := range strings.SplitSeq(path, ".") {
		node = child(node, key)
	}
	return p.place(node)
}

func (p Places) place(node *yaml.Node) Place {
	node = target(node)
	if node == nil {
		return Place{}
	}
	at, ok := p.yaml.Offset(node.Line, node.Column)
	if !ok {
		return Place{}
	}
	place := Place{}
	place.Line, place.Column = p.source.position(p.source.inFile(at))
	if node.Kind != yaml.ScalarNode {
		return place
	}
	block := node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	if from := p.yaml.Scalar(node); from != nil {
		place.value = &placed{p.source, node.Value, from}
		if block {
			place.Line, place.Indent = p.beginOf(place.value)
			place.Column = place.Indent + 1
		}
	} else if block {
		place.Line, place.Column = place.Line+1, 1
	}
	return place
}

// beginOf is the line of a block's first line of content, and how far the block is indented.
func (p Places) beginOf(block *placed) (line, indented int) {
	text := strings.TrimLeft(block.text, scriptBreaks)
	first := len(block.text) - len(text)
	line, _ = p.source.position(block.inFile(0))
	_, column := p.source.position(block.inFile(first))
	if text == "" {
		return line, 0
	}
	return line, column - 1
}

// At is where what the YAML library calls a line and column stands in the file.
func (p Places) At(line, column int) (fileLine, fileColumn int) {
	at, ok := p.yaml.Offset(line, max(column, 1))
	if !ok {
		return line, column
	}
	return p.source.position(p.source.inFile(at))
}

// target is the node that an alias stands for, or the node itself.
func target(node *yaml.Node) *yaml.Node {
	if node != nil && node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

// child is what a node has under a key, in itself or in what it merges (<<).
func child(node *yaml.Node, key string) *yaml.Node {
	node = target(node)
	if node == nil {
		return nil
	}
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == key {
				return node.Content[i+1]
			}
		}
		return mergedChild(node, key)
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(node.Content) {
			return node.Content[i]
		}
	}
	return nil
}

// mergedChild is what a mapping has under a key from its merge keys (<<).
func mergedChild(node *yaml.Node, key string) *yaml.Node {
	pairs, err := merged(node, 0)
	if err != nil {
		return nil
	}
	for pair := range slices.Chunk(pairs, 2) {
		if pair[0].Value == key {
			return pair[1]
		}
	}
	return nil
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
