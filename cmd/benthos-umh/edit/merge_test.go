// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"strings"
	"testing"
)

const mergeBase = `pipeline:
  processors:
    - tag_processor:
        defaults: return 1;
        # Fahrenheit
        conditions:
          - if: a
            then: return 2;
          # of no use
          - if: b
            then: return 3;
        advancedProcessing: return 4;
`

// TestMerge: two people change one file, and no change of either gets lost.
func TestMerge(t *testing.T) {
	const path = "pipeline.processors.0"
	conditions := func(list ...Condition) []Condition { return list }
	a, b := Condition{0, "a", "return 2;"}, Condition{1, "b", "return 3;"}
	base := Scripts{Defaults: "return 1;", Conditions: conditions(a, b), AdvancedProcessing: "return 4;"}
	for name, tt := range map[string]struct {
		// theirs is what somebody else replaced in the file, by what.
		theirs, by string
		ours       func(*Scripts)
		// want is in the file in the end, or the error.
		want []string
		err  string
	}{
		"a comment and a script": {
			"# Fahrenheit", "# Celsius", func(s *Scripts) { s.Defaults = "return 10;" },
			[]string{"# Celsius", "defaults: return 10;", "return 4;"}, "",
		},
		"two scripts": {
			"return 4;", "return 40;", func(s *Scripts) { s.Defaults = "return 10;" },
			[]string{"defaults: return 10;", "advancedProcessing: return 40;"}, "",
		},
		"the same script": {
			"return 4;", "return 40;", func(s *Scripts) { s.AdvancedProcessing = "return 400;" },
			[]string{"advancedProcessing: return 400;"}, "",
		},
		"a condition more, and a script": {
			"          - if: a\n", "          - if: z\n            then: return 9;\n          - if: a\n", func(s *Scripts) { s.Defaults = "return 10;" },
			[]string{"if: z", "if: a", "if: b", "defaults: return 10;"}, "",
		},
		"a script, and the order of conditions": {
			"return 1;", "return 10;", func(s *Scripts) { s.Conditions = conditions(b, a) },
			[]string{"defaults: return 10;", "# of no use\n          - if: b\n            then: return 3;\n          - if: a"}, "",
		},
		"conditions twice": {
			"          - if: a\n", "          - if: z\n            then: return 9;\n          - if: a\n", func(s *Scripts) { s.Conditions = conditions(b, a) },
			nil, "pipeline.processors.0: conditions: they were changed in the file, too",
		},
		"another processor": {
			"tag_processor:", "nodered_js:", func(s *Scripts) { s.Defaults = "return 10;" },
			nil, "pipeline.processors.0: the file has another processor there now",
		},
	} {
		t.Run(name, func(t *testing.T) {
			now := strings.Replace(mergeBase, tt.theirs, tt.by, 1)
			draft := base
			tt.ours(&draft)
			merged, err := Merge(mergeBase, now, map[string]Scripts{path: draft})
			if tt.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), tt.err) {
					t.Fatalf("got %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			text, err := Apply(now, merged)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range tt.want {
				if !strings.Contains(text, part) {
					t.Errorf("there is no %q in\n%s", part, text)
				}
			}
		})
	}
}
