// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"
)

// ConsoleArgs turns the arguments of one console call into values that
// FormatConsole prints as they are. The values hold text only, nothing of rt,
// about 8 KiB for the whole call, and say where they were cut.
//
// It must be called on rt's goroutine. It may run script code: getters, the
// iterators of Maps and Sets, toString of String objects. What that code throws
// becomes a remark in the text; goja's *InterruptedError and
// *StackOverflowError panics pass through.
func ConsoleArgs(rt *goja.Runtime, args []goja.Value) []any {
	w := jsConsoleWriter{consoleWriter: consoleWriter{limit: maxConsoleBytes}, rt: rt}
	out := make([]any, 0, min(len(args), maxConsoleItems))
	for _, arg := range args {
		start := len(w.buf)
		w.value(arg)
		if w.full() {
			return append(out, bareText(w.cut(start)))
		}
		out = append(out, bareText(w.buf[start:]))
		w.limit-- // the blank that will join it to the next
	}
	return out
}

// jsConsoleWriter renders JavaScript values. Objects are never exported: that
// would copy them whole, follow cycles and allocate what a sparse array claims.
type jsConsoleWriter struct {
	consoleWriter
	rt *goja.Runtime
}

func (w *jsConsoleWriter) value(v goja.Value) {
	switch x := v.(type) {
	case nil:
		w.raw("undefined")
	case *goja.Object:
		w.object(x)
	case *goja.Symbol:
		w.symbol(x.String())
	case goja.String:
		w.quote(w.head(x))
	default:
		if goja.IsUndefined(x) {
			w.raw("undefined")
		} else {
			w.primitive(x.Export())
		}
	}
}

// head is as much of s as can be printed; a script's string may have half a gigabyte.
func (w *jsConsoleWriter) head(s goja.String) string {
	if room := w.room(); s.Length() > room {
		s = s.Substring(0, room)
	}
	return s.String()
}

func (w *jsConsoleWriter) symbol(description string) {
	w.raw("Symbol(")
	w.escape(description, "")
	w.raw(")")
}

// primitive writes an exported null, boolean, number or BigInt. The decimal text
// of a large BigInt takes seconds that no interrupt cuts short.
func (w *jsConsoleWriter) primitive(v any) {
	if n, ok := v.(*big.Int); ok && n.BitLen() > maxConsoleBits {
		w.raw(fmt.Sprintf("[BigInt of %d bits]", n.BitLen()))
		return
	}
	w.consoleWriter.value(v)
}

// get reads a property; nil where there is none, not ok where reading it threw.
func (w *jsConsoleWriter) get(o *goja.Object, key string) (v goja.Value, ok bool) {
	thrown := w.rt.Try(func() { v = o.Get(key) })
	return v, thrown == nil
}

func (w *jsConsoleWriter) property(o *goja.Object, key string) {
	if v, ok := w.get(o, key); ok {
		w.value(v)
	} else {
		w.raw("[getter threw]")
	}
}

// text is a property that is a string, and empty where it is not.
func (w *jsConsoleWriter) text(o *goja.Object, key string) string {
	v, _ := w.get(o, key)
	if s, ok := v.(goja.String); ok {
		return w.head(s)
	}
	return ""
}

// What objects export to, which tells kinds apart that goja all calls "Object".
var (
	promiseType = reflect.TypeFor[*goja.Promise]()
	bufferType  = reflect.TypeFor[goja.ArrayBuffer]()
	mapType     = reflect.TypeFor[[][2]any]()
	setType     = reflect.TypeFor[[]any]()
)

func (w *jsConsoleWriter) object(o *goja.Object) {
	for o.ExportType() == proxyType {
		// Its target says more than its traps, and a revoked proxy throws at
		// any question about it.
		if o = o.Export().(goja.Proxy).Target(); o == nil {
			w.raw("[revoked Proxy]")
			return
		}
	}
	switch class := o.ClassName(); class {
	case "Array", "Arguments":
		w.array(o)
	case "Function":
		w.function(o)
	case "Error":
		w.error(o)
	case "Date":
		w.date(o)
	case "RegExp":
		w.regExp(o)
	case "Number", "Boolean":
		w.boxed(class, func() { w.primitive(o.Export()) })
	case "String":
		w.stringObject(o)
	default:
		w.byExportType(o)
	}
}

func (w *jsConsoleWriter) byExportType(o *goja.Object) {
	switch t := o.ExportType(); {
	case t == nil:
		w.plain(o)
	case t == mapType:
		w.collection(o, "Map")
	case t == setType:
		w.collection(o, "Set")
	case t == promiseType:
		w.promise(o)
	case t == bufferType:
		w.raw("[ArrayBuffer]")
	case t == bigIntType:
		w.boxed("BigInt", func() { w.primitive(o.Export()) })
	case t.Kind() == reflect.String:
		w.boxed("Symbol", func() { w.symbol(fmt.Sprint(o.Export())) })
	case t.Kind() == reflect.Slice:
		w.array(o) // a typed one
	default:
		w.plain(o)
	}
}

