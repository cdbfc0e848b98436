// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// markdown lints the YAML blocks of a Markdown page. Their environment variables need not be
// set.
func markdown(file, text string, rules Rules) (found []Problem) {
	const opening, closing = "```yaml", "```"
	rules.SkipVariables = true
	line := 0 // how many lines are before rest
	for rest := text; ; {
		before, block, ok := strings.Cut(rest, opening)
		if !ok {
			return found
		}
		line += strings.Count(before, "\n")
		block, after, ok := strings.Cut(block, closing)
		if !ok {
			return append(found, Problem{File: file, Line: line + 1, Column: 1, Severity: Error, Text: "the block of YAML has no end: ```"})
		}
		for _, p := range Check(inventory.Document{File: file, Text: block}, rules) {
			p.Line += line
			found = append(found, p)
		}
		line += strings.Count(block, "\n")
		rest = after
	}
}
