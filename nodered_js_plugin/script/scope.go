// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

type nameScope struct {
	outer *nameScope
	names map[string]*scopeVariable
	// function is the function whose arguments object is visible from here on;
	// arrow marks the parameters of an arrow function, which has none.
	function ast.Node
	arrow    bool
}

type nameResolver struct {
	table *nameTable
	scope *nameScope
	// visible are the variables of each name in the scopes that are open, the innermost
	// last: looking from scope to scope would take long where many are open.
	visible map[string][]*scopeVariable
	strict  bool
}

func (r *nameResolver) inScope(f func()) {
	r.scope = &nameScope{outer: r.scope}
	f()
	for name := range r.scope.names {
		list := r.visible[name]
		r.visible[name] = list[:len(list)-1]
	}
	r.scope = r.scope.outer
}

// bind makes name mean v in the current scope.
func (r *nameResolver) bind(name string, v *scopeVariable) {
	if r.scope.names == nil {
		r.scope.names = map[string]*scopeVariable{}
	}
	list := r.visible[name]
	if r.scope.names[name] != nil {
		list = list[:len(list)-1]
	}
	r.scope.names[name] = v
	r.visible[name] = append(list, v)
}

func (r *nameResolver) declare(id *ast.Identifier) {
	name := id.Name.String()
	if name == "arguments" {
		r.table.argumentsMisused = max(id.Idx, 1)
	}
	v := r.scope.names[name]
	if v == nil {
		v = &scopeVariable{name: name}
		r.bind(name, v)
	}
	r.table.refs[id] = v
}

// declareTarget declares every name of a binding target.
func (r *nameResolver) declareTarget(target ast.Expression) {
	switch target := target.(type) {
	case *ast.Identifier:
		r.declare(target)
	case *ast.AssignExpression:
		r.declareTarget(target.Left)
	case *ast.ObjectPattern:
		for _, p := range target.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				r.declare(&p.Name)
			case *ast.PropertyKeyed:
				r.declareTarget(p.Value)
			}
		}
		r.declareTarget(target.Rest)
	case *ast.ArrayPattern:
		for _, e := range target.Elements {
			r.declareTarget(e)
		}
		r.declareTarget(target.Rest)
	}
}

func (r *nameResolver) declareVars(list []*ast.VariableDeclaration) {
	for _, d := range list {
		for _, b := range d.List {
			r.declareTarget(b.Target)
		}
	}
}

// declareList declares what a list of statements binds in its own block.
func (r *nameResolver) declareList(list []ast.Statement) {
	for _, s := range list {
		for {
			labelled, ok := s.(*ast.LabelledStatement)
			if !ok {
				break
			}
			s = labelled.Statement
		}
		switch s := s.(type) {
		case *ast.FunctionDeclaration:
			r.declare(s.Function.Name)
		case *ast.ClassDeclaration:
			r.declare(s.Class.Name)
		case *ast.LexicalDeclaration:
			for _, b := range s.List {
				r.declareTarget(b.Target)
			}
		}
	}
}

func (r *nameResolver) use(id *ast.Identifier, use nameUse) {
	name := id.Name.String()
	list := r.visible[name]
	switch declared := r.table.refs[id]; {
	case declared != nil: // where it is declared
		if len(list) > 0 && list[len(list)-1] != declared {
			r.table.hidden[id] = true
		}
	case name == "arguments" && r.isArguments(id, use):
	case len(list) > 0:
		r.table.refs[id] = list[len(list)-1]
	default:
		r.table.free = append(r.table.free, freeName{name, id.Idx, use, r.strict})
	}
}

// isArguments reports whether the name arguments means a function's own object, as it
// does unless it is declared further inside.
func (r *nameResolver) isArguments(id *ast.Identifier, use nameUse) bool {
	arrow := false
	for s := r.scope; s != nil; s = s.outer {
		arrow = arrow || s.arrow
		if s.names["arguments"] != nil {
			return false
		}
		if s.function != nil {
			r.table.arguments[id] = s.function
			if arrow || use&(nameWritten|nameDeleted) != 0 {
				r.table.argumentsMisused = max(id.Idx, 1)
			}
			return true
		}
	}
	return false
}

