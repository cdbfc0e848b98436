// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/google/pprof/profile"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// withConditions is a stream whose 200 messages go through n conditions each.
func withConditions(n int) string {
	var conditions strings.Builder
	for i := range n {
		fmt.Fprintf(&conditions, "          - { if: 'msg.payload > -%d', then: 'msg.meta.virtual_path = \"line%d\"; return msg;' }\n", i, i)
	}
	return `
input:
  generate: { interval: "", count: 200, mapping: root = counter() }
pipeline:
  processors:
    - tag_processor:
        defaults: |
          msg.meta.location_path = "acme.graz";
          msg.meta.data_contract = "_raw";
          msg.meta.tag_name = "press";
          return msg;
        conditions:
` + conditions.String() + `
output: { drop: {} }
logger: { level: "OFF" }
http: { address: "${ADDRESS}", debug_endpoints: true }
shutdown_delay: 10m
`
}

// fineProfile makes the heap profile one of an allocation in every 2 KiB: of the half
// million bytes that the metrics of a processor hold, that is off by 6 % or so. A metric
// for each of a thousand conditions would be many times as much. Every allocation would be
// exact, and make the process ten times as slow.
const fineProfile = "memprofilerate=2048"

// ofMetrics are the bytes that the series of the metrics hold, by the heap profile.
func ofMetrics(address string) (bytes int64) {
	GinkgoHelper()
	status, text, err := request(http.MethodGet, "http://"+address+"/debug/pprof/heap?gc=1", "")
	Expect(err).NotTo(HaveOccurred())
	Expect(status).To(Equal(http.StatusOK))
	heap, err := profile.ParseData([]byte(text))
	Expect(err).NotTo(HaveOccurred())
	inUse, err := heap.SampleIndexByName("inuse_space")
	Expect(err).NotTo(HaveOccurred())
	makesSeries := func(l *profile.Location) bool {
		return slices.ContainsFunc(l.Line, func(l profile.Line) bool {
			return strings.HasSuffix(l.Function.Name, "MetricWithLabelValues")
		})
	}
	for _, s := range heap.Sample {
		if slices.ContainsFunc(s.Location, makesSeries) {
			bytes += s.Value[inUse]
		}
	}
	return bytes
}

var _ = Describe("a thousand conditions", func() {
	It("cost neither memory for metrics nor bytes of a scrape", func() {
		size, memory := map[int]int{}, map[int]int64{}
		for _, n := range []int{10, 1000} {
			GinkgoT().Setenv("GODEBUG", fineProfile)
			address := serve(withConditions(n))
			Eventually(func() float64 { return scrapeOf(address).counted("messages_processed") }, patience).Should(Equal(200.0))
			s := scrapeOf(address)
			timed := map[string]uint64{}
			for _, m := range s.families["script_latency_ns"].GetMetric() {
				for _, l := range m.GetLabel() {
					if l.GetName() == "stage" {
						timed[l.GetValue()] = m.GetHistogram().GetSampleCount()
					}
				}
			}
			Expect(timed).To(HaveLen(3))
			Expect(timed["condition then"]).To(BeNumerically(">=", 4*n), "four messages of 200 are timed")
			size[n], memory[n] = len(s.text), ofMetrics(address)
		}
		Expect(size[1000]).To(BeNumerically("<", size[10]*11/10))
		Expect(memory[10]).To(BeNumerically(">", 10_000), "the profile has them")
		Expect(memory[1000]).To(BeNumerically("<", memory[10]*3/2))
		AddReportEntry("bytes of a scrape and of memory", fmt.Sprint(size, memory), ReportEntryVisibilityFailureOrVerbose)
	})
})
