// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// counters are the positions in the interpreter's own code that a stack has behind line
// and column: guards are instructions too.
var counters = regexp.MustCompile(`(:\d+:\d+)\(\d+\)`)

// overflowAt is where a log entry says that a call went too deep.
var overflowAt = regexp.MustCompile(`(?s)\[column=\d+ line=\d+[^\]]*reason=stack_overflow|stack_overflow\n.*?\n`)

// smaller is a rerun of which nothing can be left out such that fails still reports true.
func (c rerun) smaller(fails func(rerun) bool) rerun {
	for changed := true; changed; {
		changed = false
		try := func(less rerun) {
			if fails(less) {
				c, changed = less, true
			}
		}
		for i := len(c.batches) - 1; i >= 0; i-- {
			less := c
			less.batches = slices.Delete(slices.Clone(c.batches), i, i+1)
			try(less)
		}
		for i := range c.batches {
			for k := len(c.batches[i]) - 1; k >= 0; k-- {
				less := c
				less.batches = slices.Clone(c.batches)
				less.batches[i] = slices.Delete(slices.Clone(c.batches[i]), k, k+1)
				try(less)
			}
		}
		for i := len(c.conditions) - 1; i >= 0; i-- {
			less := c
			less.conditions = slices.Delete(slices.Clone(c.conditions), i, i+1)
			try(less)
		}
		for k := range c.scripts() {
			for size := 8; size > 0; size /= 2 {
				for i := strings.Count(*c.scripts()[k], "\n") + 1 - size; i >= 0; i-- {
					less := c
					less.conditions = slices.Clone(c.conditions)
					source := less.scripts()[k]
					lines := strings.Split(*source, "\n")
					if *source == "" || i+size > len(lines) {
						continue
					}
					*source = strings.Join(slices.Delete(lines, i, i+size), "\n")
					try(less)
				}
			}
		}
	}
	return c
}

// scripts are all scripts of a rerun.
func (c *rerun) scripts() []*string {
	list := []*string{&c.defaults, &c.advanced}
	for i := range c.conditions {
		list = append(list, &c.conditions[i].test, &c.conditions[i].then)
	}
	return list
}

func (c rerun) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "numeric_text %q on_error %q cache %+v\n--- defaults\n%s\n", c.numericText, c.options.OnError, c.limits, c.defaults)
	for i, one := range c.conditions {
		fmt.Fprintf(&text, "--- if %d\n%s\n--- then %d\n%s\n", i+1, one.test, i+1, one.then)
	}
	fmt.Fprintf(&text, "--- advancedProcessing\n%s\n", c.advanced)
	for _, batch := range c.batches {
		text.WriteString("--- batch\n")
		for _, m := range batch {
			content, _ := m.AsBytes()
			meta := map[string]any{} // fmt prints it sorted
			_ = m.MetaWalkMut(func(key string, value any) error {
				meta[key] = value
				return nil
			})
			fmt.Fprintf(&text, "%q %#v\n", content, meta)
		}
	}
	return text.String()
}

// A rerunMix counts what reruns did, so that the comparison is of something.
type rerunMix struct {
	runs, broken, batches, messages, scripts int
	// wholly are the batches that ran in Go from end to end, givenUp those that did not
	// though they should have.
	wholly, givenUp, lines int
	bailouts, counts       map[string]int64
}

func newRerunMix() *rerunMix {
	return &rerunMix{bailouts: map[string]int64{}, counts: map[string]int64{}}
}

func (x *rerunMix) add(c rerun, o processortest.Outcome) {
	x.runs++
	x.lines += o.Lines
	inGo := c.inGo()
	for i, batch := range c.batches {
		x.batches++
		x.messages += len(batch)
		x.scripts += len(c.conditions)*2 + 2
		if bailouts := o.Bailouts[i]; len(bailouts) > 0 {
			x.givenUp++
			for stage, n := range bailouts {
				x.bailouts[kindOfStage.ReplaceAllString(stage, "condition")] += n
			}
		} else if inGo {
			x.wholly++
		}
	}
	for key, n := range o.Counts {
		x.counts[kindOfStage.ReplaceAllString(key, "condition")] += n
	}
}

var kindOfStage = regexp.MustCompile(`condition \d+`)

func (x *rerunMix) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%d configs, %d that do not compile, %d batches, %d scripts times batches, %d messages, %d lines of console\n%d batches ran in Go, %d had scripts that were given up: %v\n",
		x.runs, x.broken, x.batches, x.scripts, x.messages, x.lines, x.wholly, x.givenUp, x.bailouts)
	for _, key := range slices.Sorted(maps.Keys(x.counts)) {
		if x.counts[key] > 0 {
			fmt.Fprintf(&text, "%s %d\n", key, x.counts[key])
		}
	}
	return text.String()
}

// check fails where reruns do not do all that they are for.
func (x *rerunMix) check(t *testing.T) {
	t.Helper()
	atLeast := func(what string, got, want int) {
		t.Helper()
		if got < want {
			t.Errorf("%s: %d, but should be %d at least", what, got, want)
		}
	}
	atLeast("configs that compile", x.runs*10, (x.runs+x.broken)*8)
	atLeast("batches that ran in Go", x.wholly*10, x.batches)
	atLeast("batches with scripts that were given up", x.givenUp*5, x.batches)
	for _, stage := range []string{stageDefaults, "condition if", "condition then", stageAdvanced} {
		atLeast("given up in "+stage, int(x.bailouts[stage])*15, x.batches)
	}
	atLeast("lines of console", x.lines, x.batches)
	for _, name := range []string{"messages_processed", "messages_dropped", "messages_errored", "cache_hits", "cache_misses", "cache_evictions"} {
		atLeast(name, int(x.counts[name])*15, x.batches)
	}
}
