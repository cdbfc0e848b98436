// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package nodered_js_plugin

import (
	"fmt"
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

// What is computed of a script from its text, such as whether its payload has to be
// written again, holds: with reuse_vms: false nothing is computed, and every message
// comes out the same.

func FuzzFlows(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) { compareFlow(t, newFlow(seed)) })
}

func TestFlowsAreJudgedRight(t *testing.T) {
	for seed := range uint64(1000) {
		compareFlow(t, newFlow(1_000_000+seed))
	}
}

func TestMisjudgedFlows(t *testing.T) {
	for _, flow := range scriptgen.MisjudgedFlows {
		compareFlow(t, flow+"\nreturn msg;")
	}
}

func newFlow(seed uint64) string {
	return scriptgen.Flow{Rand: rand.New(rand.NewPCG(seed, 12))}.Body()
}

// compareFlow runs scripts of the small language; of others nothing is computed.
func compareFlow(t *testing.T, code string) {
	t.Helper()
	if s, err := script.Compile(fieldCode, code, script.StrictBody); err != nil || s.Code() == nil {
		return
	}
	want := runFlow(t, code, false)
	if got := runFlow(t, code, true); got != want {
		t.Errorf("shared VMs give\n%s\nbut fresh ones\n%s\nfor %s", got, want, code)
	}
}

func runFlow(t *testing.T, code string, reuse bool) string {
	t.Helper()
	var batch service.MessageBatch
	for _, payload := range scriptgen.FlowPayloads {
		m := service.NewMessage([]byte(payload))
		m.MetaSetMut("structured", map[string]any{"v": map[string]any{"w": 1}})
		batch = append(batch, m)
	}
	var text strings.Builder
	for _, m := range processed(t, code, processor.Options{ScriptTimeout: time.Minute, ScriptMemory: 256 << 20, ReuseVMs: reuse}, batch) {
		content, err := m.AsBytes()
		meta := map[string]string{} // fmt prints it sorted
		_ = m.MetaWalk(func(key, value string) error {
			meta[key] = value
			return nil
		})
		fmt.Fprintln(&text, string(content), err, m.GetError(), meta)
	}
	return unequal.ReplaceAllString(text.String(), "…")
}

// unequal is what differs from run to run: the address that goja writes in its error of
// an object without a primitive form, and where an endless recursion meets the limit,
// which is one call earlier with guards. The error has the line once more.
var unequal = regexp.MustCompile(`0x[0-9a-f]+|line [0-9]+:[0-9]+, stack_overflow|umh_error_line:[0-9]+`)
