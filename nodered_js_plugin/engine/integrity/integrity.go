// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package integrity tells whether a VM is still as it was made: it walks
// everything that a script can reach from the global object and compares. It is
// the oracle of the specs that reuse VMs, far too slow for anything else.
package integrity

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dop251/goja"
)

// A Snapshot is everything that scripts of a VM can reach, as it was at one
// moment: every object with its prototype, whether it is extensible, and all its
// own properties, symbols and accessors included. It belongs to one VM.
type Snapshot struct {
	objects []objectRecord
	// Taken from the pristine VM: a script may have replaced the globals.
	describe, extensible goja.Callable
	// ignore are the globals that the host resets.
	ignore map[string]bool
}

type objectRecord struct {
	object     *goja.Object
	path       string
	prototype  *goja.Object
	extensible bool
	properties []propertyRecord
}

type propertyRecord struct {
	name                  string
	value, getter, setter goja.Value
	flags                 flags
}

// flags has a bit for each of flagNames.
type flags uint8

var flagNames = [...]string{"writable", "enumerable", "configurable"}

func (f flags) String() (text string) {
	for i, name := range flagNames {
		if f>>i&1 == 1 {
			text += name + " "
		}
	}
	return text
}

// hiddenIntrinsics are objects that no global leads to.
const hiddenIntrinsics = `[
	[].values(), new Map().values(), new Set().values(), "".matchAll(/x/g), ""[Symbol.iterator](),
	function () {}, () => {}, function* () {}, (function* () {})(), async function () {}, async () => {},
	(function () { "use strict"; return arguments; })(), class {}, /x/, Symbol(), 1n, Object(1n), new Error("x"), new Promise(() => {}),
].map(o => Object.getPrototypeOf(Object(o)))`

// Of records a pristine VM, or one known to be clean.
func Of(rt *goja.Runtime) *Snapshot {
	hidden, err := rt.RunString(hiddenIntrinsics)
	if err != nil {
		panic(err)
	}
	roots := []*goja.Object{rt.GlobalObject()}
	paths := []string{""}
	list := hidden.ToObject(rt)
	for i := range int(list.Get("length").ToInteger()) {
		roots = append(roots, list.Get(fmt.Sprint(i)).ToObject(rt))
		paths = append(paths, fmt.Sprintf("<intrinsic %d>", i))
	}
	s := newSnapshot(rt)
	s.ignore["msg"] = true
	s.record(roots, paths)
	return s
}

// OfObject records what hangs below one object, builtins left out.
func OfObject(rt *goja.Runtime, builtins *Snapshot, object *goja.Object) *Snapshot {
	s := newSnapshot(rt)
	s.describe, s.extensible = builtins.describe, builtins.extensible
	seen := map[*goja.Object]bool{}
	for _, r := range builtins.objects {
		seen[r.object] = true
	}
	s.recordUnseen(seen, []*goja.Object{object}, []string{"payload"})
	return s
}

func newSnapshot(rt *goja.Runtime) *Snapshot {
	s := &Snapshot{ignore: map[string]bool{}}
	object := rt.Get("Object").ToObject(rt)
	s.describe, _ = goja.AssertFunction(object.Get("getOwnPropertyDescriptors"))
	s.extensible, _ = goja.AssertFunction(object.Get("isExtensible"))
	return s
}

func (s *Snapshot) record(roots []*goja.Object, paths []string) {
	s.recordUnseen(map[*goja.Object]bool{}, roots, paths)
}

func (s *Snapshot) recordUnseen(seen map[*goja.Object]bool, objects []*goja.Object, paths []string) {
	add := func(v goja.Value, from, name, what string) {
		if o, ok := v.(*goja.Object); ok && !seen[o] {
			seen[o] = true
			objects, paths = append(objects, o), append(paths, strings.TrimPrefix(from+name, ".")+what)
		}
	}
	for _, o := range objects {
		seen[o] = true
	}
	for i := 0; i < len(objects); i++ {
		r := s.look(objects[i], paths[i])
		s.objects = append(s.objects, r)
		for _, p := range r.properties {
			add(p.value, r.path, "."+p.name, "")
			add(p.getter, r.path, "."+p.name, "<get>")
			add(p.setter, r.path, "."+p.name, "<set>")
		}
		if r.prototype != nil {
			add(r.prototype, r.path, "", "<prototype>")
		}
	}
}

