// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"strings"
	"testing"
)

// rounds are three rounds of made-up benchmarks. In the second the machine is busy
// with something else, and everything takes three times as long.
const rounds = `goos: linux
how: executor
BenchmarkField/case=t01/by=ours-2           10  1000 ns/op  100 ns/msg  1000 B/op  50 allocs/op
BenchmarkField/case=t01/by=starting_point-2 10 20000 ns/op 2000 ns/msg  9000 B/op  90 allocs/op
how: VM per message
BenchmarkField/case=t02/by=ours-2           10  4000 ns/op  400 ns/msg  8000 B/op 200 allocs/op
BenchmarkField/case=t02/by=starting_point-2 10 20000 ns/op 2000 ns/msg  9000 B/op  90 allocs/op
BenchmarkTen/work=lookup/by=ours-2            10  2000 ns/op  200 ns/msg  100 B/op  20 allocs/op
BenchmarkTen/work=lookup/by=starting_point-2  10 32000 ns/op 3200 ns/msg  100 B/op  20 allocs/op
BenchmarkTen/work=lookup/by=by_hand-2         10  1000 ns/op  100 ns/msg  100 B/op  20 allocs/op
BenchmarkTen/work=delta/by=ours-2             10  2000 ns/op  200 ns/msg  100 B/op  20 allocs/op
BenchmarkTen/work=delta/by=starting_point-2   10  8000 ns/op  800 ns/msg  100 B/op  20 allocs/op
PASS
how: executor
BenchmarkField/case=t01/by=ours-2           10  3000 ns/op  300 ns/msg  1000 B/op  50 allocs/op
BenchmarkField/case=t01/by=starting_point-2 10 60000 ns/op 6000 ns/msg  9000 B/op  90 allocs/op
how: VM per message
BenchmarkField/case=t02/by=ours-2           10 12000 ns/op 1200 ns/msg  8000 B/op 200 allocs/op
BenchmarkField/case=t02/by=starting_point-2 10 60000 ns/op 6000 ns/msg  9000 B/op  90 allocs/op
BenchmarkTen/work=lookup/by=ours-2            10  6000 ns/op  600 ns/msg  100 B/op  20 allocs/op
BenchmarkTen/work=lookup/by=starting_point-2  10 96000 ns/op 9600 ns/msg  100 B/op  20 allocs/op
BenchmarkTen/work=lookup/by=by_hand-2         10  3000 ns/op  300 ns/msg  100 B/op  20 allocs/op
BenchmarkTen/work=delta/by=ours-2             10  6000 ns/op  600 ns/msg  100 B/op  20 allocs/op
BenchmarkTen/work=delta/by=starting_point-2   10 24000 ns/op 2400 ns/msg  100 B/op  20 allocs/op
PASS
how: executor
BenchmarkField/case=t01/by=ours-2           10  1000 ns/op  100 ns/msg  1000 B/op  50 allocs/op
BenchmarkField/case=t01/by=starting_point-2 10 24000 ns/op 2400 ns/msg  9000 B/op  90 allocs/op
how: VM per message
BenchmarkField/case=t02/by=ours-2           10  4000 ns/op  400 ns/msg  8000 B/op 200 allocs/op
BenchmarkField/case=t02/by=starting_point-2 10 20000 ns/op 2000 ns/msg  9000 B/op  90 allocs/op
BenchmarkTen/work=lookup/by=ours-2            10  2000 ns/op  200 ns/msg  100 B/op  20 allocs/op
BenchmarkTen/work=lookup/by=starting_point-2  10 32000 ns/op 3200 ns/msg  100 B/op  20 allocs/op
BenchmarkTen/work=lookup/by=by_hand-2         10  1000 ns/op  100 ns/msg  100 B/op  20 allocs/op
BenchmarkTen/work=delta/by=ours-2             10  2000 ns/op  200 ns/msg  100 B/op  20 allocs/op
BenchmarkTen/work=delta/by=starting_point-2   10  8000 ns/op  800 ns/msg  100 B/op  20 allocs/op
BenchmarkThreads/by=ours/threads=1-2    10  2000 ns/op  200 ns/msg
BenchmarkThreads/by=ours/threads=2-2    10  1000 ns/op  100 ns/msg
BenchmarkPipeline/threads=1/by=this-2   1  1000 ns/op  100 ns/msg  50 cpu-ns/msg
BenchmarkPipeline/threads=1/by=other-2  1  2000 ns/op  200 ns/msg 150 cpu-ns/msg
BenchmarkGrowth/payload=5B/messages=1/conditions=0-2 10   100 ns/op  100 ns/msg
BenchmarkGrowth/payload=5B/messages=1/conditions=1-2 10   150 ns/op  150 ns/msg
BenchmarkGrowth/payload=5B/messages=9/conditions=0-2 10   900 ns/op  100 ns/msg
PASS
`

