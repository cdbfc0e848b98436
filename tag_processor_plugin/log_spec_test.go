// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// failures are the log's entries at error level.
func failures(s *Stream, batch service.MessageBatch) []LogEntry {
	GinkgoHelper()
	process(s, batch)
	return s.Log(slog.LevelError)
}

var _ = Describe("the log", func() {
	const script = "const scaled = msg.payload * 2;\nif (scaled > 0)\n\tthrow new Error('sensor ' + 'fault');\nreturn msg;"

	It("has one entry at error level for a failure, with stage, reason, position and tag as fields", func() {
		list := failures(pipeline(tagProcessor(advanced(script))), Messages("1"))
		Expect(list).To(HaveLen(1))
		Expect(list[0].Fields).To(HaveKeyWithValue("stage", "advancedProcessing"))
		Expect(list[0].Fields).To(HaveKeyWithValue("reason", "throw"))
		Expect(list[0].Fields).To(HaveKeyWithValue("line", "3"))
		Expect(list[0].Fields).To(HaveKeyWithValue("column", "8"))
		Expect(list[0].Fields).To(HaveKeyWithValue("tag_name", "pv"))
		Expect(list[0].Fields).To(HaveKeyWithValue("path", "root.pipeline.processors.0"))
	})

	It("has the error's text and the line of code with a caret", func() {
		list := failures(pipeline(tagProcessor(advanced(script))), Messages("1"))
		Expect(list[0].Text).To(ContainSubstring("Error: sensor fault"))
		Expect(list[0].Text).To(ContainSubstring("\n3 | \tthrow new Error('sensor ' + 'fault');\n  | \t      ^"))
	})

	It("names no line and no tag where there is none", func() {
		s := pipeline(tagProcessor(Config{"defaults": "msg.meta.location_path = 'acme'; return msg;"}))
		list := failures(s, Messages("1"))
		Expect(list).To(HaveLen(1))
		Expect(list[0].Fields).To(HaveKeyWithValue("reason", "missing_field"))
		Expect(list[0].Fields).NotTo(Or(HaveKey("line"), HaveKey("column"), HaveKey("tag_name")))
		Expect(list[0].Text).NotTo(ContainSubstring("^"))
	})

	for _, reuse := range []bool{true, false} {
		It(fmt.Sprintf("names the tag that the script had made of the message when it threw, with reuse_vms: %v", reuse), func() {
			s := pipeline(tagProcessor(Config{"reuse_vms": reuse}, advanced("msg.meta.tag_name = 'speed ' + msg.payload;\nthrow new Error('fault');")))
			list := failures(s, Messages("1"))
			Expect(list).To(HaveLen(1))
			Expect(list[0].Fields).To(HaveKeyWithValue("tag_name", "speed 1"))
		})
	}

	It("names the tag whose topic or value is at fault", func() {
		s := pipeline(tagProcessor(advanced("if (msg.payload === 1) msg.meta.tag_name = 'motor speed'; else msg.meta.datatype = 'bool'; return msg;")))
		list := failures(s, Messages("1", "2"))
		Expect(list).To(HaveLen(2))
		Expect(list[0].Fields).To(HaveKeyWithValue("tag_name", "motor speed"))
		Expect(list[1].Fields).To(HaveKeyWithValue("tag_name", "pv"))
	})

	for _, onError := range []string{"forward", "drop"} {
		It("has the same entry whatever becomes of the message: on_error: "+onError, func() {
			s := pipeline(tagProcessor(Config{"on_error": onError}, advanced(script)))
			Expect(failures(s, Messages("1"))).To(HaveLen(1))
			Expect(s.Log(slog.LevelWarn)).To(BeEmpty())
		})
	}

	It("has nothing of a message that was filtered", func() {
		Expect(failures(pipeline(tagProcessor(advanced("return msg.payload > 5 ? msg : null;"))), Messages("1"))).To(BeEmpty())
	})

	It("cuts the error's text to 1 KB, not inside a character", func() {
		s := pipeline(tagProcessor(advanced("throw new Error('ä'.repeat(100000));")))
		list := failures(s, Messages("1"))
		Expect(list).To(HaveLen(1))
		Expect(len(list[0].Text)).To(And(BeNumerically(">", 1000), BeNumerically("<", 1400)))
		Expect(list[0].Text).NotTo(ContainSubstring("\uFFFD"))
	})

	It("has nothing of a payload that a script cannot make a text of", func() {
		list := failures(pipeline(tagProcessor(advanced(`msg.payload = "" + msg.payload; return msg;`))), Messages(`{"toString":1,"valueOf":2,"secret":"x4711"}`))
		Expect(list).To(HaveLen(1))
		Expect(list[0].Text).To(ContainSubstring("TypeError: Cannot convert object to primitive value\n1 | "))
		Expect(fmt.Sprint(list)).NotTo(ContainSubstring("x4711"))
	})

	It("has payload and metadata only with log_payload", func() {
		message := func() service.MessageBatch {
			return service.MessageBatch{Message(`{"pin":"secret-payload"}`, map[string]any{"token": "secret-meta"})}
		}
		silent := pipeline(tagProcessor(advanced("throw new Error('fault');")))
		process(silent, message())
		Expect(silent.Log(slog.LevelError)).To(HaveLen(1))
		for _, e := range silent.Log() {
			Expect(e.String()).NotTo(ContainSubstring("secret"))
		}

		open := pipeline(tagProcessor(Config{"log_payload": true}, advanced("throw new Error('fault');")))
		list := failures(open, message())
		Expect(list).To(HaveLen(1))
		Expect(list[0].Fields).To(HaveKeyWithValue("payload", `{"pin":"secret-payload"}`))
		Expect(list[0].Fields).To(HaveKeyWithValue("metadata", ContainSubstring("secret-meta")))
	})

	It("has the first failure of its kind at once and holds the others back", func() {
		s := pipeline(tagProcessor(advanced(script)))
		Expect(failures(s, Messages("1", "2", "3"))).To(HaveLen(1))
		Expect(failures(s, Messages("4", "5"))).To(HaveLen(1))
		Expect(s.Count("messages_errored")).To(BeEquivalentTo(5), "all are counted")
	})

	It("tells kinds apart by stage, reason and line", func() {
		s := pipeline(tagProcessor(
			Config{"defaults": setTag + "if (msg.payload === 1) throw new Error('fault');\nif (msg.payload === 2) throw new Error('fault');\nreturn msg;"},
			when("msg.payload === 3", "throw new Error('fault');"),
			advanced("if (msg.payload === 4) return 4;\ndelete msg.meta.tag_name; return msg;"),
		))
		var kinds []string
		for _, e := range failures(s, Messages("1", "2", "3", "4", "5", "1", "2", "3", "4", "5")) {
			kinds = append(kinds, e.Fields["stage"]+" "+e.Fields["reason"])
		}
		Expect(kinds).To(Equal([]string{
			"defaults throw", "defaults throw", "condition 1 then throw", "advancedProcessing bad_return", "topic missing_field",
		}))
	})

	It("is kept for each processor on its own", func() {
		s := pipeline(tagProcessor(advanced(script)), tagProcessor(advanced(script)))
		Expect(failures(s, Messages("1", "2"))).To(HaveLen(2))
	})

	It("has each failure of a message's branches once", func() {
		s := pipeline(tagProcessor(Config{"defaults": fanOut}, advanced("if (msg.payload === 1) throw 1;\nif (msg.payload === 2) throw 2; return msg;")))
		list := failures(s, Messages("[1,2,3]"))
		Expect(list).To(HaveLen(2))
		Expect(list[0].Fields).To(HaveKeyWithValue("tag_name", "b0"))
		Expect(list[1].Fields).To(HaveKeyWithValue("tag_name", "b1"))
	})
})

func TestFailuresAreHeldBackForAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		logger, entries := NewLog()
		log := processor.NewLog(service.NewLoggerFromSlog(logger), false)
		fail := func(times int) {
			for range times {
				log.Failure(&script.Error{Stage: "defaults", Reason: script.Throw, Line: 2, Err: errors.New("fault")}, "pv", nil)
			}
		}
		fail(5)
		time.Sleep(59 * time.Second)
		fail(3)
		if n := len(entries()); n != 1 {
			t.Fatalf("logged %d times within a minute, want once", n)
		}
		time.Sleep(time.Second)
		fail(2)
		time.Sleep(time.Hour)
		fail(1)
		var held []string
		for _, e := range entries(slog.LevelError) {
			held = append(held, e.Fields["held_back"])
		}
		if got, want := fmt.Sprintf("%q", held), `["" "7" "1"]`; got != want {
			t.Errorf("held back %s, want %s", got, want)
		}
	})
}

func TestKindsThatAreToldApartAreBounded(t *testing.T) {
	logger, entries := NewLog()
	log := processor.NewLog(service.NewLoggerFromSlog(logger), false)
	const kinds = 50_000
	for line := range kinds {
		log.Failure(&script.Error{Stage: "defaults", Reason: script.Throw, Line: line + 1, Excerpt: strings.Repeat("x", 20), Err: errors.New("fault")}, "", nil)
	}
	if n := len(entries()); n < 100 || n > kinds/10 {
		t.Errorf("%d kinds gave %d entries, want some of them only", kinds, n)
	}
}
