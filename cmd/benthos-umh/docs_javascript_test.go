// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

const javascriptPage = "docs/javascript-api.md"

// A measurement is a row of the tables of docs/javascript-api.md.
type measurement struct{ expression, gives string }

// measurements are the rows of all tables of a page whose header ends in
// `expression | gives`.
func measurements(markdown string) (rows []measurement) {
	inside := false
	for line := range strings.Lines(markdown) {
		cells := tableCells(line)
		switch n := len(cells); {
		case n < 2:
			inside = false
		case cells[n-2] == "expression" && cells[n-1] == "gives":
			inside = true
		case inside && !strings.HasPrefix(cells[0], "---"):
			rows = append(rows, measurement{strings.Trim(cells[n-2], "`"), strings.Trim(cells[n-1], "`")})
		}
	}
	return rows
}

var cellBorder = regexp.MustCompile(`(^|[^\\])\|`)

// tableCells are the cells of a line of a table, "\|" being no border.
func tableCells(line string) []string {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "|") {
		return nil
	}
	line = cellBorder.ReplaceAllString(strings.Trim(line, "|"), "$1\x00")
	cells := strings.Split(line, "\x00")
	for i := range cells {
		cells[i] = strings.ReplaceAll(strings.TrimSpace(cells[i]), `\|`, "|")
	}
	return cells
}

var _ = Describe("what docs/javascript-api.md says of an expression", func() {
	rows := measurements(docs()[javascriptPage])

	It("is measured", func() {
		Expect(len(rows)).To(BeNumerically(">", 80))
	})

	for _, row := range rows {
		It("is true of "+row.expression, func() {
			Expect(row.measure("nodered_js", func(script string) processortest.Config {
				return processortest.Config{"code": script}
			})).To(Equal(row.gives), "in nodered_js")
			Expect(row.measure("tag_processor", func(script string) processortest.Config {
				return processortest.Config{"defaults": exampleDefaults, "advancedProcessing": script}
			})).To(Equal(row.gives), "in tag_processor")
		})
	}
})

// measure evaluates the expression in a processor: its value as JSON, or the error.
func (m measurement) measure(processor string, config func(script string) processortest.Config) string {
	GinkgoHelper()
	script := "const value = " + m.expression + ";\n" +
		"msg.meta.result = value === undefined ? 'undefined' : typeof value === 'bigint' ? value + 'n' : JSON.stringify(value);\n" +
		"return msg;"
	stream, err := processortest.Run(processortest.Options{
		Processors: []string{processortest.ProcessorYAML(processor, config(script), processortest.Config{"on_error": "forward"})},
		NoLint:     true,
	})
	if err != nil {
		return syntaxError.FindString(err.Error())
	}
	defer func() { Expect(stream.Stop()).To(Succeed()) }()
	out, err := stream.Process(processortest.Messages(`{"a":1}`))
	Expect(err).NotTo(HaveOccurred())
	Expect(out).To(HaveLen(1))
	if out[0].Err != nil {
		return out[0].Meta["umh_error_message"]
	}
	return out[0].Meta["result"]
}

var syntaxError = regexp.MustCompile(`SyntaxError: [^\n]*`)
