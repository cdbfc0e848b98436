// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"math"
	"slices"
	"strconv"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/memory"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
)

const elementCost = builtin.ElementCost

// byLength is the guard of a method that walks the length of its receiver and takes so
// many bytes for each element.
func byLength(bytes int) rule {
	return func(n *natives, original native) native {
		return func(call goja.FunctionCall) goja.Value {
			n.list(lengthOf(call.This), bytes)
			return original(call)
		}
	}
}

// byArgument is that of a function that makes a list of what its arguments have, from
// the one of that number on.
func byArgument(i, bytes int) rule {
	return func(n *natives, original native) native {
		return func(call goja.FunctionCall) goja.Value {
			for _, v := range call.Arguments[min(i, len(call.Arguments)):] {
				n.list(keysOf(v), bytes)
			}
			return original(call)
		}
	}
}

// spreads is the guard of a function that passes on, or copies, what is like an array.
// Its length is read once: the native gets an array of what it had then.
func spreads(i, bytes int) rule {
	return func(n *natives, original native) native {
		return func(call goja.FunctionCall) goja.Value {
			o, ok := call.Argument(i).(*goja.Object)
			if !ok {
				n.list(lengthOf(call.Argument(i)), bytes)
				return original(call)
			}
			list, length := n.fixed(o, memory.ArrayTooLong)
			n.take(length * float64(bytes))
			if list != nil {
				call.Arguments = slices.Clone(call.Arguments)
				call.Arguments[i] = list
			}
			return original(call)
		}
	}
}

// fixed is the length of what is like an array, and a copy if a script may give another
// length the next time it is asked: that of an array, a text or a typed array stays.
// One that is too long is refused with that message.
func (n *natives) fixed(o *goja.Object, tooLong string) (list *goja.Object, length float64) {
	if length = lengthIn(o); length > float64(n.allowance.sizes.Elements) {
		n.refuse(tooLong)
	}
	if o.ClassName() == "Array" || o.ClassName() == "String" || o.ClassName() == "Arguments" || isTyped(o) {
		return nil, length
	}
	n.take(length * elementCost)
	list = n.rt.NewArray()
	_ = list.Set("length", length)
	for i := range int(length) {
		if i&1023 == 0 {
			n.hear()
		}
		if v := elementOf(o, i); v != nil { // holes stay
			_ = list.Set(strconv.Itoa(i), v)
		}
	}
	return list, length
}

// byLengthOnce is the guard of a method that makes a list at once.
func byLengthOnce(bytes int) rule {
	return func(n *natives, original native) native {
		return func(call goja.FunctionCall) goja.Value {
			if o, ok := call.This.(*goja.Object); ok {
				list, length := n.fixed(o, memory.ArrayTooLong)
				n.take(length * float64(bytes))
				if list != nil {
					call.This = list
				}
			}
			return original(call)
		}
	}
}

// sort is the guard of Array.prototype.sort. What is no array is sorted in one.
func (n *natives) sort(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		o, ok := call.This.(*goja.Object)
		if !ok {
			return original(call)
		}
		list, length := n.fixed(o, memory.ArrayTooLong)
		n.take(length * elementCost)
		if list == nil {
			return original(call)
		}
		call.This = list
		original(call)
		for i := range int(length) {
			place := strconv.Itoa(i)
			var err error
			if v := list.Get(place); v != nil {
				err = o.Set(place, v)
			} else {
				err = o.Delete(place)
			}
			if err != nil {
				panic(err)
			}
		}
		return o
	}
}

// byArguments is that of a function that keeps its arguments.
func byArguments(bytes int) rule {
	return func(n *natives, original native) native {
		return func(call goja.FunctionCall) goja.Value {
			n.take(float64(bytes * len(call.Arguments)))
			return original(call)
		}
	}
}

// turn is the guard of the next of an iterator. What it gives is kept somewhere, as a
// rule. That it hears an interrupt, wrap sees to.
func (n *natives) turn(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		n.take(elementCost)
		return original(call)
	}
}

// elementOf is an element of what is like an array, nil if it has none.
func elementOf(o *goja.Object, i int) goja.Value { return o.Get(strconv.Itoa(i)) }

// join is Array.prototype.join, whose parts may be made by the script as it goes on.
func (n *natives) join(native) native {
	return func(call goja.FunctionCall) goja.Value {
		o := call.This.ToObject(n.rt)
		return n.joined(o, func(length float64) goja.Value {
			by := n.textOf(n.rt.ToValue(","))
			if v := call.Argument(0); !goja.IsUndefined(v) {
				by = n.textOf(v)
			}
			t := countedText{n: n}
			for i := 0; float64(i) < length; i++ {
				if i > 0 {
					t.write(by)
				}
				if v := elementOf(o, i); v != nil && !goja.IsUndefined(v) && !goja.IsNull(v) {
					t.write(n.textOf(v))
				}
			}
			return t.text()
		})
	}
}

