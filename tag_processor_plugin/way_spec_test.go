// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"log/slog"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// started are the lines that a pipeline logs of how its scripts run.
func started(s *Stream, level slog.Level) (lines []string) {
	for _, e := range s.Log(level) {
		for _, of := range []string{"needs a", "gets a new VM", "runs in Go"} {
			if strings.Contains(e.Text, of) {
				lines = append(lines, strings.TrimSpace(e.Text))
			}
		}
	}
	return lines
}

var _ = Describe("the log at start", func() {
	returns := Config{"defaults": setTag + "return msg;"}

	It("says at debug level that scripts run in Go", func() {
		s := pipeline(tagProcessor(returns, when("msg.payload > 1", "return msg;")))
		Expect(started(s, slog.LevelInfo)).To(BeEmpty())
		Expect(started(s, slog.LevelDebug)).To(Equal([]string{
			"defaults: runs in Go, without a VM", "condition 1 if: runs in Go, without a VM", "condition 1 then: runs in Go, without a VM",
		}))
	})

	It("names the words for which a script needs a VM", func() {
		s := pipeline(tagProcessor(returns, advanced("if (msg.payload > 5) {\n  msg.payload = escape(msg.payload);\n}\nreturn msg;")))
		Expect(started(s, slog.LevelInfo)).To(Equal([]string{
			"advancedProcessing needs a JavaScript VM, about 2 times slower: uses `escape` at line 2, column 17",
		}))
		Expect(started(s, slog.LevelDebug)).To(Equal([]string{"defaults: runs in Go, without a VM"}))
	})

	It("names the words for which every message needs a VM of its own, and the stages that it slows down", func() {
		s := pipeline(tagProcessor(returns, advanced("\nlet m = Math; return msg;")))
		Expect(started(s, slog.LevelInfo)).To(Equal([]string{
			"advancedProcessing needs a VM of its own for each message, about 10 times slower: uses `Math` as a value at line 2, column 9",
		}))
		Expect(started(s, slog.LevelDebug)).To(Equal([]string{"defaults: every message gets a new VM because advancedProcessing needs one"}))
	})

	It("names the first use of a cache resource", func() {
		s, _ := onShelf(nobodyFails, nodeRED("msg.meta.a = 1;\nmsg.meta.b = cache.get('k'); cache.delete('k'); return msg;", shared))
		Expect(started(s, slog.LevelInfo)).To(Equal([]string{
			"code needs a JavaScript VM, about 2 times slower: uses `cache.get` with a cache resource at line 2, column 14",
		}))
		process(s, Messages("1"))
		Expect(s.Count("script_bailouts")).To(BeZero())
	})

	It("blames no script where reuse_vms is false", func() {
		s := pipeline(tagProcessor(returns, Config{"reuse_vms": false}))
		Expect(started(s, slog.LevelInfo)).To(BeEmpty())
		Expect(started(s, slog.LevelDebug)).To(Equal([]string{"defaults: every message gets a new VM because reuse_vms is false"}))
	})
})

