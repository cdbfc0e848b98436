// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

var _ = Describe("a number that a script only moved", func() {
	// everyWay checks a body in each of the ways that scripts can run, with the type
	// of the value forced by datatype, if it is not "".
	everyWay := func(payload, body, datatype, want string) {
		GinkgoHelper()
		if datatype != "" {
			body = "msg.meta.datatype = '" + datatype + "'; " + body
		}
		for _, s := range []*Stream{
			pipeline(tagProcessor(advanced(body))),
			pipeline(tagProcessor(advanced(body), Config{"reuse_vms": false})),
			pipeline(tagProcessor(advanced("if (false) { globalThis.x = 1; } " + body))),
		} {
			o := one(s, Message(payload, nil))
			Expect(o.Err).NotTo(HaveOccurred(), body)
			Expect(valueOf(o)).To(Equal(want), body)
		}
	}

	const document = `{"id":9007199254740993,"f":1.10,"list":[0.1234567890123456789,{"n":-9223372036854775807}]}`

	DescribeTable("keeps its digits:",
		func(body, number, text string) {
			everyWay(document, body+" return msg;", "number", number)
			everyWay(document, body+" return msg;", "string", `"`+text+`"`)
		},
		Entry("picked", "msg.payload = msg.payload.id;", `9007199254740993`, `9007199254740993`),
		Entry("out of an array", "msg.payload = msg.payload.list[0];", `0.1234567890123456789`, `0.1234567890123456789`),
		Entry("through a variable", "let v = msg.payload.id; if (v > 5) { msg.payload = v; }", `9007199254740993`, `9007199254740993`),
		Entry("through a closure and arguments", "const get = (o, k) => o[k]; msg.payload = get(msg.payload, 'id');", `9007199254740993`, `9007199254740993`),
		Entry("destructured", "const { list: [, { n }] } = msg.payload; msg.payload = n;", `-9223372036854775807`, `-9223372036854775807`),
		Entry("with a default", "msg.payload = msg.payload.id ?? 0;", `9007199254740993`, `9007199254740993`),
		Entry("through a lookup", "msg.payload = Object.entries(msg.payload).find(([k]) => k === 'id')[1];", `9007199254740993`, `9007199254740993`),
		Entry("through the cache", "cache.set('last', { v: msg.payload.id }); msg.payload = cache.get('last').v;", `9007199254740993`, `9007199254740993`),
	)

	It("keeps a zero at its end as text", func() {
		everyWay(document, "msg.payload = msg.payload.f; return msg;", "string", `"1.10"`)
		everyWay(`1.10`, "let p = msg.payload; msg.payload = p; return msg;", "string", `"1.10"`)
	})

	DescribeTable("leaves a payload that is assigned to itself as it came:",
		func(payload, want string) {
			for _, body := range []string{
				"msg.payload = msg.payload; return msg;",
				"let p = msg.payload; msg.meta.kind = typeof p; msg.payload = p; return msg;",
				"const { payload } = msg; msg.payload = 0; msg.payload = payload; return msg;",
				"return { payload: msg.payload, meta: msg.meta };",
				"return [msg];",
			} {
				everyWay(payload, body, "", want)
			}
		},
		Entry("a number beyond 2^53", `9007199254740993`, `9007199254740993`),
		Entry("a number too large for a double, which is text", `1e400`, `"1e400"`),
		Entry("a string", `"RUN"`, `"RUN"`),
		Entry("an object", `{"id": 9007199254740993, "f": 21.5}`, jsonOf(`{"id":9007199254740993,"f":21.5}`)),
		Entry("null", `null`, `null`),
		Entry("text", `Spindle running`, `"Spindle running"`),
	)

	DescribeTable("keeps its digits where the object round it changed:",
		func(body, want string) {
			everyWay(`{"id":9007199254740993,"list":[1,12345678901234567890]}`, body, "", jsonOf(want))
		},
		Entry("a member added", "msg.payload.x = 1; return msg;", `{"id":9007199254740993,"list":[1,12345678901234567890],"x":1}`),
		Entry("a member assigned to itself", "msg.payload.id = msg.payload.id; msg.payload.list = 0; return msg;", `{"id":9007199254740993,"list":0}`),
		Entry("spread", "msg.payload = { ...msg.payload, list: [] }; return msg;", `{"id":9007199254740993,"list":[]}`),
		Entry("mapped", "msg.payload = msg.payload.list.map(x => x); return msg;", `[1,12345678901234567890]`),
		Entry("filtered and sorted", "msg.payload = [...msg.payload.list].reverse().filter(x => x > 1); return msg;", `[12345678901234567890]`),
	)

	It("keeps its digits in a fan-out", func() {
		for _, fields := range [][]Config{nil, {{"reuse_vms": false}}} {
			s := pipeline(tagProcessor(append(fields, advanced("const { payload, meta } = msg; return payload.map(p => ({ payload: p, meta }));"))...))
			Expect(valuesOf(process(s, Messages(`[9007199254740993,0.1234567890123456789,7]`)))).To(Equal([]string{
				`9007199254740993`, `0.1234567890123456789`, `7`,
			}))
		}
	})

	It("keeps its digits from stage to stage", func() {
		s := pipeline(tagProcessor(
			Config{"defaults": "msg.payload = msg.payload.a; " + tagged},
			when("msg.payload.id > 0", "msg.payload = { n: msg.payload.id }; return msg;"),
			advanced("msg.payload = msg.payload.n; return msg;"),
		))
		Expect(valueOf(one(s, Message(`{"a":{"id":9007199254740993}}`, nil)))).To(Equal(`9007199254740993`))
	})

	It("is text where no double can hold it, also taken from an object", func() {
		everyWay(`{"v":1e400}`, "msg.meta.seen = msg.payload.v; msg.payload = msg.payload.v; return msg;", "", `"1e400"`)
	})

	DescribeTable("is a new number once a script computes with it or converts it:",
		func(expression, want string) {
			everyWay(`9007199254740993`, "msg.payload = "+expression+"; return msg;", "", want)
		},
		Entry("a sum", "msg.payload + 0", `9007199254740992`),
		Entry("a product", "msg.payload * 1", `9007199254740992`),
		Entry("unary plus", "+msg.payload", `9007199254740992`),
		Entry("Number", "Number(msg.payload)", `9007199254740992`),
		Entry("parseFloat", "parseFloat(msg.payload)", `9007199254740992`),
		Entry("Math.max", "Math.max(msg.payload)", `9007199254740992`),
		Entry("a round trip through JSON", "JSON.parse(JSON.stringify(msg.payload))", `9007199254740992`),
	)

	It("is what String gives as metadata", func() {
		o := one(pipeline(tagProcessor(advanced("msg.meta.id = msg.payload.id; msg.meta.f = msg.payload.f; return msg;"))), Message(document, nil))
		Expect(o.Meta).To(HaveKeyWithValue("id", "9007199254740992"))
		Expect(o.Meta).To(HaveKeyWithValue("f", "1.1"))
	})
})
