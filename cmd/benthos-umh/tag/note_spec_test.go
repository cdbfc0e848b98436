// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_test

import (
	"fmt"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
)

// forces is a config whose condition has a then.
func forces(then string) string {
	return `
pipeline:
  processors:
    - label: press
      tag_processor:
        defaults: |
          msg.meta = { location_path: "acme", data_contract: "_raw", tag_name: "force" };
          msg.meta.timestamp_ms = 0;
          return msg;
        conditions:
          - if: msg.payload > 0
            then: |
              ` + strings.ReplaceAll(then, "\n", "\n              ") + `
              return msg;
`
}

// ways are how each step ran, and its note.
func ways(config string) (list []string) {
	GinkgoHelper()
	for _, s := range results(config, tag.Options{}, `{"payload": 7}`)[0].Runs[0].Steps {
		list = append(list, strings.TrimSuffix(fmt.Sprintf("%s: %s, %s", s.Stage, s.Way, s.Note), ", "))
	}
	return list
}

var _ = Describe("how a script runs", func() {
	It("is in Go, where nothing is of note", func() {
		_, warnings, _, err := try(forces(`msg.payload = msg.payload.toFixed(1);`), tag.Options{}, "7")
		Expect(err).NotTo(HaveOccurred())
		Expect(warnings).To(BeEmpty())
		Expect(ways(forces(`msg.payload = msg.payload.toFixed(1);`))).To(Equal([]string{
			"defaults: go", "condition 1 if: go", "condition 1 then: go",
		}))
	})

	DescribeTable("or not, and then standard error and --json name the words that cost it:", func(then, note string, want ...string) {
		_, warnings, _, err := try(forces(then), tag.Options{}, "7")
		Expect(err).NotTo(HaveOccurred())
		Expect(warnings).To(Equal("note: press: condition 1 then " + note + "\n"))
		Expect(ways(forces(then))).To(Equal([]string{
			"defaults: " + want[0], "condition 1 if: " + want[0], "condition 1 then: " + want[1] + ", " + note,
		}))
	},
		Entry("a built-in that Go does not have", `msg.meta.unit = escape("°");`,
			"needs a JavaScript VM, about 2 times slower: uses `escape` at line 1, column 17", "go", "shared_vm"),
		Entry("a method that Go does not have", "const text = msg.payload\n  .toLocaleString(\"de\");",
			"needs a JavaScript VM, about 2 times slower: uses `.toLocaleString()` at line 2, column 4", "go", "shared_vm"),
		Entry("a word that forbids messages to share a VM", "class Force {}",
			"needs a VM of its own for each message, about 10 times slower: uses `class` at line 1, column 1", "own_vm", "own_vm"),
	)

	It("is not of note where every message gets a new VM in any case", func() {
		config := strings.Replace(forces("class Force {}"), "defaults:", "reuse_vms: false\n        defaults:", 1)
		_, warnings, _, err := try(config, tag.Options{}, "7")
		Expect(err).NotTo(HaveOccurred())
		Expect(warnings).To(BeEmpty())
		Expect(ways(config)).To(HaveEach(HaveSuffix("own_vm")))
	})

	It("depends on where cache keeps its values", func() {
		const then = `cache.set("force", msg.payload);`
		Expect(ways(forces(then))).To(HaveEach(HaveSuffix("go")))
		config := strings.Replace(forces(then), "defaults:", "cache: { resource: state }\n        defaults:", 1) + `
cache_resources:
  - label: state
    memory: {}
`
		Expect(ways(config)).To(ContainElement(
			"condition 1 then: shared_vm, needs a JavaScript VM, about 2 times slower: uses `cache.set` with a cache resource at line 1, column 1"))
	})
})

var _ = Describe("a script that is given up in Go", func() {
	const late = "const parts = \"1.2.2026\".split(\".\");\nmsg.meta.day = new Date(\"Feb 1, 2026 UTC\").getUTCDate();"

	It("says so in one line, with the reason and the place", func() {
		Expect(printed(forces(late), `{"payload": 7}`)).To(ContainSubstring(`  condition 1 then
    given up in Go and run again in a VM: a date in an unusual form (at or after line 2:16)
    + meta.day = 1
`))
	})

	It("has them on its step of --json", func() {
		steps := results(forces(late), tag.Options{}, `{"payload": 7}`, `{"payload": -7}`)
		given := steps[0].Runs[0].Steps[2]
		Expect(given.GivenUp).To(Equal(&tag.GivenUp{Reason: "a date in an unusual form", Line: 2, Column: 16}))
		Expect(given.Way).To(Equal("shared_vm"))
		Expect(given.Note).To(BeEmpty())
		for _, step := range append(steps[0].Runs[0].Steps[:2], steps[1].Runs[0].Steps...) {
			Expect(step.GivenUp).To(BeNil(), step.Stage)
			Expect(step.Way).To(Equal("go"), step.Stage)
		}
	})

	It("may be a condition, which then has a line of its own", func() {
		config := strings.Replace(forces(""), "if: msg.payload > 0", `if: new Date("Feb 1, 2026 UTC") < 0`, 1)
		Expect(printed(config, `{"payload": 7}`)).To(ContainSubstring(`  condition 1 if  false
    given up in Go and run again in a VM: a date in an unusual form (at or after line 1:1)
`))
	})

	It("has no such line where it fails, as the failure says more; --json has it", func() {
		const fails = `msg.payload = msg.payload.nothing.force;`
		Expect(printed(forces(fails), `{"payload": 7}`)).To(And(
			ContainSubstring("failed in condition 1 then, line 1:35 (config.yaml 13:49) (throw): TypeError: Cannot read property 'force' of undefined"),
			Not(ContainSubstring("given up in Go")),
		))
		step := results(forces(fails), tag.Options{}, `{"payload": 7}`)[0].Runs[0].Steps[2]
		Expect(step.GivenUp).To(HaveField("Reason", "an exception that nothing caught"))
	})
})
