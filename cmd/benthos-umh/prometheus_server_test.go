package main_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

// installed is the path of a program of the Debian package prometheus. Without it
// the spec is skipped; .ci/run brings it.
func installed(program string) string {
	GinkgoHelper()
	path, err := exec.LookPath(program)
	if err != nil {
		Skip(program + " is not installed (Debian package prometheus)")
	}
	return path
}

var _ = Describe("promtool", func() {
	It("finds nothing in a scrape but names that dashboards rely on", func() {
		cmd := exec.Command(installed("promtool"), "check", "metrics")
		cmd.Stdin = strings.NewReader(scrapeObserved().text)
		session := start(cmd)
		Eventually(session, patience).Should(gexec.Exit())
		found := string(session.Out.Contents()) + string(session.Err.Contents())
		for line := range strings.Lines(found) {
			Expect(line).To(Or(
				MatchRegexp(`^\w+ counter metrics should have "_total" suffix\n$`),
				MatchRegexp(`^\w+_latency_ns metric names should not contain abbreviated units\n$`),
			))
		}
		Expect(found).To(ContainSubstring("vm_pool_hits counter metrics"), "promtool has looked at them")
	})

	It("takes the alerts", func() {
		finish(0, exec.Command(installed("promtool"), "check", "rules", filepath.Join(repository, rulesFile)))
	})

	It("runs the tests of the alerts", func() {
		finish(0, exec.Command(installed("promtool"), "test", "rules", filepath.Join(repository, ruleTestsFile)))
	})

	It("has a test for each alert, of when it fires and when not", func() {
		text := readFile(ruleTestsFile)
		for alert := range alerts() {
			Expect(text).To(MatchRegexp(`eval_time: \w+, alertname: %s }`, alert))
			Expect(text).To(MatchRegexp(`alertname: %s\n\s+exp_alerts:`, alert))
		}
	})
})

// A server is a running Prometheus.
type server struct{ url string }

// startPrometheus scrapes the addresses, a job each, four times a second, and
// evaluates the shipped alerts, with minutes made seconds.
func startPrometheus(jobs map[string]string) server {
	GinkgoHelper()
	dir := GinkgoT().TempDir()
	config := map[string]any{
		"global": map[string]any{"scrape_interval": "250ms", "scrape_timeout": "250ms", "evaluation_interval": "500ms"},
	}
	var scrapes []any
	for job, address := range jobs {
		scrapes = append(scrapes, map[string]any{
			"job_name": job, "static_configs": []any{map[string]any{"targets": []string{address}}},
		})
	}
	config["scrape_configs"] = scrapes
	config["rule_files"] = []string{"rules.yaml"}
	text, err := json.Marshal(config) // JSON is YAML
	Expect(err).NotTo(HaveOccurred())
	Expect(os.WriteFile(filepath.Join(dir, "prometheus.yml"), text, 0o600)).To(Succeed())
	Expect(os.WriteFile(filepath.Join(dir, "rules.yaml"), []byte(inSeconds(readFile(rulesFile))), 0o600)).To(Succeed())

	address := freeAddress()
	start(exec.Command(installed("prometheus"),
		"--config.file="+filepath.Join(dir, "prometheus.yml"),
		"--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--web.listen-address="+address,
	))
	p := server{"http://" + address}
	Eventually(func() (int, error) {
		status, _, err := request(http.MethodGet, p.url+"/-/ready", "")
		return status, err
	}, patience).Should(Equal(http.StatusOK))
	return p
}

// inSeconds makes the minutes of the alerts seconds: a spec cannot wait as long as
// an operator does. Nothing else of them is changed.
func inSeconds(rules string) string {
	GinkgoHelper()
	short := strings.NewReplacer("[10m]", "[5s]", "offset 10m", "offset 5s", "for: 5m", "for: 1s").Replace(rules)
	Expect(short).NotTo(MatchRegexp(`\[\d+[mhd]\]|offset \d+[mhd]|for: \d+[mhd]`))
	return short
}

// get asks the HTTP API and puts the field data of its answer into data.
func (p server) get(path string, data any) error {
	_, body, err := request(http.MethodGet, p.url+"/api/v1/"+path, "")
	if err != nil {
		return err
	}
	answer := struct {
		Status, Error string
		Data          any
	}{Data: data}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		return fmt.Errorf("%w: %s", err, body)
	}
	if answer.Status != "success" {
		return fmt.Errorf("%s: %s", path, answer.Error)
	}
	return nil
}

