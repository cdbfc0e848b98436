// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
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
	read := func(name string) string {
		GinkgoHelper()
		content, err := os.ReadFile(filepath.Join(repository, name))
		Expect(err).NotTo(HaveOccurred())
		return string(content)
	}

	It("drop into a checkout of their module, without all else of this one", func() {
		alone := overlay(func(path string) bool {
			folder, _, _ := strings.Cut(path, "/")
			return path == "go.mod" || path == "go.sum" || slices.Contains(pluginFolders, folder)
		}, map[string]string{"connect/main.go": program()})
		folders := "./" + strings.Join(pluginFolders, "/... ./") + "/..."
		packages := goTool(repository, append([]string{"list", "-export", alone, "./connect"}, strings.Fields(folders)...)...)
		Expect(strings.Fields(packages)).To(ContainElements(module+"/connect", module+"/tag_processor_plugin", module+"/nodered_js_plugin"))
		Expect(goTool(repository, "list", alone, "./...")).To(Equal(packages), "nothing else is there")
	})

	It("are imported by another module, and register their processors", func() {
		dir := GinkgoT().TempDir()
		mod := regexp.MustCompile(`(?m)^module .*$`).ReplaceAllString(read("go.mod"), "module example.com/connect")
		writeFile(filepath.Join(dir, "go.mod"), mod+"\nrequire "+module+" v0.0.0\n\nreplace "+module+" => "+repository+"\n")
		writeFile(filepath.Join(dir, "go.sum"), read("go.sum"))
		writeFile(filepath.Join(dir, "main.go"), program())
		built := filepath.Join(dir, "connect")
		goTool(dir, "build", "-mod=mod", "-ldflags=-s -w", "-o", built, ".")
		stdout, _ := finish(0, exec.Command(built, "list", "processors"))
		Expect(strings.Split(stdout, "\n")).To(ContainElements("  - tag_processor", "  - nodered_js"))
	})
})
