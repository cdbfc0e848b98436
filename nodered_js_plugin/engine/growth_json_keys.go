// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"github.com/dop251/goja"
)

// A jsonKeys is the list of keys that JSON.stringify may be given in place of a
// replacer. goja takes one or the other, so with a guard, which is a replacer, each
// object is written by a proxy that has these keys alone.
type jsonKeys struct {
	*natives
	names []goja.Value
	// shown are the proxies by what stands behind them: an object that holds itself has
	// to be found out by its proxy.
	shown map[*goja.Object]*goja.Object
}

// jsonKeysOf is the list in the second argument of JSON.stringify, nil if that is none.
func (n *natives) jsonKeysOf(v goja.Value) *jsonKeys {
	list, ok := v.(*goja.Object)
	if !ok || !isArray(list) {
		return nil
	}
	length := lengthIn(list)
	n.list(length, 2*elementCost)
	keys, seen := &jsonKeys{natives: n, shown: map[*goja.Object]*goja.Object{}}, map[string]bool{}
	for i := range int(length) {
		if i&1023 == 0 {
			n.hear()
		}
		name := elementOf(list, i)
		switch {
		case name == nil:
			continue
		case !goja.IsString(name) && !goja.IsNumber(name):
			if o, ok := name.(*goja.Object); !ok || o.ClassName() != "Number" && o.ClassName() != "String" {
				continue
			}
		}
		text := n.textOf(name)
		if !seen[text.String()] {
			seen[text.String()] = true
			keys.names = append(keys.names, text)
		}
	}
	return keys
}

// isArray is what Array.isArray says.
func isArray(o *goja.Object) bool {
	for o.ExportType() == proxyType {
		target := o.Export().(goja.Proxy).Target()
		if target == nil {
			break // revoked: asked for its class, it throws
		}
		o = target
	}
	return o.ClassName() == "Array"
}

// show is what is written in the place of a value.
func (k *jsonKeys) show(v goja.Value) goja.Value {
	o, ok := v.(*goja.Object)
	if !ok || isArray(o) {
		return v
	}
	if _, calls := goja.AssertFunction(o); calls {
		return v
	}
	switch o.ClassName() {
	case "Number", "String", "Boolean", "BigInt", "Symbol": // written as what they hold
		return v
	}
	if k.shown[o] == nil {
		k.shown[o] = k.proxy(o)
	}
	return k.shown[o]
}

func (k *jsonKeys) proxy(o *goja.Object) *goja.Object {
	get := func(name string) goja.Value {
		if v := o.Get(name); v != nil {
			return v
		}
		return goja.Undefined()
	}
	listed := goja.PropertyDescriptor{Value: goja.Undefined(), Writable: goja.FLAG_TRUE, Enumerable: goja.FLAG_TRUE, Configurable: goja.FLAG_TRUE}
	return k.rt.ToValue(k.rt.NewProxy(k.rt.NewObject(), &goja.ProxyTrapConfig{
		OwnKeys:                  func(*goja.Object) *goja.Object { return k.rt.NewArray(toAny(k.names)...) },
		GetOwnPropertyDescriptor: func(*goja.Object, string) goja.PropertyDescriptor { return listed },
		Get:                      func(_ *goja.Object, name string, _ goja.Value) goja.Value { return get(name) },
	})).(*goja.Object)
}

func toAny(list []goja.Value) []any {
	all := make([]any, len(list))
	for i, v := range list {
		all[i] = v
	}
	return all
}
