// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
)

const unknownJSON = "?"

// An evalDump writes values as gojaDump does.
type evalDump struct {
	m    *eval.Machine
	out  strings.Builder
	seen map[any]int
}

func (d *evalDump) member(key string, v eval.Value) {
	d.out.WriteString(strconv.Quote(key))
	d.out.WriteByte(':')
	d.value(v)
	d.out.WriteByte(',')
}

func (d *evalDump) value(v eval.Value) {
	switch v.Kind {
	case eval.Undefined:
		d.out.WriteString("undefined")
	case eval.Null:
		d.out.WriteString("null")
	case eval.Bool:
		d.out.WriteString(strconv.FormatBool(v.Num != 0))
	case eval.Number:
		if v.Num == 0 && math.Signbit(v.Num) {
			d.out.WriteString("-0")
		} else {
			d.out.Write(eval.AppendNumber(nil, v.Num))
		}
		if source, ok := v.Ref.(string); ok {
			d.out.WriteString(" from " + source)
		}
	case eval.String:
		d.out.WriteString(strconv.Quote(v.Text()))
	case eval.Object:
		d.object(v)
	default:
		if !eval.IsHole(v) {
			panic(fmt.Sprintf("a value of kind %d", v.Kind))
		}
		d.out.WriteString("hole")
	}
}

func (d *evalDump) object(v eval.Value) {
	switch {
	case v.Ref == any(d.m.Msg):
		d.out.WriteString("msg")
		return
	case d.m.Msg.IsMeta(v):
		d.out.WriteString("msg.meta")
		return
	}
	if n, ok := d.seen[v.Ref]; ok {
		fmt.Fprintf(&d.out, "#%d", n)
		return
	}
	d.seen[v.Ref] = len(d.seen)
	fmt.Fprintf(&d.out, "#%d", d.seen[v.Ref])
	switch o := v.Ref.(type) {
	case *eval.Func:
		d.out.WriteString("function")
	case *eval.Arr:
		d.out.WriteByte('[')
		for _, e := range o.Elems {
			d.value(e)
			d.out.WriteByte(',')
		}
		if e := o.Extra(); e != nil {
			for i := range e.Len() {
				d.member(e.At(i))
			}
		}
		d.out.WriteByte(']')
	case *eval.Date:
		d.out.WriteString("Date " + string(eval.AppendNumber(nil, o.Time())))
	case *eval.RegExp:
		fmt.Fprintf(&d.out, "/%s/%s at %d", o.Source(), o.Flags(), o.LastIndex())
	case *eval.Map:
		d.out.WriteString(map[bool]string{true: "Set", false: "Map"}[o.IsSet()])
		keys, vals := o.Entries()
		for i := range keys {
			d.value(keys[i])
			d.out.WriteByte(',')
			d.value(vals[i])
			d.out.WriteByte(',')
		}
	case *eval.Obj:
		d.members(o, nil)
	case *eval.ErrorObj:
		d.failure(o)
	case *eval.Iterator:
		d.out.WriteString("iterator")
	default:
		panic(fmt.Sprintf("a value of type %T", v.Ref))
	}
}

func (d *evalDump) members(o *eval.Obj, only func(key string) bool) {
	d.out.WriteByte('{')
	if o != nil {
		for i := range o.Len() {
			if key, v := o.At(i); only == nil || only(key) {
				d.member(key, v)
			}
		}
	}
	d.out.WriteByte('}')
}

// unknownMessage stands for the message of an error that only goja knows.
const unknownMessage = "⟨?⟩"

func (d *evalDump) failure(o *eval.ErrorObj) {
	name := o.Name
	message := ""
	if o.Own != nil {
		if v, ok := o.Own.Get("name"); ok {
			name = d.text(v)
		}
		if v, ok := o.Own.Get("message"); ok && v.Kind != eval.Undefined {
			message = d.text(v)
		}
	}
	if o.Native() {
		d.out.WriteString(name + unknownMessage)
	} else {
		fmt.Fprintf(&d.out, "%s⟨%s⟩", name, message)
	}
	keys := o.EnumerableKeys()
	d.members(o.Own, func(key string) bool { return slices.Contains(keys, key) })
}

func (d *evalDump) text(v eval.Value) string {
	if v.Kind == eval.String {
		return v.Text()
	}
	one := evalDump{m: d.m, seen: map[any]int{}}
	one.value(v)
	return one.out.String()
}
