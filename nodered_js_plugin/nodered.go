package nodered_js_plugin

import (
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
)

func newNodeRED(code string, o processor.Options, log *service.Logger, metrics *service.Metrics) (*processor.Processor, error) {
	script, err := engine.Compile(fieldCode, code, engine.StrictBody)
	if err != nil {
		return nil, err
	}
	return processor.New(processor.Rules{
		Stages:     []processor.Stage{{Body: script}},
		Prepare:    func(*jsmsg.Message) {},
		Emit:       emit,
		FlagsToday: flagsToday,
	}, o, log, metrics), nil
}

// emit writes the payload as JSON, a text payload as a JSON string.
func emit(in *service.Message, m *jsmsg.Message, _ func() int64, _ *processor.Log) (*service.Message, *engine.Error) {
	text, isText := m.Payload()
	out := in.Copy()
	m.Write(out)
	if isText {
		out.SetBytes(jsmsg.AppendString(nil, text))
	} else {
		out.SetBytes([]byte(text))
	}
	return out, nil
}

// flagsToday is what happens to a failed message where on_error is not set: as
// users know it, only a return value that is no message lets the original go on.
func flagsToday(e *engine.Error) bool { return e.Reason == engine.BadReturn }
