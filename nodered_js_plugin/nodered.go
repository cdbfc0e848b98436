// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package nodered_js_plugin

import (
	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
)

func newNodeRED(code string, o processor.Options, log *service.Logger, metrics *service.Metrics) (*processor.Processor, error) {
	script, err := o.Compile(fieldCode, code, script.StrictBody)
	if err != nil {
		return nil, err
	}
	return processor.New(processor.Rules{
		Stages:     []processor.Stage{{Body: script}},
		Prepare:    func(*jsmsg.Message) {},
		Emit:       emit,
		GoValues:   true,
		FlagsToday: flagsToday,
	}, o, log, metrics), nil
}

// emit hands an untouched payload on as the JSON that came in, text as a JSON
// string, and a touched one as a Go value: other processors of a pipeline know
// int64 and float64, and not the numbers that Benthos makes of bytes.
func emit(copies *jsmsg.Copies, m *jsmsg.Message, _ func() int64, _ *processor.Log) (*service.Message, *script.Error) {
	out := copies.Of(m)
	if m.Touched() {
		out.SetStructuredMut(m.Value())
	} else {
		out.SetBytes(m.JSON())
	}
	return out, nil
}

// flagsToday is what happens to a failed message where on_error is not set: as
// users know it, only a return value that is no message lets the original go on.
func flagsToday(e *script.Error) bool { return e.Reason == script.BadReturn }
