// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// What control flow does to the names that are surely assigned.

// enter starts a statement that can be left by a jump.
func (d *definite) enter(loop, breakable bool) *jumpTarget {
	t := &jumpTarget{labels: d.labels, loop: loop, breakable: breakable, entered: d.now(), broken: nowhere, continued: nowhere}
	d.labels = nil
	d.targets = append(d.targets, t)
	return t
}

func (d *definite) leave(t *jumpTarget) {
	d.targets = d.targets[:len(d.targets)-1]
	d.meet(t.entered, t.broken)
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
				t.broken = d.jumps(t, t.broken)
			} else {
				t.continued = d.jumps(t, t.continued)
			}
			break
		}
	}
	d.unreachable = true
}

// jumps is a jump to t, where others that came before met in way.
func (d *definite) jumps(t *jumpTarget, others way) way {
	switch {
	case d.unreachable:
		return others
	case others.unreachable:
		return d.since(t.entered)
	}
	both := way{}
	for _, n := range others.added {
		if d.has(n) {
			both.added = append(both.added, n)
		}
	}
	return both
}

// loop is a loop with the test at its start: its body may not run at all.
func (d *definite) loop(test, update ast.Expression, body ast.Statement) {
	t := d.enter(true, true)
	if test != nil {
		d.visit(test)
	}
	start := d.now()
	d.visit(body)
	d.meet(t.entered, t.continued)
	if update != nil {
		d.visit(update)
	}
	d.back(start)
	d.leave(t)
}

func (d *definite) forEach(into ast.ForInto, source ast.Expression, body ast.Statement) {
	d.visit(source)
	t := d.enter(true, true)
	switch into := into.(type) {
	case *ast.ForIntoVar:
		d.target(into.Binding.Target)
	case *ast.ForDeclaration:
		d.target(into.Target)
	case *ast.ForIntoExpression:
		d.target(into.Expression)
	}
	d.visit(body)
	d.back(t.entered)
	d.leave(t)
}

// switchStatement looks at each case as if it were jumped to: whoever comes from the
// case before has assigned more.
func (d *definite) switchStatement(s *ast.SwitchStatement) {
	d.visit(s.Discriminant)
	t := d.enter(false, true)
	hasDefault := false
	for _, c := range s.Body {
		d.back(t.entered)
		if c.Test != nil {
			d.maybe(func() { d.visit(c.Test) })
		} else {
			hasDefault = true
		}
		d.block(c.Consequent)
	}
	if !hasDefault {
		d.back(t.entered)
	}
	d.leave(t)
}

func (d *definite) try(s *ast.TryStatement) {
	start := d.now()
	d.visit(s.Body)
	if s.Catch != nil {
		end := d.since(start)
		d.back(start)
		d.target(s.Catch.Parameter)
		d.block(s.Catch.Body.List)
		d.meet(start, end)
	}
	if s.Finally != nil {
		// What finally assigns is assigned; what it reads it may read early.
		end := d.since(start)
		d.back(start)
		d.visit(s.Finally)
		d.add(end.added...)
		d.unreachable = d.unreachable || end.unreachable
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
