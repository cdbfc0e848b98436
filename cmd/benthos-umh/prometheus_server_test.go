// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// A server is a running Prometheus.
type server struct{ url string }

// startPrometheus scrapes the addresses, which are known by the names of their
// instances, four times a second, and evaluates the shipped alerts, with minutes made
// seconds.
func startPrometheus(instances map[string]string) server {
	GinkgoHelper()
	dir := GinkgoT().TempDir()
	var targets []any
	for instance, address := range instances {
		targets = append(targets, map[string]any{
			"targets": []string{address}, "labels": map[string]string{"instance": instance},
		})
	}
	config := map[string]any{
		"global":         map[string]any{"scrape_interval": "250ms", "scrape_timeout": "250ms", "evaluation_interval": "500ms"},
		"scrape_configs": []any{map[string]any{"job_name": "umh", "static_configs": targets}},
		"rule_files":     []string{"rules.yaml"},
	}
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

// A sample is a series and its value.
type sample struct {
	labels map[string]string
	value  float64
}

// query gives the answer to an instant query, without what is no number.
func (p server) query(query string) ([]sample, error) { return p.queryAt(query, "") }

// queryAt is query at a time, in Unix seconds; "" is now.
func (p server) queryAt(query, at string) ([]sample, error) {
	var data struct {
		Result []struct {
			Metric map[string]string
			Value  [2]any // time and value
		}
	}
	values := url.Values{"query": {query}}
	if at != "" {
		values.Set("time", at)
	}
	if err := p.get("query?"+values.Encode(), &data); err != nil {
		return nil, err
	}
	samples := []sample{}
	for _, series := range data.Result {
		value, err := strconv.ParseFloat(fmt.Sprint(series.Value[1]), 64)
		if err != nil {
			return nil, err
		}
		if !math.IsNaN(value) { // no message, no share
			samples = append(samples, sample{series.Metric, value})
		}
	}
	return samples, nil
}

// number is the answer to a query that has one.
func (p server) number(query, at string) float64 {
	GinkgoHelper()
	samples, err := p.queryAt(query, at)
	Expect(err).NotTo(HaveOccurred())
	Expect(samples).To(HaveLen(1), query)
	return samples[0].value
}

// byInstance gives the values of an instant query.
func (p server) byInstance(query string) (map[string]float64, error) {
	samples, err := p.query(query)
	values := map[string]float64{}
	for _, s := range samples {
		values[s.labels["instance"]] = s.value
	}
	return values, err
}

// fired are the instances for which an alert fires or has fired.
func (p server) fired(alert string) ([]string, error) {
	query := fmt.Sprintf(`max by (instance) (max_over_time(ALERTS{alertname=%q, alertstate="firing"}[10m]))`, alert)
	values, err := p.byInstance(query)
	return slices.Sorted(maps.Keys(values)), err
}

// summaries are what the alerts that fire say of an instance, by alert.
func (p server) summaries(instance string) (map[string]string, error) {
	var data struct {
		Alerts []struct {
			Labels, Annotations map[string]string
			State               string
		}
	}
	err := p.get("alerts", &data)
	summaries := map[string]string{}
	for _, a := range data.Alerts {
		if a.Labels["instance"] == instance && a.State == "firing" {
			summaries[a.Labels["alertname"]] = a.Annotations["summary"]
		}
	}
	return summaries, err
}
