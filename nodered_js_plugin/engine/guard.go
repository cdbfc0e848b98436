// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// Natives of goja that recurse as deep as their argument is nested end the whole
// process, not the script: Go cannot recover from an exhausted stack. Guards put
// a limit in front of the ones that a few lines of script, or a hostile payload,
// drive there. docs/security.md lists what stays open.
const (
	// maxTextDepth is how deep JSON.parse may nest, as for payloads.
	maxTextDepth = 10_000
	// maxGeneratorDepth is how deep generators may delegate to each other.
	maxGeneratorDepth = 1000
	// maxCodeLength is how many bytes of text eval and Function take. The parser
	// needs stack for each level of nesting, and a text cannot nest deeper than it is
	// long.
	maxCodeLength = 100_000
	// maxFlatDepth is how many levels Array.prototype.flat takes away at most.
	maxFlatDepth = 10_000
)

// guards says which guards the scripts need: few, as a rule, since most never
// name these natives, and putting one in place costs every new VM a little.
type guards struct {
	generators, code bool
	// nested: functions of the scripts count their calls; uncounted: some may not.
	nested, uncounted bool
	// growing are the natives that may take much memory.
	growing []guarded
	// nesting are natives that have to count how deep they nest, found for the first VM:
	// most scripts need none.
	nesting func() [][]place
	// operators are the functions that the scripts call in place of operators.
	operators []string
	// longMatches: see mayMatchLong.
	longMatches bool
}

func guardsFor(scripts []*script.Script) (g guards) {
	g.growing = growing(scripts)
	guarded := g.growing
	g.nesting = sync.OnceValue(func() [][]place { return takenNatives(scripts, guarded) })
	for _, s := range scripts {
		g.generators = g.generators || s.FindsUnnamed() || strings.Contains(s.Source, "yield")
		g.code = g.code || s.RunsText()
		g.operators = append(g.operators, s.Operators()...)
		g.nested = g.nested || s.CountsCalls()
		g.uncounted = g.uncounted || s.RunsText() || s.Uncounted()
	}
	slices.Sort(g.operators)
	g.operators = slices.Compact(g.operators)
	return g
}

// install puts the guards in front of a new VM's natives.
func (g guards) install(rt *goja.Runtime, n *natives) {
	n.install(g.growing)
	n.installNested(g.nesting())
	defineHidden(rt, script.Afford, n.heard(n.afford))
	n.installOperators(g.operators)
	if g.longMatches {
		n.installMatchLimit()
	}
	if g.uncounted {
		rt.SetMaxCallStackSize(maxUncountedFrames)
	} else {
		rt.SetMaxCallStackSize(maxFrames)
	}
	if g.nested {
		newNesting(rt).install()
	}
	if g.generators {
		g.installGenerators(rt)
	}
	if g.code {
		defineHidden(rt, script.GuardCode, n.codeText)
		if eval, _, ok := nativeOf(rt.Get("eval")); ok {
			defineHidden(rt, script.GuardEval, func(call goja.FunctionCall) goja.Value {
				n.codeText(call)
				return eval(call)
			})
		}
	}
}

// defineHidden makes a global function that only the scripts' edited trees can name.
func defineHidden(rt *goja.Runtime, name string, f native) {
	_ = rt.GlobalObject().DefineDataProperty(name, rt.ToValue(f), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
}

// codeText gives its argument, which is about to be run if it is a text.
func (n *natives) codeText(call goja.FunctionCall) goja.Value {
	text := call.Argument(0)
	if goja.IsString(text) {
		n.code(len(text.String()))
	}
	return text
}

// newFunction is the guard of Function.
func (n *natives) newFunction(arguments []goja.Value) []goja.Value {
	length := 0
	for i, v := range arguments {
		text := n.textOf(v)
		arguments[i] = text
		length += len(text.String())
	}
	n.code(length)
	return arguments
}

// code refuses a text that is too long for a script.
func (n *natives) code(length int) {
	if length > maxCodeLength {
		n.refuse("the text of a script must not be longer than " + strconv.Itoa(maxCodeLength) + " bytes")
	}
}

var generatorPrototype = goja.MustCompile("", "Object.getPrototypeOf(function* () {}).prototype", false)

// installGenerators counts how deep generators resume each other: every level of
// yield* holds a native call, which goja's own limit does not see.
func (guards) installGenerators(rt *goja.Runtime) {
	generator, err := rt.RunProgram(generatorPrototype)
	if err != nil {
		return
	}
	prototype := generator.ToObject(rt)
	depth := 0
	for _, name := range []string{"next", "return", "throw"} {
		original, ok := goja.AssertFunction(prototype.Get(name))
		if !ok {
			continue
		}
		replace(rt, prototype, name, 1, func(call goja.FunctionCall) goja.Value {
			if depth >= maxGeneratorDepth {
				// Not for the script to catch, as any other overflow; the call below runs
				// into it.
				rt.Interrupt(WithReason(script.StackOverflow, errors.New("too much recursion: generators delegate too deep")))
			}
			depth++
			defer func() { depth-- }()
			v, err := original(call.This, call.Arguments...)
			if err != nil {
				panic(err)
			}
			return v
		})
	}
}

// newRangeError is a RangeError to panic with, or a TypeError where a script has
// removed RangeError.
func newRangeError(rt *goja.Runtime, message string) *goja.Object {
	if construct, ok := goja.AssertConstructor(rt.Get("RangeError")); ok {
		if e, err := construct(nil, rt.ToValue(message)); err == nil {
			return e
		}
	}
	return rt.NewTypeError(message)
}

// replace puts a native in a method's place, with the attributes of a builtin.
func replace(rt *goja.Runtime, object *goja.Object, name string, length int, f native) {
	function := nativeNamed(rt, f, rt.ToValue(name), rt.ToValue(length))
	_ = object.DefineDataProperty(name, function, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// nativeNamed is a native as a function with a name and a length.
func nativeNamed(rt *goja.Runtime, f native, name, length goja.Value) *goja.Object {
	function := rt.ToValue(f).ToObject(rt)
	_ = function.DefineDataProperty("name", name, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = function.DefineDataProperty("length", length, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	return function
}

// tooDeep reports whether a text nests deeper than JSON.parse can take, which ends at
// the first byte that is no JSON, so what would be text after that does not matter.
func tooDeep(text string) bool {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		case '[', '{':
			depth++
			if depth > maxTextDepth {
				return true
			}
		case ']', '}':
			depth--
		}
	}
	return false
}
