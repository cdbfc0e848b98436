// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_test

import (
	"encoding/json"
	"regexp"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
)

const press = `
input:
  stdin: {}
pipeline:
  processors:
    - tag_processor:
        defaults: |
          msg.meta.location_path = "acme.graz";
          msg.meta.data_contract = "_raw";
          msg.meta.tag_name = msg.payload.tag;
          msg.meta.timestamp_ms = 0;
          delete msg.meta.unit;
          return msg;
        conditions:
          - if: msg.payload.tag === "heartbeat"
            then: return null;
          - if: msg.payload.tag === "axes"
            then: |
              return msg.payload.value.map((v, i) => ({
                payload: { value: v },
                meta: { ...msg.meta, tag_name: "axis_" + i },
              }));
          - if: msg.payload.value < 0
            then: |
              console.warn("below zero:", msg.payload.value);
              return msg;
        advancedProcessing: |
          if (msg.payload.value === undefined) {
            throw new Error("no value");
          }
          msg.payload = msg.payload.value;
          return msg;
output:
  stdout: {}
`

// timeless leaves the times of the stages out.
func timeless(text string) string {
	return regexp.MustCompile(` +\d+\.\d{3} ms`).ReplaceAllString(text, "")
}

func printed(config string, lines ...string) string {
	GinkgoHelper()
	text, warnings, _, err := try(config, tag.Options{}, lines...)
	Expect(err).NotTo(HaveOccurred())
	Expect(warnings).To(BeEmpty())
	return timeless(text)
}

