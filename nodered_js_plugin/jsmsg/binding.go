// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"reflect"
	"slices"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

var boolType = reflect.TypeFor[bool]()

// A Binding is the global msg of one VM, bound to one message after another, for both
// executors. It belongs to the goroutine that holds the VM.
//
// For goja msg and msg.meta are dynamic objects over the current Message, made once
// per VM: nothing is copied into JavaScript that a script does not read.
type Binding struct {
	// rt is nil until Bind.
	rt        *goja.Runtime
	msg, meta *goja.Object
	prototype *goja.Object
	visible   *script.Paths
	sources   sources // of the numbers of the incoming message
	m         *Message
	direct    direct

	// What the current stage did to msg.
	assigned    goja.Value // payload, where the script assigned it
	newMeta     goja.Value // meta, where the script assigned it
	metaGone    bool       // delete msg.meta
	payloadGone bool       // delete msg.payload
	extras      []extra    // any other property

	convertCall  goja.Callable
	returned     goja.Value
	keepsPayload bool
	goValues     bool // see GiveGoValues
	results      []*Message
	refused      []Refusal
	convertErr   error
	spare        []*Message
	// shapes are the key sets of messages that came lately, the last one first.
	shapes          []*shape
	fields          []field
	text, canonical []byte
}

// An extra is a property of msg beside payload and meta. It lives for one stage.
type extra struct {
	name  string
	value goja.Value
}

// NewBinding makes a Binding for scripts that see these paths of their payloads.
func NewBinding(visible *script.Paths, surroundings Surroundings) *Binding {
	b := &Binding{visible: visible}
	b.direct.init(b, surroundings)
	return b
}

// Bind installs msg in the VM's runtime.
func (b *Binding) Bind(rt *goja.Runtime) {
	b.rt = rt
	b.msg = rt.NewDynamicObject((*msgObject)(b))
	b.meta = rt.NewDynamicObject((*metaObject)(b))
	b.prototype = b.msg.Prototype()
	b.convertCall, _ = goja.AssertFunction(rt.ToValue(func(goja.FunctionCall) goja.Value {
		b.convertErr = b.convert(b.returned)
		return goja.Undefined()
	}))
	b.ResetGlobal()
}

// ResetGlobal makes msg of the global object ours again, after a script that may
// have assigned or redefined it.
func (b *Binding) ResetGlobal() {
	// It fails where a script has made msg unchangeable. Such a VM is used for this
	// message only, and its later stages see what the script put there.
	installGlobal(b.rt, "msg", b.msg)
}

// Begin shows m to the next script as msg.
func (b *Binding) Begin(m *Message) {
	b.m = m
	b.assigned, b.newMeta = nil, nil
	b.metaGone, b.payloadGone = false, false
	clear(b.extras)
	b.extras = b.extras[:0]
}

// BeginView shows the next script a copy of m that is thrown away by EndView: what
// an `if` does to msg has no effect.
func (b *Binding) BeginView(m *Message) {
	view := b.take()
	view.meta = append(view.meta, m.meta...)
	for i := range view.meta {
		if f := &view.meta[i]; f.form == formJSON {
			f.js = nil
		}
	}
	view.payload = m.payload
	view.payload.dropObjects()
	b.Begin(view)
}

// EndView ends what BeginView began.
func (b *Binding) EndView() {
	view := b.m
	b.Begin(nil)
	b.Recycle(view)
}

// Clear forgets the last message, so that an idle VM keeps nothing of it alive,
// and undoes what scripts can do to the objects that stay.
func (b *Binding) Clear() {
	b.Begin(nil)
	b.sources.forget()
	b.returned, b.convertErr = nil, nil
	b.direct.forget()
	clear(b.results[:cap(b.results)])
	clear(b.refused[:cap(b.refused)])
	if cap(b.text) > maxScratch {
		b.text = nil
	}
	if cap(b.canonical) > maxScratch {
		b.canonical = nil
	}
}

// maxScratch bounds the bytes that an idle VM keeps.
const maxScratch = 64 << 10

// ResetPrototypes undoes what a script can do to msg and msg.meta themselves:
// msg[key] = value with the key "__proto__" sets a prototype.
func (b *Binding) ResetPrototypes() {
	if b.rt == nil {
		return
	}
	for _, o := range [...]*goja.Object{b.msg, b.meta} {
		if o.Prototype() != b.prototype {
			_ = o.SetPrototype(b.prototype)
		}
	}
}

