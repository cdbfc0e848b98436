// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// TestALoopAfterAnUpdateIsItsOwn: a script that updates the cache and then has no end
// takes no time from others that update it, wherever it runs. There is no
// script_timeout that would end it.
func TestALoopAfterAnUpdateIsItsOwn(t *testing.T) {
	for _, reuse := range []bool{true, false} {
		p, err := newTagProcessor(config{
			defaults: flowFields + `
				const n = cache.update("n", n => (n || 0) + (msg.payload.loop ? 1000000 : 1));
				while (msg.payload.loop) {}
				msg.payload = n;
				return msg;`,
			options: processor.Options{OnError: processor.Forward, ScriptMemory: 256 << 20, ReuseVMs: reuse},
		}, nil, service.MockResources().Metrics())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), processortest.Patience)
		looping, stop := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() {
			_, err := p.ProcessBatch(looping, processortest.Messages(`{"loop":true}`))
			ended <- err
		}()
		// The others go on meanwhile, and see its update in the end.
		for seen := false; !seen && err == nil; {
			var n int64
			n, err = count(ctx, p)
			seen = n > 1_000_000
		}
		stop()
		if loop := <-ended; err != nil || !errors.Is(loop, context.Canceled) {
			t.Errorf("reuse_vms: %v: %v; the loop ended with %v", reuse, err, loop)
		}
		cancel()
		_ = p.Close(context.Background())
	}
}

// count is the value of the tag that the processor makes of a message.
func count(ctx context.Context, p *processor.Processor) (int64, error) {
	out, err := p.ProcessBatch(ctx, processortest.Messages(`{}`))
	if err != nil {
		return 0, err
	}
	tag, err := out[0][0].AsStructured()
	if err != nil {
		return 0, err
	}
	n, _ := tag.(map[string]any)[memberValue].(json.Number)
	return n.Int64()
}
