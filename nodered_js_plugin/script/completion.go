// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// No identifier of a script can be one of these names.
const (
	completionName = " completion"
	savedName      = " saved"
)

// returnCompletion turns the statements of a program into the body of fn that
// returns the program's completion value (ECMA-262, "UpdateEmpty"): the value of
// the last expression statement that ran, where if, switch, with, try and loops
// start from undefined and declarations and blocks have no value of their own.
func returnCompletion(list []ast.Statement, fn *ast.ArrowFunctionLiteral) []ast.Statement {
	// Nearly every condition ends in an expression, which then is the value.
	for i := len(list) - 1; i >= 0; i-- {
		switch last := list[i].(type) {
		case *ast.EmptyStatement, *ast.VariableStatement, *ast.LexicalDeclaration, *ast.FunctionDeclaration, *ast.ClassDeclaration:
			if i == len(list)-1 || isEmptyTail(list[i+1:]) {
				continue
			}
		case *ast.ExpressionStatement:
			if isEmptyTail(list[i+1:]) {
				body := append([]ast.Statement{}, list[:i]...)
				if isDirective(last) {
					body = append(body, last)
				}
				return append(body, &ast.ReturnStatement{Return: last.Idx0(), Argument: last.Expression})
			}
		}
		break
	}
	declaration := &ast.VariableDeclaration{List: []*ast.Binding{
		{Target: identifier(completionName)},
		{Target: identifier(savedName)},
	}}
	fn.DeclarationList = append(fn.DeclarationList, declaration)
	var body []ast.Statement
	prologue := true
	for _, s := range list {
		if e, ok := s.(*ast.ExpressionStatement); ok && prologue && isDirective(e) {
			body = append(body, s)
		} else {
			prologue = false
		}
		body = append(body, recordStatement(s)...)
	}
	return append(body, &ast.ReturnStatement{Return: 1, Argument: identifier(completionName)})
}

// isEmptyTail reports whether none of the statements does or is anything at run
// time. Declarations with initialisers run code after the value is known, so
// they are left to the general way.
func isEmptyTail(list []ast.Statement) bool {
	for _, s := range list {
		switch s.(type) {
		case *ast.EmptyStatement, *ast.FunctionDeclaration:
		default:
			return false
		}
	}
	return true
}

func isDirective(s *ast.ExpressionStatement) bool {
	_, ok := s.Expression.(*ast.StringLiteral)
	return ok
}

func identifier(name string) *ast.Identifier {
	return &ast.Identifier{Name: unistring.NewFromString(name), Idx: 1}
}

func assign(name string, value ast.Expression) ast.Statement {
	return &ast.ExpressionStatement{Expression: &ast.AssignExpression{
		Operator: token.ASSIGN, Left: identifier(name), Right: value,
	}}
}

func resetCompletion() ast.Statement {
	return assign(completionName, &ast.UnaryExpression{
		Operator: token.VOID, Idx: 1, Operand: &ast.NumberLiteral{Idx: 1, Literal: "0", Value: int64(0)},
	})
}

func recordList(list []ast.Statement) []ast.Statement {
	var out []ast.Statement
	for _, s := range list {
		out = append(out, recordStatement(s)...)
	}
	return out
}

// recordOne is recordStatement for a place that takes one statement.
func recordOne(s ast.Statement) ast.Statement {
	out := recordStatement(s)
	if len(out) == 1 {
		return out[0]
	}
	return &ast.BlockStatement{LeftBrace: s.Idx0(), List: out, RightBrace: s.Idx0()}
}

// recordStatement returns s such that its value, where it has one, is stored.
// Statements are changed in place: the tree belongs to the compilation.
func recordStatement(s ast.Statement) []ast.Statement {
	switch s := s.(type) {
	case *ast.ExpressionStatement:
		return []ast.Statement{assign(completionName, s.Expression)}
	case *ast.BlockStatement:
		s.List = recordList(s.List)
		return []ast.Statement{s}
	case *ast.IfStatement:
		s.Consequent = recordOne(s.Consequent)
		if s.Alternate != nil {
			s.Alternate = recordOne(s.Alternate)
		}
	case *ast.DoWhileStatement:
		s.Body = recordOne(s.Body)
	case *ast.WhileStatement:
		s.Body = recordOne(s.Body)
	case *ast.ForStatement:
		s.Body = recordOne(s.Body)
	case *ast.ForInStatement:
		s.Body = recordOne(s.Body)
	case *ast.ForOfStatement:
		s.Body = recordOne(s.Body)
	case *ast.WithStatement:
		s.Body = recordOne(s.Body)
	case *ast.SwitchStatement:
		for _, c := range s.Body {
			c.Consequent = recordList(c.Consequent)
		}
	case *ast.TryStatement:
		s.Body.List = recordList(s.Body.List)
		if s.Catch != nil {
			// What the try block left behind is not the value of the catch block.
			s.Catch.Body.List = append([]ast.Statement{resetCompletion()}, recordList(s.Catch.Body.List)...)
		}
		if s.Finally != nil {
			// A finally block that ends normally has no say.
			s.Finally.List = slices.Concat(
				[]ast.Statement{assign(savedName, identifier(completionName)), resetCompletion()},
				recordList(s.Finally.List),
				[]ast.Statement{assign(completionName, identifier(savedName))},
			)
		}
	case *ast.LabelledStatement:
		// The label must stay on its loop, or continue would not find it.
		inner := recordStatement(s.Statement)
		s.Statement = inner[len(inner)-1]
		return append(inner[:len(inner)-1:len(inner)-1], s)
	default:
		return []ast.Statement{s}
	}
	return []ast.Statement{resetCompletion(), s}
}
