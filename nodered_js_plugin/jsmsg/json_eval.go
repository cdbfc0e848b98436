// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"math"
	"strconv"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// evalJSON makes the executor's value of a JSON text, as parseVisible makes goja's.
// The value may share memory with text.
func evalJSON(text string, visible *script.Paths) (v eval.Value, loose, ok bool) {
	return evalBuilder{jsonText: jsonText{text: text}}.build(visible)
}

// chargedJSON is evalJSON, inside Attempt, for a text that nobody has charged: what is
// built of it may be a hundred times as long as what builds it, and what paths leave out
// costs nothing. A short text builds little.
func chargedJSON(m *eval.Machine, text string, visible *script.Paths) (v eval.Value, loose, ok bool) {
	b := evalBuilder{jsonText: jsonText{text: text}}
	if len(text) > maxFreeText {
		b.machine = m
	}
	v, loose, ok = b.build(visible)
	return v, loose, ok
}

// maxFreeText is how long a payload may be of which nothing is charged.
const maxFreeText = 16 << 10

// parsedJSON is what a script's JSON.parse gives: numbers are computed there, so they do
// not keep the text that they were read from.
func parsedJSON(text string) (v eval.Value, ok bool) {
	v, _, ok = evalBuilder{jsonText: jsonText{text: text}, computed: true}.build(allPaths)
	return v, ok
}

func (b evalBuilder) build(visible *script.Paths) (v eval.Value, loose, ok bool) {
	v = b.value(visible)
	b.charge(0)
	if !b.end() {
		return eval.Value{}, false, false
	}
	return v, b.loose, true
}

var allPaths = &script.Paths{All: true}

// evalBuilder makes values while it reads. After an error it returns what it has,
// which nobody uses.
type evalBuilder struct {
	jsonText
	// elements are the elements read so far of all arrays that are open.
	elements []eval.Value
	// computed: numbers do not keep their texts.
	computed bool
	// machine is charged for what is built, nil where nobody is. due is what it has not
	// been told of yet.
	machine *eval.Machine
	due     int
}

// minCharge is how many bytes are charged at a time.
const minCharge = 4 << 10

// charge charges bytes, before they are taken but for a few. 0 charges all that is due.
func (b *evalBuilder) charge(bytes int) {
	if b.machine == nil {
		return
	}
	if b.due += bytes; b.due >= minCharge || bytes == 0 {
		due := b.due
		b.due = 0
		b.machine.Charge(due)
	}
}

// value leaves out what paths do not show.
func (b *evalBuilder) value(paths *script.Paths) eval.Value {
	switch c := b.next(); c {
	case '{':
		return b.object(paths)
	case '[':
		return b.array()
	case '"':
		b.charge(eval.JSONText)
		return eval.StringValue(unquoted(b.quoted()))
	case 't', 'f':
		b.word(c)
		return eval.BoolValue(c == 't')
	case 'n':
		b.word(c)
		return eval.NullValue()
	}
	return b.number()
}

func (b *evalBuilder) object(paths *script.Paths) eval.Value {
	b.open()
	b.charge(eval.JSONObject)
	var o *eval.Obj
	for first := true; b.more(first, '}'); first = false {
		if first {
			o = eval.NewObj(4)
		}
		key := unquoted(b.key())
		if o.Len() >= eval.JSONMembers {
			b.charge(eval.JSONMember)
		}
		switch {
		case paths.All:
			o.Set(key, b.value(paths))
		case paths.Members[key] != nil:
			o.Set(key, b.value(paths.Members[key]))
		default:
			b.skip()
		}
	}
	if o == nil {
		o = eval.NewObj(0)
	}
	return eval.ObjectValue(o)
}

func (b *evalBuilder) array() eval.Value {
	b.open()
	b.charge(eval.JSONElement)
	base := len(b.elements)
	for first := true; b.more(first, ']'); first = false {
		b.charge(eval.JSONElement)
		b.elements = append(b.elements, b.value(allPaths))
	}
	array := make([]eval.Value, len(b.elements)-base)
	copy(array, b.elements[base:])
	b.elements = b.elements[:base]
	return eval.ObjectValue(eval.NewArr(array))
}

func (b *evalBuilder) number() eval.Value {
	text, whole := b.jsonText.number()
	if whole {
		if n, ok := jsonInt(text); ok {
			return eval.NumberValue(float64(n))
		}
	}
	// The error is one of range; ±Inf or 0 is then the value, as in JavaScript.
	f, _ := strconv.ParseFloat(text, 64)
	if b.computed || shortest(text, whole) && !math.IsInf(f, 0) {
		return eval.NumberValue(f)
	}
	b.charge(eval.JSONText)
	return eval.SourceNumber(f, text)
}
