// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"strings"

	"github.com/chromedp/chromedp/kb"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// press is the config of most specs, with a comment that has to survive.
const press = `# the press of line 3
input:
  stdin: {}
pipeline:
  processors:
    - label: press
      tag_processor:
        script_timeout: 300ms
        on_error: forward
        # where it stands
        defaults: |
          msg.meta.location_path = "acme.graz.stamping";
          msg.meta.data_contract = "_raw";
          msg.meta.tag_name = msg.payload.tag;
          msg.meta.timestamp_ms = msg.payload.at;
          return msg;
        conditions:
          - if: msg.payload.unit === "F"
            then: |
              msg.payload.value = (msg.payload.value - 32) * 5 / 9;
              return msg;
          - if: msg.payload.tag === "heartbeat" # of no use
            then: return null;
        advancedProcessing: |
          msg.payload = msg.payload.value;
          return msg;
output:
  stdout: {}
`

const readings = `{"tag": "oil_temperature", "value": 104, "unit": "F", "at": 1773295200000}
{"tag": "heartbeat", "value": 1, "at": 1773295201000}
{"tag": "oil_pressure", "value": "3,1 bar – Öldruck 💧", "at": 1773295202000}
`

const happened = "#tab-panel"

var _ = Describe("a script", func() {
	It("shows the tag that it makes while it is written", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.sees(happened, "umh.v1.acme.graz.stamping._raw.oil_temperature")
		p.sees(happened, `payload.value: 104 → 40`)
		p.sees("[role=status]", "3 messages: 2 tags, 1 dropped")

		p.write("advancedProcessing", "msg.payload = msg.payload.value + 1000;\nreturn msg;")

		p.sees(happened, `"value":1040`)
		p.sees("h1", "not saved")
	})

	It("shows which conditions held", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.sees("section[aria-label='condition 1']", "held")
		p.sees("section[aria-label='condition 2']", "not held")
	})

	It("shows where it is broken, and what to write instead", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))

		p.write("advancedProcessing", "msg.payload = ;\nreturn msg;")
		p.sees(".problems", "advancedProcessing")
		p.sees(".problems", "Unexpected token ;")
		p.seesNot(happened, "umh.v1.acme.graz.stamping._raw.oil_temperature")

		p.write("advancedProcessing", "msg.topic = \"a\";\nreturn msg;")
		p.sees(".problems", "msg.topic")

		p.write("advancedProcessing", "msg.payload = msg.payload.value;\nreturn msg;")
		p.sees(happened, "umh.v1.acme.graz.stamping._raw.oil_temperature")
		p.seesNot(".column", "msg.topic")
	})

	It("that throws leads to the line that does", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.write("advancedProcessing", "if (msg.payload.value > 100) {\n  throw new RangeError(\"too hot\");\n}\nreturn msg;")
		p.write("condition 1 if", "false")

		p.sees(happened, "RangeError: too hot")
		p.sees(happened, "2 | throw new RangeError")
		p.press("advancedProcessing, line 2:9")
		Expect(value[string](p, `document.activeElement.getAttribute("aria-label")`)).To(Equal("advancedProcessing"))
	})

	It("that never ends fails only its message, and typing goes on", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.write("advancedProcessing", `if (msg.meta.tag_name === "oil_temperature") for (;;);`+"\nmsg.payload = msg.payload.value;\nreturn msg;")

		p.sees(happened, "timeout")
		p.sees("[role=grid]", "3,1 bar")
		p.sees("[role=status]", "1 failed")

		p.write("advancedProcessing", "msg.payload = 1;\nreturn msg;")
		p.sees(happened, `"value":1`)
	})

	It("that drops a message says which stage did", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.sees("[role=status]", "1 dropped")
		p.focus("defaults")
		p.keys("n", kb.ModifierAlt)
		p.sees(happened, "Message 2")
		p.sees(happened, "ropped by condition 2 then")
	})

	It("that makes several messages of one shows each", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", `{"tag": "bearing", "value": [7, 9], "at": 0}`+"\n"))
		p.write("condition 1 if", "Array.isArray(msg.payload.value)")
		p.write("condition 1 then", `return msg.payload.value.map((value, i) => ({
  payload: { value },
  meta: { ...msg.meta, tag_name: msg.meta.tag_name + "_" + i },
}));`)

		p.sees(happened, "umh.v1.acme.graz.stamping._raw.bearing_0")
		p.sees(happened, "umh.v1.acme.graz.stamping._raw.bearing_1")
	})

	It("is completed with what the messages have", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", `{"payload": {"temperatur_öl": 1}, "meta": {"sps_kanal": "7"}}`+"\n"))
		p.write("condition 1 then", "return msg;")
		p.write("condition 1 if", "msg.meta.")
		p.keys(" ", kb.ModifierCtrl)
		p.sees(".cm-tooltip-autocomplete", "sps_kanal")
		p.sees(".cm-tooltip-autocomplete", "location_path")
		p.write("condition 1 if", "msg.payload.")
		p.keys(" ", kb.ModifierCtrl)
		p.sees(".cm-tooltip-autocomplete", "temperatur_öl")
	})

	It("that needs a VM of its own for each message says which words cost it", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.write("advancedProcessing", "class Reading {}\nmsg.payload = new Reading() && 1;\nreturn msg;")
		p.sees("section[aria-label=advancedProcessing]", "own VM")
		p.press("How it runs")
		p.sees(happened, "uses `class` at line 1")
	})
})

