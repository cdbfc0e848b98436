// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// An unnamed says how far a script gets at natives that its text does not name.
type unnamed struct {
	// computed: it computes the names of members, so it gets at all that the values have
	// which it holds.
	computed bool
	// all: it gets at everything, by a text that it runs, the global object, or a list of
	// what an object has.
	all bool
}

// findUnnamed finds how far a script gets. Scripts of the small language get as far: what
// they find they cannot call by itself, but as a property of their own objects, or as
// toJSON.
func findUnnamed(s *Script, fn ast.Expression) (u unnamed) {
	for _, word := range []string{"eval", "Function", "constructor", "Reflect", "getOwnProperty"} {
		u.all = u.all || strings.Contains(s.Source, word)
	}
	escapes := strings.Contains(s.Source, `\`)
	// name looks whether a name is in the text as it is. There may be as many as the text
	// has bytes, so each is looked for where it stands.
	name := func(text string, at file.Idx) {
		i := int(at) - 1
		u.all = u.all || escapes && (i < 0 || i > len(s.Source) || !strings.HasPrefix(s.Source[i:], text))
	}
	eachNode(fn, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Identifier:
			name(n.Name.String(), n.Idx)
		case *ast.DotExpression:
			name(n.Identifier.Name.String(), n.Identifier.Idx)
		case *ast.BracketExpression:
			switch key := n.Member.(type) {
			case *ast.StringLiteral:
				name(key.Value.String(), key.Idx+1)
			case *ast.NumberLiteral:
			default:
				u.computed = true
			}
		case *ast.PropertyKeyed:
			if key, ok := n.Key.(*ast.StringLiteral); ok {
				name(key.Value.String(), key.Idx+1)
			}
			u.computed = u.computed || n.Computed
		case *ast.WithStatement:
			u.all = true
		}
	})
	// And globalThis.
	u.all = u.all || u.computed && strings.Contains(s.Source, "this")
	return u
}

// ofEveryScript are the builtins that have what the values of any script have: those that
// literals make, that natives give, and that are caught.
var ofEveryScript = []string{"Object", "Array", "String", "Number", "Boolean", "Function", "Symbol", "RegExp", "Error"}

// Reaches reports whether the script may get at all that a builtin object has, without
// naming it. The holder is a path, such as "String.prototype", or a name in %.
func (s *Script) Reaches(holder string) bool { return s.unnamed.all || s.computes(holder) }

// computes reports whether the script may get at all that an object has by names that it
// computes.
func (s *Script) computes(holder string) bool {
	switch {
	case !s.unnamed.computed:
		return false
	case holder == "":
		return strings.Contains(s.Source, "this")
	case strings.HasPrefix(holder, "%TypedArray%"):
		return strings.Contains(s.Source, "Array")
	case strings.HasPrefix(holder, "%"):
		return true
	}
	root, _, _ := strings.Cut(holder, ".")
	return slices.Contains(ofEveryScript, root) || strings.Contains(s.Source, root)
}
