// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

// need is ToObject for the functions that only look at properties.
func (m *Machine) need(v Value) Value {
	if v.nullish() {
		m.throwError("TypeError", "Cannot convert undefined or null to object")
	}
	return v
}

// objectKeys gives Strings that refer to the keys, which never change in place.
func objectKeys(m *Machine, _ Value, args []Value) Value {
	keys := m.ownKeys(m.need(arg(args, 0)))
	m.allocate(listCost + (elemCost+textCost)*len(keys))
	a := newArr(len(keys))
	for i := range keys {
		a.Elems = append(a.Elems, sharedString(&keys[i]))
	}
	return objectValue(a)
}

// textCost is what a text in a Value takes beside its bytes.
const textCost = 16

func objectValues(m *Machine, _ Value, args []Value) Value {
	v := m.need(arg(args, 0))
	keys := m.ownKeys(v)
	m.allocate(elemCost * len(keys))
	out := make([]Value, 0, len(keys))
	for _, key := range keys {
		m.work(2 + len(key)>>5)
		p, _ := m.ownProperty(v, key)
		out = append(out, p)
	}
	return m.newList(out)
}

func objectEntries(m *Machine, _ Value, args []Value) Value {
	v := m.need(arg(args, 0))
	keys := m.ownKeys(v)
	m.allocate((elemCost + textCost + pairCost) * len(keys))
	out := make([]Value, 0, len(keys))
	for i, key := range keys {
		m.work(2 + len(key)>>5)
		p, _ := m.ownProperty(v, key)
		out = append(out, pairOf(sharedString(&keys[i]), p))
	}
	return m.newList(out)
}

func objectFromEntries(m *Machine, _ Value, args []Value) Value {
	o := NewObj(0)
	it := m.walk(arg(args, 0))
	for entry, more := m.pull(&it); more; entry, more = m.pull(&it) {
		if _, ok := entry.Ref.(*Arr); !ok {
			bail("Object.fromEntries of something else than pairs")
		}
		m.allocate(propertyCost)
		key, v := m.index(entry, NumberValue(0)), m.index(entry, NumberValue(1))
		o.Set(m.key(key), v) // the key's toString may change the pair
	}
	return objectValue(o)
}

func objectAssign(m *Machine, _ Value, args []Value) Value {
	target := m.need(arg(args, 0))
	if target.Kind != Object {
		bail("Object.assign to something that is no object")
	}
	for _, source := range args[1:] {
		if source.nullish() {
			continue
		}
		if _, isErr := source.Ref.(*ErrorObj); isErr {
			bail("the properties of an error")
		}
		if m.assignAll(target, source) {
			continue
		}
		for _, key := range m.ownKeys(source) {
			if p, ok := m.ownProperty(source, key); ok {
				m.set(target, key, p)
			}
		}
	}
	return target
}

// assignAll is Object.assign of all of a source at once, where each property can only be
// set; false where that is not known, and then it did nothing.
func (m *Machine) assignAll(target, source Value) bool {
	o, ok := target.Ref.(*Obj)
	if !ok || o.fixed {
		return false
	}
	switch from := source.Ref.(type) {
	case *Obj:
		if from.find("__proto__") >= 0 {
			return false
		}
	case *Meta:
		if _, there := from.get("__proto__"); there {
			return false
		}
	default:
		return false
	}
	m.copyProperties(o, source)
	return true
}

// objectCreate is Object.create(null).
func objectCreate(m *Machine, _ Value, _ []Value) Value {
	m.allocate(bareCost)
	return objectValue(&Obj{bare: true})
}

// bareCost is what an object without properties takes.
const bareCost = 128

func objectFreeze(_ *Machine, _ Value, args []Value) Value {
	switch o := arg(args, 0).Ref.(type) {
	case *Obj:
		o.fixed = true
	case *Arr:
		o.fixed = true
	case string, *string, nil:
	default:
		bail("a frozen object of this kind")
	}
	return arg(args, 0)
}

func objectHasOwn(m *Machine, _ Value, args []Value) Value {
	v := m.need(arg(args, 0))
	_, ok := m.ownProperty(v, m.key(arg(args, 1)))
	return BoolValue(ok)
}

func objectIs(m *Machine, _ Value, args []Value) Value {
	a, b := arg(args, 0), arg(args, 1)
	if a.Kind == Number && b.Kind == Number {
		return BoolValue(a.Num != a.Num && b.Num != b.Num || a.Num == b.Num && (a.Num != 0 || 1/a.Num == 1/b.Num))
	}
	return BoolValue(m.strictEqual(a, b))
}

func hasOwnProperty(m *Machine, this Value, args []Value) Value {
	key := m.key(arg(args, 0))
	_, ok := m.ownProperty(m.need(this), key)
	return BoolValue(ok)
}

// classText is Object.prototype.toString.
func classText(_ *Machine, this Value, args []Value) Value {
	name := "Object"
	switch this.Kind {
	case Undefined:
		name = "Undefined"
	case Null:
		name = "Null"
	case Bool:
		name = "Boolean"
	case Number:
		name = "Number"
	case String:
		name = "String"
	}
	switch o := this.Ref.(type) {
	case *Arr:
		name = "Array"
	case *Func:
		name = "Function"
	case *Date:
		name = "Date"
	case *RegExp:
		name = "RegExp"
	case *ErrorObj:
		name = "Error"
	case *Map:
		name = "Map"
		if o.set {
			name = "Set"
		}
	case *Iterator:
		bail("the text of an iterator")
	}
	return asciiValue("[object " + name + "]")
}

