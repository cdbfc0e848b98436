// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/VictoriaMetrics/metricsql"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	dto "github.com/prometheus/client_model/go"
	"go.yaml.in/yaml/v3"
)

type alert struct {
	Alert, Expr string
	Annotations struct{ Summary string }
}

func shippedAlerts() []alert {
	GinkgoHelper()
	var file struct{ Groups []struct{ Rules []alert } }
	Expect(yaml.Unmarshal([]byte(readFile(rulesFile)), &file)).To(Succeed())
	Expect(file.Groups).To(HaveLen(1))
	Expect(file.Groups[0].Rules).NotTo(BeEmpty())
	return file.Groups[0].Rules
}

// alerts are the expressions of the shipped alerts, by name.
func alerts() map[string]string {
	GinkgoHelper()
	expressions := map[string]string{}
	for _, a := range shippedAlerts() {
		expressions[a.Alert] = a.Expr
	}
	return expressions
}

// alertSummaries are their texts.
func alertSummaries() map[string]string {
	GinkgoHelper()
	texts := map[string]string{}
	for _, a := range shippedAlerts() {
		texts[a.Alert] = a.Annotations.Summary
	}
	return texts
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
	Targets     []target
	Datasource  struct{ Type, UID string }
}

type target struct{ RefID, Expr, LegendFormat string }

func shippedDashboard() (d dashboard) {
	GinkgoHelper()
	Expect(json.Unmarshal([]byte(readFile(dashboardFile)), &d)).To(Succeed())
	Expect(d.Panels).NotTo(BeEmpty())
	return d
}

// queries are the expressions of the panels, by panel and number, with Grafana's
// variables replaced as Grafana does where "All" is chosen.
func (d dashboard) queries() map[string]string { return d.queriesOf(".*") }

// queriesOf are the same where instances are chosen.
func (d dashboard) queriesOf(instances string) map[string]string {
	queries := map[string]string{}
	for _, p := range d.panels() {
		for _, t := range p.Targets {
			queries[p.Title+" "+t.RefID] = chosen(t.Expr, instances)
		}
	}
	return queries
}

// panels are those that show something.
func (d dashboard) panels() []panel {
	return slices.DeleteFunc(slices.Clone(d.Panels), func(p panel) bool { return p.Type == "row" })
}

// chosen is a query in which instances are chosen, and of the other variables all.
func chosen(query, instances string) string {
	return strings.NewReplacer(
		"$__rate_interval", "5s", "$job", ".*", "$instance", instances, "$label", ".*", "$path", ".*",
	).Replace(query)
}

// rendered is what Grafana makes of a legend for a series.
func rendered(legend string, labels map[string]string) string {
	return regexp.MustCompile(`{{(\w+)}}`).ReplaceAllStringFunc(legend, func(name string) string {
		return labels[strings.Trim(name, "{}")]
	})
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
				queries["the variable "+v.Name] = chosen(metric[1], ".*")
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

	It("name the instance, the stream and the label wherever they name the processor, as all bridges have the same paths", func() {
		for _, p := range shippedDashboard().panels() {
			for _, t := range p.Targets {
				if strings.Contains(t.LegendFormat, "{{path}}") {
					Expect(t.LegendFormat).To(HavePrefix("{{instance}} {{stream}} {{label}} {{path}}"), p.Title)
				}
				Expect(t.Expr).NotTo(MatchRegexp(`by \(`), "%s drops labels", p.Title)
			}
		}
		for alert, summary := range alertSummaries() {
			for _, label := range []string{"instance", "stream", "label", "path"} {
				Expect(summary).To(ContainSubstring("$labels."+label), alert)
			}
		}
	})

	It("offer each of them as a variable", func() {
		variables := map[string]bool{}
		for _, v := range shippedDashboard().Templating.List {
			variables[v.Name] = true
		}
		for _, p := range shippedDashboard().panels() {
			for _, t := range p.Targets {
				for _, used := range regexp.MustCompile(`"\$(\w+)"`).FindAllStringSubmatch(t.Expr, -1) {
					Expect(variables).To(HaveKey(used[1]), p.Title)
				}
			}
		}
		Expect(variables).To(And(HaveKey("instance"), HaveKey("label"), HaveKey("path")))
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
		for name, family := range scrapeObserved().families {
			if regexp.MustCompile(`^(message|vm_pool_|script_|cache_)`).MatchString(name) {
				if family.GetType() == dto.MetricType_HISTOGRAM {
					name += "_bucket"
				}
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
