// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"slices"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// A nativeFunc is a built-in. args are the caller's: they must not be kept.
type nativeFunc func(m *Machine, this Value, args []Value) Value

// natives are the built-ins by the name of their row in package builtin. Each file
// of built-ins adds its own.
var natives = map[string]nativeFunc{}

func register(list map[string]nativeFunc) bool {
	for name, f := range list {
		natives[name] = f
	}
	return true
}

// arg is argument i, undefined if there are fewer.
func arg(args []Value, i int) Value {
	if i < len(args) {
		return args[i]
	}
	return undefined
}

// arguments evaluates arguments onto the stack. The caller puts the stack back.
func (c *compiler) arguments(list []ir.Expr) func(*frame) []Value {
	args := make([]expr, len(list))
	spreads := false
	spread := make([]bool, len(list))
	for i, a := range list {
		if s, ok := a.(*ir.Spread); ok {
			args[i], spread[i], spreads = c.expr(s.X), true, true
			continue
		}
		args[i] = c.expr(a)
	}
	if len(args) == 0 {
		return func(*frame) []Value { return nil }
	}
	if spreads {
		return func(f *frame) []Value {
			var out []Value
			for i, a := range args {
				if v := a(f); spread[i] {
					out = f.m.appendIterated(out, v)
				} else {
					out = append(f.m.grow(out, 1), v)
				}
			}
			return out
		}
	}
	return func(f *frame) []Value {
		out := f.m.take(len(args))
		for i, a := range args {
			out[i] = a(f)
		}
		return out
	}
}

func (c *compiler) call(e *ir.Call) expr {
	args, chained, spreads := c.arguments(e.Args), c.chains > 0, hasSpread(e.Args)
	if missing, ok := e.Callee.(*ir.Missing); ok && !e.Optional {
		return func(f *frame) Value {
			args(f) // goja looks for the name after that
			f.m.notDefined(missing.Name, e.Paren)
			return undefined
		}
	}
	callee := c.expr(e.Callee)
	return func(f *frame) Value {
		fn := callee(f)
		if chained && fn.Kind == short || e.Optional && fn.nullish() {
			return shortCall(spreads)
		}
		m := f.m
		stack, top := m.stack, m.top
		list := args(f)
		if fn.Kind != Object {
			m.throwError("TypeError", "the callee is not a function")
		}
		v := m.call(fn, "the callee", list)
		m.stack, m.top = stack, top
		return v
	}
}

func hasSpread(list []ir.Expr) bool {
	return slices.ContainsFunc(list, func(e ir.Expr) bool { _, ok := e.(*ir.Spread); return ok })
}

// shortCall is a call behind a ?. that found nothing.
func shortCall(spreads bool) Value {
	if spreads {
		bail("a call with ... behind ?.") // which goja makes of something else
	}
	return Value{Kind: short}
}

// nativeCall calls a built-in by its name; at is where goja says that the call is.
func (c *compiler) nativeCall(pos, at ir.Pos, path string, this ir.Expr, list []ir.Expr) expr {
	if isHost(path) {
		return c.hostCall(at, path, list)
	}
	native := natives[path]
	if native == nil {
		unsupported(pos, path)
	}
	receiver := constant(undefined)
	if this != nil {
		receiver = c.expr(this)
	}
	args := c.arguments(list)
	return func(f *frame) Value {
		m := f.m
		stack, top := m.stack, m.top
		r, list := receiver(f), args(f)
		m.at = at
		m.work(2)
		v := native(m, r, list)
		m.stack, m.top = stack, top
		return v
	}
}

func isHost(path string) bool {
	row := builtin.Function(path)
	return row != nil && (row.Changes == builtin.Log || row.Changes == builtin.Store || path == "cache.get" || path == "cache.exists")
}

func (c *compiler) hostCall(pos ir.Pos, path string, list []ir.Expr) expr {
	args := c.arguments(list)
	return func(f *frame) Value {
		m := f.m
		stack, top := m.stack, m.top
		m.at = pos
		m.work(10)
		v := m.host.Call(m, path, args(f))
		m.stack, m.top = stack, top
		return v
	}
}

// Callback calls a function of the script, for Host.
func (m *Machine) Callback(fn Value, args ...Value) Value { return m.call(fn, "the callback", args) }

// methods are the built-ins of one name by what they stand on.
type methods struct {
	text, number, boolean, list, object, date, regexp, mapping, set, function, failure, iterator method
}

// A method is a built-in that there is, with a Go function or without.
type method struct {
	native nativeFunc
	there  bool
}

func methodsOf(name string) *methods {
	m := &methods{}
	for kind, one := range map[builtin.Kind]*method{
		builtin.String: &m.text, builtin.Number: &m.number, builtin.Bool: &m.boolean, builtin.Array: &m.list, builtin.Object: &m.object,
		builtin.Date: &m.date, builtin.RegExp: &m.regexp, builtin.Map: &m.mapping, builtin.Set: &m.set,
		builtin.Func: &m.function, builtin.Error: &m.failure, builtin.Iterator: &m.iterator,
	} {
		*one = methodOn(kind, builtin.Methods(name))
	}
	return m
}

