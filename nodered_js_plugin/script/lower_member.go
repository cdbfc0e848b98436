// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// guarding says whether what a member gives can become a value of the script.
type guarding bool

const (
	guarded   guarding = true
	unguarded guarding = false
)

// path is the path of a built-in that an expression names: Math.PI for a member of
// a global name that means one. What comes from further out is none.
func (l *lowering) path(e ast.Expression) (path string, ok bool) { return l.pathBelow(e, maxPath) }

// maxPath is how many members a path has at most, and some more.
const maxPath = 8

func (l *lowering) pathBelow(e ast.Expression, members int) (path string, ok bool) {
	switch e := e.(type) {
	case *ast.Identifier:
		name := nameText(e.Name)
		if l.variable(e) == nil && name != "msg" && isBuiltinName(name) {
			return name, true
		}
	case *ast.DotExpression:
		if members == 0 {
			return "", false
		}
		if path, ok = l.pathBelow(e.Left, members-1); ok {
			return path + "." + nameText(e.Identifier.Name), true
		}
	}
	return "", false
}

// dot lowers object.name in a slot of the tree.
func (l *lowering) dot(slot *ast.Expression, e *ast.DotExpression, g guarding) ir.Expr {
	name := nameText(e.Identifier.Name)
	if path, ok := l.path(e); ok {
		if row := builtin.Constant(path); row != nil {
			return &ir.Number{Pos: ir.Pos(l.start(e)), Value: row.Value()}
		}
		return l.wrapper(slot, path)
	}
	if id, ok := e.Left.(*ast.Identifier); ok && l.names.arguments[id] != nil && name == "length" {
		return &ir.Member{Pos: ir.Pos(l.start(e)), Dot: ir.Pos(e.Identifier.Idx), Object: l.arguments(id), Name: name}
	}
	l.allowKey(e.Identifier.Idx, name)
	m := &ir.Member{Pos: ir.Pos(l.start(e)), Dot: ir.Pos(e.Identifier.Idx), Name: name}
	m.Object, m.Optional = l.memberObject(&e.Left)
	if bool(g) && builtin.Inherits(name) {
		l.guardMember(m, &e.Left)
	}
	return m
}

// guardMember puts a guard in front of a member. Behind a ?. that is not its own
// there is no place for one.
func (l *lowering) guardMember(m *ir.Member, object *ast.Expression) {
	if !m.Optional && shortens(*object) {
		l.refuse(file.Idx(m.Dot), "reads "+code(m.Name)+", which a built-in method may be, behind `?.`")
	}
	m.Guarded = true
	l.edits.guardMember(object, m.Name)
}

// memberObject is the object of a member, and whether ?. follows it.
func (l *lowering) memberObject(slot *ast.Expression) (object ir.Expr, optional bool) {
	if o, ok := (*slot).(*ast.Optional); ok {
		return l.expr(&o.Expression), true
	}
	return l.expr(slot), false
}

// bracket lowers object[key].
func (l *lowering) bracket(e *ast.BracketExpression, g guarding) ir.Expr {
	if path, ok := l.path(e.Left); ok {
		l.refuse(e.Left.Idx0(), "uses "+code(path)+" as a value")
	}
	if id, ok := e.Left.(*ast.Identifier); ok && l.names.arguments[id] != nil {
		index := &ir.Index{Pos: ir.Pos(l.start(e)), Bracket: ir.Pos(e.LeftBracket), Object: l.arguments(id), Key: l.expr(&e.Member)}
		l.edits.guardIndex(e, index) // arguments inherits as any object does
		return index
	}
	if name, ok := l.constantText(e.Member); ok {
		l.allowKey(e.Member.Idx0(), name)
		m := &ir.Member{Pos: ir.Pos(l.start(e)), Dot: ir.Pos(e.LeftBracket), Name: name}
		m.Object, m.Optional = l.memberObject(&e.Left)
		if bool(g) && builtin.Inherits(name) {
			l.guardMember(m, &e.Left)
		}
		return m
	}
	index := &ir.Index{Pos: ir.Pos(l.start(e)), Bracket: ir.Pos(e.LeftBracket)}
	index.Object, index.Optional = l.memberObject(&e.Left)
	index.Key = l.expr(&e.Member)
	if bool(g) {
		l.edits.guardIndex(e, index)
	}
	return index
}

