// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"fmt"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// eval is what an expression may give, and notes what it changes.
func (e *effects) eval(x ir.Expr) origin {
	switch x := x.(type) {
	case nil, *ir.Number, *ir.BigInt, *ir.String, *ir.Bool, *ir.Null, *ir.Undefined, *ir.RegExp, *ir.Missing, *ir.Global:
		return 0
	case *ir.Wrapper:
		return e.wrapper(x)
	case *ir.Arguments:
		return 0
	case *ir.Msg:
		return fromMsg | e.global
	case *ir.Name:
		if f := e.known[x.Var]; f != nil {
			e.setWild(f)
			return aFunction
		}
		return e.vars[x.Var]
	case *ir.Func:
		e.setWild(x.Function)
		e.body(x.Function)
		return aFunction
	case *ir.Template:
		e.list(x.Exprs)
		return 0
	case *ir.Array:
		for _, o := range e.list(x.Elems) {
			e.grow(&e.elements, o)
		}
		return 0
	case *ir.Object:
		return e.object(x)
	case *ir.Member:
		return e.member(e.eval(x.Object), x.Name)
	case *ir.Index:
		e.eval(x.Key)
		return e.contents(e.eval(x.Object))
	case *ir.Chain:
		return e.eval(x.Expr)
	case *ir.Call:
		return e.call(x)
	case *ir.MethodCall:
		return e.methodCall(x)
	case *ir.StaticCall:
		return e.staticCall(builtin.Function(x.Path), x.Args)
	case *ir.ThisCall:
		return e.thisCall(x)
	case *ir.New:
		return e.staticCall(builtin.Constructor(x.Path), x.Args)
	case *ir.Unary:
		e.eval(x.X)
		return 0
	case *ir.Delete:
		switch t := x.Target.(type) {
		case *ir.Member:
			e.touch(e.eval(t.Object))
		case *ir.Index:
			e.touch(e.eval(t.Object))
			e.eval(t.Key)
		}
		return 0
	case *ir.Binary:
		e.eval(x.Left)
		e.eval(x.Right)
		return 0
	case *ir.Logical:
		return e.eval(x.Left) | e.eval(x.Right)
	case *ir.Cond:
		e.eval(x.Test)
		return e.eval(x.Then) | e.eval(x.Else)
	case *ir.Assign:
		return e.assignment(x)
	case *ir.Update:
		e.assign(x.Target, 0)
		return 0
	case *ir.Seq:
		all := e.list(x.List)
		return all[len(all)-1]
	case *ir.Spread:
		return e.contents(e.eval(x.X))
	}
	panic(fmt.Sprintf("script: unknown expression %T", x))
}

func (e *effects) list(list []ir.Expr) []origin {
	out := make([]origin, len(list))
	for i, x := range list {
		if x != nil {
			out[i] = e.eval(x)
		}
	}
	return out
}

func (e *effects) object(x *ir.Object) origin {
	for _, p := range x.Props {
		v := e.eval(p.Value)
		switch {
		case p.Spread:
			e.grow(&e.elements, e.contents(v))
		case p.Computed != nil:
			e.eval(p.Computed)
			e.grow(&e.elements, v)
		default:
			e.storeNamed(p.Key, v)
		}
	}
	return 0
}

func (e *effects) assignment(x *ir.Assign) origin {
	v := e.eval(x.Value)
	switch x.Op {
	case ir.None:
		e.assign(x.Target, v)
		return v
	case ir.And, ir.Or, ir.Coalesce:
		return v | e.assign(x.Target, v)
	}
	e.assign(x.Target, 0) // an operator gives a primitive
	return 0
}
