// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval/evaltest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

var (
	evalRuns  = flag.Int("eval-runs", 1000, "how many random scripts TestRandomScripts runs, each on several messages")
	evalSeed  = flag.Uint64("eval-seed", 1, "the seed of the first of them")
	evalFinds = flag.Int("eval-finds", 1, "after how many differences TestRandomScripts ends")
	evalKeep  = flag.String("eval-keep", "", "a directory for minimised scripts that show a difference")
)

// messagesEach is how many messages each script gets.
const messagesEach = 12

// A compared script is one that both executors can run.
type comparedScript struct {
	source string
	script *script.Script
	code   *eval.Program
}

// compileBoth is nil where eval does not take the script on; why says so.
func compileBoth(source string) (c *comparedScript, why string) {
	if endless(source) {
		return nil, "may never end in goja"
	}
	s, err := script.Compile("test", source, script.Body)
	if err != nil {
		return nil, "no script: " + err.Error()
	}
	if s.Code() == nil {
		reason, _, _ := s.Outside()
		return nil, "outside: " + reason
	}
	code, err := eval.Compile(s.Code())
	if err != nil {
		return nil, err.Error()
	}
	return &comparedScript{source, s, code}, ""
}

// endless reports whether a script may call replaceAll with "", which in a text that is
// not ASCII never ends in goja. Another of goja's faults is far from what scripts here
// can reach: replace with a sticky expression whose lastIndex is behind the end.
func endless(source string) bool {
	calls := strings.Split(source, "replaceAll(")
	for _, arguments := range calls[1:] {
		if !strings.HasPrefix(arguments, "String(") && !strings.HasPrefix(arguments, "/") {
			return true
		}
	}
	return false
}

// messageOfError is an error's text in an outcome.
var messageOfError = regexp.MustCompile(`⟨[^⟩]*⟩`)

// differs runs a script on a message in both executors. why is why there was nothing
// to compare.
func (c *comparedScript) differs(m *preparedMessage) (inEval, inGoja, why string) {
	return c.differsOn(newEvalSide(m), m)
}

// differsOn is differs on a Machine that may have run others before.
func (c *comparedScript) differsOn(side *evalSide, m *preparedMessage) (inEval, inGoja, why string) {
	side.begin(m)
	inEval, why = side.run(c.code)
	if why != "" {
		return "", "", why
	}
	inGoja, ok := newGojaSide(m).run(c.script.Program())
	if !ok {
		return "", "", "goja: " + inGoja
	}
	if before, json, _ := strings.Cut(inGoja, "\njson "); json == unknownJSON || strings.HasSuffix(inEval, "\njson "+unknownJSON) {
		inEval, _, _ = strings.Cut(inEval, "\njson ")
		inGoja = before
	}
	if inEval == inGoja {
		return "", "", ""
	}
	if strings.Contains(inEval, unknownMessage) && inEval == messageOfError.ReplaceAllString(inEval, unknownMessage) &&
		inEval == messageOfError.ReplaceAllString(inGoja, unknownMessage) {
		return "", "", ""
	}
	return inEval, inGoja, ""
}

// running is the script that runs now, for a watch that says which one never ends.
var running atomic.Pointer[string]

func watch(t *testing.T) {
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	go func() {
		var last *string
		for {
			select {
			case <-done:
				return
			case <-time.After(30 * time.Second):
			}
			now := running.Load()
			if now != nil && now == last {
				fmt.Fprintln(os.Stderr, "a script that does not end:\n"+*now)
				os.Exit(1)
			}
			last = now
		}
	}()
}

// choicesOf are random choices for a script, more for some seeds.
func choicesOf(seed uint64) (choices []byte, r *rand.Rand) {
	r = rand.New(rand.NewPCG(seed, 15))
	choices = make([]byte, 20+r.IntN(280))
	for i := range choices {
		choices[i] = byte(r.Uint32())
	}
	return choices, r
}

// A tally counts what became of runs.
type tally struct {
	// side runs one script after the other.
	side                 *evalSide
	ran, compared, finds int
	reasons              map[string]int
}

func newTally() *tally {
	return &tally{side: newEvalSide(prepare(evaltest.Message{})), reasons: map[string]int{}}
}

func (c *tally) note(why string) {
	c.ran++
	if why == "" {
		c.compared++
		return
	}
	c.reasons[why]++
}

