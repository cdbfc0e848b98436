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

// shallow ends a script that puts proxies before proxies: goja goes through them to see
// whether there is an array behind.
func (n *natives) shallow(target goja.Value) {
	for depth := 0; ; depth++ {
		o, ok := target.(*goja.Object)
		if !ok || o.ExportType() != proxyType {
			return
		}
		if depth == maxNativeDepth {
			n.end(WithReason(script.StackOverflow, errors.New("too much recursion: more than 1000 proxies before each other")))
		}
		target = o.Export().(goja.Proxy).Target()
	}
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

var objectSelf = fieldOf(reflect.TypeFor[goja.Object](), "self")

// isNative reports whether a function is goja's, or a bound one: no script's.
func isNative(function *goja.Object) bool {
	if _, _, ok := nativeOf(function); !ok { // from here on, it is no lazy object
		return false
	}
	self := reflect.ValueOf(function).Elem().FieldByIndex(objectSelf.Index).Elem().Type().Elem()
	_, native := self.FieldByName("f")
	return native
}
