// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// load reads a text. The folder is gone from the errors.
func load(t *testing.T, text string, o inventory.LoadOptions) (list []inventory.Document, problem string) {
	t.Helper()
	path := written(t, text)
	list, err := inventory.Load(path, o)
	if err != nil {
		problem = strings.ReplaceAll(err.Error(), path, "config.yaml")
	}
	return list, problem
}

// value is the text of a field of a document.
func value(t *testing.T, d inventory.Document, path ...any) any {
	t.Helper()
	var content any
	if err := yaml.Unmarshal([]byte(d.Text), &content); err != nil {
		t.Fatalf("%v in\n%s", err, d.Text)
	}
	for _, key := range path {
		switch key := key.(type) {
		case string:
			content = content.(map[string]any)[key]
		case int:
			content = content.([]any)[key]
		}
	}
	return content
}

const bridges = `agent:
  location: {0: acme, 1: plant1}
templates:
  protocolConverter:
    modbus: &modbus
      connection: { nmap: { target: "{{ .IP }}", port: "{{ .PORT }}" } }
      dataflowcomponent_read:
        benthos:
          input:
            modbus: { controller: "tcp://{{ .IP }}:{{ .PORT }}" }
          pipeline:
            processors:
              - tag_processor:
                  defaults: |
                    msg.meta.location_path = "{{ .location_path }}";
                    {{- range .names }}
                    // {{ . }}
                    {{- end }}
                    return msg;
      dataflowcomponent_write:
        benthos: {}
protocolConverter:
  - name: press
    protocolConverterServiceConfig:
      config: *modbus
      variables: { IP: 10.0.0.1, PORT: "502", names: [x, y] }
      location: { 3: press, 2: line4 }
  - name: pump
    protocolConverterServiceConfig:
      templateRef: modbus
      variables: { IP: "a\"b", PORT: 503, names: [] }
  - name: valve
    protocolConverterServiceConfig:
      template:
        dataflowcomponent_read: { benthos: { pipeline: { processors: [ { nodered_js: { code: "return {{ .a.b }};" } } ] } } }
        dataflowcomponent_write: { benthos: { output: { drop: {} } } }
      variables: { a: { b: msg } }
`

