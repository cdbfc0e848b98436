// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
)

// inTopic are metadata that umh_topic says, too, or that say nothing new.
var inTopic = []string{"topic", "location_path", "data_contract", "virtual_path", "tag_name"}

// expected is what a test compares of an output: what two runs have in common. Of the
// metadata, it is what the scripts have made.
func expected(first, second tag.Output, given map[string]any) (o edit.Output, err error) {
	o.Content, o.JSON = contentOf(first)
	if again, _ := contentOf(second); again != o.Content {
		if o.Varying, err = varying(o.Content, again); err != nil {
			return o, err
		}
	}
	o.Meta = map[string]any{}
	for key, value := range first.Meta {
		text := fmt.Sprint(value)
		old, had := given[key]
		switch {
		case strings.HasPrefix(key, "_"), first.Topic != "" && slices.Contains(inTopic, key):
		case had && fmt.Sprint(old) == text, fmt.Sprint(second.Meta[key]) != text:
		default:
			o.Meta[key] = text
		}
	}
	return o, nil
}

func contentOf(o tag.Output) (content string, isJSON bool) {
	switch {
	case o.Text != nil:
		return *o.Text, false
	case o.Payload != nil:
		return string(o.Payload), true
	}
	return string(o.Base64), false
}

// varying are the members of an object that differ from another one.
func varying(a, b string) (names []string, err error) {
	var first, second map[string]json.RawMessage
	if json.Unmarshal([]byte(a), &first) != nil || json.Unmarshal([]byte(b), &second) != nil || len(first) != len(second) {
		return nil, errors.New("the message that comes out differs from run to run")
	}
	for _, name := range slices.Sorted(maps.Keys(first)) {
		if !bytes.Equal(first[name], second[name]) {
			names = append(names, name)
		}
	}
	return names, nil
}
