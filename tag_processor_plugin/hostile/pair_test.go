// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

import (
	"cmp"
	"slices"
	"strings"
	"time"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// What a pair may take: its limits, and what is granted beyond them.
const (
	// scriptMemory is what the scripts of one message may take.
	scriptMemory = 256 << 20

	moreMemory = 64 << 20
	moreTime   = 2 * time.Second

	// patient is the script_timeout of scripts that have to come to their end.
	patient = 8 * time.Second
)

// A pair is a script and the data with which it does harm.
type pair struct {
	name string
	// script runs for the hostile message alone: statements, or an expression where
	// its stage is a condition.
	script string
	// data is the payload, and made makes it where it is too large to write down. The
	// payload is 1 if there is neither.
	data string
	made func() string
	at   stage
	// limit is the script_timeout; 0 is that of the run.
	limit time.Duration
	// want are the outcomes that are right; any of them will do.
	want []outcome
}

// A kind is a part of the corpus.
type kind struct {
	name  string
	pairs []pair
}

func (p *pair) payload() string {
	switch {
	case p.made != nil:
		return p.made()
	case p.data != "":
		return p.data
	}
	return "1"
}

// A stage is where a script runs.
type stage int

const (
	inDefaults stage = iota
	inCondition
	inThen
	inAdvanced
	inNodeRED
)

// A way is how the same script runs.
type way string

const (
	// asIs runs a script in Go if it can, as a config without options does.
	asIs way = "as is"
	// sharedVM runs it in a VM that messages share, unless it needs one of its own.
	sharedVM way = "shared VM"
	// ownVM runs it in a VM of its own.
	ownVM way = "own VM"
)

var ways = []way{asIs, sharedVM, ownVM}

const (
	setTag = `msg.meta.location_path = "acme.linz"; msg.meta.data_contract = "_raw"; msg.meta.tag_name = "pv"; msg.meta.timestamp_ms = 7;`
	// probe sees what a hostile script of another message could have spoiled.
	probe  = `msg.meta.probe = JSON.stringify([1, 2, 3].map(v => v * 2)) + typeof {}.leaked + "x".padStart(2, "-");`
	probed = `[2,4,6]undefined-x`
)

// processor is the config of the processor that runs the pair's script for messages
// with the metadata "role" "attack".
func (p *pair) processor(j job) string {
	guarded := `if (msg.meta.role === "attack") { ` + p.script + "\n}"
	if j.Way == sharedVM {
		guarded = `escape("");` + guarded
	}
	limits := Config{"on_error": "forward", "reuse_vms": j.Way != ownVM, "script_timeout": cmp.Or(p.limit, j.Limit).String()}
	if p.at == inNodeRED {
		return ProcessorYAML("nodered_js", limits, Config{"code": guarded + probe + ` return msg;`})
	}
	fields := Config{"defaults": setTag + `return msg;`, "advancedProcessing": probe + `return msg;`}
	switch p.at {
	case inDefaults:
		fields["defaults"] = setTag + guarded + ` return msg;`
	case inCondition:
		test := `msg.meta.role === "attack" && (` + p.script + ")"
		if j.Way == sharedVM {
			test = `escape("") === "" && ` + test
		}
		fields["conditions"] = []any{map[string]any{"if": test, "then": `return msg;`}}
	case inThen:
		fields["conditions"] = []any{map[string]any{"if": "true", "then": guarded + ` return msg;`}}
	case inAdvanced:
		fields["advancedProcessing"] = guarded + probe + ` return msg;`
	}
	return ProcessorYAML("tag_processor", limits, fields)
}

// An outcome is what becomes of the hostile message: it passes, with the text in its
// value, or is dropped, or fails for a reason, with the text in its error.
type outcome struct{ reason, text string }

const (
	passed  = "passes"
	dropped = "drops"
)

func (o outcome) String() string {
	if o.text == "" {
		return o.reason
	}
	return o.reason + ": " + o.text
}

func (o outcome) isOneOf(want []outcome) bool {
	return slices.ContainsFunc(want, func(w outcome) bool {
		return o.reason == w.reason && strings.Contains(o.text, w.text)
	})
}

// The outcomes that pairs have in common. The texts are V8's.
var (
	passes      = outcome{passed, ""}
	drops       = outcome{dropped, ""}
	memory      = outcome{"memory", ""}
	timeout     = outcome{"timeout", ""}
	overflow    = outcome{"stack_overflow", ""}
	badValue    = outcome{"bad_value", ""}
	badReturn   = outcome{"bad_return", ""}
	tooMany     = outcome{"too_many_messages", ""}
	textLength  = throws("RangeError: Invalid string length")
	arrayLength = throws("RangeError: Invalid array length")
	noBuffer    = throws("RangeError: Array buffer allocation failed")
	bigIntSize  = throws("RangeError: Maximum BigInt size exceeded")
	throwsAny   = throws("")
)

func throws(text string) outcome { return outcome{"throw", text} }

// value is a message that passes with the value, which is written as JSON.
func value(json string) outcome { return outcome{passed, `"value":` + json + "}"} }

func anyOf(o ...outcome) []outcome { return o }

// What may become of scripts that take more and more: a slow machine comes to the
// timeout first.
var (
	// growing makes a text longer.
	growing = anyOf(textLength, memory, timeout)
	// filling keeps more and more values.
	filling = anyOf(memory, timeout)
	// spreading gives a call more and more arguments.
	spreading = anyOf(memory, timeout, overflow, throws("RangeError"))
)
