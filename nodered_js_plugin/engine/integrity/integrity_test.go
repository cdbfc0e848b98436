// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package integrity

import (
	"testing"

	"github.com/dop251/goja"
)

func TestSnapshotFindsChanges(t *testing.T) {
	for _, script := range []string{
		`Array.prototype.x = 1`,
		`Object.defineProperty(Object.prototype, "x", { get() { return 1; }, configurable: true })`,
		`JSON.stringify = 1`,
		`JSON.stringify.x = 1`,
		`delete Math.abs`,
		`Object.freeze(Array.prototype)`,
		`Object.preventExtensions(Math)`,
		`Object.setPrototypeOf(Math, null)`,
		`Object.defineProperty(Math, "abs", { enumerable: true })`,
		`Array.prototype[Symbol("x")] = 1`,
		`Object.getPrototypeOf([].values()).next = 1`,
		`Object.getPrototypeOf(function* () {}).x = 1`,
		`Object.getPrototypeOf(async function () {}).x = 1`,
		`Error.stackTraceLimit = 5`,
		`leaked = 1`,
		`Array.prototype.push(1)`,
		`Math.toString = Math.toString`,
	} {
		rt := goja.New()
		snapshot := Of(rt)
		if found := snapshot.Diff(); len(found) > 0 {
			t.Fatalf("before %s: %q", script, found)
		}
		if _, err := rt.RunString(script); err != nil {
			t.Fatalf("%s: %v", script, err)
		}
		if len(snapshot.Diff()) == 0 {
			t.Errorf("%s: no difference found", script)
		}
	}
}

func TestSnapshotDoesNotChangeTheVM(t *testing.T) {
	rt := goja.New()
	snapshot := Of(rt)
	if _, err := rt.RunString(`
		var o = { ...{ a: [1, 2] } };
		[3, 1].sort(); JSON.stringify(o); new Map([[1, 2]]); "x".replace(/x/g, "y"); new Date(0).toISOString();
		try { null.x } catch (e) { String(e) }
		delete globalThis.o;
	`); err != nil {
		t.Fatal(err)
	}
	// A var is a global object's property that cannot be deleted.
	if found := snapshot.Diff(); len(found) != 2 || found[1] != "global object.o: added" {
		t.Error(found)
	}
}

func BenchmarkSnapshotDiff(b *testing.B) {
	rt := goja.New()
	snapshot := Of(rt)
	b.ReportAllocs()
	for b.Loop() {
		if len(snapshot.Diff()) != 0 {
			b.Fatal("different")
		}
	}
}
