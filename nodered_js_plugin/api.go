// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package nodered_js_plugin

import (
	"encoding/json"
	"errors"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
)

// ConvertMessageToJSObject returns the payload of msg under the key "payload":
// the parsed JSON, with every number a float64, where encoding/json accepts the
// bytes as such, and the text of the bytes where it does not. There is no
// metadata in it. The caller owns the map and all that is in it; a change is not
// seen by msg.
//
// It is for Go code that wants to look at a message as a script would. The
// processors do not use it: float64 loses digits that their payloads keep.
//
// It fails for a nil message, and for structured contents that have no JSON form.
func ConvertMessageToJSObject(msg *service.Message) (map[string]any, error) {
	if msg == nil {
		return nil, errors.New("no message to convert")
	}
	raw, err := msg.AsBytes()
	if err != nil {
		return nil, err
	}
	if len(raw) == 0 && msg.HasStructured() {
		return nil, errors.New("the structured contents of the message have no JSON form")
	}
	var payload any
	if err := json.Unmarshal(raw, &payload); err != nil {
		payload = string(raw)
	}
	return map[string]any{"payload": payload}, nil
}

// FormatConsoleLogMsg renders the arguments of one console call as one line, as
// the processors log it: joined by blanks, strings in single quotes with control
// characters escaped, nil as null, [ 1, 'x' ], { key: 1 } with sorted keys, errors
// and fmt.Stringers as quoted text. Values that contain themselves are marked
// [Circular]. The arguments are only read.
func FormatConsoleLogMsg(args []any) string {
	return jsmsg.FormatConsole(args)
}
