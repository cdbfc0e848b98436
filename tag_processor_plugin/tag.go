package tag_processor_plugin

import (
	"errors"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin/topic"
)

// The metadata keys that make a tag.
const (
	keyLocationPath = "location_path"
	keyDataContract = "data_contract"
	keyVirtualPath  = "virtual_path"
	keyTagName      = "tag_name"
	keyDatatype     = "datatype"
	keyTimestampMs  = "timestamp_ms"
	keyTimestamp    = "timestamp"
	keyUmhTopic     = "umh_topic"
	keyTopic        = "topic"
	keyInitial      = "_initialMetadata"
	keyIncoming     = "_incomingKeys"
)

// The reasons that are the tag's own.
const (
	missingField engine.Reason = "missing_field"
	invalidTopic engine.Reason = "invalid_topic"
)

// The stages after the scripts.
const (
	stageTopic = "topic"
	stageValue = "value"
)

// emit makes the tag of a message that has left the last stage.
func emit(in *service.Message, m *jsmsg.Message, now func() int64, log *processor.Log) (*service.Message, *engine.Error) {
	name, err := tagTopic(m)
	if err != nil {
		return nil, err
	}
	m.SetMeta(keyUmhTopic, name)
	m.CopyMeta(keyTopic, keyUmhTopic)

	text, isText := m.Payload()
	datatype, _ := m.Meta(keyDatatype)
	body, valueErr := appendBody(nil, jsonPayload{Text: text, IsText: isText}, datatype, tagTime(m, now, log))
	if valueErr != nil {
		return nil, &engine.Error{Stage: stageValue, Reason: engine.BadValue, Err: valueErr}
	}
	out := in.Copy()
	m.Write(out)
	out.SetBytes(body)
	return out, nil
}

// tagTopic is the topic of a tag.
func tagTopic(m *jsmsg.Message) (string, *engine.Error) {
	location, _ := m.Meta(keyLocationPath)
	contract, _ := m.Meta(keyDataContract)
	tagName, _ := m.Meta(keyTagName)
	virtual, ok := m.Meta(keyVirtualPath)
	if ok {
		if virtual = topic.VirtualPath(virtual); virtual == "" {
			m.DeleteMeta(keyVirtualPath)
		} else {
			m.SetMeta(keyVirtualPath, virtual)
		}
	}
	name, err := topic.Build(location, contract, virtual, tagName)
	if err == nil {
		return name, nil
	}
	reason := invalidTopic
	var missing *topic.MissingError
	if errors.As(err, &missing) {
		reason = missingField
	}
	return "", &engine.Error{Stage: stageTopic, Reason: reason, Err: err}
}

// setInitial keeps what the message came with: _initialMetadata, a JSON object of
// its string metadata, and _incomingKeys. A message that has them already passed
// another tag_processor and keeps the first.
func setInitial(m *jsmsg.Message) {
	if m.HasMeta(keyInitial) {
		return
	}
	m.SetOrigin(keyInitial, keyIncoming)
}
