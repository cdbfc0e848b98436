// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

func TestBinary(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "benthos-umh, the binary")
}

const (
	stampedVersion = "v1.2.3-spec"
	stampedDate    = "2026-03-12T06:00:00Z"

	// patience is how long a run may take before a spec gives up on it.
	patience = time.Minute
)

var (
	binary     string // the binary, built as in the image
	repository string // where the README's commands are run
)

var _ = SynchronizedBeforeSuite(func() []byte {
	findRepository()
	return []byte(buildImage(GinkgoT().TempDir()))
}, func(path []byte) {
	findRepository()
	binary = string(path)
})

func findRepository() {
	wd, err := os.Getwd()
	Expect(err).NotTo(HaveOccurred())
	repository = filepath.Join(wd, "..", "..")
}

// command is the binary with arguments, to be run in the repository's root.
func command(args ...string) *exec.Cmd {
	cmd := exec.Command(binary, args...)
	cmd.Dir = repository
	cmd.Env = os.Environ()
	return cmd
}

// brief is for a command that ends soon. Half of what its start takes is the garbage
// collector's, which waits then.
func brief(cmd *exec.Cmd) *exec.Cmd {
	cmd.Env = append(cmd.Env, "GOGC=400")
	return cmd
}

// start starts a command. It is killed at the end of the spec if it still runs.
func start(cmd *exec.Cmd) *gexec.Session {
	GinkgoHelper()
	session, err := gexec.Start(cmd, GinkgoWriter, GinkgoWriter)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(func() { session.Kill().Wait(patience) })
	return session
}

// finish runs a command to its end and expects the exit code.
func finish(code int, cmd *exec.Cmd) (stdout, stderr string) {
	GinkgoHelper()
	session := start(cmd)
	Eventually(session, patience).Should(gexec.Exit(code))
	return string(session.Out.Contents()), string(session.Err.Contents())
}

// tempFile writes content to a file that lives as long as the spec.
func tempFile(name, content string) string {
	GinkgoHelper()
	path := filepath.Join(GinkgoT().TempDir(), name)
	writeFile(path, content)
	return path
}

func writeFile(path, content string) {
	GinkgoHelper()
	Expect(os.WriteFile(path, []byte(content), 0o600)).To(Succeed())
}