// methodOn is the built-in of some rows that stands on a kind of value. One that every
// object inherits gives way to the kind's own. The rows of wrapped primitives are for
// objects as well, but eval has none.
func methodOn(kind builtin.Kind, rows []*builtin.Row) (found method) {
	own := false
	for _, row := range rows {
		inherited := row.Receiver == builtin.Any
		switch {
		case row.Receiver&kind == 0, own && inherited, kind == builtin.Object && !inherited:
			continue
		case kind == builtin.Iterator && found.native != nil && !inherited:
			continue // all kinds of iterators are one in eval
		}
		found, own = method{natives[row.Name], true}, own || !inherited
	}
	return found
}

// of is the built-in for a value, and whether there is one, with a Go function or
// without.
func (m *methods) of(v Value) method {
	switch v.Kind {
	case String:
		return m.text
	case Number:
		return m.number
	case Bool:
		return m.boolean
	}
	switch o := v.Ref.(type) {
	case *Arr:
		return m.list
	case *Obj, *Message, *Meta:
		return m.object
	case *Date:
		return m.date
	case *RegExp:
		return m.regexp
	case *Map:
		if o.set {
			return m.set
		}
		return m.mapping
	case *Func:
		return m.function
	case *ErrorObj:
		return m.failure
	case *Iterator:
		return m.iterator
	}
	return method{}
}

func (c *compiler) methodCall(e *ir.MethodCall) expr {
	member, ok := e.Callee.(*ir.Member)
	if !ok {
		return c.computedCall(e)
	}
	object, args := c.objectOf(member.Object, member.Optional), c.arguments(e.Args)
	name, builtins, chained, spreads := member.Name, methodsOf(member.Name), c.chains > 0, hasSpread(e.Args)
	return func(f *frame) Value {
		m := f.m
		this := object(f)
		if chained && this.Kind == short {
			return shortCall(spreads)
		}
		stack, top := m.stack, m.top
		var v Value
		if own, ok := m.ownMethod(this, name); ok {
			if e.Optional && own.nullish() {
				return shortCall(spreads)
			}
			v = m.call(own, "the member "+name, args(f))
		} else if found := builtins.of(this); found.native != nil && !isBare(this) {
			list := args(f)
			m.at = e.Pos
			m.work(2)
			v = found.native(m, this, list)
		} else {
			if v = m.noMethod(this, name, found.there, e.Optional, args, f); v.Kind == short {
				v = shortCall(spreads)
			}
		}
		m.stack, m.top = stack, top
		return v
	}
}

// ownMethod is the member of that name if the value has it itself.
func (m *Machine) ownMethod(v Value, name string) (Value, bool) {
	switch o := v.Ref.(type) {
	case *Obj:
		return o.Get(name)
	case *Message, *Meta, *ErrorObj:
		return m.ownProperty(v, name)
	}
	return Value{}, false
}

// isBare reports whether an object inherits nothing.
func isBare(v Value) bool {
	o, ok := v.Ref.(*Obj)
	return ok && o.bare
}

// noMethod is a call of a method for which there is no Go function.
func (m *Machine) noMethod(this Value, name string, there, optional bool, args func(*frame) []Value, f *frame) Value {
	if this.nullish() {
		m.cannotRead(this, name)
	}
	if !isBare(this) && (there || builtin.Inherits(name) && builtin.Methods(name) == nil) {
		bail("the built-in method " + name)
	}
	if optional {
		return Value{Kind: short}
	}
	args(f)
	m.throwError("TypeError", "Object has no member '"+name+"'")
	return undefined
}

// computedCall is object[key](…), which calls a function of the script.
func (c *compiler) computedCall(e *ir.MethodCall) expr {
	spreads := hasSpread(e.Args)
	index := e.Callee.(*ir.Index)
	object, key, args, chained := c.objectOf(index.Object, index.Optional), c.expr(index.Key), c.arguments(e.Args), c.chains > 0
	return func(f *frame) Value {
		m := f.m
		this := object(f)
		if chained && this.Kind == short {
			return shortCall(spreads)
		}
		fn := m.index(this, key(f))
		if e.Optional && fn.nullish() {
			return shortCall(spreads)
		}
		stack, top := m.stack, m.top
		v := m.call(fn, "the member", args(f))
		m.stack, m.top = stack, top
		return v
	}
}

// instanceOf is x instanceof a built-in constructor.
func (c *compiler) instanceOf(e *ir.Binary) func(*frame) bool {
	global := e.Right.(*ir.Global)
	value := c.expr(e.Left)
	var is func(ref any) bool
	switch path := global.Path; path {
	case "Array":
		is = func(ref any) bool { _, ok := ref.(*Arr); return ok }
	case "Date":
		is = func(ref any) bool { _, ok := ref.(*Date); return ok }
	case "RegExp":
		is = func(ref any) bool { _, ok := ref.(*RegExp); return ok }
	case "Function":
		is = func(ref any) bool { _, ok := ref.(*Func); return ok }
	case "Map", "Set":
		is = func(ref any) bool { o, ok := ref.(*Map); return ok && o.set == (path == "Set") }
	case "Error":
		is = func(ref any) bool { _, ok := ref.(*ErrorObj); return ok }
	case "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError":
		is = func(ref any) bool { o, ok := ref.(*ErrorObj); return ok && o.Name == path }
	case "Object":
		is = func(ref any) bool { o, ok := ref.(*Obj); return !ok || !o.bare }
	case "String", "Number", "Boolean", "Promise", "Symbol", "Proxy":
		is = func(any) bool { return false }
	default:
		unsupported(e.Pos, "instanceof "+path)
	}
	return func(f *frame) bool {
		v := value(f)
		return v.Kind == Object && is(v.Ref)
	}
}
