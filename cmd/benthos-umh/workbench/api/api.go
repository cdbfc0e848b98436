// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package api has the JSON that the workbench's server and its page speak. The page's
// own types are generated from it, and from the results of package tag.
//
//	GET    /api/state               State
//	POST   /api/reload              State, with the config read from disk once more
//	POST   /api/run                 RunRequest; events: checked, rows, result, done
//	GET    /api/results/{sample}    Detail of the last run; 410 if it is not kept any more
//	GET    /api/samples             Samples
//	POST   /api/samples             AddSamples; Samples
//	DELETE /api/samples             Samples, which are none then
//	GET    /api/samples/{id}        SampleText
//	PUT    /api/samples/{id}        SampleText; Samples
//	DELETE /api/samples/{id}        Samples
//	GET    /api/samples.jsonl       all of them as a file that `tag try` reads
//	POST   /api/samples/keep        writes them to State.SamplesFile; Kept
//	POST   /api/capture             CaptureRequest; events: captured, done
//	POST   /api/preview             Draft; Preview
//	POST   /api/save                SaveRequest; Saved, or with status 409 Conflict
//	POST   /api/test                TestRequest; Kept
//
// Anything that goes wrong has a status of 400 or more and a Problem as its body.
package api

import "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"

// A State is what the workbench is opened on.
type State struct {
	Config Config `json:"config"`
	// Declarations are TypeScript: what scripts see.
	Declarations string `json:"declarations"`
	// SamplesFile is where samples are kept, "" where the user named no file.
	SamplesFile string `json:"samples_file"`
	// MaxSamples is how many samples there may be, MaxSampleBytes how long one may be.
	MaxSamples     int `json:"max_samples"`
	MaxSampleBytes int `json:"max_sample_bytes"`
}

// A Config is a config as it is on disk.
type Config struct {
	// File is "" where the user named none: it is one to start from then.
	File string `json:"file"`
	// Name is the bridge of a config of umh-core, "" for a plain config.
	Name string `json:"name"`
	// Text is the YAML of the config. Of a bridge, it is filled in.
	Text string `json:"text"`
	// Version changes with what is on disk.
	Version    string      `json:"version"`
	Processors []Processor `json:"processors"`
	Inputs     []Input     `json:"inputs"`
	// NoSave is why scripts cannot be written back, "" if they can.
	NoSave string `json:"no_save"`
	// Broken is why no processor can be shown, "" if they can.
	Broken string `json:"broken"`
}

// A Processor is a tag_processor or nodered_js of a config.
type Processor struct {
	// Path is where it stands: pipeline.processors.0
	Path string `json:"path"`
	// ID is its label, or where it has none its path.
	ID string `json:"id"`
	// Kind is tag_processor or nodered_js.
	Kind    string  `json:"kind"`
	Scripts Scripts `json:"scripts"`
	// NoEdit is why its scripts cannot be changed here, "" if they can.
	NoEdit string `json:"no_edit"`
	// Tried says that a run takes messages through it if no other is asked for.
	Tried bool `json:"tried"`
}

// Scripts are those of a processor, as the file has them: without the last end of line,
// with environment variables not replaced. One that is "" is not there.
type Scripts struct {
	Defaults           string      `json:"defaults"`
	Conditions         []Condition `json:"conditions"`
	AdvancedProcessing string      `json:"advancedProcessing"`
	Code               string      `json:"code"`
}

// A Condition is one of a tag_processor.
type Condition struct {
	// From is its place in the list of the file, from 0; nil for a new one.
	From *int   `json:"from"`
	If   string `json:"if"`
	Then string `json:"then"`
}

// An Input is one of the config's.
type Input struct {
	// Path is where it stands: input, or input.broker.inputs.0
	Path string `json:"path"`
	// Kind is mqtt, kafka_franz and so on.
	Kind string `json:"kind"`
	// About says how capturing leaves others undisturbed.
	About string `json:"about"`
	// Refused is why nothing can be captured from it, "" if it can.
	Refused string `json:"refused"`
}

// A Draft is what the user has made of the scripts: those of the processors that differ
// from the file's.
type Draft struct {
	Processors []DraftProcessor `json:"processors"`
}

// A DraftProcessor are the scripts that a processor is to have.
type DraftProcessor struct {
	Path    string  `json:"path"`
	Scripts Scripts `json:"scripts"`
}

// A RunRequest takes all samples through the processors, in their order.
type RunRequest struct {
	Draft Draft `json:"draft"`
	// Processor is the path of the one to run; "" for all of pipeline.processors.
	Processor string `json:"processor"`
	// Chosen is the sample whose result is wanted at once, 0 for none.
	Chosen int `json:"chosen"`
	// Patient: go on after several messages ran into script_timeout.
	Patient bool `json:"patient"`
}

// Checked is the first event of a run: what is known before a message runs.
type Checked struct {
	// Run is the number of the run.
	Run      int       `json:"run"`
	Problems []Mistake `json:"problems"`
	Running  []Running `json:"running"`
	// Notes say what differs from a run of the config.
	Notes []string `json:"notes"`
	// Stopped is why no message is run, "" if they are.
	Stopped string `json:"stopped"`
}

// A Mistake is something that lint found.
type Mistake struct {
	// Processor is the path of the processor, "" if it is about none of its scripts.
	Processor string `json:"processor"`
	// Stage is "defaults", "condition 1 if", "condition 1 then" and so on,
	// "advancedProcessing", or "code".
	Stage string `json:"stage"`
	// Line and Column are in the script as the draft has it, from 1, columns in code
	// points; 0 where not known.
	Line   int `json:"line"`
	Column int `json:"column"`
	// FileLine and FileColumn are in the config's file, as it would be saved.
	FileLine   int `json:"file_line"`
	FileColumn int `json:"file_column"`
	// Severity is "error", "warning" or "note".
	Severity string `json:"severity"`
	Text     string `json:"text"`
	Rule     string `json:"rule"`
}

