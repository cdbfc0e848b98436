// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

func (c *compiler) template(e *ir.Template) expr {
	texts := make([]string, len(e.Texts))
	for i := range e.Texts {
		if e.Texts[i].Units != nil {
			unsupported(e.Pos, "half of a surrogate pair")
		}
		texts[i] = e.Texts[i].Value
	}
	parts := c.exprs(e.Exprs)
	return func(f *frame) Value {
		var buffer [128]byte
		out := append(buffer[:0], texts[0]...)
		for i, part := range parts {
			out = f.m.appendText(out, part(f))
			out = append(f.m.growText(out, len(texts[i+1])), texts[i+1]...)
		}
		return StringValue(f.m.finished(out))
	}
}

func (m *Machine) appendText(dst []byte, v Value) []byte {
	if v.Kind == Number {
		return AppendNumber(m.growText(dst, 32), v.Num)
	}
	text := m.toText(v)
	return append(m.growText(dst, len(text)), text...)
}

func (c *compiler) array(e *ir.Array) expr {
	elems := make([]expr, len(e.Elems))
	spread := make([]bool, len(e.Elems))
	for i, one := range e.Elems {
		if one == nil {
			unsupported(e.Pos, "a hole in an array")
		}
		if s, ok := one.(*ir.Spread); ok {
			elems[i], spread[i] = c.expr(s.X), true
			continue
		}
		elems[i] = c.expr(one)
	}
	return func(f *frame) Value {
		f.m.allocate(listCost + elemCost*len(elems))
		a := newArr(len(elems))
		list := a.Elems
		for i, one := range elems {
			v := one(f)
			if spread[i] {
				list = f.m.appendIterated(list, v)
			} else {
				list = append(f.m.grow(list, 1), v)
			}
		}
		a.Elems = list
		return objectValue(a)
	}
}

func (c *compiler) object(e *ir.Object) expr {
	type prop struct {
		key      string
		computed expr
		spread   bool
		value    expr
	}
	props := make([]prop, len(e.Props))
	for i, p := range e.Props {
		props[i] = prop{key: p.Key, spread: p.Spread, value: c.expr(p.Value)}
		if p.Computed != nil {
			props[i].computed = c.expr(p.Computed)
		}
	}
	room := len(props)
	if room > 0 && props[0].spread {
		room = 0 // it is made once it is known for how many
	}
	return func(f *frame) Value {
		f.m.allocate(64 + propertyCost*len(props))
		o := NewObj(room)
		for i := range props {
			p := &props[i]
			switch {
			case p.spread:
				f.m.copyProperties(o, p.value(f))
			case p.computed != nil:
				key := f.m.key(p.computed(f))
				if key == "__proto__" {
					bail("a computed key __proto__") // goja sets the prototype
				}
				o.Set(key, p.value(f))
			default:
				o.Set(p.key, p.value(f))
			}
		}
		return objectValue(o)
	}
}

// usualMore is for how many more properties a copy of metadata has room: as a rule it
// gets a name of its own.
const usualMore = 2

// copyProperties copies the own enumerable properties of a value, as ...v does.
func (m *Machine) copyProperties(o *Obj, v Value) {
	if v.nullish() {
		return
	}
	switch from := v.Ref.(type) {
	case *Obj:
		keys := m.ownKeys(v)
		m.allocate(propertyCost * len(keys))
		o.reserve(len(keys))
		for i, key := range keys {
			o.Set(key, from.vals[i])
		}
		return
	case *Meta:
		n, places := from.host().MetaLen()
		m.allocate((propertyCost + textCost) * (n + usualMore))
		o.reserve(n + usualMore)
		empty := len(o.keys) == 0 // then no key comes twice
		for i := range places {
			switch key, v, ok := from.host().MetaAt(i); {
			case !ok:
			case empty:
				o.add(key, v)
			default:
				o.Set(key, v)
			}
		}
		return
	case *ErrorObj, *Func:
		bail("the properties of an error or function")
	}
	keys := m.ownKeys(v)
	m.allocate(propertyCost * len(keys))
	o.reserve(len(keys))
	for _, key := range keys {
		if p, ok := m.ownProperty(v, key); ok {
			o.Set(key, p)
		}
	}
}

// function is an expression that makes a function.
func (c *compiler) function(fn *ir.Function) expr {
	made := compileFunction(c, fn)
	return func(f *frame) Value {
		f.m.allocate(64 + 8*len(made.captures))
		cells := make([]*Value, len(made.captures))
		for i, from := range made.captures {
			if from.cell {
				cells[i] = f.cells[from.index]
			} else {
				cells[i] = f.outer[from.index]
			}
		}
		return objectValue(&Func{code: made, cells: cells})
	}
}
