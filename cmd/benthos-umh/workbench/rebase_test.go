// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
)

// codes is a config of nodered_js with this code; "label: code" gives one a label.
func codes(list ...string) string {
	var b strings.Builder
	b.WriteString("pipeline:\n  processors:\n")
	for _, code := range list {
		if label, rest, ok := strings.Cut(code, ": "); ok {
			b.WriteString("    - label: " + label + "\n      nodered_js: { code: " + rest + " }\n")
		} else {
			b.WriteString("    - nodered_js: { code: " + code + " }\n")
		}
	}
	return b.String()
}

func TestADraftFindsItsProcessorAgain(t *testing.T) {
	for _, tt := range []struct {
		name        string
		before, now []string
		// want is the file after a draft has changed the first processor to "mine", "" if it
		// is not clear which one that is.
		want []string
	}{
		{"nothing moved", []string{"a", "b"}, []string{"a", "c"}, []string{"mine", "c"}},
		{"another one came before", []string{"a"}, []string{"b", "a"}, []string{"b", "mine"}},
		{"they changed places", []string{"a", "b"}, []string{"b", "a"}, []string{"b", "mine"}},
		{"its script was changed, too", []string{"a", "b"}, []string{"c", "b"}, []string{"mine", "b"}},
		{"a label tells", []string{"x: a", "b"}, []string{"b", "x: c"}, []string{"b", "x: mine"}},
		{"twins keep their order", []string{"a", "b", "a"}, []string{"b", "a", "a"}, []string{"b", "mine", "a"}},
		{"it went", []string{"a", "b"}, []string{"b"}, nil},
		{"it went, and another one came", []string{"a", "b"}, []string{"b", "c"}, nil},
		{"it was changed, and another one came", []string{"a"}, []string{"b", "c"}, nil},
		{"it has a twin now", []string{"a"}, []string{"a", "a"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := codes(tt.now...)
			edits, err := rebase(codes(tt.before...), now, map[string]edit.Scripts{"pipeline.processors.0": {Code: "mine"}})
			if tt.want == nil {
				if err == nil {
					t.Errorf("it became %v", edits)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got, err := apply(now, edits); err != nil || got != codes(tt.want...) {
				t.Errorf("%s, %v", got, err)
			}
		})
	}
}

func TestADraftChangesOnlyWhatItChanged(t *testing.T) {
	condition := func(from int, text string) edit.Condition {
		return edit.Condition{From: from, If: text, Then: "then " + text}
	}
	before := edit.Scripts{Defaults: "d", AdvancedProcessing: "a", Conditions: []edit.Condition{condition(0, "x"), condition(1, "y")}}
	now := edit.Scripts{Defaults: "theirs", AdvancedProcessing: "a", Conditions: []edit.Condition{condition(0, "new"), condition(1, "y"), condition(2, "x")}}
	draft := before
	draft.AdvancedProcessing = "ours"
	want := now
	want.AdvancedProcessing = "ours"
	if got := merged(draft, before, now); !sameScripts(got, want) {
		t.Errorf("%+v", got)
	}
	draft.Conditions = []edit.Condition{condition(1, "y"), {From: 0, If: "x", Then: "changed"}, condition(edit.New, "z")}
	want.Conditions = []edit.Condition{condition(1, "y"), {From: 2, If: "x", Then: "changed"}, condition(edit.New, "z")}
	if got := merged(draft, before, now); !sameScripts(got, want) {
		t.Errorf("%+v", got)
	}
}
