// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"log/slog"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// amongSiblings is a script that returns three messages, of which the one in the
// middle, on the third line, is `bad`. Its tag would be "t1".
func amongSiblings(bad string) string {
	return `const meta = i => ({ location_path: "acme", data_contract: "_raw", tag_name: "t" + i, timestamp_ms: 7 });
return [{ payload: 1, meta: meta(0) },
` + bad + `,
{ payload: 3, meta: meta(2) }];`
}

// A badElement is a way in which one message of several can be bad in itself.
type badElement struct {
	name, script, reason, text string
	line                       string // of the script, "" where none is known
}

const (
	isNaN     = "payload is NaN, which has no JSON form"
	isCycle   = "payload is a cyclic value, which has no JSON form"
	threwLate = "Error: late"
)

var badElements = []badElement{
	{"payload is NaN", "{ payload: NaN, meta: meta(1) }", "bad_value", "(tag t1): " + isNaN, ""},
	{"payload is Infinity", "{ payload: 1 / 0, meta: meta(1) }", "bad_value", "(tag t1): payload is Infinity, which has no JSON form", ""},
	{"payload is -Infinity", "{ payload: -1 / 0, meta: meta(1) }", "bad_value", "(tag t1): payload is -Infinity, which has no JSON form", ""},
	{"payload is a boxed NaN", "{ payload: new Number(NaN), meta: meta(1) }", "bad_value", "(tag t1): " + isNaN, ""},
	{"payload is cyclic", "(o => { o.payload.self = o.payload; return o; })({ payload: {}, meta: meta(1) })", "bad_value", "(tag t1): " + isCycle, ""},
	{
		"payload is a sparse giant", "(o => { o.payload[2 ** 31] = 1; return o; })({ payload: [], meta: meta(1) })", "bad_value",
		"(tag t1): payload is a sparse array of more than a million elements, which has no JSON form", "",
	},
	{
		"payload nests too deep", "(o => { for (let i = 0; i < 20000; i++) o.payload = [o.payload]; return o; })({ payload: 1, meta: meta(1) })", "bad_value",
		"(tag t1): payload is a value nested more than 10000 levels deep, which has no JSON form", "",
	},
	{"payload has a getter that throws", "{ payload: { get n() { throw new Error('late'); } }, meta: meta(1) }", "throw", "(tag t1): " + threwLate, "3"},
	{"payload has a toJSON that throws", "{ payload: { toJSON() { throw new Error('late'); } }, meta: meta(1) }", "throw", "(tag t1): " + threwLate, "3"},
	{"payload has a toJSON that gives NaN", "{ payload: { toJSON() { return NaN; } }, meta: meta(1) }", "bad_value", "(tag t1): " + isNaN, ""},
	{"payload has a toJSON that calls itself for ever", "{ payload: { toJSON() { return this.toJSON(); } }, meta: meta(1) }", "stack_overflow", "(tag t1): too much recursion", "3"},
	{"payload is a proxy that throws", "{ payload: new Proxy({}, { ownKeys() { throw new Error('late'); } }), meta: meta(1) }", "throw", "(tag t1): " + threwLate, "3"},
	{"payload is a getter that throws", "{ get payload() { throw new Error('late'); }, meta: meta(1) }", "throw", "(tag t1): " + threwLate, "3"},
	{"meta is a getter that throws", "{ payload: 2, get meta() { throw new Error('late'); } }", "throw", threwLate, "3"},
	{"metadata has a getter that throws", "{ payload: 2, meta: { ...meta(1), get x() { throw new Error('late'); } } }", "throw", "", "3"},
	{"metadata value has a toJSON that throws", "{ payload: 2, meta: { ...meta(1), x: { toJSON() { throw new Error('late'); } } } }", "throw", "(tag t1): " + threwLate, "3"},
	{
		"metadata value is cyclic", "(o => { o.meta.x = [o.meta]; o.meta.x.push(o.meta.x); return o; })({ payload: 2, meta: meta(1) })", "bad_value",
		`(tag t1): meta["x"] is a cyclic value, which has no JSON form`, "",
	},
	{
		"metadata are a proxy that throws", "{ payload: 2, meta: new Proxy({}, { get() { throw new Error('late'); }, ownKeys() { return ['a']; }, getOwnPropertyDescriptor() { return { enumerable: true, configurable: true }; } }) }",
		"throw", threwLate, "3",
	},
	{"element is a proxy that throws", "new Proxy({}, { get() { throw new Error('late'); } })", "throw", threwLate, "3"},
	{"element names its kind by a getter that throws", "{ get [Symbol.toStringTag]() { throw new Error('late'); }, payload: 2, meta: meta(1) }", "throw", "(tag t1): " + threwLate, "3"},
}

