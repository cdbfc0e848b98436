// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("types", func() {
	It("writes the declarations, to standard output or to a file", func() {
		stdout, stderr := finish(0, command("types"))
		Expect(stderr).To(BeEmpty())
		Expect(stdout).To(ContainSubstring("declare var msg: UmhMessage;"))

		path := filepath.Join(GinkgoT().TempDir(), "umh.d.ts")
		finish(0, command("types", "-o", path))
		Expect(os.ReadFile(path)).To(BeEquivalentTo(stdout))
	})

	It("writes the scripts of a config, each on its own lines", func() {
		config := tagConfig(goodDefaults)
		stdout, _ := finish(0, command("types", "--scripts", tempFile("config.yaml", config)))
		scripts, lines := strings.Split(stdout, "\n"), strings.Split(config, "\n")
		for i, line := range lines {
			if strings.Contains(line, "msg.meta.tag_name") {
				Expect(scripts[i]).To(Equal(line))
				return
			}
		}
		Fail("the config has no such line")
	})

	It("says which config it cannot read", func() {
		_, stderr := finish(1, command("types", "--scripts", "no-such-file.yaml"))
		Expect(stderr).To(ContainSubstring("no-such-file.yaml"))
	})
})
