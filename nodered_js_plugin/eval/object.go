// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// An Obj is an ordinary object. Its properties are in JavaScript's order: those whose
// keys are array indices first, by number, then the others as they came.
//
// Putting that order in place and closing gaps waits until somebody looks at the whole:
// a script that writes or deletes one property after the other pays for each alone.
type Obj struct {
	// keys are never changed in place, only appended to: who goes through them may go on
	// while the object changes. The value of a deleted property is a hole.
	keys []string
	vals []Value
	// index finds a key in a large object; nil for a small one.
	index map[string]int
	// indices is how many keys, from the first on, are array indices in order.
	indices int
	// late: behind those is another array index. dead is how many properties are deleted.
	late bool
	dead int
	// fixed: Object.freeze, seal or preventExtensions was called on it.
	fixed bool
	// bare: it was made by Object.create(null) and inherits nothing.
	bare bool
}

// smallObj is up to how many properties looking at each beats a map.
const smallObj = 24

// NewObj makes an empty object with room for n properties, in one piece of memory where
// they are few.
func NewObj(n int) *Obj {
	switch n {
	case 1, 2:
		o := &struct {
			Obj
			firstKeys [2]string
			firstVals [2]Value
		}{}
		o.keys, o.vals = o.firstKeys[:0], o.firstVals[:0]
		return &o.Obj
	case 3, 4:
		o := &struct {
			Obj
			firstKeys [4]string
			firstVals [4]Value
		}{}
		o.keys, o.vals = o.firstKeys[:0], o.firstVals[:0]
		return &o.Obj
	}
	return &Obj{keys: make([]string, 0, n), vals: make([]Value, 0, n)}
}

// reserve makes room for n more properties, in one piece of memory where the object has
// none yet and they are few.
func (o *Obj) reserve(n int) {
	switch {
	case cap(o.keys) > 0 || n > 12:
	case n > 8:
		room := &struct {
			keys [12]string
			vals [12]Value
		}{}
		o.keys, o.vals = room.keys[:0], room.vals[:0]
		return
	case n > 4:
		room := &struct {
			keys [8]string
			vals [8]Value
		}{}
		o.keys, o.vals = room.keys[:0], room.vals[:0]
		return
	}
	o.keys, o.vals = slices.Grow(o.keys, n), slices.Grow(o.vals, n)
}

func objectValue(ref any) Value { return Value{Kind: Object, Ref: ref} }

// find is where a key is, or -1.
func (o *Obj) find(key string) int {
	if o.index != nil {
		if i, ok := o.index[key]; ok {
			return i
		}
		return -1
	}
	for i := range o.keys {
		if o.keys[i] == key && o.vals[i].Kind != hole {
			return i
		}
	}
	return -1
}

// Len is how many properties the object has.
func (o *Obj) Len() int { return len(o.keys) - o.dead }

// At is property number i.
func (o *Obj) At(i int) (key string, v Value) {
	o.settle()
	return o.keys[i], o.vals[i]
}

// names are the keys in order. They stay as they are when the object changes.
func (o *Obj) names() []string {
	o.settle()
	return o.keys[:len(o.keys):len(o.keys)]
}

// Get is an own property.
func (o *Obj) Get(key string) (Value, bool) {
	if i := o.find(key); i >= 0 {
		return o.vals[i], true
	}
	return Value{}, false
}

// Set defines or changes an own property.
func (o *Obj) Set(key string, v Value) {
	if i := o.find(key); i >= 0 {
		o.vals[i] = v
		return
	}
	o.add(key, v)
}

// add defines a property that the object does not have.
func (o *Obj) add(key string, v Value) {
	if o.dead > smallObj && o.dead > len(o.keys)/2 {
		o.settle()
	}
	if n, ok := arrayIndex(key); ok {
		o.placeIndex(n)
	}
	at := len(o.keys)
	if at == cap(o.keys) && at > smallObj { // append would grow by less, and so more often
		o.keys, o.vals = slices.Grow(o.keys, at), slices.Grow(o.vals, at)
	}
	o.keys, o.vals = append(o.keys, key), append(o.vals, v)
	if o.index != nil {
		o.index[key] = at
	} else if len(o.keys) > smallObj {
		o.reindex()
	}
}

