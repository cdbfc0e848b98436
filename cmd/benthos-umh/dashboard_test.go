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
	"go.yaml.in/yaml/v3"
)

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
