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

// BenchmarkScenario is the comparison: every workload by every competitor that
// can do it, on one core. An operation is one batch.
func BenchmarkScenario(b *testing.B) {
	for _, w := range workloads {
		b.Run("work="+w.name, func(b *testing.B) {
			compareOutputs(b, w)
			for _, name := range w.competitors() {
				b.Run("by="+name, func(b *testing.B) { inSequence(b, w, name) })
			}
		})
	}
}

func inSequence(b *testing.B, w workload, name string) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	p, batch := w.build(b, name), w.batch()
	b.ReportAllocs()
	for b.Loop() {
		process(b, p, batch)
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
