// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

func (c *compiler) switchStatement(s *ir.Switch, labels []string) stmt {
	enter, x := c.enterScope(s.Scope), c.expr(s.X)
	fallback := -1
	tests, bodies := make([]expr, len(s.Cases)), make([]stmt, len(s.Cases))
	for i, one := range s.Cases {
		bodies[i] = sequence(c.stmts(one.List))
		if one.Test == nil {
			fallback = i
		} else {
			tests[i] = c.expr(one.Test)
		}
	}
	known := switchTable(s)
	find := func(f *frame, v Value) int {
		if known != nil {
			if i, _ := known.find(f.m, v); i >= 0 {
				return i
			}
			return fallback
		}
		for i, test := range tests {
			if test != nil && f.m.strictEqual(v, test(f)) {
				return i
			}
		}
		return fallback
	}
	return func(f *frame) control {
		v := x(f)
		if enter != nil {
			enter(f)
		}
		start := find(f, v)
		if start < 0 {
			return goOn
		}
		for _, body := range bodies[start:] {
			switch how := body(f); {
			case how == doBreak && f.label == "":
				return goOn
			case how != goOn:
				return how
			}
		}
		return goOn
	}
}

func (c *compiler) try(s *ir.Try) stmt {
	body := c.stmt(s.Body, nil)
	if s.Catch != nil {
		body = c.catch(body, s.Catch)
	}
	if s.Finally == nil {
		return body
	}
	finally := c.stmt(s.Finally, nil)
	return func(f *frame) control {
		how, x := attempt(f, body)
		result, label := f.result, f.label
		last, y := attempt(f, finally)
		switch {
		case y != nil && s.Catch != nil:
			bail("an exception in finally behind a catch") // which goja runs
		case y != nil:
			f.m.throw(y)
		case last != goOn:
			return last
		}
		if x != nil {
			f.m.throw(x)
		}
		f.result, f.label = result, label
		return how
	}
}

func (c *compiler) catch(body stmt, handler *ir.Catch) stmt {
	enter := c.enterScope(handler.Scope)
	var store func(*frame, Value)
	if handler.Param != nil {
		store = c.declaring(handler.Param)
	}
	then := c.stmt(handler.Body, nil)
	return func(f *frame) control {
		how, x := attempt(f, body)
		if x == nil {
			return how
		}
		if enter != nil {
			enter(f)
		}
		if store != nil {
			store(f, x.value)
		}
		return then(f)
	}
}

// throwWork is the price of an exception.
const throwWork = 50

// attempt runs a body and catches what it throws, but neither a Bail nor a Limit. Those
// must not even be recovered to be looked at: panicking with them anew from each try of a
// deep recursion would leave the whole stack as it is, and each time be slower.
func attempt(f *frame, body stmt) (how control, caught *thrown) {
	m := f.m
	stack, top, depth, nested := m.stack, m.top, m.depth, m.nested
	how, caught = caughtFrom(f, body)
	if caught != nil {
		m.stack, m.top, m.depth, m.nested = stack, top, depth, nested
		m.work(throwWork)
	}
	return how, caught
}

func caughtFrom(f *frame, body stmt) (how control, caught *thrown) {
	m := f.m
	defer func() {
		if caught = m.throwing; caught != nil {
			m.throwing = nil
			_ = recover()
		}
	}()
	return body(f), nil
}

// throw is a JavaScript exception.
func (m *Machine) throw(t *thrown) {
	m.throwing = t
	panic(t)
}
