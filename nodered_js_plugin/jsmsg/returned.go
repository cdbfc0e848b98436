// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"errors"
	"reflect"
	"slices"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

var (
	plainType = reflect.TypeFor[map[string]any]()
	msgType   = reflect.TypeFor[*msgObject]()
	metaType  = reflect.TypeFor[*metaObject]()
)

// isArray reports what Array.isArray does.
func isArray(o *goja.Object) bool {
	if o.ExportType() == proxyType {
		return proxiesArray(o)
	}
	return o.ClassName() == "Array"
}

// isMessage reports whether an object that a script returned can be a message: a
// plain object or an instance of a class of the script's own.
func isMessage(o *goja.Object) bool {
	if o.ClassName() != "Object" {
		return false
	}
	switch o.ExportType() {
	case msgType, metaType, proxyType:
		return true
	case plainType:
	default:
		return false // Map, Set, Promise, typed arrays, …
	}
	// The builtins that export as a map all name themselves.
	if tag := o.GetSymbol(goja.SymToStringTag); tag != nil && goja.IsString(tag) {
		return !slices.Contains(builtinTags, tag.String())
	}
	return true
}

var builtinTags = []string{
	"WeakMap", "WeakSet", "WeakRef", "DataView", "Generator", "AsyncGenerator", "JSON", "Math", "Reflect", "Atomics", "Intl",
	"Array Iterator", "Map Iterator", "Set Iterator", "String Iterator", "RegExp String Iterator", "Symbol",
}

func badReturn(v goja.Value) error {
	kind := "a " + describe(v)
	return engine.WithReason(script.BadReturn, errors.New(
		"the script returned "+kind+"; return msg, an object with payload and meta, an array of these, or null to drop the message"))
}

// describe names the kind of a returned value.
func describe(v goja.Value) string {
	object, ok := v.(*goja.Object)
	switch {
	case !ok && goja.IsString(v):
		return "string"
	case !ok && goja.IsNumber(v):
		return "number"
	case !ok && goja.IsBigInt(v):
		return "BigInt"
	case !ok && isBool(v):
		return "boolean"
	case !ok:
		return "symbol"
	case object.ClassName() == "Array":
		return "nested array"
	case object.ClassName() != "Object":
		return object.ClassName()
	case object.ExportType() == reflect.TypeFor[*goja.Promise]():
		return "Promise"
	}
	if tag := object.GetSymbol(goja.SymToStringTag); tag != nil && goja.IsString(tag) {
		return tag.String()
	}
	return "object that is no message"
}
