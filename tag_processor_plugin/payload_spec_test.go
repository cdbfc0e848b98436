// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

var _ = Describe("the payload that scripts see", func() {
	DescribeTable("is the parsed JSON, or the raw text where the bytes are no JSON:",
		func(bytes, want string) {
			s := pipeline(tagProcessor(Config{"defaults": setTag +
				"const p = msg.payload; msg.meta.kind = (p === null ? 'null' : Array.isArray(p) ? 'array' : typeof p) + ' ' + JSON.stringify(p); return msg;"}))
			Expect(one(s, Message(bytes, nil)).Meta).To(HaveKeyWithValue("kind", want))
		},
		Entry("a number", ` 42.50 `, `number 42.5`),
		Entry("a string", `"a\u00e4\n"`, `string "aä\n"`),
		Entry("a string of digits", `"007"`, `string "007"`),
		Entry("a bool", `true`, `boolean true`),
		Entry("null", `null`, `null null`),
		Entry("an object", `{"b":1,"a":{"c":[1,2.0,"x"]}}`, `object {"b":1,"a":{"c":[1,2,"x"]}}`),
		Entry("an array", `[1,[2]]`, `array [1,[2]]`),
		Entry("text", `Spindle running`, `string "Spindle running"`),
		Entry("padded text", ` text `, `string " text "`),
		Entry("nothing", ``, `string ""`),
		Entry("digits with leading zeros", `007`, `string "007"`),
		Entry("NaN", `NaN`, `string "NaN"`),
		Entry("JSON that ends early", `{"a":1`, `string "{\"a\":1"`),
		Entry("JSON with something behind it", `1 2`, `string "1 2"`),
		Entry("JSON with a trailing comma", `[1,]`, `string "[1,]"`),
	)

	DescribeTable("behaves as ordinary JavaScript:",
		func(payload, js, want string) {
			s := pipeline(tagProcessor(Config{"defaults": setTag + "msg.meta.got = String(" + js + "); return msg;"}))
			Expect(one(s, Message(payload, nil)).Meta).To(HaveKeyWithValue("got", want))
		},
		Entry("it is identical to itself", `{"a":{}}`, "msg.payload === msg.payload && msg.payload.a === msg.payload.a", "true"),
		Entry("arrays are Arrays", `[1]`, "Array.isArray(msg.payload) && msg.payload instanceof Array && msg.payload.constructor === Array", "true"),
		Entry("arrays push", `[1]`, "[msg.payload.push(2), msg.payload.length]", "2,2"),
		Entry("arrays sort", `[10,9,1]`, "msg.payload.sort((a, b) => a - b)", "1,9,10"),
		Entry("arrays grow by index", `[1]`, "(msg.payload[2] = 3, msg.payload.length)", "3"),
		Entry("arrays shrink by length", `[1,2,3]`, "(msg.payload.length = 1, msg.payload)", "1"),
		Entry("arrays lose elements to delete", `[1,2]`, "(delete msg.payload[0], 0 in msg.payload)", "false"),
		Entry("objects lose members to delete", `{"a":1}`, "(delete msg.payload.a, 'a' in msg.payload)", "false"),
		Entry("objects freeze", `{"a":1}`, "(() => { Object.freeze(msg.payload); try { msg.payload.a = 2; } catch (e) { return e.name + msg.payload.a; } })()", "TypeError1"),
		Entry("objects take accessors", `{}`, "(Object.defineProperty(msg.payload, 'x', { get: () => 5 }), msg.payload.x)", "5"),
		Entry("objects take symbols", `{}`, "(msg.payload[Symbol.for('s')] = 6, msg.payload[Symbol.for('s')])", "6"),
		Entry("members keep their order", `{"z":1,"a":2,"M":3}`, "Object.keys(msg.payload)", "z,a,M"),
		Entry("integer keys come first, as in any object", `{"z":1,"10":2,"9":3}`, "Object.keys(msg.payload)", "9,10,z"),
		Entry("the last of equal keys counts", `{"a":1,"a":2}`, "msg.payload.a", "2"),
		Entry("a member named __proto__ is a member", `{"__proto__":{"x":1}}`, "Object.keys(msg.payload) + ',' + msg.payload.x", "__proto__,undefined"),
		Entry("numbers are numbers", `5.0`, "[typeof msg.payload, msg.payload === 5, msg.payload.toFixed(1)]", "number,true,5.0"),
		Entry("large numbers round as in JSON.parse", `9007199254740993`, "msg.payload", "9007199254740992"),
	)

	It("keeps what one stage changed for the next", func() {
		s := pipeline(tagProcessor(
			Config{"defaults": setTag + "msg.payload.rows[0].qty = 9; msg.payload.rows.push({ qty: 3 }); return msg;"},
			when("msg.payload.rows.length === 3 && msg.payload.rows[0].qty === 9", "msg.payload.rows.forEach(r => { r.seen = true; }); return msg;"),
			advanced("msg.payload.sum = msg.payload.rows.reduce((n, r) => n + r.qty, 0); return msg;"),
		))
		Expect(valueOf(one(s, Message(`{"rows":[{"qty":1},{"qty":2}]}`, nil)))).To(Equal(
			jsonOf(`{"rows":[{"qty":9,"seen":true},{"qty":2,"seen":true},{"qty":3,"seen":true}],"sum":14}`)))
	})

	DescribeTable("is not changed by an if, whatever it does, for later stages or the output, also where a stage before",
		func(before string) {
			s := pipeline(tagProcessor(
				Config{"defaults": setTag + before + "return msg;"},
				when("msg.payload.a = 99; msg.payload.list.push(1); msg.meta.sneaky = 1; msg.meta.opc = 'x'; delete msg.meta.tag_name; true",
					"msg.meta.seen = JSON.stringify(msg.payload) + msg.meta.sneaky; return msg;"),
			))
			o := one(s, Message(`{"a":1,"list":[]}`, map[string]any{"opc": "{}"}))
			Expect(o.Meta).To(HaveKeyWithValue("seen", `{"a":1,"list":[]}undefined`))
			Expect(o.Meta).To(HaveKeyWithValue("opc", "{}"))
			Expect(o.Meta).NotTo(HaveKey("sneaky"))
			Expect(valueOf(o)).To(Equal(jsonOf(`{"a":1,"list":[]}`)))
		},
		Entry("did not look at it", ""),
		Entry("read it", "msg.meta.read = msg.payload.a + msg.payload.list.length; "),
		Entry("wrote the same", "msg.payload.a = 1; "),
	)

	It("is not changed by an if that is the first script to run, nor are metadata that are objects", func() {
		s := pipeline(tagProcessor(Config{"defaults": "", "conditions": []any{
			map[string]any{"if": "msg.payload.a + msg.meta.opc.node === 'neither'", "then": "return null;"},
			map[string]any{"if": "msg.payload.a = 99; msg.meta.opc.node = 'x'; false", "then": "return null;"},
			map[string]any{"if": "true", "then": setTag + "msg.meta.seen = JSON.stringify([msg.payload, msg.meta.opc]); return msg;"},
		}}))
		o := one(s, Message(`{"a":1}`, map[string]any{"opc": map[string]any{"node": "ns=2"}}))
		Expect(o.Meta).To(HaveKeyWithValue("seen", `[{"a":1},{"node":"ns=2"}]`))
		Expect(o.Meta).To(HaveKeyWithValue("opc", `{"node":"ns=2"}`))
	})
})

