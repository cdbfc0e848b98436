// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"context"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// TestWhatALimitEndsGaveNothing: where one of several messages is too large, those before
// it are no result either.
func TestWhatALimitEndsGaveNothing(t *testing.T) {
	ran := 0
	trace := func(_ *service.Message, e processor.Event) {
		if e.Kind != processor.Ran {
			return
		}
		if ran++; e.Err == nil || e.Err.Reason != script.Memory || len(e.After) != 0 || e.Way != processor.InGo {
			t.Errorf("%v gave %d messages, in %v", e.Err, len(e.After), e.Way)
		}
	}
	p, err := newTagProcessor(config{
		defaults: flowFields + `
			const text = "x".repeat(1e7);
			return [msg, { payload: Array.from({ length: 40 }, () => text), meta: msg.meta }];`,
		options: processor.Options{OnError: processor.Forward, ScriptMemory: 256 << 20, ReuseVMs: true, Trace: trace},
	}, nil, service.MockResources().Metrics())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close(context.Background()) }()
	out, err := p.ProcessBatch(t.Context(), processortest.Messages("1"))
	if err != nil || len(out) != 1 || len(out[0]) != 1 || out[0][0].GetError() == nil || ran != 1 {
		t.Error(out, err, ran)
	}
}
