// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// badPayload is the only payload that the scripts below fail for.
const badPayload = `{ "v": 2.50,  "id": 9007199254740993 }`

const (
	throws     = "if (msg.payload.v) {\n  throw new Error('sensor fault');\n}\n" + tagged
	hangs      = "if (msg.payload.v) for (;;) {}\n" + tagged
	overflows  = "function f() { return f(); }\nif (msg.payload.v) { f(); }\n" + tagged
	returns42  = "if (msg.payload.v) return 42;\n" + tagged
	setsNaN    = setTag + "if (msg.payload.v) msg.payload = NaN;\nreturn msg;"
	setsCycle  = setTag + "if (msg.payload.v) msg.payload.self = msg.payload;\nreturn msg;"
	isBad      = "msg.payload.v === 2.5"
	ifThrows   = "msg.payload.v ?\n  msg.payload.nope.nope : false"
	ifHangs    = "while (msg.payload.v) {}\nfalse"
	ifOverflow = "function f() { return f(); }\nif (msg.payload.v) f(); false"
)

// A failing is a way in which one message fails.
type failing struct {
	whose  string // completes "a message whose …"
	config Config
	stage  string
	reason script.Reason
	text   string // is part of umh_error_message
	// line is umh_error_line; "" is none, and "?" stands for a script at fault whose
	// line need not be known.
	line string
	// flagged: the message goes on where on_error is not set.
	flagged bool
}

var failingTags = []failing{
	{"defaults throws", Config{"defaults": throws}, "defaults", script.Throw, "sensor fault", "2", true},
	{"defaults times out", soon(Config{"defaults": hangs}), "defaults", script.Timeout, "script_timeout", "1", true},
	{"defaults overflows the stack", Config{"defaults": overflows}, "defaults", script.StackOverflow, "recursion", "1", true},
	{"defaults returns no message", Config{"defaults": returns42}, "defaults", script.BadReturn, "number", "?", true},
	{"advancedProcessing throws", advanced(throws), "advancedProcessing", script.Throw, "sensor fault", "2", true},
	{"advancedProcessing times out", soon(advanced(hangs)), "advancedProcessing", script.Timeout, "script_timeout", "1", true},
	{"advancedProcessing overflows the stack", advanced(overflows), "advancedProcessing", script.StackOverflow, "recursion", "1", true},
	{"advancedProcessing returns no message", advanced(returns42), "advancedProcessing", script.BadReturn, "number", "?", true},

	{"if throws", when(ifThrows, tagged), "condition 1 if", script.Throw, "nope", "2", false},
	{"if times out", soon(when(ifHangs, tagged)), "condition 1 if", script.Timeout, "script_timeout", "1", false},
	{"if overflows the stack", when(ifOverflow, tagged), "condition 1 if", script.StackOverflow, "recursion", "1", false},
	{"then throws", when("true", throws), "condition 1 then", script.Throw, "sensor fault", "2", false},
	{"then times out", soon(when("true", hangs)), "condition 1 then", script.Timeout, "script_timeout", "1", false},
	{"then overflows the stack", when("true", overflows), "condition 1 then", script.StackOverflow, "recursion", "1", false},
	{"then returns no message", when("true", returns42), "condition 1 then", script.BadReturn, "number", "?", false},

	{"required field is missing", when(isBad, "delete msg.meta.tag_name; return msg;"), "topic", "missing_field", "tag_name", "", false},
	{"topic is invalid", when(isBad, "msg.meta.tag_name = 'motor speed'; return msg;"), "topic", "invalid_topic", "motor speed", "", false},
	{"value is not the number that datatype asks for", when(isBad, "msg.meta.datatype = 'number'; return msg;"), "value", script.BadValue, "number", "", false},
	{"value is not the bool that datatype asks for", when(isBad, "msg.meta.datatype = 'bool'; return msg;"), "value", script.BadValue, "bool", "", false},
	{"payload was made NaN by defaults", Config{"defaults": setsNaN}, "defaults", script.BadValue, "NaN", "?", false},
	{"payload was made NaN by then", when("true", setsNaN), "condition 1 then", script.BadValue, "NaN", "?", false},
	{"payload was made cyclic by advancedProcessing", advanced(setsCycle), "advancedProcessing", script.BadValue, "payload", "?", false},
}

var failingCode = []failing{
	{"code throws", Config{"code": throws}, "code", script.Throw, "sensor fault", "2", false},
	{"code times out", soon(Config{"code": hangs}), "code", script.Timeout, "script_timeout", "1", false},
	{"code overflows the stack", Config{"code": overflows}, "code", script.StackOverflow, "recursion", "1", false},
	{"payload was made NaN by code", Config{"code": setsNaN}, "code", script.BadValue, "NaN", "?", false},
	{"code returns no message", Config{"code": returns42}, "code", script.BadReturn, "number", "?", true},
}

// soon is a config with a timeout that a spec can wait for.
func soon(config Config) Config {
	config["script_timeout"] = Soon.String()
	return config
}