// query gives the values of an instant query, by job.
func (p server) query(query string) (map[string]float64, error) {
	var data struct {
		Result []struct {
			Metric map[string]string
			Value  [2]any // time and value
		}
	}
	if err := p.get("query?query="+url.QueryEscape(query), &data); err != nil {
		return nil, err
	}
	values := map[string]float64{}
	for _, series := range data.Result {
		value, err := strconv.ParseFloat(fmt.Sprint(series.Value[1]), 64)
		if err != nil {
			return nil, err
		}
		values[series.Metric["job"]] = value
	}
	return values, nil
}

// firing are the jobs for which an alert fires.
func (p server) firing(alert string) ([]string, error) {
	var data struct {
		Alerts []struct {
			Labels map[string]string
			State  string
		}
	}
	if err := p.get("alerts", &data); err != nil {
		return nil, err
	}
	jobs := []string{}
	for _, a := range data.Alerts {
		if a.Labels["alertname"] == alert && a.State == "firing" {
			jobs = append(jobs, a.Labels["job"])
		}
	}
	return jobs, nil
}

var _ = Describe("a Prometheus server", Ordered, func() {
	// endless is a stream whose tag_processor has the defaults.
	endless := func(defaults string) string {
		return strings.NewReplacer(
			"count: 1\n", "count: 0\n",
			`interval: ""`, "interval: 5ms",
			"http:\n  enabled: false\n", "http: { address: \"${ADDRESS}\" }\n",
		).Replace(tagConfig(defaults))
	}

	// neighbour are processors that count everything as failed, under the names that
	// other plugins use.
	const neighbour = `
    - metric: { type: counter, name: messages_received }
    - metric: { type: counter, name: messages_errored }
output:`

	// inVMs is observed with a script that runs in shared VMs, for the executor has no regular
	// expression with a back-reference: what hangs costs one.
	inVMs := strings.Replace(observed, "while (", "/(a)\\1/.test(\"\");\n          while (", 1)

	var p server
	BeforeAll(func() {
		installed("prometheus")
		p = startPrometheus(map[string]string{
			"shared":    serve(endless(goodDefaults)),
			"fresh":     serve(endless("globalThis.last = msg.payload;\n" + goodDefaults)), // no VM can be used again
			"observed":  serve(inVMs),
			"neighbour": serve(strings.Replace(endless(goodDefaults), "\noutput:", neighbour, 1)),
		})
	})

	It("sees the hit rate of the pool", func() {
		hitRate := "rate(vm_pool_hits[5s]) / (rate(vm_pool_hits[5s]) + rate(vm_pool_misses[5s]))"
		Eventually(func() (map[string]float64, error) { return p.query(hitRate) }, patience, "500ms").
			Should(And(HaveKeyWithValue("shared", BeNumerically(">", 0.99)), HaveKeyWithValue("fresh", 0.0)))
	})

	DescribeTable("alerts", func(alert, job string) {
		Eventually(func() ([]string, error) { return p.firing(alert) }, patience, "500ms").Should(Equal([]string{job}))
	},
		Entry("on scripts that cannot share VMs", "TagProcessorPoolMisses", "fresh"),
		Entry("on messages that fail", "TagProcessorErrors", "observed"),
		Entry("on scripts that hang", "TagProcessorTimeouts", "observed"),
		Entry("on VMs that are thrown away", "TagProcessorDiscards", "observed"),
	)

	It("sees processors of other plugins, and the dashboard counts none of their failures", func() {
		Eventually(func() (map[string]float64, error) {
			return p.query(`sum by (job) (rate(messages_errored{job="neighbour"}[5s]))`)
		}, patience, "500ms").Should(HaveKeyWithValue("neighbour", BeNumerically(">", 0)))
		Eventually(func() (map[string]float64, error) {
			return p.query(shippedDashboard().queriesOf("neighbour")["Errors A"])
		}, patience, "500ms").Should(Equal(map[string]float64{"": 0}))
	})

	It("answers every query of the dashboard", func() {
		for where, query := range shippedDashboard().queries() {
			Eventually(func() (map[string]float64, error) { return p.query(query) }, patience, "500ms").
				ShouldNot(BeEmpty(), "%s: %s", where, query)
		}
	})

	It("has nothing to alert on where all is well", func() {
		for alert := range alerts() {
			Expect(p.firing(alert)).NotTo(ContainElement("shared"), alert)
			Expect(p.firing(alert)).NotTo(ContainElement("neighbour"), alert)
		}
	})
})
