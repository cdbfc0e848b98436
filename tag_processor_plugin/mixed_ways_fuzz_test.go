// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/scriptgen"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// The stages of one message may run in Go, in a VM, or in Go until they are given up,
// in any order. What one leaves for the next must not tell which.

var (
	mixedRuns = flag.Int("mixed-runs", 150, "how many random configs TestWaysMix runs")
	mixedSeed = flag.Uint64("mixed-seed", 5000, "the seed of the first of them")
)

// ways are what makes a body run in some way: that of its own, in a VM, or in Go until
// it is given up at its start or at its end.
var ways = []string{
	"%[1]s",
	"escape('');\n%[1]s",
	"escape('a');\n%[1]s",
	"{ const half = '😀'[0]; }\n%s",
	"try {\n%s\n} finally { const half = '😀'[0]; }",
}

func inSomeWay(r *rand.Rand, body string) string { return fmt.Sprintf(ways[r.IntN(len(ways))], body) }

// step is a body that reads the payload, changes it inside, or makes several messages of
// one: what a stage may keep for the next, and branches must not share.
func (g shortcutGenerator) step() string {
	return flowFields + g.pick(
		"msg.meta.a = JSON.stringify(msg.payload)",
		"msg.meta.b = String(msg.payload?.a)",
		"if (msg.payload?.a) { msg.payload.a = [msg.payload.a] }",
		"if (msg.payload?.a?.push) { msg.payload.a.push(msg.payload.a.length) }",
		"if (Array.isArray(msg.payload)) { msg.payload.push({ a: 1 }) }",
		"msg.payload = { a: msg.payload }",
		"const { a, ...rest } = msg.meta; msg.meta = rest",
		"msg.meta.c = (msg.meta.c || '') + 'c'",
		"delete msg.meta.a",
	) + ";\n" + g.pick(
		"return msg;",
		"return [msg, msg];",
		"return [msg, { payload: msg.payload, meta: msg.meta }];",
		"const m = { payload: msg.payload, meta: { ...msg.meta } }; return [m, m];",
		"return [{ meta: msg.meta }, msg];",
		"return { ...msg };",
		"return [msg];",
	)
}

func compareWays(t *testing.T, seed uint64) (ran bool) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 13))
	g, f := shortcutGenerator{r}, scriptgen.Flow{Rand: r}
	// Half of the configs have steps only, so that some go through all three of reading,
	// becoming several and changing.
	wild := 4 * r.IntN(2)
	body := func() string {
		switch r.IntN(4) {
		case wild:
			return inSomeWay(r, f.Body())
		case wild + 1:
			return inSomeWay(r, g.body())
		}
		return inSomeWay(r, g.step())
	}
	test := func() string {
		switch r.IntN(5) {
		case 0:
			return g.test(2)
		case 1:
			return f.Condition()
		case 2, 3:
			return "true"
		}
		return g.pick("escape(''); ", "const half = '😀'[0]; ") + g.test(2)
	}
	c := config{
		defaults: body(), advanced: body(),
		options: processor.Options{OnError: processor.Forward, ScriptTimeout: time.Minute, ScriptMemory: 256 << 20},
	}
	for range 1 + r.IntN(3) {
		c.conditions = append(c.conditions, condition{test(), body()})
	}
	if _, err := compileStages(c); err != nil {
		return false // a generator makes some scripts that do not parse
	}
	batch := append(g.messages(), flowMessages()...)
	want := withoutDepth(shortcutRun(t, c, batch, false))
	if got := withoutDepth(shortcutRun(t, c, batch, true)); got != want {
		t.Errorf("seed %d: shared VMs give\n%s\nbut fresh ones\n%s\nfor %+v", seed, got, want, c)
	}
	return true
}

func TestWaysMix(t *testing.T) {
	t.Parallel()
	ran := 0
	runs := race.Fewer(*mixedRuns)
	for i := range runs {
		if compareWays(t, *mixedSeed+uint64(i)) {
			ran++
		}
		if t.Failed() {
			return
		}
	}
	if ran*2 < runs {
		t.Errorf("only %d of %d configs have scripts that parse", ran, runs)
	}
}
