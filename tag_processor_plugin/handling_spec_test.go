// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"context"
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// faulty flags messages whose payload is negative.
var faulty = tagProcessor(advanced("if (msg.payload < 0) {\n  throw new Error('negative');\n}\nreturn msg;"))

var _ = Describe("Benthos' error handling", func() {
	It("catches a flagged message, and only it, with the error and where it failed", func() {
		s := pipeline(faulty, `
catch:
  - mapping: |
      root.failed = @umh_error_stage + ":" + @umh_error_reason + ":" + @umh_error_line
      root.error = error()
      root.original = content().string()
`)
		out := process(s, Messages("1", "-2", "3"))
		Expect(out).To(HaveLen(3))
		Expect(valueOf(out[0])).To(Equal("1"))
		Expect(valueOf(out[2])).To(Equal("3"))
		Expect(out[1].Err).NotTo(HaveOccurred(), "caught")
		Expect(out[1].Payload).To(ContainSubstring(`"failed":"advancedProcessing:throw:2"`))
		Expect(out[1].Payload).To(ContainSubstring(`"original":"-2"`))
		Expect(out[1].Payload).To(ContainSubstring("advancedProcessing, line 2:9, throw: Error: negative"))
	})

	It("switches on errored()", func() {
		s := pipeline(faulty, `
switch:
  - check: errored()
    processors: [ { mapping: 'meta side = "bad"' } ]
  - processors: [ { mapping: 'meta side = "good"' } ]
`)
		var sides []string
		for _, o := range process(s, Messages("1", "-2", "3")) {
			sides = append(sides, o.Meta["side"])
		}
		Expect(sides).To(ConsistOf("good", "bad", "good"))
	})

	It("skips, in a try, what follows the failure", func() {
		s := pipelineOf(Options{Processors: []string{
			`{"try": [` + faulty + `, {"mapping": "meta after = \"reached\""}, ` + nodeRED("msg.meta.last = 'reached'; return msg;") + `]}`,
		}})
		out := process(s, Messages("1", "-2"))
		Expect(out).To(HaveLen(2))
		Expect(out[0].Meta).To(HaveKeyWithValue("after", "reached"))
		Expect(out[0].Meta).To(HaveKeyWithValue("last", "reached"))
		Expect(out[1].Err).To(MatchError(ContainSubstring("negative")))
		Expect(out[1].Payload).To(Equal("-2"))
		Expect(out[1].Meta).NotTo(HaveKey("after"))
		Expect(out[1].Meta).NotTo(HaveKey("last"))
	})

	It("rejects flagged messages with reject_errored, back to the input", func() {
		s := pipelineOf(Options{Processors: []string{faulty}, Output: `reject_errored: { collect: good }`})
		Expect(s.Send(Messages("-2"))).To(MatchError(ContainSubstring("Error: negative")))
		Expect(s.Send(Messages("1"))).To(Succeed())
		Expect(valuesOf(s.Collected("good"))).To(Equal([]string{"1"}))
	})

	It("falls back to another output for flagged messages, with payload, metadata and reason", func() {
		s := pipelineOf(Options{Processors: []string{faulty}, Output: `
fallback:
  - reject_errored: { collect: good }
  - collect: bad
`})
		batch := Messages("1", "-2", "3", "-4", "5")
		for _, m := range batch {
			m.MetaSetMut("source", "plc1")
		}
		Expect(s.Send(batch)).To(Succeed())
		Expect(valuesOf(s.Collected("good"))).To(Equal([]string{"1", "3", "5"}))
		bad := s.Collected("bad")
		Expect(bad).To(HaveLen(2))
		for i, o := range bad {
			Expect(o.Payload).To(Equal([]string{"-2", "-4"}[i]))
			Expect(o.Meta).To(HaveKeyWithValue("source", "plc1"))
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "throw"))
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_message", "Error: negative"))
		}
	})

	It("switches outputs on errored()", func() {
		s := pipelineOf(Options{Processors: []string{faulty}, Output: `
switch:
  cases:
    - check: errored()
      output: { collect: bad }
    - output: { collect: good }
`})
		Expect(s.Send(Messages("1", "-2", "3"))).To(Succeed())
		Expect(valuesOf(s.Collected("good"))).To(Equal([]string{"1", "3"}))
		Expect(s.Collected("bad")).To(HaveLen(1))
	})

	It("sees nothing of a message that was dropped", func() {
		s := pipelineOf(Options{
			Processors: []string{tagProcessor(advanced("delete msg.meta.tag_name; return msg;")), nodeRED("throw 1")},
			Output:     `reject_errored: { collect: good }`,
		})
		Expect(s.Send(Messages("1"))).To(Succeed())
		Expect(s.Collected("good")).To(BeEmpty())
	})
})

