// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package prometheus

import (
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	. "github.com/onsi/gomega"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// logged is what was logged so far.
type logged = func(...slog.Level) []processortest.LogEntry

func newFrom(yaml string) (*exporter, logged, error) {
	conf, err := spec().ParseYAML(yaml, nil)
	if err != nil {
		return nil, nil, err
	}
	o, err := parseOptions(conf)
	if err != nil {
		return nil, nil, err
	}
	logger, log := processortest.NewLog()
	e, err := newExporter(o, service.NewLoggerFromSlog(logger))
	return e, log, err
}

func mustNew(t testing.TB, yaml string) (*exporter, logged) {
	t.Helper()
	e, log, err := newFrom(yaml)
	if err != nil {
		t.Fatal(err)
	}
	return e, log
}

func scrape(e *exporter, accept string) string {
	request := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	request.Header.Set("Accept", accept)
	answer := httptest.NewRecorder()
	e.HandlerFunc()(answer, request)
	return answer.Body.String()
}

const openMetrics = "application/openmetrics-text; version=1.0.0"

func TestMetricsAreShownUnderTheirOwnNames(t *testing.T) {
	for _, accept := range []string{"", openMetrics} {
		t.Run("accept="+accept, func(t *testing.T) {
			e, log := mustNew(t, "")
			e.NewCounterCtor("vm_pool_hits", "label", "path")("", "root.p").Incr(41)
			e.NewCounterCtor("vm_pool_hits", "label", "path")("", "root.p").Incr(1)
			e.NewGaugeCtor("level", "label")("a\"b\n")
			gauges := e.NewGaugeCtor("level", "label")
			gauges("a\"b\n").Set(-3)
			gauges("c").(gauge).SetFloat64(0.5)
			timers := e.NewTimerCtor("way_latency_ns", "stage")
			for range 100 {
				timers("defaults").Timing(1500)
			}
			NewWithT(t).Expect(scrape(e, accept)).To(Equal(`# HELP level A gauge of a component, or of a metric processor in the config.
# TYPE level gauge
level{label="a\"b\n"} -3
level{label="c"} 0.5
# HELP vm_pool_hits ` + helpTexts["vm_pool_hits"] + `
# TYPE vm_pool_hits counter
vm_pool_hits{label="",path="root.p"} 42
# HELP way_latency_ns A timer of a component, or of a metric processor in the config.
# TYPE way_latency_ns summary
way_latency_ns{stage="defaults",quantile="0.5"} 1500
way_latency_ns{stage="defaults",quantile="0.9"} 1500
way_latency_ns{stage="defaults",quantile="0.99"} 1500
way_latency_ns_sum{stage="defaults"} 150000
way_latency_ns_count{stage="defaults"} 100
`))
			NewWithT(t).Expect(log()).To(BeEmpty())
		})
	}
}

func TestTimersAsHistogramsAreInSeconds(t *testing.T) {
	tests := map[string]struct{ yaml, want string }{
		"the client's buckets": {
			"use_histogram_timing: true", `t_bucket{le="0.005"} 1
t_bucket{le="0.01"} 1
t_bucket{le="0.025"} 1
t_bucket{le="0.05"} 1
t_bucket{le="0.1"} 1
t_bucket{le="0.25"} 1
t_bucket{le="0.5"} 1
t_bucket{le="1"} 1
t_bucket{le="2.5"} 2
t_bucket{le="5"} 2
t_bucket{le="10"} 2
t_bucket{le="+Inf"} 2
t_sum 1.502
t_count 2
`,
		},
		"own buckets": {
			"use_histogram_timing: true\nhistogram_buckets: [0.001, 1, 2]", `t_bucket{le="0.001"} 0
t_bucket{le="1"} 1
t_bucket{le="2"} 2
t_bucket{le="+Inf"} 2
t_sum 1.502
t_count 2
`,
		},
		"summaries with own objectives": {
			"summary_quantiles_objectives: [{ quantile: 1, error: 0 }]", `t{quantile="1"} 1.5e+09
t_sum 1.502e+09
t_count 2
`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			e, _ := mustNew(t, tt.yaml)
			timer := e.NewTimerCtor("t")()
			timer.Timing(2e6)
			timer.Timing(1.5e9)
			_, series, _ := strings.Cut(scrape(e, ""), "\n# TYPE t ")
			_, series, _ = strings.Cut(series, "\n")
			NewWithT(t).Expect(series).To(Equal(tt.want))
		})
	}
}

