// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"slices"
)

// own is list for a method that changes the array.
func (m *Machine) ownList(this Value) *Arr {
	a := m.list(this)
	if a.fixed {
		bail("a change of a frozen array")
	}
	return a
}

func arrayPush(m *Machine, this Value, args []Value) Value {
	a, ok := this.Ref.(*Arr)
	if !ok || a.fixed {
		bail("push on something else")
	}
	a.Elems = append(m.grow(a.Elems, len(args)), args...)
	return NumberValue(float64(len(a.Elems)))
}

func arrayPop(m *Machine, this Value, _ []Value) Value {
	a := m.ownList(this)
	last := len(a.Elems) - 1
	if last < 0 {
		return undefined
	}
	v := a.Elems[last]
	a.Elems[last] = Value{}
	a.Elems = a.Elems[:last]
	return v
}

func arrayShift(m *Machine, this Value, _ []Value) Value {
	a := m.ownList(this)
	if len(a.Elems) == 0 {
		return undefined
	}
	v := a.Elems[0]
	m.work(len(a.Elems) >> 4)
	a.Elems = slices.Delete(a.Elems, 0, 1)
	return v
}

func arrayUnshift(m *Machine, this Value, args []Value) Value {
	a := m.ownList(this)
	m.allocate(elemCost * (len(args) + len(a.Elems)))
	a.Elems = slices.Insert(a.Elems, 0, args...)
	return NumberValue(float64(len(a.Elems)))
}

// splice gives what a splice of n elements removes, and puts in.
func (m *Machine) splice(n int, args []Value) (from, count int, more []Value) {
	from = m.relative(arg(args, 0), n, 0)
	switch len(args) {
	case 0:
	case 1:
		count = n - from
	default:
		count = int(min(max(toInteger(m.number(args[1])), 0), float64(n-from)))
		more = args[2:]
	}
	return from, count, more
}

func arraySplice(m *Machine, this Value, args []Value) Value {
	a := m.ownList(this)
	from, count, more := m.splice(len(a.Elems), args)
	m.allocate(elemCost * (count + len(more) + len(a.Elems)))
	removed := slices.Clone(a.Elems[from : from+count])
	a.Elems = slices.Replace(a.Elems, from, from+count, more...)
	return objectValue(NewArr(removed))
}

func arrayReverse(m *Machine, this Value, _ []Value) Value {
	a := m.ownList(this)
	m.work(len(a.Elems) >> 2)
	slices.Reverse(a.Elems)
	return this
}

func arrayFill(m *Machine, this Value, args []Value) Value {
	a, ok := this.Ref.(*Arr)
	if !ok || a.fixed {
		bail("fill on something else")
	}
	n := len(a.Elems)
	from, to := m.relative(arg(args, 1), n, 0), m.relative(arg(args, 2), n, n)
	m.work(max(to-from, 0) >> 2)
	for i := from; i < to; i++ {
		a.Elems[i] = arg(args, 0)
	}
	return this
}
