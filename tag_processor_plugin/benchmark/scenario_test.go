// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"fmt"
	"runtime"
	"testing"
)

// heapFloor is what the binary takes for the smallest heap, for all competitors
// alike. With the few MB of a benchmark, the garbage collector would be what is
// measured.
var heapFloor = make([]byte, 16<<20)

// scenarios are what the other benchmarks do not show: many tags with many
// conditions, one message at a time, large payloads, and what no VM can be shared
// after.
var scenarios = []workload{
	opcua(42, 3), opcua(1000, 5), mixed(42, 3), mixed(1000, 5), opcua(1, 0),
	jsonObjects(42), written(42), freshVMs(42),
}

// BenchmarkTen is ten things that people do, each by every competitor that can do it.
func BenchmarkTen(b *testing.B) { compare(b, tenWorkloads) }

// BenchmarkScenario is the same for the scenarios.
func BenchmarkScenario(b *testing.B) { compare(b, scenarios) }

func compare(b *testing.B, workloads []workload) {
	for _, w := range workloads {
		b.Run("work="+w.name, func(b *testing.B) {
			compareOutputs(b, w)
			compete(b, w)
		})
	}
}

// compete times every competitor of a workload on one core. An operation is one batch.
func compete(b *testing.B, w workload) {
	for _, name := range w.competitors() {
		b.Run("by="+name, func(b *testing.B) { inSequence(b, w, name) })
	}
}

func inSequence(b *testing.B, w workload, name string) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	p, batch := w.build(b, name), w.batch()
	b.ReportAllocs()
	before := cpuTime()
	for b.Loop() {
		process(b, p, batch)
	}
	if used := cpuTime() - before; used > 0 {
		b.ReportMetric(float64(used.Nanoseconds())/float64(b.N*len(batch)), "cpu-ns/msg")
	}
	perMessage(b, len(batch))
	runtime.KeepAlive(heapFloor)
}

// perMessage reports the figures of b for one message.
func perMessage(b *testing.B, messages int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*messages), "ns/msg")
}

// BenchmarkThreads is one processor with one and with two pipeline threads, on as
// many cores. by_hand shows what the machine makes of a second core.
func BenchmarkThreads(b *testing.B) {
	w := opcua(42, 3)
	compareOutputs(b, w)
	for _, name := range []string{ours, handWritten} {
		for _, threads := range []int{1, 2} {
			b.Run(fmt.Sprintf("by=%s/threads=%d", name, threads), func(b *testing.B) {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(threads))
				p, batch := w.build(b, name), w.batch()
				b.ReportAllocs()
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						process(b, p, batch)
					}
				})
				perMessage(b, len(batch))
			})
		}
	}
}
