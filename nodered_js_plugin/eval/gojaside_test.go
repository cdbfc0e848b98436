// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"fmt"
	"slices"
	"strconv"
	"time"
	"unsafe"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval/evaltest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// theTime and theRandom are what both executors have for the clock and for chance.
const (
	theTime   = 1_767_600_000_123
	theRandom = 0.25
)

// A gojaSide runs one script on one message in a fresh VM.
type gojaSide struct {
	rt                  *goja.Runtime
	payload             *jsonNode
	text                string // payload where it is no JSON
	assigned, newMeta   goja.Value
	read                goja.Value
	gone, metaGone      bool
	msg, meta           *goja.Object
	extraKeys, metaKeys []string
	extra, metas        map[string]goja.Value
	sources             []*gojaSource
	objectPrototype     *goja.Object
}

// A gojaSource remembers how a number was written, as package jsmsg does: a value that
// only moves keeps the pointer to its number.
type gojaSource struct {
	bits uint64
	text string
}

type gojaHeader struct{ table, data unsafe.Pointer }

func (g *gojaSide) keep(v goja.Value, text string) goja.Value {
	header := (*gojaHeader)(unsafe.Pointer(&v))
	s := &gojaSource{*(*uint64)(header.data), text}
	header.data = unsafe.Pointer(s)
	g.sources = append(g.sources, s)
	return v
}

func (g *gojaSide) sourceOf(v goja.Value) string {
	at := (*gojaHeader)(unsafe.Pointer(&v)).data
	for _, s := range g.sources {
		if unsafe.Pointer(s) == at {
			return s.text
		}
	}
	return ""
}

func newGojaSide(m *preparedMessage) *gojaSide {
	g := &gojaSide{rt: goja.New(), payload: m.node, text: m.Payload, extra: map[string]goja.Value{}, metas: map[string]goja.Value{}}
	g.rt.SetMaxCallStackSize(3000)
	g.rt.SetTimeSource(func() time.Time { return time.UnixMilli(theTime) })
	g.rt.SetRandSource(func() float64 { return theRandom })
	_ = g.rt.Set(script.TestNesting, noNesting)
	_ = evaltest.InstallOperators(g.rt)
	g.msg, g.meta = g.rt.NewDynamicObject((*gojaMsg)(g)), g.rt.NewDynamicObject((*gojaMeta)(g))
	g.objectPrototype = g.msg.Prototype()
	_ = g.rt.Set("msg", g.msg)
	for key, text := range m.Meta {
		g.metas[key] = g.rt.ToValue(text)
		g.metaKeys = append(g.metaKeys, key)
	}
	slices.Sort(g.metaKeys)
	return g
}

func noNesting(goja.FunctionCall) goja.Value { return goja.Undefined() }

// run gives the outcome as text; ok is false where goja itself fails.
func (g *gojaSide) run(program *goja.Program) (outcome string, ok bool) {
	defer func() {
		if x := recover(); x != nil {
			outcome, ok = fmt.Sprint("panic: ", x), false
		}
	}()
	v, err := g.rt.RunProgram(program)
	if err != nil {
		return err.Error(), false
	}
	call, _ := goja.AssertFunction(v)
	result, err := call(goja.Undefined())
	if err != nil {
		if _, thrown := err.(*goja.Exception); !thrown { //nolint:errorlint // as goja gives it
			return err.Error(), false
		}
		return "throws " + err.Error(), true
	}
	d := gojaDump{g: g, seen: map[*goja.Object]int{}}
	d.value(result)
	d.out.WriteString("\npayload ")
	switch {
	case g.assigned != nil:
		d.value(g.assigned)
	case g.gone:
		d.out.WriteString("deleted")
	default:
		d.value(g.payloadValue())
	}
	d.out.WriteString("\nmeta ")
	switch {
	case g.newMeta != nil:
		d.value(g.newMeta)
	case g.metaGone:
		d.out.WriteString("deleted")
	}
	for _, key := range g.metaKeys {
		d.member(key, g.metas[key])
	}
	d.out.WriteString("\nextra ")
	for _, key := range g.extraKeys {
		d.member(key, g.extra[key])
	}
	d.out.WriteString("\njson ")
	d.json()
	return d.out.String(), true
}

