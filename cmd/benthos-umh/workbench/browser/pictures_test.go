// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	. "github.com/onsi/ginkgo/v2"
)

// line is what the pictures of docs/workbench.md show.
const line = `input:
  stdin: {}
pipeline:
  processors:
    - label: press
      tag_processor:
        on_error: forward
        defaults: |
          msg.meta.location_path = "acme.graz.stamping";
          msg.meta.data_contract = "_raw";
          msg.meta.virtual_path = msg.payload.machine;
          msg.meta.tag_name = msg.payload.tag;
          msg.meta.timestamp_ms = msg.payload.time;
          return msg;
        conditions:
          - if: msg.payload.unit === "F"
            then: |
              msg.payload.value = (msg.payload.value - 32) * 5 / 9;
              return msg;
          - if: msg.payload.tag === "heartbeat"
            then: return null;
        advancedProcessing: |
          if (msg.payload.value > 1000) {
            throw new RangeError("the sensor ends at 1000");
          }
          msg.payload = msg.payload.value;
          return msg;
output:
  stdout: {}
`

const shift = `{"machine": "press.ram", "tag": "force", "value": 476.5, "unit": "kN", "time": "2026-03-12T06:00:00Z"}
{"machine": "press", "tag": "oil_temperature", "value": 104, "unit": "F", "time": "2026-03-12T06:00:01Z"}
{"machine": "press", "tag": "heartbeat", "value": 1, "time": "2026-03-12T06:00:02Z"}
{"machine": "furnace", "tag": "batch", "value": "B-20417 für Größe 3", "time": "2026-03-12T06:00:03Z"}
{"machine": "furnace", "tag": "zone_1", "value": 850, "unit": "C", "time": "2026-03-12T06:00:04Z"}
{"machine": "furnace", "tag": "zone_2", "value": 861.5, "unit": "C", "time": "2026-03-12T06:00:05Z"}
{"machine": "press.ram", "tag": "force", "value": 4000, "unit": "kN", "time": "2026-03-12T06:00:06Z"}
{"machine": "press.ram", "tag": "stroke", "value": 12, "time": "2026-03-12T06:00:07Z"}
`

var _ = Describe("the pictures of docs/workbench.md", func() {
	It("show what happened to a message, and the namespace", func() {
		p := open(file("press.yaml", line), file("shift.jsonl", shift))
		p.sees("[role=status]", "8 messages: 6 tags, 1 dropped, 1 failed")
		p.focusOn("[role=grid]")
		p.keys(down)
		p.sees(happened, "umh.v1.acme.graz.stamping._raw.press.oil_temperature")
		p.picture("happened")

		p.theme("dark")
		p.press("Namespace")
		p.sees("[role=tree]", "zone_2")
		p.picture("namespace")
	})
})
