// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package nodered_js_plugin

import (
	"sync"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
)

const fieldCode = "code"

// spec is made once, and nobody changes it: parsing its lint rules takes milliseconds.
var spec = sync.OnceValue(newSpec)

func newSpec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Categories("UMH").
		Summary("Runs JavaScript in the way of a Node-RED function node on every message.").
		Description(`
The script is the body of a function in strict mode. It sees the message as ` + "`msg`" + `: ` + "`msg.payload`" + ` is the parsed JSON, or the raw text where the bytes are no JSON; ` + "`msg.meta`" + ` are the metadata. It must return the message (` + "`return msg;`" + `), an array of messages, or null to drop it. The payload goes on as JSON, a text payload as a JSON string: unchanged where no script assigned or changed it, else as a structured value, whose numbers are int64 or float64 for the processors behind it, and whose keys are sorted when it is written.

### Failures

A message that fails does not touch its neighbours. Where ` + "`on_error`" + ` is not set, a message whose script throws is dropped; one whose script returns something that is no message goes on unchanged and flagged. Each failure is logged with the script's line and counted in ` + "`messages_errored`" + `, by stage and reason in ` + "`message_failures`" + `.

### State

What ` + "`cache.set(key, value)`" + ` keeps, ` + "`cache.get(key)`" + ` gives back in any later message; ` + "`cache.exists(key)`" + ` and ` + "`cache.delete(key)`" + ` do what they say, and ` + "`cache.update(key, (old, exists) => …)`" + ` stores what the function makes of the value, with no other write in between. The field ` + "`cache`" + ` says where the values are kept.

### Template literals

Benthos replaces ` + "`${name}`" + ` in a config by an environment variable before any processor sees it. In JavaScript inside YAML write ` + "`${{name}}`" + ` round a bare or dotted name, or put a blank inside the braces: ` + "`${ name }`" + `. Any other expression, such as ` + "`${a + b}`" + `, is left alone and must not be doubled.
`).
		Field(service.NewStringField(fieldCode).
			Description("JavaScript function body. A body that returns nothing drops the message.").
			LintRule(processor.ScriptLint(fieldCode, script.StrictBody)).
			Example("msg.payload = { value: msg.payload, unit: msg.meta.unit };\nreturn msg;")).
		Fields(processor.Fields()...)
}

const name = "nodered_js"

func init() {
	service.MustRegisterBatchProcessor(name, spec(), constructor(nil))
}

// RegisterTraced registers nodered_js in an environment of its own, in place of
// the one that is there, such that trace is asked, with its label, for the Trace of
// every processor. It is for trying scripts out; a pipeline has no use for it.
func RegisterTraced(env *service.Environment, trace func(label string) processor.Trace) error {
	return env.RegisterBatchProcessor(name, spec(), constructor(trace))
}

// CheckFields reports what of the fields of a nodered_js, as YAML, a start would refuse.
// It does not compile the script.
func CheckFields(config string) error {
	return processor.CheckFields(spec(), config, func(conf *service.ParsedConfig) error {
		_, _, err := parseConfig(conf)
		return err
	})
}

func parseConfig(conf *service.ParsedConfig) (code string, o processor.Options, err error) {
	if code, err = conf.FieldString(fieldCode); err != nil {
		return code, o, err
	}
	o, err = processor.ParseOptions(conf)
	return code, o, err
}

func constructor(trace func(label string) processor.Trace) service.BatchProcessorConstructor {
	return func(conf *service.ParsedConfig, mgr *service.Resources) (service.BatchProcessor, error) {
		code, options, err := parseConfig(conf)
		if err != nil {
			return nil, err
		}
		if err := options.Attach(conf, mgr, trace); err != nil {
			return nil, err
		}
		return newNodeRED(code, options, mgr.Logger(), mgr.Metrics())
	}
}
