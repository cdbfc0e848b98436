// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// explain turns what a call of the script gave as an error into a *script.Error with
// its place: the innermost frame that lies in this script's own text. It may run
// script code (a getter of the thrown object), so it belongs inside the limits.
func explain(s *script.Script, rt *goja.Runtime, err error) *script.Error {
	reason := script.Internal
	var frames []goja.StackFrame
	switch e := err.(type) { //nolint:errorlint // these come from goja unwrapped, and unwrapping reads properties of what was thrown
	case *goja.StackOverflowError:
		reason, frames = script.StackOverflow, e.Stack()
		err = fmt.Errorf("too much recursion: more than %d nested calls", min(len(frames)-1, maxCallDepth))
	case *goja.InterruptedError:
		reason, frames = script.Timeout, e.Stack()
		if cause, ok := e.Value().(error); ok {
			err = cause
		}
		if native, ok := e.Value().(*nativeError); ok {
			reason, err = native.reason, native.err
		}
	case *goja.Exception:
		reason, frames = script.Throw, e.Stack()
		err = errors.New("threw an object that cannot be shown")
		_ = rt.Try(func() { reason, err = thrown(s, e) }) // what throws again is not shown
	case *nativeError:
		reason, err = e.reason, e.err
	}
	for i := range frames {
		f := &frames[i]
		if f.SrcName() != s.Stage {
			continue
		}
		at := f.Position()
		return s.FailAt(at.Line, at.Column, reason, err)
	}
	return s.Fail(reason, err)
}

// nativeError is how a native of ours throws a Go error into a script such that
// its reason survives outside. Scripts see its methods, as e.value: it has no
// Unwrap, so that they reach nothing behind it.
type nativeError struct {
	reason script.Reason
	err    error
}

func (e *nativeError) Error() string { return e.err.Error() }

// WithReason gives an error that a native throws (rt.NewGoError) a reason of its
// own, in place of Throw.
func WithReason(reason script.Reason, err error) error { return &nativeError{reason, err} }

// ReasonOf is the reason and the error that WithReason was given for err, or the other
// reason and err itself.
func ReasonOf(err error, other script.Reason) (script.Reason, error) {
	if native, ok := err.(*nativeError); ok { //nolint:errorlint // as WithReason gives it
		return native.reason, native.err
	}
	return other, err
}

// thrown is why the script threw, and what, as a Go error that holds nothing of
// the VM: a Go error keeps its identity, an Error gives its name and message,
// anything else its text.
func thrown(s *script.Script, ex *goja.Exception) (script.Reason, error) {
	if cause := errors.Unwrap(ex); cause != nil {
		var native *nativeError
		if errors.As(cause, &native) {
			return native.reason, native.err
		}
		return script.Throw, cause
	}
	object, ok := ex.Value().(*goja.Object)
	if !ok {
		if goja.IsString(ex.Value()) && ex.Value().String() != "" {
			return script.Throw, s.ThrownText(ex.Value().String())
		}
		return script.Throw, s.ThrownText("threw " + strings.TrimSpace(ex.Value().String()+" "+kindOfEmpty(ex.Value())))
	}
	if object.ClassName() == "Error" {
		name, message := textOf(object, "name"), withoutDump(textOf(object, "message"))
		if name == "" || message == "" {
			return script.Throw, s.ThrownText(name + message)
		}
		return script.Throw, s.ThrownText(name + ": " + message)
	}
	if text, err := object.MarshalJSON(); err == nil && len(text) > 0 {
		return script.Throw, s.ThrownText("threw " + string(text))
	}
	return script.Throw, errors.New("threw an object")
}

// withoutDump is the message of an error without what goja writes into it of the
// data: its own view of an object, or a text that a script took for an object.
func withoutDump(message string) string {
	switch {
	case strings.HasPrefix(message, "Could not convert &{"):
		return "Cannot convert object to primitive value"
	case strings.HasPrefix(message, "Receiver is not an object: "):
		return "Cannot set a member of a value that is no object"
	}
	return message
}

// kindOfEmpty names a thrown value that has no text of its own.
func kindOfEmpty(v goja.Value) string {
	if goja.IsString(v) {
		return "an empty string"
	}
	return ""
}

func textOf(o *goja.Object, name string) string {
	v := o.Get(name)
	if v == nil || goja.IsUndefined(v) {
		return ""
	}
	if _, symbol := v.(*goja.Symbol); symbol {
		return ""
	}
	return v.String()
}
