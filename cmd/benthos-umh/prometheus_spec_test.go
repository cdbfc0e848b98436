// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

// endless is a stream whose tag_processor has the defaults.
func endless(defaults string) string {
	return strings.NewReplacer(
		"count: 1\n", "count: 0\n",
		`interval: ""`, "interval: 5ms",
		"stdout: {}", "drop: {}",
		"http:\n  enabled: false\n", "http: { address: \"${ADDRESS}\" }\n",
	).Replace(tagConfig(defaults)) + "metrics: { prometheus: { add_process_metrics: true, add_go_metrics: true } }\n"
}

// ending is a stream that has n messages, 1 to n, as fast as it can, and stays.
func ending(n int, config string) string {
	return strings.NewReplacer(
		"mapping: root = 42.5\n    count: 0", fmt.Sprintf("mapping: root = counter()\n    count: %d", n),
		"interval: 5ms", `interval: ""`,
	).Replace(config) + "shutdown_delay: 10m\n"
}

// labelled gives the processor a label.
func labelled(label, config string) string {
	return strings.Replace(config, "- tag_processor:", "- label: "+label+"\n      tag_processor:", 1)
}

// stuck is a stream that waits for a message, whose script runs for seconds after it was given
// up.
var stuck = strings.NewReplacer(
	"generate:\n    mapping: root = 42.5\n    count: 0\n    interval: 5ms", "http_server: { path: /hang }",
	"        defaults:", "        script_timeout: 100ms\n        defaults:",
).Replace(endless(`/^(a+)+\1$/.test("` + strings.Repeat("a", 28) + `b");
` + goodDefaults))

// instances are streams, by name; in each of them the processor has the same path, as
// in a plant whose bridges are a process each.
func instances() map[string]string {
	// neighbour are processors that count everything as failed, under the names that
	// other plugins use.
	const neighbour = `
    - metric: { type: counter, name: messages_received }
    - metric: { type: counter, name: messages_errored }
output:`
	// failing is observed, with VMs that are shared, so that what hangs costs one, for the
	// executor has no regular expression with a back-reference; and with a script that is
	// given up in Go now and then.
	failing := strings.NewReplacer(
		"while (", "/(a)\\1/.test(\"\");\n          while (",
		"conditions:", `conditions:
          - if: msg.payload % 10 === 5
            then: 'if (msg.payload % 20 === 5) msg.meta.at = String(new Date("2/1/2026 6:00 AM")); return msg;'`,
	).Replace(observed)
	return map[string]string{
		"bridge-1": endless(goodDefaults),
		"bridge-2": labelled("press", endless(goodDefaults)),
		"errors":   labelled("oven", failing),
		// No VM can be used again.
		"fresh":     endless("globalThis.last = msg.payload;\n" + goodDefaults),
		"neighbour": strings.Replace(endless(goodDefaults), "\noutput:", neighbour, 1),
		// 900 of 1,000 messages fail, the first as the interpreter panics.
		"burst": ending(1000, endless(`if (msg.payload === 1) { const [x] = { [Symbol.iterator]: function () { return {}; } }; }
if (msg.payload <= 900) throw new Error("a burst");
`+goodDefaults)),
		"stuck": stuck,
	}
}

