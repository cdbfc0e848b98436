// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"encoding/json"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// everyWay are pipelines that run a script on each of the ways on which scripts
// run: in a shared VM, in a new one, and with a construct that forbids sharing.
func everyWay(script string) []*Stream {
	GinkgoHelper()
	return []*Stream{
		pipeline(tagProcessor(advanced(script))),
		pipeline(tagProcessor(advanced(script), Config{"reuse_vms": false})),
		pipeline(tagProcessor(advanced("if (false) { globalThis.x = 1; }\n" + script))),
	}
}

// expectTag checks a tag's Go value, its type, and its bytes.
func expectTag(o Output, value any, text string) {
	GinkgoHelper()
	Expect(o.Err).NotTo(HaveOccurred())
	Expect(TagDifference(o)).To(BeEmpty())
	Expect(o.Structured).To(Equal(map[string]any{"timestamp_ms": int64(7), "value": value}))
	Expect(o.Payload).To(Equal(`{"timestamp_ms":7,"value":` + text + `}`))
}

var _ = Describe("a tag's Go value", func() {
	long := strings.Repeat("pressure high; ", 70_000) // 1 MB

	untouched := func(payload string, value any, text string) {
		tag := map[string]any{"location_path": "acme", "data_contract": "_raw", "tag_name": "pv", "timestamp_ms": "7"}
		expectTag(one(pipeline(tagProcessor(Config{"defaults": ""})), Message(payload, tag)), value, text)
		for _, script := range []string{"return msg;", "msg.meta.kind = typeof msg.payload; return msg;", "msg.meta.read = JSON.stringify(msg.payload).slice(0, 9); return msg;"} {
			for _, s := range everyWay(script) {
				expectTag(one(s, Message(payload, nil)), value, text)
			}
		}
	}
	DescribeTable("is, of a payload that no script touched, with these bytes:", untouched,
		Entry("a number", `21.5`, json.Number("21.5"), `21.5`),
		Entry("a number that JavaScript spells shorter", ` 1.0 `, json.Number("1"), `1`),
		Entry("a number with an exponent", `1.5e3`, json.Number("1500"), `1500`),
		Entry("a number that needs its exponent", `1E22`, json.Number("1e+22"), `1e+22`),
		Entry("a number of 600 digits", `0.`+strings.Repeat("123456", 100), json.Number(`0.`+strings.Repeat("123456", 100)), `0.`+strings.Repeat("123456", 100)),
		Entry("an integer beyond 2^53", `9007199254740993`, json.Number("9007199254740993"), `9007199254740993`),
		Entry("an integer beyond int64", `-9223372036854775809`, json.Number("-9223372036854775809"), `-9223372036854775809`),
		Entry("negative zero", `-0`, json.Number("0"), `0`),
		Entry("a number that no float64 is large enough for", `1e400`, "1e400", `"1e400"`),
		Entry("text that looks like a number", `"0042.50"`, json.Number("42.5"), `42.5`),
		Entry("digits with a separator", `"4711_02"`, "4711_02", `"4711_02"`),
		Entry("a bool", `true`, true, `true`),
		Entry("null", `null`, nil, `null`),
		Entry("text", `Spindle running`, "Spindle running", `"Spindle running"`),
		Entry("an empty string", `""`, "", `""`),
		Entry("nothing", ``, "", `""`),
		Entry("1 MB of text", long, long, `"`+long+`"`),
		Entry("1 MB of text in JSON", `"`+long+`"`, long, `"`+long+`"`),
		Entry("characters of HTML", `"<b>A&B</b>"`, "<b>A&B</b>", `"<b>A&B</b>"`),
		Entry("a line separator, which Benthos escapes", "\"a\u2028b\"", "a\u2028b", `"a\u2028b"`),
		Entry("control characters", `"\u0000\n\u007f"`, "\x00\n\x7f", `"\u0000\n`+"\x7f\""),
		Entry("text that is no valid UTF-8", "pump\xff\xfe on", "pump\ufffd\ufffd on", "\"pump\ufffd\ufffd on\""),
		Entry("a JSON string that is no valid UTF-8", "\"\xc3\"", "\ufffd", "\"\ufffd\""),
		Entry("half of a surrogate pair", `"\ud83d!"`, "\ufffd!", "\"\ufffd!\""),
		Entry("a surrogate pair", `"\ud83d\ude00"`, "😀", `"😀"`),
		Entry("an object", ` { "a" : [ 1.0 , null ] } `, `{"a":[1.0,null]}`, jsonOf(`{"a":[1.0,null]}`)),
		Entry("duplicate keys", `{"a":1,"a":2}`, `{"a":1,"a":2}`, jsonOf(`{"a":1,"a":2}`)),
		Entry("__proto__ as a key", `{"__proto__":{"x":9007199254740993}}`, `{"__proto__":{"x":9007199254740993}}`, jsonOf(`{"__proto__":{"x":9007199254740993}}`)),
		Entry("an object that is no valid UTF-8", "{\"a\":\"\xff\"}", "{\"a\":\"\ufffd\"}", jsonOf("{\"a\":\"\ufffd\"}")),
		Entry("half of a surrogate pair in an object", `{"a":"\ud83d"}`, `{"a":"\ud83d"}`, jsonOf(`{"a":"\ud83d"}`)),
	)

	DescribeTable("is, of a payload that a script changed, with these bytes:",
		func(payload, script string, value any, text string) {
			for _, s := range everyWay(script + " return msg;") {
				expectTag(one(s, Message(payload, nil)), value, text)
			}
		},
		Entry("a fraction", `1`, "msg.payload = 0.1 + 0.2;", json.Number("0.30000000000000004"), `0.30000000000000004`),
		Entry("a number with an exponent", `1`, "msg.payload = msg.payload * 1e21;", json.Number("1e+21"), `1e+21`),
		Entry("a small number with an exponent", `1`, "msg.payload = msg.payload / 1e7;", json.Number("1e-7"), `1e-7`),
		Entry("an integer beyond 2^53", `9007199254740991`, "msg.payload = msg.payload + 3;", json.Number("9007199254740994"), `9007199254740994`),
		Entry("a BigInt", `1`, "msg.payload = 2n ** 80n;", json.Number("1208925819614629174706176"), `1208925819614629174706176`),
		Entry("negative zero", `0`, "msg.payload = msg.payload * -1;", json.Number("0"), `0`),
		Entry("a bool", `1`, "msg.payload = msg.payload > 5;", false, `false`),
		Entry("null", `1`, "msg.payload = null;", nil, `null`),
		Entry("an empty string", `"x"`, "msg.payload = '';", "", `""`),
		Entry("text that looks like a number", `1`, "msg.payload = '1.50';", json.Number("1.5"), `1.5`),
		Entry("half of a surrogate pair", `1`, `msg.payload = "a\ud83d";`, "a\ufffd", "\"a\ufffd\""),
		Entry("a line separator and HTML", `1`, `msg.payload = "<\u2028>";`, "<\u2028>", `"<\u2028>"`),
		Entry("text that came as no valid UTF-8", "\xff", "msg.payload += '!';", "\ufffd!", "\"\ufffd!\""),
		Entry("1 MB of text", long, "msg.payload += '!';", long+"!", `"`+long+`!"`),
		Entry("an object that had duplicate keys", `{"a":1,"a":2}`, "msg.payload.b = 3;", `{"a":2,"b":3}`, jsonOf(`{"a":2,"b":3}`)),
		Entry("an object with __proto__ as a key", `{"__proto__":{"x":1}}`, "msg.payload.b = 3;", `{"__proto__":{"x":1},"b":3}`, jsonOf(`{"__proto__":{"x":1},"b":3}`)),
	)

	DescribeTable("is text of text that looks like a number, with numeric_text: text, unless datatype says otherwise:",
		func(payload, datatype string, value any, text string) {
			tag := map[string]any{"datatype": datatype}
			if datatype == "" {
				tag = nil
			}
			s := pipeline(tagProcessor(Config{"numeric_text": "text"}))
			expectTag(one(s, Message(payload, tag)), value, text)
		},
		Entry("leading zeros", `"0004711"`, "", "0004711", `"0004711"`),
		Entry("a plain number", `"42"`, "", "42", `"42"`),
		Entry("digits that are no JSON", `0042`, "", "0042", `"0042"`),
		Entry("a number, which is one", `42.50`, "", json.Number("42.5"), `42.5`),
		Entry("datatype number", `"0004711"`, "number", json.Number("4711"), `4711`),
		Entry("datatype bool", `"1"`, "bool", true, `true`),
		Entry("datatype string", `42.50`, "string", "42.50", `"42.50"`),
	)

	It("is text of what a script made text, with numeric_text: text", func() {
		s := pipeline(tagProcessor(Config{"numeric_text": "text"}, advanced("msg.payload = String(msg.payload); return msg;")))
		expectTag(one(s, Message(`42`, nil)), "42", `"42"`)
	})

	It("is the message as it came, where it failed", func() {
		for _, s := range everyWay("throw new Error('x');") {
			o := one(s, Message(" 1.0 ", nil))
			Expect(o.Err).To(HaveOccurred())
			Expect(o.Structured).To(BeNil())
			Expect(o.Payload).To(Equal(" 1.0 "))
		}
	})
})
