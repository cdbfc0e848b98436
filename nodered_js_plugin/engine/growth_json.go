// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"strings"

	"github.com/dop251/goja"
)

// What JSON.parse makes of a text, in bytes for each thing in it.
const (
	parsedList   = 200
	parsedObject = 400
	parsedMember = 96
	parsedValue  = 56
)

// parse is the guard of JSON.parse. A text of [[],[],[], … becomes fifty times as large.
func (n *natives) parse(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		// Objects become text once, here: a toString of theirs may not answer differently
		// the second time.
		value := n.textOf(call.Argument(0))
		if len(call.Arguments) > 0 {
			call = withArguments(call, value)
		}
		text := value.String()
		if tooDeep(text) {
			panic(newRangeError(n.rt, "JSON.parse: the text is nested too deep"))
		}
		if len(text) > charged {
			count := func(what string) float64 { return float64(strings.Count(text, what)) }
			n.take(float64(2*len(text)) + count("[")*parsedList + count("{")*parsedObject + count(":")*parsedMember + count(",")*parsedValue)
		}
		return original(call)
	}
}

// stringify is the guard of JSON.stringify. An object that is in another several times
// is written as often, so the text may be longer than all memory; and goja writes it
// without looking up. So it gets a replacer, which it asks before each value.
func (n *natives) stringify(original native) native {
	return func(call goja.FunctionCall) goja.Value {
		w := writing{natives: n, gap: gapOf(call.Argument(2))}
		if f, ok := goja.AssertFunction(call.Argument(1)); ok {
			w.replacer = f
		} else {
			w.keys = n.jsonKeysOf(call.Argument(1))
		}
		arguments := []goja.Value{call.Argument(0), n.rt.ToValue(w.replace)}
		if len(call.Arguments) > 2 {
			arguments = append(arguments, call.Arguments[2])
		}
		call.Arguments = arguments
		return original(call)
	}
}

// maxWritten is how deep values may nest that JSON.stringify writes, as for payloads:
// deeper ones end the process.
const maxWritten = maxTextDepth

// A writing counts what one JSON.stringify writes.
type writing struct {
	*natives
	replacer goja.Callable
	keys     *jsonKeys
	gap      int
	// holders are the objects that are being written, the innermost last; last is the
	// value before, which may become one.
	holders []*goja.Object
	last    *goja.Object
	// units is what was written, due at how many it is charged the next time.
	units, due float64
	values     int
}

// replace is called with each value, by the object that holds it.
func (w *writing) replace(call goja.FunctionCall) goja.Value {
	if w.values++; w.values&255 == 0 {
		w.hear()
	}
	w.enter(call.This)
	key, value := call.Arguments[0], call.Arguments[1]
	if w.replacer != nil {
		var err error
		if value, err = w.replacer(call.This, key, value); err != nil {
			panic(err)
		}
	}
	if w.keys != nil {
		value = w.keys.show(value)
	}
	if w.last, _ = value.(*goja.Object); w.last != nil && isTyped(w.last) {
		w.take(64 * lengthOf(w.last)) // its keys are listed first
	}
	w.units += lengthOf(key) + writtenLength(value) + float64(1+w.gap*len(w.holders))
	if w.units > w.due {
		w.text(2*w.units - w.due) // the buffer doubles what it has when it is full
		w.due = max(2*w.units, charged)
	}
	return value
}

// enter finds the object that holds the value among those that are being written.
func (w *writing) enter(this goja.Value) {
	holder, _ := this.(*goja.Object)
	if len(w.holders) == 0 || holder == w.last {
		w.holders = append(w.holders, holder)
		if len(w.holders) > maxWritten {
			w.refuse("JSON.stringify: the value is nested too deep")
		}
		return
	}
	for len(w.holders) > 1 && w.holders[len(w.holders)-1] != holder {
		w.holders = w.holders[:len(w.holders)-1]
	}
}

// writtenLength is about how many units a value takes in JSON, without what it holds.
func writtenLength(v goja.Value) float64 {
	text, ok := v.(goja.String)
	if !ok {
		return 8
	}
	units := float64(text.Length() + 8)
	if units > longText {
		for _, c := range []byte(text.String()) {
			switch {
			case c < ' ':
				units += 5
			case c == '"' || c == '\\':
				units++
			}
		}
	}
	return units
}

// gapOf is how many characters JSON.stringify indents by.
func gapOf(v goja.Value) int {
	if text, ok := v.(goja.String); ok {
		return min(text.Length(), 10)
	}
	if !goja.IsNumber(v) {
		return 0
	}
	return int(min(max(v.ToFloat(), 0), 10))
}
