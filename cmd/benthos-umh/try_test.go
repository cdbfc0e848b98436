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

var _ = Describe("tag try", func() {
	const escape = "\x1b["
	good, bad := `{"payload": 1}`, `{"payload": {"a": 1}, "meta": {"tag_name": "x y"}}`
	var config string
	BeforeEach(func() {
		config = tempFile("config.yaml", tagConfig(strings.Replace(goodDefaults, `"force"`, `msg.meta.tag_name ?? "force"`, 1)))
	})
	try := func(input string, args ...string) *exec.Cmd {
		cmd := command(append([]string{"tag", "try", "-c", config}, args...)...)
		cmd.Stdin = strings.NewReader(input)
		return cmd
	}

	It("shows what became of each message, and starts neither input nor output", func() {
		stdout, stderr := finish(0, try(good+"\n"+good))
		Expect(stderr).To(BeEmpty())
		Expect(strings.Count(stdout, "umh.v1.acme.graz._raw.force")).To(Equal(2))
		Expect(stdout).NotTo(ContainSubstring("42.5"), "what the config's input would generate")
		Expect(stdout).NotTo(ContainSubstring(escape), "no terminal, no colours")
	})

	It("fails where a message failed, and goes on with the next", func() {
		stdout, stderr := finish(1, try(bad+"\n"+good))
		Expect(stderr).To(Equal("messages that failed: 1\n"))
		Expect(stdout).To(MatchRegexp(`(?s)line 1 failed.*line 2 processed`))
	})

	It("fails where the config is not there, and names what is missing", func() {
		cmd := command("tag", "try", "-c", "no-such-file.yaml")
		_, stderr := finish(1, cmd)
		Expect(stderr).To(ContainSubstring("no-such-file.yaml"))
		_, stderr = finish(1, command("tag", "try"))
		Expect(stderr).To(ContainSubstring("tag try -c config.yaml"))
	})

	It("is shown by --help", func() {
		stdout, _ := finish(0, command("--help"))
		Expect(stdout).To(MatchRegexp(`(?m)^\s+tag\s`))
		stdout, _ = finish(0, command("tag", "try", "--help"))
		Expect(stdout).To(ContainSubstring("--processor"))
	})

	It("has colours on a terminal, but not with NO_COLOR", func() {
		script, err := exec.LookPath("script")
		if err != nil {
			Skip("needs the command script of util-linux, which lends a terminal")
		}
		onTerminal := func(env ...string) string {
			line := binary + " tag try -c " + config + " < " + tempFile("messages.jsonl", good)
			cmd := exec.Command(script, "--quiet", "--return", "--command", line, "/dev/null")
			cmd.Env = append(append(withoutEnv(command().Env, "NO_COLOR"), "TERM=xterm"), env...)
			stdout, _ := finish(0, cmd)
			Expect(stdout).To(ContainSubstring("umh.v1.acme.graz._raw.force"))
			return stdout
		}
		Expect(onTerminal()).To(ContainSubstring(escape))
		Expect(onTerminal("NO_COLOR=1")).NotTo(ContainSubstring(escape))
	})
})

var _ = Describe("docs/try.md", func() {
	timeless := func(text string) string {
		return strings.TrimSpace(regexp.MustCompile(` *\d+\.\d{3} ms`).ReplaceAllString(text, " ms"))
	}
	// block is the first of the language in the section with this heading.
	block := func(heading, language string) string {
		GinkgoHelper()
		page, err := os.ReadFile(filepath.Join(repository, "docs", "try.md"))
		Expect(err).NotTo(HaveOccurred())
		_, section, found := strings.Cut(string(page), heading+"\n")
		Expect(found).To(BeTrue(), heading)
		match := regexp.MustCompile("(?sm)^```" + language + "\n(.*?)^```$").FindStringSubmatch(section)
		Expect(match).NotTo(BeNil(), language)
		return match[1]
	}

	It("shows what tag try prints", func() {
		const top = "# Trying scripts out"
		cmd := command("tag", "try", "-c", "press.yaml")
		cmd.Dir = filepath.Dir(tempFile("press.yaml", block(top, "yaml")))
		cmd.Stdin = strings.NewReader(block(top, "json"))
		stdout, _ := finish(1, cmd)
		Expect(timeless(stdout)).To(Equal(timeless(block(top, "text"))))
	})

	It("shows what tag try prints of a bridge of umh-core", func() {
		const section = "## Configs of umh-core"
		cmd := command("tag", "try", "-c", tempFile("config.yaml", block(section, "yaml")), "--bridge", "press")
		cmd.Stdin = strings.NewReader("46.2\n")
		stdout, _ := finish(0, cmd)
		Expect(timeless(stdout)).To(Equal(timeless(block(section, "text"))))
	})
})

// withoutEnv is an environment without a variable.
func withoutEnv(env []string, name string) (rest []string) {
	for _, variable := range env {
		if !strings.HasPrefix(variable, name+"=") {
			rest = append(rest, variable)
		}
	}
	return rest
}
