// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import (
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// ownValues are expressions for values of all kinds that a script can own.
var ownValues = []string{
	"{}", "[]", "''", "0", "true", "1n", "function () {}", "() => {}", "new Date(0)", "/x/", "new Map()", "new Set()", "new Error()", "new TypeError()",
	"new ArrayBuffer(1)", "new DataView(new ArrayBuffer(1))", "new Uint8Array(1)", "new Float64Array(1)", "new BigInt64Array(1)",
	"[].values()", "new Map().keys()", "new Set().entries()", "'a'.matchAll(/a/g)", "/a/.exec('a')", "/(?<x>a)/.exec('a').groups",
	"new Number(1)", "new String('a')", "new Boolean(true)", "Object(1n)", "JSON.rawJSON('1')", "Object.create(null)",
	"new Uint8Array(1).setFromHex('00')", "[].values().next()", "JSON.parse('{}')", "Object.entries({ a: 1 })", "''[Symbol.iterator]()",
}

// What a value of a script inherits under a name that Inherits does not know is a
// primitive, and all that it knows but __proto__ and prototype are functions. Guards
// rely on both.
func TestInheritsKnowsWhatValuesInherit(t *testing.T) {
	rt := goja.New()
	objects, functions := map[string]bool{}, map[string]bool{}
	for _, value := range ownValues {
		v, err := rt.RunString(`(function (value) {
			const found = [];
			for (let p = Object.getPrototypeOf(Object(value)); p !== null; p = Object.getPrototypeOf(p))
				for (const name of Object.getOwnPropertyNames(p)) {
					let v;
					try { v = value[name]; } catch (e) { continue; }
					if (typeof v === "function") found.push("f" + name);
					else if (typeof v === "object" && v !== null) found.push("o" + name);
				}
			return found;
		})(` + value + `)`)
		if err != nil {
			t.Fatal(value, err)
		}
		var found []string
		if err := rt.ExportTo(v, &found); err != nil {
			t.Fatal(err)
		}
		for _, name := range found {
			if name[0] == 'f' {
				functions[name[1:]] = true
			} else {
				objects[name[1:]] = true
			}
		}
	}
	// The memory of a typed array is the script's own.
	delete(objects, "buffer")
	if !objects["__proto__"] || len(objects) != 1 {
		t.Errorf("values inherit objects that are no functions: %v", objects)
	}
	if len(functions) < 140 {
		t.Error("values inherit only", len(functions), "functions")
	}
	for name := range functions {
		if !Inherits(name) {
			t.Error("Inherits does not know", name)
		}
	}
}

func TestInherits(t *testing.T) {
	for _, name := range []string{
		"constructor", "__proto__", "prototype", "toString", "valueOf", "values", "sort", "get", "then", "next", "return", "exec", "apply",
	} {
		if !Inherits(name) {
			t.Error("unknown:", name)
		}
		for i := range len(name) + 1 {
			if HarmlessPrefix(name[:i]) {
				t.Errorf("a name may begin with %q", name[:i])
			}
		}
	}
	for _, name := range []string{
		"payload", "value", "length", "size", "buffer", "source", "name", "message", "caller", "arguments", "from", "raw", "now", "0", "",
	} {
		if Inherits(name) {
			t.Error("known, and no object:", name)
		}
	}
	for _, prefix := range []string{"tag_", "value_", "0", "toJSONx", "x"} {
		if !HarmlessPrefix(prefix) {
			t.Error("no name begins with", prefix)
		}
	}
}

func TestIsGlobal(t *testing.T) {
	for name, want := range map[string]bool{
		"Math": true, "undefined": true, "globalThis": true, "eval": true, "parseInt": true,
		"toString": true, "constructor": true, "__proto__": true,
		"msg": false, "console": false, "cache": false, "setTimeout": false, "": false,
	} {
		if IsGlobal(name) != want {
			t.Error(name, "is", !want)
		}
	}
}

// Every method of the table is a name that Inherits knows: a guard looks at it where
// it is read and not called.
func TestInheritsKnowsTheMethodsOfTheTable(t *testing.T) {
	for _, row := range Rows() {
		if row.Form == FormMethod && !Inherits(row.Member()) {
			t.Error(row.Name)
		}
		if root, _, _ := strings.Cut(path(row), "."); !isHost(row) && root[0] != '%' && !IsGlobal(root) {
			t.Error(root, "is no global")
		}
	}
}

func TestLookups(t *testing.T) {
	if r := Function("Math.round"); r == nil || r.Form != FormFunction {
		t.Error(r)
	}
	if r := Function("Date"); r == nil || r.Gives != String {
		t.Error(r)
	}
	if r := Constructor("Date"); r == nil || r.Gives != Date || r.Name != "new Date" {
		t.Error(r)
	}
	if r := Constant("Math.PI"); r == nil || r.Gives != Number {
		t.Error(r)
	}
	for _, r := range []*Row{Function("Math.PI"), Function("eval"), Function("Map"), Constructor("Math.round"), Constant("Math.round"), Constructor("Promise"), Function("String.prototype.split")} {
		if r != nil {
			t.Error(r.Name)
		}
	}
	var names []string
	for _, r := range Methods("slice") {
		names = append(names, r.Name)
	}
	if want := []string{"String.prototype.slice", "Array.prototype.slice", "ArrayBuffer.prototype.slice", "%TypedArray%.prototype.slice"}; !slices.Equal(names, want) {
		t.Error(names)
	}
	if len(Methods("length")) > 0 || len(Properties("length")) != 4 || len(Methods("bind")) > 0 {
		t.Error(Methods("length"), Properties("length"), Methods("bind"))
	}
	if kind, ok := Function("Math.max").Take(7); kind != Number || !ok {
		t.Error(kind, ok)
	}
	if _, ok := Methods("map")[0].Take(1); ok {
		t.Error("map would take a this")
	}
}

func BenchmarkAskPristineVM(b *testing.B) {
	for b.Loop() {
		if _, err := goja.New().RunString(askNames); err != nil {
			b.Fatal(err)
		}
	}
}
