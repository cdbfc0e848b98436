package script

import (
	"maps"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// What control flow does to the names that are surely assigned.

// enter starts a statement that can be left by a jump.
func (d *definite) enter(loop, breakable bool) *jumpTarget {
	t := &jumpTarget{labels: d.labels, loop: loop, breakable: breakable}
	t.broken.unreachable, t.continued.unreachable = true, true
	d.labels = nil
	d.targets = append(d.targets, t)
	return t
}

func (d *definite) leave(t *jumpTarget) {
	d.targets = d.targets[:len(d.targets)-1]
	d.now = d.now.meet(t.broken)
}

func (d *definite) jump(b *ast.BranchStatement) {
	for i := len(d.targets) - 1; i >= 0; i-- {
		t := d.targets[i]
		found := b.Label == nil && (t.loop || t.breakable && b.Token == token.BREAK)
		if b.Label != nil {
			for _, label := range t.labels {
				found = found || label == nameText(b.Label.Name)
			}
		}
		if found {
			if b.Token == token.BREAK {
				t.broken = t.broken.meet(d.now)
			} else {
				t.continued = t.continued.meet(d.now)
			}
			break
		}
	}
	d.now.unreachable = true
}

// loop is a loop with the test at its start: its body may not run at all.
func (d *definite) loop(test, update ast.Expression, body ast.Statement) {
	t := d.enter(true, true)
	if test != nil {
		d.visit(test)
	}
	start := d.now.clone()
	d.visit(body)
	d.now = d.now.meet(t.continued)
	if update != nil {
		d.visit(update)
	}
	d.now = start
	d.leave(t)
}

func (d *definite) forEach(into ast.ForInto, source ast.Expression, body ast.Statement) {
	d.visit(source)
	t := d.enter(true, true)
	start := d.now.clone()
	switch into := into.(type) {
	case *ast.ForIntoVar:
		d.target(into.Binding.Target)
	case *ast.ForDeclaration:
		d.target(into.Target)
	case *ast.ForIntoExpression:
		d.target(into.Expression)
	}
	d.visit(body)
	d.now = start
	d.leave(t)
}

func (d *definite) switchStatement(s *ast.SwitchStatement) {
	d.visit(s.Discriminant)
	t := d.enter(false, true)
	start := d.now.clone()
	fall := nameSet{unreachable: true}
	hasDefault := false
	for _, c := range s.Body {
		d.now = start.clone()
		if c.Test != nil {
			d.maybe(func() { d.visit(c.Test) })
		} else {
			hasDefault = true
		}
		d.now = d.now.meet(fall)
		d.block(c.Consequent)
		fall = d.now
	}
	d.now = fall
	if !hasDefault {
		d.now = d.now.meet(start)
	}
	d.leave(t)
}

func (d *definite) try(s *ast.TryStatement) {
	start := d.now.clone()
	d.visit(s.Body)
	end := d.now
	if s.Catch != nil {
		d.now = start.clone()
		d.target(s.Catch.Parameter)
		d.block(s.Catch.Body.List)
		end = end.meet(d.now)
	}
	d.now = end
	if s.Finally != nil {
		d.now = start.clone()
		d.visit(s.Finally)
		// What finally assigns is assigned; what it reads it may read early.
		after := d.now
		d.now = end.clone()
		if d.now.names == nil {
			d.now.names = map[string]bool{}
		}
		maps.Copy(d.now.names, after.names)
		d.now.unreachable = end.unreachable || after.unreachable
	}
}

func arrowBody(e *ast.ArrowFunctionLiteral) ([]ast.Statement, ast.Expression) {
	switch body := e.Body.(type) {
	case *ast.BlockStatement:
		return body.List, nil
	case *ast.ExpressionBody:
		return nil, body.Expression
	}
	return nil, nil
}
