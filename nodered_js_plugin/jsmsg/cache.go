package jsmsg

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
)

// InstallCache makes the global cache of a VM. Values are copied in and out as
// JSON.
//
// What a cache resource fails with is thrown, with the reason engine.Cache: a
// script may catch it, one that does not fails its message. A call that ends
// because the message has failed meanwhile cannot be caught.
func InstallCache(rt *goja.Runtime, s *cache.Session) {
	c := &cacheObject{rt: rt, session: s}
	object := rt.NewObject()
	_ = object.Set("set", c.set)
	_ = object.Set("get", c.get)
	_ = object.Set("exists", c.exists)
	_ = object.Set("delete", c.remove)
	_ = object.Set("update", c.update)
	_ = rt.GlobalObject().Set("cache", object)
}

// cacheObject is the global cache of one VM.
type cacheObject struct {
	rt      *goja.Runtime
	session *cache.Session
}

func (c *cacheObject) set(call goja.FunctionCall) goja.Value {
	text := c.text("set", call.Argument(1))
	key := cacheKey(call.Argument(0))
	if err := c.session.Set(key, text); err != nil {
		c.fail("set", key, err)
	}
	return goja.Undefined()
}

func (c *cacheObject) get(call goja.FunctionCall) goja.Value {
	return c.read("get", cacheKey(call.Argument(0)))
}

func (c *cacheObject) exists(call goja.FunctionCall) goja.Value {
	key := cacheKey(call.Argument(0))
	_, ok, err := c.session.Get(key)
	if err != nil {
		c.fail("exists", key, err)
	}
	return c.rt.ToValue(ok)
}

func (c *cacheObject) remove(call goja.FunctionCall) goja.Value {
	key := cacheKey(call.Argument(0))
	if err := c.session.Delete(key); err != nil {
		c.fail("delete", key, err)
	}
	return goja.Undefined()
}

// update is cache.update(key, change): what change makes of the value is stored
// and returned. Where change throws, the value stays.
func (c *cacheObject) update(call goja.FunctionCall) goja.Value {
	change, ok := goja.AssertFunction(call.Argument(1))
	if !ok {
		panic(c.rt.NewTypeError("cache.update: the second argument must be a function that is given the value and returns the new one"))
	}
	key := cacheKey(call.Argument(0))
	if err := c.session.BeginUpdate(); err != nil {
		c.fail("update", key, err)
	}
	defer c.session.EndUpdate()
	v, err := change(goja.Undefined(), c.read("update", key))
	if err != nil {
		panic(err)
	}
	if o, ok := v.(*goja.Object); ok && o.ExportType() == promiseType {
		panic(c.rt.NewTypeError("cache.update: the function must not be async"))
	}
	text := c.text("update", v)
	if text == "" {
		err = c.session.Delete(key)
	} else {
		err = c.session.Set(key, text)
	}
	if err != nil {
		c.fail("update", key, err)
	}
	return c.value("update", key, text)
}

func (c *cacheObject) read(method, key string) goja.Value {
	text, ok, err := c.session.Get(key)
	if err != nil {
		c.fail(method, key, err)
	}
	if !ok {
		return goja.Undefined()
	}
	return c.value(method, key, text)
}

// value makes a new value of a stored text.
func (c *cacheObject) value(method, key, text string) goja.Value {
	if text == "" {
		return goja.Undefined()
	}
	v, ok := parseJSON(c.rt, text)
	if !ok {
		c.fail(method, key, errors.New("the stored value is no JSON"))
	}
	return v
}

// text is a value as JSON; "" stands for what JSON.stringify has no text for.
func (c *cacheObject) text(method string, v goja.Value) string {
	if goja.IsUndefined(v) {
		return ""
	}
	if _, symbol := v.(*goja.Symbol); symbol {
		return ""
	}
	if _, function := goja.AssertFunction(v); function {
		return ""
	}
	if goja.IsNumber(v) {
		if f := v.ToFloat(); math.IsNaN(f) || math.IsInf(f, 0) {
			return "null"
		}
	}
	text, err := appendJSON(nil, c.rt, v)
	if thrown, ok := err.(*goja.Exception); ok { //nolint:errorlint // as appendJSON returns it
		panic(thrown)
	}
	if err != nil {
		panic(c.rt.NewTypeError("cache." + method + ": " + err.Error()))
	}
	return string(text)
}

// fail throws err into the script, or ends the script where the message has
// failed meanwhile. It does not return.
func (c *cacheObject) fail(method, key string, err error) {
	if cause := c.session.Ended(); cause != nil {
		// Whoever interrupts the VM may not have come to it yet, and a script must not
		// see what a call gave that was broken off.
		c.rt.Interrupt(cause)
		_, interrupted := c.rt.RunString("")
		panic(interrupted)
	}
	panic(c.rt.NewGoError(engine.WithReason(engine.Cache, fmt.Errorf("cache.%s of %s: %w", method, quoteKey(key), err))))
}

func cacheKey(v goja.Value) string { return v.String() }

// maxQuotedKey is how many bytes of a key an error text has.
const maxQuotedKey = 100

func quoteKey(key string) string {
	if len(key) > maxQuotedKey {
		key = key[:maxQuotedKey] + "…"
	}
	return strconv.Quote(key)
}
