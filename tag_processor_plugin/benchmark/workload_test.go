// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// The processors that workloads are written for.
const (
	tagProcessor = "tag_processor"
	noderedJS    = "nodered_js"
)

// A workload is a batch and what is to be made of it.
type workload struct {
	name  string
	batch func() service.MessageBatch
	// processor is the one that does it here, and fields are its config.
	processor string
	fields    Config
	// byHand makes the processor in Go for this very work; nil if nobody wrote one.
	byHand func() service.BatchProcessor
	// mapping is the same in Bloblang, full or minimal; nil if Bloblang cannot say it.
	mapping func(full bool) string
	// unordered: the order of messages is that of a payload's members, which the
	// starting point did not keep.
	unordered bool
}

// scripts are the fields of a tag_processor.
type scripts struct {
	defaults   string
	conditions []condition
	advanced   string
}

type condition struct{ test, then string }

// fields are the scripts as a processor's config.
func (s scripts) fields() Config {
	conditions := make([]any, len(s.conditions))
	for i, c := range s.conditions {
		conditions[i] = Config{"if": c.test, "then": c.then}
	}
	return Config{"defaults": s.defaults, "conditions": conditions, "advancedProcessing": s.advanced}
}

// batchOf makes n messages by a function of their number.
func batchOf(n int, message func(i int) *service.Message) func() service.MessageBatch {
	return func() service.MessageBatch {
		batch := make(service.MessageBatch, n)
		for i := range batch {
			batch[i] = message(i)
		}
		return batch
	}
}
