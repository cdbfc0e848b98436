// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/memory"
)

// manyMatches is from how many units on a text may have so many matches that finding
// all of them at once takes much memory.
const manyMatches = 256 << 10

// search is the guard of the methods of a text that take a pattern: match, search and
// the like.
func (n *natives) search(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		if v := call.Argument(0); goja.IsString(v) {
			n.pattern(v)
		}
		pattern, text, ok := n.patternAndText(call.Argument(0), call.This)
		if !ok || text.Length() < manyMatches {
			return original(call)
		}
		return n.oneByOne(pattern, text, nil, func(pattern *goja.Object, text goja.String) goja.Value {
			return original(withArguments(goja.FunctionCall{This: text, Arguments: call.Arguments}, pattern))
		})
	}
}

// searchWith is that of the methods of a pattern that take a text.
func (n *natives) searchWith(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		pattern, text, ok := n.patternAndText(call.This, call.Argument(0))
		if !ok {
			return original(call)
		}
		if by, ok := call.Argument(1).(goja.String); ok { // of [Symbol.replace]
			n.text(expansionOf(by, text).of(float64(text.Length())))
		}
		if text.Length() < manyMatches {
			return original(call)
		}
		return n.oneByOne(pattern, text, nil, func(pattern *goja.Object, text goja.String) goja.Value {
			return original(withArguments(goja.FunctionCall{This: pattern, Arguments: call.Arguments}, text))
		})
	}
}

// patternAndText are a regular expression and a text that it is to be found in; false
// for anything else.
func (n *natives) patternAndText(pattern, in goja.Value) (*goja.Object, goja.String, bool) {
	o, ok := pattern.(*goja.Object)
	if !ok || o.ClassName() != "RegExp" {
		return nil, nil, false
	}
	text, ok := in.(goja.String)
	return o, text, ok
}

// oneByOne runs a native that finds all matches of a pattern such that it asks for one
// after the other: goja does so where the pattern has an exec of its own. Otherwise it
// would find all of a long text at once, which takes 200 bytes for each and notices no
// interrupt. The native gets a pattern and a text that are like the script's. makes,
// where it is not nil, is how many units of the result a match makes.
func (n *natives) oneByOne(pattern *goja.Object, text goja.String, makes func(match float64) float64, run func(*goja.Object, goja.String) goja.Value) goja.Value {
	exec, _, ok := nativeOf(pattern.Get("exec"))
	text, quick := n.quick(text)
	if !ok || !quick || len(pattern.GetOwnPropertyNames()) != 1 || !pattern.Prototype().SameAs(n.holder("RegExp.prototype")) {
		if makes != nil {
			n.text(makes(float64(text.Length())))
		}
		return run(pattern, text) // it is not as they all are, and goja takes its time with it
	}
	copied, err := n.rt.New(n.rt.Get("RegExp"), pattern.Get("source"), pattern.Get("flags"))
	if err != nil {
		panic(err)
	}
	_ = copied.Set("lastIndex", pattern.Get("lastIndex"))
	made := 0.0
	_ = copied.DefineDataProperty("exec", n.rt.ToValue(func(call goja.FunctionCall) goja.Value {
		n.hear()
		result := exec(call)
		if match, ok := result.(*goja.Object); ok && makes != nil {
			units := makes(lengthOf(match.Get("0")))
			n.take(2 * units)
			if made += units; made > float64(n.allowance.sizes.Text) {
				n.refuse(memory.TextTooLong)
			}
		}
		return result
	}), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	defer func() { _ = pattern.Set("lastIndex", copied.Get("lastIndex")) }()
	return run(copied, text)
}

// quick is the same text such that goja sees at once that it is. It looks whether it has
// prepared a text for a pattern already, which takes as long as the text if that is not
// from Go. ok is false for one that cannot be, with half of a surrogate pair.
func (n *natives) quick(text goja.String) (same goja.String, ok bool) {
	again := n.rt.ToValue(text.String()).(goja.String)
	if !again.StrictEquals(text) {
		return text, false
	}
	return again, true
}

// replace is the guard of replace and replaceAll. What replaces a match may be long
// itself, and may hold the match or the whole text again and again: $& and its like.
func (n *natives) replace(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		if _, isObject := call.Argument(0).(*goja.Object); !isObject {
			return n.replaceText(original, call)
		}
		pattern, text, ok := n.patternAndText(call.Argument(0), call.This)
		if !ok {
			return original(call)
		}
		by := call.Argument(1)
		if _, function := goja.AssertFunction(by); function {
			if text.Length() < manyMatches {
				return original(call)
			}
			return n.oneByOne(pattern, text, nil, func(pattern *goja.Object, text goja.String) goja.Value {
				return original(withArguments(goja.FunctionCall{This: text, Arguments: call.Arguments}, pattern))
			})
		}
		replacement := n.textOf(by)
		e := expansionOf(replacement, text)
		call = goja.FunctionCall{This: text, Arguments: []goja.Value{pattern, replacement}}
		// No more matches than characters, and all of them together no longer than the text.
		units := float64(text.Length())
		if most := (units+1)*e.each + units*e.matches; text.Length() < manyMatches && most < 16<<20 {
			n.take(2 * most)
			return original(call)
		}
		return n.oneByOne(pattern, text, e.of, func(pattern *goja.Object, text goja.String) goja.Value {
			return original(goja.FunctionCall{This: text, Arguments: []goja.Value{pattern, replacement}})
		})
	}
}

// replaceText replaces a text in another.
func (n *natives) replaceText(original native, call goja.FunctionCall) goja.Value {
	this, text := n.asText(call.This)
	if text == nil || len(call.Arguments) == 0 {
		return original(call)
	}
	pattern, by := n.textOf(call.Arguments[0]), call.Argument(1)
	if _, function := goja.AssertFunction(by); !function {
		replacement := n.textOf(by)
		by = replacement
		e := expansionOf(replacement, text)
		n.text(float64(text.Length()) + float64(times(text, pattern))*e.of(float64(pattern.Length())))
	}
	return original(goja.FunctionCall{This: this, Arguments: []goja.Value{pattern, by}})
}

// times is how often a pattern is in a text.
func times(text goja.String, pattern goja.Value) int {
	if lengthOf(pattern) == 0 {
		return text.Length() + 1
	}
	return strings.Count(text.String(), pattern.String())
}

// An expansion is how many units a match becomes: each, and so many times the match.
type expansion struct{ each, matches float64 }

func (e expansion) of(match float64) float64 { return e.each + e.matches*match }

// expansionOf is that of a replacement, at most.
func expansionOf(by, text goja.String) (e expansion) {
	s := by.String()
	e.each = float64(by.Length())
	if !strings.Contains(s, "$") {
		return e
	}
	e.each += float64(strings.Count(s, "$`")+strings.Count(s, "$'")) * float64(text.Length())
	// A group is a part of the match.
	e.matches = float64(strings.Count(s, "$"))
	return e
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
