// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"context"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	_ "github.com/redpanda-data/benthos/v4/public/components/pure" // mapping
	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	_ "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

// The competitors, as the results name them. ours is the processor of the workload.
const (
	ours           = "ours"
	start          = "starting_point"
	mappingFull    = "mapping_full"
	mappingMinimal = "mapping_minimal"
	handWritten    = "by_hand"
)

// competitors are those that can do the work, the one to compare with first.
func (w workload) competitors() []string {
	list := []string{ours, start}
	if w.mapping != nil {
		list = append(list, mappingFull, mappingMinimal)
	}
	if w.byHand != nil {
		list = append(list, handWritten)
	}
	return list
}

// config is a competitor as a processor of a pipeline. The baselines in Go are not
// configurable; environment makes them for the workload.
func (w workload) config(name string) (processor string, fields any) {
	switch name {
	case ours:
		return w.processor, w.fields
	case mappingFull, mappingMinimal:
		return "mapping", w.mapping(name == mappingFull)
	default:
		return name, Config{}
	}
}

// environment is Benthos with the baselines beside its own processors.
func (w workload) environment() (*service.Environment, error) {
	env := service.GlobalEnvironment().Clone()
	err := env.RegisterBatchProcessor(start, service.NewConfigSpec(), func(_ *service.ParsedConfig, mgr *service.Resources) (service.BatchProcessor, error) {
		return newStartingPoint(w.processor, w.fields, mgr.Logger()), nil
	})
	if err != nil || w.byHand == nil {
		return env, err
	}
	return env, env.RegisterBatchProcessor(handWritten, service.NewConfigSpec(), func(*service.ParsedConfig, *service.Resources) (service.BatchProcessor, error) {
		return w.byHand(), nil
	})
}

// build makes a competitor as Benthos does for a pipeline.
func (w workload) build(tb testing.TB, name string) *service.OwnedProcessor {
	tb.Helper()
	env, err := w.environment()
	if err != nil {
		tb.Fatal(err)
	}
	const field = "processor"
	spec := service.NewConfigSpec().Field(service.NewProcessorField(field))
	processor, fields := w.config(name)
	parsed, err := spec.ParseYAML(ProcessorYAML(field, Config{processor: fields}), env)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := parsed.FieldProcessor(field)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = p.Close(context.Background()) })
	return p
}

// process is one batch's way: fresh messages in, as an input makes them,
// serialised messages out, as an output needs them.
func process(tb testing.TB, p *service.OwnedProcessor, batch service.MessageBatch) service.MessageBatch {
	out, err := p.ProcessBatch(context.Background(), batch.Copy())
	if err != nil || len(out) > 1 {
		tb.Fatal(out, err)
	}
	if len(out) == 0 {
		return nil
	}
	for _, m := range out[0] {
		if _, err := m.AsBytes(); err != nil {
			tb.Fatal(err)
		}
	}
	return out[0]
}
