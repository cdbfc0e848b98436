// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"flag"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

var wholeImage = flag.Bool("image", false, "build the image's binary in a copy of the build context, by the Dockerfile's own command, which compiles every package anew")

// instructions are those of the Dockerfile, with continued lines joined.
func instructions() (list []string) {
	GinkgoHelper()
	text := regexp.MustCompile(`(?m)^#.*\n`).ReplaceAllString(readFile("Dockerfile"), "")
	text = regexp.MustCompile(`\\\n\s*`).ReplaceAllString(text, "")
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// instruction is the rest of the only one of the final stage with the given
// beginning.
func instruction(beginning string) string {
	GinkgoHelper()
	list := instructions()
	final := len(list) - 1
	for !strings.HasPrefix(list[final], "FROM ") {
		final--
	}
	var found []string
	for _, line := range list[final:] {
		if rest, ok := strings.CutPrefix(line, beginning); ok {
			found = append(found, strings.TrimSpace(rest))
		}
	}
	Expect(found).To(HaveLen(1), beginning)
	return found[0]
}

// buildImage builds the binary as the Dockerfile does, from what it copies, into a folder.
func buildImage(out string) (binary string) {
	GinkgoHelper()
	var copied []string
	for _, line := range instructions() {
		if args, ok := strings.CutPrefix(line, "COPY "); ok {
			copied = append(copied, args)
		}
		run, ok := strings.CutPrefix(line, "RUN ")
		if !ok || !strings.Contains(run, "go build ") {
			continue
		}
		run, dir := strings.ReplaceAll(run, "/out/", out+"/"), repository
		if *wholeImage {
			dir = GinkgoT().TempDir()
			for _, args := range copied {
				copyContext(args, dir)
			}
		} else {
			run = inRepository(run, copied)
		}
		cmd := exec.Command("sh", "-c", run)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "VERSION="+stampedVersion, "DATE="+stampedDate, "TARGETOS=", "TARGETARCH=")
		Eventually(start(cmd), 5*patience).Should(gexec.Exit(0))
		return filepath.Join(out, "benthos-umh")
	}
	Fail("the Dockerfile builds nothing")
	return ""
}

// inRepository is the command for the repository with all hidden that the Dockerfile does not
// copy, and without the flags for which every package would be compiled anew.
func inRepository(run string, copied []string) string {
	GinkgoHelper()
	for _, flag := range []string{"CGO_ENABLED=0 ", "-trimpath "} {
		Expect(run).To(ContainSubstring(flag))
		run = strings.Replace(run, flag, "", 1)
	}
	ignore := dockerignore()
	var names []string
	for _, args := range copied {
		from, to := copyArguments(args)
		for _, name := range from {
			Expect(path.Join(to, ".")).To(BeElementOf(".", name), "it stays where it is")
		}
		names = append(names, from...)
	}
	return strings.Replace(run, "go build ", "go build "+overlay(func(path string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return path == name || strings.HasPrefix(path, name+"/") }) &&
			!slices.ContainsFunc(strings.Split(path, "/"), func(name string) bool { return isIgnored(name, ignore) })
	}, nil)+" ", 1)
}

func dockerignore() []string { return strings.Split(readFile(".dockerignore"), "\n") }

// copyArguments are what a COPY instruction takes from the build context, and where it goes.
// .dockerignore has to let it through.
func copyArguments(args string) (from []string, to string) {
	GinkgoHelper()
	names := strings.Fields(args)
	from, to = names[:len(names)-1], names[len(names)-1]
	for _, name := range from {
		Expect(dockerignore()).To(ContainElement("!"+name), ".dockerignore lets it through")
	}
	return from, to
}

// copyContext copies what a COPY instruction takes from the build context, as far as
// .dockerignore lets it through.
func copyContext(args, stage string) {
	GinkgoHelper()
	from, to := copyArguments(args)
	target := filepath.Join(stage, to)
	for _, name := range from {
		source := filepath.Join(repository, name)
		info, err := os.Stat(source)
		Expect(err).NotTo(HaveOccurred())
		into := target
		if !info.IsDir() {
			into = filepath.Join(target, name)
		}
		copyTree(source, into, dockerignore())
	}
}

// copyTree copies a file or a folder, without what is ignored in any folder.
func copyTree(source, target string, ignore []string) {
	GinkgoHelper()
	Expect(filepath.WalkDir(source, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(source, path)
		if err != nil {
			return err
		}
		to := filepath.Join(target, relative)
		switch {
		case isIgnored(entry.Name(), ignore) && entry.IsDir():
			return filepath.SkipDir
		case isIgnored(entry.Name(), ignore):
			return nil
		case entry.IsDir():
			return os.MkdirAll(to, 0o700)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, content, 0o600)
	})).To(Succeed())
}

// isIgnored reports whether one of the patterns for any folder matches the name.
func isIgnored(name string, ignore []string) bool {
	return slices.ContainsFunc(ignore, func(pattern string) bool {
		anywhere, ok := strings.CutPrefix(pattern, "**/")
		if !ok {
			return false
		}
		match, err := filepath.Match(anywhere, name)
		return err == nil && match
	})
}
