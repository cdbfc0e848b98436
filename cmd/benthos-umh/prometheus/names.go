// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package prometheus

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	prom "github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/model"
	"github.com/redpanda-data/benthos/v4/public/service"
)

type kind string

const (
	kindCounter kind = "counter"
	kindGauge   kind = "gauge"
	kindTimer   kind = "timer"
)

// names are the metrics that the exporter shows. Components ask for a name as
// often as they like, and several share one; what cannot be shown is left out,
// since no pipeline may stop for its metrics.
type names struct {
	registry prom.Registerer
	log      *service.Logger

	mu sync.Mutex
	// taken also has what Prometheus adds to the name of a timer.
	taken map[string]family
	// reported are the claims that were refused.
	reported map[string]bool
}

type family struct {
	kind      kind
	name      string
	labels    []string
	collector prom.Collector
}

func newNames(registry prom.Registerer, log *service.Logger) *names {
	return &names{registry: registry, log: log, taken: map[string]family{}, reported: map[string]bool{}}
}

// claim gives the collector of a name, which create makes where there is none
// yet. It reports false, and logs why once, where the name cannot be shown.
func claim[C prom.Collector](n *names, k kind, name string, labels []string, create func() C) (collector C, ok bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if known, exists := n.taken[name]; exists && known.is(k, name, labels) {
		return known.collector.(C), true
	}
	if err := n.refuse(k, name, labels); err != nil {
		n.reportLocked(k, name, labels, err)
		return collector, false
	}
	collector = create()
	if err := n.registry.Register(collector); err != nil {
		n.reportLocked(k, name, labels, err)
		return collector, false
	}
	f := family{k, name, slices.Clone(labels), collector}
	for _, shown := range shownAs(k, name) {
		n.taken[shown] = f
	}
	return collector, true
}

func (f family) is(k kind, name string, labels []string) bool {
	return f.kind == k && f.name == name && slices.Equal(f.labels, labels)
}

func (f family) String() string { return signature(f.kind, f.name, f.labels) }

func signature(k kind, name string, labels []string) string {
	return fmt.Sprintf("%s %q with the labels [%s]", k, name, strings.Join(labels, " "))
}

// shownAs are the names of the series that a metric has.
func shownAs(k kind, name string) []string {
	if k == kindTimer {
		return []string{name, name + "_sum", name + "_count", name + "_bucket"}
	}
	return []string{name}
}

// refuse is why a metric cannot be shown beside those that are, nil where it can.
// It knows what the Prometheus client panics at.
func (n *names) refuse(k kind, name string, labels []string) error {
	// Stricter than the client, which allows any UTF-8; servers before 3.0 do not.
	if !model.LegacyValidation.IsValidMetricName(name) {
		return fmt.Errorf("the name must match %s", model.MetricNameRE)
	}
	for i, label := range labels {
		switch {
		case !model.LegacyValidation.IsValidLabelName(label) || strings.HasPrefix(label, model.ReservedLabelPrefix):
			return fmt.Errorf("the label %q must match %s and not begin with %s", label, model.LabelNameRE, model.ReservedLabelPrefix)
		case k == kindTimer && (label == model.QuantileLabel || label == model.BucketLabel):
			return fmt.Errorf("a timer has the label %q of its own", label)
		case slices.Contains(labels[:i], label):
			return fmt.Errorf("the label %q is there twice", label)
		}
	}
	for _, shown := range shownAs(k, name) {
		if other, exists := n.taken[shown]; exists {
			return fmt.Errorf("the name is taken by the %s", other)
		}
	}
	return nil
}

// report logs once why a metric is left out.
func (n *names) report(k kind, name string, labels []string, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.reportLocked(k, name, labels, err)
}

func (n *names) reportLocked(k kind, name string, labels []string, err error) {
	claimed := signature(k, name, labels)
	if n.reported[claimed] {
		return
	}
	n.reported[claimed] = true
	n.log.Errorf("metrics: the %s is ignored: %v", claimed, err)
}