func (w *jsConsoleWriter) function(o *goja.Object) {
	w.raw("[Function")
	if name := w.text(o, "name"); name != "" {
		w.raw(": ")
		w.escape(name, "")
	}
	w.raw("]")
}

func (w *jsConsoleWriter) regExp(o *goja.Object) {
	w.raw("/")
	w.escape(w.text(o, "source"), "")
	w.raw("/")
	w.escape(w.text(o, "flags"), "")
}

func (w *jsConsoleWriter) boxed(class string, value func()) {
	w.raw("[" + class + ": ")
	value()
	w.raw("]")
}

func (w *jsConsoleWriter) stringObject(o *goja.Object) {
	var s goja.Value
	_ = w.rt.Try(func() { s = o.ToString() })
	if s == nil {
		w.raw("[String]")
		return
	}
	w.boxed("String", func() { w.value(s) })
}

func (w *jsConsoleWriter) plain(o *goja.Object) {
	if !w.enter(o, "[Object]") {
		return
	}
	var keys []string
	_ = w.rt.Try(func() { keys = o.Keys() })
	slices.Sort(keys)
	items := w.list("{", "}")
	for _, key := range keys {
		if w.full() {
			break
		}
		items.next()
		w.key(key)
		w.property(o, key)
	}
	items.end()
	w.leave()
}

func (w *jsConsoleWriter) array(o *goja.Object) {
	if !w.enter(o, "[Array]") {
		return
	}
	var length int64
	if v, _ := w.get(o, "length"); v != nil && !isObject(v) {
		length, _ = v.Export().(int64)
	}
	items := w.list("[", "]")
	holes := 0
	flush := func() {
		if holes > 0 {
			items.next()
			w.raw(fmt.Sprintf("<%d empty>", holes))
			holes = 0
		}
	}
	shown := min(length, maxConsoleItems)
	for i := range shown {
		if w.full() {
			break
		}
		v, ok := w.get(o, strconv.FormatInt(i, 10))
		if ok && v == nil {
			holes++
			continue
		}
		flush()
		items.next()
		if ok {
			w.value(v)
		} else {
			w.raw("[getter threw]")
		}
	}
	flush()
	if shown < length {
		items.next()
		w.raw(fmt.Sprintf("... %d more", length-shown))
	}
	items.end()
	w.leave()
}

func isObject(v goja.Value) bool {
	_, ok := v.(*goja.Object)
	return ok
}

// collection writes a Map or Set, which goja lets us read by its iterator only.
func (w *jsConsoleWriter) collection(o *goja.Object, class string) {
	if !w.enter(o, "["+class+"]") {
		return
	}
	var entries []goja.Value
	more := false
	thrown := w.rt.Try(func() {
		w.rt.ForOf(o, func(v goja.Value) bool {
			if more = len(entries) == maxConsoleItems; !more {
				entries = append(entries, v)
			}
			return !more
		})
	})
	items := w.list(class+" {", "}")
	for _, entry := range entries {
		if w.full() {
			break
		}
		items.next()
		if pair, ok := entry.(*goja.Object); ok && class == "Map" {
			w.property(pair, "0")
			w.raw(" => ")
			w.property(pair, "1")
		} else {
			w.value(entry)
		}
	}
	if more {
		items.next()
		w.raw("... more")
	}
	if thrown != nil {
		items.next()
		w.raw("[iterator threw]")
	}
	items.end()
	w.leave()
}

func (w *jsConsoleWriter) promise(o *goja.Object) {
	p, ok := o.Export().(*goja.Promise)
	if !ok || !w.enter(o, "[Promise]") {
		return
	}
	switch p.State() {
	case goja.PromiseStatePending:
		w.raw("Promise { pending }")
	case goja.PromiseStateRejected:
		w.raw("Promise { rejected: ")
		w.value(p.Result())
		w.raw(" }")
	default:
		w.raw("Promise { ")
		w.value(p.Result())
		w.raw(" }")
	}
	w.leave()
}

// error writes name, message and stack as one quoted text. The stack starts with
// name and message, as they were when it was first read.
func (w *jsConsoleWriter) error(o *goja.Object) {
	text := w.text(o, "name")
	if message := w.text(o, "message"); text == "" || message == "" {
		text += message
	} else {
		text += ": " + message
	}
	stack := strings.TrimSpace(w.text(o, "stack"))
	switch {
	case strings.HasPrefix(stack, text):
		text = stack
	case stack != "":
		text += "\n" + stack
	}
	w.quote(text)
}

// date writes what toISOString gives, whatever a script made of that method.
func (w *jsConsoleWriter) date(o *goja.Object) {
	t, ok := o.Export().(time.Time)
	if !ok {
		w.raw("Invalid Date")
		return
	}
	t = t.UTC()
	if year := t.Year(); year < 0 || year > 9999 {
		w.raw(fmt.Sprintf("%+07d", year))
	} else {
		w.raw(fmt.Sprintf("%04d", year))
	}
	w.raw(t.Format("-01-02T15:04:05.000Z"))
}
