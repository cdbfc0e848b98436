// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package scripttest has mistakes that people make in scripts, as data for tests: of what
// is said of them, and of the commands that print it. It is for tests only.
package scripttest

import "slices"

// A Mistake is a script with something wrong in it, and what its author is told.
type Mistake struct {
	Name string
	// Stage is defaults, if or code.
	Stage  string
	Source string
	// Refused is why the script does not compile, with line and column; "" if it does.
	Refused string
	// Found are its findings, with line and column, "error" for those that are certain,
	// and their rules.
	Found []string
	// Fails is what a message with the payload 1 and no metadata fails with; "" if it does
	// not fail.
	Fails string
}

// Mistakes are those that are known to be made.
var Mistakes = slices.Concat(names, meanings, syntax)
