// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// A Case is one unit test: a message, and what the processors make of it.
type Case struct {
	Name string
	// Payload has to be UTF-8. Meta has values as JSON has them, or whole numbers.
	Payload string
	Meta    map[string]any
	// Processors is the JSON pointer to what is tested, such as /pipeline/processors/1; "" is
	// /pipeline/processors.
	Processors string
	// Outputs are the messages that come out, in one batch. None if the message is dropped.
	Outputs []Output
}

// An Output is a message that has to come out.
type Output struct {
	// Content has to be UTF-8. If it is JSON, its layout is not compared.
	Content string
	JSON    bool
	// Varying are members of a JSON object that differ from run to run, such as a
	// timestamp_ms that is the present time. They are not compared, and neither is what
	// objects inside it have besides.
	Varying []string
	// Meta is the metadata that is compared; leave out what differs from run to run.
	Meta map[string]any
}

// lines are the case as YAML, not indented, the first without a dash.
func (c Case) lines() ([]string, error) {
	if !utf8.ValidString(c.Payload) {
		return nil, errors.New("the payload is no UTF-8, so that a test cannot have it as its content")
	}
	lines := []string{"name: " + quoted(c.Name)}
	if c.Processors != "" && c.Processors != "/pipeline/processors" {
		lines = append(lines, "target_processors: "+quoted(c.Processors))
	}
	lines = append(lines, "input_batch:", "  - content: "+doubleQuoted(c.Payload))
	meta, err := metaLines("metadata", c.Meta)
	if err != nil {
		return nil, err
	}
	lines = append(lines, indented("    ", meta)...)
	if len(c.Outputs) == 0 {
		return append(lines, "output_batches: []"), nil
	}
	lines = append(lines, "output_batches:")
	for i, o := range c.Outputs {
		output, err := o.lines()
		if err != nil {
			return nil, fmt.Errorf("message %d that comes out: %w", i+1, err)
		}
		begin := "    - "
		if i == 0 {
			begin = "  - - "
		}
		lines = append(lines, begin+output[0])
		lines = append(lines, indented("      ", output[1:])...)
	}
	return lines, nil
}

// lines are the conditions of an output.
func (o Output) lines() ([]string, error) {
	if !utf8.ValidString(o.Content) {
		return nil, errors.New("it is no UTF-8, so that a test cannot compare it")
	}
	first := "content_equals: " + doubleQuoted(o.Content)
	if o.JSON {
		content, key := o.Content, "json_equals"
		if len(o.Varying) > 0 {
			var err error
			if content, err = without(content, o.Varying); err != nil {
				return nil, err
			}
			key = "json_contains"
		}
		first = key + ": " + jsonInYAML(content)
	}
	meta, err := metaLines("metadata_equals", o.Meta)
	return append([]string{first}, meta...), err
}

func indented(by string, lines []string) []string {
	list := make([]string, len(lines))
	for i, line := range lines {
		list[i] = by + line
	}
	return list
}

func metaLines(key string, meta map[string]any) ([]string, error) {
	if len(meta) == 0 {
		return nil, nil
	}
	lines := []string{key + ":"}
	for _, name := range slices.Sorted(maps.Keys(meta)) {
		value, err := valueInYAML(meta[name])
		if err != nil {
			return nil, fmt.Errorf("metadata %s: %w", name, err)
		}
		lines = append(lines, "  "+quoted(name)+": "+value)
	}
	return lines, nil
}

// quoted is a text on one line, in quotes if it could be misread without them.
func quoted(text string) string {
	var value struct{ A string }
	form := form{head: text}
	s := slot{oneLine: true}
	if text != "" && s.reads(form, text) && yaml.Unmarshal([]byte("a: "+text+"\n"+text+": 1\n"), &map[string]any{}) == nil &&
		yaml.Unmarshal([]byte("a: "+text), &value) == nil && value.A == text {
		return text
	}
	return doubleQuoted(text)
}

func valueInYAML(value any) (string, error) {
	if text, ok := value.(string); ok {
		if !utf8.ValidString(text) {
			return "", errors.New("it is no UTF-8")
		}
		return quoted(text), nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	return yamlOf(string(text))
}

// jsonInYAML is a JSON document as a value of json_equals: as it is where YAML reads the
// same of it, else as a text.
func jsonInYAML(content string) string {
	if content = strings.TrimSpace(content); !strings.HasPrefix(content, `"`) { // a text is taken for JSON
		if text, err := yamlOf(content); err == nil {
			return text
		}
	}
	return doubleQuoted(content)
}

// yamlOf is JSON as YAML on one line. Numbers stay as they are written.
func yamlOf(content string) (string, error) {
	value, err := decoded(content)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	writeFlow(&b, value)
	var back any
	if err := yaml.Unmarshal([]byte("a: "+b.String()), &back); err != nil {
		return "", err
	}
	fields, _ := back.(map[string]any)
	again, err := json.Marshal(fields["a"])
	if err != nil {
		return "", err
	}
	if is, err := decoded(string(again)); err != nil || !reflect.DeepEqual(is, value) {
		return "", errors.New("YAML reads it as something else")
	}
	return b.String(), nil
}

func decoded(content string) (value any, err error) {
	decoder := json.NewDecoder(strings.NewReader(content))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

// writeFlow writes a JSON value as YAML, its keys in order.
func writeFlow(b *strings.Builder, value any) {
	switch v := value.(type) {
	case map[string]any:
		b.WriteString("{")
		for i, key := range slices.Sorted(maps.Keys(v)) {
			b.WriteString([]string{" ", ", "}[min(i, 1)] + keyIn(key) + ": ")
			writeFlow(b, v[key])
		}
		b.WriteString(" }")
	case []any:
		b.WriteString("[")
		for i, one := range v {
			b.WriteString([]string{"", ", "}[min(i, 1)])
			writeFlow(b, one)
		}
		b.WriteString("]")
	case string:
		b.WriteString(doubleQuoted(v))
	case json.Number:
		b.WriteString(v.String())
	case bool:
		b.WriteString(strconv.FormatBool(v))
	default:
		b.WriteString("null")
	}
}

// keyIn is a key between { and }.
func keyIn(key string) string {
	plain := strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
	if !plain || key == "" || ambiguous(key) || slices.Contains([]string{"null", "true", "false"}, strings.ToLower(key)) {
		return doubleQuoted(key)
	}
	return key
}

// without is a JSON object without some of its members.
func without(content string, members []string) (string, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal([]byte(content), &object); err != nil {
		return "", fmt.Errorf("it is no JSON object: %w", err)
	}
	for _, name := range members {
		delete(object, name)
	}
	rest, err := json.Marshal(object)
	return string(rest), err
}
