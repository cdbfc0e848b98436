// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// comparison is a test of two values; nil for an operator that gives another value.
func (c *compiler) comparison(e *ir.Binary) func(*frame) bool {
	if e.Op < ir.Equal || e.Op > ir.InstanceOf {
		return nil
	}
	switch e.Op {
	case ir.StrictEqual:
		return c.strictEqual(e)
	case ir.StrictNotEqual:
		equal := c.strictEqual(e)
		return func(f *frame) bool { return !equal(f) }
	case ir.InstanceOf:
		return c.instanceOf(e)
	}
	left, right := c.expr(e.Left), c.expr(e.Right)
	switch e.Op {
	case ir.Equal:
		return func(f *frame) bool { a := left(f); return f.m.looseEqual(a, right(f)) }
	case ir.NotEqual:
		return func(f *frame) bool { a := left(f); return !f.m.looseEqual(a, right(f)) }
	case ir.In:
		return func(f *frame) bool {
			a := left(f)
			b := right(f)
			return f.m.has(b, f.m.key(a))
		}
	}
	return relation(e.Op, left, right)
}

// relation is <, <=, > or >=.
func relation(op ir.Op, left, right expr) func(*frame) bool {
	return func(f *frame) bool {
		a := left(f)
		b := right(f)
		if a.Kind == Number && b.Kind == Number {
			switch op {
			case ir.Less:
				return a.Num < b.Num
			case ir.LessEqual:
				return a.Num <= b.Num
			case ir.Greater:
				return a.Num > b.Num
			}
			return a.Num >= b.Num
		}
		a = f.m.toPrimitive(a, hintNumber)
		b = f.m.toPrimitive(b, hintNumber)
		var is, ok bool
		switch op {
		case ir.Less:
			is, ok = f.m.less(a, b)
		case ir.LessEqual:
			is, ok = f.m.less(b, a)
			is = !is
		case ir.Greater:
			is, ok = f.m.less(b, a)
		default:
			is, ok = f.m.less(a, b)
			is = !is
		}
		return is && ok
	}
}

func (c *compiler) strictEqual(e *ir.Binary) func(*frame) bool {
	_, leftGlobal := e.Left.(*ir.Global)
	_, rightGlobal := e.Right.(*ir.Global)
	if leftGlobal || rightGlobal {
		unsupported(e.Pos, "a comparison with a built-in")
	}
	if v, ok := constantOf(e.Right); ok && v.Kind == String && len(v.Text()) <= longKey {
		left, text := c.expr(e.Left), v.Text()
		return func(f *frame) bool { a := left(f); return a.Kind == String && a.Text() == text }
	}
	left, right := c.expr(e.Left), c.expr(e.Right)
	return func(f *frame) bool { a := left(f); return f.m.strictEqual(a, right(f)) }
}

func (c *compiler) unary(e *ir.Unary) expr {
	if e.Op == ir.Typeof {
		return c.typeof(e.X)
	}
	if e.Op == ir.Not {
		test := c.test(e)
		return func(f *frame) Value { return BoolValue(test(f)) }
	}
	x := c.expr(e.X)
	switch e.Op {
	case ir.Negate:
		return func(f *frame) Value {
			n := f.m.toNumber(x(f))
			if isNegativeZero(n) {
				bail("the negation of -0") // which is no integer for goja
			}
			return NumberValue(-n)
		}
	case ir.Plus:
		return func(f *frame) Value { return NumberValue(f.m.toNumber(x(f))) }
	case ir.BitNot:
		return func(f *frame) Value { return NumberValue(float64(^toInt32(f.m.toNumber(x(f))))) }
	case ir.Void:
		return func(f *frame) Value { x(f); return undefined }
	}
	unsupported(e.Pos, e.Op.String())
	return nil
}

func (c *compiler) typeof(x ir.Expr) expr {
	switch x := x.(type) {
	case *ir.Missing:
		return constant(asciiValue("undefined"))
	case *ir.Global:
		kind := "object"
		if builtin.Function(x.Path) != nil || builtin.Constructor(x.Path) != nil {
			kind = "function"
		} else {
			unsupported(x.Pos, "typeof "+x.Path)
		}
		return constant(asciiValue(kind))
	}
	value := c.expr(x)
	return func(f *frame) Value { return asciiValue(value(f).typeName()) }
}

func (c *compiler) binary(e *ir.Binary) expr {
	if compare := c.comparison(e); compare != nil {
		return func(f *frame) Value { return BoolValue(compare(f)) }
	}
	return operation(e.Op, c.expr(e.Left), c.expr(e.Right))
}

