// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"errors"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
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
	missingField script.Reason = "missing_field"
	invalidTopic script.Reason = "invalid_topic"
)

// The stages after the scripts.
const (
	stageTopic = "topic"
	stageValue = "value"
)

// emitFailures are the kinds of error that emit gives.
var emitFailures = []processor.FailureKind{
	{Stage: stageTopic, Reason: missingField},
	{Stage: stageTopic, Reason: invalidTopic},
	{Stage: stageValue, Reason: script.BadValue},
}

// The members of a tag.
const (
	memberValue     = "value"
	memberTimestamp = "timestamp_ms"
)

// A tagger makes tags of messages that have left the last stage.
type tagger struct {
	// detect says that text which looks like a number is one.
	detect bool
}

// emit makes the tag of one message. Its value is structured, in the types that
// other processors know: see tagValue, and the time as an int64. The map is the
// tag's own.
func (t tagger) emit(copies *jsmsg.Copies, m *jsmsg.Message, now func() int64, log *processor.Log) (*service.Message, *script.Error) {
	name, err := tagTopic(m)
	if err != nil {
		return nil, err
	}
	m.SetMeta(keyUmhTopic, name)
	m.CopyMeta(keyTopic, keyUmhTopic)

	text, isText := m.Payload()
	datatype, _ := m.Meta(keyDatatype)
	at := tagTime(m, now, log)
	value, valueErr := tagValue(jsonPayload{Text: text, IsText: isText}, datatype, t.detect)
	if valueErr != nil {
		return nil, &script.Error{Stage: stageValue, Reason: script.BadValue, Err: valueErr}
	}
	out := copies.Of(m)
	out.SetStructuredMut(map[string]any{memberTimestamp: at, memberValue: value})
	return out, nil
}

// tagTopic is the topic of a tag.
func tagTopic(m *jsmsg.Message) (string, *script.Error) {
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
	return "", &script.Error{Stage: stageTopic, Reason: reason, Err: err}
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