// placeIndex notes that array index n comes at the end of the keys.
func (o *Obj) placeIndex(n int) {
	if o.late || o.indices < len(o.keys) {
		o.late = true
		return
	}
	if o.indices > 0 {
		if last, _ := arrayIndex(o.keys[o.indices-1]); last > n {
			o.late = true
			return
		}
	}
	o.indices++
}

// Delete removes an own property.
func (o *Obj) Delete(key string) {
	i := o.find(key)
	if i < 0 {
		return
	}
	o.vals[i] = Value{Kind: hole}
	o.dead++
	delete(o.index, key)
}

// settle closes the gaps of deleted properties and puts array indices first.
func (o *Obj) settle() {
	if !o.isUnsettled() {
		return
	}
	type property struct {
		key    string
		v      Value
		number int // of an array index
	}
	list := make([]property, 0, len(o.keys)-o.dead)
	o.indices = 0
	for i, key := range o.keys {
		if o.vals[i].Kind == hole {
			continue
		}
		number, ok := arrayIndex(key)
		if ok {
			o.indices++
		} else {
			number = math.MaxInt
		}
		list = append(list, property{key, o.vals[i], number})
	}
	if o.late {
		slices.SortStableFunc(list, func(a, b property) int { return cmp.Compare(a.number, b.number) })
	}
	o.keys, o.vals = make([]string, len(list)), make([]Value, len(list))
	for i, p := range list {
		o.keys[i], o.vals[i] = p.key, p.v
	}
	o.late, o.dead, o.index = false, 0, nil
	if len(list) > smallObj {
		o.reindex()
	}
}

// isUnsettled reports whether settle has something to do.
func (o *Obj) isUnsettled() bool { return o.late || o.dead > 0 }

func (o *Obj) reindex() {
	o.index = make(map[string]int, 2*len(o.keys))
	for i, key := range o.keys {
		if o.vals[i].Kind != hole {
			o.index[key] = i
		}
	}
}

// arrayIndex is the number of a key that is an array index: a canonical decimal
// below 2^32-1.
func arrayIndex(key string) (int, bool) {
	if key == "" || len(key) > 10 || key[0] < '0' || key[0] > '9' || key[0] == '0' && len(key) > 1 {
		return 0, false
	}
	n, err := strconv.ParseUint(key, 10, 32)
	return int(n), err == nil && n != 1<<32-1
}

// An Arr is an array.
type Arr struct {
	Elems []Value
	// holey: some element may be a hole.
	holey bool
	fixed bool
	// extra are named properties, of what a regular expression found; nil for others.
	extra *Obj
}

// NewArr makes an array of elements, which it takes over.
func NewArr(elems []Value) *Arr { return &Arr{Elems: elems} }

// newArr makes an empty array with room for n elements, in one piece of memory where they
// are few.
func newArr(n int) *Arr {
	switch n {
	case 1, 2:
		a := &struct {
			Arr
			first [2]Value
		}{}
		a.Elems = a.first[:0]
		return &a.Arr
	case 3, 4:
		a := &struct {
			Arr
			first [4]Value
		}{}
		a.Elems = a.first[:0]
		return &a.Arr
	}
	return NewArr(make([]Value, 0, n))
}

// A Func is a function of the script.
type Func struct {
	code *code
	// cells are the captured variables of the functions around it.
	cells []*Value
	// native is a built-in that the script uses as a value, in place of code.
	native nativeFunc
}

// An ErrorObj is what new Error and its kinds make, and what failing operations
// throw.
type ErrorObj struct {
	// Name is that of the constructor.
	Name string
	// Own are its own properties: message, if it was given, and what the script added.
	// It is nil where there is none.
	Own *Obj
	// hidden are the own properties that cannot be enumerated.
	hidden []string
	// native: the machine threw it.
	native bool
	// pos is where goja says that it was made, 0 where only goja knows.
	pos ir.Pos
}
