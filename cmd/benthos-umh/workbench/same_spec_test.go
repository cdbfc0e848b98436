// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

var _ = Describe("what the workbench shows is what tag try --json prints", func() {
	for _, v := range race.Sample(Vectors("../../../tag_processor_plugin/testdata/conformance/vectors.json")) {
		It("of the vector "+v.Name, func() {
			var lines []string
			for _, batch := range v.Batches {
				for _, m := range batch {
					lines = append(lines, line(m.Payload, m.Meta))
				}
			}
			expectSame(ProcessorYAML(v.Processor, v.Config), lines)
		})
	}
	for _, c := range race.Sample(FieldCases("../../../tag_processor_plugin/testdata/field/cases.json")) {
		It("of the field case "+c.Name, func() {
			var lines []string
			for _, m := range c.Messages {
				lines = append(lines, line(string(m.Payload), m.Meta))
			}
			expectSame(c.YAML(nil), lines)
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

// expectSame tries the lines both ways.
func expectSame(processor string, lines []string) {
	GinkgoHelper()
	before := time.Now().UnixMilli()
	b := open(`{"pipeline":{"processors":[` + processor + `]}}`)
	want, err := tried(b.path("config.yaml"), lines)
	if len(lines) == 0 {
		Expect(err).To(HaveOccurred())
		return
	}
	ids := ask[api.Samples](b, "POST", "/api/samples", api.AddSamples{Text: strings.Join(lines, "\n")}).Samples
	Expect(ids).To(HaveLen(len(lines)))
	got := b.run(api.RunRequest{Patient: true, Chosen: ids[0].ID})
	after := time.Now().UnixMilli()
	if err != nil {
		Expect(got.done.Stopped).NotTo(BeEmpty(), "tag try: %v", err)
		return
	}
	Expect(got.done.Stopped).To(BeEmpty())
	Expect(got.results).To(HaveLen(1))
	Expect(got.rows).To(HaveLen(len(lines)))
	for i, head := range ids {
		d := ask[map[string]any](b, "GET", fmt.Sprintf("/api/results/%d", head.ID), nil)
		Expect(difference("", d["result"], want[i], before, after)).To(BeEmpty())
		Expect(got.rows[i].Outcome).To(Equal(want[i].(map[string]any)["outcome"]))
	}
}

// tried is what tag try --json prints.
func tried(config string, lines []string) (list []any, err error) {
	GinkgoHelper()
	samples := filepath.Join(filepath.Dir(config), "lines.jsonl")
	Expect(os.WriteFile(samples, []byte(strings.Join(lines, "\n")), 0o600)).To(Succeed())
	var out, warn bytes.Buffer
	if _, err := tag.Try(tag.Options{Config: config, JSON: true, Files: []string{samples}}, strings.NewReader(""), &out, &warn); err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(&out)
	for decoder.More() {
		var one any
		Expect(decoder.Decode(&one)).To(Succeed())
		list = append(list, one)
	}
	return list, nil
}

// difference is where two JSON values differ, but for how long scripts took and for the
// times of now that are in them.
func difference(path string, got, want any, before, after int64) string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok || len(g) != len(w) {
			return fmt.Sprintf("%s: %v, not %v", path, got, want)
		}
		for key, value := range w {
			if key == "took_ns" {
				continue
			}
			if d := difference(path+"."+key, g[key], value, before, after); d != "" {
				return d
			}
		}
		return ""
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return fmt.Sprintf("%s: %v, not %v", path, got, want)
		}
		for i, value := range w {
			if d := difference(path+"."+strconv.Itoa(i), g[i], value, before, after); d != "" {
				return d
			}
		}
		return ""
	}
	if reflect.DeepEqual(got, want) || isNow(got, before, after) && isNow(want, before, after) {
		return ""
	}
	return fmt.Sprintf("%s: %v, not %v", path, got, want)
}

func isNow(v any, before, after int64) bool {
	ms := math.NaN()
	switch v := v.(type) {
	case float64:
		ms = v
	case string:
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
			ms = float64(t.UnixMilli())
		} else if n, err := strconv.ParseFloat(v, 64); err == nil {
			ms = n
		}
	}
	return ms >= float64(before) && ms <= float64(after)
}
