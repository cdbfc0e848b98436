// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

// callback is the function that a method calls.
func (m *Machine) callback(v Value) *Func {
	f, ok := v.Ref.(*Func)
	if !ok {
		bail("a callback that is no function")
	}
	return f
}

// stillThere is element i, which was there before a callback ran. Methods differ in what
// one that is gone is for them.
func (a *Arr) stillThere(i int) Value {
	if i >= len(a.Elems) || a.Elems[i].Kind == hole {
		bail("an array of which a callback removed elements")
	}
	return a.Elems[i]
}

// each calls f with (element, index, array) until stop returns true. Elements that
// f appends are not visited, as the specification has it.
func (m *Machine) each(this Value, f Value, stop func(i int, element, result Value) bool) {
	a, fn := m.list(this), m.callback(f)
	for i, n := 0, len(a.Elems); i < n; i++ {
		element := a.stillThere(i)
		result := m.callWith(fn, element, NumberValue(float64(i)), this)
		if stop(i, element, result) {
			return
		}
	}
}

func arrayMap(m *Machine, this Value, args []Value) Value {
	a := m.list(this)
	m.allocate(listCost + elemCost*len(a.Elems))
	out := make([]Value, 0, len(a.Elems))
	m.each(this, arg(args, 0), func(_ int, _, result Value) bool {
		out = append(out, result)
		return false
	})
	return objectValue(NewArr(out))
}

func arrayFilter(m *Machine, this Value, args []Value) Value {
	var out []Value
	m.each(this, arg(args, 0), func(_ int, element, result Value) bool {
		if result.truthy() {
			out = append(m.grow(out, 1), element)
		}
		return false
	})
	return objectValue(NewArr(out))
}

// search is find and its kin: what becomes of the first element that passes.
func search(found func(i int, element Value) Value, missing Value) nativeFunc {
	return func(m *Machine, this Value, args []Value) Value {
		out := missing
		m.each(this, arg(args, 0), func(i int, element, result Value) bool {
			if !result.truthy() {
				return false
			}
			out = found(i, element)
			return true
		})
		return out
	}
}

func searchLast(found func(i int, element Value) Value, missing Value) nativeFunc {
	return func(m *Machine, this Value, args []Value) Value {
		a, fn := m.list(this), m.callback(arg(args, 0))
		for i := len(a.Elems) - 1; i >= 0; i-- {
			element := a.stillThere(i)
			if m.callWith(fn, element, NumberValue(float64(i)), this).truthy() {
				return found(i, element)
			}
		}
		return missing
	}
}

func theElement(_ int, element Value) Value { return element }

func theIndex(i int, _ Value) Value { return NumberValue(float64(i)) }

func arrayEvery(m *Machine, this Value, args []Value) Value {
	all := yes
	m.each(this, arg(args, 0), func(_ int, _, result Value) bool {
		if !result.truthy() {
			all = no
		}
		return all == no
	})
	return all
}

func arrayForEach(m *Machine, this Value, args []Value) Value {
	m.each(this, arg(args, 0), func(int, Value, Value) bool { return false })
	return undefined
}

// reduce is reduce, or reduceRight where step is -1.
func reduce(step int) nativeFunc {
	return func(m *Machine, this Value, args []Value) Value {
		a, fn := m.list(this), m.callback(arg(args, 0))
		n := len(a.Elems)
		i := 0
		if step < 0 {
			i = n - 1
		}
		var sum Value
		if len(args) > 1 {
			sum = args[1]
		} else {
			if n == 0 {
				m.throwError("TypeError", "Reduce of empty array with no initial value")
			}
			sum = a.Elems[i]
			i += step
		}
		for ; i >= 0 && i < n; i += step {
			sum = m.callWith(fn, sum, a.stillThere(i), NumberValue(float64(i)), this)
		}
		return sum
	}
}

func arrayFlatMap(m *Machine, this Value, args []Value) Value {
	var out []Value
	m.each(this, arg(args, 0), func(_ int, _, result Value) bool {
		if inner, ok := result.Ref.(*Arr); ok {
			out = m.flatten(out, m.list(objectValue(inner)), 0, 1)
		} else {
			out = append(m.grow(out, 1), result)
		}
		return false
	})
	return m.newList(out)
}
