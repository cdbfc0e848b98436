// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"fmt"
	"strconv"
	"strings"
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
	// Memory: the message's scripts took more memory than allowed.
	Memory Reason = "memory"
	// Stuck: too many scripts of earlier messages are stuck for another one to begin.
	Stuck Reason = "stuck"
	// TooManyMessages: the message became more messages than max_messages.
	TooManyMessages Reason = "too_many_messages"
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
//
// Its text travels with the message, as far as whoever sent it. So the text has
// nothing of the script but what the script itself said in an exception: the
// script's lines hold what environment variables were replaced by, secrets
// included. The line is in Frame, for the log.
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

// Error has the stage, the place where one is known, the reason and the cause.
func (e *Error) Error() string {
	place := ""
	if e.Line > 0 {
		place = ", line " + strconv.Itoa(e.Line) + ":" + strconv.Itoa(e.Column)
	}
	return e.Stage + place + ", " + string(e.Reason) + ": " + e.Message()
}

// Message is the cause alone, one line as a rule.
func (e *Error) Message() string { return e.Err.Error() }

// maxExcerpt is how many columns of a long line a frame shows.
const maxExcerpt = 120

// Frame is the line with its number and a caret below the column, or "" where no
// place is known. Long lines are cut round the column. It is for those who may read
// the script, not for those who send messages.
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

// A SyntaxError is why a text is no script. It goes to whoever writes the script,
// and its text shows the line.
type SyntaxError struct{ Cause *Error }

func (e *SyntaxError) Error() string {
	text := fmt.Sprintf("%s, line %d:%d: %s", e.Cause.Stage, e.Cause.Line, e.Cause.Column, e.Cause.Message())
	if frame := e.Cause.Frame(); frame != "" {
		text += "\n" + frame
	}
	return text
}

// Unwrap is an *Error with reason Syntax.
func (e *SyntaxError) Unwrap() error { return e.Cause }

func (s *Script) syntaxError(offset int, err error) error {
	return &SyntaxError{s.errorAt(offset, Syntax, s.explained(offset, err))}
}

func (s *Script) errorAt(offset int, reason Reason, err error) *Error {
	if reason == Throw {
		err = s.withHint(offset, err)
	}
	return s.errorIn(s.lines.at(offset), reason, err)
}

func (s *Script) errorIn(p Position, reason Reason, err error) *Error {
	return &Error{
		Stage: s.Stage, Reason: reason,
		Line: p.Line, Column: p.Column, Excerpt: s.lines.line(p.Line),
		Err: err,
	}
}

// FailAt is the error of a stage at a place as goja gives it: a line, and a column
// in bytes, both from 1.
func (s *Script) FailAt(line, column int, reason Reason, err error) *Error {
	return s.errorAt(s.lines.start(line)+column-1, reason, err)
}

// Fail is the error of a stage for which no place in the script is known. What is
// wrong with a returned value is at the script's return, if there is only one.
func (s *Script) Fail(reason Reason, err error) *Error {
	if (reason == BadReturn || reason == TooManyMessages) && s.onlyReturn >= 0 {
		return s.errorAt(s.onlyReturn, reason, err)
	}
	if reason == Throw {
		err = s.withHint(-1, err)
	}
	return &Error{Stage: s.Stage, Reason: reason, Err: err}
}

// FailAtOffset is FailAt for a place that is the offset of a byte of the source.
func (s *Script) FailAtOffset(offset int, reason Reason, err error) *Error {
	if offset < 0 {
		return s.Fail(reason, err)
	}
	return s.errorAt(offset, reason, err)
}

// Frame is [Error.Frame] of a place.
func (s *Script) Frame(line, column int) string {
	return s.errorIn(Position{Line: line, Column: column}, "", nil).Frame()
}

// PositionAt is the place of a byte of the source.
func (s *Script) PositionAt(offset int) Position { return s.lines.at(offset) }
