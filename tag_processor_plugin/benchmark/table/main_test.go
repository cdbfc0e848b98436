package main

import (
	"bytes"
	"strings"
	"testing"
)

const statistics = `goos: linux
pkg: example
,ours,,theirs,,,,third,,,
,sec/op,CI,sec/op,CI,vs base,P,sec/op,CI,vs base,P
42x3,0.0002,1%,0.0008,2%,+300%,p=0.000 n=10,,,,
1x0,5e-06,0%,1e-05,1%,+100%,p=0.000 n=10,2.5e-06,∞,~,p=0.1 n=10
geomean,1,,1,,+1%,,1,,+1%,

,ours,,theirs,,,,third,,,
,sec/msg,CI,sec/msg,CI,vs base,P,sec/msg,CI,vs base,P
42x3,5e-06,1%,2e-05,2%,+300%,p=0.000 n=10,,,,
1x0,5e-06,0%,1e-05,1%,+100%,p=0.000 n=10,2.5e-06,∞,~,p=0.1 n=10

,ours,,theirs,,,,third,,,
,B/op,CI,B/op,CI,vs base,P,B/op,CI,vs base,P
42x3,40000,0%,1,0%,,p=0.000 n=10,,,,
1x0,3000,0%,1,0%,,p=0.000 n=10,1,∞,~,p=0.1 n=10

,ours,,theirs,,,,third,,,
,allocs/op,CI,allocs/op,CI,vs base,P,allocs/op,CI,vs base,P
42x3,400,0%,1,0%,,p=0.000 n=10,,,,
1x0,41,0%,1,0%,,p=0.000 n=10,1,∞,~,p=0.1 n=10
`

func TestTables(t *testing.T) {
	for name, want := range map[string]string{
		"ratios": `| work | theirs | third | allocs/msg | B/msg |
|---|--:|--:|--:|--:|
| 42x3 | 4.00 ± 3 % | – | 10 | 1000 |
| 1x0 | 2.00 ± 1 % | 0.50 ± 0 % | 41 | 3000 |
`,
		"growth": `| | ours | theirs | third |
|---|--:|--:|--:|
| 42x3 | 1.0 | 4.0 | 0.0 |
| 1x0 | 1.0 | 2.0 | 0.5 |
`,
	} {
		var got bytes.Buffer
		if err := run([]string{name}, strings.NewReader(statistics), &got); err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got.String(), want)
		}
	}
}

func TestTableWithoutMemory(t *testing.T) {
	var got bytes.Buffer
	times, _, _ := strings.Cut(statistics, "\n\n,ours,,theirs,,,,third,,,\n,B/op")
	if err := run([]string{"ratios"}, strings.NewReader(times), &got); err != nil {
		t.Fatal(err)
	}
	want := "| work | theirs | third |\n|---|--:|--:|\n| 42x3 | 4.00 ± 3 % | – |\n| 1x0 | 2.00 ± 1 % | 0.50 ± 0 % |\n"
	if got.String() != want {
		t.Errorf("\n%s\nwant\n%s", got.String(), want)
	}
}

func TestWrongCalls(t *testing.T) {
	for _, args := range [][]string{nil, {"other"}, {"ratios", "growth"}} {
		if err := run(args, strings.NewReader(statistics), &bytes.Buffer{}); err == nil {
			t.Error(args, "is accepted")
		}
	}
	if err := run([]string{"ratios"}, strings.NewReader("no table"), &bytes.Buffer{}); err == nil {
		t.Error("no table is accepted")
	}
}
