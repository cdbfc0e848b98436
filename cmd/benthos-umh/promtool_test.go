// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"os/exec"
	"path/filepath"
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
