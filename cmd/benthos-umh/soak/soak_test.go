// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

var messages = flag.Int("messages", 10_000, "how many messages the soak sends")

func TestSoak(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "soak")
}

const (
	// patience is how long starting, stopping and a native that was left behind may
	// take.
	patience = 2 * time.Minute
	// rounds are how many times the binary is looked at.
	rounds = 40
	// threads are how many batches run at a time, as soak.yaml has it. The binary gets
	// as many processors: a pool keeps as many idle VMs and workers as there are.
	threads = 2
)

// What a run may grow by after its warm-up, a quarter of it.
const (
	heapMayGrow       = 128 << 10 // bytes
	goroutinesMayGrow = 2         // apart from workers
	// vmSize is what an idle VM takes at most. When a pool makes its VMs is chance:
	// the second one when two of its batches first run at the same time.
	vmSize = 64 << 10 // bytes
)

var _ = Describe("a long run of good, bad, slow and hostile scripts", Ordered, func() {
	var (
		sent     *load
		look     probe
		counters map[counter]int // at the end
		heap     []float64
		kept     []float64 // VMs that pools have made and keep
		other    []float64 // goroutines, apart from workers
	)

	BeforeAll(func() {
		binary, err := gexec.Build("github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh", "-ldflags=-s -w")
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(gexec.CleanupBuildArtifacts)
		input, service := freeAddress(), freeAddress()
		cmd := exec.Command(binary, "-c", "soak.yaml")
		cmd.Env = append(os.Environ(), fmt.Sprint("GOMAXPROCS=", threads), "INPUT_ADDRESS="+input, "SERVICE_ADDRESS="+service)
		session, err := gexec.Start(cmd, GinkgoWriter, GinkgoWriter)
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(func() {
			Eventually(session.Terminate(), patience).Should(gexec.Exit(0))
		})
		sent, look = newLoad(input), probe{service}
		Eventually(func() error {
			// Nothing but POST is allowed, but the server answers.
			resp, err := http.Get(sent.url)
			if err == nil {
				resp.Body.Close()
			}
			return err
		}, patience).Should(Succeed())

		began := time.Now()
		for round := range rounds {
			Expect(sent.sendUntil((round + 1) * *messages / rounds)).To(Succeed())
			var count goroutines
			Eventually(func() (stuck int, err error) {
				count, err = look.goroutines()
				return count.stuck, err
			}, patience).Should(BeZero(), "a native that was left behind ends")
			Expect(count.idle).To(BeNumerically("<=", len(labels())*threads), "each pool keeps as many workers as can run")
			bytes, err := look.liveHeap()
			Expect(err).NotTo(HaveOccurred())
			counters, err = look.counters()
			Expect(err).NotTo(HaveOccurred())
			heap, other = append(heap, bytes), append(other, float64(count.rest))
			kept = append(kept, float64(sum(pick(counters, "vm_pool_misses", sharing))))
			GinkgoWriter.Printf("%8d messages in %4.0f s: live heap %6.0f KiB, %.0f VMs, goroutines %+v\n",
				sent.total(), time.Since(began).Seconds(), bytes/1024, kept[round], count)
		}
	})

	It("accounts for every message, as its sort has it", func() {
		want, wantFailures, received := map[counter]int{}, map[counter]int{}, map[counter]int{}
		for s, n := range sent.sent {
			received[counter{"messages_received", s.to, ""}] += n
			switch s.outcome {
			case "processed", "dropped":
				want[counter{"messages_" + s.outcome, s.to, ""}] += n
			default:
				want[counter{"messages_errored", s.to, ""}] += n
				wantFailures[counter{"message_failures", s.to, s.outcome}] += n
			}
		}
		got, gotFailures, gotReceived := map[counter]int{}, map[counter]int{}, map[counter]int{}
		for c, n := range counters {
			if n == 0 {
				continue
			}
			switch c.name {
			case "messages_received":
				gotReceived[c] = n
			case "messages_processed", "messages_dropped", "messages_errored":
				got[c] = n
			case "message_failures":
				gotFailures[c] = n
			}
		}
		Expect(got).To(Equal(want))
		Expect(gotFailures).To(Equal(wantFailures))
		Expect(gotReceived).To(Equal(received))
		Expect(sum(gotReceived)).To(Equal(sent.total()))
		Expect(sum(got)).To(Equal(sent.total()))
	})

	It("finds a VM in the pool for every batch, once there is one for each thread", func() {
		for _, label := range sharing {
			misses, hits := counters[counter{"vm_pool_misses", label, ""}], counters[counter{"vm_pool_hits", label, ""}]
			Expect(misses).To(BeNumerically("<=", threads), label)
			Expect(hits+misses).To(BeNumerically(">", sent.batches/2), "%s: a lease for each batch", label)
			Expect(counters[counter{"vm_pool_discards", label, ""}]).To(BeZero(), label)
		}
	})

	It("gives every hostile message a VM of its own", func() {
		hostile := counters[counter{"messages_received", "hostile", ""}]
		Expect(counters[counter{"vm_pool_misses", "hostile", ""}]).To(Equal(hostile))
		Expect(counters[counter{"vm_pool_discards", "hostile", ""}]).To(Equal(hostile))
		Expect(counters[counter{"vm_pool_hits", "hostile", ""}]).To(BeZero())
	})

	It("keeps the live heap flat", func() {
		GinkgoWriter.Printf("the live heap grew by %.0f bytes\n", growth(heap))
		Expect(growth(heap)).To(BeNumerically("<", heapMayGrow+growth(kept)*vmSize), "bytes after a collection: %.0f", heap)
	})

	It("keeps the goroutines flat, and has left some behind in natives meanwhile", func() {
		Expect(growth(other)).To(BeNumerically("<=", goroutinesMayGrow), "%.0f", other)
		abandoned := counters[counter{"vm_pool_abandoned", "runaway", ""}]
		Expect(abandoned).To(BeNumerically(">", 0))
		Expect(abandoned).To(BeNumerically("<=", sent.sent[stuck]))
	})
})

// labels are those of all processors.
func labels() []string {
	var labels []string
	for _, s := range sorts {
		labels = append(labels, s.to)
	}
	slices.Sort(labels)
	return slices.Compact(labels)
}

// pick gives the counters of a name and of any of the labels.
func pick(counters map[counter]int, name string, labels []string) map[counter]int {
	picked := map[counter]int{}
	for c, n := range counters {
		if c.name == name && slices.Contains(labels, c.label) {
			picked[c] = n
		}
	}
	return picked
}

func sum(counters map[counter]int) (n int) {
	for _, count := range counters {
		n += count
	}
	return n
}

// freeAddress returns an address that nothing listens on at the moment.
func freeAddress() string {
	GinkgoHelper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	Expect(err).NotTo(HaveOccurred())
	defer listener.Close()
	return listener.Addr().String()
}
