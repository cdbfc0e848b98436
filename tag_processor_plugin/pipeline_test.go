// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"encoding/json"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"

	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	_ "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

// setTag makes a message a tag, with a time that specs can compare.
const setTag = `msg.meta.location_path = "acme.linz"; msg.meta.data_contract = "_raw"; msg.meta.tag_name = "pv"; msg.meta.timestamp_ms = 7; `

// tagged is a defaults script that makes a message a tag.
const tagged = setTag + "return msg;"

// tagProcessor is the config of a tag_processor; its defaults make a tag unless
// the fields say otherwise, and end by themselves.
func tagProcessor(fields ...Config) string {
	return ProcessorYAML("tag_processor", append([]Config{{"defaults": tagged}, TimeLimit(Patience)}, fields...)...)
}

func nodeRED(code string, fields ...Config) string {
	return ProcessorYAML("nodered_js", append([]Config{{"code": code}, TimeLimit(Patience)}, fields...)...)
}

// when is one condition.
func when(test, then string) Config {
	return Config{"conditions": []any{map[string]any{"if": test, "then": then}}}
}

// advanced is the script of the last stage.
func advanced(script string) Config { return Config{"advancedProcessing": script} }

// pipeline is a running pipeline that ends with the spec.
func pipeline(processors ...string) *Stream { return pipelineOf(Options{Processors: processors}) }

func pipelineOf(o Options) *Stream {
	GinkgoHelper()
	s, err := Run(o)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(s.End)
	return s
}

// process is what came of one batch.
func process(s *Stream, batch service.MessageBatch) []Output {
	GinkgoHelper()
	out, err := s.Process(batch)
	Expect(err).NotTo(HaveOccurred())
	return out
}

// one is what came of a batch of one message, which has to be one message.
func one(s *Stream, m *service.Message) Output {
	GinkgoHelper()
	out := process(s, service.MessageBatch{m})
	Expect(out).To(HaveLen(1))
	return out[0]
}

// valueOf is the value in a tag's body, as JSON text. The tag's Go value has to be
// the same.
func valueOf(o Output) string {
	GinkgoHelper()
	Expect(TagDifference(o)).To(BeEmpty())
	var body struct {
		Value     json.RawMessage `json:"value"`
		Timestamp json.Number     `json:"timestamp_ms"`
	}
	decoder := json.NewDecoder(strings.NewReader(o.Payload))
	decoder.DisallowUnknownFields()
	Expect(decoder.Decode(&body)).To(Succeed(), o.Payload)
	Expect(body.Timestamp).NotTo(BeEmpty(), o.Payload)
	return string(body.Value)
}

// valuesOf are the values of tags, and "flagged" for each flagged message.
func valuesOf(out []Output) []string {
	GinkgoHelper()
	values := make([]string, len(out))
	for i, o := range out {
		if o.Err != nil {
			values[i] = "flagged"
		} else {
			values[i] = valueOf(o)
		}
	}
	return values
}

// jsonOf is a value as JSON.
func jsonOf(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}