func (c *tally) String() string {
	reasons := slices.SortedFunc(maps.Keys(c.reasons), func(a, b string) int { return c.reasons[b] - c.reasons[a] })
	var out strings.Builder
	fmt.Fprintf(&out, "%d executions, %d compared", c.ran, c.compared)
	for _, reason := range reasons[:min(len(reasons), 40)] {
		fmt.Fprintf(&out, "\n%8d %.100s", c.reasons[reason], reason)
	}
	return out.String()
}

// compareRandom runs one random script on its messages.
func compareRandom(t *testing.T, choices []byte, r *rand.Rand, name string, count *tally) {
	tree := evaltest.Script(choices)
	source := tree.String()
	running.Store(&source)
	c, why := compileBoth(source)
	if c == nil {
		count.note(why)
		return
	}
	for range messagesEach {
		m := prepare(evaltest.RandomMessage(r))
		inEval, inGoja, why := c.differsOn(count.side, m)
		count.note(why)
		if inEval == "" {
			continue
		}
		count.finds++
		if alone, _, _ := c.differs(m); alone == "" {
			t.Errorf("%s: only after other scripts\n%swith %s %q\neval %s\ngoja %s", name, source, m.Message.Payload, m.Meta, inEval, inGoja)
			return
		}
		smallest := evaltest.Minimise(tree, func(source string) bool {
			running.Store(&source)
			c, _ := compileBoth(source)
			if c == nil {
				return false
			}
			inEval, _, _ := c.differs(m)
			return inEval != ""
		})
		c, _ = compileBoth(smallest)
		for _, less := range []evaltest.Message{
			{Payload: "1"}, {Payload: "{}"}, {Payload: m.Message.Payload}, {Payload: "1", Meta: m.Meta},
		} {
			if inEval, _, _ := c.differs(prepare(less)); inEval != "" {
				m = prepare(less)
				break
			}
		}
		inEval, inGoja, _ = c.differs(m)
		t.Errorf("%s\n%swith %s %q\neval %s\ngoja %s", name, smallest, m.Message.Payload, m.Meta, inEval, inGoja)
		if *evalKeep != "" {
			keepFind(t, smallest, m)
		}
		return
	}
}

func keepFind(t *testing.T, source string, m *preparedMessage) {
	var out strings.Builder
	out.WriteString("payload " + m.Message.Payload + "\n")
	for _, key := range slices.Sorted(maps.Keys(m.Meta)) {
		fmt.Fprintf(&out, "meta %q %q\n", key, m.Meta[key])
	}
	out.WriteString("\n" + source)
	f, err := os.CreateTemp(*evalKeep, "find-*.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(out.String()); err != nil {
		t.Fatal(err)
	}
}

// TestRandomScripts holds eval against goja on a fresh VM.
func TestRandomScripts(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // it makes many VMs, and measures no memory
	watch(t)
	count := newTally()
	for i := range *evalRuns {
		seed := *evalSeed + uint64(i)
		choices, r := choicesOf(seed)
		compareRandom(t, choices, r, fmt.Sprint("seed ", seed), count)
		if count.finds >= *evalFinds {
			break
		}
	}
	t.Log(count)
	if count.compared*3 < count.ran {
		t.Errorf("only %d of %d executions compare anything", count.compared, count.ran)
	}
}

// TestFinds runs the minimised scripts that once showed a difference.
func TestFinds(t *testing.T) {
	files, err := filepath.Glob("testdata/finds/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no finds", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		head, source, _ := strings.Cut(string(text), "\n\n")
		m := evaltest.Message{Meta: map[string]string{}}
		for line := range strings.Lines(head + "\n") {
			word, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			if word == "payload" {
				m.Payload = rest
				continue
			}
			var key, value string
			if _, err := fmt.Sscanf(rest, "%q %q", &key, &value); err != nil {
				t.Fatalf("%s: %v in %q", file, err, line)
			}
			m.Meta[key] = value
		}
		c, _ := compileBoth(source)
		if c == nil {
			continue // now it is goja's alone
		}
		if inEval, inGoja, _ := c.differs(prepare(m)); inEval != "" {
			t.Errorf("%s:\n%s\neval %s\ngoja %s", file, source, inEval, inGoja)
		}
	}
}

// FuzzScripts holds eval against goja on scripts that the fuzzer makes of bytes.
func FuzzScripts(f *testing.F) {
	for seed := range uint64(20) {
		choices, _ := choicesOf(seed)
		f.Add(choices, seed)
	}
	f.Fuzz(func(t *testing.T, choices []byte, messages uint64) {
		count := newTally()
		compareRandom(t, choices, rand.New(rand.NewPCG(messages, 15)), "fuzz", count)
	})
}
