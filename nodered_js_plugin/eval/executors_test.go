// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval/evaltest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A message is what the scripts of these tests see: a text as payload, and metadata.
type message struct {
	text string
	meta map[string]string
}

func (h *message) Payload() eval.Value { return eval.StringValue(h.text) }

func (h *message) Meta(key string) (eval.Value, bool) {
	text, ok := h.meta[key]
	return eval.StringValue(text), ok
}

func (*message) SetMeta(string, eval.Value) { panic("not used") }
func (*message) DeleteMeta(string)          { panic("not used") }
func (h *message) MetaKeys() []string       { return slices.Sorted(maps.Keys(h.meta)) }
func (h *message) MetaLen() (n, places int) { return len(h.meta), len(h.meta) }
func (h *message) MetaAt(i int) (string, eval.Value, bool) {
	key := h.MetaKeys()[i]
	return key, eval.StringValue(h.meta[key]), true
}

func (*message) ParseJSON(text string) (eval.Value, bool) {
	n := parseNode(text)
	if n == nil {
		return eval.Value{}, false
	}
	return n.value(false), true
}

func (*message) Call(*eval.Machine, string, []eval.Value) eval.Value { panic("not used") }
func (*message) Now() float64                                        { return 0 }
func (*message) Random() float64                                     { return 0 }

// caught is a body that gives an expression's value, or which kind of error it throws.
func caught(expression string) string {
	return "try { return [" + expression + `]; } catch (e) {
	return e instanceof TypeError ? "TypeError" : e instanceof RangeError ? "RangeError" : e instanceof SyntaxError ? "SyntaxError" : "another error"; }`
}

// executors run the same scripts in eval and in goja.
type executors struct {
	vm   *goja.Runtime
	show goja.Callable
	host message
	// ran is how often a script ran, bails how often eval gave up, by reason.
	ran   int
	bails map[string]int
}

// A body is a script that both can run; why says that eval cannot.
type body struct {
	source string
	code   *eval.Program
	goja   goja.Callable
	why    string
}

const showValue = `(function show(v) {
	if (typeof v === "number") return Object.is(v, -0) ? "-0" : String(v);
	if (typeof v === "string") return JSON.stringify(v);
	if (v === null || typeof v !== "object") return String(v);
	if (Array.isArray(v)) return "[" + v.map(show).join(",") + "]";
	if (v instanceof RegExp) return "a RegExp";
	return "{" + Object.keys(v).map(k => JSON.stringify(k) + ":" + show(v[k])).join(",") + "}";
})`

func newExecutors(t testing.TB) *executors {
	x := &executors{vm: goja.New(), bails: map[string]int{}}
	v, err := x.vm.RunString(showValue)
	if err != nil {
		t.Fatal(err)
	}
	x.show, _ = goja.AssertFunction(v)
	if err := x.vm.Set(script.TestNesting, func() {}); err != nil {
		t.Fatal(err)
	}
	if err := evaltest.InstallOperators(x.vm); err != nil {
		t.Fatal(err)
	}
	return x
}

// shown is showValue for a value of eval.
func shown(v eval.Value) string {
	switch v.Kind {
	case eval.Undefined:
		return "undefined"
	case eval.Null:
		return "null"
	case eval.Bool:
		return strconv.FormatBool(v.Num != 0)
	case eval.Number:
		if v.Num == 0 && math.Signbit(v.Num) {
			return "-0"
		}
		return string(eval.AppendNumber(nil, v.Num))
	case eval.String:
		return string(eval.AppendQuoted(nil, v.Text()))
	}
	var parts []string
	switch o := v.Ref.(type) {
	case *eval.Arr:
		for _, e := range o.Elems {
			parts = append(parts, shown(e))
		}
		return "[" + strings.Join(parts, ",") + "]"
	case *eval.Obj:
		for i := range o.Len() {
			key, e := o.At(i)
			parts = append(parts, string(eval.AppendQuoted(nil, key))+":"+shown(e))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case *eval.RegExp:
		return "a RegExp"
	}
	return fmt.Sprintf("%T", v.Ref)
}

func (x *executors) compile(t testing.TB, source string) *body {
	t.Helper()
	s, err := script.Compile("test", source, script.Body)
	if err != nil {
		t.Fatalf("%v in %s", err, source)
	}
	b := &body{source: source}
	v, err := x.vm.RunProgram(s.Program())
	if err != nil {
		t.Fatalf("%v in %s", err, source)
	}
	b.goja, _ = goja.AssertFunction(v)
	if s.Code() == nil {
		b.why, _, _ = s.Outside()
	} else if b.code, err = eval.Compile(s.Code()); err != nil {
		b.why = err.Error()
	}
	return b
}

// compare runs a body on a message in both.
func (x *executors) compare(t testing.TB, b *body, m message) {
	t.Helper()
	x.ran++
	if b.why != "" {
		x.bails[b.why]++
		return
	}
	x.host = m
	v, err := eval.NewMachine(&x.host).Run(b.code)
	if bail := (*eval.Bail)(nil); errors.As(err, &bail) {
		x.bails[bail.Reason]++
		return
	}
	if err != nil {
		t.Fatalf("%v in %s", err, b.source)
	}
	want, ok := x.inGoja(t, b, m)
	if got := shown(v); ok && got != want {
		t.Errorf("%s\nwith %q %q\n  eval %s\n  goja %s", b.source, m.text, m.meta, got, want)
	}
}

// inGoja is false where goja panics.
func (x *executors) inGoja(t testing.TB, b *body, m message) (result string, ok bool) {
	defer func() {
		if x := recover(); x != nil {
			result, ok = "", false
		}
	}()
	err := x.vm.Set("msg", map[string]any{"payload": m.text, "meta": m.meta})
	if err != nil {
		t.Fatal(err)
	}
	v, err := b.goja(goja.Undefined())
	if err == nil {
		v, err = x.show(goja.Undefined(), v)
	}
	if err != nil {
		t.Fatalf("%v in %s", err, b.source)
	}
	return v.String(), true
}

// gaveUp is how many runs eval gave up, and why.
func (x *executors) gaveUp() (n int, why string) {
	reasons := slices.Sorted(maps.Keys(x.bails))
	for i, reason := range reasons {
		n += x.bails[reason]
		reasons[i] = fmt.Sprintf("%d %s", x.bails[reason], reason)
	}
	return n, strings.Join(reasons, "; ")
}
