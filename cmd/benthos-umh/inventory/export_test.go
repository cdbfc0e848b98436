// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
	"go.yaml.in/yaml/v3"
)

// TextAt is a text of a config as the YAML library has it.
func TextAt(file, key, field string) (string, error) {
	var fields map[string]any
	if err := yaml.Unmarshal([]byte(newSource(file).text), &fields); err != nil {
		return "", err
	}
	object, _ := fields[key].(map[string]any)
	value, _ := object[field].(string)
	return value, nil
}

// Replaced is the text of a file as this package replaces environment variables, and as
// Benthos does.
func Replaced(file string) (ours, benthos string, err error) {
	benthos, err = withVariables(file)
	return newSource(file).text, benthos, err
}

// Written is a config in which a.s is the text in a style, and reports whether the YAML
// library reads it back. shape decides what stands round it.
func Written(text string, style, shape uint8) (file string, ok bool) {
	styles := []yaml.Style{0, yaml.LiteralStyle, yaml.FoldedStyle, yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle}
	value := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Style: styles[int(style)%len(styles)]}
	if shape&1 != 0 {
		value.Anchor = "script"
	}
	if shape&2 != 0 {
		value.Style |= yaml.TaggedStyle
	}
	object := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: "s"}, value}}
	if shape&4 != 0 {
		object.Style = yaml.FlowStyle
	}
	root := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: "a"}, object}}
	written, err := yaml.Marshal(root)
	if err != nil {
		return "", false
	}
	file = string(written)
	if shape&8 != 0 {
		file = byteOrderMark + strings.ReplaceAll(file, "\n", "\r\n")
	}
	var back struct{ A struct{ S string } }
	return file, yaml.Unmarshal([]byte(file), &back) == nil && back.A.S == text
}

// EachCharacter calls f with every character of a script's text and its place.
func EachCharacter(text string, f func(r rune, line, column int)) {
	line, column := 1, 1
	for i, r := range text {
		if r != '\n' || !strings.HasSuffix(text[:i], "\r") { // one end of a line
			f(r, line, column)
		}
		column++
		if strings.ContainsRune(scriptBreaks, r) && !strings.HasPrefix(text[i:], "\r\n") {
			line, column = line+1, 1
		}
	}
}

// CharacterAt is the character at a line and column of a file.
func CharacterAt(file string, line, column int) rune {
	file = strings.TrimPrefix(file, byteOrderMark)
	starts := lineStarts(file, 0)
	for _, r := range file[starts[line-1]:] {
		if column--; column == 0 {
			return r
		}
	}
	return 0
}

// withVariables replaces environment variables by way of Benthos: it gives the text to
// Benthos as the config of an input and asks for that.
func withVariables(text string) (replaced string, err error) {
	env := service.GlobalEnvironment().Clone()
	if err := standIn(env, "input", "text"); err != nil {
		return "", err
	}
	builder := env.NewStreamBuilder()
	builder.DisableLinting()
	// These lines save the text's own first and last ones from what texts are about.
	const first, last = "text\n", "\ntext"
	block := strings.ReplaceAll(first+strings.TrimPrefix(text, byteOrderMark)+last, "\n", "\n    ")
	if err := builder.SetYAML("input:\n  text: |2-\n    " + block); err != nil {
		return "", err
	}
	err = builder.WalkComponents(func(w *service.WalkedComponent) error {
		if w.Name == "text" {
			content, err := w.ConfigAny()
			if err != nil {
				return err
			}
			conf, _ := content.(map[string]any)
			value, _ := conf["text"].(string)
			replaced = strings.TrimSuffix(strings.TrimPrefix(value, first), last)
		}
		return nil
	})
	return replaced, err
}
