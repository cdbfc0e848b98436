// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// A Config is a text that was read.
type Config struct {
	// Processors are in the order of the text. One that stands at several places, as an
	// alias does, is there several times.
	Processors []Processor
	tree       *tree
	found      []found
}

// Read lists the processors in the text of a config. It is an error if the text is no YAML;
// environment variables that stand where YAML cannot have them are taken as words.
func Read(text string) (*Config, error) {
	t, err := parse(strings.TrimPrefix(text, byteOrderMark))
	if err != nil {
		return nil, err
	}
	c := &Config{tree: t, found: t.processors()}
	for _, f := range c.found {
		c.Processors = append(c.Processors, f.Processor)
	}
	return c, nil
}

// A found is a processor in a tree.
type found struct {
	Processor
	// key is its name, fields are its fields.
	key, fields *yaml.Node
	// list and items are its conditions, if they are written out.
	list *yaml.Node
}

// stages are the fields that are scripts or have such, in their order.
var stages = map[string][]string{
	"tag_processor": {"defaults", "conditions", "advancedProcessing"},
	"nodered_js":    {"code"},
}

// processors finds them wherever they stand.
func (t *tree) processors() []found {
	s := search{tree: t, inside: map[*yaml.Node]bool{}}
	if t.root != nil {
		s.node(t.root, "", "")
	}
	times := map[string]int{}
	for _, f := range s.found {
		times[f.Path]++
	}
	for i := range s.found {
		if f := &s.found[i]; times[f.Path] > 1 {
			f.refuse("there are %d processors with this path", times[f.Path])
		}
	}
	return s.found
}

type search struct {
	tree   *tree
	found  []found
	nodes  int
	inside map[*yaml.Node]bool
}

// maxNodes is how many nodes a config may have with what its aliases stand for.
const maxNodes = 1_000_000

// node looks into a node. alias names the alias through which it was reached.
func (s *search) node(node *yaml.Node, path, alias string) {
	if node.Kind == yaml.AliasNode {
		node, alias = node.Alias, node.Value
	}
	if s.nodes++; s.nodes > maxNodes || s.inside[node] {
		return
	}
	if node.Kind == yaml.MappingNode {
		s.mapping(node, path, alias)
	}
	if len(node.Content) == 0 {
		return
	}
	s.inside[node] = true
	defer delete(s.inside, node)
	if path != "" {
		path += "."
	}
	for i, one := range node.Content {
		switch {
		case node.Kind == yaml.SequenceNode:
			s.node(one, path+strconv.Itoa(i), alias)
		case i%2 == 1:
			s.node(one, path+node.Content[i-1].Value, alias)
		}
	}
}

// mapping adds the processor that a mapping is, if it is one.
func (s *search) mapping(node *yaml.Node, path, alias string) {
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, fields := node.Content[i], target(node.Content[i+1])
		if !slices.Contains(inventory.ScriptProcessors, key.Value) || fields.Kind != yaml.MappingNode {
			continue
		}
		f := found{Processor: Processor{Path: path, Kind: key.Value}, key: key, fields: fields}
		if _, label, _ := field(node, "label"); label != nil {
			f.Label = target(label).Value
		}
		switch {
		case alias != "":
			f.NoEdit = fmt.Sprintf("it is reached through the alias *%s: change it where the anchor &%[1]s stands", alias)
		case node.Content[i+1].Kind == yaml.AliasNode:
			f.NoEdit = fmt.Sprintf("its fields are the alias *%s: change them where the anchor &%[1]s stands", node.Content[i+1].Value)
		}
		if _, _, times := field(node, key.Value); times > 1 {
			f.refuse("%s is given %d times", key.Value, times)
		}
		f.read()
		s.found = append(s.found, f)
		return
	}
}

func (f *found) refuse(why string, args ...any) {
	if f.NoEdit == "" {
		f.NoEdit = fmt.Sprintf(why, args...)
	}
}

// read reads the scripts of the processor.
func (f *found) read() {
	texts := map[string]*string{
		"defaults": &f.Scripts.Defaults, "advancedProcessing": &f.Scripts.AdvancedProcessing, "code": &f.Scripts.Code,
	}
	for _, stage := range stages[f.Kind] {
		if stage == "conditions" {
			f.readConditions()
			continue
		}
		*texts[stage] = f.text(f.fields, stage, "")
	}
}

// text is the script that a mapping has under a key. where is "", or names the mapping.
func (f *found) text(fields *yaml.Node, key, where string) string {
	_, value, times := field(fields, key)
	if times > 1 {
		f.refuse("%s%s is given %d times", where, key, times)
	}
	if value == nil {
		if value = mergedField(fields, key); value == nil {
			return ""
		}
		f.refuse("%s%s comes from a merge key (<<)", where, key)
	}
	value = target(value)
	switch {
	case value.Kind != yaml.ScalarNode:
		f.refuse("%s%s is no text", where, key)
		return ""
	case value.ShortTag() == "!!null":
		return ""
	case value.ShortTag() == "!!binary":
		f.refuse("%s%s is binary", where, key)
	}
	return script(value.Value)
}

func (f *found) readConditions() {
	_, list, times := field(f.fields, "conditions")
	switch {
	case times > 1:
		f.refuse("conditions is given %d times", times)
	case list == nil:
		if list = mergedField(f.fields, "conditions"); list == nil {
			return
		}
		f.refuse("conditions comes from a merge key (<<)")
	case list.Kind == yaml.AliasNode:
		f.refuse("conditions is the alias *%s: change it where the anchor &%[1]s stands", list.Value)
	}
	list = target(list)
	if list.Kind == yaml.ScalarNode && list.ShortTag() == "!!null" {
		return
	}
	if list.Kind != yaml.SequenceNode {
		f.refuse("conditions is no list")
		return
	}
	f.list = list
	for i, item := range list.Content {
		where := fmt.Sprintf("condition %d ", i+1)
		if item.Kind == yaml.AliasNode {
			f.refuse("%sis the alias *%s: change it where the anchor &%[2]s stands", where, item.Value)
		}
		if item = target(item); item.Kind != yaml.MappingNode {
			f.refuse("%shas no if and then", where)
		}
		f.Scripts.Conditions = append(f.Scripts.Conditions, Condition{From: i, If: f.text(item, "if", where), Then: f.text(item, "then", where)})
	}
}

// target is the node that an alias stands for, or the node itself.
func target(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

// field is what a mapping has under a key in itself, the first time, and how often.
func field(node *yaml.Node, name string) (key, value *yaml.Node, times int) {
	if node.Kind != yaml.MappingNode {
		return nil, nil, 0
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value != name {
			continue
		}
		if times++; times == 1 {
			key, value = node.Content[i], node.Content[i+1]
		}
	}
	return key, value, times
}

// mergedField is what a mapping has under a key from its merge keys.
func mergedField(node *yaml.Node, name string) *yaml.Node {
	return mergedFieldIn(node, name, 0)
}

func mergedFieldIn(node *yaml.Node, name string, depth int) *yaml.Node {
	if node.Kind != yaml.MappingNode || depth > 100 {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].ShortTag() != "!!merge" {
			continue
		}
		sources := []*yaml.Node{target(node.Content[i+1])}
		if sources[0].Kind == yaml.SequenceNode {
			sources = sources[0].Content
		}
		for _, source := range sources {
			source = target(source)
			if _, value, _ := field(source, name); value != nil {
				return value
			}
			if value := mergedFieldIn(source, name, depth+1); value != nil {
				return value
			}
		}
	}
	return nil
}
