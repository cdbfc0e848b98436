// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"math"
	"reflect"
	"slices"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/memory"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// natives are what the guards of a VM's natives need. A guard stands in the native's
// place: it looks at how much the native is about to take, and lets it run or not.
type natives struct {
	rt        *goja.Runtime
	allowance *allowance
	// ended is why the running message has failed, nil as a rule.
	ended func() error
	// pending are the bytes that are not charged yet.
	pending float64
	// joining are the arrays that are being joined, the innermost last.
	joining []*goja.Object
	// depth is how deep natives nest that count.
	depth int
	// counted are the natives that count, by those in whose place they are.
	counted map[*goja.Object]*goja.Object
	// functions are what run has made, by their code.
	functions map[string]goja.Callable
}

// A native is a function of goja's or one that stands in its place.
type native = func(goja.FunctionCall) goja.Value

// charged is after how many bytes what the guards let pass is charged.
const charged = 256 << 10

// take charges bytes before a native takes them.
func (n *natives) take(bytes float64) {
	if n.pending += bytes; n.pending < charged {
		return
	}
	due := int64(min(n.pending, 1<<60))
	n.pending = 0
	if err := n.allowance.ask(due); err != nil {
		n.end(WithReason(script.Memory, err))
	}
}

// afford is Afford.
func (n *natives) afford(call goja.FunctionCall) goja.Value {
	n.take(call.Argument(0).ToFloat())
	return goja.Undefined()
}

// text refuses a text of more units than there may be, and charges it.
func (n *natives) text(units float64) {
	if units > float64(n.allowance.sizes.Text) {
		n.refuse(memory.TextTooLong)
	}
	n.take(2 * units)
}

// list refuses an array of more elements than there may be, and charges it.
func (n *natives) list(elements float64, bytes int) {
	if elements > float64(n.allowance.sizes.Elements) {
		n.refuse(memory.ArrayTooLong)
	}
	n.take(elements * float64(bytes))
}

// refuse throws a RangeError.
func (n *natives) refuse(message string) { panic(newRangeError(n.rt, message)) }

// hear ends the script if its message has failed meanwhile. goja itself looks for an
// interrupt between two instructions of a script only: a native that calls natives
// never comes to one.
func (n *natives) hear() {
	if err := n.ended(); err != nil {
		n.end(err)
	}
}

var nothing = goja.MustCompile("", "0", false)

// end ends the script with an error that it cannot catch.
func (n *natives) end(err error) {
	for {
		n.rt.Interrupt(err)
		if _, interrupted := n.rt.RunProgram(nothing); interrupted != nil {
			panic(interrupted)
		}
	}
}

