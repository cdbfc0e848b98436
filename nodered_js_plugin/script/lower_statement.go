// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// scope is what a list of statements declares in its own block.
func (l *lowering) scope(list []ast.Statement) (s ir.Scope) {
	known := scopeVars{}
	for _, statement := range list {
		for {
			labelled, ok := statement.(*ast.LabelledStatement)
			if !ok {
				break
			}
			statement = labelled.Statement
		}
		switch d := statement.(type) {
		case *ast.LexicalDeclaration:
			for _, b := range d.List {
				l.declareLexical(known, &s, b.Target, d.Token == token.CONST)
			}
		case *ast.FunctionDeclaration:
			known.add(&s, l.declare(d.Function.Name, ir.VarFunc))
		}
	}
	// After all names are known: the functions may use each other's.
	for _, statement := range list {
		if d, ok := statement.(*ast.FunctionDeclaration); ok {
			v := l.kindOf(d.Function.Name)
			v.Writes++
			s.Funcs = append(s.Funcs, &ir.FuncDecl{Var: v, Func: l.functionLiteral(d.Function)})
		}
	}
	return s
}

func (l *lowering) declareLexical(known scopeVars, s *ir.Scope, target ast.Expression, constant bool) {
	kind := ir.VarLet
	if constant {
		kind = ir.VarConst
	}
	for _, id := range boundNames(target) {
		known.add(s, l.declare(id, kind))
	}
}

func (l *lowering) statements(list []ast.Statement) []ir.Stmt {
	out := make([]ir.Stmt, 0, len(list))
	for _, s := range list {
		if lowered := l.statement(s); lowered != nil {
			out = append(out, lowered)
		}
	}
	return out
}

func (l *lowering) block(b *ast.BlockStatement) *ir.Block {
	if b == nil {
		return nil
	}
	scope := l.scope(b.List)
	return &ir.Block{Scope: scope, List: l.statements(b.List)}
}

// statement gives nil for one that does nothing where it stands.
func (l *lowering) statement(s ast.Statement) ir.Stmt {
	switch s := s.(type) {
	case *ast.EmptyStatement, *ast.FunctionDeclaration: // scope has the function
		return nil
	case *ast.ExpressionStatement:
		return &ir.ExprStmt{X: l.expr(&s.Expression)}
	case *ast.BlockStatement:
		return l.block(s)
	case *ast.VariableStatement:
		return l.declaration(ir.VarVar, s.List)
	case *ast.LexicalDeclaration:
		kind := ir.VarLet
		if s.Token == token.CONST {
			kind = ir.VarConst
		}
		return l.declaration(kind, s.List)
	case *ast.ReturnStatement:
		r := &ir.Return{Pos: ir.Pos(s.Return)}
		if s.Argument != nil {
			r.X = l.expr(&s.Argument)
		}
		return r
	case *ast.ThrowStatement:
		return &ir.Throw{Pos: ir.Pos(s.Throw), X: l.expr(&s.Argument)}
	case *ast.IfStatement:
		n := &ir.If{Pos: ir.Pos(s.If), Test: l.expr(&s.Test), Then: l.body(s.Consequent)}
		if s.Alternate != nil {
			n.Else = l.body(s.Alternate)
		}
		return n
	case *ast.WhileStatement:
		return &ir.While{Pos: ir.Pos(s.While), Test: l.expr(&s.Test), Body: l.body(s.Body)}
	case *ast.DoWhileStatement:
		return &ir.DoWhile{Pos: ir.Pos(s.Do), Body: l.body(s.Body), Test: l.expr(&s.Test)}
	case *ast.ForStatement:
		return l.forLoop(s)
	case *ast.ForInStatement:
		n := &ir.ForIn{Pos: ir.Pos(s.For)}
		n.Scope, n.Into, n.Decl, n.Source = l.forEach(s.Into, &s.Source)
		n.Body = l.body(s.Body)
		return n
	case *ast.ForOfStatement:
		n := &ir.ForOf{Pos: ir.Pos(s.For)}
		n.Scope, n.Into, n.Decl, n.Source = l.forEach(s.Into, &s.Source)
		n.Body = l.body(s.Body)
		return n
	case *ast.SwitchStatement:
		return l.switchStatement(s)
	case *ast.TryStatement:
		return l.try(s)
	case *ast.BranchStatement:
		label := ""
		if s.Label != nil {
			label = nameText(s.Label.Name)
		}
		if s.Token == token.BREAK {
			return &ir.Break{Label: label}
		}
		return &ir.Continue{Label: label}
	case *ast.LabelledStatement:
		if _, function := s.Statement.(*ast.FunctionDeclaration); function {
			l.refuse(s.Idx0(), "has a label on a function")
		}
		return &ir.Labelled{Label: nameText(s.Label.Name), Body: l.body(s.Statement)}
	case *ast.ClassDeclaration:
		l.refuse(s.Class.Class, "uses `class`")
	case *ast.WithStatement:
		l.refuse(s.With, "uses `with`")
	case *ast.DebuggerStatement:
		l.refuse(s.Debugger, "uses `debugger`")
	}
	l.refuse(s.Idx0(), "uses a statement that is not known to be harmless")
	return nil
}

