// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// callCounter is a variable of a script's function. No identifier of a script can
// have that name.
const callCounter = " calls"

// TestNesting is the global function that the functions of a script call now and
// then, without arguments, to have a look at how deep natives nest. No identifier
// of a script can be that name.
const TestNesting = " nested"

// nestingMask and nestingTurn say in which of the calls the depth is tested: every
// 64th, not the first, since most scripts make fewer.
const (
	nestingMask = 63
	nestingTurn = 32
)

// countCalls makes the functions inside a script's function count their calls. It
// reports whether there are any, and whether one may do work before it counts: in
// a default value or computed key of its parameters.
func countCalls(fn ast.Expression) (found, uncounted bool) {
	var bodies []*ast.BlockStatement
	eachNode(fn, func(n ast.Node) {
		switch f := n.(type) {
		case *ast.FunctionLiteral:
			if ast.Expression(f) == fn {
				return
			}
			bodies = append(bodies, f.Body)
			uncounted = uncounted || !simpleParameters(f.ParameterList)
		case *ast.ArrowFunctionLiteral:
			if ast.Expression(f) == fn {
				return
			}
			switch body := f.Body.(type) {
			case *ast.BlockStatement:
				bodies = append(bodies, body)
			case *ast.ExpressionBody:
				body.Expression = countedExpression(body.Expression)
				found = true
			}
			uncounted = uncounted || !simpleParameters(f.ParameterList)
		case *ast.ClassStaticBlock:
			bodies = append(bodies, f.Block)
		case *ast.FieldDefinition:
			if f.Initializer != nil && !doesNothing(f.Initializer) {
				f.Initializer = countedExpression(f.Initializer)
				found = true
			}
		}
	})
	for _, body := range bodies {
		i := 0
		for i < len(body.List) && isDirectiveStatement(body.List[i]) {
			i++
		}
		count := &ast.ExpressionStatement{Expression: countExpression(body)}
		list := append(append([]ast.Statement{}, body.List[:i]...), count)
		body.List = append(list, body.List[i:]...)
	}
	found = found || len(bodies) > 0
	if found {
		declareLocals(fn, []string{callCounter})
	}
	return found, uncounted
}

func isDirectiveStatement(s ast.Statement) bool {
	e, ok := s.(*ast.ExpressionStatement)
	return ok && isDirective(e)
}

func countedExpression(e ast.Expression) ast.Expression {
	return &ast.SequenceExpression{Sequence: []ast.Expression{countExpression(e), e}}
}

// countExpression is (calls = calls + 1 & mask) === turn && nested(). The counter
// starts as undefined, which the mask makes 0.
func countExpression(at ast.Node) ast.Expression {
	number := func(n int64) ast.Expression { return &ast.NumberLiteral{Idx: at.Idx0(), Value: n} }
	counter := func() *ast.Identifier {
		id := identifier(callCounter)
		id.Idx = at.Idx0()
		return id
	}
	test := identifier(TestNesting)
	test.Idx = at.Idx0()
	binary := func(left ast.Expression, operator token.Token, right ast.Expression) ast.Expression {
		return &ast.BinaryExpression{Left: left, Operator: operator, Right: right, Comparison: operator == token.STRICT_EQUAL}
	}
	next := binary(binary(counter(), token.PLUS, number(1)), token.AND, number(nestingMask))
	due := binary(&ast.AssignExpression{Operator: token.ASSIGN, Left: counter(), Right: next}, token.STRICT_EQUAL, number(nestingTurn))
	call := &ast.CallExpression{Callee: test, LeftParenthesis: at.Idx0(), RightParenthesis: at.Idx0()}
	return binary(due, token.LOGICAL_AND, call)
}

// simpleParameters reports whether nothing is called before a function's body.
func simpleParameters(p *ast.ParameterList) bool {
	for _, b := range p.List {
		if !plainTarget(b.Target) || b.Initializer != nil && !doesNothing(b.Initializer) {
			return false
		}
	}
	return plainTarget(p.Rest)
}

// plainTarget reports whether a parameter has no default values or computed keys
// that call something.
func plainTarget(e ast.Expression) bool {
	switch e := e.(type) {
	case nil, *ast.Identifier:
		return true
	case *ast.AssignExpression:
		return plainTarget(e.Left) && doesNothing(e.Right)
	case *ast.ArrayPattern:
		for _, element := range e.Elements {
			if !plainTarget(element) {
				return false
			}
		}
		return plainTarget(e.Rest)
	case *ast.ObjectPattern:
		for _, p := range e.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				if p.Initializer != nil && !doesNothing(p.Initializer) {
					return false
				}
			case *ast.PropertyKeyed:
				if p.Computed && !doesNothing(p.Key) || !plainTarget(p.Value) {
					return false
				}
			}
		}
		return plainTarget(e.Rest)
	}
	return false
}

// doesNothing reports whether an expression calls nothing, not even a getter or a
// conversion.
func doesNothing(e ast.Expression) bool {
	switch e := e.(type) {
	case nil, *ast.Identifier, *ast.NumberLiteral, *ast.StringLiteral, *ast.BooleanLiteral, *ast.NullLiteral,
		*ast.RegExpLiteral, *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.ThisExpression:
		return true
	case *ast.UnaryExpression:
		_, number := e.Operand.(*ast.NumberLiteral)
		return number
	case *ast.ArrayLiteral:
		for _, element := range e.Value {
			if !doesNothing(element) {
				return false
			}
		}
		return true
	case *ast.ObjectLiteral:
		for _, p := range e.Value {
			switch p := p.(type) {
			case *ast.PropertyKeyed:
				if p.Computed || !doesNothing(p.Value) {
					return false
				}
			case *ast.PropertyShort:
			default:
				return false
			}
		}
		return true
	}
	return false
}
