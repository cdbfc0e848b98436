// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package types_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/prometheus"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/types"
	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	_ "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

// compiler is where `npm ci` puts tsc.
const compiler = "../testdata/editor/node_modules/typescript/bin/tsc"

// check runs tsc, in the way of docs/editor.md, on the scripts of configs. The
// result are its errors by config, as "line 5: TS2339", sorted by line.
func check(t *testing.T, configs ...string) map[string][]string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("needs node")
	}
	tsc, err := filepath.Abs(compiler)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(tsc); err != nil {
		t.Skip("needs npm ci --prefix cmd/benthos-umh/testdata/editor")
	}
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("umh.d.ts", types.Declarations)
	write("jsconfig.json", documentedConfig(t))
	for _, path := range configs {
		scripts, err := types.Scripts(documents(t, path, inventory.LoadOptions{}))
		if err != nil {
			t.Fatal(path, err)
		}
		write(filepath.Base(path)+".js", scripts)
	}
	cmd := exec.Command(node, tsc, "-p", "jsconfig.json", "--pretty", "false")
	cmd.Dir = dir
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, " ") {
			continue // more of the error before
		}
		match := regexp.MustCompile(`^(.*)\.js\((\d+),\d+\): error (TS\d+):`).FindStringSubmatch(line)
		if match == nil {
			t.Fatalf("tsc says: %s", line)
		}
		found[match[1]] = append(found[match[1]], "line "+match[2]+": "+match[3])
	}
	return found
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// documentedConfig is the jsconfig.json that docs/editor.md shows.
func documentedConfig(t *testing.T) string {
	t.Helper()
	block := regexp.MustCompile("(?s)```json\n(.*?)```").FindStringSubmatch(read(t, "../../../docs/editor.md"))
	if block == nil {
		t.Fatal("docs/editor.md shows no jsconfig.json")
	}
	return block[1]
}

func TestGoodScriptsAreAccepted(t *testing.T) {
	configs, err := filepath.Glob("../../../config/*.yaml")
	if err != nil || len(configs) < 4 {
		t.Fatal("the configs are not where they were", configs, err)
	}
	for config, found := range check(t, append(configs, "testdata/good.yaml")...) {
		t.Errorf("%s: %v", config, found)
	}
}

