// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

// launch starts a command that stop is to end. Messages may come out of it before it listens
// to signals, and a SIGTERM would just end it then. It begins with SIGINT ignored: what is
// written in Go ignores it until it listens to both.
func launch(cmd *exec.Cmd) *gexec.Session {
	GinkgoHelper()
	shell := exec.Command("sh", append([]string{"-c", `trap "" INT; exec "$@"`, "sh"}, cmd.Args...)...)
	shell.Dir, shell.Env, shell.Stdin = cmd.Dir, cmd.Env, cmd.Stdin
	return start(shell)
}

// stop ends what launch has started with SIGTERM, once it listens, and expects the exit code 0.
func stop(session *gexec.Session) {
	GinkgoHelper()
	Eventually(func() (bool, error) { return ignores(session.Command.Process.Pid, syscall.SIGINT) }, patience).Should(BeFalse())
	Eventually(session.Terminate(), patience).Should(gexec.Exit(0))
}

var ignoredSignals = regexp.MustCompile(`(?m)^SigIgn:\s*([0-9a-f]+)$`)

// ignores reports whether a process ignores a signal, as Linux has it; elsewhere nobody knows.
func ignores(pid int, signal syscall.Signal) (bool, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	match := ignoredSignals.FindSubmatch(status)
	if err != nil || match == nil {
		return false, fmt.Errorf("no ignored signals in %q: %w", status, err)
	}
	mask, err := strconv.ParseUint(string(match[1]), 16, 64)
	return mask&(1<<(signal-1)) != 0, err
}