var _ = Describe("script_bailouts", func() {
	stages := func(s *Stream) (stages []string) {
		for _, stage := range []string{"defaults", "condition 1 if", "condition 1 then", "condition 11 if", "advancedProcessing"} {
			if s.Shown("script_bailouts", "stage="+stage) {
				stages = append(stages, stage)
			}
		}
		return stages
	}
	inGo, inVM := Config{"defaults": setTag + "return msg;"}, advanced(`escape(""); return msg;`)

	It("is shown as 0 for each stage that runs in Go", func() {
		s := pipeline(tagProcessor(inGo, when("msg.payload > 1", "return msg;"), inVM))
		Expect(stages(s)).To(Equal([]string{"defaults", "condition 1 if", "condition 1 then"}))
		Expect(s.Count("script_bailouts")).To(BeZero())
		Expect(s.Labels("script_bailouts")).To(Equal([][]string{{"label", "path", "stage"}}))
	})

	It("counts what was given up, by stage", func() {
		s := pipeline(tagProcessor(inGo, advanced(`msg.meta.day = new Date(msg.payload).getUTCDate(); return msg;`)))
		process(s, Messages(`"2026-02-01"`, `"Feb 1, 2026 UTC"`, `"Feb 2, 2026 UTC"`))
		Expect(s.CountBy("script_bailouts", "stage")).To(Equal(map[string]int64{"advancedProcessing": 2}))
	})

	DescribeTable("stops growing where a stage is given up for each message: it begins in the VM, and Go is tried now and then,", func(fields ...Config) {
		inGo := pipeline(tagProcessor(fields...))
		inVM := pipeline(tagProcessor(append(fields, Config{"reuse_vms": false})...))
		next := func(payload string, n int) {
			GinkgoHelper()
			batch := func() service.MessageBatch { return Messages(slices.Repeat([]string{payload}, n)...) }
			got, want := process(inGo, batch()), process(inVM, batch())
			Expect(got).To(HaveLen(n))
			for i := range got {
				Expect(got[i].Meta).To(Equal(want[i].Meta))
				Expect(got[i].Err == nil).To(Equal(want[i].Err == nil))
			}
		}
		const row, again = 16, 128 // after so many in a row, and of so many runs one
		next(`"Feb 1, 2026 UTC"`, row)
		Expect(inGo.Count("script_bailouts")).To(BeEquivalentTo(row))
		next(`"Feb 1, 2026 UTC"`, again-row-1)
		Expect(inGo.Count("script_bailouts")).To(BeEquivalentTo(row), "nobody tried")
		next(`"Feb 1, 2026 UTC"`, again)
		Expect(inGo.Count("script_bailouts")).To(BeEquivalentTo(row+1), "tried once")
		next(`"2026-02-01"`, again)
		next(`"Feb 1, 2026 UTC"`, 5)
		Expect(inGo.Count("script_bailouts")).To(BeEquivalentTo(row+1+5), "back in Go")
		Expect(inVM.Count("script_bailouts")).To(BeZero())
		Expect(inGo.Count("messages_received")).To(Equal(inVM.Count("messages_received")))
		Expect(inGo.Count("messages_processed")).To(Equal(inVM.Count("messages_processed")))
		Expect(inGo.Log()).To(HaveLen(len(inVM.Log())), "nothing is said twice")
	},
		Entry("a body", Config{"defaults": setTag + `console.log("seen"); msg.meta.n = cache.update("n", n => (n || 0) + 1); msg.meta.day = new Date(msg.payload).getUTCDate(); return msg;`}),
		Entry("an if", Config{"defaults": setTag + "return msg;"}, when(`console.log("seen"); new Date(msg.payload).getUTCDate() === 1`, `msg.meta.held = "yes"; return msg;`)),
		Entry("a then, behind stages in Go", Config{"defaults": setTag + "return msg;"}, when("true", `msg.meta.day = new Date(msg.payload).getUTCDate(); return msg;`), advanced(`msg.meta.day += "!"; return msg;`)),
	)

	DescribeTable("counts what was given up of a message that is stuck in the VM then,", func(script string) {
		s := pipeline(tagProcessor(TimeLimit(Soon), Config{"defaults": setTag + `new Date("Feb 1, 2026 UTC"); return msg;`}, advanced(script)))
		Expect(one(s, Message(`"attack"`, nil)).Meta).To(HaveKeyWithValue("umh_error_reason", "timeout"))
		Expect(s.Count("vm_pool_abandoned")).To(BeEquivalentTo(1))
		Expect(s.Count("script_bailouts", "stage=defaults")).To(BeEquivalentTo(1))
	},
		Entry("in a script that always needs one", `/^(a+)+\1$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaab"); return msg;`),
		Entry("in one that was given up itself", `const stuck = "^(a+)+\\1$"; new RegExp(stuck).test("aaaaaaaaaaaaaaaaaaaaaaaaaaab"); return msg;`),
	)

	It("is shown for ten conditions until a later one is given up", func() {
		conditions := make([]any, 11)
		for i := range conditions {
			conditions[i] = map[string]any{"if": "new Date(msg.payload) < 0", "then": "return msg;"}
		}
		s := pipeline(tagProcessor(Config{"conditions": conditions}))
		Expect(stages(s)).NotTo(ContainElement("condition 11 if"))
		Expect(s.Series("script_bailouts")).To(Equal(20 + 1))
		process(s, Messages(`"Feb 1, 2026 UTC"`))
		Expect(stages(s)).To(ContainElement("condition 11 if"))
	})

	It("is not shown where no message is run in Go", func() {
		s := pipeline(tagProcessor(inGo, advanced("class A {} return msg;")))
		Expect(s.Shown("script_bailouts")).To(BeFalse())
	})
})
