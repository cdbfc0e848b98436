// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
	"strconv"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
)

// ownProperty is a property that the value itself has.
func (m *Machine) ownProperty(v Value, name string) (Value, bool) {
	switch o := v.Ref.(type) {
	case *Obj:
		return o.Get(name)
	case *Meta:
		own, there := o.get(name)
		if !there && name == "__proto__" {
			bail("__proto__ of the message") // for goja it has one of its own
		}
		return own, there
	case *Message:
		own, there := o.get(name)
		if !there && name == "__proto__" {
			bail("__proto__ of the message")
		}
		return own, there
	case *Arr:
		if name == "length" {
			return NumberValue(float64(len(o.Elems))), true
		}
		if i, ok := arrayIndex(name); ok && i < len(o.Elems) && o.Elems[i].Kind != hole {
			return o.Elems[i], true
		}
		if o.extra != nil {
			return o.extra.Get(name)
		}
	case *ErrorObj:
		return o.get(name)
	case *RegExp:
		if name == "lastIndex" {
			return NumberValue(float64(o.lastIndex)), true
		}
	case *Func:
		if o.native != nil {
			bail("a property of a built-in function") // Number.MAX_VALUE is one
		}
		switch name {
		case "name", "length", "prototype", "arguments", "caller":
			bail("the property " + name + " of a function")
		}
	case string, *string:
		if v.Kind != String {
			return Value{}, false
		}
		if name == "length" {
			return NumberValue(float64(m.length(v))), true
		}
		if i, ok := arrayIndex(name); ok && i < m.length(v) {
			return m.charAt(v, i), true
		}
	}
	return Value{}, false
}

// get is v[name] for a name that a script computes.
func (m *Machine) get(v Value, name string) Value {
	if own, ok := m.ownProperty(v, name); ok {
		return own
	}
	if builtin.Inherits(name) {
		return m.inherited(v, name)
	}
	return m.missing(v, name)
}

// inherited is a property that is not the value's own and that some built-in has.
func (m *Machine) inherited(v Value, name string) Value {
	if v.nullish() {
		m.cannotRead(v, name)
	}
	if o, ok := v.Ref.(*Obj); ok && o.bare {
		return undefined
	}
	bail("the built-in " + name + " as a value")
	return undefined
}

// missing is a property that is not the value's own and that no built-in gives an
// object for.
func (m *Machine) missing(v Value, name string) Value {
	switch o := v.Ref.(type) {
	case nil:
		if v.nullish() {
			m.cannotRead(v, name)
		}
	case *Map:
		if name == "size" {
			return NumberValue(float64(o.len()))
		}
	case *RegExp:
		return o.property(name)
	case *ErrorObj:
		switch name {
		case "name":
			return StringValue(o.Name)
		case "message":
			return StringValue("")
		case "stack", "cause":
			bail("the property " + name + " of an error")
		}
	}
	return undefined
}

func (m *Machine) cannotRead(v Value, name string) {
	m.throwError("TypeError", "Cannot read property '"+name+"' of "+m.toText(v))
}

// propertyCost is what a property of an object takes, with its part of the map that
// finds it and of what growing leaves behind.
const propertyCost = 160

// set is v[name] = x.
func (m *Machine) set(v Value, name string, x Value) {
	if name == "__proto__" {
		bail("an assignment of __proto__")
	}
	switch o := v.Ref.(type) {
	case *Obj:
		if o.fixed {
			bail("an assignment to a frozen object")
		}
		if i := o.find(name); i >= 0 {
			o.vals[i] = x
			return
		}
		m.allocate(propertyCost)
		o.Set(name, x)
	case *Meta:
		if _, there := o.get(name); !there {
			m.metaAdded++
			m.allocate(propertyCost)
			m.work(m.metaAdded) // others move for a new key
		}
		o.set(name, x)
	case *Message:
		m.allocate(propertyCost)
		o.set(name, x)
	case *Arr:
		m.setElement(o, name, x)
	case *ErrorObj:
		if name == "stack" {
			bail("an assignment of an error's stack")
		}
		o.own().Set(name, x)
	case *RegExp:
		if name != "lastIndex" || x.Kind != Number || x.Num != float64(int(x.Num)) || x.Num < 0 {
			bail("an assignment to a member of a regular expression")
		}
		o.lastIndex = int(x.Num)
	default:
		if v.nullish() {
			m.throwError("TypeError", "Cannot set property '"+name+"' of "+m.toText(v))
		}
		bail("an assignment to a member of a " + v.typeName())
	}
}

// setElement is array[name] = x.
func (m *Machine) setElement(a *Arr, name string, x Value) {
	if name == "length" {
		n := int(x.Num)
		if x.Kind != Number || float64(n) != x.Num || n < 0 || n > len(a.Elems) || a.fixed {
			bail("an assignment of an array's length")
		}
		clear(a.Elems[n:])
		a.Elems = a.Elems[:n]
		return
	}
	i, ok := arrayIndex(name)
	if !ok {
		bail("a named property of an array")
	}
	m.setIndex(a, i, x)
}

// maxGap is how many holes an assignment may make.
const maxGap = 1024

func (m *Machine) setIndex(a *Arr, i int, x Value) {
	if a.fixed {
		bail("an assignment to a frozen array")
	}
	switch n := len(a.Elems); {
	case i < n:
		a.Elems[i] = x
	case i-n > maxGap:
		bail("an array with many holes")
	default:
		a.Elems = m.grow(a.Elems, i-n+1)
		for ; n < i; n++ {
			a.Elems, a.holey = append(a.Elems, Value{Kind: hole}), true
		}
		a.Elems = append(a.Elems, x)
	}
}

