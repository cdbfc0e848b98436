// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

const (
	rulesFile     = "docs/alerts/tag-processor.rules.yaml"
	ruleTestsFile = "docs/alerts/tag-processor.test.yaml"
	dashboardFile = "docs/dashboards/tag-processor.json"
	metricsDoc    = "docs/metrics.md"
)

// observed is a config under which every metric that is documented appears: a
// script that hangs, fails and drops, a cache that is too small, and an output that
// makes batches.
const observed = `
input:
  generate:
    interval: 5ms
    mapping: root = counter()
pipeline:
  threads: 1
  processors:
    - tag_processor:
        script_timeout: 500ms
        cache: { max_entries: 3 }
        defaults: |
          msg.meta.location_path = "acme.graz";
          msg.meta.data_contract = "_raw";
          msg.meta.tag_name = "press";
          return msg;
        conditions:
          - if: msg.payload % 10 === 3
            then: throw new Error("three");
          - if: msg.payload % 10 === 4
            then: return null;
        advancedProcessing: |
          while (msg.payload % 500 === 50) {}
          cache.exists(msg.payload - 1);
          cache.exists("none");
          cache.set(msg.payload, 1);
          return msg;
output:
  broker:
    batching: { count: 4, period: 100ms }
    outputs: [ { drop: {} } ]
metrics:
  prometheus: { add_process_metrics: true, add_go_metrics: true }
logger: { level: "OFF" }
http: { address: "${ADDRESS}" }
`

// serve runs a config that takes ADDRESS for its HTTP server, until the end of the
// spec, and waits until its processors show their metrics. It is not asked whether it is
// ready: a stream that has soon had all its messages is no longer.
func serve(config string) (address string) {
	GinkgoHelper()
	address, _ = serveProcess(config)
	return address
}

// serveProcess is serve, with the process.
func serveProcess(config string) (address string, process *gexec.Session) {
	GinkgoHelper()
	address = freeAddress()
	cmd := command("-c", tempFile("config.yaml", config))
	cmd.Env = append(cmd.Env, "ADDRESS="+address)
	process = start(cmd)
	Eventually(func() (string, error) {
		_, text, err := request(http.MethodGet, "http://"+address+"/metrics", "")
		return text, err
	}, patience).Should(ContainSubstring("\nvm_pool_hits{"))
	return address, process
}

// A scrape is what /metrics showed at one time.
type scrape struct {
	text     string
	families map[string]*dto.MetricFamily
}

func scrapeOf(address string) scrape {
	GinkgoHelper()
	status, text, err := request(http.MethodGet, "http://"+address+"/metrics", "")
	Expect(err).NotTo(HaveOccurred())
	Expect(status).To(Equal(http.StatusOK))
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	Expect(err).NotTo(HaveOccurred())
	return scrape{text, families}
}

// names are the names of the series.
func (s scrape) names() map[string]bool {
	names := map[string]bool{}
	for name, family := range s.families {
		names[name] = true
		switch family.GetType() {
		case dto.MetricType_HISTOGRAM:
			names[name+"_sum"], names[name+"_count"], names[name+"_bucket"] = true, true, true
		case dto.MetricType_SUMMARY:
			names[name+"_sum"], names[name+"_count"] = true, true
		}
	}
	return names
}

// counted is the sum of a counter over all its series.
func (s scrape) counted(name string) (sum float64) {
	for _, m := range s.families[name].GetMetric() {
		sum += m.GetCounter().GetValue()
	}
	return sum
}

// failures is the sum of message_failures over the series that have the label.
func (s scrape) failures(label, value string) (sum float64) {
	for _, m := range s.families["message_failures"].GetMetric() {
		for _, l := range m.GetLabel() {
			if l.GetName() == label && l.GetValue() == value {
				sum += m.GetCounter().GetValue()
			}
		}
	}
	return sum
}

// scrapeObserved is a scrape of the config above after everything has happened: one for all
// specs, which only read it.
func scrapeObserved() scrape {
	GinkgoHelper()
	if observedScrape == nil {
		s := scrapeWhenObserved()
		observedScrape = &s
	}
	return *observedScrape
}

var observedScrape *scrape

func scrapeWhenObserved() (s scrape) {
	GinkgoHelper()
	address := serve(observed)
	Eventually(func(g Gomega) {
		s = scrapeOf(address)
		g.Expect(s.failures("reason", "timeout")).To(BeNumerically(">", 0))
		g.Expect(s.text).To(ContainSubstring(`mechanism="count"`))
		g.Expect(s.text).To(ContainSubstring(`stage="condition 2 then"`))
	}, patience).Should(Succeed())
	return s
}

// ofRuntime reports whether a metric is one of the Prometheus client's own, which
// docs/metrics.md leaves to its documentation.
func ofRuntime(name string) bool {
	return strings.HasPrefix(name, "go_") || strings.HasPrefix(name, "process_")
}

