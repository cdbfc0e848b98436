// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import "unicode/utf8"

// An Iterator goes through what for…of goes through: what keys(), values(), entries()
// and matchAll() give, and what the machine itself walks while a script may run in
// between. It keeps no copy: each element is looked at when its turn comes, so what the
// script changed meanwhile is seen, as the specification has it.
type Iterator struct {
	// One of these is gone through; all are empty at the end, for ever.
	list *Arr
	of   *Map
	text string
	from *Iterator

	picks picks
	// next is the place of the next element in list or of.
	next int
	// moved is what of.moved was: the places are those of then.
	moved int
}

// picks says what an Iterator gives of each element.
type picks uint8

const (
	theValue picks = iota
	theKey
	theEntry
)

// walk begins to go through a value; it throws if that cannot be gone through.
func (m *Machine) walk(v Value) Iterator {
	switch o := v.Ref.(type) {
	case *Arr:
		return Iterator{list: o}
	case *Map:
		if o.set {
			return m.walkMap(o, theValue)
		}
		return m.walkMap(o, theEntry)
	case *Iterator:
		return Iterator{from: o}
	case string, *string:
		if v.Kind == String {
			return Iterator{text: v.Text()}
		}
	}
	switch {
	case v.nullish():
		m.throwError("TypeError", "Cannot convert undefined or null to object")
	case v.Kind == Object:
		m.throwError("TypeError", "object is not iterable")
	default:
		m.throwError("TypeError", v.typeName()+" is not iterable")
	}
	return Iterator{}
}

func (m *Machine) walkMap(o *Map, what picks) Iterator {
	o.compact(m)
	return Iterator{of: o, picks: what, moved: o.moved}
}

// pull is the next element; false at the end.
func (m *Machine) pull(it *Iterator) (v Value, ok bool) {
	m.work(1)
	switch {
	case it.list != nil:
		if i := it.next; i < len(it.list.Elems) {
			it.next++
			return m.pickElement(it.list.Elems[i], i, it.picks), true
		}
	case it.of != nil:
		if v, ok := m.takeOfMap(it); ok {
			return v, true
		}
	case it.text != "":
		_, size := utf8.DecodeRuneInString(it.text)
		v, it.text = m.part(it.text[:size]), it.text[size:]
		return v, true
	case it.from != nil:
		return m.pull(it.from)
	}
	*it = Iterator{}
	return undefined, false
}

func (m *Machine) pickElement(element Value, i int, what picks) Value {
	if element.Kind == hole {
		element = undefined
	}
	switch what {
	case theKey:
		return NumberValue(float64(i))
	case theEntry:
		return m.pair(NumberValue(float64(i)), element)
	}
	return element
}

func (m *Machine) takeOfMap(it *Iterator) (Value, bool) {
	o := it.of
	if it.moved != o.moved {
		bail("an iterator over a collection that lost many elements")
	}
	for it.next < len(o.keys) {
		i := it.next
		it.next++
		if o.keys[i].Kind == hole {
			m.work(1)
			continue
		}
		switch it.picks {
		case theKey:
			return o.keys[i], true
		case theEntry:
			return m.pair(o.keys[i], o.vals[i]), true
		}
		return o.vals[i], true
	}
	return undefined, false
}

// pair is an array of two.
func (m *Machine) pair(a, b Value) Value {
	m.allocate(pairCost)
	return pairOf(a, b)
}

// pairOf is pair for one that has been charged.
func pairOf(a, b Value) Value {
	list := newArr(2)
	list.Elems = append(list.Elems, a, b)
	return objectValue(list)
}

// appendRest appends the elements that are left.
func (m *Machine) appendRest(list []Value, it *Iterator) []Value {
	for v, ok := m.pull(it); ok; v, ok = m.pull(it) {
		list = append(m.grow(list, 1), v)
	}
	return list
}

// iterated are all elements of a value at once, for those who run no script before they
// are done with them. The list may be the array's own: it must not be kept or changed.
func (m *Machine) iterated(v Value) []Value {
	switch o := v.Ref.(type) {
	case *Arr:
		m.work(len(o.Elems) >> 2)
		if o.holey {
			m.allocate(elemCost * len(o.Elems))
			return withoutHoles(o.Elems)
		}
		return o.Elems
	case string, *string:
		if v.Kind == String {
			return m.characters(v.Text())
		}
	}
	it := m.walk(v)
	return m.appendRest(nil, &it)
}

// withoutHoles has undefined for holes.
func withoutHoles(list []Value) []Value {
	out := make([]Value, len(list))
	for i, v := range list {
		if v.Kind != hole {
			out[i] = v
		}
	}
	return out
}

func (m *Machine) appendIterated(list []Value, v Value) []Value {
	more := m.iterated(v)
	return append(m.grow(list, len(more)), more...)
}

func iteratorNext(m *Machine, this Value, _ []Value) Value {
	it, ok := this.Ref.(*Iterator)
	if !ok {
		bail("next of something else")
	}
	m.allocate(96)
	v, more := m.pull(it)
	result := NewObj(2)
	result.Set("value", v)
	result.Set("done", BoolValue(!more))
	return objectValue(result)
}

// iterateList is keys, values or entries of an array.
func iterateList(what picks) nativeFunc {
	return func(m *Machine, this Value, _ []Value) Value {
		a, ok := this.Ref.(*Arr)
		if !ok {
			bail("a method of arrays on something else")
		}
		m.allocate(iteratorCost)
		return objectValue(&Iterator{list: a, picks: what})
	}
}

// iterateMap is keys, values or entries of a collection.
func iterateMap(set bool, what picks) nativeFunc {
	return func(m *Machine, this Value, _ []Value) Value {
		m.allocate(iteratorCost)
		it := m.walkMap(theMap(this, set), what)
		return objectValue(&it)
	}
}

// iteratorCost is what an Iterator takes.
const iteratorCost = 96

var _ = register(map[string]nativeFunc{
	"%ArrayIteratorPrototype%.next": iteratorNext,
	"%MapIteratorPrototype%.next":   iteratorNext,
	"%SetIteratorPrototype%.next":   iteratorNext,
	"Array.prototype.keys":          iterateList(theKey),
	"Array.prototype.values":        iterateList(theValue),
	"Array.prototype.entries":       iterateList(theEntry),
})
