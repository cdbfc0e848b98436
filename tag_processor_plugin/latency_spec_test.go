// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

var _ = Describe("script_latency_ns", func() {
	// latencies are the times by stage.
	latencies := func(s *Stream) map[string][]time.Duration { return s.Timings("script_latency_ns", "stage") }
	// counts are how many times there are of each stage.
	counts := func(s *Stream) map[string]int {
		counts := map[string]int{}
		for stage, times := range latencies(s) {
			counts[stage] = len(times)
			for _, took := range times {
				Expect(took).To(BeNumerically(">", 0), stage)
			}
		}
		return counts
	}

	// The limit is one for all stages: on a busy machine the earlier ones take a part of it.
	muchOf := func(limit time.Duration) OmegaMatcher { return BeNumerically(">", limit/4) }

	It("has every stage that ran, in one message of sixty-one, and one name for all conditions", func() {
		s := pipeline(tagProcessor(
			Config{"conditions": []any{
				map[string]any{"if": "msg.payload === 0", "then": "msg.meta.first = 1; return msg;"},
				map[string]any{"if": "msg.payload === 1", "then": "return msg;"},
			}},
			advanced("return msg;"),
		))
		batch := Messages(slices.Repeat([]string{"1"}, 123)...)
		batch[0].SetBytes([]byte("0"))
		process(s, batch) // messages 0, 61 and 122 are timed
		Expect(counts(s)).To(Equal(map[string]int{
			"defaults":           3,
			"condition if":       3 + 3,
			"condition then":     1 + 2,
			"advancedProcessing": 3,
		}))
	})

	It("shows every stage of the config from the start, and none that it has not", func() {
		condition := map[string]any{"if": "false", "then": "return msg;"}
		s := pipeline(tagProcessor(Config{"conditions": slices.Repeat([]any{condition}, 900)}))
		for _, stage := range []string{"defaults", "condition if", "condition then"} {
			Expect(s.Shown("script_latency_ns", "stage="+stage)).To(BeTrue(), stage)
		}
		Expect(s.Series("script_latency_ns")).To(Equal(3))
		Expect(counts(s)).To(BeEmpty())
	})

	It("has each branch of a message", func() {
		s := pipeline(tagProcessor(Config{"defaults": setTag + "return [msg, msg, msg];"}, advanced("return msg;")))
		process(s, Messages("1", "2"))
		Expect(counts(s)).To(Equal(map[string]int{"defaults": 1, "advancedProcessing": 3}))
	})

	DescribeTable("has the stage that failed", func(script string, fields ...Config) {
		fields = append(fields, advanced(script))
		s := pipeline(tagProcessor(fields...))
		process(s, Messages("1"))
		Expect(counts(s)).To(HaveKeyWithValue("advancedProcessing", 1))
		Expect(counts(s)).To(HaveKeyWithValue("defaults", 1))
	},
		Entry("because it throws", "throw new Error('fault');"),
		Entry("because it returns something that is no message", "return 5;"),
		Entry("because its result throws when it is converted", "return { get payload() { throw new Error('fault'); }, meta: msg.meta };"),
		Entry("because it recurses without end", "(function f() { f(); })();"),
		Entry("because goja panics", "const [g] = { [Symbol.iterator]: function () { return {}; } };"),
		Entry("in VMs that are not shared", "globalThis.x = 1; throw 1;"),
	)

	It("has as the time of a script that was interrupted much of its time limit", func() {
		s := pipeline(tagProcessor(advanced("for (;;) {}"), TimeLimit(Soon)))
		process(s, Messages("1"))
		Expect(latencies(s)["advancedProcessing"]).To(ConsistOf(muchOf(Soon)))
	})

	It("has as the time of a conversion that was interrupted much of the time limit", func() {
		s := pipeline(tagProcessor(
			advanced("return { get payload() { for (;;) {} }, meta: msg.meta };"), TimeLimit(Soon),
		))
		process(s, Messages("1"))
		Expect(latencies(s)["advancedProcessing"]).To(ConsistOf(muchOf(Soon)))
	})

	It("has a condition that was left behind stuck in a native", func() {
		s := pipeline(tagProcessor(
			Config{"conditions": []any{
				map[string]any{"if": "true", "then": "return msg;"},
				map[string]any{"if": `/^(a+)+\1$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaab")`, "then": "return msg;"},
			}}, TimeLimit(Soon),
		))
		process(s, Messages("1"))
		Expect(s.Count("vm_pool_abandoned")).To(BeEquivalentTo(1))
		Expect(latencies(s)["condition if"]).To(ConsistOf(muchOf(Soon)))
	})

	It("has a script that was left behind stuck in a native", func() {
		s := pipeline(tagProcessor(
			Config{"defaults": setTag + `if (msg.payload === 1) /^(a+)+\1$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaab"); return msg;`}, TimeLimit(Soon),
		))
		process(s, Messages("1", "2"))
		Expect(s.Count("vm_pool_abandoned")).To(BeEquivalentTo(1))
		Expect(latencies(s)["defaults"]).To(ConsistOf(muchOf(Soon)))
	})

	It("has nodered_js under the name of its field", func() {
		s := pipeline(nodeRED("return msg;"))
		process(s, Messages("1"))
		Expect(counts(s)).To(Equal(map[string]int{"code": 1}))
	})
})
