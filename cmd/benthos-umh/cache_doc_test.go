// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"os"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("docs/cache.md", func() {
	It("has the recipes that the specs of tag_processor_plugin run", func() {
		doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "cache.md"))
		Expect(err).NotTo(HaveOccurred())
		recipes, err := filepath.Glob(filepath.Join("..", "..", "tag_processor_plugin", "testdata", "recipes", "*.js"))
		Expect(err).NotTo(HaveOccurred())
		Expect(recipes).NotTo(BeEmpty())
		for _, path := range recipes {
			script, err := os.ReadFile(path)
			Expect(err).NotTo(HaveOccurred())
			Expect(string(doc)).To(ContainSubstring("```javascript\n"+string(script)+"```\n"), path)
		}
	})
})
