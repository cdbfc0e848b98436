// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import "strings"

// An Exclusion lists builtins that a script which shares a VM never uses, and says
// why. A script that does use one runs in a VM of its own for each message.
type Exclusion struct {
	// Names are as rows have them. "Reflect.*" stands for Reflect and everything below,
	// "*.constructor" for what is called so wherever it is.
	Names []string
	// Reason is one line for the reader of docs/javascript-api.md.
	Reason string
}

// Outside returns all builtins that are no rows, but for the objects that rows stand
// on, such as Math. The caller must not change it.
func Outside() []Exclusion { return outside }

// Match reports whether the exclusion has a builtin of this name.
func (e Exclusion) Match(name string) bool {
	for _, pattern := range e.Names {
		below, isTree := strings.CutSuffix(pattern, ".*")
		suffix, isMember := strings.CutPrefix(pattern, "*")
		switch {
		case isTree && (strings.HasPrefix(name, below+".") || strings.HasPrefix(name, below+"[")):
			return true
		case isMember && strings.HasSuffix(name, suffix):
			return true
		case name == pattern || isTree && name == below:
			return true
		}
	}
	return false
}

var outside = []Exclusion{
	{[]string{"*.constructor", "*.prototype"}, "lead to what all values of a kind share"},
	{[]string{"Object.prototype.__proto__", "Object.getPrototypeOf", "Object.setPrototypeOf"}, "read or replace what a value inherits from"},
	{[]string{"globalThis"}, "holds all builtins"},
	{[]string{"eval", "Function", "%GeneratorFunction%.*", "%AsyncFunction%.*"}, "run a text that is known only when it runs"},
	{
		[]string{"Object.defineProperty", "Object.defineProperties", "Object.getOwnPropertyDescriptor", "Object.getOwnPropertyDescriptors"},
		"make accessors, or hand out their functions",
	},
	{[]string{"Function.prototype.apply", "Function.prototype.bind", "Function.prototype.call"}, "choose another this; the old idioms above are free"},
	{[]string{"Function.prototype.arguments", "Function.prototype.caller"}, "look into calls"},
	{[]string{"Reflect.*"}, "does by functions what the language has operators for, prototypes included"},
	{[]string{"Proxy.*"}, "runs code of the script in any operation on a value"},
	{[]string{"Symbol.*", "Object.getOwnPropertySymbols"}, "can change how the language itself treats a value"},
	{[]string{"*[Symbol.iterator]", "*[Symbol.toPrimitive]", "*[Symbol.toStringTag]", "*[Symbol.hasInstance]", "*[Symbol.species]"}, "are what the language calls by itself; their keys are symbols"},
	{
		[]string{"*[Symbol.match]", "*[Symbol.matchAll]", "*[Symbol.replace]", "*[Symbol.search]", "*[Symbol.split]"},
		"are what the methods of a text call; their keys are symbols",
	},
	{[]string{"Array.prototype[Symbol.unscopables].*"}, "is for with, which is outside"},
	{[]string{"Promise.*"}, "runs code after the script's end"},
	{[]string{"%GeneratorPrototype%.*"}, "belongs to generators, which are outside"},
	{[]string{"WeakMap.*", "WeakSet.*"}, "have no use within one message; take Map and Set"},
	{[]string{"AggregateError.*"}, "comes from Promise.any"},
	{[]string{"GoError.*"}, "is how an error of the engine reaches a script; scripts make an Error"},
	{[]string{"RegExp.prototype.compile"}, "changes an expression in place; make a new one"},
	{[]string{"String.raw"}, "is for tagged templates, which are outside"},
	{[]string{"%TypedArray%", "%TypedArray%.from", "%TypedArray%.of"}, "have no name; take those of Uint8Array and the like"},
	{[]string{"BigInt.prototype.length", "BigInt.prototype.name"}, "are there in goja only"},
}
