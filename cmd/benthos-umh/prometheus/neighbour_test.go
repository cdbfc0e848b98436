// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package prometheus

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"

	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	_ "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

// plainNames are what plugins of benthos-umh call their counters, without labels
// of their own.
var plainNames = []string{"messages_received", "messages_processed", "messages_errored", "messages_dropped"}

// A neighbour is a processor of another plugin. It lets messages pass and counts
// ten for each, so that its counters differ from those of the processor before it.
type neighbour []*service.MetricCounter

func registerNeighbour(env *service.Environment) error {
	return env.RegisterProcessor("neighbour", service.NewConfigSpec(),
		func(_ *service.ParsedConfig, res *service.Resources) (service.Processor, error) {
			var n neighbour
			for _, name := range plainNames {
				n = append(n, res.Metrics().NewCounter(name))
			}
			return n, nil
		})
}

func (n neighbour) Process(_ context.Context, m *service.Message) (service.MessageBatch, error) {
	for _, c := range n {
		c.Incr(10)
	}
	return service.MessageBatch{m}, nil
}

func (neighbour) Close(context.Context) error { return nil }

const neighbours = `
input:
  generate:
    count: 10
    interval: ""
    mapping: root = counter()
pipeline:
  threads: 1
  processors:
    - tag_processor:
        defaults: |
          msg.meta.location_path = "acme.graz";
          msg.meta.data_contract = "_raw";
          msg.meta.tag_name = "press";
          if (msg.payload <= 3) throw new Error("cold");
          if (msg.payload === 4) return null;
          return msg;
    - neighbour: {}
    - nodered_js:
        code: return msg;
output:
  drop: {}
metrics:
  prometheus: {}
`

// counted are the counters of a name by the path of their component, added up over
// all other labels.
func counted(families map[string]*dto.MetricFamily, name string) map[string]float64 {
	byPath := map[string]float64{}
	for _, m := range families[name].GetMetric() {
		for _, label := range m.GetLabel() {
			if label.GetName() == "path" {
				byPath[label.GetValue()] += m.GetCounter().GetValue()
			}
		}
	}
	return byPath
}

// Whoever comes first takes a name with its labels. So the order counts: the
// neighbour stands between our processors.
func TestAPluginWithTheSamePlainNamesIsShownBesideOurs(t *testing.T) {
	g := NewWithT(t)
	env := service.GlobalEnvironment().Clone()
	g.Expect(registerNeighbour(env)).To(Succeed())
	builder := env.NewStreamBuilder()
	logger, logged := processortest.NewLog()
	builder.SetLogger(logger)
	mux := http.NewServeMux()
	builder.SetHTTPMux(mux)
	g.Expect(builder.SetYAML(neighbours)).To(Succeed())
	stream, err := builder.Build()
	g.Expect(err).NotTo(HaveOccurred())
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	g.Expect(stream.Run(ctx)).To(Succeed())

	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(answer.Body.String()))
	g.Expect(err).NotTo(HaveOccurred())

	const tags, between, script = "root.pipeline.processors.0", "root.pipeline.processors.1", "root.pipeline.processors.2"
	g.Expect(counted(families, "messages_received")).To(Equal(map[string]float64{tags: 10, between: 90, script: 9}))
	g.Expect(counted(families, "messages_processed")).To(Equal(map[string]float64{tags: 6, between: 90, script: 9}))
	g.Expect(counted(families, "messages_errored")).To(Equal(map[string]float64{tags: 3, between: 90, script: 0}))
	g.Expect(counted(families, "messages_dropped")).To(Equal(map[string]float64{tags: 1, between: 90, script: 0}))
	g.Expect(counted(families, "message_failures")).To(Equal(map[string]float64{tags: 3, script: 0}))
	for _, entry := range logged(slog.LevelError) {
		g.Expect(entry.Text).To(ContainSubstring("message failed in defaults"), "nothing is said of labels")
	}
}
