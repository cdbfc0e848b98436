// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import "slices"

// A Map is a Map or, where set, a Set. Its elements are in the order in which they
// came; removed ones leave a place behind until somebody goes through it.
type Map struct {
	set   bool
	keys  []Value
	vals  []Value
	index map[mapKey]int
	// moved is how often places were closed.
	moved int
	// visited is how many forEach are at work: the places stay where they are.
	visited int
}

// A mapKey is a key as sameValueZero compares it.
type mapKey struct {
	kind Kind
	num  float64
	ref  any
}

func keyOf(v Value) (k mapKey) {
	switch v.Kind {
	case Number:
		if v.Num != v.Num {
			return mapKey{kind: Number, ref: "NaN"}
		}
		return mapKey{kind: Number, num: v.Num + 0}
	case Bool:
		return mapKey{kind: Bool, num: v.Num}
	case String:
		return mapKey{kind: String, ref: v.Box()}
	case Object:
		return mapKey{kind: Object, ref: v.Ref}
	}
	return mapKey{kind: v.Kind}
}

// keyOf is keyOf, with the price of looking at a long text.
func (m *Machine) keyOf(v Value) mapKey {
	m.work(2 + len(v.Text())>>5)
	return keyOf(v)
}

// What an element of a collection takes, with its part of the map that finds it and of
// what growing leaves behind, and what an array of two elements takes.
const (
	elementCost = 288
	pairCost    = 192
)

func newMap(set bool) *Map { return &Map{set: set, index: map[mapKey]int{}} }

func (o *Map) len() int { return len(o.index) }

func (o *Map) put(m *Machine, key, v Value) {
	k := m.keyOf(key)
	if i, ok := o.index[k]; ok {
		if !o.set {
			o.vals[i] = v
		}
		return
	}
	m.allocate(elementCost)
	if key.Kind == Number && isNegativeZero(key.Num) {
		key = NumberValue(0) // which no text says any more
		if o.set {
			v = key
		}
	}
	if n := len(o.keys); n == cap(o.keys) && n > smallObj {
		o.keys, o.vals = slices.Grow(o.keys, n), slices.Grow(o.vals, n)
	}
	o.index[k] = len(o.keys)
	o.keys, o.vals = append(o.keys, key), append(o.vals, v)
}

func (o *Map) remove(m *Machine, key Value) bool {
	k := m.keyOf(key)
	i, ok := o.index[k]
	if !ok {
		return false
	}
	delete(o.index, k)
	o.keys[i], o.vals[i] = Value{Kind: hole}, undefined
	return true
}

// compact closes the places of removed elements where they are most of all, and nobody
// goes through them in forEach.
func (o *Map) compact(m *Machine) {
	if dead := len(o.keys) - len(o.index); dead <= len(o.index) || o.visited > 0 {
		return
	}
	m.work(4 * len(o.keys))
	o.moved++
	at := 0
	for i, key := range o.keys {
		if key.Kind != hole {
			o.keys[at], o.vals[at] = key, o.vals[i]
			o.index[keyOf(key)] = at
			at++
		}
	}
	clear(o.keys[at:])
	clear(o.vals[at:])
	o.keys, o.vals = o.keys[:at], o.vals[:at]
}

func theMap(this Value, set bool) *Map {
	o, ok := this.Ref.(*Map)
	if !ok || o.set != set {
		bail("a method of collections on something else")
	}
	return o
}

func makeMap(m *Machine, _ Value, args []Value) Value {
	o := newMap(false)
	m.allocate(128)
	if v := arg(args, 0); !v.nullish() {
		it := m.walk(v)
		for entry, more := m.pull(&it); more; entry, more = m.pull(&it) {
			if _, ok := entry.Ref.(*Arr); !ok {
				bail("a Map of something else than pairs")
			}
			o.put(m, m.index(entry, NumberValue(0)), m.index(entry, NumberValue(1)))
		}
	}
	return objectValue(o)
}

func makeSet(m *Machine, _ Value, args []Value) Value {
	o := newMap(true)
	m.allocate(128)
	if v := arg(args, 0); !v.nullish() {
		it := m.walk(v)
		for element, more := m.pull(&it); more; element, more = m.pull(&it) {
			o.put(m, element, element)
		}
	}
	return objectValue(o)
}

// collectionEach is forEach. What the callback adds is visited, what it removes is
// not.
func collectionEach(m *Machine, this Value, args []Value) Value {
	o, ok := this.Ref.(*Map)
	if !ok {
		bail("a method of collections on something else")
	}
	fn := m.callback(arg(args, 0))
	o.compact(m)
	o.visited++
	defer func() { o.visited-- }()
	for i := 0; i < len(o.keys); i++ {
		if o.keys[i].Kind != hole {
			m.work(4)
			m.callWith(fn, o.vals[i], o.keys[i], this)
		}
	}
	return undefined
}

func collectionRows(name string, set bool) map[string]nativeFunc {
	prefix := name + ".prototype."
	return map[string]nativeFunc{
		prefix + "has": func(m *Machine, this Value, args []Value) Value {
			_, ok := theMap(this, set).index[m.keyOf(arg(args, 0))]
			return BoolValue(ok)
		},
		prefix + "delete": func(m *Machine, this Value, args []Value) Value {
			return BoolValue(theMap(this, set).remove(m, arg(args, 0)))
		},
		prefix + "clear": func(m *Machine, this Value, _ []Value) Value {
			o := theMap(this, set)
			m.work(len(o.keys))
			for i := range o.keys {
				o.keys[i], o.vals[i] = Value{Kind: hole}, undefined
			}
			o.index = map[mapKey]int{}
			return undefined
		},
		prefix + "forEach": collectionEach,
		prefix + "keys":    iterateMap(set, theKey),
		prefix + "values":  iterateMap(set, theValue),
		prefix + "entries": iterateMap(set, theEntry),
	}
}

var (
	_ = register(collectionRows("Map", false))
	_ = register(collectionRows("Set", true))
	_ = register(map[string]nativeFunc{
		"new Map": makeMap,
		"new Set": makeSet,
		"Map.prototype.get": func(m *Machine, this Value, args []Value) Value {
			o := theMap(this, false)
			if i, ok := o.index[m.keyOf(arg(args, 0))]; ok {
				return o.vals[i]
			}
			return undefined
		},
		"Map.prototype.set": func(m *Machine, this Value, args []Value) Value {
			theMap(this, false).put(m, arg(args, 0), arg(args, 1))
			return this
		},
		"Set.prototype.add": func(m *Machine, this Value, args []Value) Value {
			theMap(this, true).put(m, arg(args, 0), arg(args, 0))
			return this
		},
	})
)
