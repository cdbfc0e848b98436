// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"math"
	"strings"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/memory"
)

// A rule makes the guard of a native.
type rule func(n *natives, original native) native

// ownRules are those of builtins whose growth has a rule of its own, by name.
var ownRules = map[string]rule{
	"String.prototype.repeat":               (*natives).repeat,
	"String.prototype.padStart":             (*natives).pad,
	"String.prototype.padEnd":               (*natives).pad,
	"String.prototype.concat":               (*natives).concatText,
	"String.prototype.split":                (*natives).split,
	"String.prototype.replace":              (*natives).replace,
	"String.prototype.replaceAll":           (*natives).replace,
	"String.prototype.match":                (*natives).search,
	"String.prototype.matchAll":             (*natives).search,
	"String.prototype.search":               (*natives).search,
	"String.raw":                            (*natives).raw,
	"Array.prototype.sort":                  (*natives).sort,
	"Array.from":                            (*natives).from,
	"Array.prototype.fill":                  (*natives).fill,
	"Array.prototype.slice":                 (*natives).slice,
	"%TypedArray%.prototype.slice":          (*natives).slice,
	"Array.prototype.join":                  (*natives).join,
	"Array.prototype.toLocaleString":        (*natives).locale,
	"Array.prototype.concat":                (*natives).concatLists,
	"Array.prototype.flat":                  (*natives).flat,
	"%TypedArray%.from":                     (*natives).buffersFrom,
	"%TypedArray%.prototype.join":           (*natives).joinNumbers,
	"%TypedArray%.prototype.toLocaleString": (*natives).joinNumbers,
	"JSON.parse":                            (*natives).parse,
	"JSON.stringify":                        (*natives).stringify,
	"BigInt":                                (*natives).bigInt,
	"BigInt.asIntN":                         func(n *natives, original native) native { return n.asInt(original, false) },
	"BigInt.asUintN":                        func(n *natives, original native) native { return n.asInt(original, true) },
	"RegExp.prototype.compile":              (*natives).compile,
	"Function.prototype.bind":               (*natives).bind,
	"Proxy.revocable":                       (*natives).revocableProxy,
	"Object.getOwnPropertyDescriptor":       (*natives).described,
	"Object.getOwnPropertyDescriptors":      (*natives).describedAll,
	"Reflect.getOwnPropertyDescriptor":      (*natives).described,
	"RegExp.prototype[Symbol.match]":        (*natives).searchWith,
	"RegExp.prototype[Symbol.replace]":      (*natives).searchWith,
	"RegExp.prototype[Symbol.split]":        (*natives).splitWith,
	"RegExp.prototype[Symbol.search]":       (*natives).searchWith,
}

// repeat charges the text that "x".repeat(n) makes.
func (n *natives) repeat(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		this, text := n.asText(call.This)
		if text != nil && len(call.Arguments) > 0 {
			count := call.Arguments[0].ToNumber()
			if f := count.ToFloat(); f > 0 && text.Length() > 0 && !math.IsInf(f, 0) {
				units := float64(text.Length()) * f
				if units <= float64(n.allowance.sizes.Text) && wide(text) {
					n.take(4 * units) // goja makes it twice
				} else {
					n.text(units)
				}
			}
			call = withArguments(call, count)
		}
		call.This = this
		return original(call)
	}
}

// pad charges the text that "x".padStart(n) makes.
func (n *natives) pad(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		this, text := n.asText(call.This)
		call.This = this
		if text == nil || len(call.Arguments) == 0 {
			return original(call)
		}
		length := call.Arguments[0].ToNumber()
		arguments := []goja.Value{length}
		if filler := call.Argument(1); !goja.IsUndefined(filler) {
			arguments = append(arguments, filler)
			if length.ToFloat() > float64(text.Length()) {
				filler := n.textOf(filler)
				arguments[1] = filler
				if filler.Length() == 0 {
					return text
				}
			}
		}
		if f := length.ToFloat(); f > float64(text.Length()) {
			n.text(f)
		}
		call.Arguments = arguments
		return original(call)
	}
}