// onErrors are the values of on_error, "" standing for not set.
var onErrors = []string{"", "forward", "drop"}

func (f failing) flags(onError string) bool {
	return onError == "forward" || onError == "" && f.flagged
}

var _ = Describe("a message that fails", func() {
	for _, onError := range onErrors {
		more, where := Config{"on_error": onError}, "on_error: "+onError
		if onError == "" {
			more, where = nil, "on_error not set"
		}
		specs := func(f failing, yaml string) {
			name := "drops a message whose %s, with %s, and only it"
			if f.flags(onError) {
				name = "lets a message whose %s go on flagged, with %s, and its neighbours processed"
			}
			It(fmt.Sprintf(name, f.whose, where), func() { f.check(pipeline(yaml), f.flags(onError)) })
		}
		Context("in tag_processor", func() {
			for _, f := range failingTags {
				specs(f, tagProcessor(f.config, more))
			}
		})
		Context("in nodered_js", func() {
			for _, f := range failingCode {
				specs(f, ProcessorYAML("nodered_js", f.config, more))
			}
		})
	}
})

// check sends the failing message between two good ones.
func (f failing) check(s *Stream, flagged bool) {
	GinkgoHelper()
	outcome := "dropped"
	if flagged {
		outcome = "flagged"
	}
	Expect(s.Shown("message_failures", "stage="+f.stage, "reason="+string(f.reason), "outcome="+outcome)).
		To(BeTrue(), "the series is there before anything fails")
	batch := Messages("1", badPayload, "3")
	for _, m := range batch {
		m.MetaSetMut("source", "plc1")
		m.MetaSetMut("slot", 3)
	}
	out := process(s, batch)

	good := out
	if flagged {
		Expect(out).To(HaveLen(3))
		good = []Output{out[0], out[2]}
		f.checkFlagged(out[1])
	}
	Expect(good).To(HaveLen(2))
	for i, o := range good {
		Expect(o.Err).NotTo(HaveOccurred())
		Expect(o.Payload).To(ContainSubstring([]string{"1", "3"}[i]))
		Expect(o.Meta).To(HaveKeyWithValue("tag_name", "pv"))
		Expect(o.Meta).To(HaveKeyWithValue("slot", "3"))
		Expect(o.Meta).NotTo(HaveKey("umh_error_reason"))
	}

	Expect(s.Count("messages_received")).To(BeEquivalentTo(3))
	Expect(s.Count("messages_processed")).To(BeEquivalentTo(2))
	Expect(s.Count("messages_dropped")).To(BeZero())
	Expect(s.CountBy("messages_errored")).To(Equal(map[string]int64{"": 1}), "it has no labels")
	Expect(s.CountBy("message_failures", "stage", "reason", "outcome")).To(Equal(map[string]int64{
		f.stage + "/" + string(f.reason) + "/" + outcome: 1,
	}))
	Expect(s.Log(slog.LevelError)).To(HaveLen(1), "a failure is logged once, whatever becomes of the message")
}

// checkFlagged expects the original message, and the error beside it.
func (f failing) checkFlagged(o Output) {
	GinkgoHelper()
	var e *script.Error
	Expect(errors.As(o.Err, &e)).To(BeTrue(), "the error mark is one of the processor's own: %v", o.Err)
	Expect(e.Stage).To(Equal(f.stage))
	Expect(e.Reason).To(Equal(f.reason))

	Expect(o.Payload).To(Equal(badPayload))
	want := map[string]any{
		"source": "plc1", "slot": "no string but int: 3",
		"umh_error_stage": f.stage, "umh_error_reason": string(f.reason),
		"umh_error_message": ContainSubstring(f.text),
	}
	line, known := o.Meta["umh_error_line"]
	delete(o.Meta, "umh_error_line")
	Expect(o.Meta).To(HaveLen(len(want)), "%v", o.Meta)
	for key, value := range want {
		Expect(o.Meta).To(HaveKeyWithValue(key, value))
	}
	switch {
	case f.line == "":
		Expect(known).To(BeFalse(), "no script is at fault: there is no line")
	case f.line != "?":
		Expect(line).To(Equal(f.line))
	}
}

