// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// BenchmarkLiveHeap is what a processor holds while a million messages pass it: how
// far the live heap goes up and down between the first tenth and the last.
func BenchmarkLiveHeap(b *testing.B) {
	const messages, samples = 1_000_000, 10
	w := opcua(42, 3).with("advancedProcessing", `msg.meta.path = [...msg.meta.opcua_tag_path.split(".")].map(s => s.toLowerCase()).join("/"); return msg;`)
	p, batch := w.build(b, ours), w.batch()
	for b.Loop() {
		var live []uint64
		for range samples {
			for range messages / samples / len(batch) {
				process(b, p, batch)
			}
			live = append(live, liveHeap())
		}
		b.ReportMetric(float64(slices.Max(live)-slices.Min(live))/messages, "drift-B/msg")
		b.ReportMetric(float64(live[samples-1])/1024, "live-KB")
	}
}

func liveHeap() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// BenchmarkIdleVM is the memory of a VM between two batches, by how much the
// scripts make it build.
func BenchmarkIdleVM(b *testing.B) {
	for name, advanced := range map[string]string{
		"plain":    "",
		"some":     `msg.payload = Math.round(msg.payload * 10) / 10; return msg;`,
		"a lot of": `msg.payload = JSON.parse(JSON.stringify([..."abc"].map(s => s.replace(/a/, "b")))).length; return msg;`,
	} {
		b.Run("scripts="+name, func(b *testing.B) {
			w := opcua(1, 3).with("advancedProcessing", advanced)
			batch := w.batch()
			for b.Loop() {
				const vms = 100
				var size uint64
				for range vms {
					p := w.build(b, ours)
					before := liveHeap()
					process(b, p, batch)
					size += liveHeap() - before
					runtime.KeepAlive(p)
				}
				b.ReportMetric(float64(size)/vms/1024, "KB/VM")
			}
		})
	}
}

// BenchmarkPoolUnderGC is what is left of the pool where a garbage collection, or
// two, runs between batches.
func BenchmarkPoolUnderGC(b *testing.B) {
	w := opcua(42, 3)
	for _, c := range []struct{ batches, collections int }{{1, 1}, {1, 2}, {5, 2}} {
		b.Run(fmt.Sprintf("every=%d/collections=%d", c.batches, c.collections), func(b *testing.B) {
			s, err := Start(ProcessorYAML(w.processor, w.fields))
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = s.Stop() })
			batch := w.batch()
			i := 0
			for b.Loop() {
				if i++; i%c.batches == 0 {
					for range c.collections {
						runtime.GC()
					}
				}
				if _, err := s.Process(batch.Copy()); err != nil {
					b.Fatal(err)
				}
			}
			hits, misses := s.Count("vm_pool_hits"), s.Count("vm_pool_misses")
			b.ReportMetric(100*float64(hits)/float64(hits+misses), "hit-%")
		})
	}
}
