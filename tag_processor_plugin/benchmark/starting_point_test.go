// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin/topic"
)

// A startingPoint does what the processors did before this project, in the way they
// did it: for every evaluation of a script a new VM, its environment built anew,
// the script's text run as it is, and the message copied through JSON.
type startingPoint struct {
	environment
	processor string
	scripts   scripts
	// code is nodered_js' only script.
	code string
	// forward: a message whose script throws goes on flagged, as with on_error. The
	// processors of that time dropped it.
	forward bool
}

func newStartingPoint(processor string, fields Config, log *service.Logger) *startingPoint {
	text := func(from Config, key string) string {
		s, _ := from[key].(string)
		return s
	}
	p := &startingPoint{
		environment: environment{log: log, stored: map[string]any{}},
		processor:   processor,
		scripts:     scripts{defaults: text(fields, "defaults"), advanced: text(fields, "advancedProcessing")},
		code:        text(fields, "code"),
		forward:     fields["on_error"] == "forward",
	}
	conditions, _ := fields["conditions"].([]any)
	for _, one := range conditions {
		c := one.(Config)
		p.scripts.conditions = append(p.scripts.conditions, condition{text(c, "if"), text(c, "then")})
	}
	return p
}

func (p *startingPoint) ProcessBatch(_ context.Context, in service.MessageBatch) ([]service.MessageBatch, error) {
	work := p.tags
	if p.processor == noderedJS {
		work = p.noderedJS
	}
	out, err := work(in)
	if err != nil || len(out) == 0 {
		return nil, err
	}
	return []service.MessageBatch{out}, nil
}

func (p *startingPoint) Close(context.Context) error { return nil }

// noderedJS runs the one script on each message.
func (p *startingPoint) noderedJS(in service.MessageBatch) (out service.MessageBatch, _ error) {
	for _, m := range in {
		results, err := p.run(m, "'use strict';"+p.code)
		switch {
		case err == nil:
			out = append(out, results...)
		case p.forward:
			m.SetError(err)
			out = append(out, m)
		default:
			p.log.Errorf("%v", err)
		}
	}
	return out, nil
}

// tags takes the batch through the stages of tag_processor, one after the other.
// What goes wrong in a condition or in the tag drops the message.
func (p *startingPoint) tags(in service.MessageBatch) (service.MessageBatch, error) {
	for _, m := range in {
		if err := rememberOrigin(m); err != nil {
			return nil, err
		}
	}
	batch, err := p.stage(in, p.scripts.defaults)
	if err != nil {
		return nil, err
	}
	for _, c := range p.scripts.conditions {
		var next service.MessageBatch
		for _, m := range batch {
			results, err := p.condition(m, c)
			if err != nil {
				p.log.Errorf("%v", err)
				continue
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
		tag, err := finishTag(m)
		if err != nil {
			p.log.Errorf("%v", err)
			continue
		}
		out = append(out, tag)
	}
	return out, nil
}

// stage runs a body on each message.
func (p *startingPoint) stage(batch service.MessageBatch, code string) (out service.MessageBatch, err error) {
	if code == "" {
		return batch, nil
	}
	for _, m := range batch {
		results, err := p.run(m, code)
		if err != nil {
			return nil, err
		}
		out = append(out, results...)
	}
	return out, nil
}

func (p *startingPoint) condition(m *service.Message, c condition) ([]*service.Message, error) {
	rt, err := p.newVM(m)
	if err != nil {
		return nil, err
	}
	holds, err := rt.RunString(c.test)
	if err != nil {
		return nil, err
	}
	if !holds.ToBoolean() {
		return []*service.Message{m}, nil
	}
	return p.run(m, c.then)
}

// rememberOrigin sets _initialMetadata and _incomingKeys.
func rememberOrigin(m *service.Message) error {
	meta := metadata(m)
	text, err := json.Marshal(meta)
	if err != nil {
		return err
	}
	m.MetaSetMut("_initialMetadata", string(text))
	if len(meta) > 0 {
		m.MetaSetMut("_incomingKeys", strings.Join(slices.Sorted(maps.Keys(meta)), ","))
	}
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

// finishTag makes the topic and the body.
func finishTag(m *service.Message) (*service.Message, error) {
	field := func(key string) string {
		text, _ := m.MetaGet(key)
		return text
	}
	path := topic.VirtualPath(field("virtual_path"))
	name, err := topic.Build(field("location_path"), field("data_contract"), path, field("tag_name"))
	if err != nil {
		return nil, err
	}
	payload, err := m.AsStructured()
	if err != nil {
		return nil, err
	}
	value, err := tagValue(payload)
	if err != nil {
		return nil, err
	}
	out := m.Copy()
	out.MetaSetMut("umh_topic", name)
	out.MetaSetMut("topic", name)
	out.SetStructured(map[string]any{"value": value, "timestamp_ms": tagTime(field("timestamp_ms"))})
	return out, nil
}

// tagValue makes a number of text that looks like one, and text of a compound.
func tagValue(payload any) (any, error) {
	switch v := payload.(type) {
	case string:
		if f, err := strconv.ParseFloat(v, 64); err == nil {
			return f, nil
		}
		return v, nil
	case map[string]any, []any:
		text, err := json.Marshal(v)
		return string(text), err
	default:
		return v, nil
	}
}

func tagTime(text string) int64 {
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil {
		return ms
	}
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return at.UnixMilli()
	}
	return time.Now().UnixMilli()
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
		if text := fmt.Sprint(value); value != nil && text != "" {
			out.MetaSetMut(key, text)
		}
	}
	return out, nil
}
