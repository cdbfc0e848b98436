// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"sync"

	"github.com/dop251/goja"
)

// keepPrograms makes the script's programs available. A program takes as much memory as
// all else that is known of a script, and a script of the small language, which as a
// rule runs in Go, may never need one. So its programs are compiled again, each when it
// is asked for first; that program compiles is known by then. One for a VM of its own is
// kept for the scripts that need it.
func (s *Script) keepPrograms(program *goja.Program) {
	if s.code == nil {
		s.program = func() *goja.Program { return program }
		return
	}
	s.program = sync.OnceValue(func() *goja.Program { return s.compileAgain(false) })
	s.shared = sync.OnceValue(func() *goja.Program { return s.compileAgain(true) })
}

// compileAgain compiles a script that did compile.
func (s *Script) compileAgain(shared bool) *goja.Program {
	again := &Script{Stage: s.Stage, Source: s.Source, kind: s.kind, lines: s.lines}
	t, err := again.read()
	if err == nil {
		if shared {
			t.edits.apply()
		}
		guardOperators(again, t.fn)
		var program *goja.Program
		if program, err = compileProgram(t.program, s.strict); err == nil {
			return program
		}
	}
	panic(err) // a bug: guards make a script that compiles no other one
}
