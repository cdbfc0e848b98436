package benchmark

import (
	"context"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	_ "github.com/redpanda-data/benthos/v4/public/components/pure" // mapping
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	_ "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

// The competitors, as the results name them.
const (
	ours           = "tag_processor"
	start          = "starting_point"
	mappingFull    = "mapping_full"
	mappingMinimal = "mapping_minimal"
	handWritten    = "by_hand"
)

// competitors are those that can do the work, the one to compare with first.
func (w workload) competitors() []string {
	if w.groups == noGroups {
		return []string{ours, start}
	}
	return []string{ours, start, mappingFull, mappingMinimal, handWritten}
}

// config is a competitor as a processor of a pipeline. The baselines in Go are not
// configurable; environment makes them for the workload.
func (w workload) config(name string) Config {
	switch name {
	case ours:
		return Config{ours: w.scripts.fields()}
	case mappingFull, mappingMinimal:
		return Config{"mapping": opcuaMapping(w.groups, name == mappingFull)}
	default:
		return Config{name: Config{}}
	}
}

// environment is Benthos with the baselines beside its own processors.
func (w workload) environment() (*service.Environment, error) {
	env := service.GlobalEnvironment().Clone()
	err := env.RegisterBatchProcessor(start, service.NewConfigSpec(), func(_ *service.ParsedConfig, mgr *service.Resources) (service.BatchProcessor, error) {
		return &startingPoint{w.scripts, mgr.Logger()}, nil
	})
	if err != nil {
		return nil, err
	}
	return env, env.RegisterBatchProcessor(handWritten, service.NewConfigSpec(), func(*service.ParsedConfig, *service.Resources) (service.BatchProcessor, error) {
		return newByHand(w.groups), nil
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
	parsed, err := spec.ParseYAML(ProcessorYAML(field, w.config(name)), env)
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
	if err != nil || len(out) != 1 {
		tb.Fatal(out, err)
	}
	for _, m := range out[0] {
		if _, err := m.AsBytes(); err != nil {
			tb.Fatal(err)
		}
	}
	return out[0]
}
