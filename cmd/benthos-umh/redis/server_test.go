// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

// A realServer is a redis-server of the test.
type realServer struct {
	t    *testing.T
	port string
	args []string
	// config is the file of the configuration, "" for none.
	config string
	cmd    *exec.Cmd
}

// serve starts one on a free port.
func serve(t *testing.T, args ...string) *realServer {
	t.Helper()
	s := &realServer{t: t, port: freePort(t), args: args}
	s.start()
	t.Cleanup(s.stop)
	return s
}

func (s *realServer) start() {
	s.t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		if _, err := os.Stat("/usr/bin/redis-server"); err != nil {
			s.t.Skip("there is no redis-server: install the Debian package redis-server")
		}
		program = "/usr/bin/redis-server"
	}
	var output bytes.Buffer
	args := []string{"--port", s.port, "--bind", "127.0.0.1", "--dir", s.t.TempDir()}
	if s.config != "" {
		args = append([]string{s.config}, args...)
	} else {
		args = append(args, "--save", "") // keep nothing
	}
	s.cmd = exec.Command(program, append(args, s.args...)...)
	s.cmd.Stdout, s.cmd.Stderr = &output, &output
	must(s.t, s.cmd.Start())
	s.t.Cleanup(func() {
		if s.t.Failed() {
			s.t.Logf("redis-server: %s", &output)
		}
	})
	for range 3000 {
		if conn, err := net.Dial("tcp", s.address()); err == nil {
			_ = conn.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.t.Fatal("redis-server does not start")
}

func (s *realServer) stop() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

func (s *realServer) address() string {
	for i, arg := range s.args {
		if arg == "--tls-port" {
			return "127.0.0.1:" + s.args[i+1]
		}
	}
	return "127.0.0.1:" + s.port
}

func freePort(t *testing.T) string { return strconv.Itoa(peertest.FreePort(t)) }

// newStore makes the cache of a config, and gives what it logs.
func newStore(t *testing.T, config string) (*store, *log) {
	t.Helper()
	l := &log{}
	builder := service.NewResourceBuilder()
	builder.SetLogger(slog.New(slog.NewTextHandler(l, nil)))
	mgr, closeAll, err := builder.Build()
	must(t, err)
	s, err := parseConfig(config)
	must(t, err)
	opened, err := open(s, mgr)
	must(t, err)
	t.Cleanup(func() {
		_ = opened.Close(context.Background())
		_ = closeAll(context.Background())
	})
	return opened, l
}

func parseConfig(text string) (c config, err error) {
	parsed, err := spec().ParseYAML(text, nil)
	if err != nil {
		return c, err
	}
	return parse(parsed)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A log is what was logged.
type log struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// of are the lines with the text.
func (l *log) of(text string) (lines []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.text.String()) {
		if strings.Contains(line, text) {
			lines = append(lines, line)
		}
	}
	return lines
}

// impatient makes calls fail soon.
const impatient = "retries: {initial_interval: 1ms, max_interval: 1ms, max_elapsed_time: 10ms}\n"

func at(address string) string { return fmt.Sprintf("url: redis://%s\n", address) }
