package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("the README", func() {
	// blocks returns the contents of the README's code blocks in a language.
	blocks := func(language string) (found []string) {
		GinkgoHelper()
		readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
		Expect(err).NotTo(HaveOccurred())
		fence := regexp.MustCompile("(?sm)^```" + language + "\n(.*?)^```$")
		for _, match := range fence.FindAllStringSubmatch(string(readme), -1) {
			found = append(found, match[1])
		}
		return found
	}

	It("shows a config that gives the output it shows", func() {
		cmd := command("-c", tempFile("line.yaml", blocks("yaml")[0]))
		cmd.Stdin = strings.NewReader(blocks("json")[0])
		stdout, stderr := finish(0, cmd)
		Expect(stderr).To(BeEmpty())
		Expect(stdout).To(Equal(blocks("text")[0]))
	})

	It("shows configs without lints", func() {
		for _, config := range blocks("yaml") {
			_, stderr := finish(0, command("lint", tempFile("config.yaml", config)))
			Expect(stderr).To(BeEmpty(), config)
		}
	})

	It("links only to files that are there", func() {
		readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
		Expect(err).NotTo(HaveOccurred())
		links := regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(string(readme), -1)
		Expect(links).NotTo(BeEmpty())
		for _, link := range links {
			if !strings.HasPrefix(link[1], "https://") {
				Expect(filepath.Join("..", "..", link[1])).To(BeAnExistingFile())
			}
		}
	})
})
