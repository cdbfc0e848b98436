// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	_ "embed"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// Natives that call natives with no function of a script in between, as in
//
//	o.toString = String.prototype.trim; "" + o
//
// pass no place that counts depth, and need Go's stack until there is none. A native
// calls another one where an object has it, and it has it by itself, because the script
// put it there, or behind a proxy. So natives that a script takes as values count how deep
// they nest, and so do those that convert what their own object has, bound natives,
// proxies and whatever else has a guard. In a circle of natives there is at least one of
// these.
//
// Constructors that are taken count only as bound ones: called from a native by
// themselves, without arguments or with a text, they call nobody.

// enter is called where a native that counts begins, leave where it ends.
func (n *natives) enter() {
	if n.depth++; n.depth > maxNativeDepth {
		n.end(WithReason(script.StackOverflow, errTooDeep))
	}
}

func (n *natives) leave() { n.depth-- }

var errTooDeep = errors.New("too much recursion: natives such as forEach, getters or toJSON nest more than 1000 deep")

// nested is a native that counts.
func (n *natives) nested(f native) native {
	return func(call goja.FunctionCall) goja.Value {
		defer n.leave()
		n.enter()
		return f(call)
	}
}

// A place is where goja has a native: in the object with that path (see the method holder
// of natives), under a name, which is "[Symbol.match]" for a symbol.
type place struct{ Holder, Name string }

//go:embed natives.js
var nativesSource string

// allNatives are the places of all methods of goja, see natives.js. Each list has those
// of one function: trimLeft is trimStart.
var allNatives = sync.OnceValue(func() (all [][]place) {
	rt := goja.New()
	rt.SetFieldNameMapper(goja.UncapFieldNameMapper())
	objects := rt.NewObject()
	for name, code := range hidden {
		v, err := rt.RunProgram(code)
		if err != nil {
			panic(err)
		}
		_ = objects.Set(name, v)
	}
	walk, err := rt.RunString(nativesSource)
	if err != nil {
		panic(err)
	}
	f, _ := goja.AssertFunction(walk)
	list, err := f(goja.Undefined(), objects)
	if err != nil {
		panic(err)
	}
	if err := rt.ExportTo(list, &all); err != nil {
		panic(err)
	}
	return all
})

// exec is left alone where no script names it: where it is not goja's own, all methods
// with patterns are slower.
var exec = place{"RegExp.prototype", "exec"}

// converting are natives that objects have by themselves and that convert what else these
// have, `e.message = e; "" + e`, with what stands in every script with such objects.
var converting = map[place][]string{
	{"Error.prototype", "toString"}:  {"Error", "catch", "then"},
	{"RegExp.prototype", "toString"}: {"RegExp", "/"},
}

// takenNatives gives the natives that have to count: those that the scripts take as
// values, and those of converting. What has a guard among growing counts already.
func takenNatives(scripts []*script.Script, growing []guarded) (taken [][]place) {
	isTaken := func(p place) bool {
		return slices.ContainsFunc(scripts, func(s *script.Script) bool {
			if p == exec && !strings.Contains(s.Source, p.Name) {
				return false
			}
			return s.Takes(p.Holder, p.Name) || slices.ContainsFunc(converting[p], func(word string) bool {
				return strings.Contains(s.Source, word)
			})
		})
	}
	guards := map[place]bool{}
	for _, g := range growing {
		guards[place{g.holder, g.member}] = true
	}
	for _, places := range allNatives() {
		if !slices.ContainsFunc(places, func(p place) bool { return guards[p] }) && slices.ContainsFunc(places, isTaken) {
			taken = append(taken, places)
		}
	}
	return taken
}

// installNested makes natives count, each at all its places.
func (n *natives) installNested(list [][]place) {
	holders := map[string]*goja.Object{}
	for _, places := range list {
		for _, p := range places {
			holder := holders[p.Holder]
			if holder == nil {
				holder = n.holder(p.Holder)
				holders[p.Holder] = holder
			}
			if symbol, ok := strings.CutPrefix(p.Name, "[Symbol."); ok {
				n.replaceSymbol(holder, strings.TrimSuffix(symbol, "]"))
				continue
			}
			_ = holder.DefineDataProperty(p.Name, n.counting(holder.Get(p.Name)), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		}
	}
}

// replaceSymbol puts a counting native in the place of one whose name is a symbol. Some
// of these cannot be assigned to.
func (n *natives) replaceSymbol(holder *goja.Object, name string) {
	symbol, _ := n.holder("Symbol").Get(name).(*goja.Symbol)
	writable := goja.FLAG_TRUE
	if name == "toPrimitive" {
		writable = goja.FLAG_FALSE
	}
	_ = holder.DefineDataPropertySymbol(symbol, n.counting(holder.GetSymbol(symbol)), writable, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// counting is a native that counts, always the same, in the place of one that may not.
// Other values it gives as they are, bound functions too: these count already.
func (n *natives) counting(v goja.Value) goja.Value {
	f, function, ok := nativeOf(v)
	if !ok || !isNative(function) || behind(reflect.ValueOf(function)).IsValid() {
		return v
	}
	if n.counted[function] == nil {
		native := nativeNamed(n.rt, n.nested(f), function.Get("name"), function.Get("length"))
		if n.counted == nil {
			n.counted = map[*goja.Object]*goja.Object{}
		}
		n.counted[function], n.counted[native] = native, native
	}
	return n.counted[function]
}

// described is the guard of what describes properties: getters and setters of goja's, to
// be had no other way, count.
func (n *natives) described(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		return n.countingParts(original(call))
	}
}

// describedAll is described for a description of many.
func (n *natives) describedAll(original native) native {
	original = byArgument(0, describedBytes)(n, original)
	return func(call goja.FunctionCall) goja.Value {
		v := original(call)
		if all, ok := v.(*goja.Object); ok {
			for _, key := range all.GetOwnPropertyNames() {
				n.countingParts(all.Get(key))
			}
			for _, key := range all.Symbols() {
				n.countingParts(all.GetSymbol(key))
			}
		}
		return v
	}
}

// describedBytes is what the description of a property takes.
const describedBytes = 320

func (n *natives) countingParts(descriptor goja.Value) goja.Value {
	if o, ok := descriptor.(*goja.Object); ok {
		for _, part := range []string{"get", "set"} {
			if f := o.Get(part); f != nil {
				_ = o.Set(part, n.counting(f))
			}
		}
	}
	return descriptor
}
