// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package nodered_js_plugin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// TestMovedOrMade is about numbers and texts that the script moved, and such as look like
// them: in Go they have to be told apart as in a VM.
func TestMovedOrMade(t *testing.T) {
	for _, code := range []string{
		`cache.set("p", msg.payload); msg.payload = cache.get("p"); return msg;`,
		`cache.set("p", [msg.payload]); msg.payload = cache.get("p")[0]; return msg;`,
		`cache.set("p", msg.payload); return { payload: cache.get("p"), meta: msg.meta };`,
		`const p = msg.payload; msg.payload = 1; msg.payload = p; return msg;`,
		`msg.payload = -msg.payload; return msg;`,
		`msg.payload = [...new Set([msg.payload, 0])]; return msg;`,
		`msg.payload = [...new Map([[msg.payload, 1]]).keys()]; return msg;`,
		`msg.meta.v = msg.payload; return msg;`,
		`msg.meta.v = String(msg.payload); return msg;`,
		`msg.payload = JSON.parse(typeof msg.payload === "number" ? "9007199254740993" : "-0"); return msg;`,
		`try { JSON.parse("[".repeat(20000)); } catch (e) { msg.payload = e.name; } return msg;`,
		`msg.payload = JSON.parse('{"a":[12345678901234567890,1.50,-0]}'); return msg;`,
		`return { payload: 1, meta: { v: msg.payload } };`,
		`throw ["a"].map(Error)[0];`,
		`msg.payload = new Date("12 Mar 2026 06:00:00 UTC"); return msg;`,
		`msg.payload = [...["a", "b"].entries()]; return msg;`,
	} {
		want := moved(t, code, false)
		if got := moved(t, code, true); got != want {
			t.Errorf("%s gives in Go\n%sand in a VM\n%s", code, got, want)
		}
	}
}

// processed is what a batch becomes, failed messages flagged.
func processed(t *testing.T, code string, o processor.Options, batch service.MessageBatch) service.MessageBatch {
	t.Helper()
	o.OnError = processor.Forward
	p, err := newNodeRED(code, o, nil, service.MockResources().Metrics())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close(t.Context()) }()
	out, err := p.ProcessBatch(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat(out...)
}

func moved(t *testing.T, code string, reuse bool) string {
	t.Helper()
	var batch service.MessageBatch
	for _, payload := range []string{"1.50", "-0", "0", "-0.0", "5", "1e2", "12345678901234567890", "text", "a\xffb", `{"a":"\xff"}`} {
		batch = append(batch, service.NewMessage([]byte(payload)))
	}
	var text strings.Builder
	for _, m := range processed(t, code, processor.Options{ScriptTimeout: time.Minute, ScriptMemory: 256 << 20, ReuseVMs: reuse}, batch) {
		meta, _ := m.MetaGet("v")
		v, _ := m.AsStructured()
		fmt.Fprintf(&text, "%#v %q %v\n", v, meta, m.GetError())
	}
	return text.String()
}

// TestAPayloadIsCharged: a short text makes a large value. What no script sees of it is
// not made, and costs nothing.
func TestAPayloadIsCharged(t *testing.T) {
	for code, fails := range map[string]bool{
		`if (msg.payload.a.length > 5) msg.meta.n = "many"; return msg;`: true,
		`if (msg.payload.b > 5) msg.meta.n = "many"; return msg;`:        false,
	} {
		payload := `{"a":[` + strings.Repeat("{},", 3_000_000) + `{}],"b":1}`
		out := processed(t, code, processor.Options{ReuseVMs: true, ScriptMemory: 256e6}, service.MessageBatch{service.NewMessage([]byte(payload))})
		if len(out) != 1 {
			t.Fatalf("%s: %d messages", code, len(out))
		}
		err := out[0].GetError()
		if failed := err != nil && strings.Contains(err.Error(), "memory: "); failed != fails {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// TestCopiesOfAPayloadAreCharged: in a VM nothing bounds what several messages take that a
// script returned; here they are part of the script's memory.
func TestCopiesOfAPayloadAreCharged(t *testing.T) {
	for _, push := range []string{`msg`, `{ payload: msg.payload }`, `{ ...msg }`, `{ meta: {} }`} {
		code := "const a = []; for (let i = 0; i < 3000; i++) a.push(" + push + "); return a;"
		for _, payload := range []string{strings.Repeat("x", 100_000), "[" + strings.Repeat("1,", 50_000) + "1]"} {
			out := processed(t, code, processor.Options{ReuseVMs: true, ScriptMemory: 256e6}, service.MessageBatch{service.NewMessage([]byte(payload))})
			if len(out) != 1 || out[0].GetError() == nil || !strings.Contains(out[0].GetError().Error(), "memory: ") {
				t.Errorf("%s: %d messages of %.10s…", code, len(out), payload)
			}
		}
	}
}

// TestManyMessagesAreCharged is about scripts that return little, many times over. Their
// time is not limited: how much of it the machine has is not what this is about.
func TestManyMessagesAreCharged(t *testing.T) {
	for _, code := range race.Sample([]string{
		`const a = [], big = { b: "x".repeat(2e6) }; for (let i = 0; i < 400; i++) a.push({ payload: big }); return a;`,
		`for (let i = 0; i < 2000; i++) msg.meta["k" + i] = "v"; const a = []; for (let i = 0; i < 10000; i++) a.push(msg); return a;`,
		`const m = {}; for (let i = 0; i < 2000; i++) m["k" + i] = "v"; const a = []; for (let i = 0; i < 10000; i++) a.push({ meta: m }); return a;`,
		`const all = JSON.parse("[" + "{},".repeat(4e6) + "{}]"); return msg;`,
	}) {
		out := processed(t, code, processor.Options{ReuseVMs: true, ScriptMemory: 256e6}, service.MessageBatch{service.NewMessage([]byte("1"))})
		if len(out) != 1 {
			t.Fatalf("%s: %d messages", code, len(out))
		}
		if err := out[0].GetError(); err == nil || !strings.Contains(err.Error(), "memory: the scripts of one message took more memory than script_memory (256 MB) allows") {
			t.Errorf("%s: %v", code, err)
		}
	}
}
