// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package configtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// folder is one with files, by their name and text.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	plain = "pipeline: { processors: [] }\n"
	tests = "tests: []\n"
	core  = "protocolConverter:\n  - name: press\n    protocolConverterServiceConfig:\n      config:\n        dataflowcomponent_read:\n          benthos:\n            label: '{{ .IP }}'\n      variables: { IP: 10.0.0.1 }\n"
)

func TestBenthosGetsTheCommandLineWithoutOurFlags(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": plain + tests})
	path := filepath.Join(dir, "a.yaml")
	args := []string{"benthos-umh", "-r", "x.yaml", "test", "--log", "error", "--var", "A=1", "-var=B=2", "--vars", "v.yaml", "--bridge=press", "-e", "f", path}
	var got []string
	code, err := test(func(_ *service.Environment, args []string) (int, error) { got = args; return 3, nil }, inventory.LoadOptions{}, args, []string{path})
	want := []string{"benthos-umh", "-r", "x.yaml", "test", "--log", "error", "-e", "f", path}
	if !slices.Equal(got, want) || code != 3 || err != nil {
		t.Errorf("%d %v %q", code, err, got)
	}
}

func TestPrepare(t *testing.T) {
	dir := folder(t, map[string]string{
		"plain.yaml": plain + tests, "notests.yaml": "input: { file: '{{ .PATH }}' }\n",
		"core.yaml": core, "core_benthos_test.yaml": tests, "data.json": "{}",
		"vars.yaml": "input: '{{ .IP }}'\n" + tests,
	})
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, tt := range []struct {
		name  string
		o     inventory.LoadOptions
		paths []string
		// want are names of files; those that were prepared have a star.
		want, wantErr string
	}{
		{"a plain config", inventory.LoadOptions{}, []string{at("plain.yaml")}, "plain.yaml", ""},
		{"what is not there", inventory.LoadOptions{}, []string{at("no.yaml")}, "no.yaml", ""},
		{"a config of umh-core", inventory.LoadOptions{}, []string{at("core.yaml")}, "*core.yaml", ""},
		{"its tests", inventory.LoadOptions{}, []string{at("core_benthos_test.yaml")}, "*core.yaml", ""},
		{"a pattern", inventory.LoadOptions{}, []string{at("*o*.yaml")}, "*core.yaml", ""},
		{"a folder", inventory.LoadOptions{Vars: map[string]any{"IP": "x"}}, []string{dir + "/..."}, "*core.yaml plain.yaml *vars.yaml", ""},
		{"a variable that is missing", inventory.LoadOptions{}, []string{at("vars.yaml")}, "", "the variable IP is not filled in"},
		{"a bridge without tests", inventory.LoadOptions{Bridge: "press"}, []string{at("plain.yaml")}, "", "no config of umh-core has tests"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var w workplace
			t.Cleanup(func() { _ = w.remove() })
			list, err := w.prepare(tt.o, tt.paths)
			var names []string
			for _, path := range list {
				name := filepath.Base(path)
				if w.dir != "" && strings.HasPrefix(path, w.dir) {
					name = "*" + name
				}
				names = append(names, name)
			}
			if tt.wantErr != "" && (err == nil || !strings.Contains(err.Error(), tt.wantErr)) || tt.wantErr == "" && err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(names, " "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestWhatIsBesideAConfigIsBesideTheOneMadeOfIt(t *testing.T) {
	dir := folder(t, map[string]string{"core.yaml": core, "core_benthos_test.yaml": tests, "data.json": "{}"})
	var w workplace
	list, err := w.prepare(inventory.LoadOptions{}, []string{filepath.Join(dir, "core.yaml")})
	if err != nil {
		t.Fatal(err)
	}
	made := filepath.Dir(list[0])
	for name, want := range map[string]string{"core.yaml": "label: '10.0.0.1'\n", "core_benthos_test.yaml": tests, "data.json": "{}"} {
		if got, err := os.ReadFile(filepath.Join(made, name)); err != nil || string(got) != want {
			t.Errorf("%s: %v %q", name, err, got)
		}
	}
	if err := w.remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(made); !os.IsNotExist(err) {
		t.Error("it is still there")
	}
	if got, err := os.ReadFile(filepath.Join(dir, "core.yaml")); err != nil || string(got) != core {
		t.Errorf("the original: %v %q", err, got)
	}
}

func TestTranslate(t *testing.T) {
	w := workplace{prepared: []prepared{{
		path:     "/tmp/x/0/config.yaml",
		Document: inventory.Document{File: "config.yaml", Name: "press/read", Line: func(line int) int { return line + 100 }},
		inside:   true,
	}}}
	printed := "Test '/tmp/x/0/config.yaml' failed\n\n--- /tmp/x/0/config.yaml ---\n\nLint: (3,1) bad\na [line 4]:\n--- other.yaml ---\nLint: (3,1) bad\nb [line 4]:"
	want := "Test 'config.yaml (press/read)' failed\n\n--- config.yaml (press/read) ---\n\nLint: (103,1) bad\na [line 104]:\n--- other.yaml ---\nLint: (3,1) bad\nb [line 4]:"
	var b strings.Builder
	w.translate(&b, strings.NewReader(printed))
	if b.String() != want {
		t.Error(b.String())
	}
}
