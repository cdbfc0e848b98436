// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"bytes"
	"encoding/json"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

const (
	maxRowTags  = 100
	maxRowValue = 200 // characters
	maxRowText  = 500 // characters
)

// rowOf is a result in short.
func rowOf(d api.Detail) api.Row {
	row := api.Row{
		Sample: d.Sample, Outcome: d.Result.Outcome, Tags: []api.RowTag{},
		TagCount: len(d.Result.Outputs), Logged: len(d.Result.Log),
	}
	for _, o := range d.Result.Outputs[:min(len(d.Result.Outputs), maxRowTags)] {
		row.Tags = append(row.Tags, rowTagOf(o))
	}
	for _, run := range d.Result.Runs {
		row.TookNs += tookOf(run.Branch)
		if len(run.Failures) > 0 && row.Error == "" {
			row.Error = cut(run.Failures[0].Stage+": "+run.Failures[0].Error, maxRowText)
		}
	}
	return row
}

func tookOf(b tag.Branch) (ns int64) {
	for _, s := range b.Steps {
		ns += s.TookNs
	}
	for _, one := range b.Branches {
		ns += tookOf(one)
	}
	return ns
}

// rowTagOf is a message that leaves the last processor in short.
func rowTagOf(o tag.Output) api.RowTag {
	t := api.RowTag{Topic: o.Topic}
	switch {
	case o.Text != nil:
		t.Value = cut(*o.Text, maxRowValue)
		return t
	case o.Payload == nil:
		t.Value = "bytes"
		return t
	}
	var body struct {
		Value       json.RawMessage `json:"value"`
		TimestampMs *int64          `json:"timestamp_ms"`
	}
	value := []byte(o.Payload)
	if o.Topic != "" && json.Unmarshal(value, &body) == nil && body.TimestampMs != nil && body.Value != nil {
		value, t.TimestampMs = body.Value, body.TimestampMs
	}
	var compact bytes.Buffer
	if json.Compact(&compact, value) == nil {
		value = compact.Bytes()
	}
	t.Value = cut(string(value), maxRowValue)
	return t
}
