// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// Lowering writes a script in the small language, package ir, or says which
// construct stands outside it.
//
// One rule decides: no built-in object may become a value. A script cannot change
// what it cannot hold, so a VM that ran nothing but such scripts is as it was.
// The rule is kept by what each construct allows:
//
//   - The name of a built-in stands only where it is called, or where nothing but
//     its identity is looked at (typeof, ===, instanceof). It cannot be declared or
//     assigned, so the name means the built-in wherever it stands, whatever the scopes.
//   - What is called by such a name, and every method that a built-in object has, is in
//     package builtin, which admits only what hands out no built-in object.
//   - A member that a built-in object could have is read behind a guard (guard.go).
//   - this, super, new.target and the like, which give objects without naming them,
//     are outside, and so are classes, accessors, generators and async functions.
//
// Everything that is not named here is outside.
type lowering struct {
	names *nameTable
	// undeclared are names that are only assigned; they are variables of the script.
	undeclared map[string]*ir.Var
	vars       map[*scopeVariable]*ir.Var
	owners     map[*ir.Var]*ir.Function
	// caught counts the catch clauses round the statement that have a parameter of
	// that name.
	caught map[string]int
	// starts are where the nodes of long chains begin, see start.
	starts map[ast.Expression]file.Idx
	// script is the script's own function, function the one that is being lowered.
	script, function *ir.Function
	edits            edits
}

// lower writes a script's function, an *ast.FunctionLiteral or
// *ast.ArrowFunctionLiteral without parameters, in the small language. It changes
// nothing of the tree; the edits that it gives do.
func lower(fn ast.Expression, names *nameTable, undeclared []string) (f *ir.Function, e edits, outside *Outside) {
	l := &lowering{
		names: names, undeclared: map[string]*ir.Var{},
		vars: map[*scopeVariable]*ir.Var{}, owners: map[*ir.Var]*ir.Function{}, caught: map[string]int{}, starts: map[ast.Expression]file.Idx{},
	}
	defer func() {
		if x := recover(); x != nil {
			if _, through := x.(letThrough); through {
				f = &ir.Function{}
				e = l.edits
				return
			}
			o, ok := x.(*Outside)
			if !ok {
				panic(x)
			}
			f, e, outside = nil, edits{}, o
		}
	}()
	for _, name := range undeclared {
		l.undeclared[name] = &ir.Var{Name: name, Writes: 1}
	}
	f = l.scriptFunction(fn)
	for _, name := range undeclared {
		f.Scope.Vars = append(f.Scope.Vars, l.undeclared[name])
	}
	l.edits.decideKeys(f)
	return f, l.edits, nil
}

// refuse ends the lowering: the script does what the predicate says at pos.
func (l *lowering) refuse(pos file.Idx, predicate string) {
	if SwitchedOff("refuse: " + predicate) {
		panic(letThrough{})
	}
	panic(&Outside{predicate, int(pos) - 1})
}

func (l *lowering) scriptFunction(fn ast.Expression) *ir.Function {
	switch fn := fn.(type) {
	case *ast.FunctionLiteral:
		return l.code(fn, "", fn.ParameterList, fn.Body.List, fn.DeclarationList, false)
	case *ast.ArrowFunctionLiteral:
		return l.code(fn, "", fn.ParameterList, fn.Body.(*ast.BlockStatement).List, fn.DeclarationList, true)
	}
	panic("script: no function")
}

func (l *lowering) functionLiteral(fn *ast.FunctionLiteral) *ir.Func {
	switch {
	case fn.Async:
		l.refuse(fn.Function, "uses `async`")
	case fn.Generator:
		l.refuse(fn.Function, "uses a generator")
	}
	name := ""
	if fn.Name != nil {
		name = nameText(fn.Name.Name)
		l.allowName(fn.Name)
	}
	code := l.code(fn, name, fn.ParameterList, fn.Body.List, fn.DeclarationList, false)
	code.Source = fn.Source
	return &ir.Func{Pos: ir.Pos(fn.Idx0()), Function: code}
}

