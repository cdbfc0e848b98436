// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
	"slices"
)

// list is the array that a method stands on. One with holes is goja's: methods
// treat holes in different ways.
func (m *Machine) list(this Value) *Arr {
	a, ok := this.Ref.(*Arr)
	if !ok {
		bail("a method of arrays on something else")
	}
	if a.holey {
		m.work(len(a.Elems) >> 3)
		if slices.ContainsFunc(a.Elems, func(v Value) bool { return v.Kind == hole }) {
			bail("a method on an array with holes")
		}
		a.holey = false
	}
	return a
}

// number is ToNumber of an argument that becomes a whole number. An object's own valueOf
// could change the array that a method stands on, and of most texts goja makes another
// number there than elsewhere.
func (m *Machine) number(v Value) float64 {
	if v.Kind == Object {
		bail("an object in place of a number")
	}
	f := m.toNumber(v)
	if v.Kind == String && (!isASCII(v.Text()) || math.IsNaN(f) || math.Abs(f) > maxSafe) {
		bail("a text in place of a number")
	}
	return f
}

// relative is a place counted from the end where it is negative, within 0 and n.
func (m *Machine) relative(v Value, n, missing int) int {
	if v.Kind == Undefined {
		return missing
	}
	f := toInteger(m.number(v))
	if f < 0 {
		return int(math.Max(f+float64(n), 0))
	}
	return int(math.Min(f, float64(n)))
}

// newList makes an array of elements, which it takes over.
func (m *Machine) newList(elems []Value) Value {
	m.allocate(listCost)
	return objectValue(NewArr(elems))
}

// listOf makes an array of a copy of elements.
func (m *Machine) listOf(elems []Value) Value {
	m.allocate(listCost + elemCost*len(elems))
	a := newArr(len(elems))
	a.Elems = append(a.Elems, elems...)
	return objectValue(a)
}

// grow gives elements room for n more. Growing by halves or less, as append does,
// would take several times what is charged.
func (m *Machine) grow(elems []Value, n int) []Value {
	if len(elems)+n <= cap(elems) {
		return elems
	}
	room := max(len(elems)+n, 2*len(elems), 4)
	m.allocate(elemCost * room)
	return append(make([]Value, 0, room), elems...)
}

// What an array takes, and each of its elements.
const (
	listCost = 64
	elemCost = 32
)

func arraySlice(m *Machine, this Value, args []Value) Value {
	a := m.list(this)
	n := len(a.Elems)
	from := m.relative(arg(args, 0), n, 0)
	to := m.relative(arg(args, 1), n, n)
	return m.listOf(a.Elems[from:max(from, to)])
}

func arrayToSpliced(m *Machine, this Value, args []Value) Value {
	a := m.list(this)
	from, count, more := m.splice(len(a.Elems), args)
	m.allocate(elemCost * (len(more) + len(a.Elems)))
	return objectValue(NewArr(slices.Concat(a.Elems[:from], more, a.Elems[from+count:])))
}

func arrayConcat(m *Machine, this Value, args []Value) Value {
	n := len(m.list(this).Elems)
	for _, v := range args {
		if _, ok := v.Ref.(*Arr); ok {
			n += len(m.list(v).Elems)
		} else {
			n++
		}
	}
	m.allocate(elemCost * n)
	out := append(make([]Value, 0, n), m.list(this).Elems...)
	for _, v := range args {
		if a, ok := v.Ref.(*Arr); ok {
			out = append(out, a.Elems...)
		} else {
			out = append(out, v)
		}
	}
	return m.newList(out)
}

// indexOf is indexOf, or includes where equal finds NaN.
func (m *Machine) indexIn(this Value, args []Value, equal func(a, b Value) bool) int {
	a := m.list(this)
	if len(a.Elems) == 0 {
		return -1
	}
	m.work(len(a.Elems))
	from := m.relative(arg(args, 1), len(a.Elems), 0)
	for i := from; i < len(a.Elems); i++ {
		if equal(a.Elems[i], arg(args, 0)) {
			return i
		}
	}
	return -1
}

func arrayIndexOf(m *Machine, this Value, args []Value) Value {
	return NumberValue(float64(m.indexIn(this, args, m.strictEqual)))
}

func arrayIncludes(m *Machine, this Value, args []Value) Value {
	return BoolValue(m.indexIn(this, args, func(element, v Value) bool {
		if element.Kind == Number && isNegativeZero(element.Num) {
			return false // goja finds no -0
		}
		return m.strictEqual(element, v) || sameValueZero(element, v)
	}) >= 0)
}

