// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onsi/gomega"
	"github.com/onsi/gomega/gleak"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// stamp is a processor of one script.
func stamp(t *testing.T, source string, o Options) *Processor {
	t.Helper()
	body, err := script.Compile("defaults", source, script.Body)
	if err != nil {
		t.Fatal(err)
	}
	return New(Rules{
		Stages:  []Stage{{Body: body}},
		Prepare: func(*jsmsg.Message) {},
		Emit: func(copies *jsmsg.Copies, m *jsmsg.Message, _ func() int64, _ *Log) (*service.Message, *script.Error) {
			return copies.Of(m), nil
		},
		FlagsToday: func(*script.Error) bool { return true },
	}, o, nil, service.MockResources().Metrics())
}

// workersSince is how many goroutines there are that watched scripts run on, and
// that are not among those of before.
func workersSince(before []gleak.Goroutine) (n int) {
	for _, g := range gleak.Goroutines() {
		known := slices.ContainsFunc(before, func(b gleak.Goroutine) bool { return b.ID == g.ID })
		if !known && strings.Contains(g.CreatorFunction, "/engine.newWorker") {
			n++
		}
	}
	return n
}

// The goroutines that watch scripts are gone once the processor is closed. Where no
// script needs goja there are none; what the executor gives up does.
func TestCloseLeavesNoGoroutines(t *testing.T) {
	for _, tt := range []struct {
		name, source string
		options      Options
		kept         int
	}{
		{"watched", `msg.meta.n = (class {}).name; return msg`, Options{ReuseVMs: true, ScriptTimeout: time.Minute, ScriptMemory: 256 << 20}, 1},
		{"without a limit", `msg.meta.n = (class {}).name; return msg`, Options{ReuseVMs: true}, 1},
		{"given up in Go", `msg.meta.n = String.fromCharCode(0xD800); return msg`, Options{ReuseVMs: true, ScriptTimeout: time.Minute, ScriptMemory: 256 << 20}, 1},
		{"run in Go", `msg.meta.n = String(msg.payload); return msg`, Options{ReuseVMs: true, ScriptTimeout: time.Minute, ScriptMemory: 256 << 20}, 0},
		{"decided in Go", `msg.meta.n = "x"; return msg`, Options{ReuseVMs: true, ScriptTimeout: time.Minute, ScriptMemory: 256 << 20}, 0},
		{"decided in Go, fresh VMs", `msg.meta.n = "x"; return msg`, Options{ScriptTimeout: time.Minute, ScriptMemory: 256 << 20}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := gleak.Goroutines()
			p := stamp(t, tt.source, tt.options)
			out, err := p.ProcessBatch(t.Context(), service.MessageBatch{service.NewMessage([]byte(`1`))})
			if err != nil || len(out) != 1 || out[0][0].GetError() != nil {
				t.Fatal(out, err)
			}
			if kept := workersSince(before); kept != tt.kept {
				t.Errorf("%d goroutines are kept for the next batch, want %d", kept, tt.kept)
			}
			if err := p.Close(t.Context()); err != nil {
				t.Error(err)
			}
			gomega.NewWithT(t).Eventually(gleak.Goroutines, "20s", "1ms").ShouldNot(gleak.HaveLeaked(before))
		})
	}
}
