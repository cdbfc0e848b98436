// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"strconv"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
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
		Stages: stages, Prepare: setInitial, Emit: tagger{detect: c.numericText != textStaysText}.emit,
		EmitFailures: emitFailures, FlagsToday: flagsToday,
	}, c.options, log, metrics), nil
}

// compileStages compiles every script once. Empty defaults and
// advancedProcessing do nothing, and an empty if is never true: none of them
// becomes a stage.
func compileStages(c config) (stages []processor.Stage, err error) {
	compile := func(name, source string, kind script.Kind) *script.Script {
		if err != nil {
			return nil
		}
		var s *script.Script
		s, err = c.options.Compile(name, source, kind)
		return s
	}
	if c.defaults != "" {
		stages = append(stages, processor.Stage{Body: compile(stageDefaults, c.defaults, script.Body)})
	}
	for i, one := range c.conditions {
		name := "condition " + strconv.Itoa(i+1)
		test := compile(name+" if", one.test, script.Condition)
		then := compile(name+" then", one.then, script.Body)
		if one.test != "" {
			stages = append(stages, processor.Stage{If: test, Body: then})
		}
	}
	if c.advanced != "" {
		stages = append(stages, processor.Stage{Body: compile(stageAdvanced, c.advanced, script.Body)})
	}
	return stages, err
}

// flagsToday is what happens to a failed message where on_error is not set: as
// users know it, only what goes wrong inside defaults and advancedProcessing lets
// the original go on.
func flagsToday(e *script.Error) bool {
	switch e.Reason {
	case script.Throw, script.Timeout, script.StackOverflow, script.Memory, script.TooManyMessages, script.BadReturn:
		return e.Stage == stageDefaults || e.Stage == stageAdvanced
	default:
		return false
	}
}