var _ = Describe("a Prometheus server", Ordered, func() {
	var p server
	processes := map[string]*gexec.Session{}
	BeforeAll(func() {
		installed("prometheus")
		addresses := map[string]string{}
		for instance, config := range instances() {
			addresses[instance], processes[instance] = serveProcess(config)
		}
		// The burst is over before anybody looks.
		Eventually(func() float64 { return scrapeOf(addresses["burst"]).counted("messages_errored") }, patience).Should(Equal(900.0))
		p = startPrometheus(addresses)
		// Nothing hangs, and takes a core, in the seconds before the first scrape.
		Eventually(func() (map[string]float64, error) { return p.byInstance("up == 1") }, patience, "100ms").Should(HaveLen(len(addresses)))
		_, _, err := request(http.MethodPost, "http://"+addresses["stuck"]+"/hang", "1")
		Expect(err).NotTo(HaveOccurred())
	})

	It("sees the hit rate of the pool", func() {
		hitRate := "rate(vm_pool_hits[5s]) / (rate(vm_pool_hits[5s]) + rate(vm_pool_misses[5s]))"
		Eventually(func() (map[string]float64, error) { return p.byInstance(hitRate) }, patience, "500ms").
			Should(And(HaveKeyWithValue("bridge-1", BeNumerically(">", 0.99)), HaveKeyWithValue("fresh", 0.0)))
	})

	DescribeTable("alerts", func(alert string, instances ...string) {
		Eventually(func() ([]string, error) { return p.fired(alert) }, patience, "500ms").Should(Equal(instances))
	},
		Entry("on scripts that cannot share VMs", "TagProcessorPoolMisses", "fresh"),
		Entry("on messages that fail, also before the first scrape", "TagProcessorErrors", "burst", "errors", "stuck"),
		Entry("on scripts that hang", "TagProcessorTimeouts", "errors", "stuck"),
		Entry("on VMs that are thrown away", "TagProcessorDiscards", "errors"),
		Entry("on scripts that cannot be stopped", "TagProcessorAbandoned", "stuck"),
		Entry("on failures of our own", "TagProcessorInternalErrors", "burst"),
	)

	It("alerts on scripts that still run", func() {
		Eventually(func() ([]string, error) { return p.fired("TagProcessorStuck") }, patience, "500ms").Should(Equal([]string{"stuck"}))
		processes["stuck"].Kill() // it has a core for itself
	})

	It("alerts on a stream without messages", func() {
		Eventually(func() ([]string, error) { return p.fired("TagProcessorNoMessages") }, patience, "500ms").Should(ContainElement("burst"))
	})

	It("evaluates every alert", func() {
		type rule struct{ Name, Health, LastError string }
		var data struct{ Groups []struct{ Rules []rule } }
		Expect(p.get("rules", &data)).To(Succeed())
		Expect(data.Groups).To(HaveLen(1))
		Expect(data.Groups[0].Rules).To(HaveLen(len(alerts())))
		for _, r := range data.Groups[0].Rules {
			Expect(r.Health).To(Equal("ok"), "%s: %s", r.Name, r.LastError)
		}
	})

	It("says which processor of which process it is that fails", func() {
		Eventually(func() (map[string]string, error) { return p.summaries("errors") }, patience, "500ms").Should(HaveKeyWithValue(
			"TagProcessorErrors", MatchRegexp(`^\d+\.\d+% of the messages of oven \(root\.pipeline\.processors\.0\) on errors fail\.$`),
		))
		Eventually(func() (map[string]string, error) { return p.summaries("fresh") }, patience, "500ms").Should(HaveKeyWithValue(
			"TagProcessorPoolMisses", "100% of the batches of root.pipeline.processors.0 on fresh need a new JavaScript VM.",
		))
	})

	It("sees processors of other plugins, and the dashboard counts none of their failures", func() {
		Eventually(func() (map[string]float64, error) {
			return p.byInstance(`sum by (instance) (rate(messages_errored{instance="neighbour"}[5s]))`)
		}, patience, "500ms").Should(HaveKeyWithValue("neighbour", BeNumerically(">", 0)))
		for where, query := range shippedDashboard().queriesOf("neighbour") {
			if strings.HasPrefix(where, "Failures") {
				samples, err := p.query(query)
				Expect(err).NotTo(HaveOccurred())
				for _, s := range samples {
					Expect(s.value).To(BeZero(), "%s: %v", where, s.labels)
				}
			}
		}
	})

	It("answers every query of the dashboard where messages fail", func() {
		for where, query := range shippedDashboard().queriesOf("errors") {
			Eventually(func() ([]sample, error) { return p.query(query) }, patience, "500ms").
				ShouldNot(BeEmpty(), "%s: %s", where, query)
		}
	})

	It("leaves no panel of the dashboard empty where all is well", func() {
		d := shippedDashboard()
		queries := d.queriesOf("bridge-1")
		for _, panel := range d.panels() {
			Eventually(func() (all []sample, err error) {
				for _, t := range panel.Targets {
					samples, err := p.query(queries[panel.Title+" "+t.RefID])
					if err != nil {
						return nil, err
					}
					all = append(all, samples...)
				}
				return all, nil
			}, patience, "500ms").ShouldNot(BeEmpty(), panel.Title)
		}
	})

	It("has nothing to alert on where all is well", func() {
		for alert := range alerts() {
			Expect(p.fired(alert)).NotTo(ContainElements(ContainSubstring("bridge")), alert)
			Expect(p.fired(alert)).NotTo(ContainElement("neighbour"), alert)
		}
	})

	Describe("of two bridges with the same path", func() {
		both := []string{"bridge-1", "bridge-2"}

		It("shows each line for one of them, under a name of its own", func() {
			d := shippedDashboard()
			queries := d.queriesOf(strings.Join(both, "|"))
			for _, panel := range d.panels() {
				lines := map[string][]string{}
				for _, t := range panel.Targets {
					samples, err := p.query(queries[panel.Title+" "+t.RefID])
					Expect(err).NotTo(HaveOccurred())
					for _, s := range samples {
						legend := rendered(t.LegendFormat, s.labels)
						Expect(lines).NotTo(HaveKey(legend), panel.Title)
						lines[legend] = append(lines[legend], s.labels["instance"])
						if instance := s.labels["instance"]; instance != "" {
							Expect(legend).To(ContainSubstring(instance), panel.Title)
							Expect(legend).To(ContainSubstring(s.labels["label"]), panel.Title)
						}
					}
				}
			}
		})

		It("adds up their messages, and takes the worse of two shares", func() {
			d := shippedDashboard()
			pair := []string{"bridge-1", "errors"}
			at := fmt.Sprintf("%.3f", float64(time.Now().UnixMilli())/1000)
			// A later scrape of both is stored, and so is every earlier one.
			Eventually(func() (map[string]float64, error) {
				return p.byInstance(fmt.Sprintf(`timestamp(up{instance=~%q}) > %s`, strings.Join(pair, "|"), at))
			}, patience, "100ms").Should(HaveLen(len(pair)))
			each := func(where string) (values []float64) {
				for _, instance := range pair {
					values = append(values, p.number(d.queriesOf(instance)[where], at))
				}
				return values
			}
			together := func(where string) float64 {
				return p.number(d.queriesOf(strings.Join(pair, "|"))[where], at)
			}
			sum := func(values []float64) float64 { return values[0] + values[1] }

			for _, where := range []string{"Messages A", "Throughput A", "Throughput B", "Throughput C", "Throughput D", "Stuck scripts A"} {
				Expect(together(where)).To(BeNumerically("~", sum(each(where)), 1e-6), where)
			}
			Expect(sum(each("Messages A"))).To(BeNumerically(">", 0))
			Expect(together("Failures A")).To(BeNumerically("~", sum(each("Throughput C"))/sum(each("Throughput A")), 1e-6))
			Expect(together("Failures B")).To(Equal(slices.Max(each("Failures B"))))
			Expect(together("Pool hit rate A")).To(Equal(slices.Min(each("Pool hit rate A"))))
		})
	})
})
