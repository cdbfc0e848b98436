// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"errors"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// texts are scalars that were taken out of a config. Benthos' list of components
// has been written as YAML and read again, which loses the empty line that a script
// begins with, and fails where a script's first line is indented.
type texts map[string]any

// takeOut replaces the scalars of a config that would suffer, by names. Its
// environment variables are replaced, too.
func takeOut(config string) (string, texts, error) {
	s := newSource(config)
	for _, v := range s.variables {
		if v.Problem != "" {
			return "", nil, errors.New(v.Problem)
		}
	}
	config = s.text
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(config), &document); err != nil {
		return "", nil, err
	}
	taken := texts{}
	taken.from(&document)
	if len(taken) == 0 {
		return config, taken, nil
	}
	rest, err := yaml.Marshal(&document)
	return string(rest), taken, err
}

// from takes the scalars out of a node: those of several lines, and those with what
// looks like an environment variable.
func (t texts) from(node *yaml.Node) {
	node.HeadComment, node.LineComment, node.FootComment = "", "", ""
	for _, child := range node.Content {
		t.from(child)
	}
	if node.Kind == yaml.ScalarNode && node.Tag == "!!str" && strings.ContainsAny(node.Value, "\n$") {
		name := "\u2983text " + strconv.Itoa(len(t)) + "\u2984"
		t[name] = node.Value
		node.SetString(name)
	}
}

// putBack is v with the texts in their places.
func (t texts) putBack(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			v[key] = t.putBack(value)
		}
	case []any:
		for i, value := range v {
			v[i] = t.putBack(value)
		}
	case string:
		if text, ok := t[v]; ok {
			return text
		}
	}
	return v
}
