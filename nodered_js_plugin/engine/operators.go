// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"math/big"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/memory"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// operators are the functions that scripts call in place of operators.
var operators = map[string]func(*natives, goja.FunctionCall) goja.Value{
	script.OperatorAdd:      (*natives).add,
	script.OperatorTemplate: (*natives).template,
	script.OperatorAppended: (*natives).appended,
	script.OperatorAdded:    (*natives).added,
	script.OperatorCount:    (*natives).count,
	script.OperatorCopied:   (*natives).copied,
	script.OperatorSpread:   (*natives).spread,
	script.OperatorPower:    bigOperator("(a, b) => a ** b", powerBits),
	script.OperatorTimes:    bigOperator("(a, b) => a * b", func(a, b *big.Int) float64 { return float64(a.BitLen() + b.BitLen()) }),
	script.OperatorLeft:     bigOperator("(a, b) => a << b", func(a, b *big.Int) float64 { return shiftBits(a, toFloat(b)) }),
	script.OperatorRight:    bigOperator("(a, b) => a >> b", func(a, b *big.Int) float64 { return shiftBits(a, -toFloat(b)) }),
}

// installOperators puts those into a new VM that its scripts call.
func (n *natives) installOperators(names []string) {
	for _, name := range names {
		operator := operators[name]
		defineHidden(n.rt, name, func(call goja.FunctionCall) goja.Value { return operator(n, call) })
	}
}

// add is a + b.
func (n *natives) add(call goja.FunctionCall) goja.Value {
	a, b := call.Arguments[0], call.Arguments[1]
	left, leftText := a.(goja.String)
	right, rightText := b.(goja.String)
	switch {
	case leftText && rightText:
		return n.concat(left, right)
	case !isPlain(a) || !isPlain(b):
		return n.appended(goja.FunctionCall{Arguments: []goja.Value{n.run("(a, b) => a + b", a, b)}})
	case leftText:
		return n.concat(left, n.textOf(b))
	case rightText:
		return n.concat(n.textOf(a), right)
	}
	return n.rt.ToValue(a.ToFloat() + b.ToFloat())
}

// isPlain reports whether + does with a value what String and Number do.
func isPlain(v goja.Value) bool {
	switch v.(type) {
	case *goja.Object, *goja.Symbol:
		return false
	}
	return !goja.IsBigInt(v)
}

func (n *natives) concat(a, b goja.String) goja.Value {
	n.text(float64(a.Length() + b.Length()))
	return a.Concat(b)
}

// template is a template literal.
func (n *natives) template(call goja.FunctionCall) goja.Value {
	units := 0.0
	for _, part := range call.Arguments {
		units += lengthOf(part)
	}
	n.text(units)
	var text goja.StringBuilder
	for _, part := range call.Arguments {
		text.WriteString(part.(goja.String))
	}
	return text.String()
}

// added is what is appended to a member, which may be as long.
func (n *natives) added(call goja.FunctionCall) goja.Value {
	v := call.Arguments[0]
	if text, ok := v.(goja.String); ok {
		n.take(4 * float64(text.Length()))
	}
	return v
}

// appended looks at a text that has been made already, of two others that had passed.
func (n *natives) appended(call goja.FunctionCall) goja.Value {
	v := call.Arguments[0]
	if text, ok := v.(goja.String); ok {
		n.text(float64(text.Length()))
	}
	return v
}

// maxCount is by how much a BigInt in a member may be shifted, or raised to a power: the
// guard does not see the BigInt.
const maxCount = 1 << 12

// count is the right side of o[k] <<= n.
func (n *natives) count(call goja.FunctionCall) goja.Value {
	v := call.Arguments[0]
	if x, ok := v.Export().(*big.Int); ok && (!x.IsInt64() || x.Int64() > maxCount || x.Int64() < -maxCount) {
		n.refuse(memory.BigIntTooLong)
	}
	return v
}

// copied is what { ...x } copies from.
func (n *natives) copied(call goja.FunctionCall) goja.Value {
	v := call.Arguments[0]
	n.take(128 * keysOf(v))
	return v
}

// manyArguments is how many arguments a list is spread into before the stack of the VM
// is looked after.
const manyArguments = 1 << 10

// spread is what f(...x) takes its arguments from. goja puts them on the VM's stack one
// by one, and copies the stack for every 1,024 of them: a million are 8 GB of copies.
// With a call of as many arguments it makes room for all at once.
func (n *natives) spread(call goja.FunctionCall) goja.Value {
	v := call.Arguments[0]
	if count := keysOf(v); count > manyArguments {
		n.list(count, 2*elementCost)
		room := make([]goja.Value, int(count))
		for i := range room {
			room[i] = v
		}
		n.run("() => {}", room...)
	}
	return v
}

// bigOperator is an operator whose result may be a large BigInt; bits is how large.
func bigOperator(code string, bits func(a, b *big.Int) float64) func(*natives, goja.FunctionCall) goja.Value {
	return func(n *natives, call goja.FunctionCall) goja.Value {
		// -(-x) is what an operator makes of x first: a number, or a BigInt.
		a, b := n.run("x => -(-x)", call.Arguments[0]), n.run("x => -(-x)", call.Arguments[1])
		left, ok := a.Export().(*big.Int)
		right, both := b.Export().(*big.Int)
		if ok && both {
			size := bits(left, right)
			if size > float64(n.allowance.sizes.BigInt) {
				n.refuse(memory.BigIntTooLong)
			}
			n.take(max(size, 0) / 8)
		}
		return n.run(code, a, b)
	}
}

// powerBits is the size of a ** b in bits.
func powerBits(a, b *big.Int) float64 {
	if a.BitLen() <= 1 {
		return 1
	}
	return float64(a.BitLen()-1)*toFloat(b) + 1
}

// shiftBits is the size of a << b in bits.
func shiftBits(a *big.Int, b float64) float64 {
	if a.Sign() == 0 {
		return 0
	}
	return float64(a.BitLen()) + b
}

func toFloat(x *big.Int) float64 {
	f, _ := new(big.Float).SetInt(x).Float64()
	return f
}

// run calls a function of the script language, given as code.
func (n *natives) run(code string, arguments ...goja.Value) goja.Value {
	f := n.functions[code]
	if f == nil {
		v, err := n.rt.RunString("(" + code + ")")
		if err != nil {
			panic(err)
		}
		f, _ = goja.AssertFunction(v)
		if n.functions == nil {
			n.functions = map[string]goja.Callable{}
		}
		n.functions[code] = f
	}
	v, err := f(goja.Undefined(), arguments...)
	if err != nil {
		panic(err)
	}
	return v
}