func arrayIsArray(_ *Machine, _ Value, args []Value) Value {
	_, ok := arg(args, 0).Ref.(*Arr)
	return BoolValue(ok)
}

// maxLength is how long Array(n) makes an array; longer ones are goja's.
const maxLength = 1 << 20

func makeArray(m *Machine, _ Value, args []Value) Value {
	if len(args) != 1 || args[0].Kind != Number {
		return m.listOf(args)
	}
	n := int(args[0].Num)
	if float64(n) != args[0].Num || n < 0 || n > maxLength {
		bail("a long or impossible array")
	}
	m.allocate(elemCost * n)
	elems := make([]Value, n)
	for i := range elems {
		elems[i].Kind = hole
	}
	a := NewArr(elems)
	a.holey = n > 0
	return objectValue(a)
}

func arrayFrom(m *Machine, _ Value, args []Value) Value {
	change := func(v Value, _ int) Value { return v }
	if f := arg(args, 1); f.Kind != Undefined {
		fn := m.callback(f)
		change = func(v Value, i int) Value { return m.callWith(fn, v, NumberValue(float64(i))) }
	}
	source := arg(args, 0)
	switch o := source.Ref.(type) {
	case *Obj:
		return m.newList(m.fromArrayLike(o, change))
	case *Message, *Meta, *Func, *Date, *RegExp, *ErrorObj:
		bail("Array.from of this object")
	}
	if source.Kind != Object && source.Kind != String && !source.nullish() {
		return m.newList(nil)
	}
	var elems []Value
	it := m.walk(source)
	for v, more := m.pull(&it); more; v, more = m.pull(&it) {
		elems = append(m.grow(elems, 1), change(v, len(elems)))
	}
	return m.newList(elems)
}

// fromArrayLike are the elements of an object with a length, each read when its turn
// comes.
func (m *Machine) fromArrayLike(o *Obj, change func(v Value, i int) Value) []Value {
	length, _ := o.Get("length")
	n := toInteger(m.number(length))
	if n > maxLength {
		bail("a long array")
	}
	elems := m.grow(nil, int(max(n, 0)))
	for i := range int(max(n, 0)) {
		elems = append(elems, change(m.index(objectValue(o), NumberValue(float64(i))), i))
	}
	return elems
}

// primitiveToString is toString of strings and booleans, and valueOf of every value
// that is none of an object.
func itself(_ *Machine, this Value, _ []Value) Value { return this }

func textOfThis(m *Machine, this Value, _ []Value) Value { return m.toString(this) }

var _ = register(map[string]nativeFunc{
	"Object.keys":                          objectKeys,
	"Object.values":                        objectValues,
	"Object.entries":                       objectEntries,
	"Object.fromEntries":                   objectFromEntries,
	"Object.assign":                        objectAssign,
	"Object.freeze":                        objectFreeze,
	"Object.hasOwn":                        objectHasOwn,
	"Object.is":                            objectIs,
	"Object.create":                        objectCreate,
	"Object.prototype.hasOwnProperty":      hasOwnProperty,
	"Object.prototype.valueOf":             itself,
	"Object.prototype.toString":            classText,
	"Object.prototype.hasOwnProperty.call": hasOwnProperty,
	"Object.prototype.toString.call":       classText,
	"Array.isArray":                        arrayIsArray,
	"Array.from":                           arrayFrom,
	"Array.of": func(m *Machine, _ Value, args []Value) Value {
		return m.listOf(args)
	},
	"Array":                        makeArray,
	"new Array":                    makeArray,
	"Array.prototype.slice.call":   sliceOfAny,
	"Array.prototype.map.call":     onArray(arrayMap),
	"Array.prototype.join.call":    onArray(arrayJoin),
	"Array.prototype.forEach.call": onArray(arrayForEach),
	"Array.prototype.push.apply": func(m *Machine, this Value, args []Value) Value {
		return arrayPush(m, this, m.applied(args))
	},
	"Array.prototype.concat.apply": func(m *Machine, this Value, args []Value) Value {
		return arrayConcat(m, this, m.applied(args))
	},
	"String.prototype.toString": itself, "String.prototype.valueOf": itself,
	"Boolean.prototype.toString": textOfThis, "Boolean.prototype.valueOf": itself,
	"Number.prototype.valueOf": itself,
	"Boolean":                  func(_ *Machine, _ Value, args []Value) Value { return BoolValue(arg(args, 0).truthy()) },
})

func onArray(f nativeFunc) nativeFunc {
	return func(m *Machine, this Value, args []Value) Value {
		if _, ok := this.Ref.(*Arr); !ok {
			bail("a method of arrays on something else")
		}
		return f(m, this, args)
	}
}

func sliceOfAny(m *Machine, this Value, args []Value) Value {
	if _, ok := this.Ref.(*Arr); ok {
		return arraySlice(m, this, args)
	}
	bail("slice of something else than an array")
	return undefined
}
