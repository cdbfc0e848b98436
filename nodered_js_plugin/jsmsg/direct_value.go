// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"math"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
)

// GiveGoValues makes the value of a changed payload while the script's objects are
// there, which spares parsing its text. It is for processors of one script: a value that
// is made before another one could become that of several messages.
func (b *Binding) GiveGoValues() { b.goValues = true }

// changedTo is the payload of an object that a script left and whose JSON is b.text.
func (b *Binding) changedTo(v eval.Value) payload {
	b.direct.machine.Charge(len(b.text))
	p := changed(string(b.text))
	// What is picked from a large payload must not keep all of it in memory.
	if b.goValues && len(b.text) >= len(b.direct.before.text)/2 {
		p.made, _ = goOf(v)
	}
	return p
}

// goOf is goValue of the JSON of a value that has been written as JSON: so it holds
// neither itself nor a toJSON of its own. False is for objects that are not as they are
// written, dates for one. The caller owns the value.
func goOf(v eval.Value) (value any, ok bool) {
	switch v.Kind {
	case eval.Null:
		return nil, true
	case eval.Bool:
		return v.Num != 0, true
	case eval.String:
		return v.Box(), true
	case eval.Number:
		if text, ok := v.Source(); ok {
			return goNumber(text, !strings.ContainsAny(text, ".eE")), true
		}
		if math.IsNaN(v.Num) || math.IsInf(v.Num, 0) {
			return nil, true
		}
		return goFloat(v.Num), true
	}
	switch o := v.Ref.(type) {
	case *eval.Obj:
		return goObject(o)
	case *eval.Arr:
		return goArray(o)
	}
	return nil, false
}

func goObject(o *eval.Obj) (value any, ok bool) {
	object := make(map[string]any, o.Len())
	for i := range o.Len() {
		key, v := o.At(i)
		if hasNoJSON(v) {
			continue
		}
		if object[key], ok = goOf(v); !ok {
			return nil, false
		}
	}
	return object, true
}

func goArray(a *eval.Arr) (value any, ok bool) {
	array := make([]any, len(a.Elems))
	for i, v := range a.Elems {
		if hasNoJSON(v) {
			continue
		}
		if array[i], ok = goOf(v); !ok {
			return nil, false
		}
	}
	return array, true
}

// hasNoJSON is for what objects leave out and arrays have null for.
func hasNoJSON(v eval.Value) bool {
	_, function := v.Ref.(*eval.Func)
	return function || v.Kind == eval.Undefined || v.IsHole()
}
