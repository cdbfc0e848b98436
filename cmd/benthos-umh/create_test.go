// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
	"github.com/redpanda-data/benthos/v4/public/service"

	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/bolt"
)

// created is a config that `create` prints, in a file.
func created(args ...string) (path, config string) {
	GinkgoHelper()
	config, stderr := finish(0, command(append([]string{"create"}, args...)...))
	Expect(stderr).To(BeEmpty())
	return tempFile("config.yaml", config), config
}

var _ = Describe("the help", func() {
	It("advertises only what works", func() {
		advertised := map[string]bool{}
		for _, args := range [][]string{{"--help"}, {"create", "--help"}, {"list", "--help"}} {
			help, _ := finish(0, command(args...))
			for _, line := range regexp.MustCompile(`(?m)^ {5,}benthos-umh ((?:create|list)\b.*?)(?: >.*)?$`).FindAllStringSubmatch(help, -1) {
				advertised[line[1]] = true
			}
		}
		Expect(advertised).To(And(HaveKey("create mqtt/tag_processor/uns"), HaveKey("list inputs")))
		Expect(len(advertised)).To(BeNumerically(">=", 7))
		for line := range advertised {
			stdout, _ := finish(0, command(strings.Fields(line)...))
			Expect(stdout).NotTo(BeEmpty(), line)
			if strings.HasPrefix(line, "create") {
				finish(0, command("lint", tempFile("config.yaml", stdout)))
			}
		}
	})
})

var _ = Describe("create", func() {
	DescribeTable("prints a config that has no lints, and starts once what is required is filled in",
		func(expression, fails string) {
			path, _ := created("--small", expression)
			finish(0, command("lint", path))
			path, config := created(expression)
			finish(0, command("lint", path))

			filled := strings.NewReplacer(
				"seed_brokers: []", "seed_brokers: [ 127.0.0.1:1 ]",
				"urls: []", "urls: [ 127.0.0.1:1 ]",
				"broker_address: localhost:9092", "broker_address: 127.0.0.1:1",
				"topics: [] # No default", "topics: [ t ] # No default",
				`topic: "" # No default`, "topic: t # No default",
				"address: 0.0.0.0:4195", "address: "+freeAddress(),
			).Replace(config)
			session := start(command("-c", tempFile("config.yaml", filled)))
			logged := func() string { return string(session.Out.Contents()) + string(session.Err.Contents()) }
			Eventually(logged, patience).Should(ContainSubstring(fails))
			Eventually(session.Kill(), patience).Should(gexec.Exit())
		},
		Entry(nil, "mqtt//drop", "Failed to connect to mqtt"),
		Entry(nil, "kafka_franz//drop", "Failed to connect to kafka_franz"),
		Entry(nil, "redpanda//drop", "Failed to connect to redpanda"),
		Entry(nil, "uns//drop", "Failed to connect to uns"),
		Entry(nil, "generate//mqtt", "Failed to connect to mqtt"),
		Entry(nil, "generate//kafka_franz", "Failed to connect to kafka_franz"),
		Entry(nil, "generate//redpanda", "Failed to connect to redpanda"),
		Entry(nil, "generate//uns", "Failed to connect to uns"),
	)

	DescribeTable("prints a config of our processors that has no lints", func(processor string) {
		for _, args := range [][]string{{"stdin/" + processor + "/stdout"}, {"--small", "stdin/" + processor + "/stdout"}} {
			path, config := created(args...)
			Expect(config).To(ContainSubstring(processor))
			finish(0, command("lint", path))
		}
	},
		Entry(nil, "tag_processor"),
		Entry(nil, "nodered_js"),
	)

	It("has caches to go with it", func() { // which it cannot print: the documentation's configs are the same
		linted, linter := 0, service.GlobalEnvironment().NewComponentConfigLinter()
		service.GlobalEnvironment().WalkCaches(func(name string, view *service.ConfigView) {
			if name != "bolt" && name != "redis" {
				return
			}
			linted++
			data, err := view.TemplateData()
			Expect(err).NotTo(HaveOccurred())
			lints, err := linter.LintYAML("cache", []byte(data.AdvancedConfigYAML))
			Expect(err).NotTo(HaveOccurred())
			Expect(lints).To(BeEmpty(), data.AdvancedConfigYAML)
		})
		Expect(linted).To(Equal(2))
	})
})
