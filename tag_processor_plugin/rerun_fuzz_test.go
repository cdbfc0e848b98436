// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/scriptgen"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A script that runs in Go may be given up at any place, and then runs in a VM from its
// start. With reuse_vms: false nothing runs in Go. Everything that can be seen of a
// processor has to be the same: messages, log, cache and counters.

var (
	rerunRuns  = flag.Int("rerun-runs", 100, "how many random configs TestRerunsChangeNothing runs, each on several batches")
	rerunSeed  = flag.Uint64("rerun-seed", 1, "the seed of the first of them")
	rerunFinds = flag.Int("rerun-finds", 1, "after how many differences TestRerunsChangeNothing ends")
)

// A rerun is a config with what it is tried on.
type rerun struct {
	config
	limits  cache.Limits
	batches []service.MessageBatch
}

func randomRerun(seed uint64) rerun {
	r := rand.New(rand.NewPCG(seed, 21))
	g := &scriptgen.Effects{Rand: r, Quiet: r.IntN(3) == 0}
	c := rerun{config: config{defaults: g.Tag(), numericText: []string{"", textIsNumber, textStaysText}[r.IntN(3)]}}
	c.options = processor.Options{OnError: []processor.OnError{"", processor.Forward, processor.Forward, processor.Drop}[r.IntN(4)], LogPayload: r.IntN(4) == 0, ScriptMemory: 256 << 20}
	if r.IntN(3) == 0 { // a table of look-ups
		for range 4 + r.IntN(4) {
			c.conditions = append(c.conditions, condition{g.TableCondition("device"), g.TableThen("device")})
		}
	}
	for range r.IntN(3) {
		c.conditions = append(c.conditions, condition{g.Condition(), g.Body()})
	}
	if r.IntN(2) == 0 {
		c.advanced = g.Body()
	}
	c.limits = cache.Limits{MaxEntries: []int{0, 0, 1, 2, 3, 5, 8}[r.IntN(7)], TTL: []time.Duration{0, 0, 0, time.Hour}[r.IntN(4)]}
	sets := 1 + r.IntN(14)
	for range 1 + r.IntN(4) {
		batch := make(service.MessageBatch, 1+r.IntN(4))
		for i := range batch {
			batch[i] = service.NewMessage([]byte(g.EffectPayload()))
			for key, value := range g.EffectMeta(sets) {
				batch[i].MetaSetMut(key, value)
			}
		}
		c.batches = append(c.batches, batch)
	}
	return c
}

// rigs are for the processor as it is by default, and for the one that compares.
type rigs struct{ shared, fresh *processortest.Rig }

func newRigs(t testing.TB) (r rigs) {
	t.Helper()
	for _, rig := range []**processortest.Rig{&r.shared, &r.fresh} {
		var err error
		if *rig, err = processortest.NewRig(); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func (r rigs) run(c rerun) (shared, fresh processortest.Outcome, err error) {
	build := func(reuse bool) processortest.Build {
		return func(log *service.Logger, metrics *service.Metrics, store *cache.Cache) (service.BatchProcessor, error) {
			own := c.config
			own.options.Cache, own.options.ReuseVMs, own.options.ScriptTimeout = store, reuse, rerunTimeout
			return newTagProcessor(own, log, metrics)
		}
	}
	if shared, err = r.shared.Run(build(true), c.limits, scriptgen.EffectKeys, c.batches); err == nil {
		fresh, err = r.fresh.Run(build(false), c.limits, scriptgen.EffectKeys, c.batches)
	}
	for _, text := range []*string{&shared.Text, &fresh.Text} {
		*text = counters.ReplaceAllString(withoutDeepest(*text), "$1")
	}
	return shared, fresh, err
}

// rerunTimeout is far more than a script needs that ends. One that does not end in it is
// not compared.
const rerunTimeout = 3 * time.Second

// withoutDeepest leaves out where a script that nests calls without end meets the limit.
func withoutDeepest(outcome string) string {
	if !strings.Contains(outcome, "stack_overflow") {
		return outcome
	}
	return deepest.ReplaceAllString(overflowAt.ReplaceAllString(outcome, "…"), "…")
}

// compareRerun reports a difference, made as small as it can be.
func (r rigs) compareRerun(t *testing.T, what any, c rerun) (shared processortest.Outcome, differs bool) {
	t.Helper()
	shared, fresh, err := r.run(c)
	if err != nil {
		t.Fatalf("%v: %v", what, err)
	}
	if shared.Text == fresh.Text || incomparable(shared, fresh) {
		return shared, false
	}
	c = c.smaller(func(c rerun) bool {
		shared, fresh, err := r.run(c)
		return err == nil && shared.Text != fresh.Text && !incomparable(shared, fresh)
	})
	small, smallFresh, _ := r.run(c)
	t.Errorf("%v: in Go\n%s\nbut in fresh VMs\n%s\nfor %s", what, small.Text, smallFresh.Text, c)
	return shared, true
}

// incomparable reports whether one of the two says nothing of ours: a script took too
// long, or goja itself panicked in it.
func incomparable(outcomes ...processortest.Outcome) bool {
	return slices.ContainsFunc(outcomes, func(o processortest.Outcome) bool {
		return strings.Contains(o.Text, "reason=timeout") || strings.Contains(o.Text, "reason=internal") && panickedInGoja(o.Text)
	})
}

func TestRerunsChangeNothing(t *testing.T) {
	t.Parallel()
	r, mix, finds := newRigs(t), newRerunMix(), 0
	for i := range race.Fewer(*rerunRuns) {
		seed := *rerunSeed + uint64(i)
		c := randomRerun(seed)
		if _, err := compileStages(c.config); err != nil {
			mix.broken++
			continue
		}
		begun := time.Now()
		shared, differs := r.compareRerun(t, fmt.Sprint("seed ", seed), c)
		mix.add(c, shared)
		if took := time.Since(begun); took > time.Second {
			t.Logf("seed %d took %v", seed, took)
		}
		if differs {
			if finds++; finds >= *rerunFinds {
				break
			}
		}
	}
	t.Log(mix)
	if !race.Enabled && !t.Failed() {
		mix.check(t)
	}
}

func FuzzReruns(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed)
	}
	r := newRigs(f)
	f.Fuzz(func(t *testing.T, seed uint64) {
		c := randomRerun(seed)
		if _, err := compileStages(c.config); err == nil {
			r.compareRerun(t, seed, c)
		}
	})
}

// inGo reports whether all scripts of a config run in Go as a rule, and some need more
// than a look-up of texts.
func (c rerun) inGo() bool {
	stages, _ := compileStages(c.config)
	more := false
	for _, stage := range stages {
		for _, s := range []*script.Script{stage.If, stage.Body} {
			if s == nil {
				continue
			}
			if processor.RunningOf(s, false).Way != processor.InGo {
				return false
			}
			more = more || s.Plain() == nil
		}
	}
	return more
}
