// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// The functions that a script calls in place of operators whose result may be much
// larger than one of their operands. goja makes the result before anybody can look, so
// these look first. The engine puts those into a VM that Operators names.
const (
	// OperatorAdd is a + b.
	OperatorAdd = " add"
	// OperatorTemplate is a template literal, given its parts as texts.
	OperatorTemplate = " template"
	// OperatorAppended is called with what o.p += x gave.
	OperatorAppended = " appended"
	// These are a ** b, a * b, a << b and a >> b, in scripts that have a BigInt.
	OperatorPower = " power"
	OperatorTimes = " times"
	OperatorLeft  = " left"
	OperatorRight = " right"
	// OperatorAdded is called with x of o.p += x.
	OperatorAdded = " added"
	// OperatorCount is called with n of o[k] <<= n and its like.
	OperatorCount = " count"
	// OperatorCopied is called with x of { ...x }.
	OperatorCopied = " copied"
	// OperatorSpread is called with x of f(...x).
	OperatorSpread = " spread"
)

// Afford is a function that natives of other packages call before they take memory, with
// the number of bytes. It ends the script if the message may not have them, or is given
// up.
const Afford = " afford"

var bigOperators = map[token.Token]string{
	token.EXPONENT: OperatorPower, token.MULTIPLY: OperatorTimes, token.SHIFT_LEFT: OperatorLeft, token.SHIFT_RIGHT: OperatorRight,
}

// operatorGuards put the functions in the places of operators.
type operatorGuards struct {
	used map[string]bool
	// big: the script has something to do with BigInts.
	big bool
}

// guardOperators changes the tree of a script's function, after all other changes of
// it. It gives the functions that the script calls from then on.
func guardOperators(s *Script, fn ast.Expression) (names []string) {
	if hasWith(fn) {
		return nil // with sees all names, those of the functions too
	}
	g := &operatorGuards{used: map[string]bool{}, big: s.FindsUnnamed() || strings.Contains(s.Source, "BigInt") || hasBigInt(fn)}
	eachSlot(fn, g.guard)
	return slices.Sorted(maps.Keys(g.used))
}

func (g *operatorGuards) replace(slot *ast.Expression, name string, by ast.Expression) {
	g.used[name] = true
	*slot = by
}

func (g *operatorGuards) guard(slot *ast.Expression) {
	switch e := (*slot).(type) {
	case *ast.BinaryExpression:
		if name := g.operator(e.Operator, e.Left, e.Right); name != "" {
			g.replace(slot, name, guardCall(e.Idx0(), name, e.Left, e.Right))
		}
	case *ast.AssignExpression:
		g.assignment(slot, e)
	case *ast.ObjectLiteral:
		for _, p := range e.Value {
			g.spread(p, OperatorCopied)
		}
	case *ast.CallExpression:
		for _, a := range e.ArgumentList {
			g.spread(a, OperatorSpread)
		}
	case *ast.NewExpression:
		for _, a := range e.ArgumentList {
			g.spread(a, OperatorSpread)
		}
	case *ast.TemplateLiteral:
		if e.Tag == nil && countLong(e.Expressions) > 1 {
			g.replace(slot, OperatorTemplate, guardCall(e.Idx0(), OperatorTemplate, partsOf(e)...))
		}
	}
}

// spread is for ...x in a literal or a call.
func (g *operatorGuards) spread(e ast.Node, name string) {
	if s, ok := e.(*ast.SpreadElement); ok {
		g.replace(&s.Expression, name, guardCall(s.Expression.Idx0(), name, s.Expression))
	}
}

// operator is the function in place of an operator, "" if it needs none.
func (g *operatorGuards) operator(o token.Token, left, right ast.Expression) string {
	switch {
	case o == token.PLUS && !isShort(left) && !isShort(right):
		return OperatorAdd
	case g.big:
		return bigOperators[o]
	}
	return ""
}

// assignment is for x += y and its like.
func (g *operatorGuards) assignment(slot *ast.Expression, e *ast.AssignExpression) {
	name := g.operator(e.Operator, e.Left, e.Right)
	if name == "" {
		return
	}
	_, isName := e.Left.(*ast.Identifier)
	switch {
	case isName:
		value := guardCall(e.Left.Idx0(), name, e.Left, e.Right)
		g.replace(slot, name, &ast.AssignExpression{Operator: token.ASSIGN, Left: e.Left, Right: value})
	case name == OperatorAdd:
		g.replace(&e.Right, OperatorAdded, guardCall(e.Right.Idx0(), OperatorAdded, e.Right))
		g.replace(slot, OperatorAppended, guardCall(e.Idx0(), OperatorAppended, e))
	case name != OperatorTimes: // what that makes is as long as both are
		g.replace(&e.Right, OperatorCount, guardCall(e.Right.Idx0(), OperatorCount, e.Right))
	}
}

// isShort reports whether an operand adds a few characters at most.
func isShort(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.StringLiteral, *ast.BooleanLiteral, *ast.NullLiteral, *ast.RegExpLiteral, *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
		return true
	case *ast.TemplateLiteral:
		return e.Tag == nil && len(e.Expressions) == 0
	case *ast.BinaryExpression:
		return e.Operator == token.PLUS && isShort(e.Left) && isShort(e.Right) || isNumber(e) || e.Comparison
	}
	return isNumber(e)
}

// isNumber reports whether an expression gives a number, or a BigInt that is no larger
// than what it is made of.
func isNumber(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.NumberLiteral:
		return true
	case *ast.UnaryExpression:
		switch e.Operator {
		case token.MINUS, token.PLUS, token.BITWISE_NOT, token.INCREMENT, token.DECREMENT, token.NOT, token.TYPEOF, token.VOID, token.DELETE:
			return true
		}
	case *ast.BinaryExpression:
		switch e.Operator {
		case token.MINUS, token.SLASH, token.REMAINDER, token.AND, token.OR, token.EXCLUSIVE_OR, token.SHIFT_RIGHT, token.UNSIGNED_SHIFT_RIGHT:
			return true
		}
	}
	return false
}

func countLong(list []ast.Expression) (n int) {
	for _, e := range list {
		if !isShort(e) {
			n++
		}
	}
	return n
}

// partsOf are the parts of a template literal, each one a text: an expression becomes
// one where its turn comes, as it does in the template.
func partsOf(e *ast.TemplateLiteral) (parts []ast.Expression) {
	for i, element := range e.Elements {
		if element.Parsed != "" {
			parts = append(parts, &ast.StringLiteral{Idx: element.Idx, Value: element.Parsed})
		}
		if i < len(e.Expressions) {
			empty := []*ast.TemplateElement{{Idx: element.Idx}, {Idx: element.Idx}}
			parts = append(parts, &ast.TemplateLiteral{
				OpenQuote: e.OpenQuote, CloseQuote: e.CloseQuote, Elements: empty, Expressions: []ast.Expression{e.Expressions[i]},
			})
		}
	}
	return parts
}

func hasWith(fn ast.Expression) bool {
	return anyNode(fn, func(n ast.Node) bool {
		_, with := n.(*ast.WithStatement)
		return with
	})
}

// hasBigInt reports whether a literal of the script is a BigInt.
func hasBigInt(fn ast.Expression) bool {
	return anyNode(fn, func(n ast.Node) bool {
		number, ok := n.(*ast.NumberLiteral)
		if !ok {
			return false
		}
		_, big := number.Value.(*big.Int)
		return big
	})
}
