package benchmark

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// TestEqualOutput: whoever is compared in speed does the same work.
func TestEqualOutput(t *testing.T) {
	for _, w := range workloads {
		t.Run(w.name, func(t *testing.T) { compareOutputs(t, w) })
	}
}

// compareOutputs fails where a competitor's messages are not ours. The minimal
// mapping leaves two metadata keys out, which is its purpose.
func compareOutputs(tb testing.TB, w workload) {
	tb.Helper()
	want := outputs(tb, w, ours)
	for _, name := range w.competitors() {
		got := outputs(tb, w, name)
		if len(got) != len(want) {
			tb.Fatalf("%s: %d messages, want %d", name, len(got), len(want))
		}
		for i := range want {
			expected := want[i]
			if name == mappingMinimal {
				expected.meta = maps.Clone(expected.meta)
				delete(expected.meta, "_initialMetadata")
				delete(expected.meta, "_incomingKeys")
			}
			if got[i].value != expected.value || !maps.Equal(got[i].meta, expected.meta) {
				tb.Fatalf("%s: message %d is %+v, want %+v", name, i, got[i], expected)
			}
		}
	}
}

type output struct {
	value string
	meta  map[string]string
}

// outputs are the messages that a competitor makes of the workload's batch.
func outputs(tb testing.TB, w workload, name string) []output {
	tb.Helper()
	p := w.build(tb, name)
	before := time.Now().UnixMilli()
	batch := process(tb, p, w.batch())
	after := time.Now().UnixMilli()
	out := make([]output, len(batch))
	for i, m := range batch {
		if err := m.GetError(); err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		out[i] = output{valueOf(tb, m, before, after), metaOf(tb, m)}
	}
	return out
}

func valueOf(tb testing.TB, m *service.Message, before, after int64) string {
	tb.Helper()
	content, err := m.AsBytes()
	if err != nil {
		tb.Fatal(err)
	}
	var body struct {
		Value       json.RawMessage `json:"value"`
		TimestampMs int64           `json:"timestamp_ms"`
	}
	decoder := json.NewDecoder(strings.NewReader(string(content)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&body); err != nil {
		tb.Fatalf("%s: %v", content, err)
	}
	if body.TimestampMs < before || body.TimestampMs > after {
		tb.Fatalf("%s: the time is not from %d to %d", content, before, after)
	}
	return string(body.Value)
}

func metaOf(tb testing.TB, m *service.Message) map[string]string {
	tb.Helper()
	meta := map[string]string{}
	_ = m.MetaWalk(func(key, text string) error {
		meta[key] = text
		return nil
	})
	// The starting point has them in any order.
	keys := strings.Split(meta["_incomingKeys"], ",")
	slices.Sort(keys)
	if len(meta["_incomingKeys"]) > 0 {
		meta["_incomingKeys"] = strings.Join(keys, ",")
	}
	return meta
}
