// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// Kind says what a script's text is.
type Kind uint8

const (
	// Body is the body of a function: what it returns is its result. Configs in the
	// field assign undeclared names, so it need not keep to strict mode.
	Body Kind = iota
	// StrictBody is a function body in strict mode.
	StrictBody
	// Condition is a program whose completion value is its result, as for eval:
	// an expression, or statements of which the last value counts.
	Condition
)

// A Script is one compiled script. It is immutable: any number of goroutines
// and VMs may share it.
type Script struct {
	// Stage names the script to its users, e.g. "condition 2 if". It is the
	// stage of every error the script causes.
	Stage string
	// Source is the user's text, unchanged.
	Source string
	lines  lines

	kind Kind
	// program and shared give the programs, see keepPrograms; shared is nil if the script
	// is outside the small language.
	program, shared func() *goja.Program
	// code is the script in the small language, nil where outside says why it is not.
	code    *ir.Function
	outside *Outside
	effects Effects
	guarded bool
	plain   *Plain
	paths   *Paths

	// onlyReturn is where the script's only return with a value stands, as an offset,
	// or -1: what it returned came from there.
	onlyReturn int
	// strict: it runs in strict mode.
	strict bool
	// functions are its functions' source texts, the longest first.
	functions []string
	// countsCalls: it has functions that count their calls; uncounted: some may call
	// others before they do.
	countsCalls, uncounted bool
	// runsText: the script calls eval or Function.
	runsText bool
	reached  reached
	// iterates: natives may loop over iterators of it.
	iterates bool
	// operators are the functions that it calls in place of operators.
	operators []string
	// undeclared are names that it assigns without declaring them, and that are no
	// locals of it.
	undeclared []string
	// members are what errors at run time may name, read when the first one needs it.
	members func() map[int]namedMember
}

// Program is the script as its author wrote it, for a VM of its own. It gives the
// script's function.
func (s *Script) Program() *goja.Program { return s.program() }

// SharedProgram is the script with guards, for a VM that is used again; nil if the
// script is outside the small language. It gives the script's function.
func (s *Script) SharedProgram() *goja.Program {
	if s.shared == nil {
		return nil
	}
	return s.shared()
}

// Code is the script in the small language, or nil.
func (s *Script) Code() *ir.Function { return s.code }

// Effects are what the script may do to its message. Nothing is ruled out for a
// script outside the small language.
func (s *Script) Effects() Effects { return s.effects }

// Guarded reports whether the script may get hold of something built in, at which it
// spoils its VM. From then on it may do anything, such as run a text that it got, and
// nothing that was computed of it holds. So what has to hold from the start, which
// members of the payload it sees and that a condition needs no copy of its message,
// is only used of scripts that are not guarded.
func (s *Script) Guarded() bool { return s.guarded && !SwitchedOff("effects: a script without guards") }

// Plain is what the script does, or nil if only an interpreter can say.
func (s *Script) Plain() *Plain { return s.plain }

// RunsText reports whether the script calls eval or Function.
func (s *Script) RunsText() bool { return s.runsText }

// CountsCalls reports whether functions of the script call TestNesting.
func (s *Script) CountsCalls() bool { return s.countsCalls }

// Uncounted reports whether some of its functions may call others before that.
func (s *Script) Uncounted() bool { return s.uncounted }

// Operators are the functions that the script calls in place of operators, by name.
func (s *Script) Operators() []string { return s.operators }

// Iterates reports whether a native may loop over an iterator of the script, as ...
// does.
func (s *Script) Iterates() bool { return s.iterates }

// Leaks are the names that the script assigns without declaring them and that
// could not be made locals: they have to be removed from the global object, or
// the next stage of the same message would see them.
func (s *Script) Leaks() []string { return s.undeclared }
