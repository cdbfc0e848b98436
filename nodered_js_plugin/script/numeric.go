// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"

// numericSet are the variables that hold numbers only, or nothing yet.
type numericSet map[*ir.Var]bool

// numericVars finds them: variables that every place assigns a number to. It
// starts from all and takes out what some place contradicts, until none does.
func numericVars(f *ir.Function) numericSet {
	numbers, assigned := numericSet{}, map[*ir.Var][]ir.Expr{}
	ir.WalkFunction(f, func(n any) bool {
		ir.EachAssignment(n, func(target ir.Target, value ir.Expr) {
			if name, ok := target.(*ir.Name); ok {
				numbers[name.Var] = true
				assigned[name.Var] = append(assigned[name.Var], value)
			}
		})
		return true
	})
	changed := true
	for round := 0; changed; round++ {
		if round == maxRounds {
			return numericSet{} // too long a chain of variables: none is known
		}
		changed = false
		for v, values := range assigned {
			for _, value := range values {
				if numbers[v] && !numbers.is(value) && !SwitchedOff("variables that are numbers") {
					numbers[v], changed = false, true
				}
			}
		}
	}
	return numbers
}

// is reports whether an expression can give nothing but a number, a BigInt or
// undefined.
func (s numericSet) is(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Number, *ir.BigInt, *ir.Undefined, *ir.Update:
		return true
	case *ir.Name:
		return s[e.Var]
	case *ir.Unary:
		return e.Op == ir.Plus || e.Op == ir.Negate || e.Op == ir.BitNot
	case *ir.Binary:
		switch e.Op {
		case ir.Sub, ir.Mul, ir.Div, ir.Mod, ir.Pow, ir.BitAnd, ir.BitOr, ir.BitXor, ir.ShiftLeft, ir.ShiftRight, ir.ShiftRightUnsigned:
			return true
		case ir.Add:
			if SwitchedOff("sums that are numbers") {
				return true
			}
			return s.is(e.Left) && s.is(e.Right)
		}
	case *ir.Cond:
		return s.is(e.Then) && s.is(e.Else)
	case *ir.Seq:
		return s.is(e.List[len(e.List)-1])
	}
	return false
}
