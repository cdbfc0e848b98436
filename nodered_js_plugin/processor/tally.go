package processor

import (
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
)

// Metrics are the counters and timers of one processor. Safe for concurrent use.
type Metrics struct {
	hits, misses, discards, abandoned     *service.MetricCounter
	received, processed, errored, dropped *service.MetricCounter
	latency                               *service.MetricTimer
}

// NewMetrics registers them. A counter that has no labels of its own is shown as 0
// from the start: an exporter knows a series only once it was counted, and an
// alert on one that is not there never fires.
func NewMetrics(m *service.Metrics) *Metrics {
	all := &Metrics{
		hits:      m.NewCounter("vm_pool_hits"),
		misses:    m.NewCounter("vm_pool_misses"),
		discards:  m.NewCounter("vm_pool_discards"),
		abandoned: m.NewCounter("vm_pool_abandoned"),
		received:  m.NewCounter("messages_received"),
		processed: m.NewCounter("messages_processed"),
		errored:   m.NewCounter("messages_errored", "stage", "reason"),
		dropped:   m.NewCounter("messages_dropped"),
		latency:   m.NewTimer("script_latency_ns", "stage"),
	}
	for _, c := range []*service.MetricCounter{
		all.hits, all.misses, all.discards, all.abandoned, all.received, all.processed, all.dropped,
	} {
		c.Incr(0)
	}
	return all
}

// A Tally counts the messages of one batch, each once. It belongs to whoever
// owns the batch's results; Add touches the shared counters once per batch.
type Tally struct {
	processed, dropped int64
	errored            map[failureKind]int64
}

type failureKind struct {
	stage  string
	reason engine.Reason
}

// Count counts one received message: errored if any of its branches failed, else
// processed if any was emitted, else dropped by a script.
func (t *Tally) Count(failed *engine.Error, emitted int) {
	switch {
	case failed != nil:
		if t.errored == nil {
			t.errored = map[failureKind]int64{}
		}
		t.errored[failureKind{failed.Stage, failed.Reason}]++
	case emitted > 0:
		t.processed++
	default:
		t.dropped++
	}
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
	for kind, count := range t.errored {
		m.errored.Incr(count, kind.stage, string(kind.reason))
	}
}

// addTimings adds the scripts' times of a batch.
func (m *Metrics) addTimings(timings []timing) {
	for _, t := range timings {
		m.latency.Timing(int64(t.took), t.stage)
	}
}

func add(c *service.MetricCounter, n int64) {
	if n != 0 {
		c.Incr(n)
	}
}
