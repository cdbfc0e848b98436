package benchmark

import (
	"fmt"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// growing is work of any size: messages with a payload of so many bytes, which
// defaults reads, and conditions of which one in four is true.
func growing(messages, conditions, bytes int) workload {
	w := opcua(messages, conditions)
	payload := "42.5"
	if bytes > 100 {
		payload = document(1, bytes)
		w.scripts.advanced = "msg.payload = msg.payload.press.force;\nreturn msg;"
	}
	w.batch = func() service.MessageBatch {
		batch := opcuaBatch(messages)
		for _, m := range batch {
			m.SetBytes([]byte(payload))
		}
		return batch
	}
	// Conditions that only compare metadata cost next to nothing; these need the VM.
	for i := range w.scripts.conditions {
		w.scripts.conditions[i].test = fmt.Sprintf(`msg.meta.opcua_tag_group.endsWith("%d")`, i%4)
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
