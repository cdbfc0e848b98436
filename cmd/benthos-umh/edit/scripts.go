// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"fmt"
	"slices"
	"strings"
)

// Scripts are those of one processor. They are as the file has them: environment variables
// ${X} are not replaced. Lines end with \n; the last one has no end. A script that is "" is
// not there.
type Scripts struct {
	Defaults           string
	Conditions         []Condition
	AdvancedProcessing string
	// Code is that of a nodered_js. The others are those of a tag_processor.
	Code string
}

// A Condition is one of a tag_processor.
type Condition struct {
	// From is its place in the list of the text, from 0; [New] if it has none. For a copy of
	// another condition it is New.
	From     int
	If, Then string
}

// New is Condition.From of a condition that the text does not have.
const New = -1

// A Processor is a tag_processor or nodered_js of a config.
type Processor struct {
	// Path is where it stands, as in inventory.Component: pipeline.processors.0
	Path string
	// Kind is "tag_processor" or "nodered_js".
	Kind string
	// Label is "" where it has none.
	Label   string
	Scripts Scripts
	// NoEdit is why [Apply] refuses to change the scripts, a sentence without its dot; "" if
	// it does not.
	NoEdit string
}

// An Error is why scripts cannot be written.
type Error struct {
	// Path is the processor's, Stage the script's as inventory.Script has it: "condition 1
	// if". For the list itself it is "conditions", for the whole processor "".
	Path, Stage string
	// Reason is a sentence without its dot.
	Reason string
}

func (e *Error) Error() string {
	if e.Stage == "" {
		return e.Path + ": " + e.Reason
	}
	return fmt.Sprintf("%s: %s: %s", e.Path, e.Stage, e.Reason)
}

// script is a text as [Scripts] have it.
func script(text string) string {
	return strings.TrimRight(ends.Replace(text), "\n")
}

var ends = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// normal is the scripts as a text gives them back.
func (s Scripts) normal() Scripts {
	s.Defaults, s.AdvancedProcessing, s.Code = script(s.Defaults), script(s.AdvancedProcessing), script(s.Code)
	s.Conditions = slices.Clone(s.Conditions)
	for i, c := range s.Conditions {
		s.Conditions[i].If, s.Conditions[i].Then = script(c.If), script(c.Then)
	}
	return s
}

// same reports whether the scripts have the same texts in the same order.
func (s Scripts) same(o Scripts) bool {
	return s.Defaults == o.Defaults && s.AdvancedProcessing == o.AdvancedProcessing && s.Code == o.Code &&
		slices.EqualFunc(s.Conditions, o.Conditions, func(a, b Condition) bool { return a.If == b.If && a.Then == b.Then })
}