// look records one object. It runs no script code: nothing recorded is a proxy, and
// what describes a property inherits nothing.
func (s *Snapshot) look(o *goja.Object, path string) objectRecord {
	r := objectRecord{object: o, path: path, prototype: o.Prototype()}
	if v, err := s.extensible(goja.Undefined(), o); err == nil {
		r.extensible = v.ToBoolean()
	}
	v, err := s.describe(goja.Undefined(), o)
	all, ok := v.(*goja.Object)
	if err != nil || !ok {
		return r
	}
	names, symbols := all.GetOwnPropertyNames(), all.Symbols()
	r.properties = make([]propertyRecord, 0, len(names)+len(symbols))
	for _, name := range names {
		if path != "" || !s.ignore[name] {
			r.properties = append(r.properties, newPropertyRecord(name, all.Get(name)))
		}
	}
	for _, symbol := range symbols {
		r.properties = append(r.properties, newPropertyRecord("["+symbol.String()+"]", all.GetSymbol(symbol)))
	}
	return r
}

func newPropertyRecord(name string, descriptor goja.Value) propertyRecord {
	d := descriptor.(*goja.Object)
	_ = d.SetPrototype(nil)
	p := propertyRecord{name: name, value: d.Get("value"), getter: d.Get("get"), setter: d.Get("set")}
	for i, flag := range flagNames {
		if v := d.Get(flag); v != nil && v.ToBoolean() {
			p.flags |= 1 << i
		}
	}
	return p
}

// Diff says what is different now, at most ten things, in words. It runs on the
// goroutine that holds the VM and changes nothing.
func (s *Snapshot) Diff() []string {
	var found []string
	for _, was := range s.objects {
		now := s.look(was.object, was.path)
		where := was.path
		if where == "" {
			where = "global object"
		}
		if now.prototype != was.prototype {
			found = append(found, where+": another prototype")
		}
		if now.extensible != was.extensible {
			found = append(found, where+": no longer extensible")
		}
		found = append(found, diffProperties(where, was.properties, now.properties)...)
		if len(found) >= 10 {
			return found[:10]
		}
	}
	return found
}

func diffProperties(where string, was, now []propertyRecord) (found []string) {
	if len(was) != len(now) {
		found = append(found, fmt.Sprintf("%s: %d properties, was %d", where, len(now), len(was)))
	}
	if slices.EqualFunc(was, now, propertyRecord.same) {
		return nil // as nearly always, and without a map
	}
	index := map[string]propertyRecord{}
	for _, p := range now {
		index[p.name] = p
	}
	for _, p := range was {
		q, ok := index[p.name]
		delete(index, p.name)
		switch {
		case !ok:
			found = append(found, where+"."+p.name+": deleted")
		case !sameValue(p.value, q.value):
			found = append(found, fmt.Sprintf("%s.%s: another value", where, p.name))
		case !sameValue(p.getter, q.getter) || !sameValue(p.setter, q.setter):
			found = append(found, where+"."+p.name+": another accessor")
		case p.flags != q.flags:
			found = append(found, fmt.Sprintf("%s.%s: was %sis %s", where, p.name, p.flags, q.flags))
		}
	}
	for name := range index {
		found = append(found, where+"."+name+": added")
	}
	return found
}

func (p propertyRecord) same(q propertyRecord) bool {
	return p.name == q.name && p.flags == q.flags && sameValue(p.value, q.value) && sameValue(p.getter, q.getter) && sameValue(p.setter, q.setter)
}

func sameValue(a, b goja.Value) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.SameAs(b)
}
