// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processortest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

const metricsYAML = "remember: {}"

// counters are a metrics exporter that remembers what was counted and timed, and
// what gauges show.
type counters struct {
	mu     sync.Mutex
	series []*series
	// known are the series by name and label values.
	known map[string]*series
}

// zero forgets what was counted and timed.
func (c *counters) zero() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.series {
		s.count, s.timings = 0, nil
	}
}

// all is every counter and gauge, by its name and label values.
func (c *counters) all() map[string]int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := map[string]int64{}
	for name, s := range c.known {
		all[name] = s.count
	}
	return all
}

// A series is one counter, gauge or timer with one set of label values.
type series struct {
	mu      *sync.Mutex
	name    string
	labels  map[string]string
	count   int64
	timings []time.Duration
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
		if s.name == name && s.count != 0 {
			sums[s.values(keys)] += s.count
		}
	}
	return sums
}

// Timings are what a timer was given, by the values of the given labels, which are
// joined by a slash.
func (c *counters) Timings(name string, keys ...string) map[string][]time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	timings := map[string][]time.Duration{}
	for _, s := range c.series {
		if s.name == name && s.timings != nil {
			key := s.values(keys)
			timings[key] = append(timings[key], s.timings...)
		}
	}
	return timings
}

// Shown reports whether there is a series of the name that has the given labels,
// each written "key=value", counted or not.
func (c *counters) Shown(name string, labels ...string) bool {
	return c.Series(name, labels...) > 0
}

// Series is how many series of the name have the given labels.
func (c *counters) Series(name string, labels ...string) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.series {
		if s.name == name && s.has(labels) {
			n++
		}
	}
	return n
}

// Labels are the keys of the labels of a name's series, each set once.
func (c *counters) Labels(name string) (sets [][]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.series {
		keys := slices.Sorted(maps.Keys(s.labels))
		if s.name == name && !slices.ContainsFunc(sets, func(set []string) bool { return slices.Equal(set, keys) }) {
			sets = append(sets, keys)
		}
	}
	return sets
}

func (s *series) values(keys []string) string {
	values := make([]string, len(keys))
	for i, key := range keys {
		values[i] = s.labels[key]
	}
	return strings.Join(values, "/")
}

func (c *counters) register(env *service.Environment) error {
	name := strings.TrimSuffix(metricsYAML, ": {}")
	return env.RegisterMetricsExporter(name, service.NewConfigSpec(),
		func(*service.ParsedConfig, *service.Logger) (service.MetricsExporter, error) {
			return (*exporter)(c), nil
		})
}

type exporter counters

// find gives the series of a name and its labels.
func (e *exporter) find(name string, keys, values []string) *series {
	e.mu.Lock()
	defer e.mu.Unlock()
	id := name
	for i, key := range keys {
		id += " " + key + "=" + values[i]
	}
	if s := e.known[id]; s != nil {
		return s
	}
	labels := map[string]string{}
	for i, key := range keys {
		labels[key] = values[i]
	}
	if e.known == nil {
		e.known = map[string]*series{}
	}
	s := &series{mu: &e.mu, name: name, labels: labels}
	e.series, e.known[id] = append(e.series, s), s
	return s
}

func (e *exporter) NewCounterCtor(name string, keys ...string) service.MetricsExporterCounterCtor {
	return func(values ...string) service.MetricsExporterCounter { return e.find(name, keys, values) }
}

func (e *exporter) NewGaugeCtor(name string, keys ...string) service.MetricsExporterGaugeCtor {
	return func(values ...string) service.MetricsExporterGauge { return e.find(name, keys, values) }
}

func (e *exporter) NewTimerCtor(name string, keys ...string) service.MetricsExporterTimerCtor {
	return func(values ...string) service.MetricsExporterTimer { return e.find(name, keys, values) }
}

func (s *series) Incr(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count += n
}

// Timing takes a time of 0 for none: it makes the series, as in the binary's exporter.
func (s *series) Timing(ns int64) {
	if ns == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.timings = append(s.timings, time.Duration(ns))
}

func (s *series) Set(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count = n
}

func (e *exporter) Close(context.Context) error { return nil }
