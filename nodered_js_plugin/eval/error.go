// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"slices"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

func (o *ErrorObj) own() *Obj {
	if o.Own == nil {
		o.Own = NewObj(1)
	}
	return o.Own
}

// An Uncaught is an exception that nothing in the script caught.
type Uncaught struct {
	// Text is the name and message of the error.
	Text string
	// Pos is where it was made.
	Pos ir.Pos
}

func (e *Uncaught) Error() string { return e.Text }

// uncaught is the exception as the message's failure, nil where only goja knows its
// text and place.
func (t *thrown) uncaught() *Uncaught {
	e, ok := t.value.Ref.(*ErrorObj)
	if !ok || e.pos == 0 || e.Own == nil || e.Own.Len() != 1 {
		return nil
	}
	message, ok := e.Own.Get("message")
	if !ok || message.Kind != String || message.Text() == "" {
		return nil
	}
	return &Uncaught{e.Name + ": " + message.Text(), e.pos}
}

// notDefined throws what reading a name gives that nothing defines.
func (m *Machine) notDefined(name string, pos ir.Pos) {
	m.throwErrorAt("ReferenceError", name+" is not defined", pos)
}

// errorCost is what an error takes.
const errorCost = 384

// throwErrorAt throws an error of the machine's own. pos is where goja says that it was
// made, 0 where only goja knows.
func (m *Machine) throwErrorAt(kind, message string, pos ir.Pos) {
	m.allocate(errorCost)
	e := &ErrorObj{Name: kind, Own: NewObj(1), native: true, pos: pos}
	e.Own.Set("message", StringValue(message))
	m.throw(&thrown{objectValue(e)})
}

// get is an own property. What an error of the machine's own says is goja's to
// tell.
func (o *ErrorObj) get(name string) (Value, bool) {
	if name == "stack" {
		bail("the stack of an error")
	}
	if o.native && name == "message" {
		bail("the message of an error that no script made")
	}
	if o.Own == nil {
		return Value{}, false
	}
	return o.Own.Get(name)
}

// keys are the enumerable ones: message and cause, as the constructor sets them, are
// not among them.
func (o *ErrorObj) keys() []string {
	if o.Own == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(o.Own.names()), func(key string) bool { return slices.Contains(o.hidden, key) })
}

// errorText is Error.prototype.toString.
func (m *Machine) errorText(o *ErrorObj) string {
	part := func(name, missing string) string {
		v, ok := o.get(name)
		if !ok || v.Kind == Undefined {
			return missing
		}
		return m.toText(v)
	}
	name, message := part("name", o.Name), part("message", "")
	switch {
	case name == "":
		return message
	case message == "":
		return name
	}
	return name + ": " + message
}

// makeError is new Error and its kinds.
func makeError(kind string) nativeFunc {
	return func(m *Machine, _ Value, args []Value) Value {
		m.allocate(errorCost)
		e := &ErrorObj{Name: kind, pos: m.at}
		if text := arg(args, 0); text.Kind != Undefined {
			e.own().Set("message", m.toString(text))
			e.hidden = []string{"message"}
		}
		if options := arg(args, 1); options.Kind == Object && m.has(options, "cause") {
			cause, _ := m.ownProperty(options, "cause")
			e.own().Set("cause", cause)
			e.hidden = []string{"message", "cause"}
		}
		return objectValue(e)
	}
}

var _ = func() bool {
	for _, kind := range []string{"Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError"} {
		natives[kind], natives["new "+kind] = makeError(kind), makeError(kind)
	}
	return register(map[string]nativeFunc{
		"Error.prototype.toString": func(m *Machine, this Value, _ []Value) Value {
			e, ok := this.Ref.(*ErrorObj)
			if !ok {
				bail("Error.prototype.toString on something else")
			}
			return StringValue(m.errorText(e))
		},
	})
}()