var _ = Describe("a tag's body", func() {
	It("is compact JSON of the value and its time", func() {
		o := one(pipeline(tagProcessor()), Message(` { "a" : [ 1 , 2 ] } `, nil))
		Expect(o.Payload).To(Equal(`{"timestamp_ms":7,"value":"{\"a\":[1,2]}"}`))
	})

	DescribeTable("has a payload that no script touched with the exact value of its text:",
		func(payload, want string) {
			for _, read := range []string{
				"msg.meta.read = JSON.stringify(msg.payload);",
				"const { payload } = msg; msg.meta.read = Object.keys(payload).join();",
				"msg.meta.read = new Function('p', 'return JSON.stringify(p)')(msg.payload);",
				"const hold = { p: msg.payload }; for (const k in hold) { msg.meta.read = String(hold[k]); }",
			} {
				s := pipeline(tagProcessor(when("String(msg.payload).length > 1000", "return null;"), advanced(read+" return msg;")))
				o := one(s, Message(payload, nil))
				Expect(valueOf(o)).To(Equal(want), read)
			}
		},
		Entry("a number beyond 2^53", `9007199254740993`, `9007199254740993`),
		Entry("a number of many digits", `-0.1234567890123456789012345678901`, `-0.1234567890123456789012345678901`),
		Entry("the largest int64", `9223372036854775807`, `9223372036854775807`),
		Entry("a whole number, spelled as JavaScript does", `1.0`, `1`),
		Entry("a fraction, spelled as JavaScript does", `1.50`, `1.5`),
		Entry("a number with an exponent, spelled as JavaScript does", `1e3`, `1000`),
		Entry("negative zero, spelled as JavaScript does", `-0.0`, `0`),
		Entry("a number whose value no spelling of JavaScript has", `9007199254740993.0`, `9007199254740993.0`),
		Entry("a number that no float64 is large enough for, as text", `1e400`, `"1e400"`),
		Entry("numbers inside", `{"id": 9007199254740993, "f": 1.10}`, jsonOf(`{"id":9007199254740993,"f":1.10}`)),
		Entry("the order and number of members", `{"9":1,"z":2,"1":3,"z":4}`, jsonOf(`{"9":1,"z":2,"1":3,"z":4}`)),
	)

	It("has text as text also where no script is configured", func() {
		s := pipeline(tagProcessor(Config{"defaults": ""}))
		meta := map[string]any{"location_path": "acme", "data_contract": "_raw", "tag_name": "pv"}
		var batch service.MessageBatch
		for _, payload := range []string{`Spindle running`, `{"a":`, `007`, `"quoted" text`} {
			batch = append(batch, Message(payload, meta))
		}
		Expect(valuesOf(process(s, batch))).To(Equal([]string{`"Spindle running"`, jsonOf(`{"a":`), `7`, jsonOf(`"quoted" text`)}))
	})

	DescribeTable("has the value of a payload that a script assigned, which is",
		func(js, want string) {
			s := pipeline(tagProcessor(advanced("msg.payload = " + js + "; return msg;")))
			Expect(valueOf(one(s, Message("1", nil)))).To(Equal(want))
		},
		Entry("a bool", "false", `false`),
		Entry("an integer", "1000000", `1000000`),
		Entry("a fraction", "0.1 + 0.2", `0.30000000000000004`),
		Entry("a large number, as JSON.stringify has it", "1e21", `1e+21`),
		Entry("a small number, as JSON.stringify has it", "0.0000001", `1e-7`),
		Entry("negative zero, as JSON.stringify has it", "-0", `0`),
		Entry("null", "null", `null`),
		Entry("undefined", "undefined", `null`),
		Entry("a function", "() => 1", `null`),
		Entry("a symbol", "Symbol('x')", `null`),
		Entry("a string", "'RUNNING'", `"RUNNING"`),
		Entry("an empty string", "''", `""`),
		Entry("a numeric-looking string, which becomes a number", "'42'", `42`),
		Entry("a numeric-looking string with leading zeros", "'007'", `7`),
		Entry("a decimal string, which keeps its exact value", "'9007199254740993.10'", `9007199254740993.10`),
		Entry("a hex float, which becomes its float64", "'0x1p-2'", `0.25`),
		Entry("a string with blanks round a number, which stays a string", "' 5 '", `" 5 "`),
		Entry("a hex integer, which ParseFloat does not take", "'0x1F'", `"0x1F"`),
		Entry("the word NaN", "'NaN'", `"NaN"`),
		Entry("the word Inf", "'Inf'", `"Inf"`),
		Entry("the word -infinity", "'-infinity'", `"-infinity"`),
		Entry("a decimal beyond float64, which ParseFloat does not take", "'1e999'", `"1e999"`),
		Entry("the word true, which stays a string", "'true'", `"true"`),
		Entry("an array, as its JSON in a string", "[1, undefined, 'x', NaN]", jsonOf(`[1,null,"x",null]`)),
		Entry("an object, as its JSON in a string", "({ b: 1, u: undefined, f() {}, a: { c: [] } })", jsonOf(`{"b":1,"a":{"c":[]}}`)),
		Entry("a Date", "new Date(Date.UTC(2026, 0, 5, 8, 30))", `"2026-01-05T08:30:00.000Z"`),
		Entry("an invalid Date", "new Date(NaN)", `null`),
		Entry("a Map", "new Map([[1, 2]])", jsonOf(`{}`)),
		Entry("a Set", "new Set([1])", jsonOf(`{}`)),
		Entry("a regular expression", "/x/", jsonOf(`{}`)),
		Entry("a typed array, as an array of numbers", "new Uint8Array([1, 2, 255])", jsonOf(`[1,2,255]`)),
		Entry("a typed array inside", "({ raw: new Float64Array([0.5]) })", jsonOf(`{"raw":[0.5]}`)),
		Entry("a BigInt with all its digits", "12345678901234567890123n", `12345678901234567890123`),
		Entry("a BigInt inside", "({ id: 9007199254740993n })", jsonOf(`{"id":9007199254740993}`)),
		Entry("a boxed number", "new Number(5)", `5`),
		Entry("an object with toJSON", "({ toJSON() { return 'x'; } })", `"x"`),
	)

	It("has a number of what strconv.ParseFloat takes for one without separators, with its exact value, and a string of any other", func() {
		s := pipeline(tagProcessor())
		for _, text := range []string{
			"0", "-0", "00", "+7", "-007.50", ".5", "-.5", "5.", "1e5", "1E+05", "1e-400", "1e999", "1e", "e5", ".", "-", "+", "",
			"--1", "1.2.3", "1 ", "1,5", "0x", "0x1p4", "-0X1.8P1", "0x1F", "0b1", "0o7", "1_000", "4711_02", "0x_1p0", "1_", "_1",
			"nan", "NaN", "inf", "+Inf", "-Infinity", "infinity", "true", "١", "½", "12345678901234567890.12345678901234567890",
		} {
			f, err := strconv.ParseFloat(text, 64)
			got := valueOf(one(s, Message(jsonOf(text), nil)))
			if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || strings.Contains(text, "_") {
				Expect(got).To(Equal(jsonOf(text)), text)
				continue
			}
			Expect(got).NotTo(HavePrefix(`"`), text)
			if strings.ContainsAny(text, "xX") {
				Expect(strconv.ParseFloat(got, 64)).To(Equal(f), text)
				continue
			}
			want, ok := new(big.Rat).SetString(text)
			Expect(ok).To(BeTrue(), text)
			Expect(Exact(json.Number(got)).Cmp(want)).To(BeZero(), "%s gives %s", text, got)
		}
	})

	It("does not come of structured contents that have no JSON form: the message fails and is not taken for an empty one", func() {
		s := pipeline(`mapping: 'root.a = "NaN".number()'`, tagProcessor())
		out := process(s, Messages("1"))
		Expect(out).To(HaveLen(1))
		Expect(out[0].Err).To(HaveOccurred())
		Expect(out[0].Meta).To(HaveKeyWithValue("umh_error_reason", Or(Equal("internal"), Equal("bad_value"))))
	})

	DescribeTable("does not come of",
		func(js string) {
			s := pipeline(tagProcessor(Config{"on_error": "forward"}, advanced("msg.payload = "+js+"; return msg;")))
			Expect(one(s, Message("1", nil)).Meta).To(HaveKeyWithValue("umh_error_reason", "bad_value"))
		},
		Entry("NaN", "NaN"),
		Entry("infinity", "1 / 0"),
		Entry("negative infinity", "-1 / 0"),
		Entry("an object that contains itself", "(() => { const o = {}; o.o = o; return o; })()"),
		Entry("an array that contains itself", "(() => { const a = []; a.push([a]); return a; })()"),
		Entry("a sparse array of more than a million", "(() => { const a = []; a[1000001] = 1; return a; })()"),
	)

	DescribeTable("has the type that datatype forces:",
		func(datatype, payload, want string) {
			s := pipeline(tagProcessor(Config{"on_error": "forward"}))
			o := one(s, Message(payload, map[string]any{"datatype": datatype}))
			if want == "bad_value" {
				Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "bad_value"))
				return
			}
			Expect(o.Err).NotTo(HaveOccurred())
			Expect(valueOf(o)).To(Equal(want))
		},
		Entry("string of digits", "string", `"000123456789012345"`, `"000123456789012345"`),
		Entry("string of a number is its source text", "string", `1.50`, `"1.50"`),
		Entry("string of a large number is its source text", "string", `9007199254740993`, `"9007199254740993"`),
		Entry("string of a bool", "string", `true`, `"true"`),
		Entry("string of null", "string", `null`, `"null"`),
		Entry("string of an object is its JSON", "string", `{"a": 1}`, jsonOf(`{"a":1}`)),
		Entry("string of text", "string", `raw text`, `"raw text"`),
		Entry("number of a number", "number", `9007199254740993`, `9007199254740993`),
		Entry("number of a string", "number", `"42"`, `42`),
		Entry("number of a string with an exponent", "number", `"-3.5e2"`, `-350`),
		Entry("number of a bool fails", "number", `true`, "bad_value"),
		Entry("number of null fails", "number", `null`, "bad_value"),
		Entry("number of text fails", "number", `"OFF"`, "bad_value"),
		Entry("number of digits with a separator fails", "number", `"4711_02"`, "bad_value"),
		Entry("number of what no float64 holds fails", "number", `1e400`, "bad_value"),
		Entry("number of an empty string fails", "number", `""`, "bad_value"),
		Entry("number of NaN fails", "number", `"NaN"`, "bad_value"),
		Entry("number of infinity fails", "number", `"-Inf"`, "bad_value"),
		Entry("number of an array fails", "number", `[1]`, "bad_value"),
		Entry("bool of a bool", "bool", `false`, `false`),
		Entry("bool of 1", "bool", `1`, `true`),
		Entry("bool of 1 in another spelling", "bool", `1.0`, `true`),
		Entry("bool of 1 with an exponent", "bool", `10e-1`, `true`),
		Entry("bool of 0 in another spelling", "bool", `0.0`, `false`),
		Entry("bool of negative zero", "bool", `-0`, `false`),
		Entry("bool of almost 1 fails", "bool", `1.0000000000000000001`, "bad_value"),
		Entry("bool of a string", "bool", `"T"`, `true`),
		Entry("bool of 2 fails", "bool", `2`, "bad_value"),
		Entry("bool of text fails", "bool", `"on"`, "bad_value"),
		Entry("bool of null fails", "bool", `null`, "bad_value"),
		Entry("any other name forces nothing", "float32", `"12"`, `12`),
	)

	DescribeTable("has, of what a script computed, with datatype string",
		func(js, want string) {
			s := pipeline(tagProcessor(advanced("msg.meta.datatype = 'string'; msg.payload = " + js + "; return msg;")))
			Expect(valueOf(one(s, Message("1.50", nil)))).To(Equal(want))
		},
		Entry("String of a number", "msg.payload * 1", `"1.5"`),
		Entry("String of a large number", "1e21", `"1e+21"`),
		Entry("the JSON of an object", "({ a: [1.0] })", jsonOf(`{"a":[1]}`)),
		Entry("String of a bool", "true", `"true"`),
	)
})