var _ = Describe("the order of conditions", func() {
	It("is changed by keys", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.sees("[role=status]", "3 messages: 2 tags, 1 dropped")
		p.press("Move condition 2 up")
		Eventually(func() string { return p.text("[aria-label='condition 1 if']") }, patience, pause).Should(ContainSubstring("heartbeat"))
		p.sees("[role=status]", "3 messages: 2 tags, 1 dropped")
	})
})

var _ = Describe("undo", func() {
	It("brings a condition back that was removed, with its scripts", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.sees(happened, `"value":40`)
		p.press("Remove condition 1")
		p.sees("[role=status]", "Ctrl+Z brings it back")
		p.sees(happened, `"value":104`)

		p.keys("z", kb.ModifierCtrl)

		p.sees(happened, `"value":40`)
		Eventually(func() string { return p.text("[aria-label='condition 1 if']") }, patience, pause).Should(ContainSubstring("msg.payload.unit"))
		p.seesNot("h1", "not saved")
	})

	It("goes back behind a look at another processor", func() {
		p := open(file("line.yaml", two), file("readings.jsonl", readings))
		p.write("code", "return null;")
		p.sees(happened, "dropped by code")
		p.focusOn("#processor")
		p.keys(down)
		p.sees("section[aria-label=defaults]", "acme.graz")
		p.keys(kb.ArrowUp)
		p.sees("section[aria-label=code]", "return null;")
		p.focus("code")
		p.keys("z", kb.ModifierCtrl)
		p.sees("section[aria-label=code]", "msg.payload = 7;")
	})
})

// two is a config with two processors.
const two = `input:
  stdin: {}
pipeline:
  processors:
    - label: first
      nodered_js:
        code: |
          msg.payload = 7;
          return msg;
    - label: second
      tag_processor:
        defaults: |
          msg.meta.location_path = "acme.graz";
          msg.meta.data_contract = "_raw";
          msg.meta.tag_name = "seven";
          return msg;
output:
  stdout: {}
`

var _ = Describe("the cursor", func() {
	It("stays in view when problems come up below it", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.write("advancedProcessing", strings.Repeat("// a line\n", 40)+"return msg;")
		p.keys(kb.ArrowUp)
		p.keys(kb.Home)
		p.types("msg.payload. = ;")
		p.sees(".problems", "Unexpected token")
		Eventually(func() bool {
			return value[bool](p, `getSelection().getRangeAt(0).getBoundingClientRect().bottom <= document.querySelector(".problems").getBoundingClientRect().top`)
		}, patience, pause).Should(BeTrue())
	})
})
