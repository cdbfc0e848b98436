// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"bufio"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/streamtest"
)

// counting counts in the server, and prints each count once the update has returned.
const counting = `
input:
  generate: {mapping: 'root = {}', interval: '', count: %d}
pipeline:
  threads: 2
  processors:
    - nodered_js:
        code: |
          msg.payload = {runs: 0};
          const payload = msg.payload;
          const n = cache.update("n", old => {
            payload.runs++;
            return (old ?? 0) + 1;
          });
          if (msg.payload.runs !== 1) throw new Error("it ran " + msg.payload.runs + " times");
          msg.payload = n;
          return msg;
        script_timeout: 60s
        cache: {resource: state, prefix: c_}
    - catch:
        - mapping: 'root = "failed: " + error()'
output:
  stdout: {}
cache_resources:
  - label: state
    redis: {url: 'redis://%s'}
logger: {level: 'OFF'}
`

// A child counts in another process.
type child struct {
	cmd    *exec.Cmd
	counts []int
	failed []string
	lines  *bufio.Scanner
}

func count(t *testing.T, server *realServer, n int) *child {
	t.Helper()
	c := &child{cmd: streamtest.Child(fmt.Sprintf(counting, n, server.address()))}
	out, err := c.cmd.StdoutPipe()
	must(t, err)
	must(t, c.cmd.Start())
	t.Cleanup(func() { _ = c.cmd.Process.Kill(); _ = c.cmd.Wait() })
	c.lines = bufio.NewScanner(out)
	return c
}

// read reads until the process ends; at is called once so many counts were read.
func (c *child) read(n int, at func()) {
	for c.lines.Scan() {
		i, err := strconv.Atoi(c.lines.Text())
		if err != nil {
			c.failed = append(c.failed, c.lines.Text())
			continue
		}
		if c.counts = append(c.counts, i); len(c.counts) == n {
			at()
		}
	}
}

// TestProcessesCountExactly: no count is given to two messages, and none is left out,
// but for the one that a killed process may not have printed any more.
func TestProcessesCountExactly(t *testing.T) {
	t.Parallel()
	const each, endless = 1500, 1 << 30
	server := serve(t)
	lasting, other, killed := count(t, server, each), count(t, server, each), count(t, server, endless)
	var wg sync.WaitGroup
	wg.Go(func() { lasting.read(0, nil) })
	wg.Go(func() { other.read(0, nil) })
	wg.Go(func() { killed.read(100, func() { _ = killed.cmd.Process.Kill() }) })
	wg.Wait()
	if failed := slices.Concat(lasting.failed, other.failed); len(failed) > 0 {
		t.Fatalf("%q", failed)
	}
	if len(lasting.counts) != each || len(other.counts) != each {
		t.Fatalf("%d, %d and %d counts", len(lasting.counts), len(other.counts), len(killed.counts))
	}
	seen := map[int]bool{}
	for _, n := range slices.Concat(lasting.counts, other.counts, killed.counts) {
		if seen[n] {
			t.Fatalf("two messages are number %d", n)
		}
		seen[n] = true
	}
	s, _ := newStore(t, at(server.address()))
	value, err := s.Get(t.Context(), "c_n")
	must(t, err)
	last, err := strconv.Atoi(string(value))
	must(t, err)
	// A process has two threads: so many messages can have counted without printing.
	if missing := last - len(seen); missing < 0 || missing > 2+unprinted {
		t.Errorf("the counter is at %d after %d messages", last, len(seen))
	}
	t.Logf("%d messages, of them %d of the killed process", len(seen), len(killed.counts))
}

// unprinted is how many messages a process can have between the processors and the pipe.
const unprinted = 4
