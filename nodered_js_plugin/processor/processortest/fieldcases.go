// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processortest

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
)

// A FieldCase is a processor as someone runs it, with messages and what its author
// expects of them.
type FieldCase struct {
	Name      string
	Processor string
	Config    Config
	Messages  []struct {
		Payload json.RawMessage
		Meta    map[string]any
	}
	// Want has an entry for each message that goes on:
	//   "TOPIC VALUE" or "TOPIC VALUE @TIMESTAMP_MS": a tag, or with "-" as its
	//     topic a message that is none; VALUE is JSON
	//   "META key=text": only this metadata key is looked at
	//   "ERR": the message goes on flagged, with on_error: forward
	// or it is "LINT" alone: the config is refused.
	Want []string
	// Note explains a want that may surprise.
	Note string
}

// FieldCases reads a file of cases.
func FieldCases(path string) []FieldCase {
	content, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	var list []FieldCase
	if err := json.Unmarshal(content, &list); err != nil {
		panic(err)
	}
	return list
}

// Refused reports whether the config must not start.
func (c FieldCase) Refused() bool { return slices.Equal(c.Want, []string{"LINT"}) }

// YAML is the case's processor. Later fields replace earlier ones.
func (c FieldCase) YAML(more Config) string {
	fields := []Config{c.Config, more}
	if slices.Contains(c.Want, "ERR") {
		fields = append(fields, Config{"on_error": "forward"})
	}
	return ProcessorYAML(c.Processor, fields...)
}

// Difference says where the messages that came out differ from those that are
// wanted, or "".
func (c FieldCase) Difference(got []Output) string {
	if len(got) != len(c.Want) {
		return fmt.Sprintf("want %d messages, got %d", len(c.Want), len(got))
	}
	for i, want := range c.Want {
		if d := c.difference(want, got[i]); d != "" {
			return fmt.Sprintf("message %d: want %s: %s", i+1, want, d)
		}
	}
	return ""
}

func (c FieldCase) difference(want string, got Output) string {
	if want == "ERR" {
		if got.Err == nil {
			return "no error mark"
		}
		return ""
	}
	if got.Err != nil {
		return fmt.Sprintf("the error mark %v", got.Err)
	}
	if pair, ok := strings.CutPrefix(want, "META "); ok {
		key, text, _ := strings.Cut(pair, "=")
		if value, ok := got.Meta[key]; !ok || value != text {
			return fmt.Sprintf("the metadata %v", got.Meta)
		}
		return ""
	}
	topic, rest, _ := strings.Cut(want, " ")
	value, at, timed := strings.Cut(rest, " @")
	gotTopic, isTag := got.Meta["umh_topic"]
	if !isTag {
		gotTopic = "-"
	}
	if gotTopic != topic {
		return "the topic " + gotTopic
	}
	body := payloadOf(got.Payload)
	if c.Processor == "tag_processor" {
		tag, ok := body.(map[string]any)
		if !ok || len(tag) != 2 || (timed && tag["timestamp_ms"] != json.Number(at)) {
			return "the body " + got.Payload
		}
		body = opened(tag["value"])
	}
	// Numbers are compared by their text.
	if !reflect.DeepEqual(payloadOf(value), body) {
		return "the body " + got.Payload
	}
	return ""
}

// opened is the content of a string that holds an object or an array, since the
// order of its keys is free. Any other value is returned as it is.
func opened(value any) any {
	text, ok := value.(string)
	if !ok {
		return value
	}
	switch inner := payloadOf(text).(type) {
	case map[string]any, []any:
		return inner
	}
	return value
}
