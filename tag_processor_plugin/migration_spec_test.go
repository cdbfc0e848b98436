// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// These specs stand behind rows of docs/migration.md that no vector shows.

var _ = Describe("a member of a returned payload that is undefined", func() {
	scripts := map[string]string{
		"in a new object":          `return { payload: { a: 1, gone: undefined, none: null }, meta: msg.meta };`,
		"in the payload":           `msg.payload.gone = undefined; msg.payload.none = null; return msg;`,
		"in a message of an array": `return [{ payload: { a: 1, gone: msg.payload.missing, none: null }, meta: msg.meta }];`,
	}
	for where, script := range scripts {
		It("is left out of the tag's value "+where+", and null is not", func() {
			s := pipeline(tagProcessor(advanced(script)))
			Expect(valueOf(one(s, Message(`{"a":1}`, nil)))).To(Equal(jsonOf(`{"a":1,"none":null}`)))
		})
		It("is left out by nodered_js "+where+", and null is not", func() {
			Expect(one(pipeline(nodeRED(script)), Message(`{"a":1}`, nil)).Payload).To(Equal(`{"a":1,"none":null}`))
		})
	}
	It("is left out at any depth, and is null as an element of an array", func() {
		s := pipeline(nodeRED(`msg.payload = { in: { gone: undefined }, list: [undefined, { gone: undefined }] }; return msg;`))
		Expect(one(s, Message("1", nil)).Payload).To(Equal(`{"in":{},"list":[null,{}]}`))
	})
})

var _ = Describe("the error mark of an earlier processor", func() {
	early := `mapping: 'root = if content().string() == "2" { throw("early fault") }'`
	caught := `catch: [ { mapping: 'meta caught = error()' } ]`
	for name, yaml := range map[string]string{"tag_processor": tagProcessor(), "nodered_js": nodeRED("return msg;")} {
		It("is there for a catch behind "+name, func() {
			out := process(pipeline(early, yaml, caught), Messages("1", "2", "3"))
			Expect(out).To(HaveLen(3))
			Expect(out[0].Meta).NotTo(HaveKey("caught"))
			Expect(out[1].Meta).To(HaveKeyWithValue("caught", ContainSubstring("early fault")))
			Expect(out[2].Meta).NotTo(HaveKey("caught"))
		})
	}
})

var _ = Describe("the stages of a tag_processor", func() {
	for _, reuse := range []bool{true, false} {
		It(fmt.Sprintf("run for one message of a batch to the end before the next message starts, with reuse_vms: %v", reuse), func() {
			s := pipeline(tagProcessor(
				Config{"reuse_vms": reuse, "defaults": setTag + "cache.set('last', msg.payload); return msg;"},
				when("cache.get('last') === msg.payload", "msg.meta.own = 'yes'; return msg;"),
				advanced("msg.payload = cache.get('last'); return msg;"),
			))
			out := process(s, Messages("1", "2", "3"))
			Expect(valuesOf(out)).To(Equal([]string{"1", "2", "3"}))
			for _, o := range out {
				Expect(o.Meta).To(HaveKeyWithValue("own", "yes"))
			}
		})
	}
})

var _ = Describe("a message that a tag_processor flags", func() {
	for where, fields := range map[string][]Config{
		"defaults":           {{"defaults": "throw 1"}},
		"a condition":        {when("true", "throw 1")},
		"advancedProcessing": {advanced("throw 1")},
		"its topic":          {advanced("delete msg.meta.tag_name; return msg;")},
		"its value":          {advanced("msg.meta.datatype = 'number'; msg.payload = 'x'; return msg;")},
	} {
		It("has no _initialMetadata and no _incomingKeys, for an error in "+where, func() {
			s := pipeline(tagProcessor(append(fields, Config{"on_error": "forward"})...))
			o := one(s, Message("1", map[string]any{"source": "plc1"}))
			Expect(o.Err).To(HaveOccurred())
			Expect(o.Meta).To(HaveKeyWithValue("source", "plc1"))
			Expect(o.Meta).NotTo(HaveKey("_initialMetadata"))
			Expect(o.Meta).NotTo(HaveKey("_incomingKeys"))
		})
	}
	It("has those that an earlier tag_processor set", func() {
		o := one(pipeline(tagProcessor(), tagProcessor(advanced("throw 1"))), Message("1", map[string]any{"source": "plc1"}))
		Expect(o.Err).To(HaveOccurred())
		Expect(o.Meta).To(HaveKeyWithValue("_initialMetadata", `{"source":"plc1"}`))
	})
})

var _ = Describe("a typed array", func() {
	kinds := map[string]string{
		"Int8Array": "[1,-2]", "Uint8Array": "[1,254]", "Uint8ClampedArray": "[1,0]", "Int16Array": "[1,-2]",
		"Uint16Array": "[1,65534]", "Int32Array": "[1,-2]", "Uint32Array": "[1,4294967294]",
		"Float32Array": "[1,-2]", "Float64Array": "[1,-2]",
	}
	for kind, want := range kinds {
		It("that is a payload of nodered_js is an array of numbers: "+kind, func() {
			s := pipeline(nodeRED("msg.payload = new " + kind + "([1, -2]); return msg;"))
			Expect(one(s, Message("1", nil)).Payload).To(Equal(want))
		})
		It("that is a member of a payload of nodered_js is an array of numbers: "+kind, func() {
			s := pipeline(nodeRED("return { payload: { raw: new " + kind + "([1, -2]) } };"))
			Expect(one(s, Message("1", nil)).Payload).To(Equal(`{"raw":` + want + `}`))
		})
	}
})

var _ = Describe("Benthos' switch round a processor", func() {
	double := "return [msg, { payload: msg.payload + 0.5, meta: msg.meta }];"
	for name, yaml := range map[string]string{
		"tag_processor": tagProcessor(advanced("if (msg.payload === 5) throw 1; " + double)),
		"nodered_js":    nodeRED("if (msg.payload === 5) return 1; " + double),
	} {
		It("keeps the order of the batch, with several messages of one and one that is flagged: "+name, func() {
			s := pipeline(`
switch:
  - check: this % 2 == 1
    processors: [ ` + yaml + ` ]
  - processors: [ { mapping: 'meta even = "yes"' } ]
`)
			var batch service.MessageBatch
			for _, payload := range strings.Fields("1 2 3 4 5 6 7") {
				batch = append(batch, Message(payload, map[string]any{"n": payload}))
			}
			var order []string
			for _, o := range process(s, batch) {
				order = append(order, o.Meta["n"])
			}
			Expect(order).To(Equal(strings.Fields("1 1 2 3 3 4 5 6 7 7")))
		})
	}
})
