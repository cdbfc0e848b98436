// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"bytes"
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A payload is text until a script reads it, and text again once one changed it.
type payload struct {
	text  string
	state payloadState
	// loose: text, the incoming JSON, may have to be compacted.
	loose bool
	// touched: a script assigned or changed the payload.
	touched bool
	// js is the payload as scripts in goja have it, nil until one reads it, and value as
	// those in eval have it, undefined until then. Objects are kept only while text is
	// provably still their JSON.
	js  goja.Value
	own eval.Value
	// made is what Value gives of text, an object or array; nil where it is not made yet.
	made any
}

type payloadState uint8

const (
	// payloadRaw: text are the incoming bytes; whether they are JSON is not known.
	payloadRaw payloadState = iota
	// payloadJSON: text is JSON.
	payloadJSON
	// payloadText: text is a string.
	payloadText
	// payloadValue: own is a number, boolean or null that a script computed.
	payloadValue
)

// Payload is the payload between stages: JSON, or a string that is no JSON text.
// Numbers that no script computed have their source text. A number alone that is
// beyond the range of a float64 is a string.
func (m *Message) Payload() (text string, isText bool) {
	p := &m.payload
	switch p.state {
	case payloadRaw:
		var ok bool
		if ok, p.loose = valid(p.text); ok && !overflows(p.text) {
			p.state = payloadJSON
		} else {
			p.state = payloadText
		}
	case payloadValue:
		p.text, p.state = string(appendPrimitive(nil, p.own)), payloadJSON
	}
	return p.text, p.state == payloadText
}

// Touched reports whether some script assigned or changed the payload. Assigning
// the payload itself is neither.
func (m *Message) Touched() bool { return m.payload.touched }

// JSON is the payload between stages as compact JSON in valid UTF-8, text as a
// JSON string. The caller owns the bytes.
func (m *Message) JSON() []byte {
	text, isText := m.Payload()
	switch {
	case isText:
		return AppendString(nil, text)
	case m.payload.loose:
		return compacted(text)
	}
	return []byte(text)
}

// Value is the payload between stages for other processors, which know few Go
// types: map[string]any, []any, string, bool and nil; of numbers int64 where they
// are whole and within ±2^53, float64 where one has their exact value, and
// json.Number for other digits, which only a number that no script computed can
// have. The caller owns all of it.
func (m *Message) Value() any {
	p := &m.payload
	if made := p.made; made != nil {
		p.made = nil // it is for one owner
		return made
	}
	if p.state == payloadValue {
		switch p.own.Kind {
		case eval.Number:
			return goFloat(p.own.Num)
		case eval.Bool:
			return p.own.Num != 0
		}
		return nil
	}
	text, isText := m.Payload()
	if isText {
		return validUTF8(text)
	}
	return goValue(text)
}

// appendPrimitive writes a number, boolean or null as JSON.
func appendPrimitive(dst []byte, v eval.Value) []byte {
	switch v.Kind {
	case eval.Number:
		return appendJSNumber(dst, v.Num)
	case eval.Bool:
		return strconv.AppendBool(dst, v.Num != 0)
	}
	return append(dst, "null"...)
}

// value is the payload for the binding's scripts.
func (p *payload) value(b *Binding) goja.Value {
	if p.js != nil {
		return p.js
	}
	if p.state == payloadValue {
		p.js = primitive(p.own)
		return p.js
	}
	if p.state != payloadText {
		v, loose, ok := parseVisible(b.rt, &b.sources, p.text, b.visible)
		if ok && !goja.IsInfinity(v) {
			p.state, p.loose, p.js = payloadJSON, loose, v
			return v
		}
		p.state = payloadText
	}
	p.js = b.rt.ToValue(p.text)
	return p.js
}

// is reports whether v is the payload itself, as scripts got it.
func (p *payload) is(v goja.Value) bool { return p.js != nil && same(v, p.js) }

// isOwn is the same for scripts in eval.
func (p *payload) isOwn(v eval.Value) bool {
	return p.own.Kind != eval.Undefined && v.Is(p.own)
}

// dropOwn drops what scripts in eval could change inside.
func (p *payload) dropOwn() {
	if p.own.Kind == eval.Object {
		p.own = eval.Value{}
	}
}