// body is a statement inside another one, never nil.
func (l *lowering) body(s ast.Statement) ir.Stmt {
	if d, ok := s.(*ast.FunctionDeclaration); ok {
		l.refuse(d.Function.Function, "declares a function as the body of another statement")
	}
	if lowered := l.statement(s); lowered != nil {
		return lowered
	}
	return &ir.Block{}
}

func (l *lowering) declaration(kind ir.VarKind, list []*ast.Binding) ir.Stmt {
	d := &ir.Declare{Kind: kind}
	for _, b := range list {
		one := ir.Decl{Pos: ir.Pos(b.Target.Idx0())}
		if names, path, ok := l.namespace(b); ok {
			one.Init = l.wrappers(&b.Initializer, path, names)
		} else if b.Initializer != nil {
			one.Init = l.expr(&b.Initializer)
		}
		one.Target = l.target(b.Target, &b.Initializer)
		d.Decls = append(d.Decls, one)
	}
	return d
}

// namespace is for const { round, floor } = Math: the functions and what they are
// taken from.
func (l *lowering) namespace(b *ast.Binding) (keys []string, path string, ok bool) {
	pattern, isPattern := b.Target.(*ast.ObjectPattern)
	if !isPattern || pattern.Rest != nil || b.Initializer == nil {
		return nil, "", false
	}
	if path, ok = l.path(b.Initializer); !ok {
		return nil, "", false
	}
	for _, p := range pattern.Properties {
		switch p := p.(type) {
		case *ast.PropertyShort:
			keys = append(keys, nameText(p.Name.Name))
		case *ast.PropertyKeyed:
			if p.Computed {
				return nil, "", false
			}
			keys = append(keys, l.keyText(p.Key))
		}
	}
	return keys, path, true
}

// wrappers is an object with functions of path, each as a function of the script's
// own.
func (l *lowering) wrappers(slot *ast.Expression, path string, keys []string) ir.Expr {
	pos := (*slot).Idx0()
	o := &ir.Object{Pos: ir.Pos(pos)}
	literal := &ast.ObjectLiteral{LeftBrace: namePlace(*slot), RightBrace: pos}
	for _, key := range keys {
		// The tree gets the literal first and the functions in it afterwards.
		property := &ast.PropertyKeyed{Key: textLiteral(key), Kind: ast.PropertyKindValue, Value: *slot}
		literal.Value = append(literal.Value, property)
		o.Props = append(o.Props, ir.Prop{Pos: ir.Pos(pos), Key: key, Value: l.wrapper(&property.Value, path+"."+key)})
	}
	l.edits.replace(slot, literal)
	return o
}

