// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

// What follows is for tests outside the package that show values and count budgets.

// IsHole reports whether an element of an array is none.
func IsHole(v Value) bool { return v.Kind == hole }

// Extra are the named properties of an array, or nil.
func (a *Arr) Extra() *Obj { return a.extra }

// Entries are the keys and values of a Map, or the elements of a Set twice.
func (o *Map) Entries() (keys, vals []Value) {
	for i, key := range o.keys {
		if key.Kind != hole {
			keys, vals = append(keys, key), append(vals, o.vals[i])
		}
	}
	return keys, vals
}

func (o *Map) IsSet() bool { return o.set }

// Native reports whether the machine threw the error itself.
func (o *ErrorObj) Native() bool { return o.native }

// EnumerableKeys are those of an error.
func (o *ErrorObj) EnumerableKeys() []string { return o.keys() }

func (o *RegExp) Source() string { return o.source }

func (o *RegExp) Flags() string { return o.flags }

func (o *RegExp) LastIndex() int { return o.lastIndex }

// Extras are the properties of msg beside payload and meta, or nil.
func (o *Message) Extras() *Obj { return o.extras }

// NativeNames are the names of all rows that have a Go function.
func NativeNames() (names []string) {
	for name := range natives {
		names = append(names, name)
	}
	return names
}

// BytesUsed are the bytes that were charged since Begin.
func (m *Machine) BytesUsed() int64 { return m.spent - m.bytes }

// WorkUsed is the work that was done since Begin, if the clock was looked at so often.
func (m *Machine) WorkUsed(looks int) int { return (looks+1)*workQuantum - m.quantum }
