package benchmark

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin/topic"
)

// A startingPoint does what tag_processor did before this project, in the way it
// did it: for every evaluation of a script a new VM, its environment built anew,
// the script's text run as it is, and the message copied through JSON.
type startingPoint struct {
	scripts scripts
	log     *service.Logger
}

func (p *startingPoint) ProcessBatch(_ context.Context, in service.MessageBatch) ([]service.MessageBatch, error) {
	batch := in
	for _, m := range in {
		if err := rememberOrigin(m); err != nil {
			return nil, err
		}
	}
	batch, err := p.stage(batch, p.scripts.defaults)
	if err != nil {
		return nil, err
	}
	for _, c := range p.scripts.conditions {
		var next service.MessageBatch
		for _, m := range batch {
			rt, err := p.environment(m)
			if err != nil {
				return nil, err
			}
			holds, err := rt.RunString(c.test)
			if err != nil {
				return nil, err
			}
			if !holds.ToBoolean() {
				next = append(next, m)
				continue
			}
			results, err := p.stage(service.MessageBatch{m}, c.then)
			if err != nil {
				return nil, err
			}
			next = append(next, results...)
		}
		batch = next
	}
	if batch, err = p.stage(batch, p.scripts.advanced); err != nil {
		return nil, err
	}
	out := make(service.MessageBatch, 0, len(batch))
	for _, m := range batch {
		tag, err := p.tag(m)
		if err != nil {
			return nil, err
		}
		out = append(out, tag)
	}
	return []service.MessageBatch{out}, nil
}

func (p *startingPoint) Close(context.Context) error { return nil }

// rememberOrigin sets _initialMetadata and _incomingKeys.
func rememberOrigin(m *service.Message) error {
	meta := metadata(m)
	text, err := json.Marshal(meta)
	if err != nil {
		return err
	}
	m.MetaSetMut("_initialMetadata", string(text))
	m.MetaSetMut("_incomingKeys", strings.Join(slices.Sorted(maps.Keys(meta)), ","))
	return nil
}

func metadata(m *service.Message) map[string]any {
	meta := map[string]any{}
	_ = m.MetaWalkMut(func(key string, value any) error {
		meta[key] = value
		return nil
	})
	return meta
}

// stage runs a body on each message.
func (p *startingPoint) stage(batch service.MessageBatch, code string) (out service.MessageBatch, err error) {
	if code == "" {
		return batch, nil
	}
	for _, m := range batch {
		rt, err := p.environment(m)
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
			continue
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
	}
	return out, nil
}

// environment is a new VM with the message's contents, console and cache.
func (p *startingPoint) environment(m *service.Message) (*goja.Runtime, error) {
	content, err := m.AsBytes()
	if err != nil {
		return nil, err
	}
	var payload any
	if json.Unmarshal(content, &payload) != nil {
		payload = string(content)
	}
	rt := goja.New()
	console := map[string]func(goja.FunctionCall) goja.Value{}
	for name, write := range map[string]func(string, ...any){
		"debug": p.log.Debugf, "log": p.log.Infof, "info": p.log.Infof, "warn": p.log.Warnf, "error": p.log.Errorf,
	} {
		console[name] = func(call goja.FunctionCall) goja.Value {
			write("%v", call.Arguments)
			return goja.Undefined()
		}
	}
	cache := map[string]any{
		"set":    func(string, goja.Value) {},
		"get":    func(string) goja.Value { return goja.Undefined() },
		"exists": func(string) bool { return false },
		"delete": func(string) {},
	}
	for name, value := range map[string]any{
		"console": console, "cache": cache, "msg": map[string]any{"payload": payload, "meta": metadata(m)},
	} {
		if err := rt.Set(name, value); err != nil {
			return nil, err
		}
	}
	return rt, nil
}

// fromObject is the message that a script returned, copied through JSON.
func fromObject(in *service.Message, object map[string]any) (*service.Message, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	var copied struct {
		Payload json.RawMessage `json:"payload"`
		Meta    map[string]any  `json:"meta"`
	}
	if err := json.Unmarshal(text, &copied); err != nil {
		return nil, err
	}
	out := service.NewMessage(copied.Payload).WithContext(in.Context())
	for key, value := range copied.Meta {
		out.MetaSetMut(key, fmt.Sprint(value))
	}
	return out, nil
}

// tag makes the topic and the body.
func (p *startingPoint) tag(m *service.Message) (*service.Message, error) {
	field := func(key string) string {
		text, _ := m.MetaGet(key)
		return text
	}
	name, err := topic.Build(field("location_path"), field("data_contract"), field("virtual_path"), field("tag_name"))
	if err != nil {
		return nil, err
	}
	value, err := m.AsStructured()
	if err != nil {
		return nil, err
	}
	out := m.Copy()
	out.MetaSetMut("umh_topic", name)
	out.MetaSetMut("topic", name)
	out.SetStructured(map[string]any{"value": value, "timestamp_ms": time.Now().UnixMilli()})
	return out, nil
}
