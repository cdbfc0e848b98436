// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package prometheus

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"os"
	"strings"
	"unicode/utf8"

	prom "github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/common/expfmt"
	"github.com/redpanda-data/benthos/v4/public/service"
)

// An exporter collects the metrics of the process in a registry of its own. Any
// number of goroutines may use it at the same time.
type exporter struct {
	registry *prom.Registry
	names    *names
	log      *service.Logger
	options  options
	push     *pusher // nil where nothing is pushed
}

func newExporter(o options, log *service.Logger) (*exporter, error) {
	e := &exporter{registry: prom.NewRegistry(), log: log, options: o}
	e.names = newNames(e.registry, log)
	if o.processMetrics {
		if err := e.registry.Register(collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})); err != nil {
			return nil, err
		}
	}
	if o.goMetrics {
		if err := e.registry.Register(collectors.NewGoCollector()); err != nil {
			return nil, err
		}
	}
	if o.push.url != "" {
		e.push = newPusher(o.push, e.registry, log)
	}
	return e, nil
}

// HandlerFunc answers a scrape. Benthos serves it at /metrics and /stats.
func (e *exporter) HandlerFunc() http.HandlerFunc {
	// OpenMetrics stays off: in that format every counter's name gets a _total.
	return promhttp.HandlerFor(e.registry, promhttp.HandlerOpts{
		ErrorLog:      scrapeErrors{e.log},
		ErrorHandling: promhttp.ContinueOnError, // the other metrics are still wanted
	}).ServeHTTP
}

type scrapeErrors struct{ log *service.Logger }

func (s scrapeErrors) Println(v ...any) {
	s.log.Errorf("metrics: %s", strings.TrimSuffix(fmt.Sprintln(v...), "\n"))
}

// Close pushes the metrics a last time and writes them to the file.
func (e *exporter) Close(ctx context.Context) error {
	var pushed, written error
	if e.push != nil {
		pushed = e.push.close(ctx)
	}
	if e.options.filePath != "" {
		written = e.write(e.options.filePath)
	}
	return errors.Join(pushed, written)
}

func (e *exporter) write(path string) error {
	families, err := e.registry.Gather()
	if err != nil {
		return err
	}
	var text bytes.Buffer
	for _, family := range families {
		if _, err := expfmt.MetricFamilyToText(&text, family); err != nil {
			return err
		}
	}
	if err := os.WriteFile(path, text.Bytes(), 0o644); err != nil {
		return fmt.Errorf("field %s: %w", fieldFilePath, err)
	}
	return nil
}

// NewCounterCtor gives the counters of a name, by their labels' values.
func (e *exporter) NewCounterCtor(name string, labels ...string) service.MetricsExporterCounterCtor {
	vec, ok := claim(e.names, kindCounter, name, labels, func() *prom.CounterVec {
		return prom.NewCounterVec(prom.CounterOpts{Name: name, Help: help(kindCounter, name)}, labels)
	})
	return func(values ...string) service.MetricsExporterCounter {
		if !ok {
			return ignored{}
		}
		c, err := vec.GetMetricWithLabelValues(valid(values)...)
		if err != nil {
			e.names.report(kindCounter, name, labels, err)
			return ignored{}
		}
		return counter{c}
	}
}

// NewGaugeCtor gives the gauges of a name, by their labels' values.
func (e *exporter) NewGaugeCtor(name string, labels ...string) service.MetricsExporterGaugeCtor {
	vec, ok := claim(e.names, kindGauge, name, labels, func() *prom.GaugeVec {
		return prom.NewGaugeVec(prom.GaugeOpts{Name: name, Help: help(kindGauge, name)}, labels)
	})
	return func(values ...string) service.MetricsExporterGauge {
		if !ok {
			return ignored{}
		}
		g, err := vec.GetMetricWithLabelValues(valid(values)...)
		if err != nil {
			e.names.report(kindGauge, name, labels, err)
			return ignored{}
		}
		return gauge{g}
	}
}

// valid are label values as Prometheus takes them: in UTF-8. What comes from
// messages may be anything.
func valid(values []string) []string {
	for i, v := range values {
		if !utf8.ValidString(v) {
			values = append([]string(nil), values...)
			for j := i; j < len(values); j++ {
				values[j] = strings.ToValidUTF8(values[j], "\uFFFD")
			}
			break
		}
	}
	return values
}

type counter struct{ prom.Counter }

func (c counter) Incr(n int64) { c.IncrFloat64(float64(n)) }

// IncrFloat64 leaves out what a counter cannot count: a `metric` processor may be
// given any number.
func (c counter) IncrFloat64(x float64) {
	if x >= 0 && !math.IsInf(x, 1) {
		c.Add(x)
	}
}

type gauge struct{ prom.Gauge }

func (g gauge) Set(n int64)          { g.Gauge.Set(float64(n)) }
func (g gauge) SetFloat64(x float64) { g.Gauge.Set(x) }

// ignored is a metric that cannot be shown.
type ignored struct{}

func (ignored) Incr(int64)          {}
func (ignored) IncrFloat64(float64) {}
func (ignored) Set(int64)           {}
func (ignored) SetFloat64(float64)  {}
func (ignored) Timing(int64)        {}
