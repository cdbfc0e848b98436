// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

var _ = Describe("the metrics", func() {
	It("are shown as 0 before a message came", func() {
		s := pipeline(tagProcessor())
		for _, name := range []string{
			"vm_pool_hits", "vm_pool_misses", "vm_pool_discards", "vm_pool_abandoned",
			"messages_received", "messages_processed", "messages_errored", "messages_dropped", "message_failures",
			"script_bailouts", "cache_hits", "cache_misses", "cache_evictions", "cache_entries",
		} {
			Expect(s.Shown(name)).To(BeTrue(), name)
			Expect(s.Count(name)).To(BeZero(), name)
		}
	})

	It("have under the names that other plugins use too no labels but Benthos' own", func() {
		s := pipeline(tagProcessor(advanced("if (msg.payload === 1) throw 1; return msg.payload === 2 ? null : msg;")))
		process(s, Messages("1", "2", "3"))
		for _, name := range []string{"messages_received", "messages_processed", "messages_errored", "messages_dropped"} {
			Expect(s.Labels(name)).To(Equal([][]string{{"label", "path"}}), name)
		}
		Expect(s.Labels("message_failures")).To(Equal([][]string{{"label", "outcome", "path", "reason", "stage"}}))
	})
})

var _ = Describe("message_failures", func() {
	// reasons are those that a stage shows before a message came, with the outcome.
	reasons := func(s *Stream, stage, outcome string) (reasons []string) {
		for _, reason := range []string{
			"throw", "timeout", "stack_overflow", "memory", "too_many_messages", "bad_return", "bad_value", "missing_field", "invalid_topic", "cache", "internal",
		} {
			if s.Shown("message_failures", "stage="+stage, "reason="+reason, "outcome="+outcome) {
				reasons = append(reasons, reason)
			}
		}
		return reasons
	}
	always := when("true", "return msg;")

	It("shows what can happen from the start, each with the outcome that it will have", func() {
		s := pipeline(tagProcessor(always))
		Expect(reasons(s, "defaults", "flagged")).To(Equal([]string{"throw", "timeout", "stack_overflow", "memory", "too_many_messages", "bad_return", "internal"}))
		Expect(reasons(s, "defaults", "dropped")).To(Equal([]string{"bad_value"}))
		Expect(reasons(s, "condition 1 if", "flagged")).To(Equal([]string{"internal"}))
		Expect(reasons(s, "condition 1 if", "dropped")).To(Equal([]string{"throw", "timeout", "stack_overflow", "memory"}))
		Expect(reasons(s, "condition 1 then", "dropped")).To(Equal([]string{"throw", "timeout", "stack_overflow", "memory", "too_many_messages", "bad_return", "bad_value"}))
		Expect(reasons(s, "topic", "dropped")).To(Equal([]string{"missing_field", "invalid_topic"}))
		Expect(reasons(s, "value", "dropped")).To(Equal([]string{"bad_value"}))
		Expect(reasons(s, "output", "flagged")).To(Equal([]string{"internal"}))
		Expect(s.Shown("message_failures", "stage=advancedProcessing")).To(BeFalse(), "there is no such script")
		Expect(s.Series("message_failures")).To(Equal(8 + 5 + 8 + 3 + 5))
	})

	It("shows it for nodered_js", func() {
		s := pipeline(nodeRED("return msg;"))
		Expect(reasons(s, "code", "flagged")).To(Equal([]string{"bad_return", "internal"}))
		Expect(reasons(s, "code", "dropped")).To(Equal([]string{"throw", "timeout", "stack_overflow", "memory", "too_many_messages", "bad_value"}))
		Expect(s.Series("message_failures")).To(Equal(8 + 5))
	})

	DescribeTable("has one outcome only where on_error says so:", func(onError, other string) {
		s := pipeline(tagProcessor(always, Config{"on_error": onError}))
		Expect(s.Shown("message_failures")).To(BeTrue())
		Expect(s.Shown("message_failures", "outcome="+other)).To(BeFalse())
	},
		Entry("forward", "forward", "dropped"),
		Entry("drop", "drop", "flagged"),
	)

	It("shows no timeout where there is no limit", func() {
		s := pipeline(nodeRED("return msg;", Config{"script_timeout": "0s"}))
		Expect(s.Shown("message_failures", "reason=timeout")).To(BeFalse())
	})

	It("shows failures of the cache where it is a resource", func() {
		s, _ := onShelf(nobodyFails, nodeRED("return msg;", shared))
		Expect(reasons(s, "code", "flagged")).To(ContainElement("cache"))
	})

	It("does not grow with the number of conditions until they fail", func() {
		ok := map[string]any{"if": "false", "then": "return msg;"}
		ten := pipeline(tagProcessor(Config{"conditions": slices.Repeat([]any{ok}, 10)}))
		many := append(slices.Repeat([]any{ok}, 899), map[string]any{"if": "true", "then": "throw 1"})
		s := pipeline(tagProcessor(Config{"conditions": many}))
		Expect(s.Series("message_failures")).To(Equal(ten.Series("message_failures")))
		Expect(s.Series("message_failures")).To(BeNumerically("<", 150))

		process(s, Messages("1"))
		Expect(s.CountBy("message_failures", "stage", "reason", "outcome")).To(Equal(map[string]int64{
			"condition 900 then/throw/dropped": 1,
		}))
	})
})