// locale is Array.prototype.toLocaleString.
func (n *natives) locale(native) native {
	return func(call goja.FunctionCall) goja.Value {
		o := call.This.ToObject(n.rt)
		return n.joined(o, func(length float64) goja.Value {
			comma := n.textOf(n.rt.ToValue(","))
			t := countedText{n: n}
			for i := 0; float64(i) < length; i++ {
				if i > 0 {
					t.write(comma)
				}
				v := elementOf(o, i)
				if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
					continue
				}
				method, ok := goja.AssertFunction(v.ToObject(n.rt).Get("toLocaleString"))
				if !ok {
					panic(n.rt.NewTypeError("Property 'toLocaleString' of object %s is not a function", v))
				}
				text, err := method(v)
				if err != nil {
					panic(err)
				}
				t.write(n.textOf(text))
			}
			return t.text()
		})
	}
}

// joined calls f for the elements of an object, unless they are being joined: what
// contains itself is empty there.
func (n *natives) joined(o *goja.Object, f func(length float64) goja.Value) goja.Value {
	if slices.Contains(n.joining, o) {
		return n.rt.ToValue("")
	}
	n.joining = append(n.joining, o)
	defer func() { n.joining = n.joining[:len(n.joining)-1] }()
	length := lengthIn(o)
	n.list(length, 0)
	return f(length)
}

// joinNumbers charges the text of a typed array.
func (n *natives) joinNumbers(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		separator := 1.0
		if v := call.Argument(0); !goja.IsUndefined(v) {
			text := n.textOf(v)
			separator = lengthOf(text)
			call = withArguments(call, text)
		}
		n.text(lengthOf(call.This) * (separator + digits(call.This)))
		return original(call)
	}
}

// digits is how long the text of an element of a typed array may be.
func digits(v goja.Value) float64 {
	o, ok := v.(*goja.Object)
	if !ok {
		return 0
	}
	if tag := o.GetSymbol(goja.SymToStringTag); tag != nil {
		switch tag.String() {
		case "Uint8Array", "Int8Array", "Uint8ClampedArray":
			return 4
		case "Uint16Array", "Int16Array":
			return 6
		case "Uint32Array", "Int32Array":
			return 11
		}
	}
	return 25
}

// concatLists charges the array that [].concat(…) makes.
func (n *natives) concatLists(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		length := spreadLength(call.This)
		for _, v := range call.Arguments {
			length += spreadLength(v)
		}
		n.list(length, elementCost)
		return original(call)
	}
}

// spreadLength is how many elements concat makes of a value.
func spreadLength(v goja.Value) float64 {
	o, ok := v.(*goja.Object)
	if !ok {
		return 1
	}
	spreads := o.ClassName() == "Array"
	if says := o.GetSymbol(goja.SymIsConcatSpreadable); says != nil && !goja.IsUndefined(says) {
		spreads = says.ToBoolean()
	}
	if !spreads {
		return 1
	}
	return lengthOf(o)
}

// flat counts what [].flat(depth) makes: lists that are in it several times are
// unfolded. The depth has a limit, since natives that nest deeper end the process.
func (n *natives) flat(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		depth := 1.0
		if v := call.Argument(0); !goja.IsUndefined(v) {
			if depth = v.ToFloat(); math.IsNaN(depth) {
				depth = 0
			}
			depth = min(depth, maxFlatDepth)
			call = withArguments(call, n.rt.ToValue(depth))
		}
		if o, ok := call.This.(*goja.Object); ok {
			count := 0.0
			n.unfold(o, depth, &count)
			n.take(count * elementCost)
		}
		return original(call)
	}
}

func (n *natives) unfold(o *goja.Object, depth float64, count *float64) {
	length := lengthOf(o)
	n.list(*count+length, 0)
	for i := 0; float64(i) < length; i++ {
		inner, ok := elementOf(o, i).(*goja.Object)
		if ok && depth >= 1 && inner.ClassName() == "Array" {
			n.unfold(inner, depth-1, count)
			continue
		}
		if *count++; math.Mod(*count, 1024) == 0 {
			n.hear()
			n.list(*count, 0)
		}
	}
}

// from is the guard of Array.from. What can be iterated has a guard of its own.
func (n *natives) from(original native) native {
	list := spreads(0, 2*elementCost)(n, original)
	return func(call goja.FunctionCall) goja.Value {
		if iterates(call.Argument(0)) {
			return original(call)
		}
		return list(call)
	}
}

// iterates reports whether a value is no array, but can be iterated.
func iterates(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	if !ok || o.ClassName() == "Array" || isTyped(o) {
		return false
	}
	method := o.GetSymbol(goja.SymIterator)
	return method != nil && !goja.IsUndefined(method) && !goja.IsNull(method)
}

// slice charges the elements between two places.
func (n *natives) slice(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		length := 0.0
		if o, ok := call.This.(*goja.Object); ok {
			var list *goja.Object
			if list, length = n.fixed(o, memory.ArrayTooLong); list != nil {
				call.This = list
			}
		}
		place := func(i int, otherwise float64) float64 {
			v := call.Argument(i)
			if !goja.IsNumber(v) {
				return otherwise // all of it, if need be
			}
			f := v.ToFloat()
			if f < 0 {
				f += length
			}
			return min(max(f, 0), length)
		}
		n.list(max(place(1, length)-place(0, 0), 0), elementCost)
		return original(call)
	}
}
