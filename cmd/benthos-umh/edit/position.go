// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"fmt"
	"iter"
	"sort"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// A Position is a place in a script.
type Position struct {
	// Path is that of the processor.
	Path string
	// Stage is the script's as inventory.Script has it: "defaults", "condition 1 if". It is ""
	// for a place in the processor that is in no script; Line and Column are 0 then.
	Stage string
	// Line and Column are in the script as [Scripts] has it, from 1; columns are code points.
	Line, Column int
}

// At is what stands at a line and column of the text, which count from 1, columns in code
// points, as in inventory.Place. Of what stands there several times, by aliases, it is the
// first. ok is false if it is in no processor.
func (c *Config) At(line, column int) (p Position, ok bool) {
	at, ok := c.tree.offset(line, column)
	if !ok {
		return Position{}, false
	}
	for _, f := range c.found {
		for s := range f.scripts() {
			if line, column, ok := c.tree.inScript(s.node, at); ok {
				return Position{f.Path, s.stage, line, column}, true
			}
		}
	}
	for i := len(c.found) - 1; i >= 0; i-- { // one inside another comes later
		f := c.found[i]
		if c.tree.spans[f.key].start <= at && at <= c.tree.spans[f.fields].end {
			return Position{Path: f.Path}, true
		}
	}
	return Position{}, false
}

// offset is the byte at a line and column as editors count them.
func (t *tree) offset(line, column int) (at int, ok bool) {
	for ; line > 1; line-- {
		end := strings.IndexAny(t.text[at:], "\r\n")
		if end < 0 {
			return 0, false
		}
		at += end
		at += inventory.BreakAt(t.text, at)
	}
	for ; column > 1; column-- {
		r, size := utf8.DecodeRuneInString(t.text[at:])
		if size == 0 || r == '\n' || r == '\r' {
			return 0, false
		}
		at += size
	}
	return at, line == 1 && column == 1
}

// A scriptNode is a script of a processor in the tree.
type scriptNode struct {
	stage string
	node  *yaml.Node
}

// scripts are those of the processor that are there.
func (f *found) scripts() iter.Seq[scriptNode] {
	return func(yield func(scriptNode) bool) {
		for _, stage := range stages[f.Kind] {
			if stage != "conditions" {
				if node := scalarField(f.fields, stage); node != nil && !yield(scriptNode{stage, node}) {
					return
				}
				continue
			}
			if f.list == nil {
				continue
			}
			for i, item := range f.list.Content {
				for _, key := range []string{"if", "then"} {
					node := scalarField(target(item), key)
					if node != nil && !yield(scriptNode{fmt.Sprintf("condition %d %s", i+1, key), node}) {
						return
					}
				}
			}
		}
	}
}

// scalarField is the scalar that a mapping has under a key, nil if there is none.
func scalarField(fields *yaml.Node, key string) *yaml.Node {
	_, value, _ := field(fields, key)
	if value == nil {
		value = mergedField(fields, key)
	}
	if value == nil || target(value).Kind != yaml.ScalarNode {
		return nil
	}
	return target(value)
}

// inScript is the line and column in a script of a byte of the text.
func (t *tree) inScript(node *yaml.Node, at int) (line, column int, ok bool) {
	s := t.spans[node]
	if len(s.from) == 0 || at > max(s.end, int(s.from[len(s.from)-1])) {
		return 0, 0, false
	}
	begin := int(s.from[0])
	if isBlock(node) {
		begin = t.nextLine(s.value)
	}
	if at < begin {
		return 0, 0, false
	}
	// The last byte of the value that does not stand behind the place.
	i := sort.Search(len(s.from), func(i int) bool { return int(s.from[i]) > at }) - 1
	if i < 0 {
		i = 0
	}
	for i > 0 && s.from[i] == s.from[i-1] { // bytes of one escape stand at one place
		i--
	}
	if i < len(node.Value) && node.Value[i] == '\n' && t.lineStart(at) > int(s.from[i]) {
		i++ // in the blanks before the next line
	}
	before := ends.Replace(node.Value[:i])
	if whole := script(node.Value); len(before) > len(whole) {
		before = whole
	}
	begin = strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[begin:]) + 1, true
}
