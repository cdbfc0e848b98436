// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// A YAMLText is a text whose nodes one finds by the lines and columns of the YAML library.
type YAMLText struct {
	text string
	// lines are where its lines begin, as the YAML library counts them.
	lines []int
}

// NewYAMLText is a text without a byte order mark.
func NewYAMLText(text string) YAMLText { return YAMLText{text, yamlLines(text)} }

// Offset is the byte of the text at a line and column of the YAML library.
func (t YAMLText) Offset(line, column int) (at int, ok bool) {
	if line < 1 || line > len(t.lines) {
		return 0, false
	}
	return columnIn(t.text, Breaks, t.lines[line-1], column)
}

// Scalar is the byte of the text for each byte of the value of a scalar, and for its end;
// nil if they cannot be told.
func (t YAMLText) Scalar(node *yaml.Node) []int32 {
	at, ok := t.Offset(node.Line, node.Column)
	if !ok {
		return nil
	}
	return scan(t.text, at, node.Style, node.Value)
}

// yamlLines are where the lines of a text begin for the YAML library.
func yamlLines(text string) []int {
	starts := []int{0}
	for at := 0; ; {
		end := strings.IndexAny(text[at:], Breaks)
		if end < 0 {
			return starts
		}
		at += end + BreakAt(text, at+end)
		starts = append(starts, at)
	}
}

// VariablesIn are where the environment variables ${NAME} stand in a text: the bytes from
// which and to which.
func VariablesIn(text string) [][]int { return envPattern.FindAllStringIndex(text, -1) }

// ReplacedIn are where Benthos replaces something in a text before it reads the YAML: the
// [VariablesIn] it, and ${{NAME}}, which is how a config says ${NAME}.
func ReplacedIn(text string) [][]int {
	return append(VariablesIn(text), escapedPattern.FindAllStringIndex(text, -1)...)
}
