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

// traps are the methods that a handler of a proxy may have.
var traps = []string{
	"apply", "construct", "defineProperty", "deleteProperty", "get", "getOwnPropertyDescriptor", "getPrototypeOf",
	"has", "isExtensible", "ownKeys", "preventExtensions", "set", "setPrototypeOf",
}

var errTooManyProxies = errors.New("too much recursion: more than 1000 proxies or bound functions, one behind the other")

// newProxy is the guard of Proxy. A proxy whose handler inherits from it asks itself for
// each trap, one whose target inherits from it does without a trap what it was asked to
// do, and neither runs a function of the script. So goja gets a handler of ours, which
// counts when it is asked for a trap, gives the script's if there is one, and looks how
// many proxies are behind this one, as its target or what that inherits from.
func (n *natives) newProxy() func(arguments []goja.Value) []goja.Value {
	var asking *goja.Object // what all our handlers inherit, made for the first proxy
	ofHandler, ofTarget := goja.NewSymbol("handler"), goja.NewSymbol("target")
	ask := func(name string) native {
		return n.nested(n.heard(func(call goja.FunctionCall) goja.Value {
			ours := call.This.(*goja.Object)
			n.bounded(ours.GetSymbol(ofTarget).(*goja.Object))
			handler := ours.GetSymbol(ofHandler).(*goja.Object)
			trap := handler.Get(name)
			f, ok := goja.AssertFunction(trap)
			if !ok {
				return trap // goja says what is wrong with it
			}
			return n.rt.ToValue(n.nested(func(call goja.FunctionCall) goja.Value {
				v, err := f(handler, call.Arguments...)
				if err != nil {
					panic(err)
				}
				return v
			}))
		}))
	}
	return func(arguments []goja.Value) []goja.Value {
		if len(arguments) < 2 {
			return arguments
		}
		target, isObject := arguments[0].(*goja.Object)
		handler, ok := arguments[1].(*goja.Object)
		if !ok || !isObject {
			return arguments
		}
		if asking == nil {
			asking = n.rt.NewObject()
			_ = asking.SetPrototype(nil)
			for _, name := range traps {
				_ = asking.DefineAccessorProperty(name, n.rt.ToValue(ask(name)), nil, goja.FLAG_FALSE, goja.FLAG_FALSE)
			}
		}
		n.shallow(target)
		ours := n.rt.CreateObject(asking)
		_ = ours.SetSymbol(ofHandler, handler)
		_ = ours.SetSymbol(ofTarget, target)
		arguments[1] = ours
		return arguments
	}
}

// bounded ends a script if there are too many proxies behind an object, in which goja looks
// one after the other. It runs no trap.
func (n *natives) bounded(o *goja.Object) {
	for proxies := 0; o != nil && proxies <= maxNativeDepth; {
		if o.ExportType() != proxyType {
			o = o.Prototype()
			continue
		}
		proxies++
		if o = o.Export().(goja.Proxy).Target(); proxies == maxNativeDepth {
			n.end(WithReason(script.StackOverflow, errTooManyProxies))
		}
	}
}

// shallow ends a script that puts proxies before proxies, or binds what is bound, without
// end: goja goes down to what is behind, to see whether it is an array or an instance.
func (n *natives) shallow(o *goja.Object) {
	object := reflect.ValueOf(o)
	for range maxNativeDepth {
		if object = behind(object); !object.IsValid() {
			return
		}
	}
	n.end(WithReason(script.StackOverflow, errTooManyProxies))
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
