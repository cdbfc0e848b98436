// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
)

// A guarded is a native that scripts use and that needs a guard.
type guarded struct {
	// holder is the path of the object that has it, member its name there.
	holder, member string
	name           string
	of             builtin.Measure
	// guard is nil for a constructor.
	guard rule
}

// allGuarded are all that there are.
var allGuarded = func() (list []guarded) {
	for _, g := range builtin.Growths() {
		for _, name := range g.Names {
			holder, member := "", name
			if dot := strings.LastIndexByte(name, '.'); dot >= 0 && !strings.HasSuffix(name, "]") {
				holder, member = name[:dot], name[dot+1:]
			}
			if symbol := strings.IndexByte(name, '['); symbol >= 0 {
				holder, member = name[:symbol], name[symbol:]
			}
			list = append(list, guarded{holder, member, name, g.Of, ruleOf(g, name)})
		}
	}
	return list
}()

// growing are the natives that scripts may call and that need a guard: those that their
// texts name, as a rule.
func growing(scripts []*script.Script) (list []guarded) {
	for _, g := range allGuarded {
		if slices.ContainsFunc(scripts, g.mayBeCalled) {
			list = append(list, g)
		}
	}
	slices.SortStableFunc(list, func(a, b guarded) int { return cmp.Compare(a.holder, b.holder) })
	return list
}

// mayBeCalled reports whether a script may call it. A native may call others by their
// names: toString of an array calls join.
func (g guarded) mayBeCalled(s *script.Script) bool {
	switch {
	case s.Reaches(g.holder), g.member == "new Function" && s.FindsUnnamed():
		return true
	case g.of == builtin.ByTurn || g.of == builtin.ByArgumentCount:
		return s.Iterates()
	case g.name == "Array.prototype.join":
		return true
	case g.name == "%TypedArray%.prototype.join":
		return strings.Contains(s.Source, "Array")
	case strings.HasPrefix(g.member, "["):
		return strings.Contains(s.Source, "Symbol")
	}
	return strings.Contains(s.Source, strings.TrimPrefix(g.member, "new "))
}

// install puts a guard in front of each of the natives of a new VM. The list is in the
// order of their holders.
func (n *natives) install(list []guarded) {
	var holder *goja.Object
	for i, g := range list {
		if name, ok := strings.CutPrefix(g.member, "new "); ok {
			n.construct(name, n.constructed(name))
			continue
		}
		if holder == nil || list[i-1].holder != g.holder {
			holder = n.holder(g.holder)
		}
		n.wrap(holder, g.member, g.guard)
	}
}

// ruleOf is the rule of a method that grows so, nil for a constructor.
func ruleOf(g builtin.Growth, name string) rule {
	switch g.Of {
	case builtin.ByLength:
		return byLength(g.Bytes)
	case builtin.ByLengthOnce:
		return byLengthOnce(g.Bytes)
	case builtin.ByKeys:
		return byArgument(0, g.Bytes)
	case builtin.ByKeysOfRest:
		return byArgument(1, g.Bytes)
	case builtin.BySecondLength:
		return spreads(1, g.Bytes)
	case builtin.ByThirdLength:
		return spreads(2, g.Bytes)
	case builtin.ByText:
		return byText(g.Bytes)
	case builtin.ByFirstText:
		return byFirstText(g.Bytes)
	case builtin.ByArgumentCount:
		return byArguments(g.Bytes)
	case builtin.ByTurn:
		return (*natives).turn
	}
	return ownRules[name]
}

// constructed is the guard of a constructor.
func (n *natives) constructed(name string) func([]goja.Value) []goja.Value {
	switch name {
	case "RegExp":
		return n.newPattern
	case "Function":
		return n.newFunction
	case "Proxy":
		return n.newProxy()
	}
	return n.buffer(elementSizes[name])
}

// hidden are the objects that no global leads to, as code that gives them.
var hidden = func() map[string]*goja.Program {
	programs := map[string]*goja.Program{}
	for name, code := range map[string]string{
		"%IteratorPrototype%":             `Object.getPrototypeOf(Object.getPrototypeOf([].values()))`,
		"%GeneratorPrototype%":            `Object.getPrototypeOf(Object.getPrototypeOf((function* () {})()))`,
		"%TypedArray%":                    `Object.getPrototypeOf(Uint8Array)`,
		"%TypedArray%.prototype":          `Object.getPrototypeOf(Uint8Array).prototype`,
		"%ArrayIteratorPrototype%":        `Object.getPrototypeOf([].values())`,
		"%MapIteratorPrototype%":          `Object.getPrototypeOf(new Map().values())`,
		"%SetIteratorPrototype%":          `Object.getPrototypeOf(new Set().values())`,
		"%StringIteratorPrototype%":       `Object.getPrototypeOf(""[Symbol.iterator]())`,
		"%RegExpStringIteratorPrototype%": `Object.getPrototypeOf("".matchAll(/x/g))`,
	} {
		programs[name] = goja.MustCompile("", code, false)
	}
	return programs
}()

// holder is the object of that path, the global one for "".
func (n *natives) holder(path string) *goja.Object {
	if path == "" {
		return n.rt.GlobalObject()
	}
	if code, ok := hidden[path]; ok {
		v, err := n.rt.RunProgram(code)
		if err != nil {
			panic(err)
		}
		return v.ToObject(n.rt)
	}
	if path == "Array.prototype" {
		return n.rt.NewArray().Prototype() // does not make all of Array
	}
	o := n.rt.GlobalObject()
	for _, part := range strings.Split(path, ".") {
		o = o.Get(part).ToObject(n.rt)
	}
	return o
}
