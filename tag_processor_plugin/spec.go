// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"fmt"
	"sync"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

const (
	fieldDefaults   = "defaults"
	fieldConditions = "conditions"
	fieldIf         = "if"
	fieldThen       = "then"
	fieldAdvanced   = "advancedProcessing"
	fieldNumeric    = "numeric_text"
)

// The values of numeric_text.
const (
	textIsNumber  = "number"
	textStaysText = "text"
)

// conditionLint says what a condition lacks, at its line. Both fields count as
// optional for Benthos, whose own error would not name the condition. The rule is
// asked for the list as well as for each condition.
const conditionLint = `
let keys = if this.type() == "object" { this.keys() } else { ["if", "then"] }
root = ["if", "then"].filter(name -> !$keys.contains(name)).map_each(name -> "conditions: field %s is required".format(name))`

// spec is made once, and nobody changes it: parsing its lint rules takes milliseconds.
var spec = sync.OnceValue(newSpec)

func newSpec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Categories("UMH").
		Summary("Turns machine data into tags of the Unified Namespace with JavaScript.").
		Description(`
For every message, `+"`tag_processor`"+` runs the scripts in order: `+"`defaults`"+`, then each condition's `+"`if`"+` and, where it is true, its `+"`then`"+`, then `+"`advancedProcessing`"+`. A script sees the message as `+"`msg`"+`: `+"`msg.payload`"+` is the parsed JSON, or the raw text where the bytes are no JSON; `+"`msg.meta`"+` are the metadata. It must return the message (`+"`return msg;`"+`), an array of messages, or null to drop it.

From the metadata `+"`location_path`, `data_contract`, `virtual_path` (optional) and `tag_name`"+` it then builds the topic `+"`umh.v1.<location_path>.<data_contract>[.<virtual_path>].<tag_name>`"+`, written to the metadata `+"`umh_topic` and `topic`"+`, and from the payload the value, `+"`{\"timestamp_ms\": …, \"value\": …}`"+`. The message is structured: processors written in Go that follow find `+"`timestamp_ms`"+` as an int64 and `+"`value`"+` as a json.Number with all its digits, a bool, a string or nil. The metadata `+"`datatype`"+` (`+"`string`, `number` or `bool`"+`) forces the value's type, `+"`timestamp_ms` or `timestamp`"+` (Unix milliseconds or RFC 3339) sets its time.

### Failures

A message that fails does not touch its neighbours. Where `+"`on_error`"+` is not set, an exception in `+"`defaults` or `advancedProcessing`"+` lets the original message go on flagged; an exception in a condition, a missing field, an invalid topic and a value that cannot be converted drop it. Each failure is logged with the script's line and counted in `+"`messages_errored`"+`, by stage and reason in `+"`message_failures`"+`.

### State

What `+"`cache.set(key, value)`"+` keeps, `+"`cache.get(key)`"+` gives back in any later message; `+"`cache.exists(key)`"+` and `+"`cache.delete(key)`"+` do what they say, and `+"`cache.update(key, (old, exists) => …)`"+` stores what the function makes of the value, with no other write in between. The field `+"`cache`"+` says where the values are kept.

### Template literals

Benthos replaces `+"`${name}`"+` in a config by an environment variable before any processor sees it. In JavaScript inside YAML write `+"`${{name}}`"+` round a bare or dotted name, or put a blank inside the braces: `+"`${ name }`"+`. Any other expression, such as `+"`${a + b}`"+`, is left alone and must not be doubled.
`).
		Fields(
			service.NewStringField(fieldDefaults).
				Description("JavaScript function body that runs for every message first. Empty: nothing runs. A body that returns nothing drops the message.").
				LintRule(processor.ScriptLint(fieldDefaults, script.Body)).
				Example("msg.meta.location_path = \"enterprise.site.area\";\nmsg.meta.data_contract = \"_raw\";\nmsg.meta.tag_name = msg.meta.opcua_tag_name;\nreturn msg;").
				Default(""),
			service.NewObjectListField(fieldConditions,
				service.NewStringField(fieldIf).
					Description("JavaScript expression, or statements of which the last value counts. It may look at the message but not change it. Empty: never true.").
					LintRule(processor.ScriptLint(fieldIf, script.Condition)).
					Example(`msg.meta.modbus_tag_datatype === "UINT16"`).
					Optional(),
				service.NewStringField(fieldThen).
					Description("JavaScript function body that runs where `if` is true.").
					LintRule(processor.ScriptLint(fieldThen, script.Body)).
					Example("msg.payload = msg.payload / 100;\nreturn msg;").
					Optional(),
			).
				Description("Conditions, tried one after the other on what the stages before made of the message. Each needs both `if` and `then`.").
				LintRule(conditionLint).
				Default([]any{}),
			service.NewStringField(fieldAdvanced).
				Description("JavaScript function body that runs last. Empty: nothing runs. A body that returns nothing drops the message.").
				LintRule(processor.ScriptLint(fieldAdvanced, script.Body)).
				Example("msg.payload = Math.round(msg.payload);\nreturn msg;").
				Default(""),
		).
		Field(
			service.NewStringEnumField(fieldNumeric, textIsNumber, textStaysText).
				Description("What becomes of text that looks like a number. `number` makes a number of it, so that `\"0004711\"` is 4711. `text` leaves it text, leading zeros included. The metadata `datatype` wins over both. Releases of benthos-umh since late July 2026 keep text as text: coming from one of those set `text`, coming from an older one leave `number`.").
				LintRule(`root = if !["number", "text"].contains(this) { ["numeric_text must be number or text, not '%s'".format(this)] }`).
				Default(textIsNumber),
		).
		Fields(processor.Fields()...).
		Example("Scaled Modbus registers", "Every register becomes a tag below one location; 16-bit registers hold hundredths.", `
pipeline:
  processors:
    - tag_processor:
        defaults: |
          msg.meta.location_path = "enterprise.site.area.line";
          msg.meta.data_contract = "_raw";
          msg.meta.tag_name = msg.meta.modbus_tag_name;
          return msg;
        conditions:
          - if: msg.meta.modbus_tag_datatype === "UINT16"
            then: |
              msg.payload = msg.payload / 100;
              return msg;
`)
}