// wrap puts a guard in the place of a method, with its attributes, name and length.
func (n *natives) wrap(object *goja.Object, name string, guard rule) {
	symbol, isSymbol := symbols[name]
	var member goja.Value
	if isSymbol {
		member = object.GetSymbol(symbol)
	} else {
		member = object.Get(name)
	}
	original, function, ok := nativeOf(member)
	if !ok {
		return
	}
	native := nativeNamed(n.rt, n.nested(n.heard(guard(n, original))), function.Get("name"), function.Get("length"))
	if name == "BigInt" {
		n.adopt(native, function)
	}
	if isSymbol {
		_ = object.DefineDataPropertySymbol(symbol, native, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		return
	}
	_ = object.DefineDataProperty(name, native, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// adopt gives a function what another has, and its prototype: BigInt is no constructor,
// but has both.
func (n *natives) adopt(native, function *goja.Object) {
	for _, name := range function.GetOwnPropertyNames() {
		writable := goja.FLAG_TRUE
		if name == "name" || name == "length" || name == "prototype" {
			writable = goja.FLAG_FALSE
		}
		_ = native.DefineDataProperty(name, function.Get(name), writable, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	prototype := function.Get("prototype").ToObject(n.rt)
	_ = prototype.DefineDataProperty("constructor", native, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// symbols are the names of members that are symbols.
var symbols = map[string]*goja.Symbol{
	"[Symbol.match]": goja.SymMatch, "[Symbol.replace]": goja.SymReplace, "[Symbol.search]": goja.SymSearch, "[Symbol.split]": goja.SymSplit,
}

// heard is a native that first looks whether it is still wanted.
func (n *natives) heard(f native) native {
	return func(call goja.FunctionCall) goja.Value {
		n.hear()
		return f(call)
	}
}

// nativeOf is the Go function of a native, to be called without any wrapping: its
// panics pass through, and no depth is counted.
func nativeOf(v goja.Value) (native, *goja.Object, bool) {
	function, ok := v.(*goja.Object)
	if !ok {
		return nil, nil, false
	}
	original, ok := function.Export().(native)
	return original, function, ok
}

// construct puts a guard before a constructor, called or with new. In its place stands a
// proxy of it, so all that it has is as before.
func (n *natives) construct(name string, guard func(arguments []goja.Value) []goja.Value) {
	function, ok := n.rt.Get(name).(*goja.Object)
	if !ok {
		return
	}
	call, calls := goja.AssertFunction(function)
	construct, constructs := goja.AssertConstructor(function)
	if !calls || !constructs {
		return
	}
	var proxy goja.Value
	proxy = n.rt.ToValue(n.rt.NewProxy(function, &goja.ProxyTrapConfig{
		Apply: func(_ *goja.Object, this goja.Value, arguments []goja.Value) goja.Value {
			defer n.leave()
			n.enter()
			n.hear()
			if name == "RegExp" && len(arguments) == 1 { // RegExp(x) is x if that is one
				if o, ok := arguments[0].(*goja.Object); ok && o.ClassName() == name && o.Get("constructor").SameAs(proxy) {
					return o
				}
			}
			v, err := call(this, guard(slices.Clone(arguments))...)
			if err != nil {
				panic(err)
			}
			return v
		},
		Construct: func(_ *goja.Object, arguments []goja.Value, newTarget *goja.Object) *goja.Object {
			defer n.leave()
			n.enter()
			n.hear()
			made, err := construct(newTarget, guard(slices.Clone(arguments))...)
			if err != nil {
				panic(err)
			}
			return made
		},
	}))
	n.keepInstanceof(function, proxy)
	_ = n.rt.GlobalObject().DefineDataProperty(name, proxy, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	if prototype, ok := function.Get("prototype").(*goja.Object); ok {
		_ = prototype.DefineDataProperty("constructor", proxy, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
}

// keepInstanceof lets a proxy stand on the right of instanceof, where goja takes none.
func (n *natives) keepInstanceof(function *goja.Object, proxy goja.Value) {
	hasInstance, _, ok := nativeOf(n.holder("Function.prototype").GetSymbol(goja.SymHasInstance))
	if !ok {
		return
	}
	_ = function.DefineDataPropertySymbol(goja.SymHasInstance, n.rt.ToValue(func(call goja.FunctionCall) goja.Value {
		if call.This.SameAs(proxy) {
			call.This = function
		}
		return hasInstance(call)
	}), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// lengthOf is the length of what a native walks: a text, an array, or what has a
// length like one. What is no number is for the native to judge.
func lengthOf(v goja.Value) float64 {
	switch v := v.(type) {
	case goja.String:
		return float64(v.Length())
	case *goja.Object:
		if length := v.Get("length"); length != nil && goja.IsNumber(length) {
			if f := math.Trunc(length.ToFloat()); f > 0 {
				return f
			}
		}
	}
	return 0
}

// lengthIn is the length of what is like an array, converted as JavaScript does.
func lengthIn(o *goja.Object) float64 {
	length := o.Get("length")
	if length == nil {
		return 0
	}
	return min(max(float64(length.ToInteger()), 0), 1<<53-1)
}

// keysOf is how many keys a value has that are no property of an object of the script:
// the characters of a text, the elements of an array. The keys of other objects take
// less than these do.
func keysOf(v goja.Value) float64 {
	switch v := v.(type) {
	case goja.String:
		return float64(v.Length())
	case *goja.Object:
		if v.ExportType() == proxyType {
			if target := v.Export().(goja.Proxy).Target(); target != nil {
				return keysOf(target)
			}
			return 0 // it is revoked
		}
		switch {
		case isTyped(v):
			return float64(reflect.ValueOf(v.Export()).Len()) // whatever its length says
		case v.ClassName() == "Array" || v.ClassName() == "String":
			return lengthOf(v)
		}
	}
	return 0
}

var proxyType = reflect.TypeFor[goja.Proxy]()

// isTyped reports whether an object is a typed array.
func isTyped(o *goja.Object) bool {
	t := o.ExportType()
	return t != nil && t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Interface
}

// asText is a receiver as text, converted once: the native gets what the guard has
// seen. text is nil where the native throws.
func (n *natives) asText(v goja.Value) (this goja.Value, text goja.String) {
	if goja.IsUndefined(v) || goja.IsNull(v) {
		return v, nil
	}
	text = n.textOf(v)
	return text, text
}

// textOf is a value as text, or an exception.
func (n *natives) textOf(v goja.Value) goja.String {
	primitive := v.ToString() // what an object is converted to
	if text, ok := primitive.(goja.String); ok {
		return text
	}
	if _, ok := primitive.(*goja.Symbol); ok {
		panic(n.rt.NewTypeError("Cannot convert a Symbol value to a string"))
	}
	text, _ := n.rt.ToValue(primitive.String()).(goja.String)
	return text
}
