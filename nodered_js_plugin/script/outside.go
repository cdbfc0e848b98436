// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

// An Outside is why a script is not in the small language.
type Outside struct {
	// Reason says what the script does, as a predicate: "uses `class`".
	Reason string
	// Offset is where, in bytes from the start of the source.
	Offset int
}

// code is a piece of a script inside a Reason.
func code(text string) string { return "`" + text + "`" }

// Outside says why the script needs a VM of its own for each message: what it does,
// as in "uses `class`", and where. Line is 0 if it is in the small language.
func (s *Script) Outside() (reason string, line, column int) {
	if s.outside == nil {
		return "", 0, 0
	}
	p := s.lines.at(s.outside.Offset)
	return s.outside.Reason, p.Line, p.Column
}
