// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// loopMark is a variable of every function that has loops. No identifier of a script
// can have that name.
const loopMark = " loop"

// markLoops makes each turn of a loop begin at the loop's place. goja maps only some of
// its instructions to the source, such as calls and operators; where a program is
// interrupted at another one, the place is that of the last mapped instruction before
// it. A loop like while (true) {} has none of its own, so it would be reported at what
// stands before it. A mark is a read of a var whose value is not used: goja maps it and
// emits no instruction for it, so a loop does not get slower.
func markLoops(fn ast.Expression) {
	var visit func(n ast.Node, owner *loopOwner)
	visit = func(n ast.Node, owner *loopOwner) {
		switch n := n.(type) {
		case *ast.FunctionLiteral:
			owner = &loopOwner{variables: &n.DeclarationList}
		case *ast.ArrowFunctionLiteral:
			owner = &loopOwner{variables: &n.DeclarationList}
		case *ast.ClassStaticBlock:
			owner = &loopOwner{variables: &n.DeclarationList}
		}
		eachASTChild(n, func(child ast.Node) { visit(child, owner) })
		if body := loopBody(n); body != nil {
			owner.mark(body, n.Idx0())
		}
	}
	visit(fn, nil)
}

// loopBody is where a loop's body is held, nil for other nodes.
func loopBody(n ast.Node) *ast.Statement {
	switch n := n.(type) {
	case *ast.ForStatement:
		return &n.Body
	case *ast.ForInStatement:
		return &n.Body
	case *ast.ForOfStatement:
		return &n.Body
	case *ast.WhileStatement:
		return &n.Body
	case *ast.DoWhileStatement:
		return &n.Body
	}
	return nil
}

// A loopOwner is a function that has its loops marked with a variable of its own: one of
// an outer function would have to live on the heap.
type loopOwner struct {
	variables *[]*ast.VariableDeclaration
	declared  bool
}

// mark puts a mark before a loop's body. The body stays a block of its own: entering it
// may be an instruction.
func (o *loopOwner) mark(body *ast.Statement, pos file.Idx) {
	if !o.declared {
		o.declared = true
		*o.variables = append(*o.variables, &ast.VariableDeclaration{List: []*ast.Binding{{Target: identifier(loopMark)}}})
	}
	at := identifier(loopMark)
	at.Idx = pos
	*body = &ast.BlockStatement{
		LeftBrace:  (*body).Idx0(),
		List:       []ast.Statement{&ast.ExpressionStatement{Expression: at}, *body},
		RightBrace: (*body).Idx0(),
	}
}
