// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// core is a config.yaml of umh-core.
type core struct {
	path, text string
	root       *yaml.Node
	places     Places
}

// readCore reads a config of umh-core. It is nil for any other file.
func readCore(path, text string) *core {
	var document yaml.Node
	// Environment variables are left to Benthos, which replaces them in what is made of it.
	if err := yaml.Unmarshal([]byte(text), &document); err != nil || len(document.Content) == 0 {
		return nil
	}
	root := document.Content[0]
	if new(expansion).node(root) != nil || child(root, "protocolConverter") == nil && child(root, "dataFlow") == nil && child(root, "agent") == nil {
		return nil
	}
	return &core{path, text, root, NewPlaces(text)}
}

// entriesOf are the entries of a list of the config.
func entriesOf(root *yaml.Node, field string) []*yaml.Node {
	list := target(child(root, field))
	if list == nil || list.Kind != yaml.SequenceNode {
		return nil
	}
	return list.Content
}

// A bridge is an entry of protocolConverter, or one of dataFlow.
type bridge struct {
	name string
	// entry is the whole, node its config in the field of that name; nil if it has none.
	entry, node *yaml.Node
	field       string
	path        string // of the node
}

const (
	bridgeField = "protocolConverterServiceConfig"
	flowField   = "dataFlowComponentConfig"
)

func (c *core) bridges() (list []bridge) {
	for _, kind := range []struct{ list, field string }{{"protocolConverter", bridgeField}, {"dataFlow", flowField}} {
		for i, entry := range entriesOf(c.root, kind.list) {
			path := kind.list + "." + strconv.Itoa(i)
			name := path
			if node := target(child(entry, "name")); node != nil && node.Value != "" {
				name = node.Value
			}
			list = append(list, bridge{name, target(entry), target(child(entry, kind.field)), kind.field, path + "." + kind.field})
		}
	}
	return list
}

// halves are the parts of a bridge that are Benthos configs, by the name of their field.
var halves = []struct{ name, field string }{
	{"read", "dataflowcomponent_read"},
	{"write", "dataflowcomponent_write"},
}

// documents are those of all bridges, or of the one that is wanted.
func (c *core) documents(o LoadOptions) (list []Document, err error) {
	var names []string
	found := false
	for _, b := range c.bridges() {
		if slices.Contains(names, b.name) {
			err = errors.Join(err, c.wrong(b.entry, "there are two of the name %s", b.name))
		}
		names = append(names, b.name)
		half := ""
		if o.Bridge != "" && o.Bridge != b.name {
			name, rest, ok := cutLast(o.Bridge, "/")
			if !ok || name != b.name {
				continue
			}
			half = rest
		}
		found = true
		docs, bad := c.bridgeDocuments(b, half, o.Vars)
		list = append(list, docs...)
		err = errors.Join(err, bad)
	}
	switch {
	case len(names) == 0:
		return nil, fmt.Errorf("%s has no bridge: it has no entry in protocolConverter or dataFlow", c.path)
	case !found:
		return nil, fmt.Errorf("%s has no bridge %s; it has %s", c.path, o.Bridge, strings.Join(names, ", "))
	case len(list) == 0 && err == nil:
		return nil, fmt.Errorf("%s: nothing of it has a benthos config to read; a bridge has it in dataflowcomponent_read or dataflowcomponent_write", c.path)
	}
	return list, err
}

func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}

// bridgeDocuments are those of one bridge, or the half of it that is wanted.
func (c *core) bridgeDocuments(b bridge, half string, given map[string]any) (list []Document, err error) {
	if b.node == nil {
		return nil, c.wrong(b.entry, "%s has no %s", b.name, b.field)
	}
	vars, err := c.variables(b)
	if err != nil {
		return nil, err
	}
	maps.Copy(vars, given)
	if b.field == flowField {
		benthos := target(child(b.node, "benthos"))
		if benthos == nil || benthos.Kind != yaml.MappingNode || half != "" {
			return nil, c.wrong(b.node, "%s has no benthos in %s", b.name, b.field)
		}
		d, err := c.document(b, benthos, b.path+".benthos", vars)
		if err != nil {
			return nil, err
		}
		d.Name = b.name
		return []Document{d}, nil
	}
	config, path, err := c.config(b)
	if err != nil {
		return nil, err
	}
	if err := c.halfNames(b, config); err != nil {
		return nil, err
	}
	for _, h := range halves {
		benthos := target(child(target(child(config, h.field)), "benthos"))
		if benthos == nil || benthos.Kind != yaml.MappingNode || len(benthos.Content) == 0 || half != "" && half != h.name {
			continue
		}
		d, bad := c.document(b, benthos, path+"."+h.field+".benthos", vars)
		if bad != nil {
			err = errors.Join(err, bad)
			continue
		}
		d.Name = b.name + "/" + h.name
		list = append(list, d)
	}
	return list, err
}

