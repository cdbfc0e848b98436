// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"errors"
	"math"
	"math/big"
	"reflect"
	"slices"
	"strconv"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A noJSON is an error: a value that has no JSON form, named by what it is.
type noJSON string

func (e noJSON) Error() string { return string(e) + " has no JSON form" }

var (
	errCyclic  = noJSON("a cyclic value")
	errTooDeep = noJSON("a value nested more than " + strconv.Itoa(maxJSONDepth) + " levels deep")
	errSparse  = noJSON("a sparse array of more than a million elements")
)

// maxSparse is the longest array that may have holes. Each hole is a null in the
// JSON, so that one assignment far beyond an array's end would fill the memory.
const maxSparse = 1_000_000

// appendJSON writes a value as JSON.stringify does: toJSON and getters are
// called, what has no JSON form is left out of objects and null in arrays.
// Different are: a BigInt is an integer and a typed array an array of numbers; at
// the top, undefined, functions and symbols are null and NaN and infinities an
// error; an error too is what contains itself, nests too deep, or is an array
// with holes that is longer than maxSparse. A number that s knows is written as it
// was.
//
// What script code throws meanwhile is a *goja.Exception error; interrupts and
// stack overflows of goja go on as panics. After an error, dst is as it was.
func appendJSON(dst []byte, rt *goja.Runtime, s *sources, v goja.Value) ([]byte, error) {
	w := jsonWriter{rt: rt, sources: s, dst: dst, paid: len(dst)}
	var written bool
	var err error
	if _, ok := v.(*goja.Object); ok || goja.IsBigInt(v) {
		if thrown := rt.Try(func() { written, err = w.value("", v) }); thrown != nil {
			err = thrown
		}
	} else {
		written, err = w.plain(v)
	}
	switch {
	case err != nil:
		return dst, err
	case !written:
		return append(dst, "null"...), nil
	}
	return w.dst, nil
}

type jsonWriter struct {
	rt      *goja.Runtime
	sources *sources
	dst     []byte
	// path are the objects that are open, the outermost first.
	path []*goja.Object
	// onPath is path as a set, once that is faster to search.
	onPath map[*goja.Object]struct{}
	// paid is up to which length of dst the message's memory was charged.
	paid int
}

// payEvery is after how many bytes it is charged.
const payEvery = 64 << 10

// pay charges what was written and so many bytes that are to come. An object that is in
// another several times is written as often, so the text may be longer than all memory.
func (w *jsonWriter) pay(toCome int) {
	due := len(w.dst) - w.paid + toCome
	if due < payEvery {
		return
	}
	w.paid = len(w.dst)
	if afford := w.rt.Get(script.Afford); afford != nil {
		if native, ok := afford.Export().(func(goja.FunctionCall) goja.Value); ok {
			native(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{w.rt.ToValue(2 * due)}}) // dst doubles when it is full
		}
	}
}

// value writes the property key of some object. It reports false, and has
// written nothing, where the value has no JSON form.
func (w *jsonWriter) value(key string, v goja.Value) (written bool, err error) {
	w.pay(0)
	o, ok := v.(*goja.Object)
	if !ok {
		if !goja.IsBigInt(v) {
			return w.plain(v)
		}
		o = v.ToObject(w.rt)
	}
	if toJSON, ok := goja.AssertFunction(o.Get("toJSON")); ok {
		if v, err = toJSON(v, w.rt.ToValue(key)); err != nil {
			return false, uncaught(err)
		}
	}
	if o, ok = v.(*goja.Object); !ok {
		return w.plain(v)
	}
	return w.object(o)
}

// plain writes a value that is no object.
func (w *jsonWriter) plain(v goja.Value) (written bool, err error) {
	switch v := v.(type) {
	case nil, *goja.Symbol:
		return false, nil
	case goja.String:
		if v.Length() > payEvery {
			size := quotedSize(v)
			w.pay(size)
			w.dst = slices.Grow(w.dst, size)
		}
		w.dst = appendJSString(w.dst, v)
		return true, nil
	}
	switch {
	case goja.IsNumber(v):
		return true, w.number(v)
	case goja.IsUndefined(v):
		return false, nil
	}
	w.dst = append(w.dst, v.String()...) // true, false, null or the digits of a BigInt
	return true, nil
}

func (w *jsonWriter) number(v goja.Value) error {
	if text, ok := w.sources.text(v); ok {
		w.dst = append(w.dst, text...)
		return nil
	}
	f := v.ToFloat()
	if !math.IsNaN(f) && !math.IsInf(f, 0) {
		w.dst = appendJSNumber(w.dst, f)
		return nil
	}
	if len(w.path) == 0 {
		return noJSON(v.String())
	}
	w.dst = append(w.dst, "null"...)
	return nil
}

var (
	proxyType  = reflect.TypeFor[goja.Proxy]()
	bigIntType = reflect.TypeFor[*big.Int]()
)

