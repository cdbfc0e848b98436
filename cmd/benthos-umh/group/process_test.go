// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"os"
	"os/exec"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

// A process is one of the binary.
type process struct {
	name    string
	session *gexec.Session
}

// startProcess runs a config of this directory. env has what the config takes from
// its environment, beside the name.
func startProcess(name, config string, env ...string) process {
	GinkgoHelper()
	cmd := exec.Command(binary, "-c", config)
	cmd.Env = append(append(os.Environ(), "PROCESS="+name), env...)
	out := gexec.NewPrefixedWriter(name+": ", GinkgoWriter)
	session, err := gexec.Start(cmd, out, out)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(func() { session.Kill().Wait(patience) })
	return process{name, session}
}

// kill ends the process at once.
func (p process) kill() {
	GinkgoHelper()
	Eventually(p.session.Signal(syscall.SIGKILL)).Should(gexec.Exit())
}

// stop has the process end what is under way.
func (p process) stop() {
	GinkgoHelper()
	Eventually(p.session.Terminate()).Should(gexec.Exit(0))
}
