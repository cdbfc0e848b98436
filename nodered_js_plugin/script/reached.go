// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
)

// A reached says how a script gets at natives.
//
// A script gets a native as a value by naming it where it is neither called at once nor
// compared by ===; by computing the name of a member; or by what lists, describes or runs
// what it does not name. As long as nothing changes what the built-in objects are like,
// there is no other way: whatever gives values of objects gives those that were put there.
type reached struct {
	// everything: it gets at all natives, or may change what built-in objects are like.
	everything bool
	// computed: it computes the names of members, so it gets at all that the values have
	// which it holds.
	computed bool
	// globals and members are the names that it takes as values, whatever they are of.
	globals, members map[string]bool
}

// reflective are names with which a script gets at everything.
var reflective = map[string]bool{
	"eval": true, "Function": true, "Reflect": true, "__proto__": true, "setPrototypeOf": true, "defineProperty": true, "defineProperties": true,
	"getOwnPropertyDescriptor": true, "getOwnPropertyDescriptors": true, "getOwnPropertyNames": true, "getOwnPropertySymbols": true,
}

// findReached finds how a script gets at natives. Scripts of the small language get as
// far: what they find they cannot call by itself, but as a property of their own objects,
// or as toJSON.
func findReached(s *Script, fn ast.Expression) reached {
	f := reachedFinder{source: s.Source, escapes: strings.Contains(s.Source, `\`), passing: map[ast.Node]bool{}}
	f.globals, f.members = map[string]bool{}, map[string]bool{}
	eachNode(fn, f.visit)
	// And globalThis.
	f.everything = f.everything || f.computed && strings.Contains(s.Source, "this")
	return f.reached
}

type reachedFinder struct {
	reached
	source  string
	escapes bool
	// passing are expressions whose value goes nowhere, and the properties of objects that
	// the script makes.
	passing map[ast.Node]bool
}

func (f *reachedFinder) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpression:
		f.called(n.Callee)
	case *ast.AssignExpression:
		if n.Operator == token.ASSIGN {
			f.passing[n.Left] = true
		}
	case *ast.BinaryExpression:
		if n.Operator == token.STRICT_EQUAL || n.Operator == token.STRICT_NOT_EQUAL {
			f.passing[n.Left], f.passing[n.Right] = true, true
		}
	case *ast.WithStatement:
		f.everything = true
	case *ast.Identifier:
		f.name(n.Name.String(), n.Idx, n, f.globals)
	case *ast.DotExpression:
		name := n.Identifier.Name.String()
		if constructor, ok := n.Left.(*ast.DotExpression); ok && name == "name" && constructor.Identifier.Name == "constructor" {
			f.passing[constructor] = true
		}
		f.name(name, n.Identifier.Idx, n, f.members)
	case *ast.BracketExpression:
		f.key(n.Member, n)
	case *ast.ObjectPattern:
		for _, p := range n.Properties {
			if short, ok := p.(*ast.PropertyShort); ok {
				f.name(short.Name.Name.String(), short.Name.Idx, nil, f.members)
			}
		}
	case *ast.ObjectLiteral:
		for _, p := range n.Value {
			f.passing[p] = true
		}
	case *ast.PropertyKeyed:
		f.key(n.Key, n)
	}
}

// called notes that a function is called at once; one that makes functions of texts is no
// such thing.
func (f *reachedFinder) called(callee ast.Expression) {
	for {
		switch inner := callee.(type) {
		case *ast.Optional:
			callee = inner.Expression
			continue
		case *ast.OptionalChain:
			callee = inner.Expression
			continue
		}
		if _, name, _ := memberNamed(callee); name != "constructor" {
			f.passing[callee] = true
		}
		return
	}
}

// key is the name of a member in brackets, or before a colon.
func (f *reachedFinder) key(key ast.Expression, whole ast.Node) {
	switch key := key.(type) {
	case *ast.StringLiteral:
		f.name(key.Value.String(), key.Idx+1, whole, f.members)
	case *ast.NumberLiteral:
	default:
		f.computed = true
	}
}

// name notes a name that stands at a place, as the last of a whole expression.
func (f *reachedFinder) name(name string, at file.Idx, whole ast.Node, taken map[string]bool) {
	passes := f.passing[whole]
	if !passes {
		taken[name] = true
	}
	f.everything = f.everything || reflective[name] || name == "constructor" && !passes || f.escapes && !f.written(name, at)
}

// written reports whether a name stands there in so many letters: others look for names in
// the text. There may be as many names as the text has bytes, so it is looked for in its place
// only.
func (f *reachedFinder) written(name string, at file.Idx) bool {
	i := int(at) - 1
	return i >= 0 && i <= len(f.source) && strings.HasPrefix(f.source[i:], name)
}

// ofEveryScript are the builtins that have what the values of any script have: those that
// literals make, that natives give, and that are caught.
var ofEveryScript = []string{"Object", "Array", "String", "Number", "Boolean", "Function", "Symbol", "RegExp", "Error"}

// Reaches reports whether the script may get at all that a builtin object has, without
// naming it. The holder is a path, such as "String.prototype", or a name in %.
func (s *Script) Reaches(holder string) bool {
	switch {
	case s.reached.everything:
		return true
	case !s.reached.computed || holder == "":
		return false
	case strings.HasPrefix(holder, "%TypedArray%"):
		return strings.Contains(s.Source, "Array")
	case strings.HasPrefix(holder, "%"):
		return true
	}
	root, _, _ := strings.Cut(holder, ".")
	return slices.Contains(ofEveryScript, root) || strings.Contains(s.Source, root)
}

// Takes reports whether the script may have a builtin of this name as a value, where
// most scripts only call them: only such a one can be put where another builtin calls it.
// The holder is the path of the object that has it, "" for the global one.
func (s *Script) Takes(holder, name string) bool {
	if s.Reaches(holder) || strings.HasPrefix(name, "[") && strings.Contains(s.Source, "Symbol") {
		return true
	}
	if holder == "" {
		return s.reached.globals[name]
	}
	return s.reached.members[name]
}

// FindsUnnamed reports whether the script may call built-in methods that its text
// does not name.
func (s *Script) FindsUnnamed() bool { return s.reached.everything || s.reached.computed }
