// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"errors"
	"reflect"
	"slices"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// traps are the methods that a handler of a proxy may have. Reflect has a function of
// the same name for each, which does what a proxy does without it.
var traps = []string{
	"apply", "construct", "defineProperty", "deleteProperty", "get", "getOwnPropertyDescriptor", "getPrototypeOf",
	"has", "isExtensible", "ownKeys", "preventExtensions", "set", "setPrototypeOf",
}

// newProxy is the guard of Proxy. What goja does for a proxy runs no function of the
// script where the handler lacks the trap, and counts no depth: a proxy whose target or
// handler inherits from the proxy would go on until Go has no stack. So goja gets a
// handler that has all traps, which count, and ask the script's.
func (n *natives) newProxy() func(arguments []goja.Value) []goja.Value {
	var counting *goja.Object // what all handlers inherit, made for the first proxy
	link := goja.NewSymbol("handler")
	defaults := n.holder("Reflect")
	usual := make([]native, len(traps)) // whatever becomes of Reflect later
	for i, name := range traps {
		usual[i], _, _ = nativeOf(defaults.Get(name))
	}
	trap := func(i int) native {
		return n.nested(func(call goja.FunctionCall) goja.Value {
			handler := call.This.(*goja.Object).GetSymbol(link).(*goja.Object)
			own := handler.Get(traps[i])
			if own == nil || goja.IsUndefined(own) || goja.IsNull(own) {
				return usual[i](call)
			}
			f, ok := goja.AssertFunction(own)
			if !ok {
				panic(n.rt.NewTypeError("%s is not a method", own.String()))
			}
			v, err := f(handler, call.Arguments...)
			if err != nil {
				panic(err)
			}
			return v
		})
	}
	return func(arguments []goja.Value) []goja.Value {
		if len(arguments) < 2 {
			return arguments
		}
		handler, ok := arguments[1].(*goja.Object)
		if !ok {
			return arguments
		}
		if counting == nil {
			counting = n.rt.NewObject()
			_ = counting.SetPrototype(nil)
			for i, name := range traps {
				_ = counting.Set(name, trap(i))
			}
		}
		n.shallow(arguments[0])
		guarded := n.rt.CreateObject(counting)
		_ = guarded.SetSymbol(link, handler)
		arguments[1] = guarded
		return arguments
	}
}

// shallow ends a script that puts proxies before proxies, or binds what is bound, without
// end: goja goes down to what is behind, to see whether it is an array or an instance.
func (n *natives) shallow(v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok {
		return
	}
	object := reflect.ValueOf(o)
	for range maxNativeDepth {
		if object = behind(object); !object.IsValid() {
			return
		}
	}
	n.end(WithReason(script.StackOverflow, errors.New("too much recursion: more than 1000 proxies or bound functions, one behind the other")))
}

var objectSelf = fieldOf(reflect.TypeFor[goja.Object](), "self")

// behind is the object that a proxy or a bound function stands for.
func behind(object reflect.Value) (target reflect.Value) {
	self := object.Elem().FieldByIndex(objectSelf.Index).Elem().Elem()
	for _, name := range []string{"target", "wrapped"} {
		if f := self.FieldByName(name); f.IsValid() && f.Type() == object.Type() && !f.IsNil() {
			return f
		}
	}
	return target
}

// revocableProxy is newProxy for Proxy.revocable.
func (n *natives) revocableProxy(original native) native {
	guard := n.newProxy()
	return func(call goja.FunctionCall) goja.Value {
		return original(withArguments(call, guard(slices.Clone(call.Arguments))...))
	}
}

// bind lets the native count that is bound: a proxy of it, which is hidden in the bound
// function, stands for it there.
func (n *natives) bind(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		if function, ok := call.This.(*goja.Object); ok && isNative(function) {
			n.shallow(function)
			f, _, _ := nativeOf(function)
			counting := n.nested(f)
			proxy := n.rt.ToValue(n.rt.NewProxy(function, &goja.ProxyTrapConfig{
				Apply: func(_ *goja.Object, this goja.Value, arguments []goja.Value) goja.Value {
					return counting(goja.FunctionCall{This: this, Arguments: arguments})
				},
			}))
			n.keepInstanceof(function, proxy)
			call.This = proxy
		}
		return original(call)
	}
}

// isNative reports whether a function is goja's, or a bound one: no script's.
func isNative(function *goja.Object) bool {
	if _, _, ok := nativeOf(function); !ok { // from here on, it is no lazy object
		return false
	}
	_, native := reflect.ValueOf(function).Elem().FieldByIndex(objectSelf.Index).Elem().Type().Elem().FieldByName("f")
	return native
}
