package jsmsg

import (
	"bytes"
	"errors"
	"math"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
)

// A payload is text until a script reads it, and text again once one changed it.
type payload struct {
	text  string
	state payloadState
	// js is the payload as scripts have it, nil until one reads it. An object is
	// kept only while text is provably still its JSON.
	js goja.Value
}

type payloadState uint8

const (
	// payloadRaw: text are the incoming bytes; whether they are JSON is not known.
	payloadRaw payloadState = iota
	// payloadJSON: text is JSON.
	payloadJSON
	// payloadText: text is a string.
	payloadText
	// payloadValue: js is a number, boolean or null that a script computed.
	payloadValue
)

// Payload is the payload between stages: JSON, or a string that is no JSON text.
// Numbers that no script computed have their source text.
func (m *Message) Payload() (text string, isText bool) {
	p := &m.payload
	switch p.state {
	case payloadRaw:
		if Valid(p.text) {
			p.state = payloadJSON
		} else {
			p.state = payloadText
		}
	case payloadValue:
		p.text, p.state = string(appendNumberOrLiteral(nil, p.js)), payloadJSON
	}
	return p.text, p.state == payloadText
}

// appendNumberOrLiteral writes a number, boolean or null as JSON. Numbers have
// their own way because goja's text of some subnormals is no number.
func appendNumberOrLiteral(dst []byte, v goja.Value) []byte {
	if goja.IsNumber(v) {
		return appendJSNumber(dst, v.ToFloat())
	}
	return append(dst, v.String()...)
}

// value is the payload for scripts that see these paths of it.
func (p *payload) value(rt *goja.Runtime, visible *engine.Paths) goja.Value {
	if p.js != nil {
		return p.js
	}
	if p.state != payloadText {
		if v, ok := parseVisible(rt, p.text, visible); ok {
			p.state, p.js = payloadJSON, v
			return v
		}
		p.state = payloadText
	}
	p.js = rt.ToValue(p.text)
	return p.js
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
	b.text, err = appendJSON(b.text[:0], b.rt, object)
	if err != nil {
		return badValue("payload", err)
	}
	b.canonical = appendCanonical(b.canonical[:0], p.text)
	if !bytes.Equal(b.text, b.canonical) {
		p.text = string(b.text)
	}
	return nil
}

// reduce makes a payload of what a script assigned.
func (b *Binding) reduce(v goja.Value) (payload, error) {
	switch {
	case goja.IsUndefined(v) || goja.IsNull(v):
		return payload{state: payloadValue, js: goja.Null()}, nil
	case goja.IsString(v):
		return payload{state: payloadText, text: v.String(), js: v}, nil
	case goja.IsNumber(v):
		if f := v.ToFloat(); math.IsNaN(f) || math.IsInf(f, 0) {
			return payload{}, badValue("payload", errors.New(v.String()+" has no JSON form"))
		}
		return payload{state: payloadValue, js: v}, nil
	case isBool(v):
		return payload{state: payloadValue, js: v}, nil
	}
	var err error
	b.text, err = appendJSON(b.text[:0], b.rt, v)
	if err != nil {
		return payload{}, badValue("payload", err)
	}
	return payload{state: payloadJSON, text: string(b.text)}, nil
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
	return engine.WithReason(engine.BadValue, &valueError{what, err})
}

type valueError struct {
	what string
	err  error
}

func (e *valueError) Error() string { return "msg." + e.what + ": " + e.err.Error() }
func (e *valueError) Unwrap() error { return e.err }
