// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"encoding/json"
	"log/slog"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// timeOf is the time in a tag's body.
func timeOf(o Output) int64 {
	GinkgoHelper()
	var body struct {
		Timestamp int64 `json:"timestamp_ms"`
	}
	Expect(json.Unmarshal([]byte(o.Payload), &body)).To(Succeed(), o.Payload)
	return body.Timestamp
}

// timed makes a tag without a time of its own.
var timed = tagProcessor(Config{"defaults": setTag + "delete msg.meta.timestamp_ms; Object.assign(msg.meta, JSON.parse(msg.meta.set || '{}')); return msg;"})

var _ = Describe("the timestamp", func() {
	const ms = int64(1735689600123)

	DescribeTable("is taken from metadata timestamp_ms, else timestamp, as Unix milliseconds or RFC 3339:",
		func(text string, want int64) {
			for _, key := range []string{"timestamp_ms", "timestamp"} {
				s := pipeline(timed)
				o := one(s, Message("1", map[string]any{"set": jsonOf(map[string]any{key: text})}))
				Expect(timeOf(o)).To(Equal(want))
				Expect(o.Meta).To(HaveKeyWithValue(key, text), "the metadata stay as they are")
				Expect(s.Log(slog.LevelWarn)).To(BeEmpty())
			}
		},
		Entry("milliseconds", "1735689600123", ms),
		Entry("zero", "0", int64(0)),
		Entry("negative milliseconds", "-86400000", int64(-86400000)),
		Entry("RFC 3339 in UTC", "2025-01-01T00:00:00Z", int64(1735689600000)),
		Entry("RFC 3339 with an offset", "2025-01-01T02:30:00+02:30", int64(1735689600000)),
		Entry("tenths of a second", "2025-01-01T00:00:00.1Z", int64(1735689600100)),
		Entry("milliseconds of a second", "2025-01-01T00:00:00.123Z", ms),
		Entry("nanoseconds, cut off", "2025-01-01T00:00:00.123999999Z", ms),
		Entry("a time before 1970", "1969-12-31T23:59:59.500Z", int64(-500)),
	)

	It("may be set as a number or a Date", func() {
		s := pipeline(tagProcessor(when("msg.payload === 1", "msg.meta.timestamp_ms = 1735689600123; return msg;"),
			advanced("if (msg.payload === 2) msg.meta.timestamp_ms = new Date(1735689600123); return msg;")))
		for _, o := range process(s, Messages("1", "2")) {
			Expect(timeOf(o)).To(Equal(ms))
		}
	})

	It("prefers timestamp_ms to timestamp", func() {
		o := one(pipeline(timed), Message("1", map[string]any{"set": `{"timestamp":"5","timestamp_ms":"6"}`}))
		Expect(timeOf(o)).To(BeEquivalentTo(6))
	})

	DescribeTable("is that of the next source, with a warning, where timestamp_ms is",
		func(text string) {
			s := pipeline(timed)
			o := one(s, Message("1", map[string]any{"set": jsonOf(map[string]any{"timestamp_ms": text, "timestamp": "5"})}))
			Expect(timeOf(o)).To(BeEquivalentTo(5))
			Expect(o.Err).NotTo(HaveOccurred())
			warnings := s.Log(slog.LevelWarn)
			Expect(warnings).To(HaveLen(1))
			Expect(warnings[0].Text).To(ContainSubstring("timestamp_ms"))
			Expect(s.Count("messages_processed")).To(BeEquivalentTo(1))
		},
		Entry("no time", "garbage"),
		Entry("a fraction", "1735689600123.75"),
		Entry("RFC 3339 without a zone", "2025-01-01T00:00:00"),
		Entry("a date", "2025-01-01"),
		Entry("an impossible date", "2025-02-30T00:00:00Z"),
		Entry("too large", "99999999999999999999"),
		Entry("a blank", " "),
	)

	DescribeTable("is now where",
		func(set string, warnings int) {
			s := pipeline(timed)
			before := time.Now().UnixMilli()
			o := one(s, Message("1", map[string]any{"set": set}))
			Expect(timeOf(o)).To(And(BeNumerically(">=", before), BeNumerically("<=", time.Now().UnixMilli())))
			Expect(s.Log(slog.LevelWarn)).To(HaveLen(warnings))
		},
		Entry("there is none", "{}", 0),
		Entry("there are only empty ones", `{"timestamp_ms":"","timestamp":null}`, 0),
		Entry("timestamp_ms is unusable", `{"timestamp_ms":"garbage"}`, 1),
		Entry("timestamp is unusable", `{"timestamp":"garbage"}`, 1),
		Entry("both are unusable", `{"timestamp_ms":"garbage","timestamp":"later"}`, 2),
	)

	It("is not taken from the payload", func() {
		before := time.Now().UnixMilli()
		o := one(pipeline(timed), Message(`{"timestamp_ms":5}`, nil))
		Expect(timeOf(o)).To(BeNumerically(">=", before))
	})
})
