// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"

// A storing compiles how one part of a pattern is stored: by an assignment or by a
// declaration.
type storing func(ir.Target) func(*frame, Value)

func (c *compiler) objectPattern(t *ir.ObjectPattern, how ...storing) func(*frame, Value) {
	c.inside()
	defer func() { c.level-- }()
	storeOf := append(how, c.store)[0]
	type part struct {
		patternPart
		key      string
		computed expr
	}
	parts := make([]part, len(t.Props))
	for i, p := range t.Props {
		parts[i] = part{patternPart: c.patternPart(p.Target, p.Default, storeOf), key: p.Key}
		if p.Computed != nil {
			parts[i].computed = c.expr(p.Computed)
		}
	}
	var rest func(*frame, Value)
	if t.Rest != nil {
		rest = storeOf(t.Rest)
	}
	return func(f *frame, v Value) {
		if v.nullish() {
			f.m.throwError("TypeError", "Cannot destructure "+f.m.toText(v))
		}
		taken := make([]string, 0, len(parts))
		for i := range parts {
			p := &parts[i]
			key := p.key
			if p.computed != nil {
				key = f.m.key(p.computed(f))
			}
			taken = append(taken, key)
			p.take(f, func() Value { return f.m.get(v, key) })
		}
		if rest != nil {
			o := NewObj(0)
			f.m.copyProperties(o, v)
			for _, key := range taken {
				o.Delete(key)
			}
			rest(f, objectValue(o))
		}
	}
}

func (c *compiler) arrayPattern(t *ir.ArrayPattern, how ...storing) func(*frame, Value) {
	c.inside()
	defer func() { c.level-- }()
	storeOf := append(how, c.store)[0]
	parts := make([]patternPart, len(t.Elems))
	for i, p := range t.Elems {
		if p.Target != nil {
			parts[i] = c.patternPart(p.Target, p.Default, storeOf)
		}
	}
	var rest func(*frame, Value)
	if t.Rest != nil {
		rest = storeOf(t.Rest)
	}
	return func(f *frame, v Value) {
		it := f.m.walk(v)
		for i := range parts {
			p := &parts[i]
			if p.store == nil {
				f.m.pull(&it)
				continue
			}
			p.take(f, func() Value {
				v, _ := f.m.pull(&it)
				return v
			})
		}
		if rest != nil {
			rest(f, f.m.newList(f.m.appendRest(nil, &it)))
		}
	}
}

// A patternPart is a target in a pattern, with its default.
type patternPart struct {
	initial expr
	store   func(*frame, Value)
	// object and key are those of a member, which are looked at before the value; nil
	// for other targets, key nil also where name is the member's.
	object, key expr
	name        string
}

func (c *compiler) patternPart(t ir.Target, initial ir.Expr, storeOf storing) (p patternPart) {
	switch t := t.(type) {
	case *ir.Member:
		p.object, p.name = c.expr(t.Object), t.Name
	case *ir.Index:
		p.object, p.key = c.expr(t.Object), c.expr(t.Key)
	}
	if p.store = storeOf(t); initial != nil {
		p.initial = c.expr(initial)
	}
	return p
}

// take gives the target its value.
func (p *patternPart) take(f *frame, value func() Value) {
	var object, key Value
	if p.object != nil {
		if object = p.object(f); object.nullish() {
			bail("a member of nothing in a pattern")
		}
		if p.key != nil {
			if key = p.key(f); key.Kind == Object {
				bail("an object as a key in a pattern")
			}
		}
	}
	x := value()
	if x.Kind == Undefined && p.initial != nil {
		x = p.initial(f)
	}
	switch {
	case p.key != nil:
		f.m.setAt(object, key, x)
	case p.object != nil:
		f.m.set(object, p.name, x)
	default:
		p.store(f, x)
	}
}