func (l *lowering) forLoop(s *ast.ForStatement) ir.Stmt {
	n := &ir.For{Pos: ir.Pos(s.For)}
	switch i := s.Initializer.(type) {
	case nil:
	case *ast.ForLoopInitializerExpression:
		n.Init = &ir.ExprStmt{X: l.expr(&i.Expression)}
	case *ast.ForLoopInitializerVarDeclList:
		n.Init = l.declaration(ir.VarVar, i.List)
	case *ast.ForLoopInitializerLexicalDecl:
		d := &i.LexicalDeclaration
		kind := ir.VarLet
		if d.Token == token.CONST {
			kind = ir.VarConst
		}
		known := scopeVars{}
		for _, b := range d.List {
			l.declareLexical(known, &n.Scope, b.Target, kind == ir.VarConst)
		}
		n.Init = l.declaration(kind, d.List)
	default:
		l.refuse(s.For, "uses a loop that is not known to be harmless")
	}
	if s.Test != nil {
		n.Test = l.expr(&s.Test)
	}
	if s.Update != nil {
		n.Update = l.expr(&s.Update)
	}
	n.Body = l.body(s.Body)
	return n
}

// forEach is what for…in and for…of have in common.
func (l *lowering) forEach(into ast.ForInto, source *ast.Expression) (scope ir.Scope, target ir.Target, declared bool, from ir.Expr) {
	if d, ok := into.(*ast.ForDeclaration); ok {
		l.declareLexical(scopeVars{}, &scope, d.Target, d.IsConst)
	}
	from = l.expr(source)
	switch into := into.(type) {
	case *ast.ForIntoVar:
		if into.Binding.Initializer != nil {
			l.refuse(into.Binding.Target.Idx0(), "gives a loop's variable a value in its declaration")
		}
		for _, id := range boundNames(into.Binding.Target) {
			// goja takes the catch parameter for it.
			if name := nameText(id.Name); l.caught[name] > 0 {
				l.refuse(id.Idx, "declares "+code(name)+" with `var` inside a block that has the name already")
			}
		}
		return scope, l.target(into.Binding.Target, nestedSource), true, from
	case *ast.ForDeclaration:
		return scope, l.target(into.Target, nestedSource), true, from
	case *ast.ForIntoExpression:
		return scope, l.target(into.Expression, nestedSource), false, from
	}
	l.refuse(file.Idx(from.At()), "uses a loop that is not known to be harmless")
	return
}

func (l *lowering) switchStatement(s *ast.SwitchStatement) ir.Stmt {
	n := &ir.Switch{Pos: ir.Pos(s.Switch), X: l.expr(&s.Discriminant)}
	var all []ast.Statement
	for _, c := range s.Body {
		all = append(all, c.Consequent...)
	}
	n.Scope = l.scope(all)
	for _, c := range s.Body {
		one := ir.Case{}
		if c.Test != nil {
			one.Test = l.expr(&c.Test)
		}
		one.List = l.statements(c.Consequent)
		n.Cases = append(n.Cases, one)
	}
	return n
}

func (l *lowering) try(s *ast.TryStatement) ir.Stmt {
	n := &ir.Try{Body: l.block(s.Body), Finally: l.block(s.Finally)}
	if s.Catch == nil {
		return n
	}
	c, known := &ir.Catch{}, scopeVars{}
	for _, id := range boundNames(s.Catch.Parameter) {
		known.add(&c.Scope, l.declare(id, ir.VarCatch))
		name := nameText(id.Name)
		l.caught[name]++
		defer func() { l.caught[name]-- }()
	}
	// The names of the parameter and of the block are one scope.
	declared := l.scope(s.Catch.Body.List)
	for _, v := range declared.Vars {
		if v.Kind == ir.VarCatch {
			l.refuse(s.Catch.Catch, "declares the name of a catch parameter again")
		}
	}
	if s.Catch.Parameter != nil {
		c.Param = l.target(s.Catch.Parameter, nestedSource)
	}
	c.Body = &ir.Block{Scope: declared, List: l.statements(s.Catch.Body.List)}
	n.Catch = c
	return n
}