// target visits what is assigned to; identifiers in it are written.
func (r *nameResolver) target(e ast.Expression, use nameUse) {
	switch e := e.(type) {
	case nil:
	case *ast.Identifier:
		r.use(e, use)
	case *ast.AssignExpression: // a target with a default, inside a pattern
		r.target(e.Left, use)
		r.visit(e.Right)
	case *ast.ObjectPattern:
		for _, p := range e.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				r.use(&p.Name, use)
				r.visitExpression(p.Initializer)
			case *ast.PropertyKeyed:
				if p.Computed {
					r.visit(p.Key)
				}
				r.target(p.Value, use)
			}
		}
		r.target(e.Rest, use)
	case *ast.ArrayPattern:
		for _, element := range e.Elements {
			r.target(element, use)
		}
		r.target(e.Rest, use)
	default:
		r.visit(e)
	}
}

func (r *nameResolver) visitExpression(e ast.Expression) {
	if e != nil {
		r.visit(e)
	}
}

func (r *nameResolver) visitList(list []ast.Statement) {
	for _, s := range list {
		r.visit(s)
	}
}

func (r *nameResolver) bindings(list []*ast.Binding) {
	for _, b := range list {
		r.visitExpression(b.Initializer)
		r.target(b.Target, nameWritten)
	}
}

func (r *nameResolver) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.Identifier:
		r.use(n, nameRead)
	case *ast.AssignExpression:
		if n.Operator == token.ASSIGN {
			r.target(n.Left, nameWritten)
		} else {
			r.target(n.Left, nameWritten|nameRead)
		}
		r.visit(n.Right)
	case *ast.UnaryExpression:
		id, ok := n.Operand.(*ast.Identifier)
		switch {
		case ok && n.Operator == token.TYPEOF:
			r.use(id, nameTypeof)
		case ok && n.Operator == token.DELETE:
			r.use(id, nameDeleted)
		case n.Operator == token.INCREMENT, n.Operator == token.DECREMENT:
			r.target(n.Operand, nameWritten|nameRead)
		default:
			r.visit(n.Operand)
		}
	case *ast.ObjectPattern, *ast.ArrayPattern:
		r.target(n.(ast.Expression), nameWritten)
	case *ast.PropertyShort:
		r.use(&n.Name, nameRead)
		r.visitExpression(n.Initializer)

	case *ast.VariableStatement:
		r.bindings(n.List)
	case *ast.LexicalDeclaration:
		r.bindings(n.List)
	case *ast.BlockStatement:
		r.inScope(func() {
			r.declareList(n.List)
			r.visitList(n.List)
		})
	case *ast.SwitchStatement:
		r.visit(n.Discriminant)
		r.inScope(func() {
			for _, c := range n.Body {
				r.declareList(c.Consequent)
			}
			for _, c := range n.Body {
				r.visitExpression(c.Test)
				r.visitList(c.Consequent)
			}
		})
	case *ast.CatchStatement:
		r.inScope(func() {
			r.declareTarget(n.Parameter)
			r.declareList(n.Body.List)
			r.target(n.Parameter, nameWritten)
			r.visitList(n.Body.List)
		})
	case *ast.ForStatement:
		r.inScope(func() {
			switch i := n.Initializer.(type) {
			case *ast.ForLoopInitializerExpression:
				r.visit(i.Expression)
			case *ast.ForLoopInitializerVarDeclList:
				r.bindings(i.List)
			case *ast.ForLoopInitializerLexicalDecl:
				for _, b := range i.LexicalDeclaration.List {
					r.declareTarget(b.Target)
				}
				r.bindings(i.LexicalDeclaration.List)
			}
			r.visitExpression(n.Test)
			r.visitExpression(n.Update)
			r.visit(n.Body)
		})
	case *ast.ForInStatement:
		r.forEach(n.Into, n.Source, n.Body)
	case *ast.ForOfStatement:
		r.forEach(n.Into, n.Source, n.Body)

	case *ast.FunctionDeclaration:
		r.use(n.Function.Name, nameWritten)
		r.visit(n.Function)
	case *ast.FunctionLiteral:
		r.inScope(func() {
			if n.Name != nil && r.table.refs[n.Name] == nil {
				r.declare(n.Name) // a function expression's own name
			}
			r.function(n, n.ParameterList, n.Body.List, n.DeclarationList, false)
		})
	case *ast.ArrowFunctionLiteral:
		switch body := n.Body.(type) {
		case *ast.BlockStatement:
			r.function(n, n.ParameterList, body.List, n.DeclarationList, true)
		case *ast.ExpressionBody:
			r.function(n, n.ParameterList, []ast.Statement{&ast.ExpressionStatement{Expression: body.Expression}}, n.DeclarationList, true)
		}
	case *ast.ClassDeclaration:
		r.use(n.Class.Name, nameWritten)
		r.visit(n.Class)
	case *ast.ClassLiteral:
		outer := r.strict
		r.strict = true
		r.inScope(func() {
			if n.Name != nil {
				declared := r.table.refs[n.Name]
				r.declare(n.Name)
				if declared != nil { // the declaration's name and the inner one hold the same class
					r.bind(declared.name, declared)
					r.table.refs[n.Name] = declared
				}
			}
			r.visitExpression(n.SuperClass)
			for _, element := range n.Body {
				r.visit(element)
			}
		})
		r.strict = outer
	case *ast.ClassStaticBlock:
		r.inScope(func() {
			r.declareVars(n.DeclarationList)
			r.declareList(n.Block.List)
			r.visitList(n.Block.List)
		})
	default:
		eachASTChild(n, r.visit)
	}
}

