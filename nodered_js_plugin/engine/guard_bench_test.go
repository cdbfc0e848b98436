// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// BenchmarkGuards prices the guards: a script that does a thing a hundred times, with
// guards and without.
func BenchmarkGuards(b *testing.B) {
	for _, c := range []struct{ name, source string }{
		{"none", `const o = { plain: 1 }; for (let i = 0; i < 100; i++) o.plain`},
		{"member", `const o = { values: 1 }; for (let i = 0; i < 100; i++) o.values`},
		{"key", `const o = { a: 1 }, k = msg.meta.tag_name; for (let i = 0; i < 100; i++) o[k]`},
		{"key-of-pattern", `const o = { a: 1 }, k = msg.meta.tag_name; for (let i = 0; i < 100; i++) { const { [k]: v } = o; }`},
		{"function", `for (let i = 0; i < 100; i++) { const f = Math.round; f(1.5); }`},
	} {
		s, err := script.Compile("script", c.source, script.Body)
		if err != nil {
			b.Fatal(err)
		}
		if s.Code() == nil {
			b.Fatal(s.Outside())
		}
		for _, shared := range []bool{false, true} {
			name := "script=" + c.name + "/guards=off"
			if shared {
				name = "script=" + c.name + "/guards=on"
			}
			b.Run(name, func(b *testing.B) {
				vm := runIn(s, shared)
				for b.Loop() {
					if _, err := vm.Call(0); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*100), "ns/time")
			})
		}
	}
}
