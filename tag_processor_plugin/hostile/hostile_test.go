// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

//go:build !race

// The race detector needs more address space than the children have.

package hostile

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"
)

var (
	all   = flag.Bool("hostile-all", false, "run every pair in every way, and hold each to its exact time and memory, which takes a machine without other work")
	table = flag.Bool("hostile-table", false, "print what became of every pair")
	limit = flag.Duration("hostile-timeout", 300*time.Millisecond, "the script_timeout")
	// An abandoned native may end the process later.
	linger = flag.Duration("hostile-linger", 0, "how long to watch a native that could not be interrupted")
)

func TestMain(m *testing.M) {
	serveIfChild()
	os.Exit(m.Run())
}

// chosen says whether the nth pair runs in a way. The default run has a minute: a
// fourth of the pairs as they are, a twentieth in the other ways. A run that names
// subtests takes whatever it names.
func chosen(n int, w way) bool {
	if *all || strings.Contains(flag.Lookup("test.run").Value.String(), "/") {
		return true
	}
	if w == asIs {
		return n%4 == 0
	}
	return n%20 == 0
}

// Pairs run at the same time, as many as go test has parallel tests.
func TestHostile(t *testing.T) {
	r := newRunner(t)
	for _, w := range ways {
		t.Run(string(w), func(t *testing.T) {
			n := -1
			for k, kind := range corpus {
				t.Run(kind.name, func(t *testing.T) {
					for i, p := range kind.pairs {
						if n++; chosen(n, w) {
							t.Run(p.name, func(t *testing.T) {
								t.Parallel()
								r.try(t, &p, job{k, i, w, *limit, *linger})
							})
						}
					}
				})
			}
		})
	}
	if *table {
		r.print()
	}
}

func TestEveryPairHasANameOfItsOwn(t *testing.T) {
	for _, kind := range corpus {
		seen := map[string]bool{}
		for _, p := range kind.pairs {
			if seen[p.name] || p.name == "" || strings.Contains(p.name, "/") || len(p.want) == 0 {
				t.Errorf("%s: %q has no name of its own, a slash in its name, or no outcome", kind.name, p.name)
			}
			seen[p.name] = true
		}
	}
}

// A runner keeps the children that wait for a pair, and what became of the pairs.
type runner struct {
	mu      sync.Mutex
	waiting []*child
	rows    []row
}

// A row is a line of the table.
type row struct {
	name   string
	result result
	// faults are what the pair did that none may do.
	faults []string
}

// newRunner is a runner whose children end with the test.
func newRunner(t *testing.T) *runner {
	r := &runner{}
	t.Cleanup(func() {
		for _, c := range r.waiting {
			c.kill()
		}
	})
	return r
}

func (r *runner) try(t *testing.T, p *pair, j job) {
	c, err := r.take()
	if err != nil {
		t.Fatal(err)
	}
	got, ended := c.run(j)
	switch {
	case ended != "":
		got.Reason = ended
	case got.stuck():
		c.kill() // the abandoned native would take the time of the pairs behind it
	default:
		r.put(c)
	}
	line := row{string(j.Way) + "/" + corpus[j.Kind].name + "/" + p.name, got, faults(p, got, ended)}
	r.note(line)
	t.Log(line)
	for _, fault := range line.faults {
		t.Error(fault)
	}
}

// take is a child that nobody else has.
func (r *runner) take() (*child, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.waiting); n > 0 {
		c := r.waiting[n-1]
		r.waiting = r.waiting[:n-1]
		return c, nil
	}
	return startChild()
}

func (r *runner) put(c *child) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.waiting = append(r.waiting, c)
}

func (r *runner) note(line row) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rows = append(r.rows, line)
}

func faults(p *pair, r result, ended string) (list []string) {
	if ended == "hangs" {
		return []string{"it hangs"}
	} else if ended != "" {
		return []string{"it ends the process: " + ended}
	}
	fault := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	if got := (outcome{r.Reason, r.Text}); !got.isOneOf(p.want) {
		fault("its message %.120s, which should be one of %v", got, p.want)
	}
	if r.Neighbour != "" {
		fault("the message behind it %s", r.Neighbour)
	}
	// Beside the tests of other packages a watchdog comes late, and everything takes longer.
	slack := 4
	if *all {
		slack = 1
	}
	if r.Took > cmp.Or(p.limit, *limit)+time.Duration(slack)*moreTime {
		fault("it takes %s", r.Took.Round(time.Millisecond))
	}
	if r.Peak.Mapped > int64(slack)*(scriptMemory+moreMemory) {
		fault("it takes %d MB", r.Peak.Mapped>>20)
	}
	return list
}

func (r row) String() string {
	o := outcome{r.result.Reason, r.result.Text}
	peak := r.result.Peak
	return fmt.Sprintf("%s\t%d ms\tobjects %d, mapped %d, resident %d MB\t%.100q\t%s", r.name, r.result.Took.Milliseconds(),
		peak.Objects>>20, peak.Mapped>>20, peak.Resident>>20, o, strings.Join(r.faults, "; "))
}

// print writes the table, to be read by people.
func (r *runner) print() {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	bad := 0
	for _, line := range r.rows {
		mark := "ok"
		if len(line.faults) > 0 {
			mark = "BAD"
			bad++
		}
		fmt.Fprintf(w, "%s\t%s\n", mark, line)
	}
	_ = w.Flush()
	fmt.Printf("%d pairs, of which %d do harm\n", len(r.rows), bad)
}
