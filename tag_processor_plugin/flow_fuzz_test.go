// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"flag"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/scriptgen"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// What scripts do to their message is computed from their text: whether a condition
// needs a copy of it, whether its payload has to be written again, which members of
// it have to be built. These tests hold that against what the scripts do: with
// reuse_vms: false nothing is computed, and every message has to come out the same.

var (
	flowRuns = flag.Int("flow-runs", 150, "how many random flows TestFlowsAreJudgedRight runs")
	flowSeed = flag.Uint64("flow-seed", 1, "the seed of the first of them")
)

const (
	flowFields = `msg.meta.location_path = "l"; msg.meta.data_contract = "_r"; msg.meta.tag_name = "t"; msg.meta.timestamp = "7"; `
	flowTag    = flowFields + "return msg;"
	// flowSeen has a later stage say what it sees.
	flowSeen = `msg.meta.seen = JSON.stringify([msg.payload, msg.meta, Object.keys(msg)]); msg.payload = JSON.stringify(msg.payload); return msg;`
)

func flowMessages() (batch service.MessageBatch) {
	for _, payload := range scriptgen.FlowPayloads {
		m := service.NewMessage([]byte(payload))
		m.MetaSetMut("structured", map[string]any{"v": map[string]any{"w": 1}})
		batch = append(batch, m)
	}
	return batch
}

func compareFlow(t *testing.T, what any, c config) {
	t.Helper()
	if got, want := runFlow(t, c); got != want {
		t.Errorf("%v: shared VMs give\n%s\nbut fresh ones\n%s\nfor %+v", what, got, want, c)
	}
}

// runFlow is what comes of messages in shared VMs and in fresh ones.
func runFlow(t *testing.T, c config) (shared, fresh string) {
	c.options = processor.Options{OnError: processor.Forward, ScriptMemory: 256 << 20, ScriptTimeout: time.Minute}
	return withoutDepth(shortcutRun(t, c, flowMessages(), true)), withoutDepth(shortcutRun(t, c, flowMessages(), false))
}

// withoutDepth leaves out where a script that nests calls without end meets the limit:
// with guards it is one call earlier.
func withoutDepth(outcome string) string {
	if !strings.Contains(outcome, "stack_overflow") {
		return outcome
	}
	return deepest.ReplaceAllString(outcome, "…")
}

var deepest = regexp.MustCompile(`line [0-9]+:[0-9]+, stack_overflow|umh_error_line=[0-9]+`)

// flowConfig has the flow as a stage between others, as the last one, or as a
// condition. Not every one has a last stage that sees all of the payload.
func flowConfig(f scriptgen.Flow) config {
	c := config{defaults: flowTag}
	if f.IntN(2) == 0 {
		c.advanced = flowSeen
	}
	for range 1 + f.IntN(2) {
		if f.IntN(3) == 0 {
			c.conditions = append(c.conditions, condition{f.Condition(), `msg.meta.r = "1"; return msg;`})
		} else {
			c.conditions = append(c.conditions, condition{"true", f.Body()})
		}
	}
	return c
}

func newFlow(seed uint64) scriptgen.Flow {
	return scriptgen.Flow{Rand: rand.New(rand.NewPCG(seed, 11))}
}

func FuzzFlows(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		if c := flowConfig(newFlow(seed)); compiles(c) {
			compareFlow(t, seed, c)
		}
	})
}

func TestFlowsAreJudgedRight(t *testing.T) {
	t.Parallel()
	ran := 0
	for i := range *flowRuns {
		seed := *flowSeed + uint64(i)
		if c := flowConfig(newFlow(seed)); compiles(c) {
			ran++
			compareFlow(t, seed, c)
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d of %d flows ran, on %d messages each", ran, *flowRuns, len(scriptgen.FlowPayloads))
	if ran*2 < *flowRuns {
		t.Errorf("only %d of %d flows are scripts of the small language", ran, *flowRuns)
	}
}

// compiles reports whether all scripts are in the small language: of others nothing
// is computed.
func compiles(c config) bool {
	scripts := map[string]script.Kind{}
	for _, one := range c.conditions {
		scripts[one.test], scripts[one.then] = script.Condition, script.Body
	}
	for source, kind := range scripts {
		if s, err := script.Compile("flow", source, kind); err != nil || s.Code() == nil {
			return false
		}
	}
	return true
}

func TestMisjudgedFlows(t *testing.T) {
	for _, c := range misjudgedFlows() {
		compareFlow(t, "", c)
	}
}

// misjudgedFlows has each in a stage, before one that sees all and before none, and
// in a condition.
func misjudgedFlows() (list []config) {
	for _, flow := range scriptgen.MisjudgedFlows {
		body := flow + "\nreturn msg;"
		list = append(list,
			config{defaults: flowTag, advanced: body},
			config{defaults: flowTag, conditions: []condition{{"true", body}}, advanced: flowSeen},
			config{defaults: flowTag, conditions: []condition{{"{ " + flow + " }\ntrue;", `msg.meta.r = "1"; return msg;`}}, advanced: flowSeen},
		)
	}
	return list
}

// TestFlowsAreJudged: the comparison is of something, and not all flows change all.
func TestFlowsAreJudged(t *testing.T) {
	var changes, none, partly int
	for seed := range uint64(500) {
		s, err := script.Compile("flow", newFlow(seed).Body(), script.Body)
		switch {
		case err != nil || s.Code() == nil:
		case s.Effects().Payload:
			changes++
		default:
			none++
			if !script.NewSet([]*script.Script{s}).Paths.All {
				partly++
			}
		}
	}
	t.Logf("of 500 flows %d may change the payload, %d do not, %d see part of it", changes, none, partly)
	if min(changes, none) < 5 {
		t.Errorf("%d flows may change the payload, %d do not", changes, none)
	}
}
