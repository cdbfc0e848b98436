// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// OnError is the field on_error: what becomes of a message that fails.
type OnError string

const (
	// AsToday: what users of the earlier implementation see, by stage and reason.
	AsToday OnError = ""
	// Forward: the original message goes on, flagged.
	Forward OnError = "forward"
	// Drop: the message is dropped, logged and counted.
	Drop OnError = "drop"
)

// The metadata of a flagged message.
const (
	metaStage   = "umh_error_stage"
	metaReason  = "umh_error_reason"
	metaMessage = "umh_error_message"
	metaLine    = "umh_error_line"
)

// Flags reports whether a failed message goes on flagged; otherwise it is
// dropped. today is the processor's own rule for reasons that its scripts are at
// fault for.
func (o OnError) Flags(e *script.Error, today func(*script.Error) bool) bool {
	switch {
	case o == Drop:
		return false
	case o == Forward:
		return true
	case e.Reason == script.Cache || e.Reason == script.Internal:
		return true // nobody's script is at fault: never a silent loss
	default:
		return today(e)
	}
}

// Flag marks the incoming message as failed and returns the copy that goes on:
// payload and metadata as they came in, and where it failed and why. Benthos
// counts the error mark once, on the incoming message; the copy carries it on.
func Flag(in *service.Message, e *script.Error) *service.Message {
	in.SetError(e)
	out := in.Copy()
	out.MetaSetMut(metaStage, e.Stage)
	out.MetaSetMut(metaReason, string(e.Reason))
	out.MetaSetMut(metaMessage, cut(e.Message(), maxErrorText))
	if e.Line > 0 {
		out.MetaSetMut(metaLine, strconv.Itoa(e.Line))
	} else {
		out.MetaDelete(metaLine) // of an earlier processor's failure
	}
	return out
}

// A refusal is the cause of a failure of one of several messages that a script
// returned.
type refusal struct {
	number, of int
	tag        string
	err        error
}

func (r *refusal) Error() string {
	tag := ""
	if r.tag != "" {
		tag = " (tag " + cut(r.tag, maxTagText) + ")"
	}
	return fmt.Sprintf("message %d of %d%s: %v", r.number, r.of, tag, r.err)
}

func (r *refusal) Unwrap() error { return r.err }

// maxTagText is how many bytes of a tag's name stand in an error's text and in the
// log.
const maxTagText = 200

// maxErrorText is how many bytes of an error's text are logged and passed on: a
// script can throw a text of any length.
const maxErrorText = 1 << 10

func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && s[limit]&0xC0 == 0x80 {
		limit-- // not inside a character
	}
	return s[:limit] + fmt.Sprintf("… (%d bytes)", len(s))
}

// asError gives an error of a stage its stage. Every error of a script has one
// already; what is left are panics of our own code.
func asError(stage string, err error) *script.Error {
	var e *script.Error
	if !errors.As(err, &e) {
		return &script.Error{Stage: stage, Reason: script.Internal, Err: err}
	}
	if e.Stage == "" {
		copied := *e
		copied.Stage = stage
		return &copied
	}
	return e
}
