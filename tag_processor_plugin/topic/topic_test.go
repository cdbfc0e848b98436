// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package topic

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestBuild(t *testing.T) {
	long := strings.Repeat("t", 300)
	tests := []struct {
		name                             string
		location, contract, virtual, tag string
		want                             string
	}{
		{"shortest", "a", "_b", "", "c", "umh.v1.a._b.c"},
		{"all fields", "acme.linz.line4", "_historian", "axis.y.drive", "force", "umh.v1.acme.linz.line4._historian.axis.y.drive.force"},
		{"dashes, digits and capitals", "acme-2.linz-01.LINE_4", "_pump-model_v1", "", "pv", "umh.v1.acme-2.linz-01.LINE_4._pump-model_v1.pv"},
		{"dot in the tag name", "acme", "_raw", "", "zone.temp", "umh.v1.acme._raw.zone.temp"},
		{"tag name with an underscore", "acme", "_raw", "", "_internal", "umh.v1.acme._raw._internal"},
		{"contract in the location", "acme._internal.line", "_raw", "", "pv", "umh.v1.acme._internal.line._raw.pv"},
		{"contract in the virtual path", "acme", "historian", "_group.x", "pv", "umh.v1.acme.historian._group.x.pv"},
		{"contract in the tag name", "acme", "historian", "", "_group.x", "umh.v1.acme.historian._group.x"},
		{"two underscores", "acme", "__raw", "", "pv", "umh.v1.acme.__raw.pv"},
		{"a lone underscore is a level", "acme._.line", "_raw", "_", "_", "umh.v1.acme._.line._raw._._"},
		{"the contract after a lone underscore", "acme", "_", "_x", "pv", "umh.v1.acme._._x.pv"},
		{"long", "acme", "_raw", "", long, "umh.v1.acme._raw." + long},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Build(tt.location, tt.contract, tt.virtual, tt.tag)
			if err != nil || got != tt.want {
				t.Errorf("Build() = %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestBuildInvalid(t *testing.T) {
	const noContract = "data contract"
	tests := []struct {
		name                             string
		location, contract, virtual, tag string
		problem                          string
	}{
		{"level 0 with an underscore", "_acme.linz", "_raw", "", "pv", `segment 3 ("_acme") is the first level`},
		{"level 0 is an underscore", "_", "_raw", "", "pv", `segment 3 ("_")`},
		{"leading dot", ".acme", "_raw", "", "pv", "segment 3 is empty"},
		{"trailing dot of the location", "acme.", "_raw", "", "pv", "segment 4 is empty (two dots"},
		{"dots in a row", "acme...press", "_raw", "", "pv", "segment 4 is empty (two dots"},
		{"only dots", "...", "_raw", "", "pv", "segment 3 is empty"},
		{"dot after the contract", "acme", "_raw.", "", "pv", "segment 5 is empty"},
		{"virtual path of a dot", "acme", "_raw", ".", "pv", "segment 5 is empty"},
		{"virtual path with a leading dot", "acme", "_raw", ".a", "pv", "segment 5 is empty"},
		{"tag name with a leading dot", "acme", "_raw", "", ".t", "segment 5 is empty (two dots"},
		{"tag name with a trailing dot", "acme", "_raw", "", "t.", "segment 6 is empty (a dot at the end)"},
		{"padded location", " acme", "_raw", "", "pv", `character " " in segment 3 (" acme")`},
		{"slashes", "acme/linz", "_raw", "", "pv", `character "/" in segment 3 ("acme/linz")`},
		{"umlaut", "acme.münchen", "_raw", "", "pv", `character "ü" in segment 4 ("münchen")`},
		{"letter of another script that folds to ASCII", "acme", "_raw", "", "\u212a", "character \"\u212a\" in segment 5"},
		{"white space as contract", "acme", "  ", "", "pv", `character " " in segment 4`},
		{"newline", "acme", "_raw", "", "a\nb", `character "\n" in segment 5`},
		{"quote", "acme", "_raw", "", `a"b`, `character "\"" in segment 5`},
		{"NUL", "acme", "_raw", "", "a\x00", `character "\x00" in segment 5`},
		{"broken UTF-8", "acme", "_raw", "", "a\xff", `character "\xff" in segment 5`},
		{"long segment", "acme", "_raw", "", strings.Repeat("ü", 200), `("` + strings.Repeat("ü", 32) + `…")`},
		{"no underscore", "acme", "raw", "", "pv", noContract},
		{"contract is an underscore", "acme", "_", "", "pv", noContract},
		{"only the name starts with an underscore", "acme", "raw", "", "_pv", noContract},
		{"the first broken rule counts", "_ä", "raw", "", "p v", `character "ä" in segment 3`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Build(tt.location, tt.contract, tt.virtual, tt.tag)
			var invalid *InvalidError
			if !errors.As(err, &invalid) {
				t.Fatalf("Build() = %q, %v, want an InvalidError", got, err)
			}
			if got != "" {
				t.Errorf("topic %q in spite of %v", got, err)
			}
			if !strings.Contains(invalid.Problem, tt.problem) {
				t.Errorf("Problem = %s, want %s in it", invalid.Problem, tt.problem)
			}
			if want := joined(tt.location, tt.contract, tt.virtual, tt.tag); invalid.Topic != want {
				t.Errorf("Topic = %q, want %q", invalid.Topic, want)
			}
		})
	}
}

func TestInvalidErrorText(t *testing.T) {
	_, err := Build("acme", "_raw", "", "motor speed")
	const want = `invalid topic "umh.v1.acme._raw.motor speed": character " " in segment 5 ("motor speed") is not allowed, only a-z, A-Z, 0-9, _ and - are`
	if err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
}

func TestBuildMissing(t *testing.T) {
	tests := []struct {
		location, contract, tag string
		fields                  []string
		text                    string
	}{
		{"", "_raw", "pv", []string{"location_path"}, `missing location_path: set msg.meta.location_path = "enterprise.site.area"`},
		{"acme", "", "pv", []string{"data_contract"}, `missing data_contract: set msg.meta.data_contract = "_raw"`},
		{"acme", "_raw", "", []string{"tag_name"}, `missing tag_name: set msg.meta.tag_name = "temperature"`},
		{"", "_raw", "", []string{"location_path", "tag_name"}, `missing location_path and tag_name: set msg.meta.location_path = "enterprise.site.area" and msg.meta.tag_name = "temperature"`},
		{"", "", "", []string{"location_path", "data_contract", "tag_name"}, `missing location_path, data_contract and tag_name: set msg.meta.location_path = "enterprise.site.area", msg.meta.data_contract = "_raw" and msg.meta.tag_name = "temperature"`},
		{"ä ö", "", "pv", []string{"data_contract"}, `missing data_contract: set msg.meta.data_contract = "_raw"`},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.fields, " "), func(t *testing.T) {
			got, err := Build(tt.location, tt.contract, "v", tt.tag)
			var missing *MissingError
			if !errors.As(err, &missing) {
				t.Fatalf("Build() = %q, %v, want a MissingError", got, err)
			}
			if !slices.Equal(missing.Fields, tt.fields) {
				t.Errorf("Fields = %q, want %q", missing.Fields, tt.fields)
			}
			if err.Error() != tt.text {
				t.Errorf("error = %v, want %s", err, tt.text)
			}
		})
	}
}