var _ = Describe("what is shown of a message", func() {
	It("are the changes that each stage made, the topic and the body", func() {
		Expect(printed(press, `{"payload": {"tag": "force", "value": 7.50}, "meta": {"unit": "kN"}}`)).To(Equal(
			`line 1 processed
  defaults
    + meta.data_contract = _raw
    + meta.location_path = acme.graz
    + meta.tag_name = force
    + meta.timestamp_ms = 0
    - meta.unit = kN
  conditions 1 to 3 if  false
  advancedProcessing
    ~ payload: {"tag":"force","value":7.50} → 7.50
  → umh.v1.acme.graz._raw.force
    {"timestamp_ms":0,"value":7.5}

`))
	})

	It("are no changes that are not the script's: what comes in empty is gone after any", func() {
		config := `pipeline: { processors: [ { tag_processor: { on_error: forward, defaults: return msg; } } ] }`
		for _, sample := range []string{`{"payload": 1}`, `{"payload": 1, "meta": {"a": "", "b": null}}`} {
			Expect(printed(config, sample)).To(HavePrefix("line 1 failed\n  defaults\n  failed in topic"), sample)
		}
	})

	It("are shown without what a message would do to the terminal", func() {
		config := `pipeline: { processors: [ { nodered_js: { on_error: forward, code: "
			msg.meta['key' + msg.meta.in] = msg.meta.in; if (msg.payload) throw new Error(msg.meta.in); return msg;" } } ] }`
		for _, payload := range []string{"0", "1"} {
			text := printed(config, `{"payload": `+payload+`, "meta": {"in": "\u001b[2J\u009b1m"}}`)
			Expect(text).To(ContainSubstring("␛[2J"))
			Expect(text).NotTo(ContainSubstring("\x1b"))
			Expect(text).NotTo(ContainSubstring("\u009b"))
		}
	})

	It("is the stage that dropped it", func() {
		Expect(printed(press, `{"payload": {"tag": "heartbeat"}}`)).To(HaveSuffix(
			`  condition 1 if  true
  condition 1 then
  dropped by condition 1 then

`))
	})

	It("are the messages that it became, each with its own way", func() {
		Expect(printed(press, `{"payload": {"tag": "axes", "value": [1, -2]}}`)).To(HaveSuffix(
			`  condition 2 then
  message 1 of 2
    - payload.tag = "axes"
    ~ payload.value: [1,-2] → 1
    ~ meta.tag_name: axes → axis_0
    condition 3 if  false
    advancedProcessing
      ~ payload: {"value":1} → 1
    → umh.v1.acme.graz._raw.axis_0
      {"timestamp_ms":0,"value":1}
  message 2 of 2
    - payload.tag = "axes"
    ~ payload.value: [1,-2] → -2
    ~ meta.tag_name: axes → axis_1
    condition 3 if  true
    condition 3 then
    advancedProcessing
      ~ payload: {"value":-2} → -2
    → umh.v1.acme.graz._raw.axis_1
      {"timestamp_ms":0,"value":-2}
  warn: 'below zero:' -2

`))
	})

	It("are the messages that it became, those that are bad in themselves in their places", func() {
		config := `pipeline: { processors: [ { nodered_js: { on_error: forward, code: "
			return msg.payload.map(v => ({ payload: v * 2, meta: { tag_name: 't' + v } }));" } } ] }`
		Expect(printed(config, `{"payload": [1, "x", 3]}`)).To(Equal(
			`line 1 failed
  code
  message 1 of 3
    ~ payload: [1,"x",3] → 2
    + meta.tag_name = t1
    → 2
  message 2 of 3
    failed in code (bad_value): message 2 of 3 (tag tx): payload is NaN, which has no JSON form
  message 3 of 3
    ~ payload: [1,"x",3] → 6
    + meta.tag_name = t3
    → 6
  the original goes on, flagged with the error

`))
		Expect(printed(config, `{"payload": ["x", "y"]}`)).To(ContainSubstring("message 2 of 2 (tag ty)"))
	})

	It("is the error with the line of code, and that the original goes on", func() {
		Expect(printed(press, `{"payload": {"tag": "force"}}`)).To(HaveSuffix(
			`  advancedProcessing
  failed in advancedProcessing, line 2:9 (config.yaml 29:19) (throw): Error: no value
    2 |   throw new Error("no value");
      |         ^
  the original goes on, flagged with the error

`))
	})

	hangs := func(code string) string {
		return `
pipeline:
  processors:
    - nodered_js:
        script_timeout: 500ms
        code: |
          ` + code + `
          }
          return msg;
`
	}

	It("is where it hung", func() {
		Expect(printed(hangs(`while (msg.payload === 1) {`), `{"payload": 1}`, `{"payload": 2}`)).To(Equal(`line 1 failed
  code
  failed in code, line 1:1 (config.yaml 7:11) (timeout): the scripts of one message ran longer than script_timeout (500ms)
    1 | while (msg.payload === 1) {
      | ^

line 2 processed
  code
  → 2

`))
	})

	It("is how far it came before it was given up, where it hangs in a VM", func() {
		text, _, _, err := try(hangs(`escape(""); while (msg.payload === 1) {`), tag.Options{}, `{"payload": 1}`, `{"payload": 2}`)
		Expect(err).NotTo(HaveOccurred())
		Expect(timeless(text)).To(MatchRegexp(`^line 1 failed
  given up
  failed in code, line 1:\d+ \(config.yaml 7:\d+\) \(timeout\): .*script_timeout.*
    1 \| escape\(""\); while \(msg.payload === 1\) \{
      \| *\^

line 2 processed
  code
  → 2

$`))
	})

	It("is why it makes no tag", func() {
		Expect(printed(press, `{"payload": {"tag": "oil temperature", "value": 1}}`)).To(MatchRegexp(
			`(?m)^  failed in topic \(invalid_topic\): .*"oil temperature"`))
	})
})

