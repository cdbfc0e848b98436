// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import (
	"testing"

	"github.com/dop251/goja"
)

// callHostile calls a builtin on values of all kinds whose own methods and members
// give objects, and gives the call after which an object came back.
const callHostile = `(function (name, isMethod) {
	const o = { an: "object" };
	let n = 0; // a pattern that matches for ever never ends
	const exec = () => n++ % 2 ? null : { index: o, 0: o, length: 1 };
	const give = { toString: () => "x", join: () => o, exec, toISOString: () => o, size: 1, has: () => o,
		keys: () => ({ next: () => ({ done: true }) }), name: "n", message: "m", index: o };
	const make = [() => Object.assign({}, give), () => Object.assign([1, [2]], give), () => Object.assign(/x/, give), () => Object.assign(/x/g, give), () => Object.assign(new Date(0), give),
		() => Object.assign(new Set([1]), give), () => Object.assign(new Map([[1, 2]]), give), () => Object.assign(() => o, { join: () => o }), () => Object.assign(new Error("e"), give),
		() => Object.assign(new String("x"), { exec }), () => "x", () => 5, () => 1n, () => true, () => null, () => undefined, () => ({ valueOf: () => 0 }), () => [],
		() => new Uint8Array(2), () => new DataView(new ArrayBuffer(9)), () => [1].values()];
	const path = name.split(".");
	const member = path.pop();
	let owner = globalThis;
	for (const p of path) owner = owner && owner[p];
	const f = owner && owner[member];
	if (typeof f !== "function") return name.startsWith("%") ? "" : "no function";
	for (let i = 0; i < make.length; i++) for (let j = -1; j < make.length; j++) {
		const receiver = isMethod ? make[i]() : owner;
		let result;
		try { result = j < 0 ? f.call(receiver) : isMethod ? f.call(receiver, make[j]()) : f.call(receiver, make[i](), make[j]()); } catch (e) { continue; }
		if (typeof result === "object" && result !== null || typeof result === "function") return i + ", " + j;
	}
	return "";
})`

// A builtin that gives primitives gives nothing else, whatever it is called with:
// what it gives is then no object of the message either.
func TestPrimitivesOnly(t *testing.T) {
	vm := goja.New()
	v, err := vm.RunString(callHostile)
	if err != nil {
		t.Fatal(err)
	}
	call, _ := goja.AssertFunction(v)
	asked := 0
	for _, row := range Rows() {
		if !row.GivesPrimitives() || row.Form != FormMethod && row.Form != FormFunction || row.Changes == Log || row.Changes == Store || row.Name == "cache.exists" {
			continue
		}
		asked++
		result, err := call(goja.Undefined(), vm.ToValue(row.Name), vm.ToValue(row.Form == FormMethod))
		if err != nil {
			t.Fatal(err)
		}
		if text := result.String(); text != "" {
			t.Errorf("%s gives an object: %s", row.Name, text)
		}
	}
	if asked < 200 {
		t.Errorf("only %d were asked", asked)
	}
}
