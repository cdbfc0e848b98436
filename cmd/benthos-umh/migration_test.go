// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

const module = "github.com/united-manufacturing-hub/benthos-umh"

var pluginFolders = []string{"nodered_js_plugin", "tag_processor_plugin"}

var _ = Describe("the two folders", func() {
	// program is the one that docs/migration.md shows.
	program := func() string {
		GinkgoHelper()
		list, err := blocks("docs/migration.md", docs()["docs/migration.md"])
		Expect(err).NotTo(HaveOccurred())
		for _, b := range list {
			if b.language == "go" {
				return b.text
			}
		}
		Fail("docs/migration.md shows no program")
		return ""
	}
	// hasProcessors builds the program in a folder and asks it for its processors.
	hasProcessors := func(dir string) {
		GinkgoHelper()
		writeFile(filepath.Join(dir, "main.go"), program())
		built := filepath.Join(dir, "connect")
		goBuild(dir, "-mod=mod", "-o", built, ".")
		stdout, _ := finish(0, exec.Command(built, "list", "processors"))
		Expect(strings.Split(stdout, "\n")).To(ContainElements("  - tag_processor", "  - nodered_js"))
	}
	read := func(name string) string {
		GinkgoHelper()
		content, err := os.ReadFile(filepath.Join(repository, name))
		Expect(err).NotTo(HaveOccurred())
		return string(content)
	}

	It("drop into a checkout of their module", func() {
		dir := GinkgoT().TempDir()
		for _, folder := range pluginFolders {
			Expect(os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join(repository, folder)))).To(Succeed())
		}
		writeFile(filepath.Join(dir, "go.mod"), read("go.mod"))
		writeFile(filepath.Join(dir, "go.sum"), read("go.sum"))
		hasProcessors(dir)
	})

	It("are imported by another module", func() {
		dir := GinkgoT().TempDir()
		mod := regexp.MustCompile(`(?m)^module .*$`).ReplaceAllString(read("go.mod"), "module example.com/connect")
		writeFile(filepath.Join(dir, "go.mod"), mod+"\nrequire "+module+" v0.0.0\n\nreplace "+module+" => "+repository+"\n")
		writeFile(filepath.Join(dir, "go.sum"), read("go.sum"))
		hasProcessors(dir)
	})
})
