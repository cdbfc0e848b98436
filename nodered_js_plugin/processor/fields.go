// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
)

const (
	fieldOnError       = "on_error"
	fieldScriptTimeout = "script_timeout"
	fieldScriptMemory  = "script_memory"
	fieldMaxMessages   = "max_messages"
	fieldReuseVMs      = "reuse_vms"
	fieldLogPayload    = "log_payload"
)

const negativeMessages = fieldMaxMessages + " must not be negative; 0 is no limit"

// Options are the fields that both processors have.
type Options struct {
	OnError OnError
	// ScriptTimeout is how long the scripts of one message may run; 0 is no limit.
	ScriptTimeout time.Duration
	// ScriptMemory is how many bytes they may hold; 0 is no limit.
	ScriptMemory int64
	// MaxMessages is how many messages one may become; 0 is no limit.
	MaxMessages int
	ReuseVMs    bool
	LogPayload  bool
	// Cache is what the scripts share; nil is one in memory without limits.
	Cache *cache.Cache
	// Trace is told what becomes of each message; nil, as for every config, means
	// that nobody is. No field of the config sets it.
	Trace Trace
	// label is the processor's own, "" where it has none.
	label string
}

// Fields are the config fields of Options. Both processors have the same ones, which nobody
// changes: parsing their lint rules takes milliseconds of the start of a process.
var Fields = sync.OnceValue(newFields)

func newFields() []*service.ConfigField {
	return []*service.ConfigField{
		service.NewStringEnumField(fieldOnError, string(Forward), string(Drop)).
			Description("What becomes of a message that fails. `forward` lets the original message go on, flagged with the error (`catch`, `switch` on `errored()` and `reject_errored` see it) and with the metadata `umh_error_stage`, `umh_error_reason`, `umh_error_message` and `umh_error_line`. `drop` drops it; the failure is logged and counted. Not set, the result depends on the stage, as the section on failures says.").
			LintRule(`root = if !["forward", "drop"].contains(this) { ["on_error must be forward or drop, not '%s'".format(this)] }`).
			Example("forward").
			Optional(),
		service.NewDurationField(fieldScriptTimeout).
			Description("How long the scripts of one message may run before the message fails with the reason `timeout`; the rest of its batch goes on. `0s` is no limit: an endless loop then holds its pipeline until the process stops.").
			Default("5s"),
		service.NewStringField(fieldScriptMemory).
			Description("How much memory the scripts of one message may hold, such as `64MB`, before the message fails with the reason `memory`; the rest of its batch goes on. What they allocate and drop does not count. A single text, array or buffer that is larger is an exception of the script (`RangeError: Invalid string length`). `0` is no limit: one hostile number can then end the process.").
			LintRule("root = this.string()." + memoryLint + "()").
			Default("256MB").
			Advanced(),
		service.NewIntField(fieldMaxMessages).
			Description("How many messages the scripts may make of one. A message that becomes more fails with the reason `too_many_messages`, at the script that returned one too many: of scripts that each return two, twenty make a million. Those that had left the last script go on. `0` is no limit.").
			LintRule(`root = if this.number().catch(0) < 0 { ["` + negativeMessages + `"] }`).
			Default(100_000).
			Advanced(),
		service.NewBoolField(fieldReuseVMs).
			Description("Whether messages may share JavaScript VMs. They do where no script can get hold of a built-in object, so that no message sees another. `false` gives every message a new VM, in which all scripts run. That takes about 10 times as long as in Go, where most scripts run otherwise.").
			Default(true).
			Advanced(),
		service.NewBoolField(fieldLogPayload).
			Description("Whether the log entry of a failure has the message's payload and metadata.").
			Default(false).
			Advanced(),
		cacheField(),
	}
}

// ParseOptions reads Options and refuses values that make no sense, naming the
// field. It leaves the cache to OpenCache.
func ParseOptions(conf *service.ParsedConfig) (o Options, err error) {
	if conf.Contains(fieldOnError) {
		text, err := conf.FieldString(fieldOnError)
		if err != nil {
			return o, err
		}
		o.OnError = OnError(text)
		if o.OnError != Forward && o.OnError != Drop {
			return o, fmt.Errorf("field %s: must be forward or drop, not %q", fieldOnError, text)
		}
	}
	if o.ScriptTimeout, err = conf.FieldDuration(fieldScriptTimeout); err != nil {
		return o, noDuration(conf, fieldScriptTimeout)
	}
	if o.ScriptTimeout < 0 {
		return o, errors.New("field " + fieldScriptTimeout + ": must not be negative; 0s is no limit")
	}
	if o.ScriptMemory, err = scriptMemory(conf); err != nil {
		return o, err
	}
	if o.MaxMessages, err = conf.FieldInt(fieldMaxMessages); err != nil {
		return o, err
	}
	if o.MaxMessages < 0 {
		return o, errors.New("field " + negativeMessages)
	}
	if o.ReuseVMs, err = conf.FieldBool(fieldReuseVMs); err != nil {
		return o, err
	}
	o.LogPayload, err = conf.FieldBool(fieldLogPayload)
	return o, err
}

// noDuration is the error of a field that is no time. Benthos' own does not say what to write.
func noDuration(conf *service.ParsedConfig, field ...string) error {
	text, _ := conf.FieldString(field...) // which the field has, or conf could not have been parsed
	return fmt.Errorf("field %s: must be a time with its unit, such as 5s or 500ms, not %s", strings.Join(field, "."), text)
}

// minScriptMemory is what a limit has to be at least: below that, the checks cost more
// than the scripts.
const minScriptMemory = 1_000_000

func scriptMemory(conf *service.ParsedConfig) (int64, error) {
	text, err := conf.FieldString(fieldScriptMemory)
	if err != nil {
		return 0, err
	}
	return parseMemory(text)
}

// parseMemory reads the field. The error says what to write instead.
func parseMemory(text string) (int64, error) {
	size, err := humanize.ParseBytes(strings.TrimSpace(text))
	switch {
	case err != nil || size > math.MaxInt64:
		return 0, fmt.Errorf("field %s: must be a size such as 256MB, or 0 for no limit, not %q", fieldScriptMemory, text)
	case size > 0 && size < minScriptMemory:
		return 0, fmt.Errorf("field %s: must be at least 1MB, or 0 for no limit, not %q", fieldScriptMemory, text)
	case size == 0 && strings.Trim(text, "0 ") != "":
		return 0, fmt.Errorf("field %s: must be 0 for no limit, not %q", fieldScriptMemory, text)
	}
	return int64(size), nil
}

// Attach completes Options with what the config alone does not give: the cache,
// which may be a resource of mgr, and the Trace of whoever tries scripts out, who
// is asked with the processor's label; trace may be nil. The error names the field.
func (o *Options) Attach(conf *service.ParsedConfig, mgr *service.Resources, trace func(label string) Trace) (err error) {
	o.label = mgr.Label()
	if trace != nil {
		o.Trace = trace(mgr.Label())
	}
	o.Cache, err = OpenCache(conf, mgr)
	return err
}
