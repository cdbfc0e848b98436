// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// root is the repository's root while the tree of specs is built.
var root = filepath.Join("..", "..")

const vectorsFile = "tag_processor_plugin/testdata/conformance/vectors.json"

// docs are the pages with examples, by their path from the root, and what they say.
func docs() map[string]string {
	pages := map[string]string{}
	for _, pattern := range []string{"README.md", "CONTRIBUTING.md", "docs/*.md"} {
		paths, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil {
			panic(err)
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				panic(err)
			}
			name, err := filepath.Rel(root, path)
			if err != nil {
				panic(err)
			}
			pages[filepath.ToSlash(name)] = string(content)
		}
	}
	return pages
}

var _ = Describe("the documentation", func() {
	pages := docs()

	It("is found", func() {
		Expect(pages).To(HaveKey("README.md"))
		Expect(len(pages)).To(BeNumerically(">", 5))
	})

	var linted []*example
	for page, markdown := range pages {
		examples, err := examplesOf(page, markdown)
		It("has only blocks with a meaning in "+page, func() {
			Expect(err).NotTo(HaveOccurred())
		})
		for _, e := range examples {
			It("shows what "+e.String()+" does", e.check)
			if e.isLinted() {
				linted = append(linted, e)
			}
		}
		list, _ := blocks(page, markdown) // examplesOf has the error
		for _, b := range list {
			if b.language == "go" && strings.HasPrefix(b.text, "package main\n") {
				It("shows a program that compiles, "+b.String(), func() { compile(b.text) })
			}
		}
		It("has only links that lead somewhere in "+page, func() { checkLinks(page, markdown, pages) })
	}

	It("has only examples that lint has nothing against", func() {
		Expect(len(linted)).To(BeNumerically(">", 50))
		lintExamples(linted)
	})

	It("links every vector that differs from the earlier processors", func() {
		linked := map[string]bool{}
		for _, link := range linksOf(pages["docs/migration.md"]) {
			linked[strings.Trim(link.text, "`")] = true
		}
		for name, v := range vectorLines() {
			if v.contract {
				Expect(linked).To(HaveKey(name), "docs/migration.md")
			}
		}
	})

	It("is reached from the README, page by page", func() {
		for page := range pages {
			if strings.HasPrefix(page, "docs/") {
				Expect(pages["README.md"]).To(ContainSubstring("](" + page + ")"))
			}
		}
	})
})

// compile compiles a program as part of this module. Linking it would take longer than all
// else of it.
func compile(program string) {
	GinkgoHelper()
	path := tempFile("main.go", program)
	goTool(repository, "list", "-export", path)
}

// goTool runs the go command in a folder.
func goTool(dir string, args ...string) (printed string) {
	GinkgoHelper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	Expect(err).NotTo(HaveOccurred(), string(out))
	return string(out)
}

type link struct{ text, target string }

var (
	fencedBlock   = regexp.MustCompile("(?ms)^```.*?^```$")
	linkInProse   = regexp.MustCompile(`\[([^\]]*)\]\(([^)\s]+)\)`)
	heading       = regexp.MustCompile(`(?m)^#+ (.*)$`)
	notInAnAnchor = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	nameOfAVector = regexp.MustCompile(`^\s*"name": "(.*)",$`)
)

// linksOf are the links of a page, those in its blocks left out.
func linksOf(markdown string) (links []link) {
	prose := fencedBlock.ReplaceAllString(markdown, "")
	for _, m := range linkInProse.FindAllStringSubmatch(prose, -1) {
		links = append(links, link{m[1], m[2]})
	}
	return links
}

// checkLinks follows the links of a page to files, headings and vectors. A link to
// a Go test has to name a spec that is there.
func checkLinks(page, markdown string, pages map[string]string) {
	GinkgoHelper()
	vectors := vectorLines()
	for _, l := range linksOf(markdown) {
		if strings.HasPrefix(l.target, "https://") {
			continue
		}
		file, anchor, _ := strings.Cut(l.target, "#")
		path := page
		if file != "" {
			path = filepath.ToSlash(filepath.Join(filepath.Dir(page), file))
		}
		Expect(filepath.Join(root, path)).To(BeAnExistingFile(), "[%s](%s)", l.text, l.target)
		text := strings.Trim(l.text, "`")
		switch {
		case path == vectorsFile:
			Expect(vectors).To(HaveKey(text), "the text of a link to the vectors is the name of one")
			Expect(anchor).To(Equal("L"+strconv.Itoa(vectors[text].line)), "the line of vector %s", text)
		case strings.HasSuffix(path, "_test.go"):
			content, err := os.ReadFile(filepath.Join(root, path))
			Expect(err).NotTo(HaveOccurred())
			Expect(string(content)).To(ContainSubstring(text), "the text of a link to %s is the name of a spec", path)
		case anchor != "":
			Expect(headings(pages[path])).To(ContainElement(anchor), "[%s](%s)", l.text, l.target)
		}
	}
}

// headings are the anchors of a page's headings, made as GitHub makes them.
func headings(markdown string) (anchors []string) {
	for _, m := range heading.FindAllStringSubmatch(markdown, -1) {
		anchor := notInAnAnchor.ReplaceAllString(strings.ToLower(m[1]), "")
		anchors = append(anchors, strings.ReplaceAll(anchor, " ", "-"))
	}
	return anchors
}

type vectorLine struct {
	line     int // of its name
	contract bool
}

// vectorLines says where each conformance vector stands, and whether it is one
// that differs from the earlier processors.
func vectorLines() map[string]vectorLine {
	content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(vectorsFile)))
	Expect(err).NotTo(HaveOccurred())
	var vectors []struct{ Name, Kind string }
	Expect(json.Unmarshal(content, &vectors)).To(Succeed())
	lines := map[string]vectorLine{}
	for _, v := range vectors {
		lines[v.Name] = vectorLine{contract: v.Kind == "contract"}
	}
	for i, line := range strings.Split(string(content), "\n") {
		if m := nameOfAVector.FindStringSubmatch(line); m != nil {
			v, ok := lines[m[1]]
			Expect(ok).To(BeTrue(), m[1])
			v.line = i + 1
			lines[m[1]] = v
		}
	}
	return lines
}
