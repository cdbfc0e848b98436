// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// A chain, as a || b || c or a.b().c, is a tree that hangs to the left. It may have
// thousands of parts, so whoever is at one of them must not go down to the first.

// first is the part of a chain before the last one, nil if e is none.
func first(e ast.Expression) ast.Expression {
	switch e := e.(type) {
	case *ast.BinaryExpression:
		return e.Left
	case *ast.DotExpression:
		return e.Left
	case *ast.BracketExpression:
		return e.Left
	case *ast.CallExpression:
		return e.Callee
	case *ast.Optional:
		return e.Expression
	}
	return nil
}

// shortChain is how many parts a chain may have that nothing is kept of.
const shortChain = 16

// start is e.Idx0(), which goes down to the first part of a chain. Of a long chain it
// goes once for all parts.
func (l *lowering) start(e ast.Expression) file.Idx {
	if idx, ok := l.starts[e]; ok {
		return idx
	}
	var parts []ast.Expression
	at := e
	for next := first(at); next != nil; next = first(at) {
		parts = append(parts, at)
		at = next
	}
	idx := at.Idx0()
	if len(parts) > shortChain {
		for _, part := range parts {
			l.starts[part] = idx
		}
	}
	return idx
}

const (
	// maxParts is how many operators of a chain goja gets in one piece: for each of them
	// it goes down to the first part.
	maxParts = 64
	// maxFolded is how many logical operators on constants it gets so. It works out what
	// it can when it compiles, and each takes twice the time of the one before.
	maxFolded = 4
)

// splitChains puts the parts of long chains into comma operators, which change nothing
// of what a script does or where its errors are.
func splitChains(fn ast.Expression) {
	done := map[*ast.BinaryExpression]bool{}
	eachNode(fn, func(n ast.Node) {
		if b, ok := n.(*ast.BinaryExpression); ok && !done[b] {
			splitChain(b, done)
		}
	})
}

// splitChain splits the chain that ends with last, and notes all that is in it.
func splitChain(last *ast.BinaryExpression, done map[*ast.BinaryExpression]bool) {
	var chain []*ast.BinaryExpression
	folding := false
	for b, ok := last, true; ok; b, ok = b.Left.(*ast.BinaryExpression) {
		chain = append(chain, b)
		folding = folding || isLogical(b)
		if b != last {
			done[b] = true
		}
	}
	begin := chain[len(chain)-1].Left
	parts, folded := 0, 0
	if folding = folding && isConstant(begin); folding {
		folded = logicals(begin)
	}
	for _, b := range slices.Backward(chain) {
		if parts >= maxParts || folding && isLogical(b) && folded >= maxFolded {
			b.Left = keptApart(b.Left)
			parts, folding = 0, false
		}
		if isLogical(b) {
			folded++
		} else {
			folding = folding && isConstant(b.Right)
		}
		parts++
	}
}

// keptApart is e, behind a literal that compiles to nothing but says where it stands.
func keptApart(e ast.Expression) ast.Expression {
	return &ast.SequenceExpression{Sequence: []ast.Expression{&ast.NullLiteral{Idx: e.Idx0()}, e}}
}

// logicals counts the logical operators in a constant.
func logicals(e ast.Expression) int {
	switch e := e.(type) {
	case *ast.UnaryExpression:
		return logicals(e.Operand)
	case *ast.BinaryExpression:
		n := logicals(e.Left) + logicals(e.Right)
		if isLogical(e) {
			n++
		}
		return n
	}
	return 0
}
