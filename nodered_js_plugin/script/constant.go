// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"strconv"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// constantText is the text of a key if goja computes it when it compiles: o["a" + "b"]
// is o.ab for goja, in error messages and in their places too. There is no place for a
// guard round such a key. A constant key that may be a text, and of which it is not known
// which, is outside.
func (l *lowering) constantText(key ast.Expression) (text string, ok bool) {
	if !isConstant(key) || !mayBeText(key) {
		return "", false
	}
	text, ok = l.joined(key)
	if !ok {
		l.refuse(key.Idx0(), "uses a key that is not known to be harmless")
	}
	return text, true
}

// joined is a text, or a sum of one with texts and whole numbers.
func (l *lowering) joined(e ast.Expression) (text string, ok bool) {
	switch e := e.(type) {
	case *ast.StringLiteral:
		return l.plainText(e.Idx, stringOf(e.Idx, e.Value)), true
	case *ast.BinaryExpression:
		if e.Operator != token.PLUS || !mayBeText(e.Left) && !mayBeText(e.Right) {
			return "", false
		}
		left, ok := l.summand(e.Left)
		if !ok {
			return "", false
		}
		right, ok := l.summand(e.Right)
		return left + right, ok
	}
	return "", false
}

func (l *lowering) summand(e ast.Expression) (text string, ok bool) {
	if n, is := e.(*ast.NumberLiteral); is {
		value, whole := n.Value.(int64)
		return strconv.FormatInt(value, 10), whole && value < 1<<53
	}
	return l.joined(e)
}

// isConstant reports whether goja computes the expression when it compiles. It may be
// wrong about a logical operator with a constant on its left side: goja asks for the
// value.
func isConstant(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.StringLiteral, *ast.NumberLiteral, *ast.BooleanLiteral, *ast.NullLiteral:
		return true
	case *ast.UnaryExpression:
		return isConstant(e.Operand)
	case *ast.BinaryExpression:
		return isConstant(e.Left) && (isLogical(e) || isConstant(e.Right))
	}
	return false
}

func isLogical(e *ast.BinaryExpression) bool {
	switch e.Operator {
	case token.LOGICAL_AND, token.LOGICAL_OR, token.COALESCE:
		return true
	}
	return false
}

// mayBeText reports whether a constant expression may give a text.
func mayBeText(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.StringLiteral:
		return true
	case *ast.UnaryExpression:
		return e.Operator == token.TYPEOF
	case *ast.BinaryExpression:
		return isLogical(e) || e.Operator == token.PLUS && (mayBeText(e.Left) || mayBeText(e.Right))
	}
	return false
}
