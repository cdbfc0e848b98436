// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// A chain that compares one thing with literals, be it a switch, an if with its else
// ifs, or several === with || between them, is one look-up in a table. What is
// compared must be such that reading it once more gives the same and does nothing.

// worthATable is from how many literals on a look-up is faster than comparing.
const worthATable = 4

// A table says for each literal which arm is the first that it leads to.
type table struct {
	texts   map[string]int
	numbers map[float64]int
	// loose: some comparison is ==, which of a text and something else is not ===.
	loose bool
	size  int
}

// add gives a literal its arm; false if the table cannot hold it.
func (t *table) add(e ir.Expr, arm int) bool {
	switch e := e.(type) {
	case *ir.String:
		if e.Units != nil {
			return false
		}
		if _, known := t.texts[e.Value]; !known {
			t.texts[e.Value] = arm
		}
	case *ir.Number:
		if _, known := t.numbers[e.Value]; !known {
			t.numbers[e.Value] = arm
		}
	default:
		return false
	}
	t.size++
	return true
}

// useful reports whether the table says it all for what it can be asked.
func (t *table) useful() bool { return t.size >= worthATable && (!t.loose || len(t.numbers) == 0) }

// find is the arm of a value, or -1; not ok where the comparisons have to be made.
func (t *table) find(m *Machine, v Value) (arm int, ok bool) {
	if v.Kind == String {
		if n := len(v.Text()); n > longKey {
			m.work(n >> 4) // it is hashed
		}
		if arm, ok = t.texts[v.Text()]; ok {
			return arm, true
		}
		return -1, true
	}
	if t.loose {
		return -1, false
	}
	if v.Kind == Number {
		if arm, ok = t.numbers[v.Num]; ok {
			return arm, true
		}
	}
	return -1, true
}

func newTable() *table { return &table{texts: map[string]int{}, numbers: map[float64]int{}} }

// subject tells what may be compared in a chain: a variable, a metadata key, or the
// payload.
func subject(e ir.Expr) (id any, ok bool) {
	switch e := e.(type) {
	case *ir.Name:
		return e.Var, true
	case *ir.Member:
		if key, ok := metaKey(e); ok {
			return "meta." + key, !builtin.Inherits(key)
		}
		return "payload", e.Name == "payload" && isMsg(e.Object) && !e.Optional
	}
	return nil, false
}

// collect adds the literals of an expression that is x === literal, or several of
// these with || between them, for the chain's x; its first comparison says what x is.
func (t *table) collect(e ir.Expr, x *ir.Expr, arm int) bool {
	if or, ok := e.(*ir.Logical); ok && or.Op == ir.Or {
		return t.collect(or.Left, x, arm) && t.collect(or.Right, x, arm)
	}
	b, ok := e.(*ir.Binary)
	if !ok || b.Op != ir.StrictEqual && b.Op != ir.Equal {
		return false
	}
	id, ok := subject(b.Left)
	if !ok {
		return false
	}
	if *x == nil {
		*x = b.Left
	} else if first, _ := subject(*x); first != id {
		return false
	}
	t.loose = t.loose || b.Op == ir.Equal
	return t.add(b.Right, arm)
}

// ifTable is an if with its else ifs as a table; nil where it is none. Each if is
// looked at once: those of a chain that is none are not tried again.
func (c *compiler) ifTable(s *ir.If) stmt {
	if c.tried[s] {
		return nil
	}
	t := newTable()
	var x ir.Expr
	var arms []*ir.If
	rest := ir.Stmt(s)
	for next, ok := s, true; ok; next, ok = rest.(*ir.If) {
		compared := x
		if !newTable().collect(next.Test, &compared, 0) || !t.collect(next.Test, &x, len(arms)) {
			break
		}
		c.tried[next] = true
		arms, rest = append(arms, next), next.Else
	}
	if !t.useful() || len(arms) < 2 {
		return nil
	}
	value := c.expr(x)
	bodies, tests := make([]stmt, len(arms)), make([]func(*frame) bool, len(arms))
	for i, arm := range arms {
		bodies[i] = c.stmt(arm.Then, nil)
		if t.loose {
			tests[i] = c.test(arm.Test)
		}
	}
	other := func(*frame) control { return goOn }
	if rest != nil {
		other = c.stmt(rest, nil)
	}
	return func(f *frame) control {
		f.m.work(1)
		arm, ok := t.find(f.m, value(f))
		for i := 0; !ok && i < len(tests); i++ {
			if tests[i](f) {
				arm, ok = i, true
			}
		}
		if arm < 0 {
			return other(f)
		}
		return bodies[arm](f)
	}
}

// orTable is x === literal || x === literal … as a table; nil where it is none. As in
// ifTable, no part is tried again.
func (c *compiler) orTable(e *ir.Logical) func(*frame) bool {
	if e.Op != ir.Or || c.tried[e] {
		return nil
	}
	var operands []ir.Expr
	for or, left := e, ir.Expr(nil); or != nil; or, _ = left.(*ir.Logical) {
		if or.Op != ir.Or {
			break
		}
		c.tried[or] = true
		operands, left = append(operands, or.Right), or.Left
	}
	t := newTable()
	var x ir.Expr
	if len(operands)+1 < worthATable || !t.collect(e, &x, 0) || !t.useful() {
		return nil
	}
	value := c.expr(x)
	if !t.loose {
		return func(f *frame) bool {
			arm, _ := t.find(f.m, value(f))
			return arm >= 0
		}
	}
	left, right := c.test(e.Left), c.test(e.Right)
	return func(f *frame) bool {
		if arm, ok := t.find(f.m, value(f)); ok {
			return arm >= 0
		}
		return left(f) || right(f)
	}
}

// switchTable is the table of a switch; nil where some case is no literal.
func switchTable(s *ir.Switch) *table {
	t := newTable()
	for i, one := range s.Cases {
		if one.Test != nil && !t.add(one.Test, i) {
			return nil
		}
	}
	if !t.useful() {
		return nil
	}
	return t
}