func TestTables(t *testing.T) {
	for _, c := range []struct {
		args, want string
	}{
		{"field", `| case | scripts run | starting_point | allocs/msg | B/msg |
|---|---|--:|--:|--:|
| t01 | executor | 20.0 (20.0–22.0) | 5 | 100 |
| t02 | VM per message | 5.00 (5.00–5.00) | 20 | 800 |
| **worst** | | 5.00 | | |
| **geometric mean** | | 10.0 | | |
`},
		{"field -time", `| case | scripts run | µs/msg | starting_point | allocs/msg | B/msg |
|---|---|--:|--:|--:|--:|
| t01 | executor | 0.1 | 20.0 (20.0–22.0) | 5 | 100 |
| t02 | VM per message | 0.4 | 5.00 (5.00–5.00) | 20 | 800 |
| **worst** | | | 5.00 | | |
| **geometric mean** | | | 10.0 | | |
`},
		{"ratios -bench Ten -others starting_point -under by_hand -mean", `| | starting_point | ours / by_hand | allocs/msg | B/msg |
|---|--:|--:|--:|--:|
| lookup | 16.0 (16.0–16.0) | 2.00 (2.00–2.00) | 2 | 10 |
| delta | 4.00 (4.00–4.00) | – | 2 | 10 |
| **worst** | 4.00 | 2.00 | | |
| **geometric mean** | 8.00 | 2.00 | | |
`},
		{"ratios -bench Threads -row by -column threads -base 2 -others 1 -memory=false", `| | 1 |
|---|--:|
| ours | 2.00 (2.00–2.00) |
`},
		{"growth -bench Growth -row payload,messages -column conditions", `| | 0 | 1 |
|---|--:|--:|
| 5B 1 | 1.0 | 1.5 |
| 5B 9 | 1.0 | – |
`},
		{"ratios -bench Pipeline -row threads -base this -others other -unit cpu-ns/msg -memory=false", `| | other |
|---|--:|
| 1 | 3.00 (3.00–3.00) |
`},
	} {
		t.Run(c.args, func(t *testing.T) {
			var got bytes.Buffer
			if err := run(strings.Fields(c.args), strings.NewReader(rounds), &got); err != nil {
				t.Fatal(err)
			}
			if got.String() != c.want {
				t.Errorf("got\n%s\nwant\n%s", got.String(), c.want)
			}
		})
	}
}

func TestQuantiles(t *testing.T) {
	sorted := []float64{1, 2, 4, 8}
	for share, want := range map[float64]float64{0: 1, 0.25: 1.75, 0.5: 3, 0.75: 5, 1: 8} {
		if got := quantile(sorted, share); got != want {
			t.Errorf("the quantile at %v is %v, want %v", share, got, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ args, in, want string }{
		"no table":        {"", rounds, "say field, ratios or growth"},
		"another table":   {"other", rounds, `there is no table "other"`},
		"an unknown flag": {"field -other", rounds, "flag provided but not defined"},
		"no results":      {"field", "PASS\n", "not among the results"},
		"a broken number": {"field", "BenchmarkField/case=t/by=ours 1 x ns/op\n", "invalid syntax"},
		"no times":        {"growth -bench Growth", "BenchmarkGrowth/work=x/by=y 1 3 ns/op\n", "no ns/msg"},
		"rounds that end in the middle": {
			"field", strings.TrimSuffix(rounds[:strings.LastIndex(rounds, "BenchmarkField/case=t02/by=starting_point")], "\n"),
			"t02: 2 results of starting_point cannot be compared with 3 of ours",
		},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(strings.Fields(c.args), strings.NewReader(c.in), &bytes.Buffer{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}
