// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A process is one that the test has started.
type process struct {
	t     testing.TB
	cmd   *exec.Cmd
	ended chan struct{}
	err   error // of its end
}

// startProcess runs the binary with a config. env has what the config takes from its
// environment, beside PROCESS, the name.
func startProcess(t testing.TB, name, config string, env ...string) *process {
	t.Helper()
	cmd := exec.Command(binary, "-c", config)
	cmd.Env = append(append(os.Environ(), "PROCESS="+name), env...)
	return launch(t, name, cmd)
}

// launch starts a command. What it says is shown if the test fails.
func launch(t testing.TB, name string, cmd *exec.Cmd) *process {
	t.Helper()
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	must(t, cmd.Start())
	p := &process{t: t, cmd: cmd, ended: make(chan struct{})}
	go func() {
		p.err = cmd.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-p.ended
		if t.Failed() {
			t.Logf("%s said:\n%s", name, &output)
		}
	})
	return p
}

// kill ends the process at once.
func (p *process) kill() {
	p.t.Helper()
	must(p.t, p.cmd.Process.Kill())
	<-p.ended
}

// stop has the process end what is under way.
func (p *process) stop() {
	p.t.Helper()
	must(p.t, p.cmd.Process.Signal(syscall.SIGTERM))
	select {
	case <-p.ended:
		must(p.t, p.err)
	case <-time.After(patience):
		p.t.Fatal("the process does not end")
	}
}

// launchServer starts a server of a Debian package on a free port, and skips the test
// where it is missing.
func launchServer(t testing.TB, name string, args func(host, port string) []string) (address string) {
	t.Helper()
	program, err := exec.LookPath(name)
	if err != nil {
		program = "/usr/sbin/" + name
		if _, err := os.Stat(program); err != nil {
			t.Skipf("there is no %s: install the Debian package %[1]s", name)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address = listener.Addr().String()
	must(t, listener.Close())
	host, port, _ := strings.Cut(address, ":")
	launch(t, name, exec.Command(program, args(host, port)...))
	until(t, name+" answers", func() bool {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
	return address
}