// Every error is found, no other is, and each is said of the script's line in the
// config.
func TestBadScriptsAreRejected(t *testing.T) {
	var want []string
	number := 0
	for line := range strings.Lines(read(t, "testdata/bad.yaml")) {
		number++
		if match := regexp.MustCompile(`// error (TS\d+)`).FindStringSubmatch(line); match != nil {
			want = append(want, "line "+strconv.Itoa(number)+": "+match[1])
		}
	}
	if len(want) < 20 {
		t.Fatal("bad.yaml has only", len(want), "errors")
	}
	got := check(t, "testdata/bad.yaml")["bad.yaml"]
	if !slices.Equal(got, want) {
		t.Errorf("tsc finds\n%s\nand not\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestScripts(t *testing.T) {
	t.Setenv("PLANT", "graz")
	tests := []struct{ name, config, want string }{
		{
			"stand on their own lines", `
pipeline:
  processors:
    - tag_processor:
        defaults: |
          let x = 1;
            // indented

          return msg;
        conditions:
          - if: x > 5
            then: |
              return msg;
`, `// @ts-check



(/** @returns {UmhResult} */ function pipeline_processors_0_defaults() {
          let x = 1;
            // indented

          return msg;

}); (function pipeline_processors_0_conditions_0_if() { return ( x > 5
); }); (/** @returns {UmhResult} */ function pipeline_processors_0_conditions_0_then() {
              return msg;
});
export {};
`,
		},
		{
			"follow each other where they share a line", `pipeline: { processors: [ { label: a, nodered_js: { code: return 1; } }, { nodered_js: { code: return 2; } } ] }`,
			`// @ts-check
(/** @returns {UmhResult} */ function a_code() { return 1;
}); (/** @returns {UmhResult} */ function pipeline_processors_1_code() { return 2;
});
export {};
`,
		},
		{
			"have the values of variables, and template literals as the engine sees them", `
pipeline:
  processors:
    - nodered_js:
        code: |
          return "${PLANT} ${LINE:line3}" + ` + "`${{name}}`" + `;
`, `// @ts-check



(/** @returns {UmhResult} */ function pipeline_processors_0_code() {
          return "graz line3" + ` + "`${name}`" + `;
});
export {};
`,
		},
		{
			"are where an anchor puts them, once for each use", `
processor_resources:
  - label: a
    nodered_js: &shared { code: return msg; }
  - label: b
    nodered_js: *shared
`, `// @ts-check


(/** @returns {UmhResult} */ function a_code() { return msg;
}); (/** @returns {UmhResult} */ function b_code() { return msg;
});
export {};
`,
		},
		{
			"are found beside an input and an output of another build", `
input: { opcua: { endpoint: "opc.tcp://plc:4840" } }
pipeline: { processors: [ { label: a, nodered_js: { code: return msg; } } ] }
output: { uns: {} }
`, `// @ts-check

(/** @returns {UmhResult} */ function a_code() { return msg;
});
export {};
`,
		},
		{
			"keep an empty line at the start, and an indented one", `
pipeline:
  processors:
    - nodered_js:
        code: |

          // second
          return msg;
    - nodered_js:
        code: |2-
              let x;
            return msg;
`, `// @ts-check



(/** @returns {UmhResult} */ function pipeline_processors_0_code() {

          // second
          return msg;

}); (/** @returns {UmhResult} */ function pipeline_processors_1_code() {
              let x;
            return msg;
});
export {};
`,
		},
		{"are none where there are none", "pipeline: { processors: [ { tag_processor: { defaults: '' } } ] }", "// @ts-check\n\nexport {};\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := types.Scripts(documents(t, written(t, tt.config), inventory.LoadOptions{}))
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestDeclarationsExplainTheKeysOfATag(t *testing.T) {
	for _, key := range []string{"location_path", "data_contract", "tag_name", "virtual_path", "datatype", "timestamp_ms", "timestamp"} {
		if !regexp.MustCompile(`/\*\* (Required|Optional)\. .* \*/\n  get ` + key + `\(\)`).MatchString(types.Declarations) {
			t.Errorf("%s is not explained", key)
		}
	}
	// The inputs' and tag_processor's own keys: those that begin a row or follow a comma.
	page := read(t, "../../../docs/metadata.md")
	page, _, _ = strings.Cut(page, "## What becomes of the values")
	keys := regexp.MustCompile("(?m)^\\|[^|`]*\\|? ?(`.*)$").FindAllStringSubmatch(page, -1)
	documented := 0
	for _, row := range keys {
		cell, _, _ := strings.Cut(row[1], " |")
		for _, key := range regexp.MustCompile("`(_?[a-z0-9]+(?:_?[a-zA-Z0-9])+)`").FindAllStringSubmatch(cell, -1) {
			documented++
			if !regexp.MustCompile(`\*/\n  get ` + key[1] + `\(\)`).MatchString(types.Declarations) {
				t.Errorf("%s of docs/metadata.md is not explained", key[1])
			}
		}
	}
	if documented < 25 {
		t.Error("docs/metadata.md has only", documented, "keys")
	}
	// A key that is read must be written, too.
	getters := regexp.MustCompile(`get (\w+)\(\)`).FindAllStringSubmatch(types.Declarations, -1)
	for _, g := range getters {
		if !strings.Contains(types.Declarations, "set "+g[1]+"(value: ") {
			t.Errorf("%s cannot be set", g[1])
		}
	}
}

// The declarations of console and cache have the methods that the table of builtins
// has, with its parameters, and say what it says.
func TestDeclarationsSayWhatTheTableSays(t *testing.T) {
	for name, global := range map[string]string{"UmhConsole": "console.", "UmhCache": "cache."} {
		_, body, found := strings.Cut(types.Declarations, "interface "+name+" {\n")
		body, _, ended := strings.Cut(body, "\n}")
		if !found || !ended {
			t.Fatal("no interface", name)
		}
		var want, got []string
		for _, row := range builtin.Rows() {
			if method, ok := strings.CutPrefix(row.Name, global); ok {
				want = append(want, method+"("+strings.Join(row.Params, ", ")+"): "+row.Doc)
			}
		}
		comment := ""
		for line := range strings.Lines(body) {
			line = strings.TrimSpace(line)
			if method := regexp.MustCompile(`^(\w+)(?:<T>)?\((.*)\): \S+;$`).FindStringSubmatch(line); method != nil {
				params := regexp.MustCompile(`(?:\.\.\.)?(\w+): (?:\(.*\) => \w+|[\w\[\]]+)`).ReplaceAllString(method[2], "$1")
				got = append(got, method[1]+"("+params+"): "+comment)
				comment = ""
			} else if line = strings.Trim(strings.TrimSuffix(line, "*/"), "/* "); line != "" {
				comment = strings.TrimSpace(comment + " " + line)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s says\n%s\nthe table\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// written is a file with a config.
func written(t *testing.T, config string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func documents(t *testing.T, path string, o inventory.LoadOptions) []inventory.Document {
	t.Helper()
	list, err := inventory.Load(path, o)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestScriptsOfBridgesStandOnTheirLinesOnce(t *testing.T) {
	path := written(t, `templates:
  protocolConverter:
    modbus:
      dataflowcomponent_read:
        benthos:
          pipeline:
            processors:
              - nodered_js:
                  code: |
                    msg.meta.location_path = "{{ .location_path }}";
                    return msg;
protocolConverter:
  - name: one
    protocolConverterServiceConfig: { templateRef: modbus, location: { 0: acme } }
  - name: two
    protocolConverterServiceConfig: { templateRef: modbus, location: { 0: other } }
`)
	got, err := types.Scripts(documents(t, path, inventory.LoadOptions{}))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(got, "\n")
	if want := `                    msg.meta.location_path = "acme";`; len(lines) < 10 || lines[9] != want {
		t.Errorf("line 10 of\n%s\nis not %s", got, want)
	}
	if strings.Count(got, "return msg;") != 1 {
		t.Errorf("the script is not there once:\n%s", got)
	}
}