func arrayLastIndexOf(m *Machine, this Value, args []Value) Value {
	a := m.list(this)
	if len(args) > 1 {
		bail("lastIndexOf with a start")
	}
	m.work(len(a.Elems))
	for i := len(a.Elems) - 1; i >= 0; i-- {
		if m.strictEqual(a.Elems[i], arg(args, 0)) {
			return NumberValue(float64(i))
		}
	}
	return NumberValue(-1)
}

// maxJoins is how deep arrays nest that are made one text.
const maxJoins = 1000

// isJoining reports whether the text of an array is being made. The Machine says so, and
// not the array: tables of constants are arrays that many Machines join at a time.
func (m *Machine) isJoining(a *Arr) bool {
	m.work(len(m.joining) >> 4)
	return slices.Contains(m.joining, a)
}

// beginJoin notes that the text of an array is being made; endJoin takes what it gives.
func (m *Machine) beginJoin(a *Arr) (outside int) {
	m.joining = append(m.joining, a)
	return len(m.joining) - 1
}

func (m *Machine) endJoin(outside int) { m.joining = m.joining[:outside] }

// join is Array.prototype.join of the first n elements, which is how many there were
// before any script ran. An array inside itself is an empty text there.
func (m *Machine) join(a *Arr, n int, separator string) string {
	if m.isJoining(a) {
		return ""
	}
	if len(m.joining) >= maxJoins {
		bail("arrays nested too deep")
	}
	defer m.endJoin(m.beginJoin(a))
	out := m.scratch[:0]
	m.scratch = nil // an element may be joined as well
	// An element's toString may change the array.
	for i := range n {
		if i > 0 {
			out = append(m.growText(out, len(separator)), separator...)
		}
		if i < len(a.Elems) && !a.Elems[i].nullish() && a.Elems[i].Kind != hole {
			out = m.appendText(out, a.Elems[i])
		}
		m.work(1)
	}
	text := m.finished(out)
	if cap(out) <= maxScratch {
		m.scratch = out
	}
	return text
}

// maxScratch is how many bytes an idle Machine keeps for texts that are being made.
const maxScratch = 4096

// separator is the text of a separator that is an object. For goja the array is being
// joined by then.
func (m *Machine) separator(a *Arr, v Value) string {
	defer m.endJoin(m.beginJoin(a))
	return m.toText(v)
}

func arrayJoin(m *Machine, this Value, args []Value) Value {
	a, ok := this.Ref.(*Arr)
	if !ok {
		bail("join on something else")
	}
	n, separator := len(a.Elems), ","
	if v := arg(args, 0); v.Kind == Object && !m.isJoining(a) {
		separator = m.separator(a, v)
	} else if v.Kind != Undefined {
		separator = m.toText(v)
	}
	return StringValue(m.join(a, n, separator))
}

func arrayToReversed(m *Machine, this Value, _ []Value) Value {
	out := m.listOf(m.list(this).Elems)
	slices.Reverse(out.Ref.(*Arr).Elems)
	return out
}

func arrayAt(m *Machine, this Value, args []Value) Value {
	a := m.list(this)
	i := toInteger(m.number(arg(args, 0)))
	if i < 0 {
		i += float64(len(a.Elems))
	}
	if i < 0 || i >= float64(len(a.Elems)) {
		return undefined
	}
	return a.Elems[int(i)]
}

func arrayWith(m *Machine, this Value, args []Value) Value {
	a := m.list(this)
	i := toInteger(m.number(arg(args, 0)))
	if i < 0 {
		i += float64(len(a.Elems))
	}
	if i < 0 || i >= float64(len(a.Elems)) {
		m.throwError("RangeError", "Invalid index")
	}
	out := m.listOf(a.Elems)
	out.Ref.(*Arr).Elems[int(i)] = arg(args, 1)
	return out
}

// flatten appends the elements of a, with arrays in it taken apart so many levels
// deep.
func (m *Machine) flatten(out []Value, a *Arr, levels float64, depth int) []Value {
	if depth > 1000 {
		bail("arrays nested too deep")
	}
	for _, v := range a.Elems {
		m.work(2)
		if inner, ok := v.Ref.(*Arr); ok && levels >= 1 {
			out = m.flatten(out, m.list(objectValue(inner)), levels-1, depth+1)
		} else {
			out = append(m.grow(out, 1), v)
		}
	}
	return out
}

func arrayFlat(m *Machine, this Value, args []Value) Value {
	levels := 1.0
	if v := arg(args, 0); v.Kind != Undefined {
		levels = toInteger(m.number(v))
	}
	return objectValue(NewArr(m.flatten(nil, m.list(this), levels, 0)))
}
