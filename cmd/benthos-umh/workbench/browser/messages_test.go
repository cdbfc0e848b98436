// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("the messages", func() {
	It("show umlauts and emoji as they are", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.sees("[role=grid]", "3,1 bar – Öldruck 💧")
		p.press("Namespace")
		p.sees("[role=tree]", `oil_pressure "3,1 bar – Öldruck 💧"`)
	})

	It("are 5,000, and the table scrolls", func() {
		p := open(file("line.yaml", press), file("many.jsonl", lines(5000, `{"tag": "force", "value": %d, "at": 0}`)))
		p.sees("[role=status]", "5,000 messages: 5,000 tags")
		p.focusOn("[role=grid]")
		p.keys(end)
		p.sees("[role=grid]", "5000")
		p.sees(happened, `"value":5000`)
		p.press("Namespace")
		p.sees("[role=tree]", "×5,000")

		p.write("advancedProcessing", "msg.payload = -msg.payload.value;\nreturn msg;")
		p.press("What happened")
		p.sees(happened, `"value":-5000`)
		Expect(value[int](p, `document.querySelectorAll("[role=grid] [role=row]").length`)).To(BeNumerically("<", 100), "only rows that can be seen are there")
	})

	It("may be a megabyte long", func() {
		p := open(file("line.yaml", press), file("long.jsonl", `{"tag": "trace", "at": 0, "value": "`+strings.Repeat("0123456789", 100_000)+`"}`+"\n"))
		p.sees(happened, "umh.v1.acme.graz.stamping._raw.trace")
		p.write("advancedProcessing", "msg.payload = msg.payload.value.length;\nreturn msg;")
		p.sees(happened, `"value":1000000`)
	})

	It("are edited, and tried at once", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.sees(happened, "oil_temperature")
		p.write("Text of message 1", `{"tag": "coolant", "value": 5, "at": 0}`)
		p.sees(happened, "umh.v1.acme.graz.stamping._raw.coolant")
	})

	It("are added by pasting, and kept in the file", func() {
		readings := file("readings.jsonl", readings)
		p := open(file("line.yaml", press), readings)
		p.press("Add…")
		p.asked("A message a line")
		p.types(`{"tag": "speed", "value": 7, "at": 0}`)
		p.press("Add")
		p.sees("h2", "4 messages")
		p.press("Keep")
		Eventually(func() string { return contents(readings) }, patience, pause).Should(ContainSubstring("speed"))
	})

	It("are pasted into a page that was just opened, wherever the focus is", func() {
		p := open(file("line.yaml", press))
		p.sees(".empty", "There are no messages yet.")
		p.do(chromedp.Evaluate[chromedp.Void](`(() => {
			const clipboardData = new DataTransfer();
			clipboardData.setData("text/plain", '{"tag": "speed", "value": 7, "at": 0}');
			document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
		})()`))
		p.sees(happened, "umh.v1.acme.graz.stamping._raw.speed")
	})

	It("that failed are found by a key", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.write("advancedProcessing", "if (typeof msg.payload.value === \"string\") throw new Error(\"no number\");\nmsg.payload = msg.payload.value;\nreturn msg;")
		p.sees("[role=status]", "1 failed")
		p.keys("e", kb.ModifierAlt)
		p.sees(happened, "Message 3")
		p.sees(happened, "Error: no number")
	})
})

var _ = Describe("the namespace", func() {
	It("leads to the message of a tag", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.press("Namespace")
		p.sees("[role=tree]", "oil_temperature 40")
		p.press("oil_pressure")
		p.press("What happened")
		p.sees(happened, "Message 3")
	})
})