var _ = Describe("--json", func() {
	It("has a result for each line that holds one, with the line's number", func() {
		got := results(press, tag.Options{}, `{"payload": {"tag": "heartbeat"}}`, ``, `{"payload": {"tag": "force", "value": 1}}`, `{"payload": 1}`)
		Expect(got).To(HaveLen(3))
		Expect([]int{got[0].Line, got[1].Line, got[2].Line}).To(Equal([]int{1, 3, 4}))
		Expect([]string{got[0].Outcome, got[1].Outcome, got[2].Outcome}).To(Equal([]string{"dropped", "processed", "failed"}))
	})

	It("keeps the digits of numbers", func() {
		config := `pipeline: { processors: [ { tag_processor: { defaults: "msg.meta.location_path = 'a'; msg.meta.data_contract = '_raw'; msg.meta.tag_name = 't'; return msg;" } } ] }`
		got := results(config, tag.Options{}, `{"payload": 9007199254740993}`)
		Expect(string(got[0].Outputs[0].Payload)).To(HaveSuffix(`"value":9007199254740993}`))
	})

	It("has failures with place and code", func() {
		got := results(press, tag.Options{}, `{"payload": {"tag": "force"}}`)
		Expect(got[0].Runs[0].Flagged).To(BeTrue())
		Expect(got[0].Runs[0].Failures).To(Equal([]tag.Failure{{
			Stage: "advancedProcessing", Reason: "throw", Error: "Error: no value", Line: 2, Column: 9,
			File: "config.yaml", FileLine: 29, FileColumn: 19,
			Frame: "2 |   throw new Error(\"no value\");\n  |         ^",
		}}))
		Expect(got[0].Outputs[0].Error).To(ContainSubstring("no value"))
	})

	It("says what is known of a message that was given up", func() {
		config := `pipeline: { processors: [ { nodered_js: { script_timeout: 500ms, on_error: forward, code: "while (true) {}" } } ] }`
		got := results(config, tag.Options{}, `{"payload": 1}`, `{"payload": 2}`)
		for _, r := range got {
			Expect(r.Outcome).To(Equal("failed"))
			Expect(r.Runs[0].Failures).To(HaveLen(1))
			Expect(r.Runs[0].Failures[0].Reason).To(Equal("timeout"))
		}
	})
})

