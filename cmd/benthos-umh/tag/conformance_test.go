// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_test

import (
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

var _ = Describe("the conformance vectors", func() {
	list := Vectors("../../../tag_processor_plugin/testdata/conformance/vectors.json")
	It("are all there", func() { Expect(list).To(HaveLen(496)) })

	for _, v := range race.Sample(list) {
		It(v.Name+" gives the same as in a run", func() {
			var lines []string
			for _, batch := range v.Batches {
				for _, m := range batch {
					lines = append(lines, line(m.Payload, m.Meta))
				}
			}
			config := `{"pipeline":{"processors":[` + ProcessorYAML(v.Processor, v.Config) + `]}}`
			before := time.Now().UnixMilli()
			if v.WantConstructError || len(lines) == 0 {
				_, _, _, err := try(config, tag.Options{}, lines...)
				Expect(err).To(HaveOccurred())
				return
			}
			got := results(config, tag.Options{}, lines...)
			after := time.Now().UnixMilli()

			Expect(got).To(HaveLen(len(lines)))
			for i, batch := range v.Batches {
				var outputs []Output
				for _, r := range got[:len(batch)] {
					for _, o := range r.Outputs {
						outputs = append(outputs, output(o))
					}
					expectConsistent(r)
				}
				got = got[len(batch):]
				Expect(Difference(v.Want[i], outputs, before, after)).To(BeEmpty(), "batch %d: %v", i+1, outputs)
			}
		})
	}
})

// line is a line of input for a message whose payload is any bytes.
func line(payload string, meta map[string]any) string {
	GinkgoHelper()
	sample := map[string]any{"meta": meta}
	switch {
	case json.Valid([]byte(payload)):
		sample["payload"] = json.RawMessage(payload)
	case utf8.ValidString(payload):
		sample["text"] = payload
	default:
		sample["base64"] = []byte(payload)
	}
	text, err := json.Marshal(sample)
	Expect(err).NotTo(HaveOccurred())
	return string(text)
}

func output(o tag.Output) Output {
	GinkgoHelper()
	out := Output{Payload: string(o.Payload), Meta: map[string]string{}}
	switch {
	case o.Text != nil:
		out.Payload = *o.Text
	case o.Base64 != nil:
		out.Payload = string(o.Base64)
	}
	for key, value := range o.Meta {
		text, isText := value.(string)
		Expect(isText || o.Error != "").To(BeTrue(), "metadata %s is a string unless the message is the original", key)
		out.Meta[key] = text
	}
	if o.Error != "" {
		out.Err = errors.New(o.Error)
	}
	return out
}

// expectConsistent checks what must hold between the parts of any Result of one
// processor.
func expectConsistent(r tag.Result) {
	GinkgoHelper()
	Expect(r.Runs).To(HaveLen(1))
	run := r.Runs[0]
	var emitted []tag.Output
	failures := 0
	var walk func(b tag.Branch)
	walk = func(b tag.Branch) {
		Expect(b.End).To(BeElementOf("emitted", "dropped", "failed", "branched"))
		if b.Output != nil {
			emitted = append(emitted, *b.Output)
		}
		if b.Failure != nil {
			failures++
		}
		for _, branch := range b.Branches {
			walk(branch)
		}
	}
	walk(run.Branch)
	Expect(run.Failures).To(HaveLen(failures))
	if run.Flagged {
		Expect(r.Outputs).To(HaveLen(len(emitted) + 1))
	} else {
		Expect(r.Outputs).To(HaveLen(len(emitted)))
	}
	for i, o := range emitted {
		Expect(r.Outputs[i]).To(Equal(o), "what the trace tells is what comes out")
	}
	switch {
	case failures > 0:
		Expect(r.Outcome).To(Equal(tag.Errored))
	case len(emitted) > 0:
		Expect(r.Outcome).To(Equal(tag.Processed))
	default:
		Expect(r.Outcome).To(Equal(tag.Dropped))
	}
}