// proto is the name by which an assignment sets an object's prototype. Assigned to
// a dynamic object, goja lets a cycle pass, and ends the process in it. So msg and
// msg.meta say that they have the property, and then set the prototype themselves.
const proto = "__proto__"

func setPrototype(rt *goja.Runtime, o *goja.Object, v goja.Value) {
	prototype, ok := v.(*goja.Object)
	if !ok && !goja.IsNull(v) {
		return
	}
	for p := prototype; p != nil; p = p.Prototype() {
		if p == o {
			panic(rt.NewTypeError("Cyclic __proto__ value"))
		}
	}
	_ = o.SetPrototype(prototype)
}

// msgObject is msg for goja.
type msgObject Binding

func (o *msgObject) Get(name string) goja.Value {
	switch name {
	case "payload":
		switch {
		case o.assigned != nil:
			return o.assigned
		case o.payloadGone || o.m == nil:
			return nil
		}
		return o.m.payload.value((*Binding)(o))
	case "meta":
		switch {
		case o.newMeta != nil:
			return o.newMeta
		case o.metaGone:
			return nil
		}
		return o.meta
	}
	for i := range o.extras {
		if o.extras[i].name == name {
			return o.extras[i].value
		}
	}
	return nil
}

func (o *msgObject) Set(name string, v goja.Value) bool {
	switch name {
	case proto:
		setPrototype(o.rt, o.msg, v)
		return true
	case "payload":
		o.assigned, o.payloadGone = v, false
		if o.m != nil && o.m.payload.is(v) {
			o.assigned = nil
		}
		return true
	case "meta":
		o.newMeta, o.metaGone = v, false
		if v == goja.Value(o.meta) {
			o.newMeta = nil
		}
		return true
	}
	for i := range o.extras {
		if o.extras[i].name == name {
			o.extras[i].value = v
			return true
		}
	}
	o.extras = append(o.extras, extra{name, v})
	return true
}

func (o *msgObject) Has(name string) bool {
	switch name {
	case "payload":
		return !o.payloadGone
	case "meta":
		return !o.metaGone
	case proto:
		return true
	}
	return slices.ContainsFunc(o.extras, func(e extra) bool { return e.name == name })
}

func (o *msgObject) Delete(name string) bool {
	switch name {
	case "payload":
		o.assigned, o.payloadGone = nil, true
	case "meta":
		o.newMeta, o.metaGone = nil, true
	}
	o.extras = slices.DeleteFunc(o.extras, func(e extra) bool { return e.name == name })
	return true
}

func (o *msgObject) Keys() []string {
	keys := make([]string, 0, 2+len(o.extras))
	if !o.payloadGone {
		keys = append(keys, "payload")
	}
	if !o.metaGone {
		keys = append(keys, "meta")
	}
	for i := range o.extras {
		keys = append(keys, o.extras[i].name)
	}
	return keys
}

// metaObject is msg.meta for goja.
type metaObject Binding

func (o *metaObject) Get(key string) goja.Value {
	if o.m == nil {
		return nil
	}
	i, ok := o.m.find(key)
	if !ok {
		return nil
	}
	return o.m.meta[i].value((*Binding)(o))
}

func (f *field) value(b *Binding) goja.Value {
	if f.js == nil {
		if f.form == formJSON {
			f.js, _ = parseJSON(b.rt, &b.sources, f.text())
		} else {
			f.js = b.rt.ToValue(f.text())
		}
	}
	return f.js
}

func (o *metaObject) Set(key string, v goja.Value) bool {
	if o.m == nil {
		return true
	}
	if key == proto && !o.m.HasMeta(key) {
		setPrototype(o.rt, o.meta, v)
		return true
	}
	o.m.untidy = true
	f := o.m.place(key)
	*f = field{key: f.key, js: v, form: formValue}
	return true
}

func (o *metaObject) Has(key string) bool {
	if o.m == nil {
		return false
	}
	_, ok := o.m.find(key)
	return ok || key == proto
}

func (o *metaObject) Delete(key string) bool {
	if o.m != nil {
		o.m.DeleteMeta(key)
	}
	return true
}

func (o *metaObject) Keys() []string {
	if o.m == nil {
		return nil
	}
	keys := make([]string, 0, len(o.m.meta))
	for i := range o.m.meta {
		if f := &o.m.meta[i]; f.form != formAbsent {
			keys = append(keys, f.key)
		}
	}
	return keys
}
