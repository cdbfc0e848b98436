// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package nodered_js_plugin_test

import (
	"log/slog"
	"runtime/debug"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// Whatever a spec ran, it left nothing behind in the VMs that are used again.
var _ = AfterEach(func() { Expect(LeftBehind()).To(BeEmpty()) })

// Each spec makes VMs that are garbage soon: collecting it took a fourth of the time.
func init() { debug.SetGCPercent(400) }

func TestNodeRED(t *testing.T) {
	RegisterFailHandler(Fail)
	defer WatchVMs()()
	RunSpecs(t, "nodered_js")
}

// pipeline is a running nodered_js that ends with the spec.
func pipeline(code string, fields ...Config) *Stream {
	GinkgoHelper()
	s, err := Start(ProcessorYAML("nodered_js", append([]Config{{"code": code}, TimeLimit(Patience)}, fields...)...))
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(s.Stop)
	return s
}

// process is what came of one batch.
func process(s *Stream, batch service.MessageBatch) []Output {
	GinkgoHelper()
	out, err := s.Process(batch)
	Expect(err).NotTo(HaveOccurred())
	return out
}

// one is what came of a batch of one message, which has to be one message.
func one(s *Stream, payload string, meta map[string]any) Output {
	GinkgoHelper()
	out := process(s, service.MessageBatch{Message(payload, meta)})
	Expect(out).To(HaveLen(1))
	return out[0]
}

func payloads(out []Output) []string {
	list := make([]string, len(out))
	for i, o := range out {
		list[i] = o.Payload
	}
	return list
}

var _ = Describe("nodered_js", func() {
	DescribeTable("writes the payload as JSON, an untouched one as it came:",
		func(payload, want string) {
			o := one(pipeline("msg.meta.kind = typeof msg.payload; return msg;"), payload, nil)
			Expect(o.Err).NotTo(HaveOccurred())
			Expect(o.Payload).To(Equal(want))
		},
		Entry("a number", `42`, `42`),
		Entry("a number beyond 2^53", `9007199254740993`, `9007199254740993`),
		Entry("a string", `"RUN"`, `"RUN"`),
		Entry("a string of digits stays a string", `"007"`, `"007"`),
		Entry("a bool", `true`, `true`),
		Entry("null", `null`, `null`),
		Entry("an object", `{"b":1,"a":[1,2.5]}`, `{"b":1,"a":[1,2.5]}`),
		Entry("text, as a JSON string", `Spindle running`, `"Spindle running"`),
		Entry("nothing, as an empty JSON string", ``, `""`),
		Entry("JSON that ends early, as a JSON string", `{"a":1`, `"{\"a\":1"`),
	)

	It("keeps every digit of numbers that no script touched", func() {
		o := one(pipeline("msg.meta.seen = JSON.stringify(msg.payload); return msg;"), `{"id":9007199254740993,"f":1.10}`, nil)
		Expect(o.Payload).To(Equal(`{"id":9007199254740993,"f":1.10}`))
	})

	DescribeTable("writes what a script assigned as JSON.stringify has it:",
		func(js, want string) {
			Expect(one(pipeline("msg.payload = "+js+"; return msg;"), `1`, nil).Payload).To(Equal(want))
		},
		Entry("a number", "10 / 4", `2.5`),
		Entry("negative zero", "-0", `0`),
		Entry("1e21", "1e21", `1e+21`),
		Entry("a string", "'plain \"text\"\\n'", `"plain \"text\"\n"`),
		Entry("a string of digits", "'007'", `"007"`),
		Entry("an object, keys sorted", "{ z: 1, a: undefined, m: [undefined, NaN] }", `{"m":[null,null],"z":1}`),
		Entry("a Date", "new Date(0)", `"1970-01-01T00:00:00.000Z"`),
		Entry("undefined", "undefined", `null`),
		Entry("a function", "() => 1", `null`),
		Entry("a Map", "new Map([[1, 2]])", `{}`),
		Entry("a typed array", "new Int16Array([1, -2])", `[1,-2]`),
		Entry("a BigInt", "9007199254740993n", `9007199254740993`),
	)

	It("has the payload of a returned object, else the one from before", func() {
		s := pipeline("return [{ payload: 2 }, {}, { payload: msg.payload + 2 }];")
		Expect(payloads(process(s, Messages("1")))).To(Equal([]string{"2", "1", "3"}))
	})

	It("accepts arrays: one message each, in order, null and undefined left out", func() {
		s := pipeline("return [msg, null, { payload: msg.payload * 10, meta: msg.meta }, undefined];")
		Expect(payloads(process(s, Messages("1", "2")))).To(Equal([]string{"1", "10", "2", "20"}))
		Expect(s.Count("messages_processed")).To(BeEquivalentTo(2))
	})

	DescribeTable("drops a message, and calls it no error, where the script returns",
		func(code string) {
			s := pipeline(code)
			Expect(process(s, Messages("1", "2"))).To(BeEmpty())
			Expect(s.Count("messages_dropped")).To(BeEquivalentTo(2))
			Expect(s.Log(slog.LevelError)).To(BeEmpty())
		},
		Entry("null", "return null;"),
		Entry("undefined", "return undefined;"),
		Entry("nothing", "msg.payload = 2;"),
		Entry("an empty array", "return [];"),
		Entry("an array of null", "return [null];"),
		Entry("and is empty itself", ""),
	)

	DescribeTable("lets a message go on flagged, as it came, where the script returns",
		func(code string) {
			s := pipeline("msg.meta.touched = 1; " + code)
			o := one(s, `{"a": 1}`, map[string]any{"source": "plc1"})
			Expect(o.Err).To(HaveOccurred())
			Expect(o.Payload).To(Equal(`{"a": 1}`))
			Expect(o.Meta).To(HaveKeyWithValue("source", "plc1"))
			Expect(o.Meta).NotTo(HaveKey("touched"))
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_stage", "code"))
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "bad_return"))
			Expect(s.Count("processor_error")).To(BeEquivalentTo(1))
		},
		Entry("a number", "return 42;"),
		Entry("a string", "return 'msg';"),
		Entry("a Date", "return new Date(0);"),
		Entry("a Promise", "return Promise.resolve(msg);"),
		Entry("an array with something that is no message", "return [msg, 5];"),
	)

	It("drops a message whose script throws, logs where, and goes on with the next", func() {
		s := pipeline("if (msg.payload === 2)\n  throw new Error('fault');\nreturn msg;")
		Expect(payloads(process(s, Messages("1", "2", "3")))).To(Equal([]string{"1", "3"}))
		list := s.Log(slog.LevelError)
		Expect(list).To(HaveLen(1))
		Expect(list[0].Fields).To(HaveKeyWithValue("line", "2"))
		Expect(list[0].Text).To(ContainSubstring("2 |   throw new Error('fault');"))
	})

	It("passes metadata through, changed and deleted as the script says, and adds none of its own", func() {
		s := pipeline("delete msg.meta.secret; msg.meta.count = Number(msg.meta.count) + 1; msg.meta.big = 1000000; return msg;")
		o := one(s, `1`, map[string]any{"secret": "x", "count": "4", "keep": "y", "slot": 3})
		Expect(o.Meta).To(Equal(map[string]string{"count": "5", "keep": "y", "slot": "3", "big": "1000000"}))
	})

	It("has no metadata where the returned object has none", func() {
		Expect(one(pipeline("return { payload: 7 };"), `1`, map[string]any{"a": "x"}).Meta).To(BeEmpty())
	})

	It("needs no tag and builds no topic", func() {
		o := one(pipeline("msg.meta.umh_topic = 'umh.v1.acme._x.y'; return msg;"), `1`, nil)
		Expect(o.Meta).To(Equal(map[string]string{"umh_topic": "umh.v1.acme._x.y"}))
		Expect(o.Payload).To(Equal("1"))
	})

	DescribeTable("runs its code in strict mode:",
		func(code, want string) {
			s := pipeline("try { " + code + " } catch (e) { msg.payload = e.name; } return msg;")
			Expect(one(s, `1`, nil).Payload).To(Equal(want))
		},
		Entry("an undeclared name cannot be assigned", "total = 5;", `"ReferenceError"`),
		Entry("a frozen object cannot be changed", "Object.freeze({ a: 1 }).a = 2;", `"TypeError"`),
		Entry("this is undefined", "msg.payload = typeof this;", `"undefined"`),
		Entry("there are no arguments", "msg.payload = arguments.length;", `0`),
	)

	DescribeTable("refuses code that strict mode has no syntax for:",
		func(code string) {
			_, err := Start(ProcessorYAML("nodered_js", Config{"code": code}))
			Expect(err).To(MatchError(ContainSubstring("code, line 1:")))
		},
		Entry("with", "with (msg) { payload = 3; } return msg;"),
		Entry("octal numbers", "msg.payload = 010; return msg;"),
		Entry("delete of a name", "var x; delete x; return msg;"),
	)

	It("shows one message nothing of another", func() {
		s := pipeline("globalThis.seen = (globalThis.seen || 0) + 1; const clean = [].extra === undefined; Array.prototype.extra = 1; " +
			"msg.payload = [seen, clean, msg.payload]; return msg;")
		Expect(payloads(process(s, Messages("1", "2")))).To(Equal([]string{"[1,true,1]", "[1,true,2]"}))
		Expect(payloads(process(s, Messages("3")))).To(Equal([]string{"[1,true,3]"}))
	})

	It("keeps what the cache holds from message to message", func() {
		s := pipeline("const n = (cache.get('n') || 0) + 1; cache.set('n', n); msg.payload = n; return msg;")
		Expect(payloads(process(s, Messages("0", "0", "0")))).To(Equal([]string{"1", "2", "3"}))
	})
})
