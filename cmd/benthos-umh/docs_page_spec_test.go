// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("the reader of examples", func() {
	read := func(lines ...string) ([]*example, error) {
		return examplesOf("page.md", strings.ReplaceAll(strings.Join(lines, "\n"), "'''", "```")+"\n")
	}
	fenced := func(language string, lines ...string) string {
		return "'''" + language + "\n" + strings.Join(append(lines, "'''"), "\n")
	}
	config := fenced("yaml", "pipeline:", "  processors: []")

	It("finds what goes into an example and what has to come out", func() {
		examples, err := read("# A", config, "given", fenced("json", "1"), "gives", fenced("text", "2"), "and logs", fenced("text log", "3"))
		Expect(err).NotTo(HaveOccurred())
		Expect(examples).To(HaveLen(1))
		e := examples[0]
		Expect(e.line).To(Equal(2))
		Expect([]string{e.input.text, e.output.text, e.log.text}).To(Equal([]string{"1\n", "2\n", "3\n"}))
	})

	It("ends an example at the next one, and at a heading", func() {
		examples, err := read(config, fenced("javascript", "return msg;"), fenced("text", "2"), "# B", fenced("json", "1"))
		Expect(err).NotTo(HaveOccurred())
		Expect(examples).To(HaveLen(2))
		Expect(examples[0].output).To(BeNil())
		Expect(examples[1].output.text).To(Equal("2\n"))
		Expect(examples[1].input).To(BeNil())
	})

	It("gives unit tests the config before them", func() {
		examples, err := read(config, fenced("yaml", "tests: []"), fenced("yaml", "tests: []"))
		Expect(err).NotTo(HaveOccurred())
		Expect(examples[1].config).To(Equal(examples[0]))
		Expect(examples[2].config).To(Equal(examples[0]))
	})

	It("takes the order from the comment right above", func() {
		examples, err := read("<!-- block: any order, two outputs -->", config, "", config)
		Expect(err).NotTo(HaveOccurred())
		Expect([]order{examples[0].order, examples[1].order}).To(Equal([]order{orderAnyOrder, orderNone}))
	})

	It("runs nothing that says why it is not run", func() {
		Expect(read("<!-- block: not run, belongs to Prometheus -->", fenced("yaml", "groups: []"))).To(BeEmpty())
	})

	It("leaves alone what is there to be read", func() {
		Expect(read(fenced("sh", "make"), fenced("text", "done"), fenced("promql", "up"), fenced("json", `{"a": 1}`))).To(BeEmpty())
	})

	DescribeTable("knows a", func(want kind, lines ...string) {
		Expect(kindOf(block{language: "yaml", text: strings.Join(lines, "\n") + "\n"})).To(Equal(want))
	},
		Entry("whole config", wholeConfig, "# why", "input:", "  stdin: {}", "output: { stdout: {} }"),
		Entry("part of a config", partialConfig, "pipeline:", "  threads: 1", "metrics:", "  prometheus: {}"),
		Entry("config with resources", partialConfig, "cache_resources:", "- label: a", "  memory: {}"),
		Entry("list of processors", processors, "- mapping: root = 1", "- nodered_js:", "    code: return msg;"),
		Entry("processor", oneProcessor, "tag_processor:", "  defaults: return msg;"),
		Entry("file of unit tests", unitTests, "tests:", "  - name: a"),
		Entry("file of something else", unknownYAML, "services:", "  a: {}"),
		Entry("file with one foreign section", unknownYAML, "pipeline: {}", "services: {}"),
		Entry("text without sections", unknownYAML, "hello"),
	)

	DescribeTable("leaves nothing out in silence:", func(problem string, lines ...string) {
		_, err := read(lines...)
		Expect(err).To(MatchError(ContainSubstring(problem)))
	},
		Entry("a language that is not known", "page.md:1 xml", fenced("xml", "<a/>")),
		Entry("a block without a language", "without a language", fenced("", "x")),
		Entry("a language with something behind it", "page.md:1 yaml title", fenced("yaml title", "pipeline: {}")),
		Entry("an output of nothing", "page.md:1 text", fenced("text", "x")),
		Entry("a second output", "page.md:8 text", config, fenced("text", "x"), fenced("text", "y")),
		Entry("an output behind a heading", "belongs to no example", config, "# B", fenced("text", "x")),
		Entry("YAML that is no config", "neither a config", fenced("yaml", "services: {}")),
		Entry("JSON that is none", "invalid character", fenced("json", "{a}")),
		Entry("unit tests without a config", "without a config", fenced("yaml", "tests: []")),
		Entry("a fence inside a list", "start of its line", "- like this:", "  '''yaml", "  a: b", "  '''"),
		Entry("a fence of four", "start of its line", "````yaml", "````"),
		Entry("a fence of tildes", "start of its line", "~~~yaml", "~~~"),
		Entry("a fence that is not closed", "is not closed", "'''yaml", "a: b"),
		Entry("an order that is not known", `"faster"`, "<!-- block: faster -->", config),
		Entry("an order without a reason", "has to say why", "<!-- block: not run -->", config),
		Entry("a refusal without its error", "does not show the error", "<!-- block: refused -->", config),
	)
})
