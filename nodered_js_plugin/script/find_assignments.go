// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// assignments finds = where == was meant: as the value of a condition, and as the test of
// an if or a loop.
func (f *finder) assignments() {
	if f.script.kind == Condition && len(f.body) > 0 {
		if last, ok := f.body[len(f.body)-1].(*ast.ExpressionStatement); ok {
			eachOperand(last.Expression, func(a *ast.AssignExpression) {
				if f.belowMsg(a.Left) || isLiteral(a.Right) {
					f.assignment(a, a == last.Expression)
				}
			})
		}
	}
	eachNode(f.fn, func(n ast.Node) {
		var test ast.Expression
		switch n := n.(type) {
		case *ast.IfStatement:
			test = n.Test
		case *ast.WhileStatement:
			test = n.Test
		case *ast.DoWhileStatement:
			test = n.Test
		case *ast.ForStatement:
			test = n.Test
		}
		eachOperand(test, func(a *ast.AssignExpression) {
			if isLiteral(a.Right) {
				f.assignment(a, a == test)
			}
		})
	})
}

// assignment adds one. Inside a larger condition it stands in brackets of its own, which
// some write to say that they mean it.
func (f *finder) assignment(a *ast.AssignExpression, alone bool) {
	text := "this assigns and does not compare; write === in place of ="
	if left, right := f.text(a.Left), f.text(a.Right); left != "" && right != "" {
		text = "this assigns to " + left + " and does not compare; write " + left + " === " + right
	}
	f.add(a.Idx0(), ruleAssignment, alone, text)
}

// eachOperand calls visit with the assignments that a value is, or is made of by
// operators that only ask whether it is true.
func eachOperand(e ast.Expression, visit func(*ast.AssignExpression)) {
	switch e := e.(type) {
	case *ast.AssignExpression:
		if e.Operator == token.ASSIGN {
			visit(e)
		}
	case *ast.BinaryExpression:
		if e.Operator == token.LOGICAL_AND || e.Operator == token.LOGICAL_OR {
			eachOperand(e.Left, visit)
			eachOperand(e.Right, visit)
		}
	case *ast.UnaryExpression:
		if e.Operator == token.NOT {
			eachOperand(e.Operand, visit)
		}
	case *ast.ConditionalExpression:
		eachOperand(e.Test, visit)
		eachOperand(e.Consequent, visit)
		eachOperand(e.Alternate, visit)
	}
}

func isLiteral(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.StringLiteral, *ast.NumberLiteral, *ast.BooleanLiteral, *ast.NullLiteral:
		return true
	case *ast.UnaryExpression:
		return e.Operator == token.MINUS && isLiteral(e.Operand)
	}
	return false
}
