// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"fmt"
	"slices"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
)

// consoleText is one line of console, as ConsoleArgs and FormatConsole have it. d may
// be nil where no argument is an object.
func (d *direct) consoleText(args []eval.Value) string {
	w := ownConsoleWriter{consoleWriter: consoleWriter{limit: maxConsoleBytes}, d: d}
	var parts []string
	for _, arg := range args {
		start := len(w.buf)
		w.value(arg)
		if w.full() {
			parts = append(parts, w.cut(start))
			break
		}
		parts = append(parts, string(w.buf[start:]))
		w.limit-- // the blank
	}
	return strings.Join(parts, " ")
}

// ownConsoleWriter renders values of eval. What it has no words for, such as the stack
// of an error, ends the run.
type ownConsoleWriter struct {
	consoleWriter
	d *direct
}

func (w *ownConsoleWriter) value(v eval.Value) {
	switch v.Kind {
	case eval.Null:
		w.raw("null")
	case eval.Bool:
		w.raw(fmt.Sprint(v.Num != 0))
	case eval.Number:
		w.float(v.Num, 64)
	case eval.String:
		w.quote(v.Text())
	case eval.Object:
		w.object(v)
	default:
		w.raw("undefined")
	}
}

func (w *ownConsoleWriter) object(v eval.Value) {
	switch o := v.Ref.(type) {
	case *eval.Obj, *eval.Message, *eval.Meta:
		w.plain(v)
	case *eval.Arr:
		w.array(o)
	case *eval.Date:
		if text := string(w.d.appendJSON(nil, v)); text == "null" {
			w.raw("Invalid Date")
		} else {
			w.raw(strings.Trim(text, `"`))
		}
	default:
		eval.GiveUp("an object of a special kind on the console")
	}
}

func (w *ownConsoleWriter) plain(v eval.Value) {
	if !w.enter(v.Ref, "[Object]") {
		return
	}
	keys := slices.Sorted(slices.Values(w.d.machine.Keys(v)))
	items := w.list("{", "}")
	for _, key := range keys {
		if w.full() {
			break
		}
		items.next()
		w.key(key)
		w.value(w.d.machine.Property(v, key))
	}
	items.end()
	w.leave()
}

func (w *ownConsoleWriter) array(a *eval.Arr) {
	if !w.enter(a, "[Array]") {
		return
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
	shown := min(len(a.Elems), maxConsoleItems)
	for _, e := range a.Elems[:shown] {
		if w.full() {
			break
		}
		if e.IsHole() {
			holes++
			continue
		}
		flush()
		items.next()
		w.value(e)
	}
	flush()
	if more := len(a.Elems) - shown; more > 0 {
		items.next()
		w.raw(fmt.Sprintf("... %d more", more))
	}
	items.end()
	w.leave()
}
