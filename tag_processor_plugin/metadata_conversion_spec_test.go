// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

var _ = Describe("metadata that scripts or inputs left in other types", func() {
	DescribeTable("is taken as it was where its conversion changes msg.meta once more",
		func(script string, want map[string]string) {
			o := one(pipeline(nodeRED(script+" return msg;")), Message("1", nil))
			Expect(o.Err).NotTo(HaveOccurred())
			Expect(o.Meta).To(Equal(want))
		},
		Entry("by an assignment", `msg.meta.b = { toJSON() { msg.meta.a = "late"; return 1; } }; msg.meta.c = "c"; msg.meta.d = "d";`,
			map[string]string{"b": "1", "c": "c", "d": "d"}),
		Entry("by deletions", `msg.meta.a = { toJSON() { delete msg.meta.b; delete msg.meta.c; return 1; } }; msg.meta.b = "b"; msg.meta.c = "c";`,
			map[string]string{"a": "1", "b": "b", "c": "c"}),
		Entry("by deleting everything", `msg.meta.a = { toJSON() { for (var k in msg.meta) { delete msg.meta[k]; } return 1; } }; msg.meta.b = { x: 1 };`,
			map[string]string{"a": "1", "b": `{"x":1}`}),
		Entry("by a new meta", `msg.meta.a = { toJSON() { msg.meta = { z: "z" }; return 1; } }; msg.meta.b = "b";`,
			map[string]string{"a": "1", "b": "b"}),
	)

	It("keeps the digits of what came in as no string and no script changed", func() {
		in := map[string]any{
			"ns": int64(1700000000123456789), "u": uint64(18446744073709551615), "f": 2.5, "f32": float32(0.1), "t": true,
			"object": map[string]any{"id": int64(9007199254740993), "text": "<&>"},
		}
		for _, script := range []string{`return msg;`, `msg.meta.n = typeof msg.meta.ns; delete msg.meta.n; return msg;`, `JSON.stringify(msg.meta); return msg;`} {
			o := one(pipeline(nodeRED(script)), Message("1", in))
			Expect(o.Meta).To(Equal(map[string]string{
				"ns": "1700000000123456789", "u": "18446744073709551615", "f": "2.5", "f32": "0.1", "t": "true",
				"object": `{"id":9007199254740993,"text":"<&>"}`,
			}), script)
		}
	})

	It("sees what a script did inside an object that came in", func() {
		o := one(pipeline(nodeRED(`msg.meta.object.id = 1; return msg;`)), Message("1", map[string]any{"object": map[string]any{"id": 9007199254740993}}))
		Expect(o.Meta).To(Equal(map[string]string{"object": `{"id":1}`}))
	})

	It("is not shown changed to the stage after an if that changed it", func() {
		s := pipeline(tagProcessor(when(`(msg.meta.object.id = 1) && true`, `msg.meta.seen = msg.meta.object.id; return msg;`), Config{"defaults": ""},
			advanced(setTag+"return msg;")))
		out := process(s, service.MessageBatch{Message("1", map[string]any{"object": map[string]any{"id": 7}})})
		Expect(out).To(HaveLen(1))
		Expect(out[0].Meta).To(HaveKeyWithValue("seen", "7"))
		Expect(out[0].Meta).To(HaveKeyWithValue("object", `{"id":7}`))
	})
})
