// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
)

// A VM that is used again runs programs of the small language, in which no built-in
// object becomes a value of a script. Where only data can tell whether one would,
// the programs ask these guards first. A guard changes nothing: it gives back what
// it got. But where the script is about to get something that its object inherits,
// it says so, and the VM is used for this message only. So whatever the script
// does with it, no other message sees it.
type languageGuards struct {
	rt     *goja.Runtime
	spoil  func()
	hasOwn goja.Callable
	// functions are the built-in ones that scripts use as values, by their paths.
	functions map[string]*goja.Object
}

// installLanguageGuards puts the guards into a new VM; spoil says that the VM must
// not be used for another message.
func installLanguageGuards(rt *goja.Runtime, spoil func()) {
	g := &languageGuards{rt: rt, spoil: spoil, functions: map[string]*goja.Object{}}
	prototype := rt.Get("Object").ToObject(rt).Get("prototype").ToObject(rt)
	g.hasOwn, _ = goja.AssertFunction(prototype.Get("hasOwnProperty"))
	defineHidden(rt, script.GuardMember, g.member)
	defineHidden(rt, script.GuardKey, g.key)
	defineHidden(rt, script.WrapFunction, g.function)
}

// member is GuardMember(object, name).
func (g *languageGuards) member(call goja.FunctionCall) goja.Value {
	object := call.Arguments[0]
	if g.inherits(object, call.Arguments[1]) && !script.SwitchedOff("spoiled by a member") {
		g.spoil()
	}
	return object
}

// key is GuardKey(key) or GuardKey(object, key).
func (g *languageGuards) key(call goja.FunctionCall) goja.Value {
	last := len(call.Arguments) - 1
	key := call.Arguments[last]
	switch _, object := key.(*goja.Object); {
	case object:
		if script.SwitchedOff("spoiled by a key that is an object") {
			break
		}
		g.spoil() // its text may differ each time that it is asked
	case !goja.IsString(key) || !builtin.Inherits(key.String()):
	case script.SwitchedOff("spoiled by a key"):
	case last == 0 && !script.SwitchedOff("spoiled by a key without its object") || last > 0 && g.inherits(call.Arguments[0], key):
		g.spoil()
	}
	return key
}

// inherits reports whether object[name] is an object that it does not have itself.
func (g *languageGuards) inherits(object, name goja.Value) bool {
	if goja.IsUndefined(object) || goja.IsNull(object) {
		return false // reading it throws
	}
	o, isObject := object.(*goja.Object)
	if !isObject {
		return !script.SwitchedOff("texts and numbers have nothing of their own") // a text or number has no objects of its own
	}
	if name.String() == "__proto__" {
		return true
	}
	if _, is := o.Get(name.String()).(*goja.Object); !is {
		return false
	}
	own, err := g.hasOwn(object, name)
	return (err != nil || !own.ToBoolean()) && !script.SwitchedOff("what an object inherits")
}

// function is WrapFunction(path): a new function that does what the built-in one does
// and looks like it.
func (g *languageGuards) function(call goja.FunctionCall) goja.Value {
	path := call.Arguments[0].String()
	original := g.functions[path]
	if original == nil {
		v, err := g.rt.RunString(path)
		if err != nil {
			panic(err)
		}
		original = v.ToObject(g.rt)
		g.functions[path] = original
	}
	if script.SwitchedOff("functions are wrapped") {
		return original
	}
	f, _ := goja.AssertFunction(original)
	function := g.rt.ToValue(func(call goja.FunctionCall) goja.Value {
		v, err := f(goja.Undefined(), call.Arguments...)
		if err != nil {
			panic(err)
		}
		return v
	}).ToObject(g.rt)
	for _, name := range original.GetOwnPropertyNames() {
		switch name {
		case "name", "length":
			_ = function.DefineDataProperty(name, original.Get(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		default:
			g.lend(function, original, name)
		}
	}
	return function
}

// lend gives a function a member of the built-in one for which it stands, such as
// Number.isInteger. Whoever reads it spoils the VM.
func (g *languageGuards) lend(function, original *goja.Object, name string) {
	get := g.rt.ToValue(func(goja.FunctionCall) goja.Value {
		g.spoil()
		return original.Get(name)
	})
	set := g.rt.ToValue(func(call goja.FunctionCall) goja.Value {
		_ = function.DefineDataProperty(name, call.Argument(0), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		return goja.Undefined()
	})
	_ = function.DefineAccessorProperty(name, get, set, goja.FLAG_TRUE, goja.FLAG_FALSE)
}
