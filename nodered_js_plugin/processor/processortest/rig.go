// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processortest

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
)

// A Rig runs processors without a pipeline, for tests that compare very many of them.
type Rig struct {
	counters
	log
	metrics *service.Metrics
}

// NewRig makes a Rig.
func NewRig() (*Rig, error) {
	r := &Rig{}
	env := service.NewEnvironment()
	if err := r.counters.register(env); err != nil {
		return nil, err
	}
	builder := env.NewStreamBuilder() // of a pipeline that never runs, for its metrics
	builder.SetLogger(r.logger())
	if _, err := builder.AddBatchProducerFunc(); err != nil {
		return nil, err
	}
	if err := builder.AddBatchConsumerFunc(func(context.Context, service.MessageBatch) error { return nil }); err != nil {
		return nil, err
	}
	if err := builder.SetMetricsYAML(metricsYAML); err != nil {
		return nil, err
	}
	stream, err := builder.Build()
	if err != nil {
		return nil, err
	}
	r.metrics = stream.Resources().Metrics()
	return r, nil
}

// A Build makes a processor.
type Build func(*service.Logger, *service.Metrics, *cache.Cache) (service.BatchProcessor, error)

// An Outcome is everything that came of some batches.
type Outcome struct {
	// Text has the messages with their bytes, Go values, metadata and errors, what was
	// logged, what is in the cache, and what was counted, but for how scripts ran.
	Text string
	// Bailouts are how often each stage was given up in Go, by batch.
	Bailouts []map[string]int64
	// Counts are the counters by name and label values.
	Counts map[string]int64
	// Lines are how many lines the console has.
	Lines int
}

// Run takes batches through a processor that has a cache of its own in memory. keys are
// those of the cache that the outcome names.
func (r *Rig) Run(build Build, limits cache.Limits, keys []string, batches []service.MessageBatch) (o Outcome, err error) {
	r.counters.zero()
	store := cache.New(limits)
	p, err := build(service.NewLoggerFromSlog(r.logger()), r.metrics, store)
	if err != nil {
		return o, err
	}
	defer func() { _ = p.Close(context.Background()) }()
	r.entries = nil // what construction has to say of the scripts
	var text strings.Builder
	before := map[string]int64{}
	for _, batch := range batches {
		out, err := p.ProcessBatch(context.Background(), batch.Copy())
		if err != nil {
			return o, err
		}
		text.WriteString("batch\n")
		for _, messages := range out {
			for _, m := range messages {
				writeMessage(&text, m)
			}
		}
		now := r.CountBy("script_bailouts", "stage")
		since := maps.Clone(now)
		for stage, n := range before {
			if since[stage] -= n; since[stage] == 0 {
				delete(since, stage)
			}
		}
		o.Bailouts, before = append(o.Bailouts, since), now
	}
	for _, e := range r.Log() {
		if text.WriteString(e.String() + "\n"); !strings.HasPrefix(e.Text, "message failed") {
			o.Lines++
		}
	}
	o.Counts = r.all()
	for _, key := range slices.Sorted(maps.Keys(o.Counts)) {
		if o.Counts[key] != 0 && !strings.HasPrefix(key, "vm_pool_") && !strings.HasPrefix(key, "script_") {
			fmt.Fprintf(&text, "%s %d\n", key, o.Counts[key])
		}
	}
	writeCache(&text, store, limits, keys)
	o.Text = unequal.ReplaceAllString(text.String(), "…")
	return o, nil
}

// unequal is what differs from run to run: the address that goja writes in its error of
// an object without a primitive form, and the time of a tag that has none.
var unequal = regexp.MustCompile(`0x[0-9a-f]{6,}|"timestamp_ms":[0-9]{13}|int64\([0-9]{13}\)|"timestamp_ms":1[0-9]{12}`)

func writeMessage(b *strings.Builder, m *service.Message) {
	if m.HasStructured() {
		structured, _ := m.AsStructured() // needs no parsing, which alone can fail
		fmt.Fprintf(b, "%s ", goText(structured))
	}
	content, err := m.AsBytes()
	fmt.Fprintf(b, "%q %v %v", content, err, m.GetError())
	var pairs []string
	_ = m.MetaWalkMut(func(key string, value any) error {
		pairs = append(pairs, fmt.Sprintf(" %q=%s", key, goText(value)))
		return nil
	})
	slices.Sort(pairs)
	b.WriteString(strings.Join(pairs, "") + "\n")
}

// goText is a Go value with the types of everything in it.
func goText(v any) string {
	switch v := v.(type) {
	case map[string]any:
		parts := make([]string, 0, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, fmt.Sprintf("%q: %s", key, goText(v[key])))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = goText(v[i])
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprintf("%T(%v)", v, v)
}

// forEver is a VM whose message never fails.
type forEver struct{}

func (forEver) Context() context.Context { return context.Background() }

// writeCache writes what is in the cache, and, by adding to it, which keys were not used
// for longest.
func writeCache(b *strings.Builder, c *cache.Cache, limits cache.Limits, keys []string) {
	fmt.Fprintf(b, "cache of %d\n", c.TakeUsage().Entries)
	s := c.Session(forEver{})
	for i := range limits.MaxEntries / 2 {
		_ = s.Set(fmt.Sprint("new key ", i), "1")
	}
	for _, key := range keys {
		if json, ok, _ := s.Get(key); ok {
			fmt.Fprintf(b, "%q = %s\n", key, json)
		}
	}
}
