package engine

import (
	"github.com/dop251/goja/ast"
)

// purity says what of the message the script leaves alone. The run of the
// analysis has noted every object that the script may change, whichever name it
// has there; in a script that is not reusable these notes prove nothing, since
// it may have replaced what it calls.
func (f *flow) purity(reusable bool) (pure, keepsPayload bool) {
	if !reusable {
		return false, false
	}
	keepsPayload = !f.touched.has(payloadSite)
	pure = keepsPayload && !f.touched.has(msgSite) && !f.touched.has(metaSite) && !f.assignsMsg
	return pure, keepsPayload
}

// hasReturnValue reports whether a function's own body holds a return with a
// value; nested functions do not count.
func hasReturnValue(fn ast.Expression) bool {
	var body ast.Node
	switch fn := fn.(type) {
	case *ast.FunctionLiteral:
		body = fn.Body
	case *ast.ArrowFunctionLiteral:
		body = fn.Body
	}
	found := false
	var visit func(ast.Node)
	visit = func(n ast.Node) {
		switch n := n.(type) {
		case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.ClassLiteral, *ast.FunctionDeclaration:
			return
		case *ast.ReturnStatement:
			found = found || n.Argument != nil
		}
		if !found {
			eachASTChild(n, visit)
		}
	}
	visit(body)
	return found
}
