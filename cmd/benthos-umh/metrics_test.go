package main_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/VictoriaMetrics/metricsql"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"go.yaml.in/yaml/v3"
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
// spec, and waits until it is up.
func serve(config string) (address string) {
	GinkgoHelper()
	address = freeAddress()
	cmd := command("-c", tempFile("config.yaml", config))
	cmd.Env = append(cmd.Env, "ADDRESS="+address)
	start(cmd)
	Eventually(func() (int, error) {
		status, _, err := request(http.MethodGet, "http://"+address+"/ready", "")
		return status, err
	}, patience).Should(Equal(http.StatusOK))
	return address
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
		if family.GetType() == dto.MetricType_SUMMARY {
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

// scrapeObserved is a scrape of the config above after everything has happened.
func scrapeObserved() scrape {
	GinkgoHelper()
	address := serve(observed)
	var s scrape
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
		types := map[dto.MetricType]string{dto.MetricType_COUNTER: "counter", dto.MetricType_GAUGE: "gauge", dto.MetricType_SUMMARY: "timer"}
		shown := map[string]string{}
		for name, family := range scrapeObserved().families {
			if !ofRuntime(name) {
				shown[name] = types[family.GetType()]
			}
		}
		documented := map[string]string{}
		for _, row := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\| (counter|gauge|timer) \\| \\w+ \\|").FindAllStringSubmatch(readFile(metricsDoc), -1) {
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
		address := serve(strings.Replace(observed, "interval: 5ms", "interval: \"\"\n    count: 700", 1) + "shutdown_delay: 10m\n")
		Eventually(func() float64 { return scrapeOf(address).counted("messages_received") }, patience).Should(Equal(700.0))
		Eventually(func(g Gomega) {
			s := scrapeOf(address)
			g.Expect(s.counted("messages_processed") + s.counted("messages_errored") + s.counted("messages_dropped")).To(Equal(700.0))
			g.Expect(s.counted("messages_errored")).To(Equal(72.0), "70 threw, 2 hung")
			g.Expect(s.counted("message_failures")).To(Equal(72.0))
			g.Expect(s.failures("outcome", "dropped")).To(Equal(70.0), "by a condition")
			g.Expect(s.failures("outcome", "flagged")).To(Equal(2.0), "by advancedProcessing")
			g.Expect(s.counted("processor_error")).To(Equal(2.0))
			g.Expect(s.counted("messages_dropped")).To(Equal(70.0))
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

// alerts are the expressions of the shipped alerts, by name.
func alerts() map[string]string {
	GinkgoHelper()
	var file struct {
		Groups []struct {
			Rules []struct{ Alert, Expr string }
		}
	}
	Expect(yaml.Unmarshal([]byte(readFile(rulesFile)), &file)).To(Succeed())
	expressions := map[string]string{}
	for _, group := range file.Groups {
		for _, rule := range group.Rules {
			expressions[rule.Alert] = rule.Expr
		}
	}
	Expect(expressions).NotTo(BeEmpty())
	return expressions
}

// A dashboard is what Grafana reads, as far as a spec looks at it.
type dashboard struct {
	Title      string
	Templating struct {
		List []struct {
			Name, Type, Definition string
		}
	}
	Panels []panel
}

type panel struct {
	ID          int
	Type, Title string
	Description string
	GridPos     struct{ X, Y, W, H int }
	FieldConfig struct{ Defaults struct{ Unit string } }
	Targets     []struct{ RefID, Expr, LegendFormat string }
	Datasource  struct{ Type, UID string }
}

func shippedDashboard() (d dashboard) {
	GinkgoHelper()
	Expect(json.Unmarshal([]byte(readFile(dashboardFile)), &d)).To(Succeed())
	Expect(d.Panels).NotTo(BeEmpty())
	return d
}

// queries are the expressions of the panels, by panel and number, with Grafana's
// variables replaced as Grafana does where "All" is chosen.
func (d dashboard) queries() map[string]string { return d.queriesOf(".*") }

// queriesOf are the same of one job.
func (d dashboard) queriesOf(job string) map[string]string {
	all := strings.NewReplacer("$__rate_interval", "10s", "$job", job, "$instance", ".*", "$path", ".*")
	queries := map[string]string{}
	for _, p := range d.Panels {
		for _, t := range p.Targets {
			queries[p.Title+" "+t.RefID] = all.Replace(t.Expr)
		}
	}
	return queries
}

var _ = Describe("the alerts and the dashboard", func() {
	It("ask only for metrics that a scrape shows", func() {
		shown := scrapeObserved().names()
		queries := shippedDashboard().queries()
		maps.Copy(queries, alerts())
		for _, v := range shippedDashboard().Templating.List {
			if v.Type == "query" {
				metric := regexp.MustCompile(`^label_values\((.*), \w+\)$`).FindStringSubmatch(v.Definition)
				Expect(metric).NotTo(BeNil(), v.Definition)
				queries["the variable "+v.Name] = strings.NewReplacer("$job", ".*", "$instance", ".*").Replace(metric[1])
			}
		}
		for where, query := range queries {
			names := metricsOf(query)
			Expect(names).NotTo(BeEmpty(), where)
			for _, name := range names {
				Expect(shown).To(HaveKey(name), "%s: %s", where, query)
			}
		}
	})

	It("keep streams apart wherever they keep processors apart, as each stream has the same paths", func() {
		grouping := regexp.MustCompile(`by \(([^)]*)\)`)
		for where, query := range shippedDashboard().queries() {
			for _, by := range grouping.FindAllStringSubmatch(query, -1) {
				if strings.Contains(by[1], "path") {
					Expect(by[1]).To(ContainSubstring("stream"), where)
				}
			}
		}
	})

	It("leave out none of the processors' metrics", func() {
		asked := map[string]bool{}
		queries := shippedDashboard().queries()
		maps.Copy(queries, alerts())
		for _, query := range queries {
			for _, name := range metricsOf(query) {
				asked[name] = true
			}
		}
		for name := range scrapeObserved().families {
			if strings.HasPrefix(name, "message") || strings.HasPrefix(name, "vm_pool_") || strings.HasPrefix(name, "script_") {
				Expect(asked).To(HaveKey(name))
			}
		}
	})

	It("make a dashboard that Grafana can lay out", func() {
		d := shippedDashboard()
		ids := map[int]bool{}
		type place struct{ x, y int }
		taken := map[place]string{}
		for _, p := range d.Panels {
			Expect(ids).NotTo(HaveKey(p.ID), p.Title)
			ids[p.ID] = true
			Expect(p.GridPos.X+p.GridPos.W).To(BeNumerically("<=", 24), p.Title)
			for x := range p.GridPos.W {
				for y := range p.GridPos.H {
					at := place{p.GridPos.X + x, p.GridPos.Y + y}
					Expect(taken).NotTo(HaveKey(at), "%s lies on %s", p.Title, taken[at])
					taken[at] = p.Title
				}
			}
			if p.Type == "row" {
				continue
			}
			Expect(p.Description).NotTo(BeEmpty(), p.Title)
			Expect(p.FieldConfig.Defaults.Unit).NotTo(BeEmpty(), p.Title)
			Expect(p.Datasource.UID).To(Equal("${datasource}"), p.Title)
			Expect(p.Targets).NotTo(BeEmpty(), p.Title)
		}
	})
})

// metricsOf are the names of the metrics in a query. MetricsQL's parser takes the
// place of Prometheus' own, whose module would raise half of go.mod; that
// Prometheus takes the queries as well is tested with the server itself.
func metricsOf(query string) []string {
	GinkgoHelper()
	parsed, err := metricsql.Parse(query)
	Expect(err).NotTo(HaveOccurred(), query)
	names := map[string]bool{}
	metricsql.VisitAll(parsed, func(e metricsql.Expr) {
		if selector, ok := e.(*metricsql.MetricExpr); ok {
			for _, filters := range selector.LabelFilterss {
				i := slices.IndexFunc(filters, func(f metricsql.LabelFilter) bool { return f.Label == "__name__" })
				Expect(i).To(BeNumerically(">=", 0), fmt.Sprint("a selector without a name in ", query))
				names[filters[i].Value] = true
			}
		}
	})
	return slices.Sorted(maps.Keys(names))
}

// readFile reads a file of the repository.
func readFile(path string) string {
	GinkgoHelper()
	content, err := os.ReadFile(filepath.Join(repository, path))
	Expect(err).NotTo(HaveOccurred())
	return string(content)
}