// No script can bring these failures about, so the specs stand in for the
// processor's own code.
var _ = Describe("a failure that is no script's fault", func() {
	emitting := func(reason script.Reason) func(text string) *script.Error {
		return func(text string) *script.Error {
			return &script.Error{Stage: "defaults", Reason: reason, Err: errors.New(text)}
		}
	}
	for _, onError := range []processor.OnError{processor.AsToday, processor.Forward, processor.Drop} {
		DescribeTable(fmt.Sprintf("with on_error '%s'", onError),
			func(reason script.Reason, fail func(string) *script.Error) {
				p := processor.New(processor.Rules{
					Prepare: func(*jsmsg.Message) {},
					Emit: func(copies *jsmsg.Copies, m *jsmsg.Message, _ func() int64, _ *processor.Log) (*service.Message, *script.Error) {
						if text, _ := m.Payload(); text == badPayload {
							return nil, fail("out of order")
						}
						return copies.In.Copy(), nil
					},
					FlagsToday: func(*script.Error) bool { return false },
				}, processor.Options{OnError: onError, ReuseVMs: true}, nil, nil)
				batches, err := p.ProcessBatch(context.Background(), Messages("1", badPayload, "3"))
				Expect(err).NotTo(HaveOccurred())
				Expect(batches).To(HaveLen(1))
				out := batches[0]
				if onError == processor.Drop {
					Expect(out).To(HaveLen(2))
					return
				}
				Expect(out).To(HaveLen(3))
				Expect(out[1].GetError()).To(MatchError(ContainSubstring("out of order")))
				got, _ := out[1].MetaGet("umh_error_reason")
				Expect(got).To(Equal(string(reason)))
				_, line := out[1].MetaGet("umh_error_line")
				Expect(line).To(BeFalse())
				content, err := out[1].AsBytes()
				Expect(err).NotTo(HaveOccurred())
				Expect(string(content)).To(Equal(badPayload))
			},
			Entry("is never a silent loss where the cache's resource fails", script.Cache, emitting(script.Cache)),
			Entry("is never a silent loss where our own code fails", script.Internal, emitting(script.Internal)),
			Entry("is never a silent loss where our own code panics", script.Internal, func(text string) *script.Error { panic(text) }),
		)
	}
})

var _ = Describe("a message that a script filters", func() {
	for _, onError := range onErrors {
		more := Config{}
		if onError != "" {
			more["on_error"] = onError
		}
		DescribeTable("is dropped and no error, with on_error '"+onError+"', where",
			func(yaml string) {
				s := pipeline(yaml)
				out := process(s, Messages("1", badPayload, "3"))
				Expect(out).To(HaveLen(2))
				Expect(s.Count("messages_dropped")).To(BeEquivalentTo(1))
				Expect(s.Count("messages_processed")).To(BeEquivalentTo(2))
				Expect(s.CountBy("message_failures", "stage")).To(BeEmpty())
				Expect(s.Count("processor_error")).To(BeZero())
				Expect(s.Log(slog.LevelError, slog.LevelWarn)).To(BeEmpty())
			},
			Entry("defaults returns null", tagProcessor(Config{"defaults": "if (msg.payload.v) return null;" + tagged}, more)),
			Entry("defaults returns nothing", tagProcessor(Config{"defaults": "if (msg.payload.v) return;" + tagged}, more)),
			Entry("then returns undefined", tagProcessor(when(isBad, "return undefined;"), more)),
			Entry("then returns an empty array", tagProcessor(when(isBad, "return [];"), more)),
			Entry("advancedProcessing falls off its end", tagProcessor(advanced("if (!msg.payload.v) return msg;"), more)),
			Entry("advancedProcessing returns an array of nothing", tagProcessor(advanced("return msg.payload.v ? [null, undefined] : msg;"), more)),
			Entry("code returns null", nodeRED("return msg.payload.v ? null : msg;", more)),
			Entry("code falls off its end", nodeRED("if (!msg.payload.v) return msg;", more)),
		)
	}
})

var _ = Describe("a batch of 100 messages of which 3 are bad", func() {
	batch := func() service.MessageBatch {
		var batch service.MessageBatch
		for i := range 100 {
			batch = append(batch, Message(fmt.Sprint(i), nil))
		}
		return batch
	}
	bad := []int{17, 50, 99}
	config := advanced("if ([17, 50, 99].includes(msg.payload)) throw new Error('sensor fault'); return msg;")

	It("gives 97 processed and 3 flagged, in order", func() {
		s := pipeline(tagProcessor(config))
		out := process(s, batch())
		Expect(out).To(HaveLen(100))
		for i, o := range out {
			if i == bad[0] || i == bad[1] || i == bad[2] {
				Expect(o.Err).To(HaveOccurred())
				Expect(o.Payload).To(Equal(fmt.Sprint(i)))
				continue
			}
			Expect(o.Err).NotTo(HaveOccurred())
			Expect(valueOf(o)).To(Equal(fmt.Sprint(i)))
		}
		Expect(s.Count("messages_processed")).To(BeEquivalentTo(97))
		Expect(s.Count("message_failures", "stage=advancedProcessing", "reason=throw")).To(BeEquivalentTo(3))
		Expect(s.Count("processor_error")).To(BeEquivalentTo(3))
	})

	It("gives 97 processed, in order, and 3 counted, with on_error: drop", func() {
		s := pipeline(tagProcessor(config, Config{"on_error": "drop"}))
		out := process(s, batch())
		var want []string
		for i := range 100 {
			if i != bad[0] && i != bad[1] && i != bad[2] {
				want = append(want, fmt.Sprint(i))
			}
		}
		Expect(valuesOf(out)).To(Equal(want))
		Expect(s.Count("messages_received")).To(BeEquivalentTo(100))
		Expect(s.Count("message_failures", "stage=advancedProcessing", "reason=throw")).To(BeEquivalentTo(3))
		Expect(s.Count("processor_error")).To(BeZero())
	})
})
