// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"time"
)

const (
	// addressSpace, in KiB, and goMemory are what a child may have.
	addressSpace = 4 << 20
	goMemory     = "512MiB"
	// hangs is after what time, beyond that in which it is watched, a pair counts as one
	// that does not end.
	hangs = 10 * time.Second
)

// A child is a process that runs pairs until one ends it.
type child struct {
	process *exec.Cmd
	jobs    io.WriteCloser
	results chan result // closed when the process has ended
	said    tail
}

func startChild() (*child, error) {
	c := &child{results: make(chan result)}
	c.process = exec.Command("sh", "-c", fmt.Sprintf(`ulimit -v %d && exec "$0"`, addressSpace), os.Args[0])
	c.process.Env = append(os.Environ(), childVariable+"=1", "GOMEMLIMIT="+goMemory)
	c.process.Stderr = &c.said
	var err error
	if c.jobs, err = c.process.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.process.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(c.results)
		for in := json.NewDecoder(out); ; {
			var r result
			if in.Decode(&r) != nil {
				return
			}
			c.results <- r
		}
	}()
	return c, nil
}

// run is what became of a pair, or how it ended the process, which is then gone.
func (c *child) run(j job) (r result, ended string) {
	if err := json.NewEncoder(c.jobs).Encode(j); err != nil {
		return r, c.end()
	}
	began := time.Now()
	patience := time.NewTimer(hangs + j.Linger)
	defer patience.Stop()
	select {
	case got, ok := <-c.results:
		if ok {
			return got, ""
		}
		r.Took = time.Since(began)
		return r, c.end()
	case <-patience.C:
		r.Took = hangs
		c.kill()
		return r, "hangs"
	}
}

func (c *child) kill() {
	_ = c.process.Process.Kill()
	c.end()
}

// end waits until the process has ended, and says how.
func (c *child) end() string {
	_ = c.jobs.Close()
	for range c.results { // the pipe has to be read before Wait
	}
	err := c.process.Wait()
	if err == nil {
		return "exit code 0"
	}
	return c.said.reason(err)
}

// A tail keeps the first of what a process writes: a dump of goroutines follows.
type tail struct {
	mu   sync.Mutex
	text bytes.Buffer
}

const mostSaid = 4096

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text.Write(p[:min(len(p), mostSaid-t.text.Len())])
	return len(p), nil
}

var lastWords = regexp.MustCompile(`(?m)^(fatal error|panic|runtime: goroutine stack exceeds|signal): ?.*$`)

// reason is the line in which a Go process says why it ends.
func (t *tail) reason(err error) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if words := lastWords.FindString(t.text.String()); words != "" {
		return words
	}
	first, _, _ := strings.Cut(t.text.String(), "\n")
	return strings.TrimSpace(err.Error() + " " + first)
}
