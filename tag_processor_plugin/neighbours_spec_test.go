// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"context"
	"encoding/json"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// Components as they stand behind tag_processor in other people's pipelines.
func init() {
	empty := service.NewConfigSpec()
	service.MustRegisterProcessor("picky_consumer", empty, func(*service.ParsedConfig, *service.Resources) (service.Processor, error) {
		return pickyConsumer{}, nil
	})
	service.MustRegisterProcessor("rude_consumer", empty, func(*service.ParsedConfig, *service.Resources) (service.Processor, error) {
		return rudeConsumer{}, nil
	})
	service.MustRegisterOutput("bytes_only", empty, func(*service.ParsedConfig, *service.Resources) (service.Output, int, error) {
		return bytesOnly{}, 1, nil
	})
}

// A pickyConsumer takes the Go types that the consumers of today's release know,
// as its downsampler does, and no others.
type pickyConsumer struct{}

func (pickyConsumer) Process(_ context.Context, m *service.Message) (service.MessageBatch, error) {
	structured, err := m.AsStructured()
	if err != nil {
		return nil, err
	}
	tag, ok := structured.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the message is %T", structured)
	}
	switch tag["timestamp_ms"].(type) {
	case int64, int, float64:
	default:
		return nil, fmt.Errorf("timestamp_ms is %T", tag["timestamp_ms"])
	}
	switch v := tag["value"].(type) {
	case float64, float32, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, bool, string:
	case json.Number:
		if _, err := v.Float64(); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("value is %T", tag["value"])
	}
	m.MetaSetMut("taken", fmt.Sprintf("%v at %v", tag["value"], tag["timestamp_ms"]))
	return service.MessageBatch{m}, nil
}

func (pickyConsumer) Close(context.Context) error { return nil }

// A rudeConsumer changes what it gets.
type rudeConsumer struct{}

func (rudeConsumer) Process(_ context.Context, m *service.Message) (service.MessageBatch, error) {
	structured, err := m.AsStructuredMut()
	if err != nil {
		return nil, err
	}
	tag, ok := structured.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the message is %T", structured)
	}
	tag["value"] = "changed"
	delete(tag, "timestamp_ms")
	return service.MessageBatch{m}, nil
}

func (rudeConsumer) Close(context.Context) error { return nil }

// bytesOnly is an output that fails on every message whose bytes are no tag.
type bytesOnly struct{}

func (bytesOnly) Connect(context.Context) error { return nil }
func (bytesOnly) Close(context.Context) error   { return nil }

func (bytesOnly) Write(_ context.Context, m *service.Message) error {
	content, err := m.AsBytes()
	if err != nil {
		return err
	}
	if string(content) != `{"timestamp_ms":7,"value":9007199254740993}` {
		return fmt.Errorf("got %q", content)
	}
	return nil
}

