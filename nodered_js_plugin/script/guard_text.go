// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
)

// GuardCode is the global function that is put round the text of eval and Function.
// It gives its argument, or throws if that is no text to run. No identifier of a
// script can be that name.
const GuardCode = " code"

// GuardEval is the global function that is an eval of a text that is not too long, in
// the global scope.
const GuardEval = " eval"

// guardCode makes the script look at the text first wherever it calls eval or
// Function by name, and calls GuardEval for (0, eval)(text). Replacing the function
// instead would make every direct eval an indirect one, which sees no local variables.
// It reports whether there was any such call.
func guardCode(fn ast.Expression) (found bool) {
	guarded := func(callee ast.Expression, arguments []ast.Expression) {
		if id, ok := callee.(*ast.Identifier); !ok || id.Name != "eval" && id.Name != "Function" {
			return
		}
		for i, argument := range arguments {
			if _, spread := argument.(*ast.SpreadElement); spread {
				continue
			}
			found = true
			arguments[i] = &ast.CallExpression{
				Callee:           identifier(GuardCode),
				LeftParenthesis:  argument.Idx0(),
				ArgumentList:     []ast.Expression{argument},
				RightParenthesis: argument.Idx1(),
			}
		}
	}
	eachNode(fn, func(n ast.Node) {
		switch call := n.(type) {
		case *ast.CallExpression:
			guarded(call.Callee, call.ArgumentList)
			if list, ok := call.Callee.(*ast.SequenceExpression); ok {
				last := len(list.Sequence) - 1
				if id, ok := list.Sequence[last].(*ast.Identifier); ok && id.Name == "eval" {
					found = true
					list.Sequence[last] = &ast.Identifier{Name: GuardEval, Idx: id.Idx}
				}
			}
		case *ast.NewExpression:
			guarded(call.Callee, call.ArgumentList)
		}
	})
	return found
}

// iterates reports whether a native may loop over an iterator of the script: it copies
// one by ..., or names a builtin that does.
func iterates(s *Script, fn ast.Expression) bool {
	for _, word := range []string{"from", "Set", "Map", "Promise", "Entries", "8Array", "16Array", "32Array", "64Array", "Clamped", "AggregateError"} {
		if strings.Contains(s.Source, word) {
			return true
		}
	}
	copies := func(list []ast.Expression) bool {
		return slices.ContainsFunc(list, func(e ast.Expression) bool {
			_, spread := e.(*ast.SpreadElement)
			return spread
		})
	}
	return anyNode(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ArrayLiteral:
			return copies(n.Value)
		case *ast.CallExpression:
			return copies(n.ArgumentList)
		case *ast.NewExpression:
			return copies(n.ArgumentList)
		case *ast.ArrayPattern:
			return n.Rest != nil
		}
		return false
	})
}