func TestVirtualPath(t *testing.T) {
	for in, want := range map[string]string{
		"": "", " \t\n": "", "null": "", "NULL": "", " Nil ": "", "<nil>": "", "<NIL>": "", "undefined": "", "UnDefined": "",
		"axis.x": "axis.x", "  axis.x  ": "axis.x", "null.x": "null.x", "nul": "nul", "nil>": "nil>", "none": "none", "0": "0", ".": ".",
	} {
		if got := VirtualPath(in); got != want {
			t.Errorf("VirtualPath(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestBuildAllocatesTheTopicOnly(t *testing.T) {
	for _, virtual := range []string{"", "axis.y"} {
		if n := testing.AllocsPerRun(100, func() { sink, _ = Build("acme.linz.press_shop", "_raw", virtual, "temperature") }); n != 1 {
			t.Errorf("%v allocations with the virtual path %q, want 1", n, virtual)
		}
	}
}

// joined and accepted are Build written for the eye.
func joined(location, contract, virtual, tag string) string {
	fields := []string{"umh", "v1", location, contract, virtual, tag}
	if virtual == "" {
		fields = slices.Delete(fields, 4, 5)
	}
	return strings.Join(fields, ".")
}

func accepted(topic string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
	if strings.Trim(topic, ".") != topic || strings.Contains(topic, "..") {
		return false
	}
	for i := range len(topic) {
		if !strings.Contains(letters, topic[i:i+1]) {
			return false
		}
	}
	segments := strings.Split(topic, ".")
	if strings.HasPrefix(segments[2], "_") {
		return false
	}
	return slices.ContainsFunc(segments[3:len(segments)-1], func(s string) bool {
		return strings.HasPrefix(s, "_") && len(s) > 1
	})
}

func FuzzBuild(f *testing.F) {
	f.Add("acme.linz", "_raw", "axis.x", "pv")
	f.Add("acme._internal.line", "_raw", "", "pv")
	f.Add("acme", "historian", "_group.x", "pv")
	f.Add("acme", "_", "", "_")
	f.Add("_acme", "_raw", ".", "pv.")
	f.Add("a..b", "_", "_", "ü\xff")
	f.Add("", "_raw", "", "")
	f.Fuzz(func(t *testing.T, location, contract, virtual, tag string) {
		got, err := Build(location, contract, virtual, tag)
		var missing *MissingError
		if location == "" || contract == "" || tag == "" {
			if !errors.As(err, &missing) || len(missing.Fields) == 0 {
				t.Fatalf("Build() = %q, %v, want a MissingError", got, err)
			}
			return
		}
		want := joined(location, contract, virtual, tag)
		if accepted(want) {
			if err != nil || got != want {
				t.Fatalf("Build() = %q, %v, want %q", got, err, want)
			}
			return
		}
		var invalid *InvalidError
		if !errors.As(err, &invalid) || got != "" {
			t.Fatalf("Build() = %q, %v, want an InvalidError for %q", got, err, want)
		}
		if invalid.Topic != want || invalid.Problem == "" || !utf8.ValidString(err.Error()) {
			t.Fatalf("error = %q about %q, want it about %q", err, invalid.Topic, want)
		}
		// What the problem blames has to be what makes the topic invalid.
		if strings.Contains(invalid.Problem, "data contract") && !accepted(want+"._c.x") {
			t.Fatalf("%v: but a contract does not help", err)
		}
	})
}

var sink string

func BenchmarkBuild(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		sink, _ = Build("acme.linz.press_shop.line4", "_historian", "axis.y.drive", "temperature")
	}
}

func TestCheck(t *testing.T) {
	if err := Check("umh.v1.acme._raw.pv"); err != nil {
		t.Errorf("Check of a valid topic: %v", err)
	}
	for topic, problem := range map[string]string{
		"":                     "does not start with umh.v1.",
		"umh.v1":               "does not start with umh.v1.",
		"umh.v2.acme._raw.pv":  "does not start with umh.v1.",
		"umh.v1.":              "segment 3 is empty",
		"umh.v1.acme.raw.pv":   "data contract",
		"umh.v1.acme._raw.a b": `character " "`,
	} {
		var invalid *InvalidError
		if err := Check(topic); !errors.As(err, &invalid) || !strings.Contains(invalid.Problem, problem) {
			t.Errorf("Check(%q) = %v, want an InvalidError with %s", topic, err, problem)
		}
	}
}
