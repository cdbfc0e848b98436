// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
)

// TestTagsShareNothing: whoever changes a tag changes no other one, neither the
// message that came in nor what a VM gives the next.
func TestTagsShareNothing(t *testing.T) {
	const tag = `msg.meta.location_path = "l"; msg.meta.data_contract = "_r"; msg.meta.tag_name = "t"; msg.meta.timestamp_ms = 7; `
	scripts := map[string]string{
		"the message":         tag + "return msg;",
		"the message, read":   tag + "msg.meta.text = JSON.stringify(msg.payload); return msg;",
		"the message, twice":  tag + "return [msg, msg];",
		"one object, twice":   tag + "const m = { payload: msg.payload, meta: msg.meta }; return [m, m, msg];",
		"one array in two":    tag + "const p = [1, { a: 2 }]; return [{ payload: p, meta: msg.meta }, { payload: p, meta: msg.meta }];",
		"elements of the old": tag + "return Object.values(msg.payload).map(v => ({ payload: v, meta: msg.meta }));",
	}
	for name, script := range scripts {
		for _, more := range []string{"", "if (false) { globalThis.x = 1; }\n"} {
			for _, reuse := range []bool{true, false} {
				t.Run(fmt.Sprint(name, "/", more == "", "/", reuse), func(t *testing.T) { shareNothing(t, more+script, reuse) })
			}
		}
	}
}

func shareNothing(t *testing.T, script string, reuse bool) {
	options := processor.Options{OnError: processor.Forward, ScriptMemory: 256 << 20, ScriptTimeout: time.Minute, ReuseVMs: reuse}
	p, err := newTagProcessor(config{defaults: script, options: options}, nil, service.MockResources().Metrics())
	if err != nil {
		t.Fatal(err)
	}
	incoming := func() service.MessageBatch {
		structured := service.NewMessage(nil)
		structured.SetStructuredMut(map[string]any{"a": map[string]any{"b": []any{1, 2}}, "c": "x"})
		return service.MessageBatch{service.NewMessage([]byte(`{"a":{"b":[1,2]},"c":"x"}`)), structured}
	}
	run := func(in service.MessageBatch) service.MessageBatch {
		out, err := p.ProcessBatch(context.Background(), in)
		if err != nil || len(out) != 1 {
			t.Fatal(out, err)
		}
		return out[0]
	}
	in := incoming()
	out := run(in.Copy())
	all := append(append(service.MessageBatch{}, out...), in...)
	want := make([]string, len(all))
	for i, m := range all {
		want[i] = contentOf(t, m)
	}
	fresh := slices.Clone(want)
	check := func(of service.MessageBatch, want []string, when string) {
		for i, m := range of {
			if got := contentOf(t, m); got != want[i] {
				t.Fatalf("%s, message %d is %s, it was %s", when, i, got, want[i])
			}
		}
	}
	for i, m := range out {
		wreck(t, m.Copy()) // as each output of a fan_out has one
		check(all, want, fmt.Sprintf("after a change to a copy of message %d", i))
		wreck(t, m)
		want[i] = wrecked
		check(all, want, fmt.Sprintf("after a change to message %d", i))
	}
	check(run(incoming()), fresh, "after all changes")
}

const wrecked = `map[string]interface {}{"wrecked":true} {"wrecked":true}`

func wreck(t *testing.T, m *service.Message) {
	t.Helper()
	structured, err := m.AsStructuredMut()
	if err != nil {
		t.Fatal(err)
	}
	tag := structured.(map[string]any)
	clear(tag)
	tag["wrecked"] = true
	if got := contentOf(t, m); got != wrecked {
		t.Fatalf("the changed message is %s", got)
	}
}

// contentOf is what a message holds, both ways. It is taken from a copy, so that
// the message does not keep what was made for the question.
func contentOf(t *testing.T, m *service.Message) string {
	t.Helper()
	m = m.Copy()
	structured, err := m.AsStructured()
	if err != nil {
		t.Fatal(err)
	}
	content, err := m.AsBytes()
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%#v %s", structured, content)
}
