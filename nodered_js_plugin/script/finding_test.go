package script

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNothingIsFoundInWhatPeopleWrite takes every script that shows how the processors
// are used. What is found in them is listed here.
func TestNothingIsFoundInWhatPeopleWrite(t *testing.T) {
	root := filepath.Join("..", "..")
	for _, source := range []struct {
		name    string
		scripts []sample
		want    []string
	}{
		{"the usual scripts", bodies(usualScripts), nil},
		{"the field cases", configSamples(t, filepath.Join(root, "tag_processor_plugin/testdata/field/cases.json"), nil), nil},
		{"the vectors", configSamples(t, filepath.Join(root, "tag_processor_plugin/testdata/conformance/vectors.json"), nil), nil},
		{"config/", yamlSamples(t, filepath.Join(root, "config", "*.yaml")), nil},
		{"docs/ and README.md", docSamples(t, root), nil},
	} {
		t.Run(source.name, func(t *testing.T) {
			var found []string
			for _, s := range source.scripts {
				compiled, err := Compile("script", s.source, s.kind)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range compiled.Findings() {
					found = append(found, fmt.Sprintf("%v %s %d:%d %s | %s", f.Certain, f.Rule, f.Line, f.Column, f.Text, s.source))
				}
			}
			slices.Sort(found)
			if !slices.Equal(found, source.want) {
				t.Errorf("of %d scripts found\n%s\nwant\n%s", len(source.scripts), strings.Join(found, "\n"), strings.Join(source.want, "\n"))
			}
		})
	}
}
