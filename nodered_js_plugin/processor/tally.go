// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"slices"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
)

// Metrics are the counters and timers of one processor. Safe for concurrent use.
//
// The counters of today's names have no labels of their own: other plugins of the
// same process use these names too, and an exporter shows a name with one set of
// labels only. The detail behind messages_errored is in message_failures.
type Metrics struct {
	hits, misses, discards, abandoned     *service.MetricCounter
	received, processed, errored, dropped *service.MetricCounter
	failures                              *service.MetricCounter
	bailouts                              *service.MetricCounter
	stuck                                 *service.MetricGauge
	latency                               *service.MetricTimer
}

// newMetrics registers them. Every counter without labels, message_failures for each
// kind of known, script_bailouts for each stage of bailing, and script_latency_ns for
// each of timed are shown as 0 from the start: an exporter knows a series only once it
// was counted, rate() misses the first burst of a new one, and an alert on one that is
// not there never fires.
func newMetrics(m *service.Metrics, known []failureKind, bailing, timed []string) *Metrics {
	all := &Metrics{
		hits:      m.NewCounter("vm_pool_hits"),
		misses:    m.NewCounter("vm_pool_misses"),
		discards:  m.NewCounter("vm_pool_discards"),
		abandoned: m.NewCounter("vm_pool_abandoned"),
		received:  m.NewCounter("messages_received"),
		processed: m.NewCounter("messages_processed"),
		errored:   m.NewCounter("messages_errored"),
		dropped:   m.NewCounter("messages_dropped"),
		failures:  m.NewCounter("message_failures", "stage", "reason", "outcome"),
		stuck:     m.NewGauge("vm_pool_stuck"),
		bailouts:  m.NewCounter("script_bailouts", "stage"),
		latency:   m.NewTimer("script_latency_ns", "stage"),
	}
	for _, c := range []*service.MetricCounter{
		all.hits, all.misses, all.discards, all.abandoned, all.received, all.processed, all.errored, all.dropped,
	} {
		c.Incr(0)
	}
	all.stuck.Set(0)
	for _, kind := range known {
		all.addFailures(kind, 0)
	}
	for _, stage := range bailing {
		all.bailouts.Incr(0, stage)
	}
	for _, stage := range slices.Compact(slices.Sorted(slices.Values(timed))) {
		all.latency.Timing(noTime, stage)
	}
	return all
}

func (m *Metrics) addFailures(kind failureKind, n int64) {
	m.failures.Incr(n, kind.Stage, string(kind.Reason), string(kind.outcome))
}

// A Tally counts the messages of one batch, each once. It belongs to whoever
// owns the batch's results; Add touches the shared counters once per batch.
type Tally struct {
	processed, dropped int64
	failed             map[failureKind]int64
}

// Pass counts a received message of which nothing failed: processed if any of it
// was emitted, else dropped by a script.
func (t *Tally) Pass(emitted int) {
	if emitted > 0 {
		t.processed++
	} else {
		t.dropped++
	}
}

// Fail counts a received message of which any branch failed: errored, whatever
// became of its other branches. However many failed, it is counted under one: e is
// the failure that its flagged original names, or the first where it is dropped.
func (t *Tally) Fail(e *script.Error, o outcome) {
	if t.failed == nil {
		t.failed = map[failureKind]int64{}
	}
	t.failed[failureKind{FailureKind{e.Stage, e.Reason}, o}]++
}

// AddPool counts what a batch did to the VM pool.
func (m *Metrics) AddPool(s engine.Stats) {
	add(m.hits, s.Hits)
	add(m.misses, s.Misses)
	add(m.discards, s.Discards)
	add(m.abandoned, s.Abandoned)
}

// Add counts a batch of n messages whose results go on.
func (m *Metrics) Add(n int, t *Tally) {
	add(m.received, int64(n))
	add(m.processed, t.processed)
	add(m.dropped, t.dropped)
	for kind, count := range t.failed {
		m.errored.Incr(count)
		m.addFailures(kind, count)
	}
}

// noTime makes the series of a timer. Benthos has no other way to do that than to give
// it a time; our exporter does not count a time of 0. Another one counts it, once for a
// stage.
const noTime = 0

// addTimings adds the scripts' times of a batch.
func (m *Metrics) addTimings(timings []timing) {
	for _, t := range timings {
		m.latency.Timing(max(int64(t.took), noTime+1), t.stage)
	}
}

// addBailouts counts the stages that a batch had to run in a VM.
func (m *Metrics) addBailouts(stages []string) {
	for _, stage := range stages {
		m.bailouts.Incr(1, stage)
	}
}

func add(c *service.MetricCounter, n int64) {
	if n != 0 {
		c.Incr(n)
	}
}