var _ = Describe("behind tag_processor", func() {
	DescribeTable("a processor that only knows today's Go types takes",
		func(payload, want string) {
			for _, script := range []string{"return msg;", "msg.payload = JSON.parse(JSON.stringify(msg.payload)); return msg;"} {
				s := pipeline(tagProcessor(advanced(script)), "picky_consumer: {}")
				o := one(s, Message(payload, nil))
				Expect(o.Err).NotTo(HaveOccurred())
				Expect(o.Meta).To(HaveKeyWithValue("taken", want))
			}
		},
		Entry("a number", `21.50`, "21.5 at 7"),
		Entry("an integer", `184223`, "184223 at 7"),
		Entry("a bool", `true`, "true at 7"),
		Entry("text", `"RUN"`, "RUN at 7"),
		Entry("an object, which is text", `{"a":1}`, `{"a":1} at 7`),
	)

	DescribeTable("a mapping reads this.value:",
		func(payload, mapping, want string) {
			o := one(pipeline(tagProcessor(), "mapping: 'root = "+mapping+"'"), Message(payload, nil))
			Expect(o.Err).NotTo(HaveOccurred())
			Expect(o.Payload).To(Equal(want))
		},
		Entry("a number", `21.5`, `this.value * 2`, `43`),
		Entry("a whole number with a fraction of 0", `1.0`, `this.value.int64()`, `1`),
		Entry("a whole number with an exponent", `1e3`, `this.value.int64()`, `1000`),
		Entry("negative zero", `-0.0`, `this.value.int64()`, `0`),
		Entry("an integer beyond 2^53", `9007199254740993`, `this.value.int64()`, `9007199254740993`),
		Entry("a bool", `true`, `!this.value`, `false`),
		Entry("text", `"run"`, `this.value.uppercase()`, `RUN`),
		Entry("null", `null`, `this.value.type()`, `null`),
		Entry("an object, as text", `{"a":[1]}`, `this.value.parse_json().a`, `[1]`),
		Entry("the time", `1`, `this.timestamp_ms.int64() + 1`, `8`),
		Entry("the whole tag", `1.50`, `this`, `{"timestamp_ms":7,"value":1.5}`),
	)

	It("a switch decides by this.timestamp_ms", func() {
		s := pipeline(tagProcessor(advanced("msg.meta.timestamp_ms = msg.payload; return msg;")), `
switch:
  - check: this.timestamp_ms > 1000
    processors: [ mapping: 'meta when = "late"' ]
  - check: this.timestamp_ms == -5
    processors: [ mapping: 'meta when = "early"' ]
`)
		out := process(s, Messages("2000", "-5", "7"))
		Expect(out[0].Meta).To(HaveKeyWithValue("when", "late"))
		Expect(out[1].Meta).To(HaveKeyWithValue("when", "early"))
		Expect(out[2].Meta).NotTo(HaveKey("when"))
	})

	It("an archive puts tags together", func() {
		for format, want := range map[string]string{
			"json_array": `[{"timestamp_ms":7,"value":9007199254740993},{"timestamp_ms":7,"value":"<a>"},{"timestamp_ms":7,"value":null}]`,
			"lines":      `{"timestamp_ms":7,"value":9007199254740993}` + "\n" + `{"timestamp_ms":7,"value":"<a>"}` + "\n" + `{"timestamp_ms":7,"value":null}`,
		} {
			s := pipeline(tagProcessor(), "archive: { format: "+format+" }")
			out := process(s, Messages(`9007199254740993`, `"<a>"`, `null`))
			Expect(out).NotTo(BeEmpty())
			Expect(out[0].Payload).To(Equal(want), format)
		}
	})

	It("an output that only reads bytes gets all digits", func() {
		s := pipelineOf(Options{Processors: []string{tagProcessor()}, Output: "bytes_only: {}"})
		Expect(s.Send(Messages("9007199254740993"))).To(Succeed())
		Expect(s.Send(Messages("1"))).To(MatchError(ContainSubstring(`got "{`)), "the output sees what it gets")
	})

	It("several outputs that change the message do not change each other's", func() {
		const branches = `msg.meta.n = 0; const shared = { payload: msg.payload, meta: msg.meta }; return [shared, shared, msg];`
		for _, script := range []string{"return msg;", branches} {
			s := pipelineOf(Options{
				Processors: []string{tagProcessor(advanced(script))},
				Threads:    2,
				Output: `
broker:
  pattern: fan_out
  outputs:
    - { collect: changed, processors: [ rude_consumer: {} ] }
    - { collect: mapped, processors: [ mapping: 'root = this.merge({"value":"mapped"})' ] }
    - { collect: original }
    - { collect: read, processors: [ picky_consumer: {} ] }
`,
			})
			const batches = 20
			for i := range batches {
				Expect(s.Send(Messages(fmt.Sprint(i), `{"list":[1]}`, `"text"`))).To(Succeed())
			}
			for _, o := range s.Collected("changed") {
				Expect(o.Payload).To(Equal(`{"value":"changed"}`))
			}
			for _, name := range []string{"original", "read"} {
				for _, o := range s.Collected(name) {
					Expect(o.Err).NotTo(HaveOccurred())
					Expect(valueOf(o)).NotTo(ContainSubstring("changed"))
				}
			}
			Expect(s.Collected("original")).To(HaveLen(len(s.Collected("mapped"))))
			Expect(len(s.Collected("original"))).To(BeNumerically(">=", 3*batches))
		}
	})
})
