// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"cmp"
	"fmt"
	"slices"
)

// A Severity is how bad a Problem is.
type Severity uint8

const (
	// Note: worth knowing.
	Note Severity = iota
	// Warning: suspicious; an error with --strict.
	Warning
	// Error: it would not start, or would not do what it says.
	Error
)

// A Problem is something that lint found in a config.
type Problem struct {
	File string
	// Line and Column are those of the file, from 1.
	Line, Column int
	Severity     Severity
	// In is the script and the place in it, "condition 3 if, line 2:33", or "".
	In   string
	Text string
	// Rule is what a comment names that silences it, or "".
	Rule string
	// Frame is the line of the script with a caret below the column, or "".
	Frame string
	// MissingVariable says that it is no more than an environment variable that is not
	// set here.
	MissingVariable bool
}

// Prevents reports whether a config with this problem does not start. What lint finds in
// scripts that run does not keep it from that.
func (p Problem) Prevents() bool { return p.Severity == Error && p.Rule == "" }

var severities = map[Severity]string{Note: "note: ", Warning: "warning: ", Error: ""}

// String is the problem as lint prints it, without the last end of line.
func (p Problem) String() string {
	in := p.In
	if in != "" {
		in += ": "
	}
	text := fmt.Sprintf("%s(%d,%d) %s%s%s", p.File, p.Line, p.Column, severities[p.Severity], in, p.Text)
	if p.Rule != "" {
		text += " [" + p.Rule + "]"
	}
	if p.Frame != "" {
		text += "\n" + p.Frame
	}
	return text
}

// sorted is a list in the order of the file, each once: what an anchor holds is found wherever
// an alias stands.
func sorted(list []Problem) []Problem {
	slices.SortStableFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.Compact(list)
}
