// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// A gojaDump writes values as text: kinds, identities, the order of keys.
type gojaDump struct {
	g    *gojaSide
	out  strings.Builder
	seen map[*goja.Object]int
}

func (d *gojaDump) member(key string, v goja.Value) {
	d.out.WriteString(strconv.Quote(key))
	d.out.WriteByte(':')
	d.value(v)
	d.out.WriteByte(',')
}

func (d *gojaDump) value(v goja.Value) {
	o, ok := v.(*goja.Object)
	switch {
	case v == nil:
		d.out.WriteString("hole")
	case ok:
		d.object(o)
	case goja.IsUndefined(v) || goja.IsNull(v):
		d.out.WriteString(v.String())
	case goja.IsNumber(v):
		if f := v.ToFloat(); f == 0 && math.Signbit(f) {
			d.out.WriteString("-0")
		} else {
			d.out.WriteString(v.String())
		}
		if source := d.g.sourceOf(v); source != "" {
			d.out.WriteString(" from " + source)
		}
	case goja.IsString(v):
		d.out.WriteString(strconv.Quote(v.String()))
	default:
		d.out.WriteString(v.String())
	}
}

const gojaPairs = `(o => o instanceof Set ? [...o].flatMap(x => [x, x]) : [...o].flat(1))`

var gojaPairsProgram = goja.MustCompile("pairs", gojaPairs, true)

func (d *gojaDump) object(o *goja.Object) {
	switch o {
	case d.g.msg:
		d.out.WriteString("msg")
		return
	case d.g.meta:
		d.out.WriteString("msg.meta")
		return
	}
	if n, ok := d.seen[o]; ok {
		fmt.Fprintf(&d.out, "#%d", n)
		return
	}
	d.seen[o] = len(d.seen)
	fmt.Fprintf(&d.out, "#%d", d.seen[o])
	switch class := o.ClassName(); class {
	case "Function":
		d.out.WriteString("function")
		return
	case "Array":
		d.out.WriteByte('[')
		n := int(o.Get("length").ToInteger())
		for i := range n {
			d.value(o.Get(strconv.Itoa(i)))
			d.out.WriteByte(',')
		}
		for _, key := range o.Keys() {
			if i, err := strconv.ParseUint(key, 10, 32); err != nil || strconv.FormatUint(i, 10) != key {
				d.member(key, o.Get(key))
			}
		}
		d.out.WriteByte(']')
		return
	case "Date":
		valueOf, _ := goja.AssertFunction(o.Get("getTime"))
		ms, _ := valueOf(o)
		d.out.WriteString("Date " + ms.String())
		return
	case "RegExp":
		fmt.Fprintf(&d.out, "/%s/%s at %s", o.Get("source"), o.Get("flags"), o.Get("lastIndex"))
		return
	case "Error":
		message := ""
		if own := o.Get("message"); own != nil && !goja.IsUndefined(own) {
			message = own.String()
		}
		fmt.Fprintf(&d.out, "%s⟨%s⟩", o.Get("name"), message)
	case "Object":
		if !d.collection(o) {
			break
		}
		return
	default:
		d.out.WriteString(class)
		return
	}
	d.out.WriteByte('{')
	for _, key := range o.Keys() {
		d.member(key, o.Get(key))
	}
	d.out.WriteByte('}')
}

var (
	gojaMapType = reflect.TypeFor[[][2]any]()
	gojaSetType = reflect.TypeFor[[]any]()
)

// collection writes a Map or a Set; false for another object.
func (d *gojaDump) collection(o *goja.Object) bool {
	switch o.ExportType() {
	case gojaMapType:
		d.out.WriteString("Map")
	case gojaSetType:
		d.out.WriteString("Set")
	default:
		return false
	}
	pairs, _ := d.g.rt.RunProgram(gojaPairsProgram)
	call, _ := goja.AssertFunction(pairs)
	list, err := call(goja.Undefined(), o)
	if err != nil {
		panic(err)
	}
	for i := range int(list.(*goja.Object).Get("length").ToInteger()) {
		d.value(list.(*goja.Object).Get(strconv.Itoa(i)))
		d.out.WriteByte(',')
	}
	return true
}

// json writes the payload as JSON in the end, where all its numbers are those of
// JavaScript.
func (d *gojaDump) json() {
	if d.g.gone {
		d.out.WriteString(unknownJSON)
		return
	}
	payload := d.g.assigned
	if payload == nil {
		payload = d.g.payloadValue()
	}
	program, _ := d.g.rt.RunProgram(gojaJSONProgram)
	call, _ := goja.AssertFunction(program)
	text, err := call(goja.Undefined(), payload)
	if err != nil || strings.Contains(d.out.String(), " from ") {
		d.out.WriteString(unknownJSON)
		return
	}
	d.out.WriteString(text.String())
}

var gojaJSONProgram = goja.MustCompile("json", `(v => JSON.stringify(v))`, true)
