package engine

import (
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
	bytes          int
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
			list = append(list, guarded{holder, member, name, g.Of, g.Bytes})
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
	return list
}

// mayBeCalled reports whether a script may call it. A native may call others by their
// names: toString of an array calls join.
func (g guarded) mayBeCalled(s *script.Script) bool {
	switch {
	case s.FindsUnnamed():
		return true
	case g.of == builtin.ByTurn || g.of == builtin.ByArgumentCount:
		return s.Iterates()
	case g.name == "Array.prototype.join":
		return true
	case strings.HasPrefix(g.member, "["):
		return strings.Contains(s.Source, "Symbol")
	}
	return strings.Contains(s.Source, strings.TrimPrefix(g.member, "new "))
}

// install puts a guard in front of each of the natives of a new VM.
func (n *natives) install(list []guarded) {
	if len(list) == 0 {
		return
	}
	own := n.own()
	holders := map[string]*goja.Object{}
	for _, g := range list {
		if name, ok := strings.CutPrefix(g.member, "new "); ok {
			n.construct(name, n.constructed(name))
			continue
		}
		if _, ok := holders[g.holder]; !ok {
			holders[g.holder] = n.holder(g.holder)
		}
		n.wrap(holders[g.holder], g.member, n.guardOf(g, own))
	}
}

// guardOf is the guard of a method.
func (n *natives) guardOf(g guarded, own map[string]func(native) native) func(native) native {
	switch g.of {
	case builtin.ByLength:
		return n.byLength(g.bytes)
	case builtin.ByFirstLength:
		return n.byArgument(0, g.bytes)
	case builtin.BySecondLength:
		return n.byArgument(1, g.bytes)
	case builtin.ByThirdLength:
		return n.byArgument(2, g.bytes)
	case builtin.ByText:
		return n.byText(g.bytes)
	case builtin.ByFirstText:
		return n.byFirstText(g.bytes)
	case builtin.ByArgumentCount:
		return n.byArguments(g.bytes)
	case builtin.ByTurn:
		return n.turn
	}
	return own[g.name]
}

// constructed is the guard of a constructor.
func (n *natives) constructed(name string) func([]goja.Value) []goja.Value {
	switch name {
	case "RegExp":
		return n.newPattern
	case "Function":
		return n.newFunction
	}
	return n.buffer(elementSizes[name])
}

// hidden are the objects that no global leads to, as code that gives them.
var hidden = func() map[string]*goja.Program {
	programs := map[string]*goja.Program{}
	for name, code := range map[string]string{
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
	o := n.rt.GlobalObject()
	for _, part := range strings.Split(path, ".") {
		o = o.Get(part).ToObject(n.rt)
	}
	return o
}
