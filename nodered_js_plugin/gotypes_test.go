// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package nodered_js_plugin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"sync"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// seen is what the processor `look` behind ours got hold of, in order.
var seen struct {
	sync.Mutex
	messages service.MessageBatch
}

// look keeps the messages themselves and hands copies on.
type look struct{}

func (look) Process(_ context.Context, m *service.Message) (service.MessageBatch, error) {
	seen.Lock()
	defer seen.Unlock()
	out := m.DeepCopy()
	seen.messages = append(seen.messages, m)
	return service.MessageBatch{out}, nil
}

func (look) Close(context.Context) error { return nil }

// doubler doubles the member value, as a processor does that knows the Go types
// which today's release hands on and no others.
type doubler struct{}

func (doubler) Process(_ context.Context, m *service.Message) (service.MessageBatch, error) {
	v, err := m.AsStructuredMut()
	if err != nil {
		return nil, err
	}
	root, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("a %T is no object", v)
	}
	switch n := root["value"].(type) {
	case int64:
		root["value"] = 2 * n
	case float64:
		root["value"] = 2 * n
	default:
		return nil, fmt.Errorf("value is a %T", n)
	}
	m.SetStructuredMut(root)
	return service.MessageBatch{m}, nil
}

func (doubler) Close(context.Context) error { return nil }

func init() {
	for name, p := range map[string]service.Processor{"look": look{}, "doubler": doubler{}} {
		service.MustRegisterProcessor(name, service.NewConfigSpec(), func(*service.ParsedConfig, *service.Resources) (service.Processor, error) {
			return p, nil
		})
	}
}

// looked is what left a nodered_js with this script, as the next processor sees it.
func looked(payload, code string, fields ...Config) service.MessageBatch {
	GinkgoHelper()
	s, err := Start(ProcessorYAML("nodered_js", append([]Config{{"code": code}}, fields...)...), "look: {}")
	Expect(err).NotTo(HaveOccurred())
	defer func() { Expect(s.Stop()).To(Succeed()) }()
	seen.messages = nil
	process(s, Messages(payload))
	return seen.messages
}

// everyWay runs a script in each of the ways that there are.
func everyWay(payload, code string) map[string]service.MessageBatch {
	GinkgoHelper()
	return map[string]service.MessageBatch{
		"in a shared VM":                        looked(payload, code),
		"with reuse_vms: false":                 looked(payload, code, Config{"reuse_vms": false}),
		"with a construct that forbids sharing": looked(payload, "if (false) { globalThis.x = 1; } "+code),
	}
}

// longText is a text of 1 MB.
var longText = strings.Repeat("0123456789abcdef", 1<<16)

