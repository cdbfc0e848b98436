// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// axe is axe-core, as npm installs it for the page.
const axe = "../page/node_modules/axe-core/axe.min.js"

// faults are what axe-core finds in the page that keeps people out.
func (p *page) faults() []string {
	GinkgoHelper()
	source, err := os.ReadFile(filepath.FromSlash(axe))
	if os.IsNotExist(err) {
		Skip("axe-core is not installed: npm ci --ignore-scripts --prefix cmd/benthos-umh/workbench/page")
	}
	Expect(err).NotTo(HaveOccurred())
	value[bool](p, string(source)+"; true")
	return result(p, chromedp.Evaluate[[]string](`axe.run().then((found) => found.violations
		.filter((v) => v.impact === "serious" || v.impact === "critical")
		.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.target.join(" ") + "\n" + n.failureSummary)))`, chromedp.EvalAwaitPromise))
}

// outlined is whether what has the focus, or its editor, has an outline. A border between
// columns has another colour.
const outlined = `[document.activeElement, document.activeElement.closest(".cm-editor")]
	.some((e) => e && (getComputedStyle(e).outlineStyle !== "none" || e.matches("[role=separator]:focus-visible")))`

var _ = Describe("the page for everybody", func() {
	for _, theme := range []string{"light", "dark"} {
		It("has no serious fault where it is "+theme, func() {
			p := open(file("line.yaml", press), file("readings.jsonl", readings))
			p.theme(theme)
			p.sees(happened, "umh.v1.acme.graz.stamping._raw.oil_temperature")
			Expect(p.faults()).To(BeEmpty())

			p.press("Namespace")
			p.sees("[role=tree]", "oil_temperature")
			p.picture("namespace")
			Expect(p.faults()).To(BeEmpty())

			p.press("How it runs")
			p.sees(happened, "advancedProcessing")
			p.picture("how it runs")
			Expect(p.faults()).To(BeEmpty())

			p.press("What happened")
			p.write("advancedProcessing", "msg.topic = 1;\nthrow new Error(\"no\");")
			p.sees(happened, "Error: no")
			p.sees(".problems", "msg.topic")
			p.picture("failed")
			Expect(p.faults()).To(BeEmpty())

			for _, name := range []string{"Add…", "Capture…", "Save…", "Keys"} {
				p.press(name)
				p.asked("")
				p.picture(name)
				Expect(p.faults()).To(BeEmpty(), name)
				p.keys(escape)
			}
		})
	}

	It("is used by the keyboard alone", func() {
		p := open(file("line.yaml", press), file("readings.jsonl", readings))
		p.sees(happened, "Message 1")
		// Tab leaves an editor, and every stop shows where it is.
		seen := map[string]bool{}
		for range 40 {
			p.keys(tab)
			seen[value[string](p, `(() => { const e = document.activeElement; return e.getAttribute("aria-label") ?? e.innerText; })()`)] = true
			Eventually(func() bool { return value[bool](p, outlined) }, patience, pause).Should(BeTrue(), "the focus is seen, the last on %v", seen)
		}
		for _, stop := range []string{"defaults", "condition 1 if", "condition 2 then", "advancedProcessing", "Messages", "Text of message 1"} {
			Expect(seen).To(HaveKey(stop))
		}
	})
})