func (l *lowering) arrow(fn *ast.ArrowFunctionLiteral) *ir.Func {
	if fn.Async {
		l.refuse(fn.Start, "uses `async`")
	}
	var code *ir.Function
	switch body := fn.Body.(type) {
	case *ast.BlockStatement:
		code = l.code(fn, "", fn.ParameterList, body.List, fn.DeclarationList, true)
	case *ast.ExpressionBody:
		code = l.codeWith(fn, "", fn.ParameterList, fn.DeclarationList, true, func() []ir.Stmt {
			return []ir.Stmt{&ir.Return{Pos: ir.Pos(body.Idx0()), X: l.expr(&body.Expression)}}
		}, nil)
	}
	code.Source = fn.Source
	return &ir.Func{Pos: ir.Pos(fn.Idx0()), Function: code}
}

func (l *lowering) code(n ast.Node, name string, params *ast.ParameterList, body []ast.Statement, vars []*ast.VariableDeclaration, arrow bool) *ir.Function {
	return l.codeWith(n, name, params, vars, arrow, func() []ir.Stmt { return l.statements(body) }, body)
}

// codeWith is the code of a function whose body is made by lowerBody; list are the
// statements of the body, for what they declare.
func (l *lowering) codeWith(n ast.Node, name string, params *ast.ParameterList, vars []*ast.VariableDeclaration, arrow bool, lowerBody func() []ir.Stmt, list []ast.Statement) *ir.Function {
	outer := l.function
	f := &ir.Function{Name: name, Arrow: arrow, Strict: l.names.strict[n]}
	if l.function = f; l.script == nil {
		l.script = f
	}
	defer func() { l.function = outer }()
	if literal, ok := n.(*ast.FunctionLiteral); ok && literal.Name != nil && l.kindOf(literal.Name) == nil {
		f.Self = l.declare(literal.Name, ir.VarSelf)
	}
	written := l.parameters(f, params)
	f.Scope = l.scope(list)
	for _, d := range vars {
		for _, b := range d.List {
			for _, id := range boundNames(b.Target) {
				if v := l.declareVar(id, written); v != nil {
					f.Scope.Vars = append(f.Scope.Vars, v)
				}
			}
		}
	}
	f.Body = lowerBody()
	if f.Arguments && !f.Strict {
		for _, p := range written {
			if p.Writes > 1 {
				l.refuse(n.Idx0(), "assigns a parameter of a function that uses `arguments`")
			}
		}
	}
	return f
}

// parameters lowers a parameter list and gives its variables by name.
func (l *lowering) parameters(f *ir.Function, params *ast.ParameterList) map[string]*ir.Var {
	declared := map[string]*ir.Var{}
	declare := func(target ast.Expression) {
		for _, id := range boundNames(target) {
			if declared[nameText(id.Name)] != nil {
				l.refuse(id.Idx, "has two parameters of one name")
			}
			declared[nameText(id.Name)] = l.declare(id, ir.VarParam)
		}
	}
	for _, b := range params.List {
		declare(b.Target)
	}
	declare(params.Rest)
	counting := true
	for _, b := range params.List {
		p := ir.Param{}
		counting = counting && b.Initializer == nil
		if counting {
			f.Length++
		}
		if b.Initializer != nil {
			p.Default = l.expr(&b.Initializer)
		}
		p.Target = l.target(b.Target, nestedSource)
		f.Params = append(f.Params, p)
	}
	if params.Rest != nil {
		f.Rest = l.target(params.Rest, nestedSource)
	}
	return declared
}

// declareVar declares what a var statement declares: one variable for a name,
// however often, which may be a parameter.
func (l *lowering) declareVar(id *ast.Identifier, params map[string]*ir.Var) *ir.Var {
	variable := l.names.refs[id]
	if variable != nil && variable.parameter != nil && params[variable.name] != nil {
		l.refuse(id.Idx, "declares a variable with the name of a parameter beside a default or pattern")
	}
	if v := l.kindOf(id); v != nil {
		if v.Kind == ir.VarCatch || v.Kind == ir.VarLet || v.Kind == ir.VarConst {
			l.refuse(id.Idx, "declares "+code(v.Name)+" with `var` inside a block that has the name already")
		}
		return nil // a parameter, a function or an earlier var
	}
	return l.declare(id, ir.VarVar)
}

