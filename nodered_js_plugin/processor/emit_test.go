// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A panic in our own code behind the scripts fails one branch; its siblings are
// emitted once, and the process goes on.
func TestPanicInEmit(t *testing.T) {
	source, err := script.Compile("script", `return [1, 2, 3].map(payload => ({ payload }));`, script.StrictBody)
	if err != nil {
		t.Fatal(err)
	}
	p := New(Rules{
		Stages:  []Stage{{Body: source}},
		Prepare: func(*jsmsg.Message) {},
		Emit: func(copies *jsmsg.Copies, m *jsmsg.Message, _ func() int64, _ *Log) (*service.Message, *script.Error) {
			text, _ := m.Payload()
			if text == "2" {
				panic("two")
			}
			out := copies.In.Copy()
			out.SetBytes([]byte(text))
			return out, nil
		},
		FlagsToday: func(*script.Error) bool { return false },
	}, Options{OnError: Drop, ReuseVMs: true}, nil, service.MockResources().Metrics())
	out, err := p.ProcessBatch(t.Context(), service.MessageBatch{service.NewMessage(nil)})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, batch := range out {
		for _, m := range batch {
			b, _ := m.AsBytes()
			got += string(b) + " "
		}
	}
	if got != "1 3 " {
		t.Error(got)
	}
}
