// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint_test

import (
	"strings"
	"testing"

	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/lint"
)

// A mistake is a config and all that lint says of it.
type mistake struct {
	config string
	rules  lint.Rules
	want   string
}

var mistakes = map[string]mistake{
	"nothing": {config: `
pipeline:
  processors:
    - tag_processor:
        defaults: |
          msg.meta.tag_name = "force";
          return msg;
`},
	"a script that does not parse, in a block": {config: `
pipeline:
  processors:
    - tag_processor:
        defaults: |
          msg.meta.tag_name = "force";
          msg.payload = (1 + ;
          return msg;
`, want: `
c.yaml(7,30) defaults, line 2:20: SyntaxError: Unexpected token ;
2 | msg.payload = (1 + ;
  |                    ^
`},
	"two conditions that do not parse, each by its number": {config: `
pipeline:
  processors:
    - tag_processor:
        conditions:
          - if: msg.payload > 1
            then: return msg;
          - if: "msg.payload > (1"
            then: return msg;
          - if: msg.payload > 2
            then: "let x = 1;\nreturn msg);"
`, want: `
c.yaml(8,34) condition 2 if, line 1:17: SyntaxError: Unexpected end of script
1 | msg.payload > (1
  |                 ^
c.yaml(11,42) condition 3 then, line 2:11: SyntaxError: Unexpected token )
2 | return msg);
  |           ^
`},
	"the same mistake by an alias, once": {config: `
shared: &script |
  return msg);
pipeline:
  processors:
    - nodered_js:
        code: *script
    - nodered_js:
        code: *script
`, want: `
c.yaml(2,1) field shared not recognised
c.yaml(3,13) code, line 1:11: SyntaxError: Unexpected token )
1 | return msg);
  |           ^
`},
	"a name that nothing defines": {config: `
pipeline:
  processors:
    - nodered_js:
        code: "msg.payload = foo; return msg;"
`, want: `
c.yaml(5,30) code, line 1:15: nothing defines the name foo; reading it throws a ReferenceError [unknown-name]
1 | msg.payload = foo; return msg;
  |               ^
`},
	"a script with a VM of its own": {config: `
pipeline:
  processors:
    - nodered_js:
        code: |
          class X {}
          return msg;
`, want: "\nc.yaml(6,1) note: code needs a VM of its own for each message, about 10 times slower: uses `class` at line 1, column 1\n"},
	"components of another build": {config: `
input:
  opcua:
    endpoint: opc.tcp://plc:4840
pipeline:
  processors:
    - downsampler: {}
    - nodered_js:
        code: return msg);
output:
  uns: {}
`, want: `
c.yaml(3,3) note: this binary has no input opcua, so its fields are not checked
c.yaml(7,7) note: this binary has no processor downsampler, so its fields are not checked
c.yaml(9,25) code, line 1:11: SyntaxError: Unexpected token )
1 | return msg);
  |           ^
c.yaml(11,3) note: this binary has no output uns, so its fields are not checked
`},
	"components that are mistyped": {config: `
pipeline:
  processors:
    - tag_procesor: {}
    - nodered_sj: {}
output:
  stdou: {}
`, want: `
c.yaml(4,7) there is no processor tag_procesor; did you mean tag_processor?
c.yaml(5,7) there is no processor nodered_sj; did you mean nodered_js?
c.yaml(7,3) there is no output stdou; did you mean stdout?
`},
	"a field that is none": {config: `
pipeline:
  processors:
    - nodered_js:
        script: return msg;
`, want: `
c.yaml(5,1) field code is required
c.yaml(5,9) field script not recognised
`},
	"a time without a unit, and other values of another type": {config: `
pipeline:
  processors:
    - tag_processor:
        defaults: return msg;
        script_timeout: 5
        script_memory: 1
        max_messages: "100"
        reuse_vms: 1
        cache: {ttl: 7, max_entries: many}
    - nodered_js:
        code: return msg;
        on_error: ignore
        script_timeout: -1s
`, want: `
c.yaml(6,25) script_timeout must be a time with its unit, such as 5s or 500ms, not 5
c.yaml(7,1) field script_memory: must be at least 1MB, or 0 for no limit, not "1"
c.yaml(8,23) max_messages must be a whole number, without quotes, not 100
c.yaml(9,20) reuse_vms must be true or false, not 1
c.yaml(10,22) cache.ttl must be a time with its unit, such as 5s or 500ms, not 7
c.yaml(10,38) cache.max_entries must be a whole number, without quotes, not many
c.yaml(13,1) on_error must be forward or drop, not 'ignore'
c.yaml(14,25) script_timeout must not be negative; 0s is no limit
`},
	"a field given twice": {config: `
pipeline:
  processors:
    - nodered_js:
        code: return msg;
        code: return null;
`, want: `
c.yaml(6,9) the field code is given twice, here and in line 5; remove one [duplicate-field]
`},
	"a tab": {config: `
pipeline:
  processors:
    - nodered_js:
        code: |
          if (msg.payload) {
          	return msg;
          }
      	# a comment
      	on_error: drop
`, want: `
c.yaml(9,7) YAML does not allow tabs for indentation: use blanks
`},
	"no YAML": {config: `
pipeline:
  processors: [
`, want: `
c.yaml(3,1) this is no YAML: did not find expected node content
`},
	"environment variables that are not set": {config: `
input:
  file: {paths: ["${NO_SUCH_FILE}", "${NO_SUCH_FILE:a}"]}
pipeline:
  processors:
    - nodered_js:
        code: |
          msg.payload = ` + "`ä ${no_such} ${{name}} ${ name }`" + `;
          return msg + name;
`, want: "\nc.yaml(3,19) the environment variable NO_SUCH_FILE is not set; set it, or write ${NO_SUCH_FILE:default}\n" +
		"c.yaml(8,28) Benthos replaces ${no_such} by an environment variable before the script is read, and no_such is not set; set it, or in a template literal write ${ no_such } with blanks, or ${{no_such}}\n" +
		`c.yaml(8,42) code, line 1:21: nothing defines the name name; reading it throws a ReferenceError [unknown-name]
1 | msg.payload = ` + "`ä  ${name} ${ name }`" + `;
  |                     ^
`},
	"environment variables that need not be set": {rules: lint.Rules{SkipVariables: true}, config: `
input:
  file: {paths: ["${NO_SUCH_FILE}"]}
`},
	"an environment variable with a function that is none": {config: `
input:
  file: {paths: ["${NO_SUCH:YQ|base32decode}"]}
`, want: `
c.yaml(3,19) there is no function base32decode for environment variables; write base64decode, or none
`},
	"labels that are required": {rules: lint.Rules{RequireLabels: true}, config: `
pipeline:
  processors:
    - nodered_js:
        code: return msg;
`, want: `
c.yaml(4,1) label is required for nodered_js
`},
	"deprecated fields": {rules: lint.Rules{RejectDeprecated: true}, config: `
pipeline:
  processors:
    - parse_log: {format: syslog_rfc5424, codec: json}
`, want: `
c.yaml(4,1) field codec is deprecated
`},
	"a file of Windows-1252": {config: "pipeline: {}\n# \xe4\n", want: `
c.yaml(2,3) this is not UTF-8, but perhaps Windows-1252 or UTF-16; save the file as UTF-8
`},
	"an anchor that contains itself": {config: "pipeline: &p\n  <<: *p\n", want: `
c.yaml(2,1) this is no YAML: the anchor p contains itself
`},
	"lint that is switched off": {config: `# BENTHOS LINT DISABLE
pipeline: 5
`},
}