// Running is how one script runs.
type Running struct {
	Processor string `json:"processor"`
	Stage     string `json:"stage"`
	// Way is "go", "shared_vm" or "own_vm".
	Way string `json:"way"`
	// Note is what that costs and which words of the script cost it, "" for "go"; Line and
	// Column are where they stand, 0 where not known.
	Note   string `json:"note"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// A Row is what became of one sample, in short. An event "rows" has several.
type Row struct {
	Sample int `json:"sample"`
	// Outcome is "processed", "dropped" or "failed".
	Outcome string `json:"outcome"`
	// Tags are what leaves the last processor, the first 100 of them; TagCount is how many
	// there are.
	Tags     []RowTag `json:"tags"`
	TagCount int      `json:"tag_count"`
	// Error is the first failure: its stage and text.
	Error string `json:"error"`
	// Logged is how many lines the scripts wrote to the log.
	Logged int   `json:"logged"`
	TookNs int64 `json:"took_ns"`
}

// A RowTag is one message that leaves the last processor.
type RowTag struct {
	// Topic is "" where it is no tag.
	Topic string `json:"topic"`
	// Value is the tag's value as JSON, else the whole payload; the first 200 characters.
	Value string `json:"value"`
	// TimestampMs is the tag's time, nil where it is no tag.
	TimestampMs *int64 `json:"timestamp_ms"`
}

// A Detail is what became of one sample, stage by stage.
type Detail struct {
	Run    int        `json:"run"`
	Sample int        `json:"sample"`
	Result tag.Result `json:"result"`
}

// Done is the last event of a run.
type Done struct {
	Run       int   `json:"run"`
	Processed int   `json:"processed"`
	Dropped   int   `json:"dropped"`
	Failed    int   `json:"failed"`
	TookNs    int64 `json:"took_ns"`
	// Stopped is why the rest was not run, "" if all were.
	Stopped string `json:"stopped"`
}

// Samples are the messages to try.
type Samples struct {
	Samples []SampleHead `json:"samples"`
	// Members are what scripts can expect in them.
	Members Members `json:"members"`
	// Note is what to know of those that were added, or "".
	Note string `json:"note"`
	// Unsaved says that SamplesFile has others.
	Unsaved bool `json:"unsaved"`
}

// A SampleHead is a sample in short.
type SampleHead struct {
	// ID is the sample's own, from 1; it stays when others come and go.
	ID int `json:"id"`
	// Preview is the beginning of its text.
	Preview string `json:"preview"`
	Bytes   int    `json:"bytes"`
}

// Members are the keys that occur in samples, with an example of each.
type Members struct {
	// Meta are keys of the metadata.
	Meta []Member `json:"meta"`
	// Payload are members of payloads that are objects; a path such as "sensors.flow".
	Payload []Member `json:"payload"`
}

// A Member is a key that occurs in samples.
type Member struct {
	Path    string `json:"path"`
	Example string `json:"example"`
}

// A SampleText is a sample as a line of a file that `tag try` reads. It may be written on
// several lines here.
type SampleText struct {
	Text string `json:"text"`
}

// AddSamples adds what the user pasted or dropped: a message a line, or JSON documents.
type AddSamples struct {
	Text string `json:"text"`
	// After is the sample to add them behind, 0 for the end.
	After int `json:"after"`
}

// A CaptureRequest takes messages from an input of the config.
type CaptureRequest struct {
	// Input is its path.
	Input string `json:"input"`
	// Count is how many, Seconds how long to wait for them.
	Count   int `json:"count"`
	Seconds int `json:"seconds"`
}

// Captured is an event of capturing: how many messages there are so far.
type Captured struct {
	Count int `json:"count"`
}

// CaptureDone is the last event of capturing; the samples are there then.
type CaptureDone struct {
	Count int `json:"count"`
	// Why is why there are fewer than were asked for, or "".
	Why string `json:"why"`
}

// A Preview is what saving would do.
type Preview struct {
	Before string `json:"before"`
	After  string `json:"after"`
}

// A SaveRequest writes a draft into the config's file.
type SaveRequest struct {
	Draft Draft `json:"draft"`
	// Version is the Config's that the draft is of. If the file has changed meanwhile, it
	// is a Conflict.
	Version string `json:"version"`
	// Overwrite is the version of a Conflict that the user has seen, or "": what the draft
	// changes goes into that one. Where both have changed the conditions, it is refused.
	Overwrite string `json:"overwrite"`
}

// Saved is a config that was written.
type Saved struct {
	Config Config `json:"config"`
}

// A Conflict is a config that changed on disk since it was read.
type Conflict struct {
	// Version and Text are those of the file now.
	Version string `json:"version"`
	Text    string `json:"text"`
	// Error says so.
	Error string `json:"error"`
}

// A TestRequest keeps a sample and its result as a unit test for `benthos-umh test`.
type TestRequest struct {
	Draft  Draft  `json:"draft"`
	Sample int    `json:"sample"`
	Name   string `json:"name"`
	// Processor is as in a RunRequest.
	Processor string `json:"processor"`
}

// Kept is a file that was written.
type Kept struct {
	File string `json:"file"`
	// Text is what was added, for the user to see.
	Text string `json:"text"`
}

// A Problem is the body of an answer that is none.
type Problem struct {
	Error string `json:"error"`
}
