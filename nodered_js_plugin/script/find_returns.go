// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"strconv"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// returns finds a body that returns nothing on any path, which drops every message.
func (f *finder) returns() {
	if f.script.kind == Condition || len(ownReturns(f.fn)) > 0 || endsElsewhere(f.body) && !endsWithBareReturn(f.body) {
		return
	}
	at := file.Idx(1)
	if len(f.body) > 0 {
		at = f.body[len(f.body)-1].Idx0()
	}
	// A script may drop its messages on purpose, having kept something in the cache. One
	// that changes them first does not.
	certain := f.changesMessage() && !hasReturn(f.body)
	f.add(at, ruleNoReturn, certain, "the script has no return with a value, so every message is dropped here; end it with return msg;")
}

func endsWithBareReturn(body []ast.Statement) bool {
	last, ok := body[len(body)-1].(*ast.ReturnStatement)
	return ok && last.Argument == nil
}

// returnedLiterals finds returns of what can be no message.
func (f *finder) returnedLiterals() {
	if f.script.kind == Condition {
		return
	}
	for _, r := range ownReturns(f.fn) {
		what := ""
		switch r.Argument.(type) {
		case *ast.NumberLiteral:
			what = "a number"
		case *ast.StringLiteral, *ast.TemplateLiteral:
			what = "a text"
		case *ast.BooleanLiteral:
			what = "true or false"
		case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
			what = "a function"
		}
		if what != "" && !f.full() {
			f.add(r.Argument.Idx0(), ruleBadReturn, true, "this returns "+what+", which is no message, and the message fails; return msg, or null to drop it")
		}
	}
}

// changesMessage reports whether the script assigns to msg or below it.
func (f *finder) changesMessage() bool {
	return anyNode(f.fn, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignExpression)
		return ok && f.belowMsg(a.Left)
	})
}

// belowMsg reports whether an expression is msg or a member of it, at any depth.
func (f *finder) belowMsg(e ast.Expression) bool {
	for {
		switch member := e.(type) {
		case *ast.DotExpression:
			e = member.Left
		case *ast.BracketExpression:
			e = member.Left
		default:
			return f.isMsg(e)
		}
	}
}

// isMsg reports whether an expression is the message and no variable of that name.
func (f *finder) isMsg(e ast.Expression) bool {
	if o, ok := e.(*ast.Optional); ok {
		e = o.Expression
	}
	id, ok := e.(*ast.Identifier)
	return ok && id.Name == "msg" && f.names.refs[id] == nil
}

func hasReturn(list []ast.Statement) (found bool) {
	var visit func(ast.Node)
	visit = func(n ast.Node) {
		switch n.(type) {
		case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.ClassLiteral:
			return
		case *ast.ReturnStatement:
			found = true
		}
		eachASTChild(n, visit)
	}
	for _, s := range list {
		visit(s)
	}
	return found
}

// endsElsewhere reports whether a list of statements never goes on behind its end.
func endsElsewhere(list []ast.Statement) bool {
	for _, s := range list {
		if leaves(s) {
			return true
		}
	}
	return false
}

// leaves reports whether a statement surely does not go on with the one behind it. It
// knows the plain cases only.
func leaves(s ast.Statement) bool {
	switch s := s.(type) {
	case *ast.ReturnStatement, *ast.ThrowStatement, *ast.BranchStatement:
		return true
	case *ast.BlockStatement:
		return endsElsewhere(s.List)
	case *ast.IfStatement:
		return s.Alternate != nil && leaves(s.Consequent) && leaves(s.Alternate)
	case *ast.TryStatement:
		if s.Finally != nil && endsElsewhere(s.Finally.List) {
			return true
		}
		return endsElsewhere(s.Body.List) && (s.Catch == nil || endsElsewhere(s.Catch.Body.List))
	}
	return false
}

// unreachable finds statements that never run, the first of each list.
func (f *finder) unreachable(body []ast.Statement) {
	f.unreachableIn(body)
	for _, s := range body {
		eachNode(s, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.BlockStatement:
				f.unreachableIn(n.List)
			case *ast.CaseStatement:
				f.unreachableIn(n.Consequent)
			}
		})
	}
}

func (f *finder) unreachableIn(list []ast.Statement) {
	if f.full() {
		return
	}
	for i, s := range list {
		if !leaves(s) {
			continue
		}
		for _, dead := range list[i+1:] {
			if harmlessThere(s, dead) {
				continue
			}
			if f.returnsNextLine(s, dead) {
				f.add(s.Idx0(), ruleReturnLineBreak, true, "return ends with its line and so returns nothing; put the value on the same line")
				return
			}
			f.add(dead.Idx0(), ruleUnreachable, false, "this never runs, because "+f.why(s)+"; delete it, or move it up")
			return
		}
		return
	}
}

// harmlessThere reports whether a statement that never runs is nobody's mistake: it does
// nothing, or is there for good measure, such as the break after a return.
func harmlessThere(after, dead ast.Statement) bool {
	switch dead := dead.(type) {
	case *ast.FunctionDeclaration, *ast.EmptyStatement, *ast.BranchStatement:
		return true
	case *ast.VariableStatement:
		for _, b := range dead.List {
			if b.Initializer != nil {
				return false
			}
		}
		return true
	case *ast.ReturnStatement:
		switch after.(type) {
		case *ast.ReturnStatement, *ast.BranchStatement:
			return false
		}
		return true
	}
	return false
}

// returnsNextLine reports whether the value of a return stands on the next line, where
// JavaScript does not look for it.
func (f *finder) returnsNextLine(s, next ast.Statement) bool {
	r, ok := s.(*ast.ReturnStatement)
	if !ok || r.Argument != nil {
		return false
	}
	switch next.(type) {
	case *ast.ExpressionStatement, *ast.BlockStatement:
	default:
		return false
	}
	between := f.script.Source[int(r.Return)-1+len("return") : int(next.Idx0())-1]
	return strings.TrimSpace(between) == "" && strings.ContainsAny(between, lineEnds)
}

// why names the statement that what is behind it never runs for.
func (f *finder) why(s ast.Statement) string {
	line := strconv.Itoa(f.script.lines.at(int(s.Idx0()) - 1).Line)
	switch s := s.(type) {
	case *ast.ReturnStatement:
		return "of the return in line " + line
	case *ast.ThrowStatement:
		return "of the throw in line " + line
	case *ast.BranchStatement:
		return "of the " + s.Token.String() + " in line " + line
	}
	return "what begins in line " + line + " always leaves"
}