func (g *gojaSide) payloadValue() goja.Value {
	if g.read == nil {
		if g.payload != nil {
			g.read = g.build(g.payload)
		} else {
			g.read = g.rt.ToValue(g.text)
		}
	}
	return g.read
}

// build makes the value of JSON.
func (g *gojaSide) build(n *jsonNode) goja.Value {
	switch n.kind {
	case '{':
		o := g.rt.CreateObject(nil)
		for i, key := range n.keys {
			_ = o.Set(key, g.build(n.list[i]))
		}
		_ = o.SetPrototype(g.objectPrototype)
		return o
	case '[':
		var list []any
		for _, e := range n.list {
			list = append(list, g.build(e))
		}
		return g.rt.NewArray(list...)
	case 's':
		return g.rt.ToValue(n.text)
	case 'n':
		return goja.Null()
	case 'b':
		return g.rt.ToValue(n.text == "true")
	}
	if i, err := strconv.ParseInt(n.text, 10, 64); err == nil && max(i, -i) < 1e15 && n.text != "-0" {
		return g.rt.ToValue(i)
	}
	f, _ := strconv.ParseFloat(n.text, 64)
	v := g.rt.ToValue(f)
	if n.source {
		v = g.keep(v, n.text)
	}
	return v
}

// gojaMsg is msg, as package jsmsg has it.
type gojaMsg gojaSide

func (o *gojaMsg) Get(name string) goja.Value {
	switch name {
	case "payload":
		switch {
		case o.assigned != nil:
			return o.assigned
		case o.gone:
			return nil
		}
		return (*gojaSide)(o).payloadValue()
	case "meta":
		switch {
		case o.newMeta != nil:
			return o.newMeta
		case o.metaGone:
			return nil
		}
		return o.meta
	}
	return o.extra[name]
}

func (o *gojaMsg) Set(name string, v goja.Value) bool {
	switch name {
	case "__proto__":
		panic("an assignment of msg's prototype")
	case "payload":
		o.assigned, o.gone = v, false
		return true
	case "meta":
		if o.newMeta, o.metaGone = v, false; v == goja.Value(o.meta) {
			o.newMeta = nil
		}
		return true
	}
	if o.extra[name] == nil {
		o.extraKeys = append(o.extraKeys, name)
	}
	o.extra[name] = v
	return true
}

func (o *gojaMsg) Has(name string) bool {
	switch name {
	case "payload":
		return !o.gone
	case "meta":
		return !o.metaGone
	case "__proto__":
		return true
	}
	return o.extra[name] != nil
}

func (o *gojaMsg) Delete(name string) bool {
	switch name {
	case "payload":
		o.assigned, o.gone = nil, true
	case "meta":
		o.newMeta, o.metaGone = nil, true
	}
	delete(o.extra, name)
	o.extraKeys = slices.DeleteFunc(o.extraKeys, func(key string) bool { return key == name })
	return true
}

func (o *gojaMsg) Keys() []string {
	var keys []string
	if !o.gone {
		keys = append(keys, "payload")
	}
	if !o.metaGone {
		keys = append(keys, "meta")
	}
	return append(keys, o.extraKeys...)
}

// gojaMeta is msg.meta: its keys are sorted.
type gojaMeta gojaSide

func (o *gojaMeta) Get(key string) goja.Value { return o.metas[key] }

func (o *gojaMeta) Set(key string, v goja.Value) bool {
	if o.metas[key] == nil {
		if key == "__proto__" {
			panic("an assignment of msg.meta's prototype")
		}
		at, _ := slices.BinarySearch(o.metaKeys, key)
		o.metaKeys = slices.Insert(o.metaKeys, at, key)
	}
	o.metas[key] = v
	return true
}

func (o *gojaMeta) Has(key string) bool { return o.metas[key] != nil || key == "__proto__" }

func (o *gojaMeta) Delete(key string) bool {
	delete(o.metas, key)
	o.metaKeys = slices.DeleteFunc(o.metaKeys, func(k string) bool { return k == key })
	return true
}

func (o *gojaMeta) Keys() []string { return slices.Clone(o.metaKeys) }
