// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

// tagConfig is a config whose defaults are the given lines of JavaScript.
func tagConfig(defaults string) string {
	return `input:
  generate:
    mapping: root = 42.5
    count: 1
    interval: ""
pipeline:
  processors:
    - tag_processor:
        defaults: |
          ` + strings.ReplaceAll(defaults, "\n", "\n          ") + `
output:
  stdout: {}
logger:
  level: ERROR
http:
  enabled: false
`
}

const goodDefaults = `msg.meta.location_path = "acme.graz";
msg.meta.data_contract = "_raw";
msg.meta.tag_name = "force";
msg.meta.timestamp_ms = 0;
return msg;`

var _ = Describe("the command line", func() {
	It("shows the version it was built with", func() {
		stdout, _ := finish(0, command("--version"))
		Expect(stdout).To(Equal("Version: " + stampedVersion + "\nDate: " + stampedDate + "\n"))
	})

	It("shows the commit where go run made it", func() {
		git := exec.Command("git", "log", "-1", "--format=%H")
		git.Dir = repository
		commit, err := git.Output()
		if err != nil {
			commit = []byte("unknown\n") // the tree is no checkout
		}
		run := exec.Command("go", "run", "-buildvcs=false", "./cmd/benthos-umh", "--version")
		run.Dir = repository
		session := start(run)
		Eventually(session, 5*patience).Should(gexec.Exit(0), "it links the binary first")
		Expect(string(session.Out.Contents())).To(HavePrefix("Version: " + string(commit) + "Date: "))
	})

	It("names the product in its help, and Benthos' commands", func() {
		stdout, _ := finish(0, command("--help"))
		Expect(stdout).To(ContainSubstring("Either run benthos-umh as a stream processor"))
		Expect(stdout).To(ContainSubstring("https://docs.umh.app/benthos-umh"))
		for _, command := range []string{"run", "lint", "test", "list", "create", "streams"} {
			Expect(stdout).To(MatchRegexp(`(?m)^\s+%s(,|\s)`, command))
		}
	})

	It("lists both processors beside those of Benthos", func() {
		stdout, _ := finish(0, command("list", "processors"))
		Expect(strings.Split(stdout, "\n")).To(ContainElements("  - tag_processor", "  - nodered_js", "  - mapping"))
	})

	It("creates a config with every field of both processors", func() {
		stdout, _ := finish(0, command("create", "stdin/tag_processor,nodered_js/stdout"))
		for _, field := range []string{"defaults", "conditions", "advancedProcessing", "code", "script_timeout"} {
			Expect(stdout).To(MatchRegexp(`(?m)^\s+%s:`, field))
		}
	})

	DescribeTable("runs a config", func(args ...string) {
		path := tempFile("config.yaml", tagConfig(goodDefaults))
		stdout, _ := finish(0, command(append(args, path)...))
		Expect(stdout).To(Equal(`{"timestamp_ms":0,"value":42.5}` + "\n"))
	},
		Entry("with -c", "-c"),
		Entry("with run", "run"),
	)

	It("runs the unit tests of a config", func() {
		test := func(value string) string {
			return tagConfig(goodDefaults) + `
tests:
  - name: force
    target_processors: /pipeline/processors
    input_batch:
      - content: "1450"
    output_batches:
      - - json_equals: { "value": ` + value + `, "timestamp_ms": 0 }
          metadata_equals: { umh_topic: umh.v1.acme.graz._raw.force }
`
		}
		finish(0, command("test", tempFile("config.yaml", test("1450"))))
		stdout, _ := finish(1, command("test", tempFile("config.yaml", test("1451"))))
		Expect(stdout).To(ContainSubstring("JSON content mismatch"))
	})

	It("runs streams and stops when told to", func() {
		dir := GinkgoT().TempDir()
		stream := `input:
  generate:
    mapping: root = 42.5
    interval: 10ms
pipeline:
  processors:
    - tag_processor:
        defaults: |
          ` + strings.ReplaceAll(goodDefaults, "\n", "\n          ") + `
output:
  file:
    path: ` + filepath.Join(dir, "tags.jsonl") + `
    codec: lines
`
		session := launch(command("streams", "--no-api", tempFile("force.yaml", stream)))
		Eventually(func() (string, error) {
			tags, err := os.ReadFile(filepath.Join(dir, "tags.jsonl"))
			return string(tags), err
		}, patience).Should(HavePrefix(`{"timestamp_ms":0,"value":42.5}` + "\n"))
		stop(session)
	})
})

var _ = Describe("lint", func() {
	lint := func(code int, config string) string {
		GinkgoHelper()
		_, stderr := finish(code, command("lint", tempFile("config.yaml", config)))
		return stderr
	}

	It("says nothing of a good config", func() {
		Expect(lint(0, tagConfig(goodDefaults))).To(BeEmpty())
	})

	It("names an unknown field", func() {
		config := strings.Replace(tagConfig(goodDefaults), "defaults:", "default:", 1)
		Expect(lint(1, config)).To(MatchRegexp(`config\.yaml\(9,9\) field default not recognised; did you mean defaults\?`))
	})

	It("shows where the JavaScript is wrong", func() {
		stderr := lint(1, tagConfig("msg.meta.tag_name = \"force\";\nmsg.payload = (1 + ;\nreturn msg;"))
		Expect(stderr).To(ContainSubstring("msg.payload = (1 + ;"), "the line")
		Expect(stderr).To(ContainSubstring("2:20"), "line and column in the script")
	})

	It("names a bad value", func() {
		config := strings.Replace(tagConfig(goodDefaults), "        defaults:", "        on_error: ignore\n        defaults:", 1)
		Expect(lint(1, config)).To(ContainSubstring("on_error"))
	})

	Context("of a script that needs a VM of its own for each message", func() {
		slow := tagConfig("class Tag {}\n" + goodDefaults)
		const note = "config.yaml(10,1) note: defaults needs a VM of its own for each message, about 10 times slower: uses `class` at line 1, column 1\n"

		It("has a note, and no lint", func() {
			Expect(lint(0, slow)).To(HaveSuffix(note))
		})

		It("has the note of every file that a pattern or folder has", func() {
			path := tempFile("config.yaml", slow)
			for _, argument := range []string{filepath.Dir(path) + "/*.yaml", filepath.Dir(path) + "/..."} {
				_, stderr := finish(0, command("lint", argument))
				Expect(stderr).To(HaveSuffix(note), argument)
				Expect(strings.Count(stderr, "\n")).To(Equal(1), argument)
			}
		})

		It("says nothing where messages share one", func() {
			Expect(lint(0, tagConfig("escape(msg.payload);\n"+goodDefaults))).To(BeEmpty())
		})

		It("says nothing where the config asks for it", func() {
			Expect(lint(0, strings.Replace(slow, "        defaults:", "        reuse_vms: false\n        defaults:", 1))).To(BeEmpty())
		})
	})

	It("names a template literal that Benthos takes for an environment variable", func() {
		config := tagConfig("msg.meta.tag_name = `${no_such_variable}`;\nreturn msg;")
		Expect(lint(1, config)).To(ContainSubstring("no_such_variable"))
	})
})

var _ = Describe("a config that is wrong", func() {
	It("does not start", func() {
		path := tempFile("config.yaml", tagConfig("return msg"+")"+";"))
		stdout, stderr := finish(1, command("-c", path))
		Expect(stdout + stderr).To(ContainSubstring("return msg);"))
	})
})
