// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A FailureKind is where a message failed and why.
type FailureKind struct {
	Stage  string
	Reason script.Reason
}

// An outcome is what became of the original of a message that failed.
type outcome string

const (
	flagged outcome = "flagged" // goes on, with the error
	dropped outcome = "dropped"
)

// A failureKind is the labels of message_failures.
type failureKind struct {
	FailureKind
	outcome outcome
}

// The stages in which only our own code fails: before the scripts, round them, and
// behind them.
const (
	stageInput    = "input"
	stageScripts  = "scripts"
	stageMetadata = "metadata"
	stageOutput   = "output"
)

// knownConditions is how many conditions have their series from the start. A
// config may have a thousand conditions, each with ten kinds of failure.
const knownConditions = 10

// A knownScript is one that has its series from the start.
type knownScript struct {
	stage string
	// number is the one that plan gives it; test says that it is an if.
	number int
	test   bool
}

func knownScripts(stages []Stage) (known []knownScript) {
	conditions, number := 0, 0
	for _, s := range stages {
		from := len(known)
		if s.If != nil {
			conditions++
			known = append(known, knownScript{s.If.Stage, number, true})
			number++
		}
		known = append(known, knownScript{s.Body.Stage, number, false})
		number++
		if s.If != nil && conditions > knownConditions {
			known = known[:from]
		}
	}
	return known
}

// knownBailouts are the stages whose series of script_bailouts are made at the start:
// those that run in Go.
func knownBailouts(rules Rules, programs []*eval.Program) (stages []string) {
	for _, s := range knownScripts(rules.Stages) {
		if programs[s.number] != nil {
			stages = append(stages, s.stage)
		}
	}
	return stages
}

// knownFailures are the kinds of failure whose series are made at the start: those
// of every script, except the conditions after the tenth, and those of the stages
// around the scripts. A stage and a reason have one outcome, which the config
// decides. So a processor starts with at most 175 series. The series of a later
// condition, or of a kind that is not listed here, is made with its first failure.
func knownFailures(rules Rules, o Options) []failureKind {
	kinds := []FailureKind{
		{stageInput, script.Internal},
		{stageScripts, script.Internal},
		{stageScripts, script.Stuck},
		{stageMetadata, script.Internal},
		{stageOutput, script.Internal},
	}
	for _, s := range knownScripts(rules.Stages) {
		kinds = appendKinds(kinds, s.stage, scriptReasons(o))
		if !s.test { // an if gives true or false, whatever it returns, and one message stays one
			kinds = appendKinds(kinds, s.stage, bodyReasons(o))
		}
	}
	kinds = append(kinds, rules.EmitFailures...)

	known := make([]failureKind, len(kinds))
	for i, kind := range kinds {
		known[i] = failureKind{kind, dropped}
		if o.OnError.Flags(&script.Error{Stage: kind.Stage, Reason: kind.Reason}, rules.FlagsToday) {
			known[i].outcome = flagged
		}
	}
	return known
}

// scriptReasons are the reasons that every script can give.
func scriptReasons(o Options) []script.Reason {
	reasons := []script.Reason{script.Throw, script.StackOverflow, script.Memory, script.Internal}
	if o.ScriptTimeout > 0 {
		reasons = append(reasons, script.Timeout)
	}
	if o.Cache != nil && !o.Cache.InMemory() {
		reasons = append(reasons, script.Cache)
	}
	return reasons
}

// bodyReasons are those that only a body can give.
func bodyReasons(o Options) []script.Reason {
	reasons := []script.Reason{script.BadReturn, script.BadValue}
	if o.MaxMessages > 0 {
		reasons = append(reasons, script.TooManyMessages)
	}
	return reasons
}

func appendKinds(kinds []FailureKind, stage string, reasons []script.Reason) []FailureKind {
	for _, reason := range reasons {
		kinds = append(kinds, FailureKind{stage, reason})
	}
	return kinds
}