var _ = Describe("what the next processor gets of nodered_js", func() {
	DescribeTable("is, of a payload that a script assigned or changed, a Go value:",
		func(payload, code string, value any, content string) {
			for way, batch := range everyWay(payload, code+" return msg;") {
				Expect(batch).To(HaveLen(1), way)
				m := batch[0]
				Expect(m.GetError()).NotTo(HaveOccurred(), way)
				if value != nil {
					Expect(m.HasStructured()).To(BeTrue(), way)
				}
				got, err := m.AsStructured()
				Expect(err).NotTo(HaveOccurred(), way)
				if value == nil {
					Expect(got).To(BeNil(), way)
				} else {
					Expect(got).To(Equal(value), way)
				}
				Expect(m.AsBytes()).To(BeEquivalentTo(content), way)
			}
		},
		Entry("an integer", `1`, "msg.payload = 42;", int64(42), `42`),
		Entry("an integer that a sum gives", `1.5`, "msg.payload += 0.5;", int64(2), `2`),
		Entry("a fraction", `1`, "msg.payload = 0.1 + 0.2;", 0.30000000000000004, `0.30000000000000004`),
		Entry("the integer 2^53", `1`, "msg.payload = 2 ** 53;", int64(1<<53), `9007199254740992`),
		Entry("an integer beyond it", `1`, "msg.payload = 2 ** 53 + 2;", float64(1<<53+2), `9007199254740994`),
		Entry("the same below zero", `1`, "msg.payload = -(2 ** 53) - 2;", float64(-1<<53-2), `-9007199254740994`),
		Entry("an exponent", `1`, "msg.payload = 1e21;", 1e21, `1e+21`),
		Entry("a small number", `1`, "msg.payload = 1e-7;", 1e-7, `1e-7`),
		Entry("a BigInt", `1`, "msg.payload = 42n;", int64(42), `42`),
		Entry("a BigInt beyond 2^53", `1`, "msg.payload = 9007199254740993n;", json.Number("9007199254740993"), `9007199254740993`),
		Entry("negative zero, computed", `1`, "msg.payload = -0;", int64(0), `0`),
		Entry("negative zero, computed, inside", `1`, "msg.payload = { a: -0 };", map[string]any{"a": int64(0)}, `{"a":0}`),
		Entry("negative zero, moved", `{"a":-0}`, "msg.payload = msg.payload.a;", math.Copysign(0, -1), `-0`),
		Entry("an integer beyond 2^53, moved", `{"a":9007199254740993}`, "msg.payload = msg.payload.a;",
			json.Number("9007199254740993"), `9007199254740993`),
		Entry("an integer beyond 2^53, computed", `9007199254740993`, "msg.payload *= 1;", int64(1<<53), `9007199254740992`),
		Entry("a fraction of many digits, moved", `[0.12345678901234567890]`, "msg.payload = msg.payload[0];",
			json.Number("0.12345678901234567890"), `0.12345678901234567890`),
		Entry("a zero at the end, moved", `[1.10]`, "msg.payload = msg.payload[0];", 1.1, `1.1`),
		Entry("an integer with a fraction of zero, moved", `[1.0]`, "msg.payload = msg.payload[0];", int64(1), `1`),
		Entry("an integer with an exponent, moved", `[1e3]`, "msg.payload = msg.payload[0];", int64(1000), `1000`),
		Entry("a number too large, moved: text", `[1e400]`, "msg.payload = msg.payload[0];", "1e400", `"1e400"`),
		Entry("a number too large, inside a changed object", `{"a":1e400}`, "msg.payload.b = 1;",
			map[string]any{"a": json.Number("1e400"), "b": int64(1)}, `{"a":1e400,"b":1}`),
		Entry("a number too small, moved", `[1e-400]`, "msg.payload = msg.payload[0];", json.Number("1e-400"), `1e-400`),
		Entry("a sibling of what changed", `{"id":9007199254740993,"f":1.10}`, "msg.payload.x = 1;",
			map[string]any{"id": json.Number("9007199254740993"), "f": 1.1, "x": int64(1)}, `{"f":1.1,"id":9007199254740993,"x":1}`),
		Entry("a string", `1`, "msg.payload = 'RUN';", "RUN", `"RUN"`),
		Entry("an empty string", `1`, "msg.payload = '';", "", `""`),
		Entry("1 MB of text", `1`, "msg.payload = '0123456789abcdef'.repeat(65536);", longText, `"`+longText+`"`),
		Entry("half of a surrogate pair", `1`, `msg.payload = '\ud83d';`, "\uFFFD", "\"\uFFFD\""),
		Entry("halves of surrogate pairs inside", `1`, `msg.payload = { '\ude00': ['\ud83d'] };`,
			map[string]any{"\uFFFD": []any{"\uFFFD"}}, "{\"\uFFFD\":[\"\uFFFD\"]}"),
		Entry("text that is no UTF-8, moved", "a\xff\xfeb", "msg.payload = { a: msg.payload };",
			map[string]any{"a": "a\uFFFD\uFFFDb"}, "{\"a\":\"a\uFFFD\uFFFDb\"}"),
		Entry("a bool", `1`, "msg.payload = false;", false, `false`),
		Entry("null", `1`, "msg.payload = null;", nil, `null`),
		Entry("undefined", `1`, "msg.payload = undefined;", nil, `null`),
		Entry("a Date", `1`, "msg.payload = new Date(0);", "1970-01-01T00:00:00.000Z", `"1970-01-01T00:00:00.000Z"`),
		Entry("an object, keys sorted and members that are undefined left out", `1`, "msg.payload = { z: 1, u: undefined, m: [undefined, NaN, true, {}] };",
			map[string]any{"z": int64(1), "m": []any{nil, nil, true, map[string]any{}}}, `{"m":[null,null,true,{}],"z":1}`),
		Entry("an empty array", `1`, "msg.payload = [];", []any{}, `[]`),
		Entry("a typed array", `1`, "msg.payload = new Float64Array([1, 1.5]);", []any{int64(1), 1.5}, `[1,1.5]`),
		Entry("a key __proto__", `{"__proto__":{"a":1}}`, "msg.payload.b = 2;",
			map[string]any{"__proto__": map[string]any{"a": int64(1)}, "b": int64(2)}, `{"__proto__":{"a":1},"b":2}`),
		Entry("of equal keys the last", `{"a":1,"b":2,"a":3}`, "msg.payload.c = 4;",
			map[string]any{"a": int64(3), "b": int64(2), "c": int64(4)}, `{"a":3,"b":2,"c":4}`),
		Entry("without HTML escapes", `1`, "msg.payload = '<b>&';", "<b>&", `"<b>&"`),
	)

	DescribeTable("is, of a payload that no script touched, the JSON that came in:",
		func(payload, content string) {
			for _, code := range []string{
				"return msg;",
				"msg.meta.kind = typeof msg.payload; return msg;",
				"msg.payload = msg.payload; return msg;",
				"const p = msg.payload; msg.payload = 1; msg.payload = p; return msg;",
				"return { payload: msg.payload, meta: msg.meta };",
				"return [{ payload: msg.payload }];",
				"const { payload } = msg; return { payload };",
			} {
				for way, batch := range everyWay(payload, code) {
					Expect(batch).To(HaveLen(1), code)
					Expect(batch[0].GetError()).NotTo(HaveOccurred(), code)
					Expect(batch[0].HasStructured()).To(BeFalse(), "%s %s", code, way)
					Expect(batch[0].AsBytes()).To(BeEquivalentTo(content), "%s %s", code, way)
				}
			}
		},
		Entry("an object", `{"b":1,"a":[1,2.0,1e3]}`, `{"b":1,"a":[1,2.0,1e3]}`),
		Entry("numbers with all their digits", `[9007199254740993,1.10,-0,1e400]`, `[9007199254740993,1.10,-0,1e400]`),
		Entry("a number alone", `1.50`, `1.50`),
		Entry("a number too large for a double: text", `1e400`, `"1e400"`),
		Entry("several lines, in one", "{\n  \"a b\": [ 1,\t2 ],\r\n  \"q\": \"\\\" {\"\n}\n", `{"a b":[1,2],"q":"\" {"}`),
		Entry("bytes that are no UTF-8, replaced", "{\"a\":\"\xff\xfe\"}", "{\"a\":\"\uFFFD\uFFFD\"}"),
		Entry("UTF-8", `{"größe":"µ\u00b5"}`, `{"größe":"µ\u00b5"}`),
		Entry("half of a surrogate pair", `"\ud83d"`, `"\ud83d"`),
		Entry("equal keys", `{"a":1,"a":2}`, `{"a":1,"a":2}`),
		Entry("a key __proto__", `{"__proto__":1}`, `{"__proto__":1}`),
		Entry("an empty string", `""`, `""`),
		Entry("text, as a JSON string", "Spindle \"running\"\n", `"Spindle \"running\"\n"`),
		Entry("text that is no UTF-8", "a\xffb", "\"a\uFFFDb\""),
		Entry("1 MB of text", longText, `"`+longText+`"`),
	)

	It("belongs to one message alone, whatever a script returned twice", func() {
		for _, code := range []string{
			"return [msg, msg, { payload: msg.payload }];",
			"msg.payload.x = [1]; return [msg, msg, { payload: msg.payload }];",
			"const one = { payload: { list: [{ a: 1 }] } }; return [one, one, { payload: one.payload }];",
		} {
			for way, batch := range everyWay(`{"list":[{"a":1}]}`, code) {
				Expect(batch).To(HaveLen(3), way)
				before := make([]string, len(batch))
				for i, m := range batch {
					content, err := m.DeepCopy().AsBytes()
					Expect(err).NotTo(HaveOccurred())
					before[i] = string(content)
				}
				for i, m := range batch {
					v, err := m.AsStructuredMut()
					Expect(err).NotTo(HaveOccurred())
					root := v.(map[string]any)
					root["list"].([]any)[0].(map[string]any)["a"] = "changed"
					root["new"] = true
					m.SetStructuredMut(root)
					Expect(m.AsBytes()).To(ContainSubstring("changed"))
					for j := i + 1; j < len(batch); j++ {
						Expect(batch[j].AsBytes()).To(BeEquivalentTo(before[j]), "%s %s", code, way)
					}
				}
			}
		}
	})

	It("does not share anything with the message that came in", func() {
		in := service.NewMessage(nil)
		in.SetStructuredMut(map[string]any{"list": []any{map[string]any{"a": int64(1)}}})
		for _, code := range []string{"return msg;", "msg.payload.x = 1; return msg;"} {
			s, err := Start(ProcessorYAML("nodered_js", Config{"code": code}), "look: {}")
			Expect(err).NotTo(HaveOccurred())
			DeferCleanup(s.Stop)
			seen.messages = nil
			process(s, service.MessageBatch{in})
			v, err := seen.messages[0].AsStructuredMut()
			Expect(err).NotTo(HaveOccurred())
			v.(map[string]any)["list"].([]any)[0].(map[string]any)["a"] = "changed"
			Expect(in.AsBytes()).To(BeEquivalentTo(`{"list":[{"a":1}]}`))
		}
	})

	It("belongs to one output alone where several get it", func() {
		for _, way := range []Config{{}, {"reuse_vms": false}} {
			branch := "      - processors: [ doubler: {}, doubler: {} ]\n        collect: "
			s, err := Run(Options{
				Processors: []string{ProcessorYAML("nodered_js", Config{
					"code": "return msg.payload.map(value => ({ payload: { value, list: [msg.payload] } }));",
				}, way)},
				Output: "broker:\n    pattern: fan_out\n    outputs:\n" + branch + "a\n" + branch + "b\n",
			})
			Expect(err).NotTo(HaveOccurred())
			DeferCleanup(s.Stop)
			for range 20 {
				Expect(s.Send(Messages(`[1,2,3]`, `[4,5.5]`))).To(Succeed())
			}
			for _, name := range []string{"a", "b"} {
				Expect(payloads(s.Collected(name))[95:]).To(Equal([]string{
					`{"list":[[1,2,3]],"value":4}`, `{"list":[[1,2,3]],"value":8}`, `{"list":[[1,2,3]],"value":12}`,
					`{"list":[[4,5.5]],"value":16}`, `{"list":[[4,5.5]],"value":22}`,
				}))
			}
		}
	})

	It("suits a processor that knows int64 and float64 only, a mapping, a switch and an output of bytes", func() {
		const scale = "msg.payload = { value: msg.payload.raw / 4, unit: 'bar' }; return msg;"
		script := ProcessorYAML("nodered_js", Config{"code": scale})
		for payload, want := range map[string]string{
			`{"raw":8}`:   `{"kind":"whole","unit":"bar","value":4}`,
			`{"raw":9.0}`: `{"kind":"part","unit":"bar","value":4.5}`,
		} {
			s, err := Start(script, "doubler: {}",
				"switch:\n  - check: this.value == 4\n    processors:\n      - mapping: 'root = this\n\n          root.kind = \"whole\"'\n  - processors:\n      - mapping: 'root = this\n\n          root.kind = \"part\"'\n")
			Expect(err).NotTo(HaveOccurred())
			DeferCleanup(s.Stop)
			o := one(s, payload, nil)
			Expect(o.Err).NotTo(HaveOccurred())
			Expect(o.Payload).To(MatchJSON(want))
		}
		s, err := Start(script)
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(s.Stop)
		Expect(one(s, `{"raw":8}`, nil).Payload).To(Equal(`{"unit":"bar","value":2}`))
	})
})
