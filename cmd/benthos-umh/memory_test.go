// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// The limit of the process holds even where a message has none: the kernel would kill
// all of it, with every message that is on its way.
var _ = Describe("a process with a memory limit", func() {
	DescribeTable("fails the message that grows", func(prefix string) {
		config := strings.NewReplacer(
			"count: 1", "count: 3",
			"root = 42.5", "root = counter()",
			"- tag_processor:", "- tag_processor:\n        script_memory: '0'\n        script_timeout: 1m\n        on_error: forward",
		).Replace(tagConfig(prefix + "const all = []; if (msg.payload === 2) { for (let i = 0; ; i++) all.push({ n: i }); }\n" + goodDefaults))
		cmd := command("-c", tempFile("config.yaml", config))
		cmd.Env = append(cmd.Env, "GOMEMLIMIT=300MiB")
		tags, log := finish(0, cmd)
		Expect(strings.Fields(tags)).To(ConsistOf(`{"timestamp_ms":0,"value":1}`, "2", `{"timestamp_ms":0,"value":3}`))
		Expect(log).To(ContainSubstring("the scripts of the message took more memory than the process can spare: it may use 85 % of its own limit"))
		Expect(log).To(ContainSubstring("reason=memory"))
	},
		Entry("in Go", ""),
		Entry("in a VM", "class Own {}\n"),
	)

	It("says at the start if there is no room for scripts", func() {
		cmd := command("-c", tempFile("config.yaml", strings.Replace(tagConfig(goodDefaults), "level: ERROR", "level: WARN", 1)))
		cmd.Env = append(cmd.Env, "GOMEMLIMIT=20MiB")
		_, log := finish(0, cmd)
		Expect(log).To(MatchRegexp(`level=warning msg="the process may use 21 MB of memory \(GOMEMLIMIT or its container's limit\), and scripts up to 85 % of that: .* are left for them`))
	})
})