var _ = Describe("one message of several whose", func() {
	for _, bad := range badElements {
		if bad.text == "" {
			bad.text = "(tag t1): " + threwLate
		}
		It(bad.name+" fails alone, and the error says which one it is", func() {
			s := pipeline(tagProcessor(Config{"defaults": amongSiblings(bad.script), "on_error": "forward"}))
			out := process(s, Messages(`"as it came"`))
			Expect(valuesOf(out)).To(Equal([]string{"flagged", "1", "3"}))
			Expect(out[0].Payload).To(Equal(`"as it came"`))
			Expect(out[0].Meta).To(HaveKeyWithValue("umh_error_stage", "defaults"))
			Expect(out[0].Meta).To(HaveKeyWithValue("umh_error_reason", bad.reason))
			Expect(out[0].Meta).To(HaveKeyWithValue("umh_error_message", And(HavePrefix("message 2 of 3"), ContainSubstring(bad.text))))
			Expect(out[0].Meta["umh_error_line"]).To(Equal(bad.line))
			Expect(out[1].Meta).To(HaveKeyWithValue("tag_name", "t0"))
			Expect(out[2].Meta).To(HaveKeyWithValue("tag_name", "t2"))
			Expect(s.Count("messages_errored")).To(BeEquivalentTo(1))
			Expect(s.Log(slog.LevelError)).To(HaveLen(1))
		})

		It(bad.name+" fails alone in nodered_js, too, where it is dropped", func() {
			s := pipeline(nodeRED(amongSiblings(bad.script)))
			Expect(process(s, Messages("0"))).To(HaveExactElements(HaveField("Payload", "1"), HaveField("Payload", "3")))
		})
	}

	It("payload is NaN is dropped where on_error is not set, as anywhere, and its siblings go on", func() {
		s := pipeline(tagProcessor(Config{"defaults": `return msg.payload.map((v, i) => ({ payload: v * 1,
	meta: { location_path: "acme", data_contract: "_raw", tag_name: "t" + i } }));`}))
		Expect(valuesOf(process(s, Messages(`[1, "x", 3]`)))).To(Equal([]string{"1", "3"}))
		Expect(s.Log(slog.LevelError)).To(HaveExactElements(HaveField("Text", "message failed in defaults: message 2 of 3 (tag t1): "+isNaN)))
		Expect(s.Log(slog.LevelError)[0].Fields).To(HaveKeyWithValue("tag_name", "t1"))
	})

	It("getter throws is flagged where on_error is not set, as all that defaults throws", func() {
		s := pipeline(tagProcessor(Config{"defaults": amongSiblings("{ get payload() { throw new Error('late'); } }")}))
		Expect(valuesOf(process(s, Messages("0")))).To(Equal([]string{"flagged", "1", "3"}))
	})

	It("conversion changed msg.meta leaves the siblings theirs", func() {
		s := pipeline(tagProcessor(advanced(`return [{ payload: 1, meta: { ...msg.meta, tag_name: "a" } },
	{ get payload() { msg.meta.tag_name = "changed"; throw 1; } }, { payload: 3, meta: msg.meta }];`)))
		out := process(s, Messages("0"))
		Expect(valuesOf(out)).To(Equal([]string{"flagged", "1", "3"}))
		Expect(out[1].Meta).To(HaveKeyWithValue("tag_name", "a"))
	})

	It("payload is msg's own is known by its tag", func() {
		s := pipeline(tagProcessor(advanced("msg.payload = NaN; return [msg, { payload: 2, meta: msg.meta }];")))
		Expect(valuesOf(process(s, Messages("0")))).To(Equal([]string{"2"}))
		Expect(s.Log(slog.LevelError)).To(HaveExactElements(HaveField("Text", HaveSuffix("message 1 of 2 (tag pv): "+isNaN))))
	})

	It("place is counted among messages: null and undefined are none", func() {
		s := pipeline(tagProcessor(advanced("return [null, msg, , { payload: NaN }, undefined];")))
		Expect(valuesOf(process(s, Messages("0")))).To(Equal([]string{"0"}))
		Expect(s.Log(slog.LevelError)).To(HaveExactElements(HaveField("Text", HaveSuffix("message 2 of 2: "+isNaN))))
	})

	It("conversion takes too long takes all with it: the time is that of the message that was received", func() {
		s := pipeline(tagProcessor(soon(Config{"defaults": amongSiblings("{ get payload() { for (;;) {} } }")})))
		o := one(s, Message("0", nil))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "timeout"))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_line", "3"))
	})

	It("form is wrong takes all with it, whatever else is wrong with others", func() {
		s := pipeline(tagProcessor(Config{"defaults": amongSiblings("{ payload: NaN }, { get payload() { throw 1; } }, 7")}))
		Expect(one(s, Message("0", nil)).Meta).To(HaveKeyWithValue("umh_error_reason", "bad_return"))
	})

	It("siblings are all bad leaves the original alone, and each failure in the log", func() {
		s := pipeline(tagProcessor(Config{"on_error": "forward"}, advanced(`return [{ payload: NaN }, { get payload() {
	throw 1; } }];`)))
		Expect(valuesOf(process(s, Messages("0")))).To(Equal([]string{"flagged"}))
		Expect(s.Log(slog.LevelError)).To(HaveLen(2))
	})
})

var _ = Describe("the only message that a script returns", func() {
	DescribeTable("is named by nothing but what is wrong with it, where it is",
		func(script string) {
			s := pipeline(tagProcessor(Config{"on_error": "forward"}, advanced(script)))
			Expect(one(s, Message("0", nil)).Meta).To(HaveKeyWithValue("umh_error_message", isNaN))
		},
		Entry("msg", "msg.payload = NaN; return msg;"),
		Entry("an object", "return { payload: NaN };"),
		Entry("in an array", "return [{ payload: NaN }];"),
	)
})
