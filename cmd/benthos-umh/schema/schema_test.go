// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/bolt"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/kafka"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/mqtt"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/prometheus"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/redis"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/schema"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/uns"
	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	_ "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

func config() *service.ConfigSchema { return service.GlobalEnvironment().FullConfigSchema("", "") }

// built is the schema as JSON values.
func built(t *testing.T) map[string]any {
	t.Helper()
	s, err := schema.Build(config())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return value.(map[string]any)
}

// compiler checks a schema against that of draft 7 and makes validators of it, or
// of the part of it that a JSON pointer names.
func compiler(t *testing.T, s any) func(pointer string) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("config.json", s); err != nil {
		t.Fatal(err)
	}
	return func(pointer string) *jsonschema.Schema {
		t.Helper()
		compiled, err := compiler.Compile("config.json" + pointer)
		if err != nil {
			t.Fatal(err)
		}
		return compiled
	}
}

// parse makes the values of a YAML config those of JSON.
func parse(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := jsonschema.UnmarshalJSON(strings.NewReader(string(encoded)))
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

func lints(t *testing.T, text string) []service.Lint {
	t.Helper()
	found, err := config().NewStreamConfigLinter().SetSkipEnvVarCheck(true).LintYAML([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestShippedConfigsAreValid(t *testing.T) {
	validator := compiler(t, built(t))("")
	paths, err := filepath.Glob("../../../config/*.yaml")
	if err != nil || len(paths) < 4 {
		t.Fatal("the configs are not where they were", paths, err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := validator.Validate(parse(t, string(text))); err != nil {
				t.Error(err)
			}
		})
	}
}

// What Benthos shows as examples of its components, and we of ours.
func TestExamplesOfComponentsAreValid(t *testing.T) {
	validator := compiler(t, built(t))("")
	text, err := config().MarshalJSONV0()
	if err != nil {
		t.Fatal(err)
	}
	type component struct {
		Name     string
		Examples []struct{ Title, Config string }
	}
	var listing struct{ Inputs, Outputs, Processors, Caches, Buffers, Metrics []component }
	if err := json.Unmarshal(text, &listing); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, components := range [][]component{listing.Inputs, listing.Outputs, listing.Processors, listing.Caches, listing.Buffers, listing.Metrics} {
		for _, c := range components {
			for _, example := range c.Examples {
				if example.Config == "" || len(lints(t, example.Config)) > 0 {
					continue // Benthos itself would refuse it
				}
				checked++
				if err := validator.Validate(parse(t, example.Config)); err != nil {
					t.Errorf("%s, %s: %v", c.Name, example.Title, err)
				}
			}
		}
	}
	if checked < 30 {
		t.Errorf("only %d examples were there", checked)
	}
}

func TestDefaultsAreValid(t *testing.T) {
	s := built(t)
	compile := compiler(t, s)
	checked := 0
	var walk func(path string, node any)
	walk = func(path string, node any) {
		switch n := node.(type) {
		case map[string]any:
			if value, ok := n["default"]; ok && !strings.HasSuffix(path, "/properties") {
				checked++
				if err := compile("#" + path).Validate(value); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
			for key, child := range n {
				if key != "default" || strings.HasSuffix(path, "/properties") {
					walk(path+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(key), child)
				}
			}
		case []any:
			for i, child := range n {
				walk(fmt.Sprintf("%s/%d", path, i), child)
			}
		}
	}
	walk("", s)
	if checked < 400 {
		t.Errorf("only %d defaults were there", checked)
	}
}

// processor is a config with one processor.
func processor(text string) string {
	return "pipeline:\n  processors:\n    - " + strings.ReplaceAll(text, "\n", "\n      ")
}

func TestWhatLintAcceptsIsValid(t *testing.T) {
	validator := compiler(t, built(t))("")
	for name, text := range map[string]string{
		"a variable for a number":          "pipeline: { threads: \"${THREADS:4}\" }",
		"a variable for a boolean":         "http: { enabled: \"${HTTP}\" }",
		"an option in lower case":          "logger: { level: warn }",
		"a codec that only has a pattern":  "output: { file: { path: x, codec: \"delim:;\" } }",
		"a number for a text":              processor("nodered_js: { code: 5 }"),
		"the older way":                    "input: { type: stdin, stdin: {} }",
		"a label":                          processor("label: press\ntag_processor: { defaults: return msg; }"),
		"resources alone":                  "cache_resources: [ { label: seen, memory: {} } ]",
		"processors of input and output":   "input: { stdin: {}, processors: [ { mapping: root = this } ] }\noutput: { stdout: {}, processors: [] }",
		"nested processors":                processor("switch: [ { check: errored(), processors: [ { tag_processor: {} } ] } ]"),
		"tests":                            "tests: [ { name: x, target_processors: /pipeline/processors, input_batch: [ { content: x } ], output_batches: [ [ { content_equals: x } ] ] } ]",
		"a template literal with a blank":  processor("nodered_js: { code: \"return `${ x }`;\" }"),
		"metadata of any component":        processor("meta: { note: x }\nmapping: root = this"),
		"a fallback of outputs":            "output: { fallback: [ { drop: {} }, { label: last, stdout: {} } ] }",
		"an unknown field's free contents": "metrics: { none: {} }",
	} {
		t.Run(name, func(t *testing.T) {
			for _, l := range lints(t, text) {
				if !strings.Contains(l.What, "removed") {
					t.Errorf("lint does not accept it: %s", l.What)
				}
			}
			if err := validator.Validate(parse(t, text)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWrongConfigsAreRefused(t *testing.T) {
	validator := compiler(t, built(t))("")
	for name, c := range map[string]struct{ text, where string }{
		"a section that is not there":      {"pipelines: {}", "pipelines"},
		"a field that is not there":        {processor("tag_processor: { default: return msg; }"), "/pipeline/processors/0/tag_processor"},
		"a field of a condition":           {processor("tag_processor: { conditions: [ { if: 'true', than: return msg; } ] }"), "/pipeline/processors/0/tag_processor/conditions/0"},
		"a processor that is not there":    {processor("tag_procesor: {}"), "/pipeline/processors/0"},
		"two processors in one":            {processor("tag_processor: {}\nmapping: root = this"), "/pipeline/processors/0"},
		"no processor":                     {processor("label: press"), "/pipeline/processors/0"},
		"an object for a list":             {processor("tag_processor: { conditions: { if: 'true', then: return msg; } }"), "/pipeline/processors/0/tag_processor/conditions"},
		"a list for a text":                {processor("tag_processor: { defaults: [ return msg; ] }"), "/pipeline/processors/0/tag_processor/defaults"},
		"a text for a number":              {"pipeline: { threads: many }", "/pipeline/threads"},
		"a text for a boolean":             {processor("tag_processor: { reuse_vms: sometimes }"), "/pipeline/processors/0/tag_processor/reuse_vms"},
		"an option that is not there":      {processor("tag_processor: { on_error: ignore }"), "/pipeline/processors/0/tag_processor/on_error"},
		"a required field that is missing": {processor("nodered_js: {}"), "/pipeline/processors/0/nodered_js"},
		"a wrong field far inside":         {processor("switch: [ { processors: [ { try: [ { tag_processor: { defaults: {} } } ] } ] } ]"), "/pipeline/processors/0/switch/0/processors/0/try/0/tag_processor/defaults"},
		"an output in place of an input":   {"input: { drop: {} }", "/input"},
	} {
		t.Run(name, func(t *testing.T) {
			err := validator.Validate(parse(t, c.text))
			if err == nil {
				t.Fatal("it is accepted")
			}
			if !strings.Contains(err.Error(), c.where) {
				t.Errorf("the error does not name %s: %v", c.where, err)
			}
		})
	}
}

// Every field has what Benthos' listing has of it.
func TestFieldsOfTagProcessor(t *testing.T) {
	definitions := built(t)["definitions"].(map[string]any)
	tag := definitions["processor"].(map[string]any)["properties"].(map[string]any)["tag_processor"].(map[string]any)
	if text, _ := tag["description"].(string); !strings.HasPrefix(text, "Turns machine data into tags") || !strings.Contains(text, "### Failures") {
		t.Errorf("the processor is described as %q", text)
	}
	for name, value := range tag["properties"].(map[string]any) {
		f := value.(map[string]any)
		text, _ := f["description"].(string)
		if text == "" || f["markdownDescription"] != text {
			t.Errorf("%s is described as %q", name, text)
		}
	}
	timeout := tag["properties"].(map[string]any)["script_timeout"].(map[string]any)
	if timeout["default"] != "5s" {
		t.Errorf("script_timeout has the default %v", timeout["default"])
	}
	defaults := tag["properties"].(map[string]any)["defaults"].(map[string]any)
	if examples, _ := defaults["examples"].([]any); len(examples) != 1 || !strings.Contains(examples[0].(string), "opcua_tag_name") {
		t.Errorf("defaults has the examples %v", defaults["examples"])
	}
}
