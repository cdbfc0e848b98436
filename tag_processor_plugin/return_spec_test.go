// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// returns is a tag_processor whose last stage ends in the given lines.
func returns(script string) string { return tagProcessor(advanced(script)) }

var _ = Describe("what a script returns", func() {
	DescribeTable("is one message where it is",
		func(script, want string) {
			Expect(valueOf(one(pipeline(returns(script)), Message("1", nil)))).To(Equal(want))
		},
		Entry("msg", "return msg;", `1`),
		Entry("a plain object", "return { payload: 2, meta: msg.meta };", `2`),
		Entry("an object without a prototype", "const o = Object.create(null); o.payload = 2; o.meta = msg.meta; return o;", `2`),
		Entry("an instance of a class", "class M { constructor(p) { this.payload = p; this.meta = msg.meta; } } return new M(2);", `2`),
		Entry("an instance of a class with getters", "class M { get payload() { return 2; } get meta() { return msg.meta; } } return new M();", `2`),
		Entry("an instance of a constructor function", "function M() { this.payload = 2; this.meta = msg.meta; } return new M();", `2`),
		Entry("what was assigned to msg", "msg = { payload: 2, meta: msg.meta }; return msg;", `2`),
		Entry("a copy of msg", "return { ...msg, payload: 2 };", `2`),
		Entry("a copy by way of JSON", "return JSON.parse(JSON.stringify(msg));", `1`),
		Entry("an object with a property of its own named length", "return { length: 3, payload: 2, meta: msg.meta };", `2`),
		Entry("a frozen object", "return Object.freeze({ payload: 2, meta: msg.meta });", `2`),
	)

	DescribeTable("is several messages, in order, where it is",
		func(script string, want ...string) {
			Expect(valuesOf(process(pipeline(returns(script)), Messages("1")))).To(Equal(want))
		},
		Entry("an array", "return [msg, { payload: 2, meta: msg.meta }, { payload: 3, meta: msg.meta }];", `1`, `2`, `3`),
		Entry("an array of one", "return [msg];", `1`),
		Entry("an array with null and undefined entries, which are skipped", "return [null, msg, undefined, { payload: 2, meta: msg.meta }, null];", `1`, `2`),
		Entry("an array with holes, which are skipped", "const a = []; a[2] = msg; a[9] = { payload: 2, meta: msg.meta }; return a;", `1`, `2`),
		Entry("an array of more than ten", "return Array.from({ length: 12 }, (_, i) => ({ payload: i, meta: msg.meta }));",
			`0`, `1`, `2`, `3`, `4`, `5`, `6`, `7`, `8`, `9`, `10`, `11`),
		Entry("a proxy of an array", "return new Proxy([msg, msg], {});", `1`, `1`),
		Entry("an instance of a class that extends Array", "class A extends Array {} const a = new A(); a.push(msg, msg); return a;", `1`, `1`),
	)

	DescribeTable("filters the message where it is",
		func(script string) {
			s := pipeline(returns(script))
			Expect(process(s, Messages("1"))).To(BeEmpty())
			Expect(s.Count("messages_dropped")).To(BeEquivalentTo(1))
		},
		Entry("null", "return null;"),
		Entry("undefined", "return undefined;"),
		Entry("nothing", "return;"),
		Entry("an empty array", "return [];"),
		Entry("an array of null and undefined", "return [null, undefined];"),
		Entry("an array of holes", "return new Array(5);"),
	)

	DescribeTable("is bad_return, and no part of it goes on, where it is",
		func(script string) {
			s := pipeline(returns(script))
			o := one(s, Message("1", nil))
			Expect(o.Err).To(HaveOccurred())
			Expect(o.Payload).To(Equal("1"))
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "bad_return"))
			Expect(s.Count("message_failures", "stage=advancedProcessing", "reason=bad_return")).To(BeEquivalentTo(1))
		},
		Entry("a number", "return 0;"),
		Entry("a string", "return 'msg';"),
		Entry("an empty string", "return '';"),
		Entry("a boolean", "return false;"),
		Entry("a symbol", "return Symbol('x');"),
		Entry("a BigInt", "return 10n;"),
		Entry("NaN", "return NaN;"),
		Entry("a function", "return () => msg;"),
		Entry("a class", "return class {};"),
		Entry("a boxed number", "return new Number(1);"),
		Entry("a boxed string", "return new String('msg');"),
		Entry("a Date", "return new Date(0);"),
		Entry("a regular expression", "return /x/;"),
		Entry("a Map", "return new Map([['payload', 1]]);"),
		Entry("a Set", "return new Set([msg]);"),
		Entry("a WeakMap", "return new WeakMap();"),
		Entry("a Promise", "return Promise.resolve(msg);"),
		Entry("the result of an async function", "return (async () => msg)();"),
		Entry("a typed array", "return new Uint8Array([1]);"),
		Entry("an ArrayBuffer", "return new ArrayBuffer(4);"),
		Entry("a generator", "function* g() { yield msg; } return g();"),
		Entry("an array with a number", "return [msg, 5];"),
		Entry("an array with a string", "return ['x', msg];"),
		Entry("an array with false", "return [msg, false];"),
		Entry("an array with a function", "return [msg, () => msg];"),
		Entry("an array in an array", "return [msg, [msg]];"),
		Entry("an array with a Map", "return [msg, new Map()];"),
		Entry("msg.payload, by mistake", "return msg.payload;"),
	)

	DescribeTable("fails its own stage, with the line, where the script code in it throws:",
		func(script, line string) {
			s := pipeline(tagProcessor(Config{"defaults": script}, advanced(tagged)))
			o := one(s, Message("1", nil))
			Expect(o.Err).To(HaveOccurred())
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_stage", "defaults"))
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "throw"))
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_message", ContainSubstring("late")))
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_line", line))
		},
		Entry("a getter of payload", "return {\n get payload() { throw new Error('late'); }, meta: msg.meta };", "2"),
		Entry("a getter of meta", "return {\n get meta() { throw new Error('late'); } };", "2"),
		Entry("a getter inside the payload", "msg.payload = {\n get n() { throw new Error('late'); } };\nreturn msg;", "2"),
		Entry("toJSON of the payload", "msg.payload = {\n toJSON() { throw new Error('late'); } };\nreturn msg;", "2"),
		Entry("toJSON of a metadata value", "msg.meta.x = {\n toJSON() { throw new Error('late'); } };\nreturn msg;", "2"),
		Entry("a getter of the only element", "const a = [];\nObject.defineProperty(a, 0, { get() {\n throw new Error('late'); } });\nreturn a;", "3"),
		Entry("a proxy of an array", "return new Proxy([msg, msg], {\n ownKeys() { throw new Error('late'); } });", "2"),
		Entry("a proxy", "return new Proxy({}, {\n get() { throw new Error('late'); } });", "2"),
	)

	Context("without a payload", func() {
		DescribeTable("means the payload as it was before the stage",
			func(script string) {
				s := pipeline(returns(script))
				Expect(valueOf(one(s, Message(`{"a":[1.0]}`, nil)))).To(Equal(`"{\"a\":[1.0]}"`))
			},
			Entry("where it was left alone", "return { meta: msg.meta };"),
			Entry("where it was read", "msg.meta.a = msg.payload.a[0]; return { meta: msg.meta };"),
			Entry("where it was assigned", "msg.payload = 5; return { meta: msg.meta };"),
			Entry("where it was changed inside", "msg.payload.a.push(2); msg.payload.b = 1; return { meta: msg.meta };"),
			Entry("where it was deleted", "delete msg.payload; return msg;"),
			Entry("where it was assigned and then deleted", "msg.payload = 5; delete msg.payload; return msg;"),
			Entry("where it was changed and then deleted", "msg.payload.a = 5; delete msg.payload; return msg;"),
		)

		It("means the payload as the stage before left it", func() {
			s := pipeline(tagProcessor(when("true", "msg.payload.a = 2; return msg;"), advanced("return { meta: msg.meta };")))
			Expect(valueOf(one(s, Message(`{"a":1}`, nil)))).To(Equal(`"{\"a\":2}"`))
		})

		It("means so for each message of an array", func() {
			s := pipeline(returns("msg.payload = 9; return [{ meta: msg.meta }, msg, { meta: msg.meta }];"))
			Expect(valuesOf(process(s, Messages("1")))).To(Equal([]string{"1", "9", "1"}))
		})

		It("is not meant by a payload of undefined, which is null", func() {
			s := pipeline(returns("return { payload: undefined, meta: msg.meta };"))
			Expect(valueOf(one(s, Message("1", nil)))).To(Equal("null"))
		})
	})

	DescribeTable("means no metadata at all where its meta is",
		func(script string) {
			s := pipeline(tagProcessor(Config{"defaults": script}, advanced("const before = Object.keys(msg.meta).join(); "+
				setTag+"msg.meta.before = '[' + before + ']'; return msg;")))
			o := one(s, Message("1", map[string]any{"source": "plc1", "slot": 3}))
			Expect(o.Meta).To(Equal(map[string]string{
				"location_path": "acme.linz", "data_contract": "_raw", "tag_name": "pv", "timestamp_ms": "7",
				"umh_topic": "umh.v1.acme.linz._raw.pv", "topic": "umh.v1.acme.linz._raw.pv", "before": "[]",
			}))
		},
		Entry("missing", "return { payload: 1 };"),
		Entry("deleted", "delete msg.meta; return msg;"),
		Entry("null", "return { payload: 1, meta: null };"),
		Entry("undefined", "msg.meta = undefined; return msg;"),
		Entry("a string", "msg.meta = 'text'; return msg;"),
		Entry("a number", "return { payload: 1, meta: 5 };"),
		Entry("true", "return { payload: 1, meta: true };"),
		Entry("a function", "return { payload: 1, meta: () => ({ a: 1 }) };"),
		Entry("an empty object", "return { payload: 1, meta: {} };"),
	)

	It("has its other properties ignored, and gone in the next stage", func() {
		s := pipeline(tagProcessor(
			Config{"defaults": setTag + "msg.topic = 'raw/topic'; msg.qos = 1; msg.here = Object.keys(msg).sort().join(); msg.meta.here = msg.here; return msg;"},
			when("'qos' in msg || msg.topic !== undefined", "msg.meta.leaked = 1; return msg;"),
			advanced("msg.meta.there = Object.keys(msg).sort().join(); return msg;"),
		))
		o := one(s, Message("1", nil))
		Expect(o.Meta).To(HaveKeyWithValue("here", "meta,payload,qos,topic"))
		Expect(o.Meta).To(HaveKeyWithValue("there", "meta,payload"))
		Expect(o.Meta).NotTo(HaveKey("leaked"))
	})

	It("is fixed when the last stage ends: nothing a later message does can change it", func() {
		s := pipeline(returns(`
if (globalThis.kept) { kept.payload.a = "changed"; kept.meta.tag_name = "changed"; kept.list.push(9); }
globalThis.kept = { payload: msg.payload, meta: msg.meta, list: msg.payload.list };
return msg;`))
		out := process(s, Messages(`{"a":1,"list":[]}`, `{"a":2,"list":[]}`, `{"a":3,"list":[]}`))
		Expect(valuesOf(out)).To(Equal([]string{
			`"{\"a\":1,\"list\":[]}"`, `"{\"a\":2,\"list\":[]}"`, `"{\"a\":3,\"list\":[]}"`,
		}))
		for _, o := range out {
			Expect(o.Meta).To(HaveKeyWithValue("tag_name", "pv"))
		}
	})

	It("is fixed before promise jobs of a later stage run, and after those of its own", func() {
		s := pipeline(tagProcessor(
			Config{"defaults": setTag + "const m = msg; Promise.resolve().then(() => { m.payload.n += 1; }); return msg;"},
			advanced("msg.payload.seen = msg.payload.n; return msg;"),
		))
		Expect(valueOf(one(s, Message(`{"n":1}`, nil)))).To(Equal(`"{\"n\":2,\"seen\":2}"`))
	})
})
