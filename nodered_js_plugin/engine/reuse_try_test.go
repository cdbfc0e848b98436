package engine

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestTryReuse(t *testing.T) {
	data, err := os.ReadFile("/work/shared/conformance/vectors.json")
	if err != nil {
		t.Skip()
	}
	var vs []struct {
		Name, Processor string
		Config          map[string]any
	}
	if err := json.Unmarshal(data, &vs); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	n, ok := 0, 0
	for _, v := range vs {
		var do func(k string, x any)
		do = func(k string, x any) {
			switch x := x.(type) {
			case string:
				kind := Body
				switch k {
				case "defaults", "then", "advancedProcessing":
				case "if":
					kind = Condition
				case "code":
					kind = StrictBody
				default:
					return
				}
				if seen[k+x] {
					return
				}
				seen[k+x] = true
				s, err := Compile(k, x, kind)
				if err != nil {
					return
				}
				n++
				if s.verdict.Reusable {
					ok++
					if os.Getenv("ALL") != "" {
						t.Logf("OK %s %s pure=%v keeps=%v undecl=%v unknown=%v\n%s", v.Name, k, s.verdict.Pure, s.verdict.KeepsPayload, s.verdict.Undeclared, s.verdict.Unknown, x)
					}
					return
				}
				r, l, c := s.ReuseVerdict()
				t.Logf("%s %s: %s (%d:%d)\n      %s", v.Name, k, r, l, c, strings.ReplaceAll(x, "\n", "\n      "))
			case []any:
				for _, y := range x {
					do(k, y)
				}
			case map[string]any:
				for k, y := range x {
					do(k, y)
				}
			}
		}
		do("", v.Config)
	}
	t.Logf("%d of %d", ok, n)
}
