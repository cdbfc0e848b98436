// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag

// A Result is what became of one sample. It is what --json prints, a line each;
// the names of its members are kept.
type Result struct {
	// Line is the sample's line in the input, from 1.
	Line int `json:"line"`
	// File is the sample's file, where there are several.
	File string `json:"file,omitempty"`
	// Outcome is "processed", "dropped" or "failed". Where a part of a fan-out
	// failed, the message has failed.
	Outcome string `json:"outcome"`
	// Runs are the processors that the message came by, in order. A processor that
	// got several messages of the one before has a run for each.
	Runs []Run `json:"runs"`
	// Outputs are the messages that leave the last processor.
	Outputs []Output `json:"outputs"`
	// Log is what scripts wrote to the console and what the processors warned of.
	Log []LogEntry `json:"log,omitempty"`
}

// The outcomes.
const (
	Processed = "processed"
	Dropped   = "dropped"
	Errored   = "failed"
)

// A Run is one message in one processor.
type Run struct {
	// Processor is its label, or where it has none its path in the config.
	Processor string `json:"processor"`
	// Kind is tag_processor or nodered_js.
	Kind   string `json:"kind"`
	Branch        // from the first stage on
	// Failures are why the message, or some of its branches, failed.
	Failures []Failure `json:"failures,omitempty"`
	// Flagged says that the original goes on, flagged with the first failure.
	Flagged bool `json:"flagged,omitempty"`
}

// A Branch is a message on its way through the stages: to the end, or to where it
// was dropped, failed, or became several messages.
type Branch struct {
	Steps []Step `json:"steps"`
	// End is "emitted", "dropped", "failed" or "branched", or "unfinished" where the
	// message was given up before.
	End string `json:"end"`
	// Output is the message that goes on.
	Output *Output `json:"output,omitempty"`
	// Failure is why this branch failed.
	Failure  *Failure `json:"failure,omitempty"`
	Branches []Branch `json:"branches,omitempty"`
}

// The ends of a branch.
const (
	endEmitted    = "emitted"
	endDropped    = "dropped"
	endFailed     = "failed"
	endBranched   = "branched"
	endUnfinished = "unfinished"
)

// A Step is one script on one message.
type Step struct {
	// Stage is "defaults", "condition 1 if", "condition 1 then" and so on,
	// "advancedProcessing", or "code".
	Stage string `json:"stage"`
	// TookNs is the time it took, in nanoseconds. The first message pays for what is
	// made only once.
	TookNs int64 `json:"took_ns"`
	// Way is how the script ran: "go", "shared_vm", or "own_vm" for a VM of its own for
	// each message.
	Way string `json:"way"`
	// GivenUp is why a script that runs in Go ran in a VM this time.
	GivenUp *GivenUp `json:"given_up,omitempty"`
	// Note is what the script costs, if that is of note: "needs a VM of its own for
	// each message, about 10 times slower: uses `class` at line 3, column 1".
	Note string `json:"note,omitempty"`
	// Holds is the result of an if; it is there for no other stage.
	Holds *bool `json:"holds,omitempty"`
	// Changes are, for each message that the script gave, what it changed. They are
	// missing where the script failed, and for an if.
	Changes []Change `json:"changes,omitempty"`
}

// A GivenUp is why a script was given up in Go, and where: at the last call or turn
// of a loop that had begun.
type GivenUp struct {
	Reason string `json:"reason"`
	// Line and Column are in the script's own text, from 1; 0 where not known.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
}

// A Change is the difference that a script made.
type Change struct {
	// Payload is there where the payload is another one.
	Payload *PayloadChange `json:"payload,omitempty"`
	// Meta has every key that was set, changed or removed.
	Meta map[string]MetaChange `json:"meta,omitempty"`
}

// A PayloadChange has the payload before and after a script.
type PayloadChange struct {
	Before Content `json:"before"`
	After  Content `json:"after"`
}

// A MetaChange has a metadata value before and after a script; nil is no such key.
type MetaChange struct {
	Before *string `json:"before"`
	After  *string `json:"after"`
}

// An Output is a message that leaves a processor.
type Output struct {
	Content
	Meta map[string]any `json:"meta"`
	// Topic is the tag's topic, for tag_processor.
	Topic string `json:"topic,omitempty"`
	// Error is the error that a flagged message carries.
	Error string `json:"error,omitempty"`
}

// A Failure is why a message failed, and where in the script.
type Failure struct {
	Stage  string `json:"stage"`
	Reason string `json:"reason"`
	Error  string `json:"error"`
	// Line and Column are in the script's own text, from 1; 0 where not known.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// FileLine and FileColumn are the same place in the config's File, as far as it is known.
	File       string `json:"file,omitempty"`
	FileLine   int    `json:"file_line,omitempty"`
	FileColumn int    `json:"file_column,omitempty"`
	// Frame is the line of code with a caret below the column.
	Frame string `json:"frame,omitempty"`
}

// A LogEntry is one line of the log.
type LogEntry struct {
	Level string `json:"level"`
	Text  string `json:"text"`
}
