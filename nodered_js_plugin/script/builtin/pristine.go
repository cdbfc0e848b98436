// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import (
	"strings"
	"sync"

	"github.com/dop251/goja"
)

// names are what a pristine VM says of names.
type names struct {
	globals, inherited map[string]bool
	// prefixes are all beginnings of the names in inherited.
	prefixes map[string]bool
}

// pristine asks a VM once, so that a newer goja with more built in is met with more
// caution.
var pristine = sync.OnceValue(func() *names {
	vm := goja.New()
	result, err := vm.RunString(askNames)
	if err != nil {
		panic(err)
	}
	var lists map[string][]string
	if err := vm.ExportTo(result, &lists); err != nil {
		panic(err)
	}
	n := &names{globals: map[string]bool{}, inherited: map[string]bool{}, prefixes: map[string]bool{}}
	for _, name := range lists["globals"] {
		n.globals[name] = true
	}
	for _, name := range lists["inherited"] {
		n.inherited[name] = true
		for i := range len(name) + 1 {
			n.prefixes[name[:i]] = true
		}
	}
	return n
})

// members are the names that the built-in objects have, own and inherited, by object.
var members = sync.OnceValue(func() map[string]map[string]bool {
	vm := goja.New()
	result, err := vm.RunString(`Object.fromEntries(["Math", "JSON", "Object", "Number", "String", "Array", "Date", "BigInt", "Promise", "Reflect", "Symbol"].map(name => {
		const all = [];
		for (let o = globalThis[name]; o; o = Object.getPrototypeOf(o)) all.push(...Object.getOwnPropertyNames(o));
		return [name, all];
	}))`)
	if err != nil {
		panic(err)
	}
	var lists map[string][]string
	if err := vm.ExportTo(result, &lists); err != nil {
		panic(err)
	}
	all := map[string]map[string]bool{}
	add := func(holder, name string) {
		if all[holder] == nil {
			all[holder] = map[string]bool{}
		}
		all[holder][name] = true
	}
	for holder, names := range lists {
		for _, name := range names {
			add(holder, name)
		}
	}
	for _, row := range Rows() { // what the processors add
		if holder, name, ok := strings.Cut(row.Name, "."); ok && (holder == "console" || holder == "cache") {
			name, _, _ = strings.Cut(name, "(")
			add(holder, name)
		}
	}
	return all
})

// Members are the names of what a built-in object has; nil if it is not one whose members
// are known.
func Members(global string) map[string]bool { return members()[global] }

// IsGlobal reports whether a script that names an undeclared variable so gets what
// JavaScript defines. The global object inherits some: toString, constructor. The
// names that the processors add, msg, console and cache, are none.
func IsGlobal(name string) bool { return pristine().globals[name] }

// Inherits reports whether reading a member of this name from a value of the script
// may give a built-in object: whether some prototype has such a property, itself or
// through an accessor, or a function has it. Properties with symbols as keys are not
// looked at.
func Inherits(name string) bool { return pristine().inherited[name] }

// HarmlessPrefix reports whether no name for which Inherits is true begins so.
func HarmlessPrefix(prefix string) bool { return !pristine().prefixes[prefix] }

// askNames walks all that a script could reach. A prototype is what is called so,
// or is one of something but a function: nothing of a script inherits from Error or
// another constructor, since classes are outside. What an accessor gives is asked on values of all
// kinds that a script can make; one that throws on all of them gives nothing.
const askNames = `(function () {
	const samples = [
		{}, [], "", 0, true, 1n, /x/, new Date(0), new Map(), new Set(), new Error(), new ArrayBuffer(1), new DataView(new ArrayBuffer(1)),
		new Uint8Array(1), function () {}, () => {}, [].values(), new Map().values(), new Set().values(), "".matchAll(/x/g), ""[Symbol.iterator](),
		(function* () {})(), function* () {}, async function () {}, class {}, Symbol(), Promise.resolve(), new WeakMap(), new WeakSet(),
		(function () { return arguments; })(), (function () { "use strict"; return arguments; })(),
	];
	const isObject = v => typeof v === "function" || typeof v === "object" && v !== null;
	const seen = new Set(), prototypes = new Set();
	function walk(o) {
		if (!isObject(o) || seen.has(o)) return;
		seen.add(o);
		for (const k of Reflect.ownKeys(o)) {
			const d = Object.getOwnPropertyDescriptor(o, k);
			if (k === "prototype") prototypes.add(d.value);
			walk(d.value); walk(d.get); walk(d.set);
		}
		const p = Object.getPrototypeOf(o);
		if (p !== null) { if (typeof o !== "function") prototypes.add(p); walk(p); }
	}
	walk(globalThis);
	for (const s of samples) { const p = Object.getPrototypeOf(Object(s)); prototypes.add(p); walk(p); }
	const inherited = new Set();
	for (const p of prototypes) for (const k of Object.getOwnPropertyNames(p)) {
		const d = Object.getOwnPropertyDescriptor(p, k);
		const gives = "value" in d ? [d.value] : samples.map(s => { try { return d.get.call(s); } catch (e) { return undefined; } });
		if (gives.some(v => isObject(v) && ("value" in d || seen.has(v)))) inherited.add(k);
	}
	const globals = [];
	for (let o = globalThis; o !== null; o = Object.getPrototypeOf(o)) globals.push(...Object.getOwnPropertyNames(o));
	return { globals, inherited: [...inherited] };
})()`
