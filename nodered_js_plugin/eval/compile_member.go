// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

func (c *compiler) chain(e *ir.Chain) expr {
	c.chains++
	inner := c.expr(e.Expr)
	c.chains--
	return func(f *frame) Value {
		if v := inner(f); v.Kind != short {
			return v
		}
		return undefined
	}
}

// object is what a member is read from. In an optional chain it may be short, and
// becomes so where ?. follows nothing.
func (c *compiler) objectOf(e ir.Expr, optional bool) expr {
	value := c.expr(e)
	if !optional {
		return value
	}
	return func(f *frame) Value {
		v := value(f)
		if v.nullish() {
			return Value{Kind: short}
		}
		return v
	}
}

func isMsg(e ir.Expr) bool {
	_, ok := e.(*ir.Msg)
	return ok
}

// metaKey is the key of msg.meta.key.
func metaKey(e *ir.Member) (key string, ok bool) {
	meta, ok := e.Object.(*ir.Member)
	return e.Name, ok && !e.Optional && !meta.Optional && meta.Name == "meta" && isMsg(meta.Object)
}

func (c *compiler) member(e *ir.Member) expr {
	name, inherits := e.Name, builtin.Inherits(e.Name)
	if key, ok := metaKey(e); ok && !inherits {
		object := c.expr(e.Object)
		return func(f *frame) Value {
			if m := f.m; m.pristine() {
				v, _ := m.host.Meta(key)
				return v
			}
			return f.m.get(object(f), key)
		}
	}
	if name == "payload" && isMsg(e.Object) && !e.Optional {
		return func(f *frame) Value {
			if msg := f.m.Msg; f.m.global.Kind == unset && msg.State != PayloadDeleted {
				return msg.payload()
			}
			return f.m.get(f.m.message(), name)
		}
	}
	object, chained := c.objectOf(e.Object, e.Optional), c.chains > 0
	return func(f *frame) Value {
		v := object(f)
		if o, ok := v.Ref.(*Obj); ok {
			if i := o.find(name); i >= 0 {
				return o.vals[i]
			}
			if !inherits {
				return undefined
			}
		}
		if chained && v.Kind == short {
			return v
		}
		if own, ok := f.m.ownProperty(v, name); ok {
			return own
		}
		if inherits {
			return f.m.inherited(v, name)
		}
		return f.m.missing(v, name)
	}
}

// pristine reports whether msg.meta is still that of the message.
func (m *Machine) pristine() bool {
	return m.global.Kind == unset && m.Msg.NewMeta.Kind == unset && !m.Msg.MetaGone
}

func (c *compiler) index(e *ir.Index) expr {
	object, key, chained := c.objectOf(e.Object, e.Optional), c.expr(e.Key), c.chains > 0
	return func(f *frame) Value {
		v := object(f)
		if chained && v.Kind == short {
			return v
		}
		return f.m.index(v, key(f))
	}
}

func (c *compiler) remove(e *ir.Delete) expr {
	switch t := e.Target.(type) {
	case *ir.Member:
		object := c.expr(t.Object)
		return func(f *frame) Value { return f.m.remove(object(f), t.Name) }
	case *ir.Index:
		object, key := c.expr(t.Object), c.expr(t.Key)
		return func(f *frame) Value {
			v := object(f)
			return f.m.remove(v, f.m.key(key(f)))
		}
	}
	unsupported(e.Pos, "delete of something that is no member")
	return nil
}

// store compiles an assignment to a target.
func (c *compiler) store(t ir.Target) func(*frame, Value) {
	switch t := t.(type) {
	case *ir.Name:
		return c.storeVar(t.Var, false)
	case *ir.Msg:
		return func(f *frame, v Value) { f.m.global = v }
	case *ir.ObjectPattern:
		return c.objectPattern(t)
	case *ir.ArrayPattern:
		return c.arrayPattern(t)
	case *ir.Member:
		object := c.expr(t.Object)
		return func(f *frame, v Value) { f.m.set(object(f), t.Name, v) }
	case *ir.Index:
		object, key := c.expr(t.Object), c.expr(t.Key)
		return func(f *frame, v Value) {
			o := object(f)
			f.m.setAt(o, key(f), v)
		}
	}
	unsupported(t.At(), "an assignment")
	return nil
}

// storeVar stores into a variable. declares says that this starts its life.
func (c *compiler) storeVar(v *ir.Var, declares bool) func(*frame, Value) {
	at := c.place(v)
	i := at.index
	if !declares {
		switch v.Kind {
		case ir.VarConst:
			return func(f *frame, _ Value) { f.m.throwError("TypeError", "Assignment to constant variable.") }
		case ir.VarSelf:
			return func(f *frame, _ Value) { bail("an assignment to a function's own name") }
		case ir.VarLet:
			return storeChecked(at)
		}
	}
	switch at.kind {
	case inSlot:
		return func(f *frame, x Value) { f.vars[i] = x }
	case inCell:
		return func(f *frame, x Value) { *f.cells[i] = x }
	}
	return func(f *frame, x Value) { *f.outer[i] = x }
}

