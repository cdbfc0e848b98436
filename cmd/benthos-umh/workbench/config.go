// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/lint"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/capture"
)

// exampleConfig is what the workbench is opened on where the user names no config, and
// exampleSamples are its messages.
//
//go:embed example.yaml
var exampleConfig string

//go:embed example.jsonl
var exampleSamples string

// A config is one as it was read. Nobody changes it.
type config struct {
	api.Config
	// document is what `tag try` would try. It is empty where Broken says why.
	document inventory.Document
	// components are those of the document.
	components []inventory.Component
}

// read reads the config of a file; of "", the example.
func readConfig(path string, o inventory.LoadOptions) (*config, error) {
	if path == "" {
		c := newConfig("", inventory.Document{Text: exampleConfig, Place: inventory.NewPlaces(exampleConfig).Find}, exampleConfig)
		c.NoSave = "no config was named: start with benthos-umh tag workbench -c config.yaml"
		return c, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	d, err := tag.Document(path, o)
	if err != nil {
		c := &config{Config: api.Config{File: path, Text: string(content), Version: version(content), Broken: err.Error(), NoSave: err.Error()}}
		c.Processors, c.Inputs = []api.Processor{}, []api.Input{}
		return c, nil
	}
	if plain(d) {
		content = []byte(d.Text) // it was read later
	}
	c := newConfig(path, d, string(content))
	if c.NoSave == "" {
		c.NoSave = notPlain(d)
	}
	return c, nil
}

// plain reports whether a document's text is the file's.
func plain(d inventory.Document) bool { return d.Name == "" && d.Line == nil }

func notPlain(d inventory.Document) string {
	switch {
	case d.Name != "":
		return "the config of a bridge is a filled-in text: copy the scripts into " + d.File + " by hand"
	case d.Line != nil:
		return "the variables of the config are filled in: copy the scripts into " + d.File + " by hand"
	}
	return ""
}

// whyBroken is what lint says of a text that is no YAML: it knows the place and a hint.
func whyBroken(d inventory.Document, err error) string {
	for _, p := range lint.Check(d, lint.Rules{SkipVariables: true}) {
		if p.Severity == lint.Error {
			return p.String()
		}
	}
	return err.Error()
}

func version(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func newConfig(path string, d inventory.Document, content string) *config {
	c := &config{document: d, Config: api.Config{
		File: path, Name: d.Name, Text: d.Text, Version: version([]byte(content)),
		Processors: []api.Processor{}, Inputs: []api.Input{},
	}}
	read, err := edit.Read(d.Text)
	if err != nil {
		c.Broken = whyBroken(d, err)
		c.NoSave = "the config is no YAML: mend it in an editor"
		return c
	}
	var tried []string
	if c.components, _, err = inventory.Open(d.Text); err == nil { // if not, a run says why
		c.Inputs = capture.Inputs(c.components)
		if plan, err := tag.PlanOf(c.components, d, ""); err == nil {
			tried = plan.Processors()
		}
	}
	for _, p := range read.Processors {
		if slices.ContainsFunc(c.Processors, func(other api.Processor) bool { return other.Path == p.Path }) {
			continue
		}
		one := api.Processor{
			Path: p.Path, ID: p.Path, Kind: p.Kind, Scripts: scriptsOf(p.Scripts), NoEdit: p.NoEdit,
			Tried: slices.Contains(tried, p.Path),
		}
		if p.Label != "" {
			one.ID = p.Label
		}
		c.Processors = append(c.Processors, one)
	}
	if len(c.Processors) == 0 {
		c.Broken = "the config has neither a tag_processor nor a nodered_js"
	}
	return c
}

func scriptsOf(s edit.Scripts) api.Scripts {
	list := make([]api.Condition, len(s.Conditions))
	for i, c := range s.Conditions {
		list[i] = api.Condition{From: &c.From, If: c.If, Then: c.Then}
	}
	return api.Scripts{Defaults: s.Defaults, Conditions: list, AdvancedProcessing: s.AdvancedProcessing, Code: s.Code}
}

// editsOf are the scripts of a draft by path.
func editsOf(draft api.Draft) map[string]edit.Scripts {
	drafts := map[string]edit.Scripts{}
	for _, p := range draft.Processors {
		s := edit.Scripts{Defaults: p.Scripts.Defaults, AdvancedProcessing: p.Scripts.AdvancedProcessing, Code: p.Scripts.Code}
		for _, c := range p.Scripts.Conditions {
			one := edit.Condition{From: edit.New, If: c.If, Then: c.Then}
			if c.From != nil {
				one.From = *c.From
			}
			s.Conditions = append(s.Conditions, one)
		}
		drafts[p.Path] = s
	}
	return drafts
}

// apply is a config's text with the scripts of a draft. The error is for the user.
func apply(text string, drafts map[string]edit.Scripts) (string, error) {
	if len(drafts) == 0 {
		return text, nil
	}
	return edit.Apply(text, drafts)
}

// with is the document that a draft makes of the config.
func (c *config) with(draft api.Draft) (inventory.Document, error) {
	if c.Broken != "" {
		return inventory.Document{}, errors.New(c.Broken)
	}
	text, err := apply(c.Text, editsOf(draft))
	if err != nil {
		return inventory.Document{}, fmt.Errorf("the scripts cannot be written into the config: %w", err)
	}
	if text == c.Text {
		return c.document, nil
	}
	d := inventory.Document{File: c.File, Name: c.Name, Text: text, Place: inventory.NewPlaces(text).Find}
	if !plain(c.document) {
		d.Place = func(string) inventory.Place { return inventory.Place{} } // nothing of this text is in the file
	}
	return d, nil
}
