// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"fmt"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// growing is work of any size: messages with a payload of so many bytes, of which
// advancedProcessing takes one number where it is large, and conditions of which one
// in four is true.
func growing(messages, conditions, bytes int) workload {
	w := opcua(messages, conditions)
	payload := "42.5"
	if bytes > 100 {
		payload = document(1, bytes)
		w = w.with("advancedProcessing", "msg.payload = msg.payload.press.force;\nreturn msg;")
	}
	w.batch = batchOf(messages, func(i int) *service.Message { return Message(payload, opcuaMeta(i)) })
	// Conditions that only compare metadata cost next to nothing; these call a function.
	for i, c := range w.fields["conditions"].([]any) {
		c.(Config)["if"] = fmt.Sprintf(`msg.meta.opcua_tag_group.endsWith("%d")`, i%4)
	}
	return w
}

// BenchmarkGrowth is how the cost of a message grows with what there is to do.
func BenchmarkGrowth(b *testing.B) {
	for _, bytes := range []int{5, 200, 2 << 10, 50 << 10} {
		for _, messages := range []int{1, 10, 100, 1000} {
			for _, conditions := range []int{0, 1, 3, 10, 30} {
				name := fmt.Sprintf("payload=%dB/messages=%d/conditions=%d", bytes, messages, conditions)
				b.Run(name, func(b *testing.B) {
					inSequence(b, growing(messages, conditions, bytes), ours)
				})
			}
		}
	}
}