// storeChecked assigns to a variable that may not have been declared yet.
func storeChecked(at place) func(*frame, Value) {
	i := at.index
	where := func(f *frame) *Value {
		switch at.kind {
		case inSlot:
			return &f.vars[i]
		case inCell:
			return f.cells[i]
		}
		return f.outer[i]
	}
	return func(f *frame, x Value) {
		p := where(f)
		f.m.checked(*p)
		*p = x
	}
}

// declaring is store for a declaration.
func (c *compiler) declaring(t ir.Target) func(*frame, Value) {
	switch t := t.(type) {
	case *ir.Name:
		return c.storeVar(t.Var, true)
	case *ir.ObjectPattern:
		return c.objectPattern(t, c.declaring)
	case *ir.ArrayPattern:
		return c.arrayPattern(t, c.declaring)
	}
	return c.store(t)
}

func (c *compiler) assign(e *ir.Assign) expr {
	if e.Op != ir.None {
		return c.assignOperator(e)
	}
	value := c.expr(e.Value)
	switch t := e.Target.(type) {
	case *ir.Member:
		return c.assignMember(t, value)
	case *ir.Index:
		object, key := c.expr(t.Object), c.expr(t.Key)
		return func(f *frame) Value {
			o := object(f)
			k := key(f)
			v := value(f)
			f.m.setAt(o, k, v)
			return v
		}
	}
	store := c.store(e.Target)
	return func(f *frame) Value {
		v := value(f)
		store(f, v)
		return v
	}
}

func (c *compiler) assignMember(t *ir.Member, value expr) expr {
	object, name := c.expr(t.Object), t.Name
	if key, ok := metaKey(t); ok {
		return func(f *frame) Value {
			if !f.m.pristine() {
				o := object(f)
				v := value(f)
				f.m.set(o, key, v)
				return v
			}
			v := value(f)
			if m := f.m; m.pristine() {
				m.host.SetMeta(key, v)
			} else {
				f.m.set(objectValue(&f.m.Msg.meta), key, v) // value put another one in its place
			}
			return v
		}
	}
	return func(f *frame) Value {
		o := object(f)
		v := value(f)
		f.m.set(o, name, v)
		return v
	}
}

// assignOperator is target op= value.
func (c *compiler) assignOperator(e *ir.Assign) expr {
	value := c.expr(e.Value)
	read, write := c.readWrite(e.Target)
	switch e.Op {
	case ir.And, ir.Or, ir.Coalesce:
		return func(f *frame) Value {
			o, k, v := read(f)
			keep := false
			switch e.Op {
			case ir.And:
				keep = !v.truthy()
			case ir.Or:
				keep = v.truthy()
			default:
				keep = !v.nullish()
			}
			if keep {
				return v
			}
			v = value(f)
			write(f, o, k, v)
			return v
		}
	}
	apply := applied(e.Op)
	return func(f *frame) Value {
		o, k, v := read(f)
		v = apply(f.m, v, value(f))
		write(f, o, k, v)
		return v
	}
}

// applied is an arithmetic operator on two values.
func applied(op ir.Op) func(m *Machine, a, b Value) Value {
	if op == ir.Add {
		return (*Machine).add
	}
	apply := arithmetic(op)
	return func(m *Machine, a, b Value) Value {
		x := m.toNumber(a)
		return NumberValue(apply(x, m.toNumber(b)))
	}
}

func (c *compiler) update(e *ir.Update) expr {
	read, write := c.readWrite(e.Target)
	step := 1.0
	if e.Op == ir.Sub {
		step = -1
	}
	return func(f *frame) Value {
		o, k, v := read(f)
		old := f.m.toNumber(v)
		if isNegativeZero(old) {
			bail("a step from -0") // what goja makes of it is no integer for it
		}
		now := NumberValue(old + step)
		write(f, o, k, now)
		switch {
		case e.Prefix:
			return now
		case v.Kind == Number && old == math.Trunc(old) && math.Abs(old) <= maxSafe:
			return v // goja keeps the text that an integer came with, for others it makes a new number
		}
		return NumberValue(old)
	}
}

// readWrite reads a target and writes it; object and key are evaluated once.
func (c *compiler) readWrite(t ir.Target) (read func(*frame) (object, key, v Value), write func(f *frame, object, key, v Value)) {
	switch t := t.(type) {
	case *ir.Member:
		object, name := c.expr(t.Object), t.Name
		read = func(f *frame) (Value, Value, Value) {
			o := object(f)
			return o, Value{}, f.m.get(o, name)
		}
		return read, func(f *frame, o, _, v Value) { f.m.set(o, name, v) }
	case *ir.Index:
		object, key := c.expr(t.Object), c.expr(t.Key)
		read = func(f *frame) (Value, Value, Value) {
			o := object(f)
			k := key(f)
			if k.Kind == Object {
				bail("an object as a key")
			}
			return o, k, f.m.index(o, k)
		}
		return read, func(f *frame, o, k, v Value) { f.m.setAt(o, k, v) }
	}
	value, store := c.expr(t), c.store(t)
	read = func(f *frame) (Value, Value, Value) { return Value{}, Value{}, value(f) }
	return read, func(f *frame, _, _, v Value) { store(f, v) }
}