func (r *nameResolver) forEach(into ast.ForInto, source ast.Expression, body ast.Statement) {
	r.inScope(func() {
		if d, ok := into.(*ast.ForDeclaration); ok {
			r.declareTarget(d.Target)
		}
		r.visit(source)
		switch into := into.(type) {
		case *ast.ForIntoVar:
			r.visitExpression(into.Binding.Initializer)
			r.target(into.Binding.Target, nameWritten)
		case *ast.ForDeclaration:
			r.target(into.Target, nameWritten)
		case *ast.ForIntoExpression:
			r.target(into.Expression, nameWritten)
		}
		r.visit(body)
	})
}

// function resolves parameters and body. With defaults or patterns among the
// parameters they are two scopes, and a var named like a parameter is a variable
// of its own that starts with the parameter's value.
func (r *nameResolver) function(n ast.Node, params *ast.ParameterList, body []ast.Statement, vars []*ast.VariableDeclaration, arrow bool) {
	outer := r.strict
	r.strict = r.strict || hasUseStrict(body)
	r.table.strict[n] = r.strict
	simple := params.Rest == nil
	r.inScope(func() {
		if arrow {
			r.scope.arrow = true
		} else {
			r.scope.function = n
		}
		for _, b := range params.List {
			_, isName := b.Target.(*ast.Identifier)
			simple = simple && isName && b.Initializer == nil
			r.declareTarget(b.Target)
		}
		r.declareTarget(params.Rest)
		for _, b := range params.List {
			r.visitExpression(b.Initializer)
			r.target(b.Target, nameWritten)
		}
		r.target(params.Rest, nameWritten)
		inner := func() {
			r.declareVars(vars)
			r.declareList(body)
			if !simple {
				for name, v := range r.scope.names {
					v.parameter = r.scope.outer.names[name]
				}
			}
			r.visitList(body)
		}
		if simple {
			inner()
		} else {
			r.inScope(inner)
		}
	})
	r.strict = outer
}