func TestCheck(t *testing.T) {
	for name, m := range mistakes {
		t.Run(name, func(t *testing.T) {
			var got strings.Builder
			for _, p := range lint.Check(inventory.Document{File: "c.yaml", Text: m.config}, m.rules) {
				got.WriteString(p.String() + "\n")
			}
			if want := strings.TrimPrefix(m.want, "\n"); got.String() != want {
				t.Errorf("got\n%swant\n%s", got.String(), want)
			}
		})
	}
}

func TestCheckOfATextThatIsAnExcerpt(t *testing.T) {
	const file = "bridges:\n  - press:\n      input: {opcua: {}}\n      pipeline:\n        processors:\n          - nodered_js:\n              script_timeout: 5\n              code: |\n                let x = '{{ .x }}';\n                return msg);\n"
	const text = "input: {opcua: {}}\npipeline:\n  processors:\n    - nodered_js:\n        script_timeout: 5\n        nope: 1\n        code: |\n          let x = 'a text';\n          return msg);\n"
	places := inventory.NewPlaces(file)
	var got strings.Builder
	for _, p := range lint.Check(inventory.Document{
		File: "c.yaml", Text: text,
		Place: func(path string) inventory.Place { return places.Find("bridges.0.press." + path) },
		Line:  func(line int) int { return line + 2 },
	}, lint.Rules{}) {
		got.WriteString(p.String() + "\n")
	}
	const want = `c.yaml(3,1) note: this binary has no input opcua, so its fields are not checked
c.yaml(7,31) script_timeout must be a time with its unit, such as 5s or 500ms, not 5
c.yaml(8,1) field nope not recognised
c.yaml(10,27) code, line 2:11: SyntaxError: Unexpected token )
2 | return msg);
  |           ^
`
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
}
