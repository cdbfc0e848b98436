// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("schema", func() {
	described := func(text []byte) {
		GinkgoHelper()
		var schema struct {
			Properties  map[string]any
			Definitions map[string]struct {
				Properties map[string]struct{ Description string }
			}
		}
		Expect(json.Unmarshal(text, &schema)).To(Succeed())
		Expect(schema.Properties).To(And(HaveKey("input"), HaveKey("pipeline"), HaveKey("output"), HaveKey("cache_resources")))
		for name, component := range schema.Definitions["processor"].Properties {
			if name != "type" && name != "plugin" {
				Expect(component.Description).NotTo(BeEmpty(), name)
			}
		}
	}

	It("writes the schema to standard output", func() {
		stdout, stderr := finish(0, command("schema"))
		Expect(stderr).To(BeEmpty())
		described([]byte(stdout))
	})

	It("writes it to a file", func() {
		path := filepath.Join(GinkgoT().TempDir(), "benthos-umh.schema.json")
		stdout, _ := finish(0, command("schema", "-o", path))
		Expect(stdout).To(BeEmpty())
		text, err := os.ReadFile(path)
		Expect(err).NotTo(HaveOccurred())
		described(text)
	})

	It("says which file it cannot write", func() {
		_, stderr := finish(1, command("schema", "-o", "no/such/folder/schema.json"))
		Expect(stderr).To(ContainSubstring("no/such/folder/schema.json"))
	})
})
