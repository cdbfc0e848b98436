package soak

import (
	"flag"
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

var messages = flag.Int("messages", 20_000, "how many messages the soak sends")

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
)

// What a run may grow by after its warm-up, a quarter of it.
const (
	heapMayGrow       = 128 << 10 // bytes
	goroutinesMayGrow = 2
)

var _ = Describe("a long run of good, bad, slow and hostile scripts", Ordered, func() {
	var (
		sent     *load
		look     probe
		counters map[counter]int // at the end
		warm     map[counter]int // after the warm-up
		heap     []float64
		other    []float64 // goroutines, apart from those stuck
	)

	BeforeAll(func() {
		binary, err := gexec.BuildWithEnvironment("github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh",
			[]string{"CGO_ENABLED=0"}, "-trimpath")
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(gexec.CleanupBuildArtifacts)
		input, service := freeAddress(), freeAddress()
		cmd := exec.Command(binary, "-c", "soak.yaml")
		cmd.Env = append(os.Environ(), "INPUT_ADDRESS="+input, "SERVICE_ADDRESS="+service)
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
			var rest int
			Eventually(func() (stuck int, err error) {
				rest, stuck, err = look.goroutines()
				return stuck, err
			}, patience).Should(BeZero(), "a native that was left behind ends")
			bytes, err := look.liveHeap()
			Expect(err).NotTo(HaveOccurred())
			heap, other = append(heap, bytes), append(other, float64(rest))
			GinkgoWriter.Printf("%8d messages in %4.0f s: live heap %6.0f KiB, %d goroutines\n",
				sent.total(), time.Since(began).Seconds(), bytes/1024, rest)
			if round == rounds/4 {
				warm, err = look.counters()
				Expect(err).NotTo(HaveOccurred())
			}
		}
		counters, err = look.counters()
		Expect(err).NotTo(HaveOccurred())
	})

	It("accounts for every message, as its sort has it", func() {
		want, received := map[counter]int{}, map[counter]int{}
		for s, n := range sent.sent {
			received[counter{"messages_received", s.to, ""}] += n
			switch s.outcome {
			case "processed", "dropped":
				want[counter{"messages_" + s.outcome, s.to, ""}] += n
			default:
				want[counter{"messages_errored", s.to, s.outcome}] += n
			}
		}
		got, gotReceived := map[counter]int{}, map[counter]int{}
		for c, n := range counters {
			if n == 0 {
				continue
			}
			switch c.name {
			case "messages_received":
				gotReceived[c] = n
			case "messages_processed", "messages_dropped", "messages_errored":
				got[c] = n
			}
		}
		Expect(got).To(Equal(want))
		Expect(gotReceived).To(Equal(received))
		Expect(sum(gotReceived)).To(Equal(sent.total()))
		Expect(sum(got)).To(Equal(sent.total()))
	})

	It("finds a VM in the pool for nearly every batch", func() {
		since := func(name, label string) int {
			c := counter{name, label, ""}
			return counters[c] - warm[c]
		}
		hits, misses := 0, 0
		for _, label := range reusable {
			hits += since("vm_pool_hits", label)
			misses += since("vm_pool_misses", label)
			Expect(counters[counter{"vm_pool_discards", label, ""}]).To(BeZero(), label)
		}
		GinkgoWriter.Printf("after the warm-up %d leases found a VM, %d did not\n", hits, misses)
		Expect(hits+misses).To(BeNumerically(">", len(reusable)*sent.batches/2), "a lease for each part of a batch")
		Expect(float64(hits) / float64(hits+misses)).To(BeNumerically(">=", 0.99))
	})

	It("gives every hostile message a VM of its own", func() {
		hostile := counters[counter{"messages_received", "hostile", ""}]
		Expect(counters[counter{"vm_pool_misses", "hostile", ""}]).To(Equal(hostile))
		Expect(counters[counter{"vm_pool_discards", "hostile", ""}]).To(Equal(hostile))
		Expect(counters[counter{"vm_pool_hits", "hostile", ""}]).To(BeZero())
	})

	It("keeps the live heap flat", func() {
		GinkgoWriter.Printf("the live heap grew by %.0f bytes\n", growth(heap))
		Expect(growth(heap)).To(BeNumerically("<", heapMayGrow), "bytes after a collection: %.0f", heap)
	})

	It("keeps the goroutines flat, and has left some behind in natives meanwhile", func() {
		Expect(growth(other)).To(BeNumerically("<=", goroutinesMayGrow), "%.0f", other)
		abandoned := counters[counter{"vm_pool_abandoned", "runaway", ""}]
		Expect(abandoned).To(BeNumerically(">", 0))
		Expect(abandoned).To(BeNumerically("<=", sent.sent[stuck]))
	})
})

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