// dropObjects drops what scripts could change inside, whichever way they run. The text
// stays. It is for a payload that has become that of several messages: an object that
// two of them held would show the one what the other's next stage did to it.
func (p *payload) dropObjects() {
	if _, object := p.js.(*goja.Object); object {
		p.js = nil
	}
	p.dropOwn()
}

// settle decides, at a stage's end, whether a payload that the script could
// reach but did not assign was changed inside, and if so takes its new JSON.
func (p *payload) settle(b *Binding, keepsPayload bool) error {
	object, ok := p.js.(*goja.Object)
	if !ok || keepsPayload {
		return nil
	}
	// What JSON does not show (a member that is undefined, a frozen array) does not
	// outlive the stage, so the object is dropped even where its JSON is the same.
	p.js = nil
	var err error
	b.text, err = appendJSON(b.text[:0], b.rt, &b.sources, object)
	if err != nil {
		return badValue("payload", err)
	}
	if !b.isStill(p.text) {
		*p = changed(string(b.text))
	}
	return nil
}

// isStill reports whether b.text, the JSON that a script left, is what a text looks like
// after a way through JavaScript. Making it look so is for the case that nothing simpler
// decides: no text in UTF-8 becomes longer.
func (b *Binding) isStill(text string) bool {
	if len(b.text) > len(text) && utf8.ValidString(text) {
		return false
	}
	if string(b.text) == text {
		return true
	}
	b.canonical = appendCanonical(b.canonical[:0], text)
	return bytes.Equal(b.text, b.canonical)
}

// reduce makes a payload of what a script assigned.
func (b *Binding) reduce(v goja.Value) (payload, error) {
	switch {
	case goja.IsUndefined(v) || goja.IsNull(v):
		return computed(eval.NullValue()), nil
	case goja.IsString(v):
		return payload{state: payloadText, touched: true, text: v.String(), js: v}, nil
	case goja.IsNumber(v):
		if text, ok := b.sources.text(v); ok {
			return changed(text), nil
		}
		if f := v.ToFloat(); math.IsNaN(f) || math.IsInf(f, 0) {
			return payload{}, badValue("payload", noJSON(v.String()))
		}
		return computed(eval.NumberValue(v.ToFloat())), nil
	case isBool(v):
		return computed(eval.BoolValue(v.ToBoolean())), nil
	}
	var err error
	b.text, err = appendJSON(b.text[:0], b.rt, &b.sources, v)
	if err != nil {
		return payload{}, badValue("payload", err)
	}
	return changed(string(b.text)), nil
}

// computed is a payload of a number, boolean or null.
func computed(v eval.Value) payload {
	return payload{state: payloadValue, touched: true, own: v}
}

// primitives makes values of goja that belong to no VM: those of numbers, texts,
// booleans and null do not.
var primitives = goja.New()

// primitive is a number, boolean or null for goja.
func primitive(v eval.Value) goja.Value {
	switch v.Kind {
	case eval.Number:
		return primitives.ToValue(v.Num)
	case eval.Bool:
		return primitives.ToValue(v.Num != 0)
	}
	return goja.Null()
}

// changed is a payload of the JSON that a script left, in compact form.
func changed(text string) payload {
	p := payload{state: payloadJSON, touched: true, text: text}
	if overflows(text) {
		p.state = payloadText
	}
	return p
}

// isBool reports whether v is a boolean; a Boolean object, which exports as one, is
// none.
func isBool(v goja.Value) bool {
	_, object := v.(*goja.Object)
	return !object && v.ExportType() == boolType
}

// badValue gives an error of a conversion its reason, unless a script threw it.
func badValue(what string, err error) error {
	var thrown *goja.Exception
	if errors.As(err, &thrown) {
		return err
	}
	return engine.WithReason(script.BadValue, &valueError{what, err})
}

type valueError struct {
	what string
	err  error
}

func (e *valueError) Error() string {
	if value, ok := e.err.(noJSON); ok { //nolint:errorlint // the writer gives it as it is
		return e.what + " is " + string(value) + ", which has no JSON form"
	}
	return e.what + ": " + e.err.Error()
}

func (e *valueError) Unwrap() error { return e.err }