// call lowers a call by what is called.
func (l *lowering) call(slot *ast.Expression, e *ast.CallExpression) ir.Expr {
	callee, optional := e.Callee, false
	if o, ok := callee.(*ast.Optional); ok {
		callee, optional = o.Expression, true
	}
	pos, paren := ir.Pos(l.start(e)), ir.Pos(e.LeftParenthesis)
	if through := l.throughCall(e, callee); through != nil && !optional {
		return through
	}
	if path, ok := l.path(callee); ok {
		return l.staticCall(e, path, optional)
	}
	switch c := callee.(type) {
	case *ast.DotExpression:
		name := nameText(c.Identifier.Name)
		l.allowMethod(c, name)
		return &ir.MethodCall{Pos: pos, Paren: paren, Callee: l.dot(&e.Callee, c, unguarded), Args: l.list(e.ArgumentList), Optional: optional}
	case *ast.BracketExpression:
		var method ir.Expr
		if name, ok := l.constantText(c.Member); ok {
			l.allowMethod(c, name)
			method = l.bracket(c, unguarded)
		} else {
			method = l.bracket(c, guarded)
		}
		return &ir.MethodCall{Pos: pos, Paren: paren, Callee: method, Args: l.list(e.ArgumentList), Optional: optional}
	case *ast.PrivateDotExpression, *ast.SuperExpression:
		l.refuse(callee.Idx0(), outsideText(callee))
	}
	calleeSlot := &e.Callee
	if o, ok := e.Callee.(*ast.Optional); ok {
		calleeSlot = &o.Expression
	}
	return &ir.Call{Pos: pos, Paren: paren, Callee: l.expr(calleeSlot), Args: l.list(e.ArgumentList), Optional: optional}
}

// allowMethod refuses methods that a built-in object has and the table does not.
func (l *lowering) allowMethod(e ast.Expression, name string) {
	if builtin.Inherits(name) && builtin.Methods(name) == nil && !SwitchedOff("allowMethod") {
		l.refuse(e.Idx0(), "calls the method "+code(name))
	}
}

// staticCall is a call of a built-in by its name.
func (l *lowering) staticCall(e *ast.CallExpression, path string, optional bool) ir.Expr {
	row := builtin.Function(path)
	switch {
	case row == nil:
		l.refuse(e.Idx0(), "calls "+code(path))
	case optional:
		l.refuse(e.Idx0(), "calls "+code(path)+" with `?.`")
	case path == "Object.create" && !isOnlyNull(e.ArgumentList):
		l.refuse(e.Idx0(), "calls `Object.create` with a prototype")
	}
	call := &ir.StaticCall{Pos: ir.Pos(l.start(e)), Paren: ir.Pos(e.LeftParenthesis), Path: path}
	if path == "Array.from" && len(e.ArgumentList) == 1 {
		if id, ok := e.ArgumentList[0].(*ast.Identifier); ok && l.names.arguments[id] != nil {
			call.Args = []ir.Expr{l.arguments(id)}
			return call
		}
	}
	call.Args = l.list(e.ArgumentList)
	return call
}

func isOnlyNull(arguments []ast.Expression) bool {
	if len(arguments) != 1 {
		return false
	}
	_, null := arguments[0].(*ast.NullLiteral)
	return null
}

func (l *lowering) construct(e *ast.NewExpression) ir.Expr {
	path, ok := l.path(e.Callee)
	if !ok {
		l.refuse(e.New, "makes an object with `new` of a function of its own")
	}
	if builtin.Constructor(path) == nil {
		l.refuse(e.New, "uses "+code("new "+path))
	}
	return &ir.New{Pos: ir.Pos(e.New), Paren: ir.Pos(e.LeftParenthesis), Path: path, Args: l.list(e.ArgumentList)}
}

func (l *lowering) assign(e *ast.AssignExpression) ir.Expr {
	a := &ir.Assign{Pos: ir.Pos(l.start(e))}
	if e.Operator == token.ASSIGN {
		a.Target = l.target(e.Left, &e.Right)
		a.Value = l.expr(&e.Right)
		return a
	}
	op, ok := binaryOps[e.Operator]
	if !ok {
		l.refuse(e.Idx0(), "uses an operator that is not known to be harmless")
	}
	a.Op, a.Target = op, l.readTarget(&e.Left)
	a.Value = l.expr(&e.Right)
	return a
}

// readTarget is a target that is read as well, as by += and ++.
func (l *lowering) readTarget(slot *ast.Expression) ir.Target {
	switch e := (*slot).(type) {
	case *ast.DotExpression:
		l.allowChange(e.Left)
		if m, ok := l.dot(slot, e, guarded).(*ir.Member); ok {
			return m
		}
	case *ast.BracketExpression:
		l.allowChange(e.Left)
		return l.bracket(e, guarded)
	case *ast.Identifier:
		return l.nameTarget(e)
	}
	l.refuse((*slot).Idx0(), "assigns to something that is not known to be harmless")
	return nil
}

