package processortest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/redpanda-data/benthos/v4/public/service"
)

const metricsYAML = "remember: {}"

// counters are a metrics exporter that remembers what was counted, and what gauges
// show. Timers are ignored.
type counters struct {
	mu     sync.Mutex
	series []*series
}

// A series is one counter or gauge with one set of label values.
type series struct {
	mu     *sync.Mutex
	name   string
	labels map[string]string
	count  int64
}

// Count is the sum of a counter or gauge over all its series that have the given labels,
// each written "key=value".
func (c *counters) Count(name string, labels ...string) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	sum := int64(0)
	for _, s := range c.series {
		if s.name == name && s.has(labels) {
			sum += s.count
		}
	}
	return sum
}

func (s *series) has(labels []string) bool {
	return !slices.ContainsFunc(labels, func(label string) bool {
		key, value, _ := strings.Cut(label, "=")
		got, ok := s.labels[key]
		return !ok || got != value
	})
}

// CountBy is a counter that is not 0, by the values of the given labels, which are
// joined by a slash.
func (c *counters) CountBy(name string, keys ...string) map[string]int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	sums := map[string]int64{}
	for _, s := range c.series {
		if s.name != name || s.count == 0 {
			continue
		}
		values := make([]string, len(keys))
		for i, key := range keys {
			values[i] = s.labels[key]
		}
		sums[strings.Join(values, "/")] += s.count
	}
	return sums
}

func (c *counters) register(env *service.Environment) error {
	name := strings.TrimSuffix(metricsYAML, ": {}")
	return env.RegisterMetricsExporter(name, service.NewConfigSpec(),
		func(*service.ParsedConfig, *service.Logger) (service.MetricsExporter, error) {
			return (*exporter)(c), nil
		})
}

type exporter counters

func (e *exporter) NewCounterCtor(name string, keys ...string) service.MetricsExporterCounterCtor {
	return func(values ...string) service.MetricsExporterCounter { return e.get(name, keys, values) }
}

func (e *exporter) NewGaugeCtor(name string, keys ...string) service.MetricsExporterGaugeCtor {
	return func(values ...string) service.MetricsExporterGauge { return e.get(name, keys, values) }
}

func (e *exporter) get(name string, keys, values []string) *series {
	labels := map[string]string{}
	for i, key := range keys {
		labels[key] = values[i]
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, s := range e.series {
		if s.name == name && maps.Equal(s.labels, labels) {
			return s
		}
	}
	s := &series{mu: &e.mu, name: name, labels: labels}
	e.series = append(e.series, s)
	return s
}

func (s *series) Incr(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count += n
}

func (s *series) Set(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count = n
}

type ignored struct{}

func (ignored) Timing(int64) {}

func (e *exporter) NewTimerCtor(string, ...string) service.MetricsExporterTimerCtor {
	return func(...string) service.MetricsExporterTimer { return ignored{} }
}

func (e *exporter) Close(context.Context) error { return nil }