func TestTheTimesOfScriptsAreAHistogramInNanoseconds(t *testing.T) {
	for _, yaml := range []string{
		"", "use_histogram_timing: true", "use_histogram_timing: true\nhistogram_buckets: [1, 2]", "summary_quantiles_objectives: [{ quantile: 1, error: 0 }]",
	} {
		t.Run(yaml, func(t *testing.T) {
			g := NewWithT(t)
			e, log := mustNew(t, yaml)
			timers := e.NewTimerCtor("script_latency_ns", "stage")
			timers("defaults").Timing(0)
			g.Expect(scrape(e, "")).To(And(
				ContainSubstring("# TYPE script_latency_ns histogram\n"),
				ContainSubstring(`script_latency_ns_count{stage="defaults"} 0`),
			), "shown before there is a time")

			timers("defaults").Timing(900)    // in Go
			timers("defaults").Timing(45_000) // in a VM
			timers("defaults").Timing(5e9)    // script_timeout
			timers("defaults").Timing(60e9)
			_, series, _ := strings.Cut(scrape(e, ""), " histogram\n")
			g.Expect(strings.ReplaceAll(series, `stage="defaults",`, "")).To(Equal(`script_latency_ns_bucket{le="1000"} 1
script_latency_ns_bucket{le="3000"} 1
script_latency_ns_bucket{le="10000"} 1
script_latency_ns_bucket{le="30000"} 1
script_latency_ns_bucket{le="100000"} 2
script_latency_ns_bucket{le="300000"} 2
script_latency_ns_bucket{le="1e+06"} 2
script_latency_ns_bucket{le="3e+06"} 2
script_latency_ns_bucket{le="1e+07"} 2
script_latency_ns_bucket{le="3e+07"} 2
script_latency_ns_bucket{le="1e+08"} 2
script_latency_ns_bucket{le="3e+08"} 2
script_latency_ns_bucket{le="1e+09"} 2
script_latency_ns_bucket{le="3e+09"} 2
script_latency_ns_bucket{le="1e+10"} 3
script_latency_ns_bucket{le="+Inf"} 4
script_latency_ns_sum{stage="defaults"} 6.50000459e+10
script_latency_ns_count{stage="defaults"} 4
`))
			g.Expect(log()).To(BeEmpty())
		})
	}
}

func TestATimerOfAnotherNameCountsATimeOfNothing(t *testing.T) {
	e, _ := mustNew(t, "")
	e.NewTimerCtor("t")().Timing(0)
	NewWithT(t).Expect(scrape(e, "")).To(ContainSubstring("t_count 1\n"))
}

