// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"strings"

	"github.com/dop251/goja"
)

// What goja takes for a match by which it splits a text, and for each group of it:
// where it was found, and the part that it makes. Measured with parts of one character.
const (
	matchCost = 128
	groupCost = 48
)

// splitWith is the guard of RegExp.prototype[Symbol.split].
func (n *natives) splitWith(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		if pattern, text, ok := n.patternAndText(call.This, call.Argument(0)); ok {
			n.parts(pattern, text)
		}
		return original(call)
	}
}

// parts charges what splitting a text by a pattern takes. goja finds all matches at
// once and notices no interrupt meanwhile, so they are counted first, one by one: how
// many there are is nowhere in pattern or text.
func (n *natives) parts(pattern *goja.Object, text goja.String) {
	if text.Length() < longText {
		return
	}
	source, flags := stringOf(pattern.Get("source")), stringOf(pattern.Get("flags"))
	cost := float64(matchCost + groupCost*strings.Count(source, "("))
	most := float64(text.Length()) * cost
	if test, _, ok := nativeOf(pattern.Get("test")); ok && most >= manyMatches*matchCost {
		if text, quick := n.quick(text); quick {
			n.takeMatches(test, source, flags, text, cost)
			return
		}
	}
	n.take(most / 4) // few are split at more than every fourth place
}

// takeMatches charges cost for each match of a pattern in a text.
func (n *natives) takeMatches(test native, source, flags string, text goja.String, cost float64) {
	// Found from left to right, and again from where the last one ended.
	flags = strings.NewReplacer("y", "", "g", "").Replace(flags) + "g"
	counting, err := n.rt.New(n.rt.Get("RegExp"), n.rt.ToValue(source), n.rt.ToValue(flags))
	if err != nil {
		panic(err)
	}
	arguments := []goja.Value{text}
	for from := int64(0); test(goja.FunctionCall{This: counting, Arguments: arguments}).ToBoolean(); {
		n.hear()
		n.take(cost)
		end := counting.Get("lastIndex").ToInteger()
		if from++; end < from { // it is empty
			_ = counting.Set("lastIndex", from)
		} else {
			from = end
		}
	}
}
