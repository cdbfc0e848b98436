// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package ir

// EachAssignment calls f with what n itself, not what is below it, assigns: the
// target, and the value where an expression gives the whole of it. Patterns are
// taken apart into targets without a value.
func EachAssignment(n any, f func(target Target, value Expr)) {
	switch n := n.(type) {
	case *Assign:
		value := n.Value
		switch n.Op {
		case None:
		case And, Or, Coalesce:
			value = &Logical{Pos: n.Pos, Op: n.Op, Left: n.Target, Right: n.Value}
		default:
			value = &Binary{Pos: n.Pos, Op: n.Op, Left: n.Target, Right: n.Value}
		}
		eachTarget(n.Target, value, f)
	case *Update:
		f(n.Target, &Unary{Pos: n.Pos, Op: Plus, X: n.Target})
	case *Declare:
		for _, d := range n.Decls {
			if d.Init != nil {
				eachTarget(d.Target, d.Init, f)
			}
		}
	case *FuncDecl:
		f(&Name{Pos: n.Func.Pos, Var: n.Var}, n.Func)
		eachParameter(n.Func.Function, f)
	case *Func:
		eachParameter(n.Function, f)
	case *ForIn:
		eachTarget(n.Into, nil, f)
	case *ForOf:
		eachTarget(n.Into, nil, f)
	case *Try:
		if n.Catch != nil {
			eachTarget(n.Catch.Param, nil, f)
		}
	}
}

func eachParameter(fn *Function, f func(target Target, value Expr)) {
	if fn.Self != nil {
		f(&Name{Var: fn.Self}, nil)
	}
	for _, p := range fn.Params {
		eachTarget(p.Target, nil, f)
	}
	eachTarget(fn.Rest, nil, f)
}

func eachTarget(target Target, value Expr, f func(target Target, value Expr)) {
	switch t := target.(type) {
	case nil:
	case *ObjectPattern:
		for _, p := range t.Props {
			eachTarget(p.Target, nil, f)
		}
		eachTarget(t.Rest, nil, f)
	case *ArrayPattern:
		for _, p := range t.Elems {
			eachTarget(p.Target, nil, f)
		}
		eachTarget(t.Rest, nil, f)
	default:
		f(target, value)
	}
}
