package tag_processor_plugin

import (
	"strconv"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
)

// Names of stages in errors, metrics and logs. A condition's scripts are
// "condition 1 if" and "condition 1 then".
const (
	stageDefaults = "defaults"
	stageAdvanced = "advancedProcessing"
)

func newTagProcessor(c config, log *service.Logger, metrics *service.Metrics) (*processor.Processor, error) {
	stages, err := compileStages(c)
	if err != nil {
		return nil, err
	}
	return processor.New(processor.Rules{
		Stages: stages, Prepare: setInitial, Emit: emit, FlagsToday: flagsToday,
	}, c.options, log, metrics), nil
}

// compileStages compiles every script once. Empty defaults and
// advancedProcessing do nothing, and an empty if is never true: none of them
// becomes a stage.
func compileStages(c config) (stages []processor.Stage, err error) {
	compile := func(name, source string, kind engine.Kind) *engine.Script {
		if err != nil {
			return nil
		}
		var s *engine.Script
		s, err = engine.Compile(name, source, kind)
		return s
	}
	if c.defaults != "" {
		stages = append(stages, processor.Stage{Body: compile(stageDefaults, c.defaults, engine.Body)})
	}
	for i, one := range c.conditions {
		name := "condition " + strconv.Itoa(i+1)
		test := compile(name+" if", one.test, engine.Condition)
		then := compile(name+" then", one.then, engine.Body)
		if one.test != "" {
			stages = append(stages, processor.Stage{If: test, Body: then})
		}
	}
	if c.advanced != "" {
		stages = append(stages, processor.Stage{Body: compile(stageAdvanced, c.advanced, engine.Body)})
	}
	return stages, err
}

// flagsToday is what happens to a failed message where on_error is not set: as
// users know it, only what goes wrong inside defaults and advancedProcessing lets
// the original go on.
func flagsToday(e *engine.Error) bool {
	switch e.Reason {
	case engine.Throw, engine.Timeout, engine.StackOverflow, engine.BadReturn:
		return e.Stage == stageDefaults || e.Stage == stageAdvanced
	default:
		return false
	}
}
