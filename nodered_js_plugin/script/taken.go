// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"strings"

	"github.com/dop251/goja/ast"
)

// A taken says which builtins a script takes as values, where most scripts only call
// them: only a function that was taken can be put where another builtin calls it.
type taken struct {
	// any: it may take each, as by a list of what an object has.
	any bool
	// globals and members are the names that it takes, whatever they are of; symbols says
	// that it may take those whose name is a symbol.
	globals, members map[string]bool
	symbols          bool
}

// Takes reports whether the script may take a builtin of this name as a value. The
// holder is the path of the object that has it, "" for the global one.
func (s *Script) Takes(holder, name string) bool {
	switch {
	case s.taken.any, s.computes(holder), strings.HasPrefix(name, "[") && s.taken.symbols:
		return true
	case holder == "" && s.taken.globals[name]:
		return true
	}
	return s.taken.members[name]
}

// listing are members that give a script all builtins.
var listing = map[string]bool{
	"getOwnPropertyDescriptor": true, "getOwnPropertyDescriptors": true, "getOwnPropertyNames": true, "getOwnPropertySymbols": true, "ownKeys": true,
}

func findTaken(s *Script, fn ast.Expression) taken {
	t := taken{any: s.runsText, symbols: strings.Contains(s.Source, "Symbol"), globals: map[string]bool{}, members: map[string]bool{}}
	// called and dropped are expressions whose value goes no further, the latter because
	// it is assigned to, compared, or only asked for its name.
	called, dropped := map[ast.Expression]bool{}, map[ast.Expression]bool{}
	mark := func(as map[ast.Expression]bool, e ast.Expression) {
		for {
			as[e] = true
			switch inner := e.(type) {
			case *ast.Optional:
				e = inner.Expression
			case *ast.OptionalChain:
				e = inner.Expression
			default:
				return
			}
		}
	}
	member := func(e ast.Expression, name string) {
		if !called[e] && !dropped[e] {
			t.members[name] = true
		}
		// The constructor of a function makes functions of texts.
		t.any = t.any || listing[name] || name == "constructor" && !dropped[e]
	}
	eachNode(fn, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpression:
			mark(called, n.Callee)
			if callee, ok := n.Callee.(*ast.DotExpression); ok && callee.Identifier.Name != "get" {
				if object, ok := callee.Left.(*ast.Identifier); ok && object.Name == "Reflect" {
					mark(dropped, object)
				}
			}
		case *ast.AssignExpression:
			if _, pattern := n.Left.(ast.Pattern); !pattern {
				mark(dropped, n.Left)
			}
		case *ast.BinaryExpression:
			if n.Comparison {
				mark(dropped, n.Left)
				mark(dropped, n.Right)
			}
		case *ast.WithStatement:
			t.any = true
		case *ast.DotExpression:
			if n.Identifier.Name == "name" { // of x.constructor
				mark(dropped, n.Left)
			}
			member(n, n.Identifier.Name.String())
		case *ast.BracketExpression:
			if _, name, _ := memberNamed(n); name != "" {
				member(n, name)
			}
		case *ast.Identifier:
			if !called[n] && !dropped[n] {
				t.globals[n.Name.String()] = true
				t.any = t.any || n.Name == "Reflect"
			}
		case *ast.ObjectPattern:
			for _, p := range n.Properties {
				switch p := p.(type) {
				case *ast.PropertyShort:
					member(nil, p.Name.Name.String())
				case *ast.PropertyKeyed:
					if name, ok := p.Key.(*ast.StringLiteral); ok {
						member(nil, name.Value.String())
					}
				}
			}
		}
	})
	return t
}