func (l *lowering) nameTarget(id *ast.Identifier) ir.Target {
	if v := l.variable(id); v != nil {
		if l.names.hidden[id] {
			l.refuse(id.Idx, "declares "+code(v.Name)+" with `var` inside a block that has the name already")
		}
		v.Writes++
		return &ir.Name{Pos: ir.Pos(id.Idx), Var: v}
	}
	if id.Name == "msg" {
		return &ir.Msg{Pos: ir.Pos(id.Idx)}
	}
	if l.function.Strict && !isBuiltinName(nameText(id.Name)) {
		return &ir.Missing{Pos: ir.Pos(id.Idx), Name: nameText(id.Name)}
	}
	l.refuse(id.Idx, "assigns "+code(nameText(id.Name)))
	return nil
}

// nestedSource is the source of a pattern that no expression of the tree gives.
var nestedSource *ast.Expression

// target lowers what is assigned to. source is the slot of the expression that a
// pattern takes apart, or nestedSource.
func (l *lowering) target(e ast.Expression, source *ast.Expression) ir.Target {
	switch e := e.(type) {
	case *ast.Identifier:
		return l.nameTarget(e)
	case *ast.DotExpression:
		if path, ok := l.path(e.Left); ok {
			l.refuse(e.Idx0(), "assigns a member of "+code(path))
		}
		l.allowChange(e.Left)
		var slot ast.Expression = e
		if m, ok := l.dot(&slot, e, unguarded).(*ir.Member); ok {
			return m
		}
	case *ast.BracketExpression:
		l.allowChange(e.Left)
		return l.bracket(e, unguarded)
	case *ast.ObjectPattern:
		return l.objectPattern(e, source)
	case *ast.ArrayPattern:
		return l.arrayPattern(e)
	}
	l.refuse(e.Idx0(), "assigns to something that is not known to be harmless")
	return nil
}

func (l *lowering) objectPattern(e *ast.ObjectPattern, source *ast.Expression) ir.Target {
	o := &ir.ObjectPattern{Pos: ir.Pos(e.LeftBrace)}
	runs := false // something of the script may have run since the guard looked
	for _, p := range e.Properties {
		one := ir.PatternProp{Pos: ir.Pos(p.Idx0())}
		switch p := p.(type) {
		case *ast.PropertyShort:
			one.Key = nameText(p.Name.Name)
			one.Target = l.nameTarget(&p.Name)
			if p.Initializer != nil {
				one.Default = l.expr(&p.Initializer)
			}
		case *ast.PropertyKeyed:
			if p.Computed {
				one.Computed = l.expr(&p.Key)
				l.edits.guardKey(&p.Key, one.Computed)
			} else {
				one.Key = l.keyText(p.Key)
			}
			one.Target, one.Default = l.element(p.Value)
		default:
			l.refuse(p.Idx0(), "uses a property that is not known to be harmless")
		}
		if one.Computed == nil {
			l.allowKey(p.Idx0(), one.Key)
			if builtin.Inherits(one.Key) {
				if source == nestedSource {
					l.refuse(p.Idx0(), "takes "+code(one.Key)+" out of a value inside another, which a built-in method may be")
				}
				if runs {
					l.refuse(p.Idx0(), "takes "+code(one.Key)+" out of an object after something that may change it, which a built-in method may then be")
				}
				one.Guarded = true
				l.edits.guardMember(source, one.Key)
			}
		}
		_, name := one.Target.(*ir.Name)
		runs = runs || one.Computed != nil || one.Default != nil || !name
		o.Props = append(o.Props, one)
	}
	if e.Rest != nil {
		o.Rest = l.target(e.Rest, nestedSource)
	}
	return o
}

// element is a part of a pattern, with a default or without.
func (l *lowering) element(e ast.Expression) (target ir.Target, initial ir.Expr) {
	if d, ok := e.(*ast.AssignExpression); ok {
		target = l.target(d.Left, nestedSource)
		return target, l.expr(&d.Right)
	}
	return l.target(e, nestedSource), nil
}

func (l *lowering) arrayPattern(e *ast.ArrayPattern) ir.Target {
	a := &ir.ArrayPattern{Pos: ir.Pos(e.LeftBracket)}
	for _, element := range e.Elements {
		one := ir.PatternElem{}
		if element != nil {
			one.Target, one.Default = l.element(element)
		}
		a.Elems = append(a.Elems, one)
	}
	if e.Rest != nil {
		a.Rest = l.target(e.Rest, nestedSource)
	}
	return a
}