// config is the parsed configuration.
type config struct {
	defaults, advanced string
	conditions         []condition
	// numericText is textIsNumber, as is "", or textStaysText.
	numericText string
	options     processor.Options
}

type condition struct {
	test, then string
}

func parseConfig(conf *service.ParsedConfig) (c config, err error) {
	if c.defaults, err = conf.FieldString(fieldDefaults); err != nil {
		return c, err
	}
	if c.advanced, err = conf.FieldString(fieldAdvanced); err != nil {
		return c, err
	}
	if c.numericText, err = conf.FieldString(fieldNumeric); err != nil {
		return c, err
	}
	if c.numericText != textIsNumber && c.numericText != textStaysText {
		return c, fmt.Errorf("field %s: must be %s or %s, not %q", fieldNumeric, textIsNumber, textStaysText, c.numericText)
	}
	list, err := conf.FieldObjectList(fieldConditions)
	if err != nil {
		return c, err
	}
	for i, item := range list {
		var one condition
		if one.test, err = conditionScript(item, i, fieldIf); err != nil {
			return c, err
		}
		if one.then, err = conditionScript(item, i, fieldThen); err != nil {
			return c, err
		}
		c.conditions = append(c.conditions, one)
	}
	c.options, err = processor.ParseOptions(conf)
	return c, err
}

func conditionScript(item *service.ParsedConfig, i int, name string) (string, error) {
	if !item.Contains(name) {
		return "", fmt.Errorf("field %s.%d.%s: is required", fieldConditions, i, name)
	}
	script, err := item.FieldString(name)
	if err != nil {
		return "", fmt.Errorf("field %s.%d.%s: %w", fieldConditions, i, name, err)
	}
	return script, nil
}

const name = "tag_processor"

func init() {
	service.MustRegisterBatchProcessor(name, spec(), constructor(nil))
}

// RegisterTraced registers tag_processor in an environment of its own, in place of
// the one that is there, such that trace is asked, with its label, for the Trace of
// every processor. It is for trying scripts out; a pipeline has no use for it.
func RegisterTraced(env *service.Environment, trace func(label string) processor.Trace) error {
	return env.RegisterBatchProcessor(name, spec(), constructor(trace))
}

// CheckFields reports what of the fields of a tag_processor, as YAML, a start would refuse.
// It does not compile the scripts.
func CheckFields(config string) error {
	return processor.CheckFields(spec(), config, func(conf *service.ParsedConfig) error {
		_, err := parseConfig(conf)
		return err
	})
}

func constructor(trace func(label string) processor.Trace) service.BatchProcessorConstructor {
	return func(conf *service.ParsedConfig, mgr *service.Resources) (service.BatchProcessor, error) {
		c, err := parseConfig(conf)
		if err != nil {
			return nil, err
		}
		if err := c.options.Attach(conf, mgr, trace); err != nil {
			return nil, err
		}
		return newTagProcessor(c, mgr.Logger(), mgr.Metrics())
	}
}