// concatText charges the text that "x".concat(…) makes.
func (n *natives) concatText(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		this, text := n.asText(call.This)
		if text != nil {
			call.This = this
			units := float64(text.Length())
			arguments := make([]goja.Value, len(call.Arguments))
			for i, v := range call.Arguments {
				arguments[i] = n.textOf(v)
				units += lengthOf(arguments[i])
			}
			n.text(units)
			call.Arguments = arguments
		}
		return original(call)
	}
}

// A countedText is one that a guard makes in a native's place. Its parts are collected
// first, so that it is made once, and only if there is room for it.
type countedText struct {
	n     *natives
	parts []goja.String
	units float64
}

func (t *countedText) write(part goja.String) {
	if t.units += float64(part.Length()); t.units > float64(t.n.allowance.sizes.Text) {
		t.n.refuse(memory.TextTooLong)
	}
	if t.parts = append(t.parts, part); len(t.parts)&1023 == 0 {
		t.n.hear()
	}
	t.n.take(elementCost)
}

func (t *countedText) text() goja.Value {
	t.n.text(t.units)
	var text goja.StringBuilder
	text.Grow(int(t.units))
	for _, part := range t.parts {
		text.WriteString(part)
	}
	return text.String()
}

// raw is String.raw, which goes on for as long as raw says that it is.
func (n *natives) raw(native) native {
	return func(call goja.FunctionCall) goja.Value {
		segments := call.Argument(0).ToObject(n.rt).Get("raw")
		if segments == nil {
			segments = goja.Undefined()
		}
		list := segments.ToObject(n.rt)
		length := lengthIn(list)
		if length > float64(n.allowance.sizes.Elements) {
			n.refuse(memory.TextTooLong)
		}
		t := countedText{n: n}
		for i := 0; float64(i) < length; i++ {
			t.write(n.textOf(elementOf(list, i)))
			if i+1 < len(call.Arguments) && float64(i+1) < length {
				t.write(n.textOf(call.Arguments[i+1]))
			}
		}
		return t.text()
	}
}

// split charges the parts that "x".split(y) makes.
func (n *natives) split(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		separator := call.Argument(0)
		if pattern, text, ok := n.patternAndText(separator, call.This); ok {
			n.parts(pattern, text)
			return original(call)
		}
		if _, object := separator.(*goja.Object); object {
			return original(call)
		}
		this, text := n.asText(call.This)
		call.This = this
		if text == nil || text.Length() < longText || goja.IsUndefined(separator) {
			return original(call)
		}
		parts := text.Length()
		if by := separator.String(); by != "" {
			parts = strings.Count(text.String(), by) + 1
		}
		n.list(float64(parts), 2*elementCost)
		n.take(2 * float64(text.Length()))
		return original(call)
	}
}

// byText is the guard of a method that takes so many bytes for each unit of its text.
func byText(bytes int) rule {
	return func(n *natives, original native) native {
		return func(call goja.FunctionCall) goja.Value {
			this, text := n.asText(call.This)
			call.This = this
			if text != nil && text.Length() > longText {
				n.take(float64(bytes) * float64(text.Length()))
			}
			return original(call)
		}
	}
}

// byFirstText is that of a function of a text.
func byFirstText(bytes int) rule {
	return func(n *natives, original native) native {
		return func(call goja.FunctionCall) goja.Value {
			if len(call.Arguments) > 0 {
				text := n.textOf(call.Arguments[0])
				if units := lengthOf(text); units > longText {
					n.take(float64(bytes) * units)
				}
				call = withArguments(call, text)
			}
			return original(call)
		}
	}
}

// wide reports whether goja has a text in 16 bits a unit.
func wide(s goja.String) bool { return len(s.String()) != s.Length() }

// longText is from how many units on a text is worth a look.
const longText = 64 << 10

// withArguments is a call with its first arguments replaced. The old ones are not the
// guard's: they may be the elements of an array of the script.
func withArguments(call goja.FunctionCall, first ...goja.Value) goja.FunctionCall {
	arguments := append([]goja.Value(nil), call.Arguments...)
	copy(arguments, first)
	call.Arguments = arguments
	return call
}

// stringOf is the text of a value that is one.
func stringOf(v goja.Value) string {
	if goja.IsString(v) {
		return v.String()
	}
	return ""
}
