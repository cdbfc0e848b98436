// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"runtime"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
)

// TestJSONIsChargedForWhatItTakes: short texts make large values.
func TestJSONIsChargedForWhatItTakes(t *testing.T) {
	for _, element := range []string{`{}`, `[]`, `1`, `""`, `"ab"`, `"\n"`, `{"":1}`, `{"a":1,"b":2}`, `{"a":1,"b":2,"c":3,"d":4,"e":5}`, `[[[]]]`, `[1,2,3,4,5]`, `{"a":{"b":[{}]}}`, `1.50`} {
		text := "[" + strings.Repeat(element+",", 20_000) + element + "]"
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		v, _, ok := evalJSON(text, allPaths)
		runtime.GC()
		runtime.ReadMemStats(&after)
		if !ok {
			t.Fatal(element)
		}
		kept := int64(after.HeapAlloc) - int64(before.HeapAlloc)
		for _, way := range []struct {
			name   string
			charge func(*eval.Machine)
			// grants is how often the limit may be granted: anew where it is charged bit by bit.
			grants int64
		}{
			{"before it is read", func(m *eval.Machine) { m.ChargeJSON(text) }, 1},
			{"while it is read", func(m *eval.Machine) { chargedJSON(m, text, allPaths) }, 2},
		} {
			charged := func(limit int64) error {
				m := eval.NewMachine(nil)
				defer m.Forget()
				m.Begin(eval.Limits{Memory: limit})
				return m.Attempt(func() { way.charge(m) })
			}
			if charged((kept-kept/5)/way.grants) == nil {
				t.Errorf("%s: takes %d bytes and is charged less %s", element, kept, way.name)
			}
			if err := charged(4 * kept); err != nil {
				t.Errorf("%s: takes %d bytes and is charged more than four times that %s", element, kept, way.name)
			}
		}
		runtime.KeepAlive(v)
	}
}
