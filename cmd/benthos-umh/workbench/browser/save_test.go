// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"os"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("saving", func() {
	It("shows what would change, and changes nothing else of the file", func() {
		config := file("line.yaml", press)
		p := open(config, file("readings.jsonl", readings))
		p.write("condition 2 if", `msg.payload.tag === "beat"`)
		p.sees("h1", "not saved")

		p.keys("s", kb.ModifierCtrl)
		p.asked(`- if: msg.payload.tag === "beat" # of no use`)
		Expect(contents(config)).To(Equal(press), "nothing is written before it was seen")
		p.press("Save")

		p.seesNot("h1", "not saved")
		Expect(contents(config)).To(Equal(strings.Replace(press, `"heartbeat" #`, `"beat" #`, 1)))
	})

	It("does not overwrite what somebody else has written meanwhile, without asking", func() {
		config := file("line.yaml", press)
		p := open(config, file("readings.jsonl", readings))
		p.write("condition 2 if", `msg.payload.tag === "beat"`)
		changed := strings.Replace(press, "# the press of line 3", "# the press of line 4", 1)
		Expect(os.WriteFile(config, []byte(changed), 0o600)).To(Succeed())

		p.keys("s", kb.ModifierCtrl)
		p.asked("Cancel")
		p.press("Save")
		p.asked("The file has changed meanwhile")
		p.expects("409")
		Expect(contents(config)).To(Equal(changed))

		p.press("Write into the changed file")
		p.seesNot("h1", "not saved")
		Expect(contents(config)).To(Equal(strings.Replace(changed, `"heartbeat" #`, `"beat" #`, 1)))
	})

	It("is not needed for a draft to survive a reload of the page", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.write("advancedProcessing", "msg.payload = 4711;\nreturn msg;")
		p.sees(happened, `"value":4711`)

		p.do(chromedp.Reload())

		p.sees("h1", "not saved")
		p.sees(happened, `"value":4711`)
		p.sees("section[aria-label=advancedProcessing]", "msg.payload = 4711")
	})
})

var _ = Describe("a config that is no YAML", func() {
	It("says what is wrong, and is read again once it is mended", func() {
		config := file("line.yaml", strings.Replace(press, "pipeline:", "pipeline", 1))
		p := open(config, file("readings.jsonl", readings))
		p.sees("[role=alert]", "line.yaml(4,1) this is no YAML")
		Expect(os.WriteFile(config, []byte(press), 0o600)).To(Succeed())
		p.press("Reload")
		p.sees(happened, "umh.v1.acme.graz.stamping._raw.oil_temperature")
	})
})
