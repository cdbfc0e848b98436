// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processortest

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// TagDifference says where a message differs from what tag_processor hands on for
// a tag, or "": its Go value is a map of timestamp_ms, an int64, and value, a
// json.Number, bool, string in UTF-8 or nil, and its bytes are that value's JSON,
// compact, without escapes for HTML, timestamp_ms first.
func TagDifference(o Output) string {
	tag, ok := o.Structured.(map[string]any)
	if !ok {
		return fmt.Sprintf("want a map[string]any, got %T: %v", o.Structured, o)
	}
	at, hasTime := tag["timestamp_ms"].(int64)
	value, hasValue := tag["value"]
	if !hasTime || !hasValue || len(tag) != 2 {
		return fmt.Sprintf("want timestamp_ms, an int64, and value alone, got %#v", tag)
	}
	switch v := value.(type) {
	case json.Number, bool, nil:
	case string:
		if !utf8.ValidString(v) {
			return fmt.Sprintf("want valid UTF-8, got %q", v)
		}
	default:
		return fmt.Sprintf("want a json.Number, bool, string or nil, got %T", value)
	}
	parsed, ok := payloadOf(o.Payload).(map[string]any)
	if !ok || parsed["value"] != value || parsed["timestamp_ms"] != json.Number(fmt.Sprint(at)) {
		return fmt.Sprintf("want bytes of the value %#v, got %q", tag, o.Payload)
	}
	if want := JSON(tag); o.Payload != want {
		return fmt.Sprintf("want the bytes %q, got %q", want, o.Payload)
	}
	return ""
}
