// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package bolt

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/streamtest"
)

// counting counts in the file, and prints each count once the update has returned.
const counting = `
input:
  generate: {mapping: 'root = {}', interval: ''}
pipeline:
  threads: 1
  processors:
    - nodered_js:
        code: |
          msg.payload = cache.update("n", old => ({count: (old?.count ?? 0) + 1, fill: "x".repeat(5000)})).count;
          return msg;
        cache: {resource: state}
output:
  stdout: {}
cache_resources:
  - label: state
    bolt: {path: %q}
logger: {level: ERROR, add_timestamp: false}
`

func counter(t *testing.T, path string) (child *exec.Cmd, lines *bufio.Scanner, log *strings.Builder) {
	t.Helper()
	child, log = streamtest.Child(fmt.Sprintf(counting, path)), &strings.Builder{}
	child.Stderr = log
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	t.Cleanup(func() {
		_ = child.Process.Kill()
		_ = child.Wait()
	})
	return child, bufio.NewScanner(out), log
}

func TestKilledInTheMiddleOfUpdates(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	printed := 0
	for kill := range 30 {
		child, lines, log := counter(t, path)
		for first := true; lines.Scan(); first = false {
			n := 0
			if _, err := fmt.Sscan(lines.Text(), &n); err != nil {
				continue // cut off by the kill
			}
			if first {
				if n <= printed {
					t.Fatalf("kill %d: it goes on with %d after %d", kill, n, printed)
				}
				time.AfterFunc(rand.N(30*time.Millisecond), func() { _ = child.Process.Kill() })
			}
			printed = max(printed, n)
		}
		_ = child.Wait()
		if log.Len() > 0 {
			t.Fatalf("kill %d: %s", kill, log)
		}
		s := newStore(t, path, "")
		var stored struct{ Count int }
		value, err := s.Get(t.Context(), "n")
		must(t, err)
		must(t, json.Unmarshal(value, &stored))
		must(t, s.Close(t.Context()))
		// What was written last may not have been printed any more.
		if stored.Count < printed {
			t.Fatalf("kill %d: %d is stored, %d was acknowledged", kill, stored.Count, printed)
		}
	}
	t.Logf("%d updates, 30 kills", printed)
}

func TestAnotherProcessHasTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	_, lines, _ := counter(t, path)
	if !lines.Scan() {
		t.Fatal("the child does not count")
	}
	_, err := share(path, 200*time.Millisecond)
	if err == nil || !strings.Contains(err.Error(), "another process has "+path+" open") {
		t.Error(err)
	}
}
