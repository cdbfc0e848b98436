// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// fieldBatch is how many messages a field case gets at a time.
const fieldBatch = 100

// fieldCases are the processors that people run, except those whose configs are
// refused: no message passes them.
func fieldCases() (cases []FieldCase) {
	for _, c := range FieldCases("../testdata/field/cases.json") {
		if !c.Refused() {
			cases = append(cases, c)
		}
	}
	return cases
}

// fieldWorkload is a field case with its messages in turn until the batch is full.
func fieldWorkload(c FieldCase) workload {
	fields := maps.Clone(c.Config)
	if slices.Contains(c.Want, "ERR") {
		fields["on_error"] = "forward" // as its author runs it: a flagged message is an output
	}
	return workload{
		name:      c.Name,
		processor: c.Processor,
		fields:    fields,
		batch: batchOf(fieldBatch, func(i int) *service.Message {
			m := c.Messages[i%len(c.Messages)]
			return Message(string(m.Payload), m.Meta)
		}),
	}
}

// BenchmarkField is what people write, here and at the starting point. Before the
// two lines of a case stands one that says how its scripts run.
func BenchmarkField(b *testing.B) {
	for _, c := range fieldCases() {
		b.Run("case="+c.Name, func(b *testing.B) {
			w := fieldWorkload(c)
			compareOutputs(b, w)
			fmt.Printf("how: %s\n", how(b, w))
			compete(b, w)
		})
	}
}
