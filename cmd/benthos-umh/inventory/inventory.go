// Package inventory lists what a config consists of, for the commands that look
// into configs, those of other builds included: its components with their
// environment variables replaced, and where in the file each of their fields stands.
package inventory

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
	"go.yaml.in/yaml/v3"
)

// ScriptProcessors are the processors whose fields are scripts.
var ScriptProcessors = []string{"tag_processor", "nodered_js"}

// A Component is an input, processor, cache and so on.
type Component struct {
	// Type is "input", "processor", "cache" and so on, Name the component's own.
	Type, Name string
	// Label is "" where it has none.
	Label string
	// Path is where it stands in the config: pipeline.processors.0
	Path string
	// Config is the component with its name and label, as it would be built.
	Config map[string]any
}

// ID is how users name the component: its label, or where it has none its path.
func (c Component) ID() string {
	if c.Label != "" {
		return c.Label
	}
	return c.Path
}

// Read lists the components of a YAML config in their order, those inside others
// included. The config need not be free of lints. env is that of [Environment].
func Read(env *service.Environment, config string) (list []Component, err error) {
	config, taken, err := takeOut(config)
	if err != nil {
		return nil, err
	}
	builder := env.NewStreamBuilder()
	builder.DisableLinting()
	if err := builder.SetYAML(config); err != nil {
		return nil, err
	}
	err = builder.WalkComponents(func(w *service.WalkedComponent) error {
		content, err := w.ConfigAny()
		if err != nil {
			return fmt.Errorf("%s: %w", w.Path, err)
		}
		conf, _ := taken.putBack(content).(map[string]any) // any component is an object
		list = append(list, Component{Type: w.ComponentType, Name: w.Name, Label: w.Label, Path: w.Path, Config: conf})
		return nil
	})
	return list, err
}

// Place is where the value of a field begins in the text of a config.
type Place struct {
	// Line is that of the value, from 1; for a block (`field: |`) that of its first
	// line of content. 0 is not known: the field is not there in so many words.
	Line int
	// Indent is how many blanks stand before every line of a block.
	Indent int
}

// Places finds fields in the text of a config.
type Places struct {
	lines []string
	root  *yaml.Node
}

// NewPlaces reads the text of a config. Where it is no YAML until its environment
// variables are replaced, no place is known.
func NewPlaces(config string) Places {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(config), &document); err != nil || len(document.Content) == 0 {
		return Places{}
	}
	return Places{lines: strings.Split(config, "\n"), root: document.Content[0]}
}

// Find is the place of the field with this path.
func (p Places) Find(path string) Place {
	node := p.root
	for key := range strings.SplitSeq(path, ".") {
		node = child(node, key)
	}
	switch {
	case node == nil:
		return Place{}
	case node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0:
		return Place{Line: node.Line}
	}
	place := Place{Line: node.Line + 1}
	for i, line := range strings.Split(node.Value, "\n") {
		if line != "" && node.Line+i < len(p.lines) {
			place.Indent = max(indent(p.lines[node.Line+i])-indent(line), 0)
			break
		}
	}
	return place
}

func child(node *yaml.Node, key string) *yaml.Node {
	if node != nil && node.Kind == yaml.AliasNode {
		node = node.Alias
	}
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

// mergedChild is the field that a mapping has from its merge keys (<<).
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