func TestWhatCannotBeShownIsLoggedOnceAndIgnored(t *testing.T) {
	tests := map[string]struct {
		claim func(e *exporter)
		log   string
	}{
		"a name with a dash":         {func(e *exporter) { e.NewCounterCtor("a-b")().Incr(1) }, `the counter "a-b" with the labels [] is ignored: the name must match`},
		"a name in UTF-8":            {func(e *exporter) { e.NewGaugeCtor("größe")().Set(1) }, "must match"},
		"an empty name":              {func(e *exporter) { e.NewTimerCtor("")().Timing(1) }, "must match"},
		"a label with a dash":        {func(e *exporter) { e.NewCounterCtor("a", "b-c")("").Incr(1) }, `the label "b-c" must match`},
		"a reserved label":           {func(e *exporter) { e.NewCounterCtor("a", "__name__")("").Incr(1) }, "__name__"},
		"a label twice":              {func(e *exporter) { e.NewCounterCtor("a", "b", "c", "b")("", "", "").Incr(1) }, `the label "b" is there twice`},
		"a timer's own label":        {func(e *exporter) { e.NewTimerCtor("a", "quantile")("").Timing(1) }, "of its own"},
		"a histogram's own label":    {func(e *exporter) { e.NewTimerCtor("a", "le")("").Timing(1) }, "of its own"},
		"another type":               {func(e *exporter) { e.NewGaugeCtor("taken", "path")("").Set(9) }, `the name is taken by the counter "taken" with the labels [path]`},
		"other labels":               {func(e *exporter) { e.NewCounterCtor("taken", "path", "more")("", "").Incr(9) }, "the name is taken by the counter"},
		"a series of a timer":        {func(e *exporter) { e.NewCounterCtor("timed_count")().Incr(1) }, `the name is taken by the timer "timed"`},
		"a timer over a counter":     {func(e *exporter) { e.NewTimerCtor("part")().Timing(1) }, `the name is taken by the counter "part_sum"`},
		"a metric of the Go runtime": {func(e *exporter) { e.NewGaugeCtor("go_goroutines")().Set(1) }, "go_goroutines"},
		"too few label values":       {func(e *exporter) { e.NewCounterCtor("taken", "path")().Incr(9) }, "inconsistent label cardinality"},
		"too many label values":      {func(e *exporter) { e.NewTimerCtor("timed")("1").Timing(9) }, "inconsistent label cardinality"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			e, log := mustNew(t, "add_go_metrics: true")
			e.NewCounterCtor("taken", "path")("").Incr(1)
			e.NewTimerCtor("timed")().Timing(1)
			e.NewCounterCtor("part_sum")().Incr(1)
			before := own(scrape(e, ""))
			tt.claim(e)
			tt.claim(e)
			g.Expect(log()).To(ConsistOf(And(HaveField("Level", slog.LevelError), HaveField("Text", ContainSubstring(tt.log)))))
			g.Expect(own(scrape(e, ""))).To(Equal(before))
		})
	}
}

// own are the lines of a scrape that are not the Go runtime's.
func own(text string) (lines []string) {
	for line := range strings.Lines(text) {
		if !strings.Contains(line, "go_") {
			lines = append(lines, line)
		}
	}
	return lines
}

func TestACounterOnlyGrows(t *testing.T) {
	e, _ := mustNew(t, "")
	c := e.NewCounterCtor("c")().(counter)
	c.Incr(2)
	c.Incr(-1)
	for _, x := range []float64{-0.5, math.NaN(), math.Inf(1), math.Inf(-1), 0.25} {
		c.IncrFloat64(x)
	}
	NewWithT(t).Expect(scrape(e, "")).To(ContainSubstring("\nc 2.25\n"))
}

func TestLabelValuesMayBeAnyBytes(t *testing.T) {
	g := NewWithT(t)
	e, log := mustNew(t, "")
	values := []string{"ok", "caf\xe9", "\xff"}
	e.NewCounterCtor("c", "x", "y", "z")(values...).Incr(1)
	g.Expect(scrape(e, "")).To(ContainSubstring("c{x=\"ok\",y=\"caf\uFFFD\",z=\"\uFFFD\"} 1\n"))
	g.Expect(values[1]).To(Equal("caf\xe9"), "the caller's slice")
	g.Expect(log()).To(BeEmpty())
}

func TestProcessAndGoMetricsAreThereWhereAskedFor(t *testing.T) {
	g := NewWithT(t)
	e, _ := mustNew(t, "")
	g.Expect(scrape(e, "")).To(BeEmpty())
	e, _ = mustNew(t, "add_process_metrics: true\nadd_go_metrics: true")
	g.Expect(scrape(e, "")).To(And(
		ContainSubstring("\nprocess_resident_memory_bytes "),
		ContainSubstring("\ngo_memstats_heap_alloc_bytes "),
	))
}