// object writes an object that is not replaced by its toJSON any more.
func (w *jsonWriter) object(o *goja.Object) (written bool, err error) {
	class := o.ClassName() // goja's own, which no script can change
	switch class {
	case "Number":
		return w.plain(o.ToNumber())
	case "String":
		return w.plain(o.ToString())
	case "Boolean":
		if b, ok := o.Export().(bool); ok {
			w.dst = strconv.AppendBool(w.dst, b)
			return true, nil
		}
	case "RawJSON":
		w.dst = append(w.dst, o.Get("rawJSON").String()...)
		return true, nil
	}
	if _, function := goja.AssertFunction(o); function {
		return false, nil
	}
	if err := w.enter(o); err != nil {
		return false, err
	}
	switch {
	case class == "Array" || proxiesArray(o):
		err = w.array(o)
	case o.ExportType() == bigIntType:
		w.dst = append(w.dst, o.Export().(*big.Int).String()...)
	case !w.typedArray(o):
		err = w.members(o)
	}
	w.leave()
	return true, err
}

// proxiesArray reports whether o is a proxy of an array.
func proxiesArray(o *goja.Object) bool {
	if o.ExportType() != proxyType {
		return false
	}
	for o != nil && o.ExportType() == proxyType {
		o = o.Export().(goja.Proxy).Target()
	}
	return o != nil && o.ClassName() == "Array"
}

// manyOpen is from how many open objects on a set finds one faster than a search.
const manyOpen = 32

func (w *jsonWriter) enter(o *goja.Object) error {
	if len(w.path) == maxJSONDepth {
		return errTooDeep
	}
	if w.onPath == nil && len(w.path) == manyOpen {
		w.onPath = make(map[*goja.Object]struct{}, 2*manyOpen)
		for _, open := range w.path {
			w.onPath[open] = struct{}{}
		}
	}
	if w.onPath == nil {
		if slices.Contains(w.path, o) {
			return errCyclic
		}
	} else {
		if _, open := w.onPath[o]; open {
			return errCyclic
		}
		w.onPath[o] = struct{}{}
	}
	w.path = append(w.path, o)
	return nil
}

func (w *jsonWriter) leave() {
	last := len(w.path) - 1
	delete(w.onPath, w.path[last])
	w.path = w.path[:last]
}

func (w *jsonWriter) array(o *goja.Object) error {
	w.dst = append(w.dst, '[')
	length := int64(0)
	if v := o.Get("length"); v != nil {
		length = v.ToInteger()
	}
	for i := range length {
		if i > 0 {
			w.dst = append(w.dst, ',')
		}
		index := strconv.FormatInt(i, 10)
		v := o.Get(index)
		if v == nil && length > maxSparse {
			return errSparse
		}
		written, err := w.value(index, v)
		if err != nil {
			return err
		}
		if !written {
			w.dst = append(w.dst, "null"...)
		}
	}
	w.dst = append(w.dst, ']')
	return nil
}

func (w *jsonWriter) members(o *goja.Object) error {
	keys := o.Keys()
	w.dst = append(w.dst, '{')
	start := len(w.dst)
	if slices.ContainsFunc(keys, lossy) {
		names, values, err := w.ownMembers(o)
		if err != nil {
			return err
		}
		for i, name := range names {
			if err := w.member(start, name.String(), name, values[i]); err != nil {
				return err
			}
		}
	} else {
		for _, key := range keys {
			if err := w.member(start, key, nil, o.Get(key)); err != nil {
				return err
			}
		}
	}
	w.dst = append(w.dst, '}')
	return nil
}

// member writes one member of the object whose first began at start, or nothing.
// name is the key where its Go form may be lossy.
func (w *jsonWriter) member(start int, key string, name goja.String, v goja.Value) error {
	before := len(w.dst)
	if before > start {
		w.dst = append(w.dst, ',')
	}
	if name == nil {
		w.dst = AppendString(w.dst, key)
	} else {
		w.dst = appendJSString(w.dst, name)
	}
	w.dst = append(w.dst, ':')
	written, err := w.value(key, v)
	if !written {
		w.dst = w.dst[:before]
	}
	return err
}

// eachMember calls f with the own enumerable members of an object, by syntax
// alone, so that it does not depend on builtins that a script may have replaced.
var eachMember = goja.MustCompile("members", `(function (o, f) {
	o = {__proto__: null, ...o};
	for (var key in o) f(key, o[key]);
})`, true)

// ownMembers is for objects with a key that has half of a surrogate pair: Go has
// no string for it, so that Object.Get would not find the member.
func (w *jsonWriter) ownMembers(o *goja.Object) (names []goja.String, values []goja.Value, err error) {
	function, err := w.rt.RunProgram(eachMember)
	if err != nil {
		return nil, nil, uncaught(err)
	}
	each, _ := goja.AssertFunction(function)
	_, err = each(goja.Undefined(), o, w.rt.ToValue(func(call goja.FunctionCall) goja.Value {
		names = append(names, call.Arguments[0].(goja.String))
		values = append(values, call.Arguments[1])
		return goja.Undefined()
	}))
	return names, values, uncaught(err)
}

// uncaught lets an error of goja that no script can catch go on as the panic that
// it was.
func uncaught(err error) error {
	var thrown *goja.Exception
	if err != nil && !errors.As(err, &thrown) {
		panic(err)
	}
	return err
}
