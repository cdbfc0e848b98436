package engine

import (
	"strings"

	"github.com/dop251/goja"
)

// search is the guard of the methods of a text that take a pattern: match, search and
// the like.
func (n *natives) search(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		pattern, ok := call.Argument(0).(*goja.Object)
		if !ok {
			if v := call.Argument(0); goja.IsString(v) {
				n.pattern(v)
			}
			return original(call)
		}
		this, text := n.asText(call.This)
		call.This = this
		if text == nil || text.Length() < longText {
			return original(call)
		}
		return n.oneByOne(pattern, 0, func() goja.Value { return original(call) })
	}
}

// searchWith is that of the methods of a pattern that take a text.
func (n *natives) searchWith(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		pattern, ok := call.This.(*goja.Object)
		if !ok || len(call.Arguments) == 0 {
			return original(call)
		}
		text := n.textOf(call.Arguments[0])
		call = withArguments(call, text)
		if lengthOf(text) < longText {
			return original(call)
		}
		return n.oneByOne(pattern, 0, func() goja.Value { return original(call) })
	}
}

// oneByOne runs a native that finds all matches of a pattern such that it asks for one
// after the other: goja does so where the pattern has an exec of its own. Otherwise it
// would find all of a long text at once, which takes 200 bytes for each and notices no
// interrupt. each is how many units of the result each match may make.
func (n *natives) oneByOne(pattern *goja.Object, each float64, run func() goja.Value) goja.Value {
	exec, _, ok := nativeOf(pattern.Get("exec"))
	if !ok || pattern.ClassName() != "RegExp" {
		return run() // its exec is the script's
	}
	made := 0.0
	own := n.rt.ToValue(func(call goja.FunctionCall) goja.Value {
		n.hear()
		if made += each; made > charged {
			n.text(made)
		}
		return exec(call)
	})
	if pattern.DefineDataProperty("exec", own, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE) != nil {
		return run() // it is frozen
	}
	defer func() { _ = pattern.Delete("exec") }()
	return run()
}

// replace is the guard of replace and replaceAll. What replaces a match may be long
// itself, and may hold the whole text again and again: $& and its like.
func (n *natives) replace(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		this, text := n.asText(call.This)
		call.This = this
		if text == nil || len(call.Arguments) == 0 {
			return original(call)
		}
		pattern, isObject := call.Arguments[0].(*goja.Object)
		by := call.Argument(1)
		if _, function := goja.AssertFunction(by); !function {
			by = n.textOf(by)
		}
		if !isObject {
			pattern := n.textOf(call.Arguments[0])
			call = withArguments(call, pattern, by)
			n.text(float64(text.Length()) + float64(times(text, pattern))*expanded(by, text, lengthOf(pattern)))
			return original(call)
		}
		if len(call.Arguments) > 1 {
			call = withArguments(call, pattern, by)
		}
		each := expanded(by, text, float64(text.Length()))
		if text.Length() < longText && each*float64(text.Length()) < 16*longText {
			return original(call)
		}
		return n.oneByOne(pattern, each, func() goja.Value { return original(call) })
	}
}

// times is how often a pattern is in a text.
func times(text goja.String, pattern goja.Value) int {
	if lengthOf(pattern) == 0 {
		return text.Length() + 1
	}
	return strings.Count(text.String(), pattern.String())
}

// expanded is how many units a match of so many units becomes at most.
func expanded(by goja.Value, text goja.String, match float64) float64 {
	if !goja.IsString(by) {
		return 0 // a function of the script, which hears interrupts itself
	}
	units := lengthOf(by)
	if s := by.String(); strings.Contains(s, "$") {
		units += float64(strings.Count(s, "$&")) * match
		units += float64(strings.Count(s, "$`")+strings.Count(s, "$'")) * float64(text.Length())
		// A group is a part of the match.
		for d := '0'; d <= '9'; d++ {
			units += float64(strings.Count(s, "$"+string(d))) * match
		}
		units += float64(strings.Count(s, "$<")) * match
	}
	return units
}

// maxPattern is how long the text of a regular expression may be. Compiling one needs
// stack for each level of nesting, as for scripts.
const maxPattern = maxCodeLength

func (n *natives) pattern(v goja.Value) {
	if lengthOf(v) > maxPattern {
		n.refuse("the text of a regular expression must not be longer than 100000 characters")
	}
}

// compile is the guard of RegExp.prototype.compile.
func (n *natives) compile(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		call.Arguments = n.newPattern(append([]goja.Value(nil), call.Arguments...))
		return original(call)
	}
}

// newPattern is the guard of the constructor.
func (n *natives) newPattern(arguments []goja.Value) []goja.Value {
	if len(arguments) > 0 && goja.IsString(arguments[0]) {
		n.pattern(arguments[0])
	}
	return arguments
}