func TestManyGoroutinesShareMetrics(t *testing.T) {
	e, log := mustNew(t, "")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 200 {
				e.NewCounterCtor("shared", "path")(fmt.Sprint(j % 3)).Incr(1)
				e.NewTimerCtor(fmt.Sprint("own_", i, "_", j))().Timing(1)
			}
			scrape(e, "")
		})
	}
	all.Wait()
	NewWithT(t).Expect(scrape(e, "")).To(And(
		ContainSubstring("shared{path=\"0\"} 536\n"), ContainSubstring("shared{path=\"2\"} 528\n"),
		ContainSubstring("own_7_199_count 1\n"),
	))
	NewWithT(t).Expect(log()).To(BeEmpty())
}

func TestTheFileIsWrittenAtTheEnd(t *testing.T) {
	g := NewWithT(t)
	path := filepath.Join(t.TempDir(), "metrics.prom")
	e, _ := mustNew(t, "file_output_path: "+path)
	e.NewCounterCtor("c", "path")("root").Incr(7)
	g.Expect(path).NotTo(BeAnExistingFile())
	g.Expect(e.Close(t.Context())).To(Succeed())
	text, err := os.ReadFile(path)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(string(text)).To(Equal(scrape(e, "")))

	e, _ = mustNew(t, "file_output_path: "+filepath.Join(path, "no-folder"))
	g.Expect(e.Close(t.Context())).To(MatchError(ContainSubstring("file_output_path")))
}

func TestConfigsThatMakeNoSenseAreRefused(t *testing.T) {
	tests := map[string]string{
		"histogram_buckets: [1, 1]":                                     "histogram_buckets",
		"histogram_buckets: [2, 1]":                                     "histogram_buckets",
		"histogram_buckets: [.nan]":                                     "histogram_buckets",
		"summary_quantiles_objectives: [{ quantile: 1.5, error: 0.1 }]": "quantile and error must be from 0 to 1",
		"summary_quantiles_objectives: [{ quantile: .nan }]":            "summary_quantiles_objectives",
		"push_url: 'http://a b'":                                        "push_url",
		"push_interval: 0s":                                             "push_interval",
		"push_interval: soon":                                           "push_interval",
		"push_url: http://x\npush_job_name: ''":                         "push_job_name",
	}
	for yaml, want := range tests {
		t.Run(yaml, func(t *testing.T) {
			_, _, err := newFrom(yaml)
			NewWithT(t).Expect(err).To(MatchError(ContainSubstring(want)))
		})
	}
}

func TestConnectsEmptyFieldsAreTaken(t *testing.T) {
	e, _ := mustNew(t, "push_url: ''\npush_interval: ''\nhistogram_buckets: []\nsummary_quantiles_objectives: []")
	g := NewWithT(t)
	g.Expect(e.push).To(BeNil())
	e.NewTimerCtor("t")().Timing(1)
	g.Expect(scrape(e, "")).To(ContainSubstring("summary\nt_sum 1\nt_count 1\n"))
}

// FuzzMetrics: whatever components call their metrics, nothing panics and the
// scrape can be read.
func FuzzMetrics(f *testing.F) {
	f.Add("a", "b", "l", "m", "v", uint8(0), false)
	f.Add("a", "a_sum", "quantile", "le", "\xff", uint8(5), true)
	f.Fuzz(func(t *testing.T, name, other, label, second, value string, kinds uint8, histograms bool) {
		e, _ := mustNew(t, fmt.Sprintf("use_histogram_timing: %v", histograms))
		for i, n := range []string{name, other, name} {
			labels := []string{label, second}[:kinds>>(6+i%2)&1+kinds>>5&1]
			values := []string{value, value}[:len(labels)]
			switch kinds >> (2 * i) & 3 {
			case 0:
				e.NewCounterCtor(n, labels...)(values...).Incr(1)
			case 1:
				e.NewGaugeCtor(n, labels...)(values...).Set(1)
			default:
				e.NewTimerCtor(n, labels...)(values...).Timing(1)
			}
		}
		parser := expfmt.NewTextParser(model.LegacyValidation)
		text := scrape(e, "")
		if _, err := parser.TextToMetricFamilies(strings.NewReader(text)); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	})
}
