package engine

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dop251/goja"
)

// A Reason is why a message failed. It is a metric label value and the text of
// the metadata umh_error_reason.
type Reason string

// The reasons a script can give. The processors add their own.
const (
	// Syntax: the text is no script. Only construction fails with it.
	Syntax Reason = "syntax"
	// Throw: the script threw, or a native it called did.
	Throw Reason = "throw"
	// Timeout: the message's scripts ran longer than script_timeout.
	Timeout Reason = "timeout"
	// StackOverflow: calls nested too deep.
	StackOverflow Reason = "stack_overflow"
	// BadReturn: the script returned something that is no message.
	BadReturn Reason = "bad_return"
	// BadValue: the payload or a metadata value has no JSON form.
	BadValue Reason = "bad_value"
	// Cache: the store behind cache.* failed.
	Cache Reason = "cache"
	// Internal: our own code failed.
	Internal Reason = "internal"
)

// An Error is a failure in a user's script: where in the user's own text, and
// why. It is immutable.
type Error struct {
	Stage  string
	Reason Reason
	// Line and Column of the user's text, from 1; both 0 where no place is known.
	Line, Column int
	// Excerpt is the line, without its end.
	Excerpt string
	// Err is the cause: the Go error that a native threw, or what the script threw
	// as text. It holds nothing of the VM.
	Err error
}

// Error has the place, the cause, and where a place is known the line with a
// caret below the column.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Stage)
	if e.Line > 0 {
		fmt.Fprintf(&b, ", line %d:%d", e.Line, e.Column)
	}
	b.WriteString(": ")
	b.WriteString(e.Message())
	if frame := e.Frame(); frame != "" {
		b.WriteString("\n")
		b.WriteString(frame)
	}
	return b.String()
}

// Message is the cause alone, one line as a rule.
func (e *Error) Message() string { return e.Err.Error() }

// maxExcerpt is how many columns of a long line a frame shows.
const maxExcerpt = 120

// Frame is the line with its number and a caret below the column, or "" where no
// place is known. Long lines are cut round the column.
func (e *Error) Frame() string {
	if e.Line == 0 || e.Column == 0 {
		return ""
	}
	line, column := []rune(e.Excerpt), e.Column
	if len(line) > maxExcerpt {
		from := min(max(column-1-maxExcerpt/2, 0), len(line)-maxExcerpt)
		line, column = line[from:from+maxExcerpt], column-from
	}
	// Tabs stay tabs before the caret, so that it lines up in any terminal.
	pad := make([]rune, 0, column)
	for _, r := range line[:min(column-1, len(line))] {
		if r != '\t' {
			r = ' '
		}
		pad = append(pad, r)
	}
	number := fmt.Sprint(e.Line)
	return fmt.Sprintf("%s | %s\n%s | %s^", number, string(line), strings.Repeat(" ", len(number)), string(pad))
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

func (s *Script) errorAt(offset int, reason Reason, err error) *Error {
	return s.errorIn(positionAt(s.Source, offset), reason, err)
}

func (s *Script) errorIn(p Position, reason Reason, err error) *Error {
	return &Error{
		Stage: s.Stage, Reason: reason,
		Line: p.Line, Column: p.Column, Excerpt: lineText(s.Source, p.Line),
		Err: err,
	}
}

// Fail is the error of a stage for which no place in the script is known.
func (s *Script) Fail(reason Reason, err error) *Error {
	return &Error{Stage: s.Stage, Reason: reason, Err: err}
}

// explain turns what a call of the script gave as an error into an *Error with
// its place: the innermost frame that lies in this script's own text. It may run
// script code (a getter of the thrown object), so it belongs inside the limits.
func (s *Script) explain(rt *goja.Runtime, err error) *Error {
	reason := Internal
	var frames []goja.StackFrame
	switch e := err.(type) { //nolint:errorlint // these come from goja unwrapped, and unwrapping reads properties of what was thrown
	case *goja.StackOverflowError:
		reason, frames = StackOverflow, e.Stack()
		err = fmt.Errorf("too much recursion: more than %d nested calls", maxCallDepth)
	case *goja.InterruptedError:
		reason, frames = Timeout, e.Stack()
		if cause, ok := e.Value().(error); ok {
			err = cause
		}
		if native, ok := e.Value().(*nativeError); ok {
			reason, err = native.reason, native.err
		}
	case *goja.Exception:
		reason, frames = Throw, e.Stack()
		err = errors.New("threw an object that cannot be shown")
		_ = rt.Try(func() { reason, err = thrown(e) }) // what throws again is not shown
	case *nativeError:
		reason, err = e.reason, e.err
	}
	for i := range frames {
		f := &frames[i]
		if f.SrcName() != s.Stage {
			continue
		}
		at := f.Position()
		p := positionAt(s.Source, lineStart(s.Source, at.Line)+at.Column-1)
		return s.errorIn(p, reason, err)
	}
	if reason == BadReturn && s.onlyReturn >= 0 {
		return s.errorAt(s.onlyReturn, reason, err)
	}
	return s.Fail(reason, err)
}

// nativeError is how a native of ours throws a Go error into a script such that
// its reason survives outside. Scripts see its methods, as e.value: it has no
// Unwrap, so that they reach nothing behind it.
type nativeError struct {
	reason Reason
	err    error
}

func (e *nativeError) Error() string { return e.err.Error() }

// WithReason gives an error that a native throws (rt.NewGoError) a reason of its
// own, in place of Throw.
func WithReason(reason Reason, err error) error { return &nativeError{reason, err} }

// thrown is why the script threw, and what, as a Go error that holds nothing of
// the VM: a Go error keeps its identity, an Error gives its name and message,
// anything else its text.
func thrown(ex *goja.Exception) (Reason, error) {
	if cause := errors.Unwrap(ex); cause != nil {
		var native *nativeError
		if errors.As(cause, &native) {
			return native.reason, native.err
		}
		return Throw, cause
	}
	object, ok := ex.Value().(*goja.Object)
	if !ok {
		if goja.IsString(ex.Value()) && ex.Value().String() != "" {
			return Throw, cutText(ex.Value().String())
		}
		return Throw, cutText("threw " + strings.TrimSpace(ex.Value().String()+" "+kindOfEmpty(ex.Value())))
	}
	if object.ClassName() == "Error" {
		name, message := textOf(object, "name"), withoutDump(textOf(object, "message"))
		if name == "" || message == "" {
			return Throw, cutText(name + message)
		}
		return Throw, cutText(name + ": " + message)
	}
	if text, err := object.MarshalJSON(); err == nil && len(text) > 0 {
		return Throw, cutText("threw " + string(text))
	}
	return Throw, errors.New("threw an object")
}

// withoutDump is the message of an error without goja's own view of an object, all
// its contents included, which it writes into this one.
func withoutDump(message string) string {
	if strings.HasPrefix(message, "Could not convert &{") {
		return "Cannot convert object to primitive value"
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

// maxThrown is how many bytes an error keeps of what a script threw.
const maxThrown = 8 << 10

func cutText(text string) error {
	if len(text) > maxThrown {
		text = strings.ToValidUTF8(text[:maxThrown], "") + "…"
	}
	return errors.New(text)
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
