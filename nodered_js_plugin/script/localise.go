// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
)

// readBeforeAssigned gives those of the undeclared names that may be read, other
// than by typeof, before they are surely assigned, each with the first such
// place. All others behave the same as locals of the script's function as they
// do as globals of a fresh VM.
//
// It follows the order of evaluation. Code that may not run assigns nothing for
// sure; a function may run any time after it is made, a declared one at once.
func readBeforeAssigned(fn ast.Expression, names *nameTable, undeclared []string) map[string]file.Idx {
	if len(undeclared) == 0 {
		return nil
	}
	d := &definite{names: names, unsure: map[string]file.Idx{}, candidates: map[string]int{}}
	d.at = make([]int, len(undeclared))
	for i, name := range undeclared {
		d.candidates[name] = i
	}
	for _, n := range names.free {
		// In strict code the assignment throws as long as there is no such global.
		if _, ok := d.candidates[n.name]; ok && n.use&nameWritten != 0 && n.strict {
			d.read(n.name, n.pos)
		}
	}
	d.function(fn)
	return d.unsure
}

// A jumpTarget is a statement that break or continue may refer to.
type jumpTarget struct {
	labels []string
	loop   bool
	// breakable: an unlabelled break ends it.
	breakable bool
	// entered is where it begins, broken and continued are the ways from there to the
	// jumps, as they meet.
	entered           moment
	broken, continued way
}

type definite struct {
	names      *nameTable
	candidates map[string]int // their numbers in assigned
	unsure     map[string]file.Idx
	assigned
	targets []*jumpTarget
	labels  []string // of the statement about to start
}

func (d *definite) read(name string, pos file.Idx) {
	if at, known := d.unsure[name]; !known || pos < at {
		d.unsure[name] = pos
	}
}

// candidate is the number of the undeclared name that an identifier means.
func (d *definite) candidate(id *ast.Identifier) (number int, ok bool) {
	if d.names.refs[id] != nil || d.names.arguments[id] != nil {
		return 0, false
	}
	number, ok = d.candidates[nameText(id.Name)]
	return number, ok
}

func (d *definite) function(fn ast.Expression) {
	start, targets, labels := d.now(), d.targets, d.labels
	defer func() {
		d.back(start)
		d.targets, d.labels = targets, labels
	}()
	d.targets, d.labels = nil, nil
	// The function may be called where the code that makes it is not reached again.
	d.unreachable = false
	switch fn := fn.(type) {
	case *ast.FunctionLiteral:
		d.parameters(fn.ParameterList)
		d.block(fn.Body.List)
	case *ast.ArrowFunctionLiteral:
		d.parameters(fn.ParameterList)
		if body, expression := arrowBody(fn); expression != nil {
			d.visit(expression)
		} else {
			d.block(body)
		}
	}
}

func (d *definite) parameters(p *ast.ParameterList) {
	for _, b := range p.List {
		if b.Initializer != nil {
			d.maybe(func() { d.visit(b.Initializer) })
		}
		d.target(b.Target)
	}
	d.target(p.Rest)
}

// block runs a list of statements, the declared functions first: they may be
// called before anything is assigned.
func (d *definite) block(list []ast.Statement) {
	for _, s := range list {
		for {
			labelled, ok := s.(*ast.LabelledStatement)
			if !ok {
				break
			}
			s = labelled.Statement
		}
		if declaration, ok := s.(*ast.FunctionDeclaration); ok {
			start := d.now()
			d.floor = len(d.trail)
			d.function(declaration.Function)
			d.back(start)
		}
	}
	for _, s := range list {
		d.visit(s)
	}
}

// maybe runs code that may be skipped.
func (d *definite) maybe(run func()) {
	start := d.now()
	run()
	d.meet(start, way{unreachable: start.unreachable})
}

// target is what is assigned to.
func (d *definite) target(e ast.Expression) {
	switch e := e.(type) {
	case nil:
	case *ast.Identifier:
		if number, ok := d.candidate(e); ok {
			d.add(number)
		}
	case *ast.AssignExpression:
		d.maybe(func() { d.visit(e.Right) })
		d.target(e.Left)
	case *ast.ObjectPattern:
		for _, p := range e.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				if p.Initializer != nil {
					d.maybe(func() { d.visit(p.Initializer) })
				}
				d.target(&p.Name)
			case *ast.PropertyKeyed:
				if p.Computed {
					d.visit(p.Key)
				}
				d.target(p.Value)
			}
		}
		d.target(e.Rest)
	case *ast.ArrayPattern:
		for _, element := range e.Elements {
			d.target(element)
		}
		d.target(e.Rest)
	default:
		d.visit(e)
	}
}

