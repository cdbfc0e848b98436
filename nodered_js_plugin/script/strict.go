// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import "github.com/dop251/goja/ast"

// strictAlike reports whether a script written for sloppy mode does the same in
// strict mode, but for writes that fail: to a member of a number or text, to a
// frozen object, to a getter without a setter. Sloppy mode passes over these in
// silence, strict mode throws a TypeError that says where.
//
// What strict mode refuses altogether (with, octal numbers, a parameter twice) is
// the compiler's to find.
func strictAlike(fn ast.Expression, leaks bool) bool {
	// An undeclared name that is no local is a global, which strict mode does not make.
	if leaks {
		return false
	}
	alike := true
	var visit func(ast.Node)
	visit = func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ThisExpression:
			alike = false // undefined, and not the global object
		case *ast.Identifier:
			// The arguments of sloppy functions follow their parameters; a direct eval is in
			// the mode of its caller.
			alike = alike && n.Name != "arguments" && n.Name != "eval"
		case *ast.DotExpression:
			alike = alike && n.Identifier.Name != "caller" && n.Identifier.Name != "callee" && n.Identifier.Name != "arguments"
		case *ast.ClassLiteral:
			return // strict in any case
		}
		if alike {
			eachASTChild(n, visit)
		}
	}
	visit(fn)
	return alike
}

// hasUseStrict is goja's own notion of a directive prologue.
func hasUseStrict(list []ast.Statement) bool {
	for _, s := range list {
		e, ok := s.(*ast.ExpressionStatement)
		if !ok {
			return false
		}
		text, ok := e.Expression.(*ast.StringLiteral)
		if !ok {
			return false
		}
		if text.Literal == `"use strict"` || text.Literal == `'use strict'` {
			return true
		}
	}
	return false
}
