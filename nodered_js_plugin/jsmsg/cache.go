// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// InstallCache makes the global cache of the VM that b is bound to, an object that
// no script has seen. Values are copied in and out as JSON; a number that only
// moved keeps its source text.
//
// What a cache resource fails with is thrown, with the reason script.Cache: a
// script may catch it, one that does not fails its message. A call that ends
// because the message has failed meanwhile cannot be caught.
//
// A stored value that is no JSON fails the call too, unless the cache says that its
// key counts as missing.
func InstallCache(b *Binding, with Surroundings) {
	rt := b.rt
	c := &cacheObject{rt: rt, binding: b, session: with.Cache, noKey: with.NoKey, unreadable: with.Unreadable}
	object := rt.NewObject()
	_ = object.Set("set", c.set)
	_ = object.Set("get", c.get)
	_ = object.Set("exists", c.exists)
	_ = object.Set("delete", c.remove)
	_ = object.Set("update", c.update)
	installGlobal(rt, "cache", object)
}

// cacheObject is the global cache of one VM.
type cacheObject struct {
	rt         *goja.Runtime
	binding    *Binding
	session    *cache.Session
	noKey      func(method, place string)
	unreadable func(key string, missing bool)
}

func (c *cacheObject) set(call goja.FunctionCall) goja.Value {
	key, ok := c.key("set", call)
	if !ok {
		return goja.Undefined()
	}
	c.store("set", key, c.text("set", call.Argument(1)))
	return goja.Undefined()
}

func (c *cacheObject) get(call goja.FunctionCall) goja.Value {
	key, ok := c.key("get", call)
	if !ok {
		return goja.Undefined()
	}
	v, _, _ := c.read("get", key)
	return v
}

func (c *cacheObject) exists(call goja.FunctionCall) goja.Value {
	key, ok := c.key("exists", call)
	if !ok {
		return c.rt.ToValue(false)
	}
	if c.session.InMemory() { // where every value is JSON
		_, ok, err := c.session.Get(key)
		if err != nil {
			c.fail("exists", key, err)
		}
		return c.rt.ToValue(ok)
	}
	_, stored, _ := c.read("exists", key)
	return c.rt.ToValue(stored.readable)
}

func (c *cacheObject) remove(call goja.FunctionCall) goja.Value {
	if key, ok := c.key("delete", call); ok {
		c.store("delete", key, "")
	}
	return goja.Undefined()
}

// update is cache.update(key, change): what change makes of the value is stored
// and returned. Where change throws, the value stays. If another process wrote the
// key meanwhile, change runs again with the new value, and with msg as it was.
func (c *cacheObject) update(call goja.FunctionCall) goja.Value {
	change, ok := goja.AssertFunction(call.Argument(1))
	if !ok {
		panic(c.rt.NewTypeError("cache.update: the second argument must be a function that is given the value and whether there is one, and returns the new value"))
	}
	key, ok := c.key("update", call)
	if !ok {
		return goja.Undefined()
	}
	if err := c.session.BeginUpdate(); err != nil {
		c.fail("update", key, err)
	}
	defer c.session.EndUpdate()
	for tries := 0; ; tries++ {
		text, done := c.tryUpdate(key, change)
		if done {
			v, _ := c.value(text)
			return v
		}
		if err := c.session.Pause(tries); err != nil {
			c.fail("update", key, err)
		}
	}
}

// tryUpdate gives the text of the new value, and whether it was stored. If not, msg is
// as it was.
func (c *cacheObject) tryUpdate(key string, change goja.Callable) (text string, done bool) {
	old, stored, exists := c.read("update", key)
	var before *kept
	if c.session.Shared() { // Benthos makes a resource when it is first used: not before the read
		before = c.binding.keep()
	}
	v, err := change(goja.Undefined(), old, c.rt.ToValue(stored.readable))
	if err != nil {
		panic(err)
	}
	if o, ok := v.(*goja.Object); ok && o.ExportType() == promiseType {
		panic(c.rt.NewTypeError("cache.update: the function must not be async"))
	}
	text = c.text("update", v)
	done, err = c.session.Exchange(key, stored.text, exists, text)
	if err != nil {
		c.fail("update", key, err)
	}
	if !done && before != nil {
		c.binding.restore(before)
	}
	return text, done
}

// key is the key of a call. Undefined, null and "" are no keys: messages without
// an id must not share what is kept under it.
func (c *cacheObject) key(method string, call goja.FunctionCall) (key string, ok bool) {
	v := call.Argument(0)
	if !goja.IsUndefined(v) && !goja.IsNull(v) {
		key = v.String()
	}
	if key == "" {
		c.noKey(method, place(c.rt))
	}
	return key, key != ""
}

// place is the stage and line of the script that runs, or "".
func place(rt *goja.Runtime) string {
	for _, f := range rt.CaptureCallStack(0, nil) {
		if at := f.Position(); at.Line > 0 {
			return fmt.Sprintf("%s, line %d", f.SrcName(), at.Line)
		}
	}
	return ""
}

// store keeps a text under a key, or removes the key if the text is "": what JSON
// has no text for is not kept, in any store.
func (c *cacheObject) store(method, key, text string) {
	var err error
	if text == "" {
		err = c.session.Delete(key)
	} else {
		err = c.session.Set(key, text)
	}
	if err != nil {
		c.fail(method, key, err)
	}
}

// stored is what the store has under a key.
type stored struct {
	text string
	// readable: it is JSON. Scripts see no other value.
	readable bool
}

// read is the value of a key, and what the store has there, if anything.
func (c *cacheObject) read(method, key string) (v goja.Value, s stored, exists bool) {
	text, exists, err := c.session.Get(key)
	if err != nil {
		c.fail(method, key, err)
	}
	if !exists {
		return goja.Undefined(), stored{}, false
	}
	if text != "" {
		if v, ok := c.value(text); ok {
			return v, stored{text, true}, true
		}
	}
	missing := c.session.UnreadableMissing()
	c.unreadable(key, missing)
	if !missing {
		c.fail(method, key, errors.New("the stored value is no JSON; cache.delete removes it, and on_unreadable: missing takes it for a missing key"))
	}
	return goja.Undefined(), stored{text, false}, true
}

// value makes a new value of a text; "" is undefined. It reports whether it is JSON.
func (c *cacheObject) value(text string) (goja.Value, bool) {
	if text == "" {
		return goja.Undefined(), true
	}
	return parseJSON(c.rt, &c.binding.sources, text)
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
	if _, kept := c.binding.sources.text(v); !kept && goja.IsNumber(v) {
		if f := v.ToFloat(); math.IsNaN(f) || math.IsInf(f, 0) {
			return "null"
		}
	}
	text, err := appendJSON(nil, c.rt, &c.binding.sources, v)
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
	panic(c.rt.NewGoError(engine.WithReason(script.Cache, fmt.Errorf("cache.%s of %s: %w", method, quoteKey(key), err))))
}

// maxQuotedKey is how many bytes of a key an error text has.
const maxQuotedKey = 100

func quoteKey(key string) string {
	if len(key) > maxQuotedKey {
		key = key[:maxQuotedKey] + "…"
	}
	return strconv.Quote(key)
}
