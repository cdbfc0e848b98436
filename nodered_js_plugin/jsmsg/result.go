// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"bytes"
	"reflect"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
)

// End takes what the script returned and gives the messages that go on: none
// where it returned nothing, the message itself where it returned msg, new ones
// where it returned others. One of several that is bad in itself is refused alone.
// The slices are valid until the next End; the message that Begin was given must
// not be used any longer unless it is among the messages.
//
// Conversion can run script code (getters, toJSON, proxies). The error is why no
// part of what was returned can go on: an error of goja, or one with reason
// BadReturn or BadValue.
func (b *Binding) End(returned goja.Value, keepsPayload bool) ([]*Message, []Refusal, error) {
	b.keepsPayload = keepsPayload
	b.results, b.refused = b.results[:0], b.refused[:0]
	if b.isPlain(returned) {
		err := b.convert(returned)
		return b.results, b.refused, err
	}
	// As a call from JavaScript, so that exceptions, interrupts and promise jobs of
	// script code that runs meanwhile end here.
	b.returned = returned
	if _, err := b.convertCall(goja.Undefined()); err != nil {
		return nil, nil, err
	}
	return b.results, b.refused, b.convertErr
}

// isPlain reports whether the conversion cannot run script code.
func (b *Binding) isPlain(returned goja.Value) bool {
	if returned == nil || goja.IsUndefined(returned) || goja.IsNull(returned) {
		return true
	}
	if returned != goja.Value(b.msg) || b.newMeta != nil {
		return false
	}
	if b.assigned != nil {
		if _, object := b.assigned.(*goja.Object); object {
			return false
		}
	} else if _, object := b.m.payload.js.(*goja.Object); object && !b.keepsPayload {
		return false
	}
	return !b.m.untidy || !holdsObjects(b.m.meta)
}

// convert is End's work: what the script returned becomes messages of Go data.
func (b *Binding) convert(returned goja.Value) error {
	if returned == nil || goja.IsUndefined(returned) || goja.IsNull(returned) {
		return nil
	}
	if returned == goja.Value(b.msg) {
		if err := b.settle(); err != nil {
			return err
		}
		b.results = append(b.results, b.m)
		return nil
	}
	object, ok := returned.(*goja.Object)
	if !ok {
		return badReturn(returned)
	}
	if isArray(object) {
		return b.convertArray(object)
	}
	if !isMessage(object) {
		return badReturn(object)
	}
	m, err := b.take1(object)
	if err != nil {
		return err
	}
	b.results = append(b.results, m)
	return nil
}

// take1 is a new message of one object that a script returned.
func (b *Binding) take1(object *goja.Object) (*Message, error) {
	m := b.take()
	// msg itself goes the same way: its properties are those of any object.
	v, err := b.payloadOf(object)
	if err != nil {
		return nil, err
	}
	m.payload = v
	return m, b.copyMeta(m, object.Get("meta"))
}

// payloadOf is the payload of an object that a script returned; where it has
// none, the payload as it was before the stage.
func (b *Binding) payloadOf(object *goja.Object) (payload, error) {
	before := b.m.payload
	v := object.Get("payload")
	if v == nil {
		before.dropChanges(b.keepsPayload)
		return before, nil
	}
	if before.is(v) || (object == b.msg && b.assigned == nil) {
		err := before.settle(b, b.keepsPayload)
		return before, err
	}
	return b.reduce(v)
}

// dropChanges forgets what a script may have done inside an object: text is
// still the payload from before the stage.
func (p *payload) dropChanges(keepsPayload bool) {
	if _, object := p.js.(*goja.Object); object && !keepsPayload {
		p.js = nil
	}
}

// settle ends the stage for msg in place.
func (b *Binding) settle() error {
	switch {
	case b.assigned != nil:
		p, err := b.reduce(b.assigned)
		if err != nil {
			return err
		}
		b.m.payload = p
	case b.payloadGone:
		b.m.payload.dropChanges(b.keepsPayload)
	default:
		if err := b.m.payload.settle(b, b.keepsPayload); err != nil {
			return err
		}
	}
	switch {
	case b.metaGone:
		clear(b.m.meta)
		b.m.meta, b.m.removed = b.m.meta[:0], true
	case b.newMeta != nil:
		m := b.take()
		if err := b.copyMeta(m, b.newMeta); err != nil {
			return err
		}
		b.m.meta, m.meta = m.meta, b.m.meta
		b.m.untidy, b.m.removed = false, true
		b.Recycle(m)
	case b.m.untidy:
		return b.tidy(b.m)
	}
	return nil
}

