package jsmsg

import (
	"math"

	"github.com/dop251/goja"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
)

// InstallConsole makes the global console of a VM, which writes to log.
func InstallConsole(rt *goja.Runtime, log *service.Logger) {
	console := rt.NewObject()
	for name, write := range map[string]func(string, ...any){
		"debug": log.Debugf,
		"log":   log.Infof,
		"info":  log.Infof,
		"warn":  log.Warnf,
		"error": log.Errorf,
	} {
		_ = console.Set(name, func(call goja.FunctionCall) goja.Value {
			text := consoleText{rt: rt, args: call.Arguments}
			write("%s", &text)
			if text.panicked != nil {
				panic(text.panicked)
			}
			return goja.Undefined()
		})
	}
	_ = rt.GlobalObject().Set("console", console)
}

// consoleText formats its arguments only when the logger asks for the text, so
// that a level that is off costs nothing.
type consoleText struct {
	rt       *goja.Runtime
	args     []goja.Value
	panicked any
}

// String keeps an interrupt of a getter that ran meanwhile from ending in fmt,
// which swallows panics.
func (t *consoleText) String() string {
	defer func() { t.panicked = recover() }()
	return FormatConsole(ConsoleArgs(t.rt, t.args))
}

// InstallCache makes the global cache of a VM over a store that all VMs of the
// processor share. Values are copied in and out as JSON. A VM whose message has
// failed meanwhile no longer changes the store.
func InstallCache(rt *goja.Runtime, store *cache.Store, revoked func() bool) {
	object := rt.NewObject()
	_ = object.Set("set", func(call goja.FunctionCall) goja.Value {
		text, err := cacheText(rt, call.Argument(1))
		if err != nil {
			panic(rt.NewTypeError("cache.set: " + err.Error()))
		}
		if key := cacheKey(call.Argument(0)); !revoked() {
			store.Set(key, text)
		}
		return goja.Undefined()
	})
	_ = object.Set("get", func(call goja.FunctionCall) goja.Value {
		text, ok := store.Get(cacheKey(call.Argument(0)))
		if !ok || text == "" {
			return goja.Undefined()
		}
		v, _ := parseJSON(rt, text)
		return v
	})
	_ = object.Set("exists", func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(store.Exists(cacheKey(call.Argument(0))))
	})
	_ = object.Set("delete", func(call goja.FunctionCall) goja.Value {
		if key := cacheKey(call.Argument(0)); !revoked() {
			store.Delete(key)
		}
		return goja.Undefined()
	})
	_ = rt.GlobalObject().Set("cache", object)
}

func cacheKey(v goja.Value) string { return v.String() }

// cacheText is a value as JSON; "" stands for what JSON.stringify has no text for.
func cacheText(rt *goja.Runtime, v goja.Value) (string, error) {
	if goja.IsUndefined(v) {
		return "", nil
	}
	if _, symbol := v.(*goja.Symbol); symbol {
		return "", nil
	}
	if _, function := goja.AssertFunction(v); function {
		return "", nil
	}
	if goja.IsNumber(v) {
		if f := v.ToFloat(); math.IsNaN(f) || math.IsInf(f, 0) {
			return "null", nil
		}
	}
	text, err := appendJSON(nil, rt, v)
	return string(text), err
}
