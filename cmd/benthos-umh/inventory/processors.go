// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Processors are the [ScriptProcessors] of the config, wherever they stand in it. Other
// than [Read] this needs no component to be known and no field to be right.
func (p Places) Processors() []Component {
	var w walk
	w.node(p.root, "")
	return w.found
}

type walk struct{ found []Component }

func (w *walk) node(node *yaml.Node, path string) {
	node = target(node)
	if node == nil {
		return
	}
	if node.Kind == yaml.MappingNode {
		w.component(node, path)
	}
	if path != "" {
		path += "."
	}
	for i, one := range node.Content {
		switch {
		case node.Kind == yaml.SequenceNode:
			w.node(one, path+strconv.Itoa(i))
		case node.Kind == yaml.MappingNode && i%2 == 1:
			w.node(one, path+node.Content[i-1].Value)
		}
	}
}

// component adds the processor that an object is, if it is one.
func (w *walk) component(node *yaml.Node, path string) {
	for i := 0; i+1 < len(node.Content); i += 2 {
		name := node.Content[i].Value
		if !slices.Contains(ScriptProcessors, name) {
			continue
		}
		if value := target(node.Content[i+1]); value == nil || value.Kind != yaml.MappingNode {
			continue
		}
		conf, _ := plain(node).(map[string]any)
		label, _ := conf["label"].(string)
		w.found = append(w.found, Component{Type: "processor", Name: name, Label: label, Path: path, Config: conf})
		return
	}
}

// plain is the value of a node. Of a key that is given twice the first one counts, as for
// [Places.Find].
func plain(node *yaml.Node) any {
	node = target(node)
	if node == nil {
		return nil
	}
	switch node.Kind {
	case yaml.MappingNode:
		fields := map[string]any{}
		pairs, _ := merged(node, 0) // whoever reads the config says what is wrong with its merge keys
		for pair := range slices.Chunk(pairs, 2) {
			key, value := pair[0].Value, target(pair[1])
			if _, given := fields[key]; !given && value != nil {
				fields[key] = plain(value)
			}
		}
		return fields
	case yaml.SequenceNode:
		list := make([]any, len(node.Content))
		for i, one := range node.Content {
			list[i] = plain(one)
		}
		return list
	default:
		var value any
		if err := node.Decode(&value); err != nil {
			return node.Value
		}
		return value
	}
}
