// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"log/slog"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// fanOut is a defaults script that makes a branch of each element of the payload,
// named b0, b1 and so on.
const fanOut = setTag + `return msg.payload.map((v, i) => ({ payload: v, meta: { ...msg.meta, tag_name: "b" + i } }));`

// branches are what a message became: name and value of each tag, the original
// where it is flagged.
func branches(s *Stream, payload string, fields ...string) []string {
	GinkgoHelper()
	var list []string
	for _, o := range process(s, service.MessageBatch{Message(payload, nil)}) {
		if o.Err != nil {
			Expect(o.Payload).To(Equal(payload), "a flagged message is the original")
			list = append(list, "flagged in "+o.Meta["umh_error_stage"])
			continue
		}
		text := o.Meta["tag_name"] + "=" + valueOf(o)
		for _, key := range fields {
			text += " " + key + "=" + o.Meta[key]
		}
		list = append(list, text)
	}
	return list
}

var _ = Describe("a message that becomes several", func() {
	It("may hold objects of primitive values", func() {
		s := pipeline(tagProcessor(Config{"defaults": setTag + `return [true, 5, "x"].map((v, i) => ({ payload: Object(v), meta: { ...msg.meta, tag_name: "b" + i } }));`}))
		Expect(branches(s, "1")).To(Equal([]string{"b0=true", "b1=5", `b2="x"`}))
	})

	Context("of which some fail", func() {
		failingInAdvanced := Config{
			"defaults":           fanOut,
			"advancedProcessing": "if (msg.payload < 0) throw new Error('negative'); return msg;",
		}

		It("goes on once as the original, flagged, and then as its good branches, in order", func() {
			s := pipeline(tagProcessor(failingInAdvanced))
			Expect(branches(s, "[1,-2,3,-4]")).To(Equal([]string{"flagged in advancedProcessing", "b0=1", "b2=3"}))
		})

		It("is the original alone, flagged, where every branch failed", func() {
			s := pipeline(tagProcessor(failingInAdvanced))
			Expect(branches(s, "[-1,-2]")).To(Equal([]string{"flagged in advancedProcessing"}))
		})

		It("goes on as its good branches alone, with on_error: drop", func() {
			s := pipeline(tagProcessor(failingInAdvanced, Config{"on_error": "drop"}))
			Expect(branches(s, "[1,-2,3]")).To(Equal([]string{"b0=1", "b2=3"}))
		})

		It("goes on as its good branches alone where the failure is one that drops", func() {
			s := pipeline(tagProcessor(Config{"defaults": fanOut}, when("msg.payload < 0", "delete msg.meta.tag_name; return msg;")))
			Expect(branches(s, "[1,-2,3]")).To(Equal([]string{"b0=1", "b2=3"}))
			Expect(s.Count("message_failures", "reason=missing_field")).To(BeEquivalentTo(1))
		})

		It("goes before them flagged for a failure that drops, with on_error: forward", func() {
			s := pipeline(tagProcessor(Config{"defaults": fanOut, "on_error": "forward"}, when("msg.payload < 0", "throw 1")))
			Expect(branches(s, "[1,-2,3]")).To(Equal([]string{"flagged in condition 1 then", "b0=1", "b2=3"}))
		})

		It("goes before them flagged with the failure that flags where another only drops", func() {
			s := pipeline(tagProcessor(failingInAdvanced, when("msg.payload === 2", "throw new Error('even')")))
			Expect(branches(s, "[2,-3,4]")).To(Equal([]string{"flagged in advancedProcessing", "b2=4"}))
		})

		It("is judged with its neighbours left alone", func() {
			s := pipeline(tagProcessor(failingInAdvanced))
			out := process(s, Messages("[1,2]", "[-3,4]", "[5]"))
			Expect(valuesOf(out)).To(Equal([]string{"1", "2", "flagged", "4", "5"}))
		})

		It("is counted once, as errored, and each failure is logged once", func() {
			s := pipeline(tagProcessor(failingInAdvanced, when("msg.payload === 2", "throw new Error('even')")))
			branches(s, "[2,-3,4]")
			Expect(s.Count("messages_received")).To(BeEquivalentTo(1))
			Expect(s.Count("messages_errored")).To(BeEquivalentTo(1))
			Expect(s.Count("messages_processed")).To(BeZero())
			Expect(s.Count("processor_error")).To(BeEquivalentTo(1))
			Expect(s.Log(slog.LevelError)).To(HaveLen(2))
		})

		It("is counted under the failure that its flagged original names, be it the first or not", func() {
			s := pipeline(tagProcessor(failingInAdvanced, when("msg.payload === 2", "throw new Error('even')")))
			branches(s, "[2,-3,4]")
			Expect(s.CountBy("message_failures", "stage", "reason", "outcome")).To(Equal(map[string]int64{
				"advancedProcessing/throw/flagged": 1,
			}))
		})

		It("is counted under the first failure where all of them drop", func() {
			s := pipeline(tagProcessor(failingInAdvanced, Config{"on_error": "drop"}, when("msg.payload === 2", "throw new Error('even')")))
			branches(s, "[2,-3,4]")
			Expect(s.CountBy("message_failures", "stage", "reason", "outcome")).To(Equal(map[string]int64{
				"condition 1 then/throw/dropped": 1,
			}))
		})
	})

	Context("of which some are filtered", func() {
		It("goes on as the others and counts as processed", func() {
			s := pipeline(tagProcessor(Config{"defaults": fanOut}, advanced("return msg.payload < 0 ? null : msg;")))
			Expect(branches(s, "[1,-2,3]")).To(Equal([]string{"b0=1", "b2=3"}))
			Expect(s.Count("messages_processed")).To(BeEquivalentTo(1))
			Expect(s.Count("messages_dropped")).To(BeZero())
		})

		It("counts as dropped where all are", func() {
			s := pipeline(tagProcessor(Config{"defaults": fanOut}, advanced("return null;")))
			Expect(branches(s, "[1,2]")).To(BeEmpty())
			Expect(s.Count("messages_dropped")).To(BeEquivalentTo(1))
			Expect(s.Count("messages_processed")).To(BeZero())
		})
	})

	It("takes each branch through the later stages on its own, to the end before its sibling starts", func() {
		log := func(stage string) string {
			return `cache.set("log", (cache.get("log") || "") + "` + stage + `" + msg.payload + " "); `
		}
		s := pipeline(tagProcessor(
			Config{"defaults": fanOut},
			when("true", log("then")+"return [msg, { payload: msg.payload + 10, meta: msg.meta }];"),
			advanced(log("adv")+`msg.meta.log = cache.get("log"); return msg;`),
		))
		Expect(branches(s, "[1,2]", "log")).To(Equal([]string{
			"b0=1 log=then1 adv1 ",
			"b0=11 log=then1 adv1 adv11 ",
			"b1=2 log=then1 adv1 adv11 then2 adv2 ",
			"b1=12 log=then1 adv1 adv11 then2 adv2 adv12 ",
		}))
	})

	It("shares nothing between siblings, even where the script returned the same object twice", func() {
		s := pipeline(tagProcessor(
			Config{"defaults": setTag + "const o = { payload: { n: 0, list: [] }, meta: msg.meta }; return [o, o, o];"},
			when("true", "msg.payload.n++; msg.payload.list.push(msg.payload.n); msg.meta.n = Number(msg.meta.n || 0) + 1; return msg;"),
			advanced("msg.payload.n++; return msg;"),
		))
		want := `pv="{\"n\":2,\"list\":[1]}" n=1`
		Expect(branches(s, "0", "n")).To(Equal([]string{want, want, want}))
	})

	DescribeTable("shares nothing where the payload, read before or not, is returned twice:",
		func(script string) {
			s := pipeline(tagProcessor(Config{"defaults": setTag + script}, advanced("msg.payload.push(1); return msg;")))
			Expect(branches(s, "[0]")).To(Equal([]string{`pv="[0,1]"`, `pv="[0,1]"`}))
		},
		Entry("msg", "return [msg, msg];"),
		Entry("msg with a payload that was read", "msg.meta.size = msg.payload.length; return [msg, msg];"),
		Entry("objects with the same payload", "return [{ payload: msg.payload, meta: msg.meta }, { payload: msg.payload, meta: msg.meta }];"),
		Entry("objects without a payload", "msg.meta.size = msg.payload.length; return [{ meta: msg.meta }, { meta: msg.meta }];"),
	)

	DescribeTable("shares nothing between siblings, whichever way the stages before, between and after run:", func(before, between, after string) {
		ways := map[string]string{"Go": "", "VM": "escape(''); "}
		s := pipeline(tagProcessor(
			Config{"defaults": setTag + ways[before] + `msg.meta.first = String(msg.payload.list[0]); return msg;`},
			when("true", ways[between]+`return [msg, { payload: msg.payload, meta: msg.meta }, { meta: msg.meta }];`),
			advanced(ways[after]+`msg.payload.list.push(msg.payload.list.length); return msg;`),
		))
		out := process(s, service.MessageBatch{Message(`{"list":[0]}`, nil)})
		Expect(valuesOf(out)).To(Equal([]string{`"{\"list\":[0,1]}"`, `"{\"list\":[0,1]}"`, `"{\"list\":[0,1]}"`}))
	},
		Entry(nil, "Go", "Go", "Go"), Entry(nil, "Go", "Go", "VM"), Entry(nil, "Go", "VM", "Go"), Entry(nil, "Go", "VM", "VM"),
		Entry(nil, "VM", "Go", "Go"), Entry(nil, "VM", "Go", "VM"), Entry(nil, "VM", "VM", "Go"), Entry(nil, "VM", "VM", "VM"),
	)

	It("keeps the good branches that came before one that times out", func() {
		s := pipeline(tagProcessor(soon(Config{
			"defaults":           fanOut,
			"advancedProcessing": "while (msg.payload < 0) {} return msg;",
		})))
		got := branches(s, "[1,2,-3]")
		Expect(got).To(Equal([]string{"flagged in advancedProcessing", "b0=1", "b1=2"}))
		Expect(s.CountBy("message_failures", "reason")).To(Equal(map[string]int64{string(script.Timeout): 1}))
	})

	It("keeps the order of the batch and of what each message became", func() {
		s := pipeline(tagProcessor(Config{"defaults": fanOut}))
		batch, want := service.MessageBatch{}, []string{}
		for i := range 20 {
			batch = append(batch, Message(fmt.Sprintf("[%d,%d]", 2*i, 2*i+1), nil))
			want = append(want, fmt.Sprint(2*i), fmt.Sprint(2*i+1))
		}
		Expect(valuesOf(process(s, batch))).To(Equal(want))
	})
})
