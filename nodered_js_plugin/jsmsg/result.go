package jsmsg

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
)

// End takes what the script returned and gives the messages that go on: none
// where it returned nothing, the message itself where it returned msg, new ones
// where it returned others. The slice is valid until the next End; the message
// that Begin was given must not be used any longer unless it is among them.
//
// Conversion can run script code (getters, toJSON, proxies). The error is an
// error of goja, or one with reason BadReturn or BadValue.
func (b *Binding) End(returned goja.Value, keepsPayload bool) ([]*Message, error) {
	b.keepsPayload = keepsPayload
	if b.isPlain(returned) {
		return b.convert(returned)
	}
	// As a call from JavaScript, so that exceptions, interrupts and promise jobs of
	// script code that runs meanwhile end here.
	b.returned = returned
	if _, err := b.convertCall(goja.Undefined()); err != nil {
		return nil, err
	}
	return b.results, b.convertErr
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
func (b *Binding) convert(returned goja.Value) ([]*Message, error) {
	b.results = b.results[:0]
	if returned == nil || goja.IsUndefined(returned) || goja.IsNull(returned) {
		return nil, nil
	}
	if returned == goja.Value(b.msg) {
		if err := b.settle(); err != nil {
			return nil, err
		}
		b.results = append(b.results, b.m)
		return b.results, nil
	}
	object, ok := returned.(*goja.Object)
	if !ok {
		return nil, badReturn(returned)
	}
	if !isArray(object) {
		m, err := b.take1(object)
		if err != nil {
			return nil, err
		}
		b.results = append(b.results, m)
		return b.results, nil
	}
	return b.convertArray(object)
}

// convertArray is for a script that returned several messages. They share
// nothing, even where the script returned the same object twice.
func (b *Binding) convertArray(array *goja.Object) ([]*Message, error) {
	// All elements are judged before the first is converted: a return value that is
	// wrong in one place is wrong as a whole.
	var elements []*goja.Object
	for _, v := range elementsOf(array) {
		if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
			continue
		}
		object, ok := v.(*goja.Object)
		if !ok || isArray(object) || !isMessage(object) {
			return nil, badReturn(v)
		}
		elements = append(elements, object)
	}
	for _, object := range elements {
		m, err := b.take1(object)
		if err != nil {
			return nil, err
		}
		if _, shared := m.payload.js.(*goja.Object); shared && len(elements) > 1 {
			m.payload.js = nil
		}
		b.results = append(b.results, m)
	}
	return b.results, nil
}

// elementsOf are the elements of an array; holes are left out, so that a sparse
// giant costs nothing.
func elementsOf(array *goja.Object) []goja.Value {
	var list []goja.Value
	for _, key := range array.GetOwnPropertyNames() {
		if key != "" && key[0] >= '0' && key[0] <= '9' {
			list = append(list, array.Get(key))
		}
	}
	return list
}

// take1 is a new message of one object that a script returned.
func (b *Binding) take1(object *goja.Object) (*Message, error) {
	if !isMessage(object) {
		return nil, badReturn(object)
	}
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
	if o, ok := v.(*goja.Object); (ok && goja.Value(o) == before.js) || (object == b.msg && b.assigned == nil) {
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
	case f.form == formJSON && f.js == nil:
		return f.text(), nil
	case f.form == formJSON:
		text, err := appendJSON(nil, b.rt, f.js)
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
	if !ok || object.ClassName() == "Function" {
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
	text, err := appendJSON(nil, b.rt, object)
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

var (
	plainType = reflect.TypeFor[map[string]any]()
	msgType   = reflect.TypeFor[*msgObject]()
	metaType  = reflect.TypeFor[*metaObject]()
)

// isArray reports what Array.isArray does.
func isArray(o *goja.Object) bool {
	if o.ExportType() == proxyType {
		return proxiesArray(o)
	}
	return o.ClassName() == "Array"
}

// isMessage reports whether an object that a script returned can be a message: a
// plain object or an instance of a class of the script's own.
func isMessage(o *goja.Object) bool {
	if o.ClassName() != "Object" {
		return false
	}
	switch o.ExportType() {
	case msgType, metaType, proxyType:
		return true
	case plainType:
	default:
		return false // Map, Set, Promise, typed arrays, …
	}
	// The builtins that export as a map all name themselves.
	if tag := o.GetSymbol(goja.SymToStringTag); tag != nil && goja.IsString(tag) {
		return !slices.Contains(builtinTags, tag.String())
	}
	return true
}

var builtinTags = []string{
	"WeakMap", "WeakSet", "WeakRef", "DataView", "Generator", "AsyncGenerator", "JSON", "Math", "Reflect", "Atomics", "Intl",
	"Array Iterator", "Map Iterator", "Set Iterator", "String Iterator", "RegExp String Iterator", "Symbol",
}

func badReturn(v goja.Value) error {
	kind := "a " + describe(v)
	return engine.WithReason(engine.BadReturn, errors.New(
		"the script returned "+kind+"; return msg, an object with payload and meta, an array of these, or null to drop the message"))
}

// describe names the kind of a returned value.
func describe(v goja.Value) string {
	object, ok := v.(*goja.Object)
	switch {
	case !ok && goja.IsString(v):
		return "string"
	case !ok && goja.IsNumber(v):
		return "number"
	case !ok && goja.IsBigInt(v):
		return "BigInt"
	case !ok && isBool(v):
		return "boolean"
	case !ok:
		return "symbol"
	case object.ClassName() == "Array":
		return "nested array"
	case object.ClassName() != "Object":
		return object.ClassName()
	case object.ExportType() == reflect.TypeFor[*goja.Promise]():
		return "Promise"
	}
	if tag := object.GetSymbol(goja.SymToStringTag); tag != nil && goja.IsString(tag) {
		return tag.String()
	}
	return "object that is no message"
}