// A scopeVars is the variables of one scope, each once.
type scopeVars map[*ir.Var]bool

func (known scopeVars) add(s *ir.Scope, v *ir.Var) {
	if v != nil && !known[v] {
		known[v] = true
		s.Vars = append(s.Vars, v)
	}
}

// declare makes the variable that id declares.
func (l *lowering) declare(id *ast.Identifier, kind ir.VarKind) *ir.Var {
	l.allowName(id)
	variable := l.names.refs[id]
	if variable == nil { // one that goja makes for a condition's value
		variable = &scopeVariable{name: nameText(id.Name)}
		l.names.refs[id] = variable
	}
	if v := l.vars[variable]; v != nil {
		if kind == ir.VarFunc {
			v.Kind = kind
		}
		return v
	}
	v := &ir.Var{Name: variable.name, Kind: kind}
	l.vars[variable] = v
	l.owners[v] = l.function
	return v
}

// kindOf is the variable that id declares if it is known already.
func (l *lowering) kindOf(id *ast.Identifier) *ir.Var { return l.vars[l.names.refs[id]] }

// allowName refuses names that mean something built in.
func (l *lowering) allowName(id *ast.Identifier) {
	if name := nameText(id.Name); isBuiltinName(name) || name == "arguments" || name == "eval" {
		l.refuse(id.Idx, "declares or assigns "+code(name))
	}
}

// isBuiltinName reports whether a name means something built in, or of the host,
// that scripts share.
func isBuiltinName(name string) bool {
	return name == "console" || name == "cache" || builtin.IsGlobal(name)
}

// variable is the variable that an identifier means, nil where it means none of the
// script's.
func (l *lowering) variable(id *ast.Identifier) *ir.Var {
	name := nameText(id.Name)
	var v *ir.Var
	if variable := l.names.refs[id]; variable != nil {
		if v = l.vars[variable]; v == nil {
			l.refuse(id.Idx, "uses the name "+code(name)+" in a way that is not known to be harmless")
		}
	} else if l.names.arguments[id] == nil {
		v = l.undeclared[name]
	}
	if v == nil {
		return nil
	}
	l.allowName(id)
	owner := l.owners[v]
	if owner == nil {
		owner = l.script
	}
	v.Captured = v.Captured || owner != l.function
	return v
}

// boundNames are the names that a binding target declares.
func boundNames(target ast.Expression) (ids []*ast.Identifier) {
	switch target := target.(type) {
	case nil:
	case *ast.Identifier:
		ids = append(ids, target)
	case *ast.AssignExpression:
		return boundNames(target.Left)
	case *ast.ObjectPattern:
		for _, p := range target.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				ids = append(ids, &p.Name)
			case *ast.PropertyKeyed:
				ids = append(ids, boundNames(p.Value)...)
			}
		}
		ids = append(ids, boundNames(target.Rest)...)
	case *ast.ArrayPattern:
		for _, e := range target.Elements {
			ids = append(ids, boundNames(e)...)
		}
		ids = append(ids, boundNames(target.Rest)...)
	}
	return ids
}

// stringOf is a text of the tree: UTF-8, or its units where half of a surrogate
// pair is in it.
func stringOf(pos file.Idx, s unistring.String) ir.String {
	text := ir.String{Pos: ir.Pos(pos), Value: s.String()}
	if units := s.AsUtf16(); units != nil && hasLoneSurrogate(units[1:]) {
		text.Value, text.Units = "", units[1:]
	}
	return text
}

func hasLoneSurrogate(units []uint16) bool {
	for i := 0; i < len(units); i++ {
		switch u := units[i]; {
		case u >= 0xD800 && u < 0xDC00 && i+1 < len(units) && units[i+1] >= 0xDC00 && units[i+1] < 0xE000:
			i++
		case u >= 0xD800 && u < 0xE000:
			return true
		}
	}
	return false
}

// letThrough ends the lowering of a script whose refusal is switched off: it counts
// as a script of the small language from there on.
type letThrough struct{}