// index is v[k].
func (m *Machine) index(v, k Value) Value {
	if k.Kind == Number {
		if a, ok := v.Ref.(*Arr); ok {
			if i := int(k.Num); float64(i) == k.Num && i >= 0 && i < len(a.Elems) {
				if e := a.Elems[i]; e.Kind != hole {
					return e
				}
			}
			return undefined // no name of a built-in is a number
		}
		if i := int(k.Num); v.Kind == String && float64(i) == k.Num && i >= 0 {
			if v = m.counted(v); i >= int(v.Num) {
				return undefined
			}
			return m.charAt(v, i)
		}
	}
	if v.nullish() {
		m.cannotRead(v, m.keyForError(k))
	}
	return m.get(v, m.key(k))
}

// keyForError is the text of a key of which nothing is read: an object's toString
// does not run.
func (m *Machine) keyForError(k Value) string {
	if k.Kind == Object {
		bail("an object as a key of nothing")
	}
	return m.toText(k)
}

// key is ToPropertyKey.
func (m *Machine) key(k Value) string {
	if k.Kind == String {
		if text := k.Text(); len(text) < longKey {
			return text
		}
		m.work(len(k.Text()) >> 4) // it is hashed
	}
	return m.toText(k)
}

// longKey is from which length on looking for a key has its price.
const longKey = 64

func (m *Machine) setAt(v, k, x Value) {
	if a, ok := v.Ref.(*Arr); ok && k.Kind == Number {
		if i := int(k.Num); float64(i) == k.Num && i >= 0 && i <= math.MaxInt32 {
			m.setIndex(a, i, x)
			return
		}
	}
	if v.nullish() {
		m.throwError("TypeError", "Cannot set property '"+m.keyForError(k)+"' of "+m.toText(v))
	}
	m.set(v, m.key(k), x)
}

// remove is delete v[name].
func (m *Machine) remove(v Value, name string) Value {
	switch o := v.Ref.(type) {
	case *Obj:
		if o.fixed {
			bail("delete of a member of a frozen object")
		}
		o.Delete(name)
	case *Meta:
		o.host().DeleteMeta(name)
	case *Message:
		o.remove(name)
	case *Arr:
		if i, ok := arrayIndex(name); ok && !o.fixed {
			if i < len(o.Elems) {
				o.Elems[i], o.holey = Value{Kind: hole}, true
			}
			return yes
		}
		bail("delete of a member of an array")
	default:
		if v.nullish() {
			m.throwError("TypeError", "Cannot convert undefined or null to object")
		}
		bail("delete of a member of a " + v.typeName())
	}
	return yes
}

// has is name in v.
func (m *Machine) has(v Value, name string) bool {
	if v.Kind != Object {
		m.throwError("TypeError", "Cannot use 'in' operator to search for '"+name+"' in "+m.toText(v))
	}
	if _, ok := m.ownProperty(v, name); ok {
		return true
	}
	switch o := v.Ref.(type) {
	case *Obj:
		return !o.bare && inheritedByObject(name)
	case *Meta, *Message:
		return inheritedByObject(name)
	case *Arr:
		if _, ok := arrayIndex(name); ok {
			return false
		}
	}
	bail("the operator in on something that is no plain object")
	return false
}

// inheritedByObject reports whether every object inherits a member of that name.
func inheritedByObject(name string) bool {
	for _, row := range builtin.Methods(name) {
		if row.Name == "Object.prototype."+name {
			return true
		}
	}
	return name == "constructor" || name == "__proto__"
}

// indexCost is what an index takes as a key.
const indexCost = 32

// ownKeys are the names of v's own enumerable properties, in order, in a slice whose
// elements never change.
func (m *Machine) ownKeys(v Value) []string {
	switch o := v.Ref.(type) {
	case *Obj:
		m.work(len(o.keys))
		if o.isUnsettled() {
			m.work(8 * len(o.keys))
			m.allocate(propertyCost * len(o.keys)) // who goes through the old keys keeps them
		}
		return o.names()
	case *Meta:
		keys := o.host().MetaKeys()
		m.allocate(textCost * len(keys))
		return keys
	case *Message:
		if o.extras != nil {
			m.allocate(propertyCost * len(o.extras.keys))
		}
		return o.keys()
	case *Arr:
		m.allocate(len(o.Elems) * indexCost)
		keys := make([]string, 0, len(o.Elems))
		for i := range o.Elems {
			if o.Elems[i].Kind != hole {
				keys = append(keys, strconv.Itoa(i))
			}
		}
		if o.extra != nil {
			keys = append(keys, o.extra.names()...)
		}
		return keys
	case string, *string:
		if v.Kind == String {
			n := m.length(v)
			m.allocate(n * indexCost)
			keys := make([]string, n)
			for i := range keys {
				keys[i] = strconv.Itoa(i)
			}
			return keys
		}
	case *ErrorObj:
		if o.Own != nil {
			m.allocate(propertyCost * len(o.Own.keys))
		}
		return o.keys()
	case *Func, *RegExp, *Date, *Map:
		return nil
	}
	if v.nullish() {
		m.throwError("TypeError", "Cannot convert undefined or null to object")
	}
	return nil
}
