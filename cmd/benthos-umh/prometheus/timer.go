// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package prometheus

import (
	"time"

	prom "github.com/prometheus/client_golang/prometheus"
	"github.com/redpanda-data/benthos/v4/public/service"
)

// ownBounds are the timers that are histograms in nanoseconds whatever the exporter's
// fields say, with the upper bounds of their buckets. A histogram costs a tenth of a
// summary's memory, and quantiles of several can be computed.
var ownBounds = map[string][]float64{
	// 1 µs to 10 s, two bounds for each power of ten. A script is over within
	// microseconds, or has run into its time limit.
	"script_latency_ns": {1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6, 3e6, 1e7, 3e7, 1e8, 3e8, 1e9, 3e9, 1e10},
}

// NewTimerCtor gives the timers of a name, by their labels' values.
func (e *exporter) NewTimerCtor(name string, labels ...string) service.MetricsExporterTimerCtor {
	vec, ok := claim(e.names, kindTimer, name, labels, func() prom.ObserverVec { return e.newTimers(name, labels) })
	own := ownBounds[name] != nil
	perUnit := float64(time.Nanosecond)
	if e.options.histograms && !own {
		perUnit = float64(time.Second)
	}
	return func(values ...string) service.MetricsExporterTimer {
		if !ok {
			return ignored{}
		}
		o, err := vec.GetMetricWithLabelValues(valid(values)...)
		if err != nil {
			e.names.report(kindTimer, name, labels, err)
			return ignored{}
		}
		return timer{o, perUnit, own}
	}
}

func (e *exporter) newTimers(name string, labels []string) prom.ObserverVec {
	bounds := ownBounds[name]
	if bounds == nil && e.options.histograms {
		bounds = e.options.buckets
	}
	if bounds != nil {
		return prom.NewHistogramVec(prom.HistogramOpts{
			Name: name, Help: help(kindTimer, name), Buckets: bounds,
		}, labels)
	}
	return prom.NewSummaryVec(prom.SummaryOpts{
		Name: name, Help: help(kindTimer, name), Objectives: e.options.objectives,
	}, labels)
}

type timer struct {
	prom.Observer
	perUnit float64 // nanoseconds
	// own: it is one of ownBounds.
	own bool
}

// Timing counts a time. One of 0 only makes the series of a timer of ownBounds:
// whoever is to have that at the start, and has no time yet, cannot say it otherwise.
func (t timer) Timing(ns int64) {
	if ns != 0 || !t.own {
		t.Observe(float64(ns) / t.perUnit)
	}
}
