// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
	"slices"
	"sort"
)

// A sorter sorts an array in place with the algorithm that goja has: so a comparison
// that contradicts itself gives the same order, and is called with the same pairs.
type sorter struct {
	m *Machine
	a *Arr
	n int
	// compare is the script's function, or nil: then texts are those of the elements.
	compare *Func
	texts   []string
}

func (s *sorter) Len() int { return s.n }

// check gives up where the comparison did more than compare.
func (s *sorter) check() {
	if len(s.a.Elems) != s.n || s.a.fixed {
		bail("an array that its comparison changed")
	}
}

// undefinedOrder is the order where one of two elements is undefined: it comes last.
func undefinedOrder(x, y Value) (less, decided bool) {
	return y.Kind == Undefined && x.Kind != Undefined, x.Kind == Undefined || y.Kind == Undefined
}

func (s *sorter) Less(i, j int) bool {
	s.check()
	x, y := s.a.Elems[i], s.a.Elems[j]
	if x.Kind == hole || y.Kind == hole {
		bail("an array that its comparison changed")
	}
	if less, decided := undefinedOrder(x, y); decided {
		return less
	}
	m := s.m
	if s.compare == nil {
		m.work(2 + min(len(s.texts[i]), len(s.texts[j]))>>3)
		return lessText(s.texts[i], s.texts[j])
	}
	result := m.toNumber(m.callWith(s.compare, x, y))
	return result < 0 || result == 0 && math.Signbit(result) // goja takes -0 for less
}

func (s *sorter) Swap(i, j int) {
	s.check()
	s.m.work(1)
	s.a.Elems[i], s.a.Elems[j] = s.a.Elems[j], s.a.Elems[i]
	if s.compare == nil {
		s.texts[i], s.texts[j] = s.texts[j], s.texts[i]
	}
}

func (m *Machine) sort(a *Arr, compare Value) {
	s := &sorter{m: m, a: a, n: len(a.Elems)}
	if compare.Kind != Undefined {
		s.compare = m.callback(compare)
	} else {
		s.texts = m.sortTexts(a.Elems)
	}
	sort.Stable(s)
	s.check()
}

// sortTexts are the texts of elements. Those of objects may run a script's toString,
// as often as goja compares them.
func (m *Machine) sortTexts(elems []Value) []string {
	m.allocate(16 * len(elems))
	texts := make([]string, len(elems))
	for i, v := range elems {
		if v.Kind == Object {
			bail("a sort of objects without a function that compares them")
		}
		texts[i] = m.toText(v)
		if v.Kind != String {
			m.allocate(24)
		}
	}
	return texts
}

func arraySort(m *Machine, this Value, args []Value) Value {
	m.sort(m.ownList(this), arg(args, 0))
	return this
}

func arrayToSorted(m *Machine, this Value, args []Value) Value {
	a := m.list(this)
	m.allocate(listCost + elemCost*len(a.Elems))
	sorted := NewArr(slices.Clone(a.Elems))
	m.sort(sorted, arg(args, 0))
	return objectValue(sorted)
}
