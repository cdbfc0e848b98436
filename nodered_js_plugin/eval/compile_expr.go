// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// unsupported ends the compilation.
func unsupported(pos ir.Pos, what string) {
	panic(&Unsupported{what, pos})
}

func constant(v Value) expr { return func(*frame) Value { return v } }

// constantOf is the value of a literal.
func constantOf(e ir.Expr) (Value, bool) {
	switch e := e.(type) {
	case *ir.Number:
		return NumberValue(e.Value), true
	case *ir.String:
		if e.Units != nil {
			unsupported(e.Pos, "half of a surrogate pair")
		}
		v := StringValue(e.Value)
		v.Num = float64(units(e.Value))
		return v, true
	case *ir.Bool:
		return BoolValue(e.Value), true
	case *ir.Null:
		return null, true
	case *ir.Undefined:
		return undefined, true
	}
	return Value{}, false
}

func (c *compiler) exprs(list []ir.Expr) []expr {
	out := make([]expr, len(list))
	for i, e := range list {
		out[i] = c.expr(e)
	}
	return out
}

func (c *compiler) expr(e ir.Expr) expr {
	c.inside()
	defer func() { c.level-- }()
	if v, ok := constantOf(e); ok {
		return constant(v)
	}
	switch e := e.(type) {
	case *ir.BigInt:
		unsupported(e.Pos, "BigInt")
	case *ir.RegExp:
		return c.regexp(e)
	case *ir.Template:
		return c.template(e)
	case *ir.Array:
		return c.array(e)
	case *ir.Object:
		return c.object(e)
	case *ir.Func:
		return c.function(e.Function)
	case *ir.Name:
		return c.name(e)
	case *ir.Msg:
		return func(f *frame) Value { return f.m.message() }
	case *ir.Missing:
		return func(f *frame) Value {
			f.m.notDefined(e.Name, e.Pos)
			return undefined
		}
	case *ir.Wrapper:
		native := natives[e.Path]
		if native == nil || strings.HasSuffix(e.Path, "Error") {
			unsupported(e.Pos, e.Path) // where a callback that makes an error stands, goja says
		}
		return func(f *frame) Value { return f.m.wrapper(e.Path, native) }
	case *ir.Arguments:
		return func(f *frame) Value { return f.m.listOf(f.args) }
	case *ir.Member:
		return c.member(e)
	case *ir.Index:
		return c.index(e)
	case *ir.Chain:
		return c.chain(e)
	case *ir.Call:
		return c.call(e)
	case *ir.MethodCall:
		return c.methodCall(e)
	case *ir.StaticCall:
		return c.nativeCall(e.Pos, e.Paren, e.Path, nil, e.Args)
	case *ir.ThisCall:
		path := e.Path + ".call"
		if e.Apply {
			path = e.Path + ".apply"
		}
		return c.nativeCall(e.Pos, e.Paren, path, e.This, e.Args)
	case *ir.New:
		return c.nativeCall(e.Pos, e.Pos, "new "+e.Path, nil, e.Args)
	case *ir.Unary:
		return c.unary(e)
	case *ir.Delete:
		return c.remove(e)
	case *ir.Binary:
		return c.binary(e)
	case *ir.Logical:
		return c.logical(e)
	case *ir.Cond:
		test, then, other := c.test(e.Test), c.expr(e.Then), c.expr(e.Else)
		return func(f *frame) Value {
			if test(f) {
				return then(f)
			}
			return other(f)
		}
	case *ir.Assign:
		return c.assign(e)
	case *ir.Update:
		return c.update(e)
	case *ir.Seq:
		list := c.exprs(e.List)
		return func(f *frame) (v Value) {
			for _, one := range list {
				v = one(f)
			}
			return v
		}
	}
	unsupported(e.At(), fmt.Sprintf("%T", e))
	return nil
}

// wrapper is a built-in as a value, the same one throughout a run.
func (m *Machine) wrapper(path string, native nativeFunc) Value {
	f := m.wrappers[path]
	if f == nil {
		if m.wrappers == nil {
			m.wrappers = map[string]*Func{}
		}
		f = &Func{native: native}
		m.wrappers[path] = f
	}
	return objectValue(f)
}

// message is what the name msg means.
func (m *Machine) message() Value {
	if m.global.Kind != unset {
		return m.global
	}
	return objectValue(m.Msg)
}

func (c *compiler) name(e *ir.Name) expr {
	at := c.place(e.Var)
	i := at.index
	switch checked := e.Var.Kind == ir.VarLet || e.Var.Kind == ir.VarConst; {
	case at.kind == inSlot && checked:
		return func(f *frame) Value {
			v := f.vars[i]
			if v.Kind == unset {
				f.m.unsetVariable()
			}
			return v
		}
	case at.kind == inSlot:
		return func(f *frame) Value { return f.vars[i] }
	case at.kind == inCell:
		return func(f *frame) Value { return f.m.checked(*f.cells[i]) }
	default:
		return func(f *frame) Value { return f.m.checked(*f.outer[i]) }
	}
}

func (m *Machine) checked(v Value) Value {
	if v.Kind == unset {
		m.unsetVariable()
	}
	return v
}

func (m *Machine) unsetVariable() {
	m.throwError("ReferenceError", "Cannot access a variable before initialization")
}

// test is an expression of which only the truth counts.
func (c *compiler) test(e ir.Expr) func(*frame) bool {
	c.inside()
	defer func() { c.level-- }()
	switch e := e.(type) {
	case *ir.Unary:
		if e.Op == ir.Not {
			inner := c.test(e.X)
			return func(f *frame) bool { return !inner(f) }
		}
	case *ir.Logical:
		if e.Op == ir.Coalesce {
			break
		}
		c.refuseFolded(e)
		if chain := c.orTable(e); chain != nil {
			return chain
		}
		left, right := c.test(e.Left), c.test(e.Right)
		if e.Op == ir.And {
			return func(f *frame) bool { return left(f) && right(f) }
		}
		return func(f *frame) bool { return left(f) || right(f) }
	case *ir.Binary:
		if compare := c.comparison(e); compare != nil {
			return compare
		}
	}
	value := c.expr(e)
	return func(f *frame) bool { return value(f).truthy() }
}