var _ = Describe("a scrape", func() {
	It("explains every metric", func() {
		for name, family := range scrapeObserved().families {
			Expect(family.GetHelp()).NotTo(BeEmpty(), name)
			Expect(family.GetHelp()).NotTo(ContainSubstring("of a component"), "%s needs a text in prometheus/help.go", name)
		}
	})

	It("shows the metrics that docs/metrics.md lists, with their types, and no other", func() {
		types := map[dto.MetricType]string{dto.MetricType_COUNTER: "counter", dto.MetricType_GAUGE: "gauge", dto.MetricType_SUMMARY: "timer", dto.MetricType_HISTOGRAM: "histogram"}
		shown := map[string]string{}
		for name, family := range scrapeObserved().families {
			if !ofRuntime(name) {
				shown[name] = types[family.GetType()]
			}
		}
		documented := map[string]string{}
		for _, row := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\| (counter|gauge|timer|histogram) \\| \\w+ \\|").FindAllStringSubmatch(readFile(metricsDoc), -1) {
			documented[row[1]] = row[2]
		}
		Expect(shown).To(Equal(documented))
	})

	It("shows what /stats shows", func() {
		address := serve(observed)
		status, text, err := request(http.MethodGet, "http://"+address+"/stats", "")
		Expect(err).NotTo(HaveOccurred())
		Expect(status).To(Equal(http.StatusOK))
		Expect(text).To(ContainSubstring("\nvm_pool_hits{"))
	})

	It("is there where a config says nothing of metrics, with all counters", func() {
		address := serve(strings.Replace(observed, "metrics:\n  prometheus: { add_process_metrics: true, add_go_metrics: true }\n", "", 1))
		names := scrapeOf(address).names()
		for _, name := range []string{"vm_pool_hits", "vm_pool_misses", "vm_pool_discards", "vm_pool_abandoned", "messages_errored", "messages_dropped", "message_failures"} {
			Expect(names).To(HaveKey(name))
		}
		Expect(names).NotTo(HaveKey("process_open_fds"))
	})

	It("counts every message once", func() {
		// On a busy machine, too, only the message that hangs takes so long.
		const timeout = "script_timeout: 1s"
		address := serve(strings.NewReplacer("interval: 5ms", "interval: \"\"\n    count: 400", "script_timeout: 500ms", timeout).Replace(observed) + "shutdown_delay: 10m\n")
		Eventually(func() float64 { return scrapeOf(address).counted("messages_received") }, patience).Should(Equal(400.0))
		Eventually(func(g Gomega) {
			s := scrapeOf(address)
			g.Expect(s.counted("messages_processed") + s.counted("messages_errored") + s.counted("messages_dropped")).To(Equal(400.0))
			g.Expect(s.counted("messages_errored")).To(Equal(41.0), "40 threw, 1 hung")
			g.Expect(s.counted("message_failures")).To(Equal(41.0))
			g.Expect(s.failures("outcome", "dropped")).To(Equal(40.0), "by a condition")
			g.Expect(s.failures("outcome", "flagged")).To(Equal(1.0), "by advancedProcessing")
			g.Expect(s.counted("processor_error")).To(Equal(1.0))
			g.Expect(s.counted("messages_dropped")).To(Equal(40.0))
			g.Expect(s.counted("vm_pool_discards")).To(BeZero(), "all scripts run in Go")
			g.Expect(s.counted("script_bailouts")).To(BeZero(), "what throws an error of its own needs no VM")
		}, patience).Should(Succeed())
	})
})

var _ = Describe("docs/metrics.md", func() {
	It("shows configs without lints", func() {
		blocks := regexp.MustCompile("(?sm)^```yaml\n(.*?)^```$").FindAllStringSubmatch(readFile(metricsDoc), -1)
		Expect(blocks).To(HaveLen(2))
		_, stderr := finish(0, command("lint", tempFile("config.yaml", blocks[1][1])))
		Expect(stderr).To(BeEmpty())
	})

	It("links only to files that are there", func() {
		for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(readFile(metricsDoc), -1) {
			if !strings.HasPrefix(link[1], "https://") {
				file, _, _ := strings.Cut(link[1], "#")
				Expect(filepath.Join(repository, "docs", file)).To(BeAnExistingFile())
			}
		}
	})

	It("shows queries that can be read, for metrics that there are", func() {
		shown := scrapeObserved().names()
		blocks := regexp.MustCompile("(?sm)^```promql\n(.*?)^```$").FindAllStringSubmatch(readFile(metricsDoc), -1)
		Expect(blocks).NotTo(BeEmpty())
		for _, block := range blocks {
			for query := range strings.SplitSeq(block[1], "\n\n") {
				for _, name := range metricsOf(query) {
					Expect(shown).To(HaveKey(name), query)
				}
			}
		}
	})

	It("says of every alert what to do", func() {
		text := readFile(metricsDoc)
		for alert := range alerts() {
			Expect(text).To(ContainSubstring(alert))
		}
	})
})

func readFile(path string) string {
	GinkgoHelper()
	content, err := os.ReadFile(filepath.Join(repository, path))
	Expect(err).NotTo(HaveOccurred())
	return string(content)
}
