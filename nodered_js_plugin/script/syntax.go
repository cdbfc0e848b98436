// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
)

// eachASTChild calls f with every expression and statement directly below n, in
// the order of evaluation. Identifiers that are no references (member names,
// labels, plain property keys) are left out.
func eachASTChild(n ast.Node, f func(ast.Node)) {
	expression := func(e ast.Expression) {
		if e != nil {
			f(e)
		}
	}
	expressions := func(list []ast.Expression) {
		for _, e := range list {
			expression(e)
		}
	}
	statement := func(s ast.Statement) {
		if s != nil {
			f(s)
		}
	}
	statements := func(list []ast.Statement) {
		for _, s := range list {
			statement(s)
		}
	}
	bindings := func(list []*ast.Binding) {
		for _, b := range list {
			expression(b.Initializer)
			expression(b.Target)
		}
	}
	parameters := func(p *ast.ParameterList) {
		bindings(p.List)
		expression(p.Rest)
	}
	properties := func(list []ast.Property) {
		for _, p := range list {
			f(p)
		}
	}
	switch n := n.(type) {
	case *ast.ArrayLiteral:
		expressions(n.Value)
	case *ast.ArrayPattern:
		expressions(n.Elements)
		expression(n.Rest)
	case *ast.AssignExpression:
		expression(n.Left)
		expression(n.Right)
	case *ast.AwaitExpression:
		expression(n.Argument)
	case *ast.BinaryExpression:
		expression(n.Left)
		expression(n.Right)
	case *ast.BracketExpression:
		expression(n.Left)
		expression(n.Member)
	case *ast.CallExpression:
		expression(n.Callee)
		expressions(n.ArgumentList)
	case *ast.NewExpression:
		expression(n.Callee)
		expressions(n.ArgumentList)
	case *ast.ConditionalExpression:
		expression(n.Test)
		expression(n.Consequent)
		expression(n.Alternate)
	case *ast.DotExpression:
		expression(n.Left)
	case *ast.PrivateDotExpression:
		expression(n.Left)
	case *ast.OptionalChain:
		expression(n.Expression)
	case *ast.Optional:
		expression(n.Expression)
	case *ast.ExpressionBody:
		expression(n.Expression)
	case *ast.FunctionLiteral:
		parameters(n.ParameterList)
		f(n.Body)
	case *ast.ArrowFunctionLiteral:
		parameters(n.ParameterList)
		f(n.Body)
	case *ast.ClassLiteral:
		expression(n.SuperClass)
		for _, e := range n.Body {
			f(e)
		}
	case *ast.FieldDefinition:
		if n.Computed {
			expression(n.Key)
		}
		expression(n.Initializer)
	case *ast.MethodDefinition:
		if n.Computed {
			expression(n.Key)
		}
		f(n.Body)
	case *ast.ClassStaticBlock:
		f(n.Block)
	case *ast.ObjectLiteral:
		properties(n.Value)
	case *ast.ObjectPattern:
		properties(n.Properties)
		expression(n.Rest)
	case *ast.PropertyShort:
		f(&n.Name)
		expression(n.Initializer)
	case *ast.PropertyKeyed:
		if n.Computed {
			expression(n.Key)
		}
		expression(n.Value)
	case *ast.SpreadElement:
		expression(n.Expression)
	case *ast.SequenceExpression:
		expressions(n.Sequence)
	case *ast.TemplateLiteral:
		expression(n.Tag)
		expressions(n.Expressions)
	case *ast.UnaryExpression:
		expression(n.Operand)
	case *ast.YieldExpression:
		expression(n.Argument)
	case *ast.Binding:
		expression(n.Initializer)
		expression(n.Target)

	case *ast.BlockStatement:
		statements(n.List)
	case *ast.CaseStatement:
		expression(n.Test)
		statements(n.Consequent)
	case *ast.CatchStatement:
		expression(n.Parameter)
		f(n.Body)
	case *ast.ClassDeclaration:
		f(n.Class)
	case *ast.DoWhileStatement:
		statement(n.Body)
		expression(n.Test)
	case *ast.ExpressionStatement:
		expression(n.Expression)
	case *ast.ForStatement:
		switch i := n.Initializer.(type) {
		case *ast.ForLoopInitializerExpression:
			expression(i.Expression)
		case *ast.ForLoopInitializerVarDeclList:
			bindings(i.List)
		case *ast.ForLoopInitializerLexicalDecl:
			bindings(i.LexicalDeclaration.List)
		}
		expression(n.Test)
		statement(n.Body)
		expression(n.Update)
	case *ast.ForInStatement:
		eachForChild(n.Into, n.Source, n.Body, f)
	case *ast.ForOfStatement:
		eachForChild(n.Into, n.Source, n.Body, f)
	case *ast.FunctionDeclaration:
		f(n.Function)
	case *ast.IfStatement:
		expression(n.Test)
		statement(n.Consequent)
		statement(n.Alternate)
	case *ast.LabelledStatement:
		statement(n.Statement)
	case *ast.LexicalDeclaration:
		bindings(n.List)
	case *ast.ReturnStatement:
		expression(n.Argument)
	case *ast.SwitchStatement:
		expression(n.Discriminant)
		for _, c := range n.Body {
			f(c)
		}
	case *ast.ThrowStatement:
		expression(n.Argument)
	case *ast.TryStatement:
		f(n.Body)
		if n.Catch != nil {
			f(n.Catch)
		}
		if n.Finally != nil {
			f(n.Finally)
		}
	case *ast.VariableStatement:
		bindings(n.List)
	case *ast.WhileStatement:
		expression(n.Test)
		statement(n.Body)
	case *ast.WithStatement:
		expression(n.Object)
		statement(n.Body)
	}
}

// eachNode calls visit with n and everything below it, before what is below each. visit
// may change what is below its node.
func eachNode(n ast.Node, visit func(ast.Node)) {
	var down func(ast.Node)
	down = func(n ast.Node) {
		visit(n)
		eachASTChild(n, down)
	}
	down(n)
}

// anyNode reports whether test holds for n or anything below it. It looks no further
// than the first such node.
func anyNode(n ast.Node, test func(ast.Node) bool) (found bool) {
	var down func(ast.Node)
	down = func(n ast.Node) {
		if found = found || test(n); !found {
			eachASTChild(n, down)
		}
	}
	down(n)
	return found
}

func eachForChild(into ast.ForInto, source ast.Expression, body ast.Statement, f func(ast.Node)) {
	f(source)
	switch into := into.(type) {
	case *ast.ForIntoVar:
		if into.Binding.Initializer != nil {
			f(into.Binding.Initializer)
		}
		f(into.Binding.Target)
	case *ast.ForDeclaration:
		f(into.Target)
	case *ast.ForIntoExpression:
		f(into.Expression)
	}
	f(body)
}
