// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// TestEqualOutput: whoever is compared in speed does the same work.
func TestEqualOutput(t *testing.T) {
	for _, c := range fieldCases() {
		t.Run("field/"+c.Name, func(t *testing.T) { compareOutputs(t, fieldWorkload(c)) })
	}
	for _, w := range slices.Concat(tenWorkloads, scenarios) {
		t.Run(w.name, func(t *testing.T) { compareOutputs(t, w) })
	}
}

// TestAllFieldCases: two of the forty are configs that have to be refused.
func TestAllFieldCases(t *testing.T) {
	if n := len(fieldCases()); n != 38 {
		t.Errorf("%d field cases, want 38", n)
	}
}

// compareOutputs fails where a competitor's messages are not ours.
func compareOutputs(tb testing.TB, w workload) {
	tb.Helper()
	want := outputs(tb, w, ours)
	for _, name := range w.competitors()[1:] {
		want, got := want, outputs(tb, w, name)
		if len(got) != len(want) {
			tb.Fatalf("%s: %d messages, want %d", name, len(got), len(want))
		}
		if name == start && w.unordered {
			want, got = byTopic(want), byTopic(got)
		}
		for i := range want {
			expected := agreed(want[i], name)
			if g := agreed(got[i], name); !reflect.DeepEqual(g, expected) {
				tb.Fatalf("%s: message %d is %+v, want %+v", name, i, g, expected)
			}
		}
	}
}

// byTopic are outputs sorted by their topics, those of one topic in their order.
func byTopic(list []output) []output {
	return slices.SortedStableFunc(slices.Values(list), func(a, b output) int {
		return strings.Compare(a.meta["umh_topic"], b.meta["umh_topic"])
	})
}

// An output is a message as it left a competitor.
type output struct {
	// body is the JSON of a tag's value, or of the whole message that is no tag.
	body string
	// at is a tag's time, 0 where it is the time of processing.
	at int64
	// value is what other processors get from AsStructured of a message that was
	// handed on structured: of a tag, its value.
	value  any
	meta   map[string]string
	failed bool
}

// agreed is the part of an output in which a competitor has to agree.
//
// A processor by hand has to agree in all of it. Mappings compute float64, and the
// starting point gives whatever JSON is parsed to: of both, only the JSON of a value
// counts. The minimal mapping leaves two metadata keys out, which is its purpose.
// The starting point orders keys as it likes, makes null of a member that is
// undefined, and has no metadata for errors.
func agreed(o output, name string) output {
	if name == handWritten {
		return o
	}
	o.value = nil
	o.meta = maps.Clone(o.meta)
	switch name {
	case mappingMinimal:
		delete(o.meta, "_initialMetadata")
		delete(o.meta, "_incomingKeys")
	case start:
		o.body = normal(o.body)
		maps.DeleteFunc(o.meta, func(key, _ string) bool { return strings.HasPrefix(key, "umh_error_") })
	}
	return o
}

// normal is JSON with sorted keys and without members that are null, also of a
// document inside a string.
func normal(text string) string {
	v := parsed(text)
	if inner, ok := v.(string); ok && (strings.HasPrefix(inner, "{") || strings.HasPrefix(inner, "[")) {
		v = parsed(inner)
	}
	if object, ok := v.(map[string]any); ok {
		maps.DeleteFunc(object, func(_ string, member any) bool { return member == nil })
	}
	sorted, err := json.Marshal(v)
	if err != nil {
		return text
	}
	return string(sorted)
}

func parsed(text string) (v any) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return text
	}
	return v
}

// outputs are the messages that a competitor makes of the workload's batch.
func outputs(tb testing.TB, w workload, name string) []output {
	tb.Helper()
	p := w.build(tb, name)
	before := time.Now().UnixMilli()
	batch := process(tb, p, w.batch())
	after := time.Now().UnixMilli()
	out := make([]output, len(batch))
	for i, m := range batch {
		content, err := m.AsBytes()
		if err != nil {
			tb.Fatal(err)
		}
		o := output{body: string(content), failed: m.GetError() != nil, meta: metaOf(m, before, after)}
		if m.HasStructured() {
			if o.value, err = m.AsStructured(); err != nil {
				tb.Fatal(err)
			}
		}
		if w.processor == tagProcessor {
			if o.failed {
				tb.Fatalf("%s: %v", name, m.GetError())
			}
			o = tagOf(tb, o, before, after)
		}
		out[i] = o
	}
	return out
}

// tagOf is the output of a tag. Bytes that another processor would have to parse
// are no equal output.
func tagOf(tb testing.TB, o output, before, after int64) output {
	tb.Helper()
	tag, _ := o.value.(map[string]any)
	at, ok := tag["timestamp_ms"].(int64)
	if !ok || len(tag) != 2 {
		tb.Fatalf("%#v is no tag, or its time is no int64", o.value)
	}
	if at < before || at > after {
		o.at = at
	}
	var body struct {
		Value json.RawMessage `json:"value"`
	}
	if err := json.Unmarshal([]byte(o.body), &body); err != nil {
		tb.Fatalf("%s: %v", o.body, err)
	}
	o.body, o.value = string(body.Value), tag["value"]
	return o
}

// metaOf are the metadata of a message. A time in them that is the time of
// processing says so.
func metaOf(m *service.Message, before, after int64) map[string]string {
	meta := map[string]string{}
	_ = m.MetaWalk(func(key, text string) error {
		meta[key] = text
		return nil
	})
	if at := tagTime(meta["timestamp_ms"]); meta["timestamp_ms"] != "" && before <= at && at <= after {
		meta["timestamp_ms"] = "now"
	}
	return meta
}