func (d *definite) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.Identifier:
		if number, ok := d.candidate(n); ok && !d.has(number) && !d.unreachable {
			d.read(nameText(n.Name), n.Idx)
		}
	case *ast.UnaryExpression:
		id, isName := n.Operand.(*ast.Identifier)
		switch {
		case isName && n.Operator == token.TYPEOF:
		case n.Operator == token.INCREMENT, n.Operator == token.DECREMENT:
			d.visit(n.Operand)
			d.target(n.Operand)
		case isName && n.Operator == token.DELETE:
			d.visit(id)
		default:
			d.visit(n.Operand)
		}
	case *ast.AssignExpression:
		d.assignment(n)
	case *ast.BinaryExpression:
		d.visit(n.Left)
		switch n.Operator {
		case token.LOGICAL_AND, token.LOGICAL_OR, token.COALESCE:
			d.maybe(func() { d.visit(n.Right) })
		default:
			d.visit(n.Right)
		}
	case *ast.ConditionalExpression:
		d.visit(n.Test)
		d.either(func() { d.visit(n.Consequent) }, func() { d.visit(n.Alternate) })
	case *ast.OptionalChain:
		d.maybe(func() { d.visit(n.Expression) })
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
		d.function(n.(ast.Expression))
	case *ast.ClassLiteral:
		d.maybe(func() { eachASTChild(n, d.visit) })
	case *ast.MethodDefinition:
		if n.Computed {
			d.visit(n.Key)
		}
		d.function(n.Body)
	case *ast.ClassStaticBlock:
		d.maybe(func() { d.block(n.Block.List) })
	case *ast.ObjectPattern, *ast.ArrayPattern:
		d.target(n.(ast.Expression))
	case *ast.PropertyShort:
		d.visit(&n.Name)

	case *ast.VariableStatement:
		d.bindings(n.List)
	case *ast.LexicalDeclaration:
		d.bindings(n.List)
	case *ast.FunctionDeclaration:
		// block has run it.
	case *ast.BlockStatement:
		d.block(n.List)
	case *ast.ReturnStatement:
		if n.Argument != nil {
			d.visit(n.Argument)
		}
		d.unreachable = true
	case *ast.ThrowStatement:
		d.visit(n.Argument)
		d.unreachable = true
	case *ast.IfStatement:
		d.visit(n.Test)
		d.either(func() { d.visit(n.Consequent) }, func() {
			if n.Alternate != nil {
				d.visit(n.Alternate)
			}
		})
	case *ast.BranchStatement:
		d.jump(n)
	case *ast.LabelledStatement:
		d.labels = append(d.labels, nameText(n.Label.Name))
		switch n.Statement.(type) {
		case *ast.ForStatement, *ast.ForInStatement, *ast.ForOfStatement, *ast.WhileStatement, *ast.DoWhileStatement,
			*ast.SwitchStatement, *ast.LabelledStatement:
			d.visit(n.Statement)
		default:
			t := d.enter(false, false)
			d.visit(n.Statement)
			d.leave(t)
		}
	case *ast.WhileStatement:
		d.loop(n.Test, nil, n.Body)
	case *ast.ForStatement:
		switch i := n.Initializer.(type) {
		case *ast.ForLoopInitializerExpression:
			d.visit(i.Expression)
		case *ast.ForLoopInitializerVarDeclList:
			d.bindings(i.List)
		case *ast.ForLoopInitializerLexicalDecl:
			d.bindings(i.LexicalDeclaration.List)
		}
		d.loop(n.Test, n.Update, n.Body)
	case *ast.DoWhileStatement:
		t := d.enter(true, true)
		d.visit(n.Body)
		d.meet(t.entered, t.continued)
		d.visit(n.Test)
		d.leave(t)
	case *ast.ForInStatement:
		d.forEach(n.Into, n.Source, n.Body)
	case *ast.ForOfStatement:
		d.forEach(n.Into, n.Source, n.Body)
	case *ast.SwitchStatement:
		d.switchStatement(n)
	case *ast.TryStatement:
		d.try(n)
	default:
		eachASTChild(n, d.visit)
	}
}

func (d *definite) assignment(e *ast.AssignExpression) {
	if e.Operator == token.ASSIGN {
		switch e.Left.(type) {
		case *ast.Identifier, *ast.ObjectPattern, *ast.ArrayPattern:
			d.visit(e.Right)
			d.target(e.Left)
		default:
			d.visit(e.Left)
			d.visit(e.Right)
		}
		return
	}
	d.visit(e.Left)
	switch e.Operator {
	case token.LOGICAL_AND, token.LOGICAL_OR, token.COALESCE, token.LOGICAL_AND_ASSIGN, token.LOGICAL_OR_ASSIGN, token.COALESCE_ASSIGN:
		d.maybe(func() { d.visit(e.Right) })
	default:
		d.visit(e.Right)
	}
	if _, ok := e.Left.(*ast.Identifier); ok {
		d.target(e.Left)
	}
}

func (d *definite) either(one, other func()) {
	start := d.now()
	one()
	first := d.since(start)
	d.back(start)
	other()
	d.meet(start, first)
}

func (d *definite) bindings(list []*ast.Binding) {
	for _, b := range list {
		if b.Initializer != nil {
			d.visit(b.Initializer)
		}
		d.target(b.Target)
	}
}
