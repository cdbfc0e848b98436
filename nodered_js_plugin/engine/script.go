package engine

import (
	"github.com/dop251/goja"
)

// Kind says what a script's text is.
type Kind uint8

const (
	// Body is the body of a function in sloppy mode: what it returns is its
	// result. Configs in the field assign undeclared names, so it stays sloppy.
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

	program *goja.Program
	verdict analysis
	// onlyReturn is where the script's only return with a value stands, as an offset,
	// or -1: what it returned came from there.
	onlyReturn int
	// runsText: the script calls eval or Function.
	runsText bool
	// findsUnnamed: it may call natives that it does not name.
	findsUnnamed bool
	plain        *Plain
	paths        *Paths
	// brief says whether the script needs a watch; it is empty where the script is
	// not Reusable.
	brief briefness
}

// Reusable reports whether the script provably leaves nothing behind in the VM
// that a later message could see.
func (s *Script) Reusable() bool { return s.verdict.Reusable }

// ReuseVerdict says why the script needs a VM of its own for each message: the
// construct and its place in the source. Line is 0 where the script is reusable.
func (s *Script) ReuseVerdict() (reason string, line, column int) {
	if s.verdict.Reusable {
		return "", 0, 0
	}
	p := positionAt(s.Source, int(s.verdict.Pos)-1)
	return s.verdict.Reason, p.Line, p.Column
}

// Pure reports whether the script provably changes neither msg nor anything
// that hangs below it. It holds where every script that ran in the VM before was
// Reusable; others may have replaced what this one calls.
func (s *Script) Pure() bool { return s.verdict.Pure }

// KeepsPayload reports whether the script provably leaves the inside of
// msg.payload alone. Assigning msg.payload itself does not count. It holds where
// Pure does.
func (s *Script) KeepsPayload() bool { return s.verdict.KeepsPayload }

// AssignsMsg reports whether the global name msg may be another value after the
// script ran.
func (s *Script) AssignsMsg() bool { return s.verdict.AssignsMsg || !s.verdict.Reusable }

// leaks are the names that the script assigns without declaring them and that
// could not be made locals: they have to be removed from the global object, or
// the next stage of the same message would see them.
func (s *Script) leaks() []string {
	if len(s.verdict.Undeclared) == len(s.verdict.Localisable) {
		return nil
	}
	return s.verdict.Undeclared
}

// A Warning is something suspicious that does not stop a script from running.
type Warning struct {
	Stage        string
	Line, Column int
	Text         string
}

// Warnings are the suspicious places of the script, in source order: a name
// that nothing defines, a body that returns nothing on any path.
func (s *Script) Warnings() []Warning {
	var list []Warning
	for _, u := range s.verdict.Unknown {
		p := positionAt(s.Source, int(u.Pos)-1)
		list = append(list, Warning{s.Stage, p.Line, p.Column, "nothing defines the name " + u.Name + "; reading it throws a ReferenceError"})
	}
	if s.verdict.NoReturn {
		list = append(list, Warning{s.Stage, 1, 1, "the script has no return with a value, so every message is dropped here; end it with return msg;"})
	}
	return list
}
