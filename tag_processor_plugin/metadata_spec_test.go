// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

var _ = Describe("metadata", func() {
	// setX are the ways to set a metadata value.
	setX := func(js string) []string {
		return []string{
			"msg.meta.x = " + js + "; return msg;",
			"msg.meta = { ...msg.meta, x: " + js + " }; return msg;",
			"return { payload: msg.payload, meta: { ...msg.meta, x: " + js + " } };",
			"return [{ meta: Object.assign({}, msg.meta, { x: " + js + " }) }];",
		}
	}

	DescribeTable("is a string after a script: stays or becomes what String gives, for",
		func(js, want string) {
			for _, set := range setX(js) {
				s := pipeline(tagProcessor(
					Config{"defaults": setTag + set},
					advanced("msg.meta.seen = typeof msg.meta.x + ' ' + msg.meta.x; return msg;"),
				))
				o := one(s, Message("1", nil))
				Expect(o.Meta).To(HaveKeyWithValue("x", want), set)
				Expect(o.Meta).To(HaveKeyWithValue("seen", "string "+want), "so the next stage sees it: "+set)
			}
		},
		Entry("a string", `"motor"`, "motor"),
		Entry("a string of blanks", `"  "`, "  "),
		Entry("a string that looks like a number", `"007"`, "007"),
		Entry("an integer", "5", "5"),
		Entry("a million", "1000000", "1000000"),
		Entry("a large integer", "123456789012345680000", "123456789012345680000"),
		Entry("1e21", "1e21", "1e+21"),
		Entry("a fraction", "0.1 + 0.2", "0.30000000000000004"),
		Entry("a small number", "0.0000001", "1e-7"),
		Entry("negative zero", "-0", "0"),
		Entry("NaN", "NaN", "NaN"),
		Entry("infinity", "-Infinity", "-Infinity"),
		Entry("true", "true", "true"),
		Entry("false", "false", "false"),
		Entry("a BigInt", "12345678901234567890n", "12345678901234567890"),
		Entry("a Date, as ISO 8601", "new Date(Date.UTC(2026, 0, 5, 8, 30, 0, 123))", "2026-01-05T08:30:00.123Z"),
		Entry("an object, as JSON", `{ b: 1, a: [true, null, "x"], u: undefined }`, `{"b":1,"a":[true,null,"x"]}`),
		Entry("an empty object, as JSON", "{}", "{}"),
		Entry("an array, as JSON", `[1, "two", undefined, { a: 1 }]`, `[1,"two",null,{"a":1}]`),
		Entry("an object with a Date, as JSON", "{ at: new Date(0) }", `{"at":"1970-01-01T00:00:00.000Z"}`),
		Entry("an object with toJSON, as JSON", "{ toJSON() { return { n: 1 }; } }", `{"n":1}`),
		Entry("the payload, as JSON", "msg.payload", "1"),
	)

	DescribeTable("is removed by a script that sets it to",
		func(js string) {
			for _, set := range setX(js) {
				s := pipeline(tagProcessor(
					Config{"defaults": setTag + set},
					advanced("msg.meta.seen = ('x' in msg.meta) + ' ' + typeof msg.meta.x; return msg;"),
				))
				o := one(s, Message("1", map[string]any{"x": "incoming"}))
				Expect(o.Meta).NotTo(HaveKey("x"), set)
				Expect(o.Meta).To(HaveKeyWithValue("seen", "false undefined"), set)
			}
		},
		Entry("null", "null"),
		Entry("undefined", "undefined"),
		Entry("an empty string", `""`),
	)

	DescribeTable("that came in and is no string keeps its type until the first script ran:",
		func(value any, typeName, text string) {
			s := pipeline(tagProcessor(
				Config{"defaults": setTag + "msg.meta.first = Array.isArray(msg.meta.x) ? 'array' : typeof msg.meta.x; return msg;"},
				advanced("msg.meta.second = typeof msg.meta.x; return msg;"),
			))
			o := one(s, Message("1", map[string]any{"x": value}))
			Expect(o.Meta).To(HaveKeyWithValue("first", typeName))
			if text == "" {
				Expect(o.Meta).NotTo(HaveKey("x"))
				Expect(o.Meta).To(HaveKeyWithValue("second", "undefined"))
				return
			}
			Expect(o.Meta).To(HaveKeyWithValue("x", text))
			Expect(o.Meta).To(HaveKeyWithValue("second", "string"))
		},
		Entry("an integer", 3, "number", "3"),
		Entry("an int64", int64(1700000000001), "number", "1700000000001"),
		Entry("a float", 2.5, "number", "2.5"),
		Entry("a million", 1e6, "number", "1000000"),
		Entry("a bool", true, "boolean", "true"),
		Entry("null", nil, "object", ""),
		Entry("an object", map[string]any{"a": []any{1.0, "x"}}, "object", `{"a":[1,"x"]}`),
		Entry("an array", []any{"a", 1.0}, "array", `["a",1]`),
		Entry("an empty string", "", "string", ""),
	)

	It("becomes strings even where no script runs at all", func() {
		s := pipeline(tagProcessor(Config{"defaults": ""}))
		o := one(s, Message("1", map[string]any{
			"location_path": "acme", "data_contract": "_raw", "tag_name": 12,
			"flag": true, "list": []any{1.0}, "none": nil,
		}))
		Expect(o.Meta).To(HaveKeyWithValue("umh_topic", "umh.v1.acme._raw.12"))
		Expect(o.Meta).To(HaveKeyWithValue("flag", "true"))
		Expect(o.Meta).To(HaveKeyWithValue("list", "[1]"))
		Expect(o.Meta).NotTo(HaveKey("none"))

		o = one(s, Message("1", map[string]any{"location_path": "acme", "data_contract": "_raw", "tag_name": "pv", "empty": ""}))
		Expect(o.Meta).To(HaveKeyWithValue("umh_topic", "umh.v1.acme._raw.pv"))
		Expect(o.Meta).NotTo(HaveKey("empty"))
	})

	DescribeTable("shows its keys in sorted order, with those the script just set, to",
		func(keys string) {
			s := pipeline(tagProcessor(Config{"defaults": "msg.meta.b1 = 1; msg.meta.Z = 1; delete msg.meta.d; " +
				"const keys = " + keys + "; " + setTag + "msg.meta.keys = keys.join(); return msg;"}))
			o := one(s, Message("1", map[string]any{"d": "1", "c": "1", "a": "1", "b": "1"}))
			Expect(o.Meta).To(HaveKeyWithValue("keys", "Z,_incomingKeys,_initialMetadata,a,b,b1,c"))
		},
		Entry("Object.keys", "Object.keys(msg.meta)"),
		Entry("for in", "[]; for (const k in msg.meta) keys.push(k)"),
		Entry("Object.entries", "Object.entries(msg.meta).map(e => e[0])"),
		Entry("a spread copy", "Object.keys({ ...msg.meta })"),
		Entry("JSON.stringify", "Object.keys(JSON.parse(JSON.stringify(msg.meta)))"),
		Entry("Object.getOwnPropertyNames", "Object.getOwnPropertyNames(msg.meta)"),
	)

	It("shows the keys of a new meta object in sorted order in the next stage", func() {
		s := pipeline(tagProcessor(Config{"defaults": "return { meta: { z: 1, m: 2, a: 3, B: 4 } };"},
			advanced("const keys = Object.keys(msg.meta).join(); "+setTag+"msg.meta.keys = keys; return msg;")))
		Expect(one(s, Message("1", nil)).Meta).To(HaveKeyWithValue("keys", "B,a,m,z"))
	})

	DescribeTable("that a script deleted is gone, in later stages and in the output, after",
		func(script string) {
			s := pipeline(tagProcessor(Config{"defaults": script}, advanced("msg.meta.seen = 'secret' in msg.meta; return msg;")))
			o := one(s, Message("1", map[string]any{"secret": "s", "slot": 3}))
			Expect(o.Meta).NotTo(HaveKey("secret"))
			Expect(o.Meta).To(HaveKeyWithValue("seen", "false"))
			Expect(o.Meta).To(HaveKeyWithValue("tag_name", "pv"))
		},
		Entry("delete", setTag+"delete msg.meta.secret; return msg;"),
		Entry("a new meta object", "msg.meta = {}; "+setTag+"return msg;"),
		Entry("a copy without it", setTag+"const { secret, ...rest } = msg.meta; msg.meta = rest; return msg;"),
		Entry("a returned object", setTag+"const { secret, ...rest } = msg.meta; return { payload: msg.payload, meta: rest };"),
	)

	It("that is set again after it was deleted is there", func() {
		s := pipeline(tagProcessor(Config{"defaults": setTag + "delete msg.meta.x; msg.meta.x = 'new'; return msg;"}))
		Expect(one(s, Message("1", map[string]any{"x": "old"})).Meta).To(HaveKeyWithValue("x", "new"))
	})

	It("of any key works, odd ones and those of Object.prototype among them", func() {
		s := pipeline(tagProcessor(Config{"defaults": setTag + `msg.meta["key with space"] = 1; msg.meta["größe"] = 2; msg.meta["a.b"] = 3; msg.meta[42] = 4;
msg.meta.constructor = 5; msg.meta.toString = 6; msg.meta.hasOwnProperty = 7; return msg;`}))
		o := one(s, Message("1", nil))
		for key, want := range map[string]string{
			"key with space": "1", "größe": "2", "a.b": "3", "42": "4", "constructor": "5", "toString": "6", "hasOwnProperty": "7",
		} {
			Expect(o.Meta).To(HaveKeyWithValue(key, want))
		}
	})

	It("that contains itself fails as bad_value and crashes nothing", func() {
		s := pipeline(tagProcessor(Config{"on_error": "forward"}, advanced("const o = {}; o.o = o; msg.meta.loop = o; return msg;")))
		o := one(s, Message("1", nil))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "bad_value"))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_stage", "advancedProcessing"))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_message", ContainSubstring("loop")))
	})

	Context("as it came in", func() {
		It("is kept in _initialMetadata, a JSON object of the strings with sorted keys, and in _incomingKeys", func() {
			o := one(pipeline(tagProcessor()), Message("1", map[string]any{
				"opcua_node_id": `ns=2;s="Press"`, "b": "2", "a": "1", "slot": 3, "flag": true, "none": nil, "Größe": "ö\n",
			}))
			Expect(o.Meta).To(HaveKeyWithValue("_initialMetadata", `{"Größe":"ö\n","a":"1","b":"2","opcua_node_id":"ns=2;s=\"Press\""}`))
			Expect(o.Meta).To(HaveKeyWithValue("_incomingKeys", "Größe,a,b,opcua_node_id"))
		})

		It("is kept from before the first script", func() {
			s := pipeline(tagProcessor(Config{"defaults": setTag + "msg.meta.a = 'changed'; msg.meta.was = msg.meta._initialMetadata; return msg;"}))
			o := one(s, Message("1", map[string]any{"a": "1"}))
			Expect(o.Meta).To(HaveKeyWithValue("_initialMetadata", `{"a":"1"}`))
			Expect(o.Meta).To(HaveKeyWithValue("was", `{"a":"1"}`))
		})

		It("is not kept anew where _initialMetadata is already there", func() {
			o := one(pipeline(tagProcessor()), Message("1", map[string]any{"_initialMetadata": `{"first":"1"}`, "later": "2"}))
			Expect(o.Meta).To(HaveKeyWithValue("_initialMetadata", `{"first":"1"}`))
			Expect(o.Meta).NotTo(HaveKey("_incomingKeys"))
		})

		It("is that of the first of two tag_processors", func() {
			o := one(pipeline(tagProcessor(), tagProcessor()), Message("1", map[string]any{"a": "1"}))
			Expect(o.Meta).To(HaveKeyWithValue("_initialMetadata", `{"a":"1"}`))
			Expect(o.Meta).To(HaveKeyWithValue("_incomingKeys", "a"))
		})

		It("is the same on each branch", func() {
			s := pipeline(tagProcessor(Config{"defaults": fanOut}))
			for _, o := range process(s, Messages("[1,2]")) {
				Expect(o.Meta).To(HaveKeyWithValue("_initialMetadata", "{}"))
				Expect(strings.Split(o.Meta["umh_topic"], ".")).To(HaveLen(6))
			}
		})
	})
})
