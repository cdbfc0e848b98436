// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

var _ = Describe("many conditions that compare one metadata key", func() {
	note := func(name string) string { return `msg.meta.ran = (msg.meta.ran || "") + "` + name + `,"; ` }
	// ran are the conditions that held for a message with this key, in both ways to run.
	ran := func(conditions []any, meta map[string]any) string {
		GinkgoHelper()
		var got []string
		for _, reuse := range []bool{true, false} {
			s := pipeline(tagProcessor(Config{"defaults": setTag + "return msg;", "conditions": conditions, "reuse_vms": reuse}))
			got = append(got, one(s, Message("1", meta)).Meta["ran"])
		}
		Expect(got[0]).To(Equal(got[1]))
		return got[0]
	}
	equal := func(texts ...string) string {
		for i, text := range texts {
			texts[i] = fmt.Sprintf("msg.meta.k === %q", text)
		}
		return strings.Join(texts, " || ")
	}
	condition := func(test, name, more string) any {
		return map[string]any{"if": test, "then": note(name) + more + " return msg;"}
	}

	DescribeTable("hold in order, each for what the key is when it is asked:", func(key any, want string) {
		meta := map[string]any{"k": key}
		maps.DeleteFunc(meta, func(_ string, v any) bool { return v == nil })
		Expect(ran([]any{
			condition(equal("a"), "1", ""),
			condition(equal("b", "later"), "2", `msg.meta.k = "d";`),
			condition(equal("a", "c"), "3", `msg.meta.k = "a";`),
			condition(equal("d"), "4", `msg.meta.k = "later";`),
			condition(equal("e"), "5", `delete msg.meta.k;`),
			condition(equal("later", "a"), "6", ""),
			condition(equal(""), "7", ""),
			condition(equal("5"), "8", ""),
			condition("true", "9", ""),
			condition(equal("a"), "10", ""),
		}, meta)).To(Equal(want))
	},
		Entry("a", "a", "1,3,6,9,10,"),
		Entry("b", "b", "2,4,6,9,"),
		Entry("c", "c", "3,6,9,10,"),
		Entry("d", "d", "4,6,9,"),
		Entry("e", "e", "5,9,"),
		Entry("nothing of it", "x", "9,"),
		Entry("no such key", nil, "9,"),
		Entry("a number, which is text after the first script", 5, "8,9,"),
	)

	It("hold for each branch of a message", func() {
		conditions := []any{condition(equal("a"), "1", `return [msg, { payload: 2, meta: { ...msg.meta, k: "c" } }];`)}
		for _, key := range []string{"b", "c", "d"} {
			conditions = append(conditions, condition(equal(key), key, ""))
		}
		s := pipeline(tagProcessor(Config{"defaults": setTag + "return msg;", "conditions": conditions}))
		var all []string
		for _, o := range process(s, service.MessageBatch{Message("1", map[string]any{"k": "a"})}) {
			all = append(all, o.Meta["ran"])
		}
		Expect(slices.Equal(all, []string{"1,", "1,c,"})).To(BeTrue(), "%v", all)
	})
})
