// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// numbers are a payload with n elements.
func numbers(n int) string { return "[" + strings.TrimSuffix(strings.Repeat("1,", n), ",") + "]" }

var _ = Describe("max_messages", func() {
	const tooMany = "too_many_messages"
	doubled := func(then string, n int) Config {
		return Config{"conditions": slices.Repeat([]any{Config{"if": "true", "then": then}}, n)}
	}

	It("lets a message become as many as it says", func() {
		s := pipeline(tagProcessor(Config{"defaults": fanOut, "max_messages": 3}))
		Expect(branches(s, "[1,2,3]")).To(Equal([]string{"b0=1", "b1=2", "b2=3"}))
		Expect(s.Count("messages_errored")).To(BeZero())
	})

	It("fails the message that becomes one more, at the script that returned it", func() {
		s := pipeline(tagProcessor(Config{"defaults": fanOut, "max_messages": 3}))
		out := process(s, Messages("[1,2,3,4]", "[5]"))
		Expect(valuesOf(out)).To(Equal([]string{"flagged", "5"}))
		Expect(out[0].Payload).To(Equal("[1,2,3,4]"))
		Expect(out[0].Meta).To(And(
			HaveKeyWithValue("umh_error_stage", "defaults"),
			HaveKeyWithValue("umh_error_reason", tooMany),
			HaveKeyWithValue("umh_error_line", "1"),
			HaveKeyWithValue("umh_error_message", "the message became 4 messages, more than max_messages (3)"),
		))
		Expect(s.CountBy("message_failures", "stage", "reason", "outcome")).To(Equal(map[string]int64{"defaults/" + tooMany + "/flagged": 1}))
		Expect(s.Count("messages_errored")).To(BeEquivalentTo(1))
		Expect(s.Count("messages_processed")).To(BeEquivalentTo(1))
		Expect(s.Log(slog.LevelError)).To(HaveLen(1))
	})

	DescribeTable("counts what all scripts of a message made of it, and begins no further branch, in", func(way string) {
		s := pipeline(tagProcessor(
			Config{"defaults": setTag + way + "return msg;", "max_messages": 1000, "on_error": "forward"},
			doubled(way+"return [msg, msg];", 20),
			advanced(`cache.set("n", (cache.get("n") || 0) + 1); msg.payload = cache.get("n"); return msg;`),
		))
		out := process(s, service.MessageBatch{Message("1", nil)})
		Expect(out[0].Err).To(MatchError(ContainSubstring("max_messages (1000)")))
		Expect(out[0].Meta).To(HaveKeyWithValue("umh_error_reason", tooMany))
		Expect(len(out)).To(BeNumerically(">", 900), "what had left the last stage goes on")
		Expect(len(out)).To(BeNumerically("<=", 1001))
		Expect(out[len(out)-1].Payload).To(ContainSubstring(fmt.Sprint(len(out)-1)), "no other branch came to the last stage")
		Expect(s.Count("messages_errored")).To(BeEquivalentTo(1))
	},
		Entry("Go", ""),
		Entry("a VM", "escape(''); "),
		Entry("a VM of its own", "(class {}); "),
	)

	It("counts what is there, not what a script dropped", func() {
		s := pipeline(tagProcessor(
			Config{"defaults": fanOut, "max_messages": 3},
			Config{"conditions": []any{
				Config{"if": "msg.payload === 0", "then": "return null;"},
				Config{"if": "true", "then": "return [msg, msg];"},
			}},
		))
		Expect(branches(s, "[0,0,1]")).To(HaveLen(2))
	})

	It("is 100,000 where it is not set", func() {
		s := pipeline(tagProcessor(Config{"defaults": setTag + "return msg.payload.map(payload => ({ payload, meta: msg.meta }));"}))
		Expect(process(s, service.MessageBatch{Message(numbers(50_000), nil)})).To(HaveLen(50_000))
		out := process(s, service.MessageBatch{Message(numbers(100_001), nil)})
		Expect(out).To(HaveLen(1))
		Expect(out[0].Err).To(MatchError(ContainSubstring("100001 messages, more than max_messages (100000)")))
	})

	It("is no limit as 0", func() {
		s := pipeline(tagProcessor(Config{"defaults": setTag + "return msg.payload.map(payload => ({ payload, meta: msg.meta }));", "max_messages": 0}))
		Expect(process(s, service.MessageBatch{Message(numbers(100_001), nil)})).To(HaveLen(100_001))
		Expect(s.Shown("message_failures", "reason="+tooMany)).To(BeFalse())
	})

	It("is a field of nodered_js too, which drops the message", func() {
		s := pipeline(nodeRED("return msg.payload.map(payload => ({ payload }));", Config{"max_messages": 2}))
		Expect(process(s, Messages("[1,2]", "[1,2,3]"))).To(HaveLen(2))
		Expect(s.CountBy("message_failures", "reason", "outcome")).To(Equal(map[string]int64{tooMany + "/dropped": 1}))
	})
})

var _ = Describe("script_timeout", func() {
	It("holds for branches of a message whose scripts need no interpreter", func() {
		// Each branch asks 2,000 conditions that look at two keys.
		never := make([]any, 2000)
		for i := range never {
			never[i] = Config{"if": fmt.Sprintf(`msg.meta.a === "x%d" && msg.meta.b === "y"`, i), "then": "return msg;"}
		}
		s := pipeline(tagProcessor(Config{
			"defaults":       setTag + "return msg.payload.map(payload => ({ payload, meta: msg.meta }));",
			"conditions":     never,
			"script_timeout": "100ms", "max_messages": 0, "on_error": "drop",
		}))
		out := process(s, service.MessageBatch{Message(numbers(100_000), nil)})
		Expect(len(out)).To(BeNumerically("<", 100_000))
		Expect(s.CountBy("message_failures", "reason")).To(Equal(map[string]int64{"timeout": 1}))
	})
})