// operation is an arithmetic operator.
func operation(op ir.Op, left, right expr) expr {
	if op == ir.Add {
		return func(f *frame) Value {
			a := left(f)
			b := right(f)
			if a.Kind == Number && b.Kind == Number {
				return NumberValue(a.Num + b.Num)
			}
			return f.m.add(a, b)
		}
	}
	apply := arithmetic(op)
	return func(f *frame) Value {
		a := left(f)
		b := right(f)
		if a.Kind != Number || b.Kind != Number {
			x := f.m.toNumber(a)
			return NumberValue(apply(x, f.m.toNumber(b)))
		}
		return NumberValue(apply(a.Num, b.Num))
	}
}

func arithmetic(op ir.Op) func(a, b float64) float64 {
	switch op {
	case ir.Sub:
		return func(a, b float64) float64 { return a - b }
	case ir.Mul:
		return multiply
	case ir.Div:
		return func(a, b float64) float64 { return a / b }
	case ir.Mod:
		return math.Mod
	case ir.Pow:
		return power
	case ir.BitAnd:
		return func(a, b float64) float64 { return float64(toInt32(a) & toInt32(b)) }
	case ir.BitOr:
		return func(a, b float64) float64 { return float64(toInt32(a) | toInt32(b)) }
	case ir.BitXor:
		return func(a, b float64) float64 { return float64(toInt32(a) ^ toInt32(b)) }
	case ir.ShiftLeft:
		return func(a, b float64) float64 { return float64(toInt32(a) << (uint32(toInt32(b)) & 31)) }
	case ir.ShiftRight:
		return func(a, b float64) float64 { return float64(toInt32(a) >> (uint32(toInt32(b)) & 31)) }
	case ir.ShiftRightUnsigned:
		return func(a, b float64) float64 { return float64(uint32(toInt32(a)) >> (uint32(toInt32(b)) & 31)) }
	}
	panic("eval: no arithmetic operator " + op.String())
}

// refuseFolded leaves && and || behind a constant to goja, which works them out when it
// compiles, and in some places wrongly.
func (c *compiler) refuseFolded(e *ir.Logical) {
	if c.isConstant(e.Left) {
		unsupported(e.Pos, e.Op.String()+" behind a constant")
	}
}

// isConstant reports whether an expression is made of literals only. In a chain it is
// asked for all that stands before each operator, so the answers are kept.
func (c *compiler) isConstant(e ir.Expr) (constant bool) {
	switch e.(type) {
	case *ir.Number, *ir.String, *ir.Bool, *ir.Null, *ir.Undefined:
		return true
	case *ir.Unary, *ir.Binary, *ir.Logical, *ir.Cond:
	default:
		return false
	}
	if known, ok := c.constants[e]; ok {
		return known
	}
	switch e := e.(type) {
	case *ir.Unary:
		constant = c.isConstant(e.X)
	case *ir.Binary:
		constant = c.isConstant(e.Left) && c.isConstant(e.Right)
	case *ir.Logical:
		constant = c.isConstant(e.Left) && c.isConstant(e.Right)
	case *ir.Cond:
		constant = c.isConstant(e.Test) && c.isConstant(e.Then) && c.isConstant(e.Else)
	}
	c.constants[e] = constant
	return constant
}

// multiply is *. goja multiplies integers as such, and so 0 * -5 is 0 for it; only with
// -1 it remembers the sign.
func multiply(a, b float64) float64 {
	product := a * b
	if product == 0 && (isZeroTimes(a, b) || isZeroTimes(b, a)) {
		return 0
	}
	return product
}

func isZeroTimes(zero, n float64) bool {
	return zero == 0 && !math.Signbit(zero) && n < -1 && n == math.Trunc(n) && n >= -maxSafe
}

const maxSafe = 1<<53 - 1

func isNegativeZero(f float64) bool { return f == 0 && math.Signbit(f) }

func (c *compiler) logical(e *ir.Logical) expr {
	c.refuseFolded(e)
	left, right := c.expr(e.Left), c.expr(e.Right)
	switch e.Op {
	case ir.And:
		return func(f *frame) Value {
			if v := left(f); !v.truthy() {
				return v
			}
			return right(f)
		}
	case ir.Or:
		return func(f *frame) Value {
			if v := left(f); v.truthy() {
				return v
			}
			return right(f)
		}
	}
	return func(f *frame) Value {
		if v := left(f); !v.nullish() {
			return v
		}
		return right(f)
	}
}