// wrong is an error at a node of the file.
func (c *core) wrong(node *yaml.Node, format string, args ...any) error {
	line, column := c.places.At(node.Line, node.Column)
	return &LoadError{File: c.path, Line: line, Column: column, Text: fmt.Sprintf(format, args...)}
}

// halfNames finds a mistyped half, which nothing would read.
func (c *core) halfNames(b bridge, config *yaml.Node) error {
	for i := 0; i+1 < len(config.Content); i += 2 {
		key := config.Content[i]
		if strings.HasPrefix(strings.ToLower(key.Value), "dataflow") && key.Value != halves[0].field && key.Value != halves[1].field {
			return c.wrong(key, "the bridge %s has %s, which nothing reads; write %s or %s", b.name, key.Value, halves[0].field, halves[1].field)
		}
	}
	return nil
}

// config is what the bridge runs, written into it or a template that it names.
func (c *core) config(b bridge) (config *yaml.Node, path string, err error) {
	for _, field := range []string{"config", "template"} {
		if config = target(child(b.node, field)); config != nil && config.Kind == yaml.MappingNode {
			return config, b.path + "." + field, nil
		}
	}
	ref := target(child(b.node, "templateRef"))
	if ref == nil || ref.Value == "" {
		return nil, "", fmt.Errorf("%s: the bridge %s has neither config nor templateRef in protocolConverterServiceConfig", c.path, b.name)
	}
	const templates = "templates.protocolConverter"
	all := target(child(target(child(c.root, "templates")), "protocolConverter"))
	if config = target(child(all, ref.Value)); config == nil {
		return nil, "", c.wrong(ref, "the bridge %s names the template %s, which is not there below %s", b.name, ref.Value, templates)
	}
	return config, templates + "." + ref.Value, nil
}

// variables are what a bridge's {{ .NAME }} stand for.
func (c *core) variables(b bridge) (map[string]any, error) {
	vars := map[string]any{}
	if node := child(b.node, "variables"); node != nil {
		if err := node.Decode(&vars); err != nil {
			return nil, fmt.Errorf("%s: variables of the bridge %s: %w", c.path, b.name, err)
		}
	}
	if vars == nil { // `variables:` with nothing behind it
		vars = map[string]any{}
	}
	location := map[string]string{}
	for _, node := range []*yaml.Node{child(child(c.root, "agent"), "location"), child(b.node, "location")} {
		if node == nil {
			continue
		}
		if err := node.Decode(&location); err != nil {
			return nil, fmt.Errorf("%s: location of the bridge %s: %w", c.path, b.name, err)
		}
	}
	if _, ok := vars["location"]; !ok {
		vars["location"] = location
	}
	if _, ok := vars["location_path"]; !ok && len(location) > 0 {
		vars["location_path"] = joined(location)
	}
	return vars, nil
}

// joined is a location as a path, its levels in the order of their numbers.
func joined(location map[string]string) string {
	levels := slices.SortedFunc(maps.Keys(location), func(a, b string) int {
		x, _ := strconv.Atoi(a)
		y, _ := strconv.Atoi(b)
		return x - y
	})
	var path []string
	for _, level := range levels {
		if location[level] != "" {
			path = append(path, location[level])
		}
	}
	return strings.Join(path, ".")
}

// document is a half of a bridge as a plain config.
func (c *core) document(b bridge, benthos *yaml.Node, path string, vars map[string]any) (Document, error) {
	f := filling{vars: vars, from: map[*yaml.Node]origin{}}
	filled, err := f.copy(benthos)
	if err != nil {
		var r *renderError
		if errors.As(err, &r) {
			return Document{}, located(c.path, c.text, r.line, r.at, "bridge "+b.name+": "+r.text)
		}
		return Document{}, fmt.Errorf("%s: bridge %s: %w", c.path, b.name, err)
	}
	text, err := yaml.Marshal(filled)
	if err != nil {
		return Document{}, fmt.Errorf("%s: bridge %s: %w", c.path, b.name, err)
	}
	line, places := f.lines(string(text), filled), NewPlaces(string(text))
	return Document{
		File: c.path, Text: string(text), Line: line,
		Place: func(field string) Place {
			place, made := c.places.Find(path+"."+field), places.Find(field).Moved(line)
			place.filled = &made
			return place
		},
	}, nil
}
