// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/dop251/goja"
	"github.com/redpanda-data/benthos/v4/public/service"
)

// An environment is what the scripts of the starting point see beside their message.
type environment struct {
	log *service.Logger

	mu     sync.Mutex
	stored map[string]any
}

// run runs a body on one message and gives the messages that it returns.
func (e *environment) run(m *service.Message, code string) (out []*service.Message, _ error) {
	rt, err := e.newVM(m)
	if err != nil {
		return nil, err
	}
	result, err := rt.RunString("(function(){" + code + "})()")
	if err != nil {
		return nil, err
	}
	var returned []any
	switch v := result.Export().(type) {
	case nil:
		return nil, nil
	case []any:
		returned = v
	default:
		returned = []any{v}
	}
	for _, v := range returned {
		object, ok := v.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("the script returned %T", v)
		}
		next, err := fromObject(m, object)
		if err != nil {
			return nil, err
		}
		out = append(out, next)
	}
	return out, nil
}

// newVM is a VM with the message's contents, console and cache.
func (e *environment) newVM(m *service.Message) (*goja.Runtime, error) {
	content, err := m.AsBytes()
	if err != nil {
		return nil, err
	}
	var payload any
	if json.Unmarshal(content, &payload) != nil {
		payload = string(content)
	}
	rt := goja.New()
	for name, value := range map[string]any{
		"console": e.console(),
		"cache":   e.cache(rt),
		"msg":     map[string]any{"payload": payload, "meta": metadata(m)},
	} {
		if err := rt.Set(name, value); err != nil {
			return nil, err
		}
	}
	return rt, nil
}

func (e *environment) console() map[string]func(goja.FunctionCall) goja.Value {
	console := map[string]func(goja.FunctionCall) goja.Value{}
	for name, write := range map[string]func(string, ...any){
		"debug": e.log.Debugf, "log": e.log.Infof, "info": e.log.Infof, "warn": e.log.Warnf, "error": e.log.Errorf,
	} {
		console[name] = func(call goja.FunctionCall) goja.Value {
			write("%v", call.Arguments)
			return goja.Undefined()
		}
	}
	return console
}

func (e *environment) cache(rt *goja.Runtime) map[string]any {
	get := func(key string) (any, bool) {
		e.mu.Lock()
		defer e.mu.Unlock()
		value, ok := e.stored[key]
		return value, ok
	}
	return map[string]any{
		"set": func(key string, value goja.Value) {
			e.mu.Lock()
			defer e.mu.Unlock()
			e.stored[key] = value.Export()
		},
		"get": func(key string) goja.Value {
			value, ok := get(key)
			if !ok {
				return goja.Undefined()
			}
			return rt.ToValue(value)
		},
		"exists": func(key string) bool {
			_, ok := get(key)
			return ok
		},
		"delete": func(key string) {
			e.mu.Lock()
			defer e.mu.Unlock()
			delete(e.stored, key)
		},
	}
}