var _ = Describe("a line of the input", func() {
	const echo = `pipeline: { processors: [ { nodered_js: { code: "msg.payload = { type: typeof msg.payload, value: msg.payload, unit: msg.meta.unit }; return msg;" } } ] }`

	DescribeTable("is a message", func(line, want string, raw bool) {
		got := results(echo, tag.Options{Raw: raw}, line)
		Expect(string(got[0].Outputs[0].Payload)).To(MatchJSON(want))
	},
		Entry("with any JSON as its payload", `{"payload": {"a": [1]}, "meta": {"unit": "C"}}`, `{"type": "object", "value": {"a": [1]}, "unit": "C"}`, false),
		Entry("with null as its payload", `{"payload": null}`, `{"type": "object", "value": null}`, false),
		Entry("with text that is no JSON", `{"text": "{\"a\":"}`, `{"type": "string", "value": "{\"a\":"}`, false),
		Entry("with bytes", `{"base64": "NDI="}`, `{"type": "number", "value": 42}`, false),
		Entry("with metadata that are no strings", `{"payload": 1, "meta": {"unit": 5}}`, `{"type": "number", "value": 1, "unit": 5}`, false),
		Entry("as a whole, with --raw", `{"payload": 1}`, `{"type": "object", "value": {"payload": 1}}`, true),
		Entry("as a whole, with --raw, text too", `pump started`, `{"type": "string", "value": "pump started"}`, true),
	)

	It("may follow the byte order mark that editors of Windows begin a file with", func() {
		got := results(echo, tag.Options{}, "\uFEFF"+`{"payload": 42}`, `{"payload": 43}`)
		Expect(got).To(HaveLen(2))
		Expect(string(got[0].Outputs[0].Payload)).To(MatchJSON(`{"type": "number", "value": 42}`))
	})

	DescribeTable("is a payload as the pipeline would get it", func(line, want string) {
		text, warnings, _, err := try(echo, tag.Options{JSON: true}, line)
		Expect(err).NotTo(HaveOccurred())
		Expect(warnings).To(BeEmpty())
		var r tag.Result
		Expect(json.Unmarshal([]byte(text), &r)).To(Succeed())
		Expect(string(r.Outputs[0].Payload)).To(MatchJSON(want))
	},
		Entry("where it is text", `pump started`, `{"type": "string", "value": "pump started"}`),
		Entry("where it is a number", `46.2`, `{"type": "number", "value": 46.2}`),
		Entry("where it is a list", `[1, 2]`, `{"type": "object", "value": [1, 2]}`),
		Entry("where it is another object", `{"value": 1}`, `{"type": "object", "value": {"value": 1}}`),
		Entry("where it has another case", `{"Payload": 1}`, `{"type": "object", "value": {"Payload": 1}}`),
		Entry("where it has no payload", `{"meta": {}}`, `{"type": "object", "value": {"meta": {}}}`),
		Entry("where its text is no text", `{"text": 1}`, `{"type": "object", "value": {"text": 1}}`),
		Entry("where it has two payloads", `{"payload": 1, "text": "x"}`, `{"type": "object", "value": {"payload": 1, "text": "x"}}`),
	)

	It("may be of either kind, which a note says once", func() {
		_, warnings, _, err := try(echo, tag.Options{}, `{"payload": 1}`, `{"value": 2}`, `{"payload": 3}`, `4`)
		Expect(err).NotTo(HaveOccurred())
		Expect(warnings).To(Equal("note: line 2 is taken as a payload, unlike the lines before: it is no {\"payload\": …, \"meta\": {…}}\n"))
		_, warnings, _, err = try(echo, tag.Options{}, `1`, `{"payload": 2}`, `3`, `{"payload": 4}`)
		Expect(err).NotTo(HaveOccurred())
		Expect(warnings).To(Equal("note: line 2 is taken as a message with \"payload\" and \"meta\", unlike the lines before; --raw takes every line as a payload\n"))
		_, warnings, _, err = try(echo, tag.Options{Raw: true}, `1`, `{"payload": 2}`)
		Expect(err).NotTo(HaveOccurred())
		Expect(warnings).To(BeEmpty())
	})

	DescribeTable("is text where it is no JSON, which a note says once", func(line string) {
		stdout, warnings, _, err := try(echo, tag.Options{}, line, line)
		Expect(err).NotTo(HaveOccurred())
		Expect(stdout).To(ContainSubstring("line 2 processed"))
		Expect(warnings).To(Equal("note: line 1 begins like JSON but is none, and is taken as text; a message stands in one line, as jq -c . writes it\n"))
	},
		Entry("where it does not end", `{"payload": 1`),
		Entry("where something follows", `{"payload": 1} {"payload": 2}`),
		Entry("where a bracket follows", `{"payload": 1}}`),
	)

	It("is a payload where something stands beside payload, which a note says once", func() {
		line := `{"payload": 1, "unit": "C"}`
		text, warnings, _, err := try(echo, tag.Options{}, line, line)
		Expect(err).NotTo(HaveOccurred())
		Expect(warnings).To(Equal("note: line 1 has unit beside payload, and the whole of it is taken as a payload; metadata would stand in meta\n"))
		Expect(text).To(ContainSubstring(`"value":{"payload":1,"unit":"C"}`))
	})

	DescribeTable("is refused with its number", func(line, why string) {
		_, _, _, err := try(echo, tag.Options{}, `{"payload": 1}`, line)
		Expect(err).To(MatchError(And(HavePrefix("line 2: "), ContainSubstring(why), ContainSubstring("--raw"))))
	},
		Entry("where its metadata are no object", `{"payload": 1, "meta": [1]}`, "meta has to be an object"),
		Entry("where its bytes are no base64", `{"base64": "%%%"}`, "base64"),
	)

	It("has to be there", func() {
		for _, empty := range []string{"", "\n", "  \n\r\n"} {
			_, _, _, err := try(echo, tag.Options{}, empty)
			Expect(err).To(MatchError("no message was read: standard input has no line that is not empty"))
		}
	})
})
