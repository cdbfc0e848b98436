// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

func (c *compiler) stmts(list []ir.Stmt) []stmt {
	out := make([]stmt, len(list))
	for i, s := range list {
		out[i] = c.stmt(s, nil)
	}
	return out
}

// sequence runs statements until one does not go on.
func sequence(list []stmt) stmt {
	switch len(list) {
	case 0:
		return func(*frame) control { return goOn }
	case 1:
		return list[0]
	}
	return func(f *frame) control {
		for _, s := range list {
			if how := s(f); how != goOn {
				return how
			}
		}
		return goOn
	}
}

// stmt compiles a statement; labels are those right before it.
func (c *compiler) stmt(s ir.Stmt, labels []string) stmt {
	c.inside()
	defer func() { c.level-- }()
	switch s := s.(type) {
	case *ir.ExprStmt:
		x := c.expr(s.X)
		return func(f *frame) control { x(f); return goOn }
	case *ir.Declare:
		return c.declaration(s)
	case *ir.Return:
		if s.X == nil {
			return func(f *frame) control { f.result = undefined; return doReturn }
		}
		x := c.expr(s.X)
		return func(f *frame) control { f.result = x(f); return doReturn }
	case *ir.Throw:
		x := c.expr(s.X)
		return func(f *frame) control { f.m.throw(&thrown{x(f)}); return goOn }
	case *ir.If:
		return c.ifStatement(s)
	case *ir.Block:
		enter, body := c.enterScope(s.Scope), sequence(c.stmts(s.List))
		if enter == nil {
			return body
		}
		return func(f *frame) control { enter(f); return body(f) }
	case *ir.For:
		return c.forLoop(s, labels)
	case *ir.ForIn:
		return c.forEach(s.Pos, s.Scope, s.Into, s.Decl, s.Source, s.Body, labels, true)
	case *ir.ForOf:
		return c.forEach(s.Pos, s.Scope, s.Into, s.Decl, s.Source, s.Body, labels, false)
	case *ir.While:
		test, body := c.test(s.Test), c.stmt(s.Body, nil)
		return func(f *frame) control {
			for test(f) {
				f.m.turn(s.Pos)
				if how, ends := loopControl(f, body(f), labels); ends {
					return how
				}
			}
			return goOn
		}
	case *ir.DoWhile:
		test, body := c.test(s.Test), c.stmt(s.Body, nil)
		return func(f *frame) control {
			for {
				f.m.turn(s.Pos)
				if how, ends := loopControl(f, body(f), labels); ends {
					return how
				}
				if !test(f) {
					return goOn
				}
			}
		}
	case *ir.Switch:
		return c.switchStatement(s, labels)
	case *ir.Try:
		return c.try(s)
	case *ir.Break:
		return func(f *frame) control { f.label = s.Label; return doBreak }
	case *ir.Continue:
		return func(f *frame) control { f.label = s.Label; return doContinue }
	case *ir.Labelled:
		labels = append(labels, s.Label)
		body := c.stmt(s.Body, labels)
		return func(f *frame) control {
			how := body(f)
			if how == doBreak && f.label == s.Label {
				f.label = ""
				return goOn
			}
			return how
		}
	}
	panic(fmt.Sprintf("eval: unknown statement %T", s))
}

func (c *compiler) declaration(s *ir.Declare) stmt {
	list := make([]stmt, 0, len(s.Decls))
	for _, d := range s.Decls {
		if d.Init == nil && s.Kind == ir.VarVar {
			continue
		}
		store := c.declaring(d.Target)
		if s.Kind == ir.VarVar {
			store = c.store(d.Target)
		}
		value := constant(undefined)
		if name, ok := d.Target.(*ir.Name); ok && c.shared[name.Var].Kind == Object {
			value = constant(c.shared[name.Var])
		} else if d.Init != nil {
			value = c.expr(d.Init)
		}
		list = append(list, func(f *frame) control { store(f, value(f)); return goOn })
	}
	return sequence(list)
}

func (c *compiler) ifStatement(s *ir.If) stmt {
	if chain := c.ifTable(s); chain != nil {
		return chain
	}
	test, then := c.test(s.Test), c.stmt(s.Then, nil)
	if s.Else == nil {
		return func(f *frame) control {
			if test(f) {
				return then(f)
			}
			return goOn
		}
	}
	other := c.stmt(s.Else, nil)
	return func(f *frame) control {
		if test(f) {
			return then(f)
		}
		return other(f)
	}
}