var _ = Describe("a message between processors", func() {
	It("fails a second time with nothing left of the first failure", func() {
		caught := `catch: [ { mapping: 'meta caught = "yes"' } ]`
		second := tagProcessor(Config{"on_error": "forward"}, advanced("delete msg.meta.tag_name; return msg;"))
		o := one(pipeline(faulty, caught, second), Message("-1", nil))
		Expect(o.Meta).To(HaveKeyWithValue("caught", "yes"))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_stage", "topic"))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "missing_field"))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_message", ContainSubstring("tag_name")))
		Expect(o.Meta).NotTo(HaveKey("umh_error_line"), "no script is at fault")
	})

	early := `mapping: 'root = if content().string() == "2" { throw("early fault") }'`

	for _, name := range []string{"tag_processor", "nodered_js"} {
		yaml := tagProcessor()
		if name == "nodered_js" {
			yaml = nodeRED("msg.meta.seen = true; return msg;")
		}
		It("keeps the error mark of an earlier processor through "+name+", and is processed", func() {
			s := pipeline(early, yaml)
			out := process(s, Messages("1", "2"))
			Expect(out).To(HaveLen(2))
			Expect(out[0].Err).NotTo(HaveOccurred())
			Expect(out[1].Err).To(MatchError(ContainSubstring("early fault")))
			Expect(out[1].Meta).To(Or(HaveKey("umh_topic"), HaveKey("seen")))
			Expect(out[1].Meta).NotTo(HaveKey("umh_error_stage"))
			Expect(s.Count("messages_processed")).To(BeEquivalentTo(2))
			Expect(s.Count("messages_errored")).To(BeZero())
			Expect(s.CountBy("processor_error", "path")).To(Equal(map[string]int64{"root.pipeline.processors.0": 1}))
		})

		It("keeps its context through "+name, func() {
			type key struct{}
			ctx := context.WithValue(context.Background(), key{}, "trace 42")
			o := one(pipeline(yaml), Message("1", nil).WithContext(ctx))
			Expect(o.Context.Value(key{})).To(Equal("trace 42"))
		})
	}

	It("keeps its context as each branch, and flagged", func() {
		type key struct{}
		ctx := context.WithValue(context.Background(), key{}, "trace 42")
		s := pipeline(tagProcessor(Config{"defaults": fanOut}, advanced("if (msg.payload === 2) throw 1; return msg;")))
		out := process(s, service.MessageBatch{Message("[1,2,3]", nil).WithContext(ctx)})
		Expect(valuesOf(out)).To(Equal([]string{"flagged", "1", "3"}))
		for _, o := range out {
			Expect(o.Context.Value(key{})).To(Equal("trace 42"))
		}
	})

	It("keeps the error mark of an earlier processor on each branch", func() {
		s := pipeline(`mapping: root = throw("early fault")`, tagProcessor(Config{"defaults": fanOut}))
		out := process(s, Messages("[1,2]"))
		Expect(out).To(HaveLen(2))
		for _, o := range out {
			Expect(o.Err).To(MatchError(ContainSubstring("early fault")))
		}
	})

	It("is left alone by a tag_processor that only reads it: another output of the same message sees the original", func() {
		s := pipeline(`
branch:
  processors: [ ` + tagProcessor(advanced("msg.payload.list.push(2); msg.meta.extra = 1; return msg;")) + ` ]
  result_map: 'meta inner = content().string()'
`)
		o := one(s, Message(`{"list":[1]}`, map[string]any{"source": "plc1"}))
		Expect(o.Payload).To(Equal(`{"list":[1]}`))
		Expect(o.Meta).To(HaveKeyWithValue("inner", `{"timestamp_ms":7,"value":"{\"list\":[1,2]}"}`))
		Expect(o.Meta).NotTo(HaveKey("extra"))
	})

	It("carries an error that errors.As finds, with stage, line, column, excerpt and reason, and whose text has no line of code", func() {
		o := one(pipeline(faulty), Message("-1", nil))
		var e *script.Error
		Expect(errors.As(o.Err, &e)).To(BeTrue())
		Expect(e.Stage).To(Equal("advancedProcessing"))
		Expect(e.Reason).To(Equal(script.Throw))
		Expect(e.Line).To(Equal(2))
		Expect(e.Column).To(Equal(9))
		Expect(e.Excerpt).To(Equal("  throw new Error('negative');"))
		Expect(e.Error()).To(Equal("advancedProcessing, line 2:9, throw: Error: negative"))
		Expect(e.Frame()).To(Equal("2 |   throw new Error('negative');\n  |         ^"))
	})
})