// tidy makes every value of the metadata a non-empty string.
func (b *Binding) tidy(m *Message) error {
	if !holdsObjects(m.meta) {
		m.untidy = false
		return b.tidyFields(m, m.meta)
	}
	// Their conversion can run script code that changes msg.meta again; what it
	// leaves there is not looked at.
	b.fields = append(b.fields[:0], m.meta...)
	defer clear(b.fields)
	if err := b.tidyFields(m, b.fields); err != nil {
		return err
	}
	clear(m.meta)
	m.meta = append(m.meta[:0], b.fields...)
	m.untidy = false
	return nil
}

// tidyFields is tidy for a list that it changes in place.
func (b *Binding) tidyFields(m *Message, list []field) error {
	for i := range list {
		f := &list[i]
		switch f.form {
		case formText:
		case formAbsent:
			continue
		default:
			text, err := b.fieldText(f)
			if err != nil {
				return badMeta(f.key, err)
			}
			*f = field{key: f.key, box: text}
		}
		if f.text() == "" {
			m.removed = true
			*f = field{key: f.key, form: formAbsent}
		}
	}
	return nil
}

// holdsObjects reports whether the conversion of some value can run script code.
func holdsObjects(fields []field) bool {
	for i := range fields {
		if _, object := fields[i].js.(*goja.Object); object {
			return true
		}
	}
	return false
}

// fieldText is a value as text. Incoming values that no script changed keep their
// digits.
func (b *Binding) fieldText(f *field) (string, error) {
	switch {
	case f.exact:
		return f.text(), nil
	case f.form == formOwn:
		v, _ := f.box.(*eval.Value)
		return b.direct.metaText(*v), nil
	case f.form == formJSON && f.js == nil:
		return f.text(), nil
	case f.form == formJSON:
		text, err := appendJSON(nil, b.rt, &b.sources, f.js)
		if err == nil && bytes.Equal(text, appendCanonical(nil, f.text())) {
			return f.text(), nil
		}
		return string(text), err
	}
	return b.metaText(f.js)
}

// Tidy ends the way of a message that no script ran on: its metadata becomes
// strings as after a script.
func (b *Binding) Tidy(m *Message) error {
	if !m.untidy {
		return nil
	}
	return b.tidy(m)
}

// copyMeta fills the metadata of m from an object of a script.
func (b *Binding) copyMeta(m *Message, v goja.Value) error {
	m.removed = true
	object, ok := v.(*goja.Object)
	if !ok || !holdsMeta(object) {
		return nil
	}
	if object == b.meta {
		if b.m.untidy {
			if err := b.tidy(b.m); err != nil {
				return err
			}
		}
		m.meta = append(m.meta[:0], b.m.meta...)
		m.removed = b.m.removed
		return nil
	}
	for _, key := range object.Keys() {
		text, err := b.metaText(object.Get(key))
		if err != nil {
			return badMeta(key, err)
		}
		if text != "" {
			m.meta = append(m.meta, field{key: key, box: text})
		}
	}
	slices.SortFunc(m.meta, func(a, b field) int { return strings.Compare(a.key, b.key) })
	return nil
}

// holdsMeta reports whether an object that a script gave as meta has metadata: the
// indexes of a list or text are no keys.
func holdsMeta(o *goja.Object) bool {
	switch o.ClassName() {
	case "Function", "String", "Arguments":
		return false
	}
	t := o.ExportType()
	return !isArray(o) && (t == nil || t.Kind() != reflect.Slice)
}

func badMeta(key string, err error) error { return badValue("meta["+`"`+key+`"`+"]", err) }

// metaText is a metadata value as text; "" removes the key.
func (b *Binding) metaText(v goja.Value) (string, error) {
	if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
		return "", nil
	}
	object, ok := v.(*goja.Object)
	if !ok {
		if _, symbol := v.(*goja.Symbol); symbol {
			return "", nil
		}
		if goja.IsNumber(v) && !goja.IsNaN(v) && !goja.IsInfinity(v) {
			return string(appendJSNumber(nil, v.ToFloat())), nil
		}
		return v.String(), nil
	}
	if object.ClassName() == "Function" {
		return "", nil
	}
	text, err := appendJSON(nil, b.rt, &b.sources, object)
	if err != nil {
		return "", err
	}
	if object.ClassName() != "Date" {
		return string(text), nil
	}
	if string(text) == "null" {
		return "", nil // an invalid date
	}
	return strings.Trim(string(text), `"`), nil
}
