// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"slices"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// loopControl is what a loop does after its body: it ends, or starts its next turn.
func loopControl(f *frame, how control, labels []string) (result control, ends bool) {
	switch how {
	case goOn:
		return goOn, false
	case doBreak:
		if f.label == "" {
			return goOn, true
		}
	case doContinue:
		if f.label == "" || slices.Contains(labels, f.label) {
			f.label = ""
			return goOn, false
		}
	}
	return how, true
}

func (c *compiler) forLoop(s *ir.For, labels []string) stmt {
	enter := c.enterScope(s.Scope)
	var init stmt
	if s.Init != nil {
		init = c.stmt(s.Init, nil)
	}
	test := func(*frame) bool { return true }
	if s.Test != nil {
		test = c.test(s.Test)
	}
	update := constant(undefined)
	if s.Update != nil {
		update = c.expr(s.Update)
	}
	body, renew := c.stmt(s.Body, nil), c.renew(s.Scope)
	return func(f *frame) control {
		if enter != nil {
			enter(f)
		}
		if init != nil {
			init(f)
		}
		renew(f)
		for test(f) {
			f.m.turn(s.Pos)
			if how, ends := loopControl(f, body(f), labels); ends {
				return how
			}
			renew(f)
			update(f)
		}
		return goOn
	}
}

// renew gives captured variables of a loop a new cell with the same value: each
// turn has its own.
func (c *compiler) renew(s ir.Scope) func(*frame) {
	var cells []int
	for _, v := range s.Vars {
		if i, ok := c.cells[v]; ok {
			cells = append(cells, i)
		}
	}
	return func(f *frame) {
		for _, i := range cells {
			f.m.allocate(elemCost)
			cell := new(Value)
			*cell = *f.cells[i]
			f.cells[i] = cell
		}
	}
}

// forEach is for…in where keys, else for…of.
func (c *compiler) forEach(pos ir.Pos, scope ir.Scope, into ir.Target, declares bool, source ir.Expr, body ir.Stmt, labels []string, keys bool) stmt {
	enter := c.enterScope(scope)
	from := c.expr(source)
	store := c.store(into)
	if declares {
		store = c.declaring(into)
	}
	run := c.stmt(body, nil)
	turn := func(f *frame, v Value) (control, bool) {
		f.m.turn(pos)
		if enter != nil {
			enter(f)
		}
		store(f, v)
		return loopControl(f, run(f), labels)
	}
	if keys {
		return func(f *frame) control {
			if enter != nil {
				enter(f)
			}
			v := from(f)
			if v.nullish() {
				return goOn
			}
			for _, key := range f.m.ownKeys(v) {
				if _, there := f.m.ownProperty(v, key); !there {
					continue // the body removed it
				}
				if how, ends := turn(f, StringValue(key)); ends {
					return how
				}
			}
			return goOn
		}
	}
	return func(f *frame) control {
		if enter != nil {
			enter(f)
		}
		v := from(f)
		if a, ok := v.Ref.(*Arr); ok {
			// What the body appends is gone through as well.
			for i := 0; i < len(a.Elems); i++ {
				x := a.Elems[i]
				if x.Kind == hole {
					x = undefined
				}
				if how, ends := turn(f, x); ends {
					return how
				}
			}
			return goOn
		}
		it := f.m.walk(v)
		for x, more := f.m.pull(&it); more; x, more = f.m.pull(&it) {
			if how, ends := turn(f, x); ends {
				return how
			}
		}
		return goOn
	}
}
