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

// competitors are the configs of the processors that can do the work.
func (w workload) competitors() map[string]Config {
	all := map[string]Config{ours: {ours: w.scripts.fields()}, start: {start: w.scripts.fields()}}
	if w.groups != noGroups {
		all[mappingFull] = Config{"mapping": opcuaMapping(w.groups, true)}
		all[mappingMinimal] = Config{"mapping": opcuaMapping(w.groups, false)}
		all[handWritten] = Config{handWritten: Config{fieldGroups: w.groups}}
	}
	return all
}

const (
	fieldDefaults   = "defaults"
	fieldConditions = "conditions"
	fieldIf         = "if"
	fieldThen       = "then"
	fieldAdvanced   = "advancedProcessing"
	fieldGroups     = "groups"
)

// environment is Benthos with the baselines beside its own processors.
var environment = func() *service.Environment {
	env := service.GlobalEnvironment().Clone()
	spec := service.NewConfigSpec().Fields(
		service.NewStringField(fieldDefaults),
		service.NewObjectListField(fieldConditions, service.NewStringField(fieldIf), service.NewStringField(fieldThen)),
		service.NewStringField(fieldAdvanced),
	)
	err := env.RegisterBatchProcessor(start, spec, func(conf *service.ParsedConfig, mgr *service.Resources) (service.BatchProcessor, error) {
		s, err := parseScripts(conf)
		return &startingPoint{s, mgr.Logger()}, err
	})
	if err != nil {
		panic(err)
	}
	spec = service.NewConfigSpec().Field(service.NewIntField(fieldGroups))
	err = env.RegisterBatchProcessor(handWritten, spec, func(conf *service.ParsedConfig, _ *service.Resources) (service.BatchProcessor, error) {
		groups, err := conf.FieldInt(fieldGroups)
		return newByHand(groups), err
	})
	if err != nil {
		panic(err)
	}
	return env
}()

func parseScripts(conf *service.ParsedConfig) (s scripts, err error) {
	if s.defaults, err = conf.FieldString(fieldDefaults); err != nil {
		return s, err
	}
	list, err := conf.FieldObjectList(fieldConditions)
	if err != nil {
		return s, err
	}
	for _, item := range list {
		var c condition
		if c.test, err = item.FieldString(fieldIf); err != nil {
			return s, err
		}
		if c.then, err = item.FieldString(fieldThen); err != nil {
			return s, err
		}
		s.conditions = append(s.conditions, c)
	}
	s.advanced, err = conf.FieldString(fieldAdvanced)
	return s, err
}

// build makes a processor as Benthos does for a pipeline.
func build(tb testing.TB, config Config) *service.OwnedProcessor {
	tb.Helper()
	const field = "processor"
	spec := service.NewConfigSpec().Field(service.NewProcessorField(field))
	parsed, err := spec.ParseYAML(ProcessorYAML(field, config), environment)
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
