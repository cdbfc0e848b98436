// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// A Way is how a script runs.
type Way uint8

const (
	// InGo: without a VM.
	InGo Way = iota
	// InSharedVM: in a VM that messages share.
	InSharedVM
	// InOwnVM: in a VM of its own for each message.
	InOwnVM
)

// String is the way as `tag try --json` has it.
func (w Way) String() string {
	return [...]string{InGo: "go", InSharedVM: "shared_vm", InOwnVM: "own_vm"}[w]
}

// cost says what a script of that way costs its author, measured with the scripts of
// the field.
func (w Way) cost() string {
	return [...]string{
		InSharedVM: "needs a JavaScript VM, about 2 times slower",
		InOwnVM:    "needs a VM of its own for each message, about 10 times slower",
	}[w]
}

// A Running is how a script runs as a rule, and why not in Go.
type Running struct {
	Way Way
	// Reason is what the script does that Go does not, as a predicate: "uses `class`",
	// and Line and Column where. They are not set where Way is InGo.
	Reason       string
	Line, Column int

	program *eval.Program
}

// RunningOf says how a script runs whose processor has no other. resource says that
// what it keeps in cache goes to a cache resource.
func RunningOf(s *script.Script, resource bool) Running {
	if reason, line, column := s.Outside(); reason != "" {
		return Running{Way: InOwnVM, Reason: reason, Line: line, Column: column}
	}
	inVM := func(reason string, pos ir.Pos) Running {
		at := s.PositionAt(int(pos) - 1)
		return Running{Way: InSharedVM, Reason: reason, Line: at.Line, Column: at.Column}
	}
	if path, pos := cacheCall(s.Code()); path != "" && resource {
		// A write there can fail, and is not taken back: the script must not run twice.
		return inVM("uses "+quoted(path)+" with a cache resource", pos)
	}
	program, err := eval.Compile(s.Code())
	if err == nil || s.Plain() != nil {
		return Running{program: program}
	}
	missing := err.(*eval.Unsupported) //nolint:errorlint,forcetypeassert // as Compile gives it
	return inVM("uses "+quoted(missing.What), missing.Pos)
}

// cacheCall is the first place in a script that reaches the cache; "" if there is none.
func cacheCall(f *ir.Function) (path string, pos ir.Pos) {
	ir.WalkFunction(f, func(n any) bool {
		found := func(name string, at ir.Pos) {
			if path == "" && strings.HasPrefix(name, "cache.") {
				path, pos = name, at
			}
		}
		switch n := n.(type) {
		case *ir.StaticCall:
			found(n.Path, n.Pos)
		case *ir.ThisCall:
			found(n.Path, n.Pos)
		case *ir.Wrapper:
			found(n.Path, n.Pos)
		}
		return true
	})
	return path, pos
}

// codeLike matches what a script has in these words; everything else is a description.
var codeLike = regexp.MustCompile(`^(new |typeof |instanceof |\.)?\w+(\.\w+)*(\(\))?$`)

func quoted(what string) string {
	if codeLike.MatchString(what) {
		return "`" + what + "`"
	}
	return what
}

// Note tells the author of a script that does not run in Go what that costs, and which
// words of it are to blame; "" for one that does. The name of the stage is put before
// it.
func (r Running) Note() string {
	if r.Way == InGo {
		return ""
	}
	return fmt.Sprintf("%s: %s at line %d, column %d", r.Way.cost(), r.Reason, r.Line, r.Column)
}

// runnings are how the scripts of one processor run.
type runnings struct {
	each []Running
	// way is the slowest of their ways, cause the first stage that needs it. A VM of its
	// own for each message serves all scripts of the processor; cause is "" where
	// reuse_vms asks for it.
	way   Way
	cause string
	// programs are those of the scripts that run in Go, nil for the others.
	programs []*eval.Program
}

func newRunnings(scripts []*script.Script, reuse, resource bool) *runnings {
	r := &runnings{each: make([]Running, len(scripts)), programs: make([]*eval.Program, len(scripts))}
	for i, s := range scripts {
		r.each[i] = RunningOf(s, resource)
		if way := r.each[i].Way; way > r.way {
			r.way, r.cause = way, s.Stage
		}
	}
	if !reuse {
		r.way, r.cause = InOwnVM, ""
	}
	if r.way == InOwnVM {
		return r
	}
	for i := range scripts {
		r.programs[i] = r.each[i].program
	}
	return r
}
