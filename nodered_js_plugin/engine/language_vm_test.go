// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/integrity"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A languageVM runs scripts as a VM of a pool does: shared ones with guards, one after
// the other, others as their authors wrote them.
type languageVM struct {
	rt               *goja.Runtime
	parse, stringify goja.Callable
	spoiled          bool
	clean            *integrity.Snapshot
}

func newLanguageVM(shared bool) *languageVM {
	vm := &languageVM{rt: goja.New()}
	vm.rt.SetMaxCallStackSize(500)
	vm.rt.SetTimeSource(func() time.Time { return time.UnixMilli(1_767_600_000_123) })
	vm.rt.SetRandSource(func() float64 { return 0.25 })
	_ = vm.rt.GlobalObject().DefineDataProperty(script.TestNesting, vm.rt.ToValue(func() {}), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	if shared {
		installLanguageGuards(vm.rt, func() { vm.spoiled = true })
	}
	json := vm.rt.Get("JSON").ToObject(vm.rt)
	vm.parse, _ = goja.AssertFunction(json.Get("parse"))
	vm.stringify, _ = goja.AssertFunction(json.Get("stringify"))
	vm.forget()
	return vm
}

// newSharedVM is one that left can tell of.
func newSharedVM() *languageVM {
	vm := newLanguageVM(true)
	vm.clean = integrity.Of(vm.rt)
	return vm
}

// forget takes away what stands in for msg, console and cache: these are made anew for
// each run, so that what a script does to them is not a finding.
func (vm *languageVM) forget() {
	for _, name := range []string{"msg", "console", "cache"} {
		_ = vm.rt.GlobalObject().Set(name, goja.Undefined())
	}
}

// left is what is not as it was in the VM.
func (vm *languageVM) left() []string {
	vm.forget()
	return vm.clean.Diff()
}

// must gives a value, or throws the error to the script.
func must(v goja.Value, err error) goja.Value {
	if err != nil {
		panic(err)
	}
	return v
}

func (vm *languageVM) parsed(text string) goja.Value {
	return must(vm.parse(goja.Undefined(), vm.rt.ToValue(text)))
}

// object is one with natives as members, as console and cache are.
func (vm *languageVM) object(natives map[string]func(goja.FunctionCall) goja.Value, names ...string) *goja.Object {
	o := vm.rt.NewObject()
	for _, name := range names {
		_ = o.Set(name, natives[name])
	}
	return o
}

// host puts msg, console and cache in place.
func (vm *languageVM) host(payload string) {
	meta := vm.rt.NewObject()
	_ = meta.Set("key", "constructor")
	_ = meta.Set("tag_name", "t")
	_ = meta.Set("n", "5")
	msg := vm.rt.NewObject()
	_ = msg.Set("payload", vm.parsed(payload))
	_ = msg.Set("meta", meta)
	_ = vm.rt.GlobalObject().Set("msg", msg)

	nothing := func(goja.FunctionCall) goja.Value { return goja.Undefined() }
	_ = vm.rt.GlobalObject().Set("console", vm.object(map[string]func(goja.FunctionCall) goja.Value{
		"log": nothing, "warn": nothing, "error": nothing, "debug": nothing, "info": nothing,
	}, "log", "warn", "error", "debug", "info"))
	_ = vm.rt.GlobalObject().Set("cache", vm.cache())
}

func (vm *languageVM) cache() *goja.Object {
	store := map[string]string{}
	put := func(key string, v goja.Value) {
		if text := must(vm.stringify(goja.Undefined(), v)); !goja.IsUndefined(text) {
			store[key] = text.String()
		}
	}
	return vm.object(map[string]func(goja.FunctionCall) goja.Value{
		"get": func(call goja.FunctionCall) goja.Value {
			if text, ok := store[call.Argument(0).String()]; ok {
				return vm.parsed(text)
			}
			return goja.Undefined()
		},
		"set": func(call goja.FunctionCall) goja.Value {
			put(call.Argument(0).String(), call.Argument(1))
			return goja.Undefined()
		},
		"exists": func(call goja.FunctionCall) goja.Value {
			_, ok := store[call.Argument(0).String()]
			return vm.rt.ToValue(ok)
		},
		"delete": func(call goja.FunctionCall) goja.Value {
			delete(store, call.Argument(0).String())
			return goja.Undefined()
		},
		"update": func(call goja.FunctionCall) goja.Value {
			f, ok := goja.AssertFunction(call.Argument(1))
			if !ok {
				panic(vm.rt.NewTypeError("no function"))
			}
			v := must(f(goja.Undefined(), goja.Undefined(), vm.rt.ToValue(false)))
			put(call.Argument(0).String(), v)
			return v
		},
	}, "get", "set", "exists", "delete", "update")
}

// run gives as text what the script returned, what it did to msg, and what it threw;
// ok is false if it had to be stopped.
func (vm *languageVM) run(s *script.Script, program *goja.Program, payload string) (outcome string, ok bool) {
	vm.host(payload)
	f, err := vm.rt.RunProgram(program)
	if err != nil {
		panic(err)
	}
	stop := time.AfterFunc(time.Second, func() { vm.rt.Interrupt("stop") })
	defer func() {
		if x := recover(); x != nil || !stop.Stop() {
			// A bug of goja's, or stopped: the interrupt may still be on its way.
			outcome, ok, vm.spoiled = "", false, true
		}
	}()
	call, _ := goja.AssertFunction(f)
	v, err := call(goja.Undefined())
	var interrupted *goja.InterruptedError
	var overflow *goja.StackOverflowError
	if errors.As(err, &interrupted) || errors.As(err, &overflow) {
		vm.spoiled = true
		return "", false
	}
	shown := shownValues{}
	if err != nil {
		shown.WriteString(explain(s, vm.rt, err).Error())
		v = goja.Undefined()
	}
	if vm.rt.Try(func() { shown.value(v); shown.value(vm.rt.Get("msg")) }) != nil {
		return "", false
	}
	return shown.String(), true
}

// shownValues is the text of values, each object once.
type shownValues struct {
	strings.Builder
	seen []*goja.Object
}

func (s *shownValues) value(v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok {
		s.primitive(v)
		return
	}
	if _, function := goja.AssertFunction(v); function {
		s.WriteString(" function")
		return
	}
	for _, one := range s.seen {
		if one == o {
			s.WriteString(" seen")
			return
		}
	}
	s.seen = append(s.seen, o)
	if len(s.seen) > 60 {
		s.WriteString(" …")
		return
	}
	s.WriteString(" " + o.ClassName() + "{")
	for _, key := range o.Keys() {
		s.WriteString(" " + key + ":")
		s.value(o.Get(key))
	}
	s.WriteString(" }")
}

func (s *shownValues) primitive(v goja.Value) {
	switch {
	case v == nil:
		s.WriteString(" nothing")
	case goja.IsString(v):
		s.WriteString(" " + strconv.Quote(v.String()))
	case goja.IsNumber(v):
		if f := v.ToFloat(); f == 0 && math.Signbit(f) {
			s.WriteString(" -0")
			return
		}
		s.WriteString(" " + v.String())
	case goja.IsBigInt(v):
		s.WriteString(" " + v.String() + "n")
	default:
		s.WriteString(" " + v.String())
	}
}
