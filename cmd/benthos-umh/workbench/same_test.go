// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench"
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// What the workbench shows is what tag try --json prints.
func TestResultsAreThoseOfTagTry(t *testing.T) {
	for _, v := range race.Sample(Vectors("../../../tag_processor_plugin/testdata/conformance/vectors.json")) {
		var lines []string
		for _, batch := range v.Batches {
			for _, m := range batch {
				lines = append(lines, line(t, m.Payload, m.Meta))
			}
		}
		t.Run("vector "+v.Name, func(t *testing.T) { expectSame(t, ProcessorYAML(v.Processor, v.Config), lines) })
	}
	for _, c := range race.Sample(FieldCases("../../../tag_processor_plugin/testdata/field/cases.json")) {
		var lines []string
		for _, m := range c.Messages {
			lines = append(lines, line(t, string(m.Payload), m.Meta))
		}
		t.Run("field case "+c.Name, func(t *testing.T) { expectSame(t, c.YAML(nil), lines) })
	}
}

// line is a line of input for a message whose payload is any bytes.
func line(t *testing.T, payload string, meta map[string]any) string {
	t.Helper()
	m := service.NewMessage([]byte(payload))
	for key, value := range meta {
		m.MetaSetMut(key, value)
	}
	text, err := tag.SampleOf(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// expectSame tries the lines both ways.
func expectSame(t *testing.T, processor string, lines []string) {
	t.Parallel()
	g := NewWithT(t)
	if len(lines) == 0 {
		lines = []string{"1"} // the config is refused
	}
	before := time.Now().UnixMilli()
	config := filepath.Join(t.TempDir(), "config.yaml")
	g.Expect(os.WriteFile(config, []byte(`{"pipeline":{"processors":[`+processor+`]}}`), 0o600)).To(Succeed())
	samples := filepath.Join(filepath.Dir(config), "lines.jsonl")
	g.Expect(os.WriteFile(samples, []byte(strings.Join(lines, "\n")), 0o600)).To(Succeed())
	want, refusal := tried(g, config, samples)

	s, err := workbench.New(workbench.Options{Config: config, Files: []string{samples}})
	g.Expect(err).NotTo(HaveOccurred())
	get := func(method, path, body string) string {
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
		g.Expect(w.Code).To(Equal(http.StatusOK), w.Body.String())
		return w.Body.String()
	}
	events := get("POST", "/api/run", `{"patient": true}`)
	if refusal != nil {
		g.Expect(events).NotTo(ContainSubstring(`"stopped":""`), "tag try: %v", refusal)
		return
	}
	after := time.Now().UnixMilli()
	g.Expect(events).To(MatchRegexp(`event: done\n.*"stopped":""`))
	g.Expect(want).To(HaveLen(len(lines)))
	for i := range lines {
		var d struct{ Result any }
		g.Expect(json.Unmarshal([]byte(get("GET", "/api/results/"+strconv.Itoa(i+1), "")), &d)).To(Succeed())
		g.Expect(difference("", d.Result, want[i], before, after)).To(BeEmpty())
	}
}

// tried is what tag try --json prints.
func tried(g *WithT, config, samples string) (list []any, err error) {
	var out, warn bytes.Buffer
	if _, err := tag.Try(tag.Options{Config: config, JSON: true, Files: []string{samples}}, strings.NewReader(""), &out, &warn); err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(&out)
	for decoder.More() {
		var one any
		g.Expect(decoder.Decode(&one)).To(Succeed())
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
