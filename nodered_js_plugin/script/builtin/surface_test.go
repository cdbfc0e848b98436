// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// surfaceSource lists all own properties of everything that a script could reach.
//
//go:embed testdata/surface.js
var surfaceSource string

// A surfaceProperty is a property of a pristine VM.
type surfaceProperty struct {
	Path string
	// Kind is "function", "object", "primitive" or "accessor"; Length a function's.
	Kind   string
	Length int
}

func surface(t *testing.T) []surfaceProperty {
	t.Helper()
	rt := goja.New()
	rt.SetFieldNameMapper(goja.UncapFieldNameMapper())
	v, err := rt.RunString(surfaceSource)
	if err != nil {
		t.Fatal(err)
	}
	var list []surfaceProperty
	if err := rt.ExportTo(v, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) < 500 {
		t.Fatal("only", len(list), "properties found")
	}
	return list
}

// ownOfValues are the properties that no prototype has, with a value that does.
var ownOfValues = map[string]string{
	"RegExp.prototype.lastIndex": "/x/",
	"Error.prototype.cause":      "new Error('', { cause: 1 })",
	"Error.prototype.stack":      "new Error()",
}

// exists reports whether a pristine VM has what a row describes, or an object
// inherits it: Uint8Array.from, Math.max.apply.
func exists(t *testing.T, rt *goja.Runtime, properties []surfaceProperty, row *Row) bool {
	if slices.ContainsFunc(properties, func(p surfaceProperty) bool { return p.Path == path(row) }) {
		return true
	}
	expression := "typeof " + row.Name + " === 'function'"
	if value, ok := ownOfValues[row.Name]; ok {
		expression = "Object.hasOwn(" + value + ", '" + row.Member() + "')"
	} else if row.Form != FormFunction {
		return false
	}
	v, err := rt.RunString(expression)
	if err != nil {
		t.Fatal(err)
	}
	return v.ToBoolean()
}

// isHost reports whether the processors add it: goja does not know it.
func isHost(row *Row) bool {
	return strings.HasPrefix(row.Name, "console.") || strings.HasPrefix(row.Name, "cache.")
}

// Every builtin of goja is a row, or is outside for a reason. A newer goja that
// brings one fails here: judge it by the rule in doc.go.
func TestEveryBuiltinIsKnown(t *testing.T) {
	for _, p := range surface(t) {
		rows := slices.ContainsFunc(Rows(), func(r *Row) bool { return path(r) == p.Path })
		holdsRows := p.Kind == "object" && slices.ContainsFunc(Rows(), func(r *Row) bool { return strings.HasPrefix(r.Name, p.Path+".") })
		excluded := slices.ContainsFunc(Outside(), func(e Exclusion) bool { return e.Match(p.Path) })
		switch {
		case rows && excluded:
			t.Errorf("%s is a row, and outside", p.Path)
		case !rows && !excluded && (!holdsRows || strings.Contains(p.Path, ".")):
			t.Errorf("%s (%s) is neither a row nor outside", p.Path, p.Kind)
		}
	}
}

// path is where a row's builtin is in a VM.
func path(r *Row) string { return strings.TrimPrefix(r.Name, "new ") }

// A newer goja that drops a builtin fails here.
func TestEveryRowAndExclusionExists(t *testing.T) {
	properties, rt := surface(t), goja.New()
	for _, row := range Rows() {
		if !isHost(row) && !exists(t, rt, properties, row) {
			t.Errorf("%s is in the table only", row.Name)
		}
	}
	for _, e := range Outside() {
		for _, name := range e.Names {
			one := Exclusion{Names: []string{name}}
			// The constructor of all typed arrays is nobody's property.
			if name != "%TypedArray%" && !slices.ContainsFunc(properties, func(p surfaceProperty) bool { return one.Match(p.Path) }) {
				t.Errorf("%s is among the exclusions only", name)
			}
		}
	}
}

func TestRowsHaveTheFormOfTheirBuiltin(t *testing.T) {
	properties := map[string]surfaceProperty{}
	for _, p := range surface(t) {
		properties[p.Path] = p
	}
	for _, row := range Rows() {
		p, ok := properties[path(row)]
		if !ok {
			continue // the tests above say which may be missing
		}
		switch row.Form {
		case FormProperty:
			if p.Kind != "accessor" && p.Kind != "primitive" {
				t.Errorf("%s is no property but a %s", row.Name, p.Kind)
			}
		case FormConstant:
			if p.Kind != "primitive" {
				t.Errorf("%s is no constant but a %s", row.Name, p.Kind)
			}
		default:
			if p.Kind != "function" {
				t.Errorf("%s is no function but a %s", row.Name, p.Kind)
			}
			// JavaScript counts what is required, and sometimes what is optional.
			// Date does so also without new, toJSON has a parameter that it ignores.
			if row.Exact || row.Name == "Date" || row.Name == "Date.prototype.toJSON" {
				continue
			}
			if p.Length < row.Required || p.Length > len(row.Takes) && !row.Rest {
				t.Errorf("%s takes %d, %d of them required; its length is %d", row.Name, len(row.Takes), row.Required, p.Length)
			}
		}
	}
}

func TestRowsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rows() {
		if key := r.Name + string(rune(r.Form)); seen[key] {
			t.Errorf("%s is there twice", r.Name)
		} else {
			seen[key] = true
		}
		switch {
		case len(r.Params) != len(r.Takes), r.Rest && len(r.Takes) == 0:
			t.Errorf("%s has %d parameters of %d kinds", r.Name, len(r.Params), len(r.Takes))
		case r.Gives == 0, slices.Contains(r.Takes, 0):
			t.Errorf("%s lacks a kind", r.Name)
		case (r.Receiver != 0) != (r.Form == FormMethod || r.Form == FormProperty):
			t.Errorf("%s has the receiver %b", r.Name, r.Receiver)
		case r.Doc == "" || !strings.HasSuffix(r.Doc, "."):
			t.Errorf("%s has no sentence for the reader: %q", r.Name, r.Doc)
		case r.Changes == Receiver && r.Form != FormMethod, r.Changes == FirstArgument && len(r.Takes) == 0:
			t.Errorf("%s cannot change what it says", r.Name)
		}
		for i := range 8 {
			if kind, ok := r.Take(i); r.Calls(i) && (!ok || kind&Func == 0) {
				t.Errorf("%s calls argument %d, which is no function", r.Name, i)
			}
		}
		for i, kind := range r.Takes {
			if kind&Func != 0 && kind != Any && !r.Calls(i) {
				t.Errorf("%s takes a function as argument %d and does not call it", r.Name, i)
			}
		}
	}
}