func TestLoadBridges(t *testing.T) {
	list, problem := load(t, bridges, inventory.LoadOptions{})
	if problem != "" {
		t.Fatal(problem)
	}
	var names []string
	for _, d := range list {
		names = append(names, d.Name)
	}
	if got := strings.Join(names, " "); got != "press/read pump/read valve/read valve/write" {
		t.Fatal(got)
	}
	defaults := []any{"pipeline", "processors", 0, "tag_processor", "defaults"}
	controller := []any{"input", "modbus", "controller"}
	for _, tt := range []struct {
		name string
		got  any
		want string
	}{
		{"an alias, a list, levels in order", value(t, list[0], defaults...), "msg.meta.location_path = \"acme.plant1.line4.press\";\n// x\n// y\nreturn msg;\n"},
		{"an address", value(t, list[0], controller...), "tcp://10.0.0.1:502"},
		{"templateRef, an empty list, the agent's location", value(t, list[1], defaults...), "msg.meta.location_path = \"acme.plant1\";\nreturn msg;\n"},
		{"a value with a quote, a number", value(t, list[1], controller...), `tcp://a"b:503`},
		{"the older name, a nested variable", value(t, list[2], "pipeline", "processors", 0, "nodered_js", "code"), "return msg;"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

func TestPlacesAndLinesOfABridgeAreThoseOfTheFile(t *testing.T) {
	list, problem := load(t, bridges, inventory.LoadOptions{Bridge: "press"})
	if problem != "" {
		t.Fatal(problem)
	}
	const path = "pipeline.processors.0.tag_processor.defaults"
	if got := list[0].Place(path); got.Line != 15 || got.Indent != 20 {
		t.Errorf("the script is at %+v", got)
	}
	for text, want := range map[string]int{"modbus": 10, "tag_processor": 13, "location_path": 15, "// x": 17, "// y": 17, "return msg": 19} {
		for i, line := range strings.Split(list[0].Text, "\n") {
			if strings.Contains(line, text) {
				if got := list[0].Line(i + 1); got != want {
					t.Errorf("%s: line %d, want %d", text, got, want)
				}
			}
		}
	}
}

func TestLoadOneBridge(t *testing.T) {
	for bridge, want := range map[string]string{"press": "press/read", "valve": "valve/read valve/write", "valve/write": "valve/write"} {
		list, problem := load(t, bridges, inventory.LoadOptions{Bridge: bridge})
		var names []string
		for _, d := range list {
			names = append(names, d.Name)
		}
		if got := strings.Join(names, " "); got != want || problem != "" {
			t.Errorf("%s: %s %s", bridge, got, problem)
		}
	}
}

func TestVariablesThatAreGivenWin(t *testing.T) {
	list, problem := load(t, bridges, inventory.LoadOptions{Bridge: "press", Vars: map[string]any{"IP": "10.9.9.9"}})
	if problem != "" || value(t, list[0], "input", "modbus", "controller") != "tcp://10.9.9.9:502" {
		t.Error(problem, list)
	}
}

func TestLoadProblems(t *testing.T) {
	bridge := func(config string) string {
		return "protocolConverter:\n  - name: press\n    protocolConverterServiceConfig:\n" + config
	}
	const read = "      config:\n        dataflowcomponent_read:\n          benthos:\n"
	for _, tt := range []struct {
		name, text string
		o          inventory.LoadOptions
		want       string
	}{
		{
			"a missing variable", bridge(read + "            label: |\n              a\n              b {{ .IP }}\n"),
			inventory.LoadOptions{},
			"config.yaml(9,17) bridge press: the variable IP is not set: give it with --var IP=VALUE or --vars FILE",
		},
		{
			"a missing member", bridge(read + "            label: '{{ .a.b }}'\n      variables: { a: {} }\n"),
			inventory.LoadOptions{},
			"config.yaml(7,21) bridge press: the variable a.b is not set: give it with --var a.b=VALUE or --vars FILE",
		},
		{
			"a member of a text", bridge(read + "            label: '{{ .a.b }}'\n      variables: { a: x }\n"),
			inventory.LoadOptions{},
			"config.yaml(7,21) bridge press: {{ .a.b }} cannot be filled in: can't evaluate field b in type interface {}",
		},
		{
			"Benthos' own braces", bridge(read + "            label: '${{NAME}}'\n"),
			inventory.LoadOptions{},
			`config.yaml(7,22) bridge press: what stands between {{ and }} cannot be read: function "NAME" not defined; write {{ "{{" }} for two braces that are none of a variable`,
		},
		{
			"a template that is not there", bridge("      templateRef: modbus\n"),
			inventory.LoadOptions{},
			"config.yaml(4,20) the bridge press names the template modbus, which is not there below templates.protocolConverter",
		},
		{
			"no config", bridge("      variables: {}\n"),
			inventory.LoadOptions{},
			"config.yaml: the bridge press has neither config nor templateRef in protocolConverterServiceConfig",
		},
		{"an empty list", "protocolConverter: []\n", inventory.LoadOptions{}, "config.yaml has no bridge: it has no entry in protocolConverter or dataFlow"},
		{
			"a mistyped half", bridge("      config:\n        dataflowcomponent_raed: { benthos: { input: {} } }\n"),
			inventory.LoadOptions{},
			"config.yaml(5,9) the bridge press has dataflowcomponent_raed, which nothing reads; write dataflowcomponent_read or dataflowcomponent_write",
		},
		{
			"a bridge without its config", "protocolConverter:\n  - name: press\n",
			inventory.LoadOptions{},
			"config.yaml(2,5) press has no protocolConverterServiceConfig",
		},
		{
			"an entry of dataFlow without its config", "dataFlow:\n  - name: press\n    dataFlowComponentConfig: {}\n",
			inventory.LoadOptions{},
			"config.yaml(3,30) press has no benthos in dataFlowComponentConfig",
		},
		{"another bridge", bridges, inventory.LoadOptions{Bridge: "x"}, "config.yaml has no bridge x; it has press, pump, valve"},
		{
			"a bridge of a plain config", "input: {}\n",
			inventory.LoadOptions{Bridge: "x"},
			"config.yaml has no bridges: --bridge is for a config.yaml of umh-core, with protocolConverter",
		},
		{
			"a plain config without its variables", "# {{ .NOT }}\ninput:\n  a: ${{ESCAPED}}\n  file: {{- if .IP }}\n",
			inventory.LoadOptions{},
			"config.yaml(4,9) the variable IP is not filled in: give it with --var IP=VALUE or --vars FILE",
		},
		{
			"a plain config without one of them", "input:\n  file: {{ .IP }}\n",
			inventory.LoadOptions{Vars: map[string]any{}},
			"config.yaml(2,9) the variable IP is not set: give it with --var IP=VALUE or --vars FILE",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list, problem := load(t, tt.text, tt.o)
			if problem != tt.want || len(list) > 0 && tt.name != "a plain config without its variables" {
				t.Errorf("got  %s\nwant %s", problem, tt.want)
			}
		})
	}
}

func TestABridgeThatIsWrongDoesNotHideTheOthers(t *testing.T) {
	list, problem := load(t, strings.Replace(bridges, "PORT: 503,", "", 1), inventory.LoadOptions{})
	if len(list) != 3 || !strings.Contains(problem, "bridge pump: the variable PORT") {
		t.Errorf("%d documents, %s", len(list), problem)
	}
}

func TestLoadPlain(t *testing.T) {
	text := "# {{ .IP }}\npipeline:\n  processors:\n    - nodered_js: { code: 'return {a: {b: \"${{X}}\"}};' }\n"
	list, problem := load(t, text, inventory.LoadOptions{})
	if problem != "" || len(list) != 1 || list[0].Text != text || list[0].Name != "" || list[0].Line != nil {
		t.Fatal(problem, list)
	}
	if got := list[0].Place("pipeline.processors.0.nodered_js.code").Line; got != 4 {
		t.Errorf("line %d", got)
	}
}

func TestLoadPlainWithVariables(t *testing.T) {
	text := `input:
  modbus:
    port: {{ .PORT }}
    addresses:
{{- range .addresses }}
      - name: {{ .name }}
        slave: {{ $.SLAVE.id }}
{{- end }}
pipeline:
  processors:
    - nodered_js:
        code: |
          return msg;
`
	list, problem := load(t, text, inventory.LoadOptions{Vars: map[string]any{
		"PORT": 502, "SLAVE": map[string]any{"id": 7},
		"addresses": []any{map[string]any{"name": "a"}, map[string]any{"name": "b"}, map[string]any{"name": "c"}},
	}})
	if problem != "" {
		t.Fatal(problem)
	}
	if got := value(t, list[0], "input", "modbus", "addresses", 2, "slave"); got != 7 {
		t.Error(got)
	}
	if got := list[0].Place("pipeline.processors.0.nodered_js.code").Line; got != 13 {
		t.Errorf("the script is at line %d", got)
	}
	if got := list[0].Place("input.modbus.addresses.2.slave").Line; got != 7 {
		t.Errorf("the third slave is at line %d", got)
	}
}

func TestMergeKeysAreFilledIn(t *testing.T) {
	list, problem := load(t, `base: &base
  pipeline: { threads: 1 }
  input: { stdin: {} }
protocolConverter:
  - name: press
    protocolConverterServiceConfig:
      config:
        dataflowcomponent_read:
          benthos:
            <<: *base
            input: { file: { paths: [ "{{ .location_path }}" ] } }
      location: { 0: acme }
`, inventory.LoadOptions{})
	if problem != "" {
		t.Fatal(problem)
	}
	if got := value(t, list[0], "input", "file", "paths", 0); got != "acme" {
		t.Error(got)
	}
	if got := value(t, list[0], "pipeline", "threads"); got != 1 {
		t.Error(got)
	}
	if got := list[0].Place("pipeline.threads").Line; got != 2 {
		t.Errorf("line %d", got)
	}
}

func TestScriptsThatBeginWithABlankAreKept(t *testing.T) {
	for _, script := range []string{"|\n                \n                return msg;\n", "|2\n                  return msg;\n              return 1;\n", `"\treturn\nmsg"` + "\n"} {
		text := "protocolConverter:\n  - name: press\n    protocolConverterServiceConfig:\n      config:\n        dataflowcomponent_read:\n          benthos:\n            a: " + script
		list, problem := load(t, text, inventory.LoadOptions{})
		if problem != "" {
			t.Fatal(problem)
		}
		var whole struct {
			ProtocolConverter []struct {
				ProtocolConverterServiceConfig struct {
					Config struct {
						Read struct{ Benthos struct{ A string } } `yaml:"dataflowcomponent_read"`
					}
				} `yaml:"protocolConverterServiceConfig"`
			} `yaml:"protocolConverter"`
		}
		if err := yaml.Unmarshal([]byte(text), &whole); err != nil {
			t.Fatal(err)
		}
		want := whole.ProtocolConverter[0].ProtocolConverterServiceConfig.Config.Read.Benthos.A
		if got := value(t, list[0], "a"); got != want || want == "" {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestALineBehindARangeKeepsItsPlace(t *testing.T) {
	text := `protocolConverter:
  - name: press
    protocolConverterServiceConfig:
      config:
        dataflowcomponent_read:
          benthos:
            pipeline:
              processors:
                - nodered_js:
                    code: |
                      let n = 0;
                      {{- range .numbers }}
                      n += {{ . }};
                      {{- end }}
                      throw new Error(n);
      variables: { numbers: [1, 2, 3] }
`
	list, problem := load(t, text, inventory.LoadOptions{})
	if problem != "" || len(list) != 1 {
		t.Fatal(problem, list)
	}
	script := "let n = 0;\nn += 1;\nn += 2;\nn += 3;\nthrow new Error(n);\n"
	place := list[0].Place("pipeline.processors.0.nodered_js.code")
	if line, _ := place.PositionIn(script, 5, 1); line != 15 {
		t.Errorf("line %d", line)
	}
}

func TestAFlowOfItsOwnIsRead(t *testing.T) {
	text := "dataFlow:\n  - name: sums\n    dataFlowComponentConfig:\n      benthos:\n        pipeline:\n          processors:\n            - nodered_js: { code: \"return '{{ .unit }}';\" }\n    variables: {}\n"
	list, problem := load(t, strings.Replace(text, "    variables: {}\n", "      variables: { unit: C }\n", 1), inventory.LoadOptions{})
	if problem != "" || len(list) != 1 || list[0].Name != "sums" {
		t.Fatal(problem, list)
	}
	if got := value(t, list[0], "pipeline", "processors", 0, "nodered_js", "code"); got != "return 'C';" {
		t.Errorf("%v", got)
	}
}

func TestAConfigThatIsNoYAMLIsForItsReader(t *testing.T) {
	for _, text := range []string{
		"protocolConverter:\n\t- name: press\n", "agent: { a: [ }\nprotocolConverter: []\n",
		"pipeline: &p\n  <<: *p\n  processors: []\n", "protocolConverter: &a [ *a ]\n",
	} {
		list, problem := load(t, text, inventory.LoadOptions{})
		if problem != "" || len(list) != 1 || inventory.NewPlaces(list[0].Text).Err() == nil {
			t.Errorf("%q: %s %v", text, problem, list)
		}
	}
}
