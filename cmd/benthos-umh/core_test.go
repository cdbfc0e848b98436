// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// coreConfig is a config.yaml of umh-core with two bridges that share a template.
const coreConfig = `agent:
  location: { 0: acme, 1: graz }
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
                    msg.meta.data_contract = "_raw";
                    msg.meta.tag_name = "{{ .tag.name }}";
                    msg.meta.timestamp_ms = 0;
                    return msg;
          tests:
            - name: the topic
              input_batch: [ { content: "7" } ]
              output_batches:
                - - metadata_equals: { umh_topic: umh.v1.acme.graz.line4.press._raw.force }
protocolConverter:
  - name: press
    protocolConverterServiceConfig:
      config: *modbus
      variables: { IP: 10.0.0.1, PORT: "502", tag: { name: force } }
      location: { 2: line4, 3: press }
  - name: pump
    protocolConverterServiceConfig:
      templateRef: modbus
      variables: { IP: 10.0.0.2, PORT: 502, tag: { name: flow } }
`

var _ = Describe("a config.yaml of umh-core", func() {
	var config string
	BeforeEach(func() { config = tempFile("config.yaml", coreConfig) })

	It("is tried bridge by bridge", func() {
		messages := tempFile("samples.jsonl", "7\n")
		_, stderr := finish(1, command("tag", "try", "-c", config, messages))
		Expect(stderr).To(HaveSuffix("config.yaml has several bridges, choose one with --bridge: press, pump\n"))
		stdout, _ := finish(0, command("tag", "try", "-c", config, "--bridge", "press", messages))
		Expect(stdout).To(ContainSubstring("→ umh.v1.acme.graz.line4.press._raw.force"))
		stdout, _ = finish(0, command("tag", "try", "-c", config, "--bridge", "pump", "--var", "tag.name=speed", messages))
		Expect(stdout).To(ContainSubstring("→ umh.v1.acme.graz._raw.speed"))
	})

	It("says which variable is missing, where", func() {
		config = tempFile("config.yaml", strings.Replace(coreConfig, "PORT: 502, ", "", 1))
		_, stderr := finish(1, command("tag", "try", "-c", config, "--bridge", "pump"))
		Expect(stderr).To(HaveSuffix("config.yaml(10,52) bridge pump: the variable PORT is not set: give it with --var PORT=VALUE or --vars FILE\n"))
	})

	It("has its unit tests in the part of the bridge", func() {
		stdout, _ := finish(0, command("test", "--bridge", "press", config))
		Expect(colour.ReplaceAllString(stdout, "")).To(Equal("Test '" + config + " (press/read)' succeeded\n"))
		stdout, _ = finish(1, command("test", config))
		Expect(colour.ReplaceAllString(stdout, "")).To(And(
			ContainSubstring("Test '"+config+" (press/read)' succeeded\nTest '"+config+" (pump/read)' failed\n"),
			ContainSubstring("--- "+config+" (pump/read) ---\n\nthe topic [line 21]:\n"),
			ContainSubstring("received: umh.v1.acme.graz._raw.flow"),
		))
	})

	It("has its unit tests in a file beside it", func() {
		writeFile(filepath.Join(filepath.Dir(config), "config_benthos_test.yaml"), `tests:
  - name: the topic
    input_batch: [ { content: "7" } ]
    output_batches:
      - - metadata_equals: { umh_topic: umh.v1.acme.graz._raw.flow }
`)
		finish(0, command("test", "--bridge", "pump", config))
		stdout, _ := finish(1, command("test", "--bridge", "press", config))
		Expect(stdout).To(ContainSubstring("the topic [line 2]:"))
		_, stderr := finish(1, command("test", config))
		Expect(stderr).To(ContainSubstring("config_benthos_test.yaml is for one bridge of several: choose with --bridge"))
	})

	It("has its scripts written for editors on its own lines", func() {
		stdout, _ := finish(0, command("types", "--scripts", config, "--bridge", "pump"))
		Expect(strings.Split(stdout, "\n")[14]).To(Equal(`                    msg.meta.location_path = "acme.graz";`))
	})
})

var _ = Describe("a plain config with variables", func() {
	config := strings.Replace(tagConfig(goodDefaults), `"acme.graz"`, `"{{ .location_path }}"`, 1)
	tests := `
tests:
  - name: the topic
    input_batch: [ { content: "7" } ]
    output_batches:
      - - metadata_equals: { umh_topic: umh.v1.acme.graz._raw.force }
`
	It("is filled in where they are given", func() {
		path := tempFile("config.yaml", config+tests)
		finish(0, command("test", "--var", "location_path=acme.graz", path))
		stdout, _ := finish(0, command("tag", "try", "-c", path, "--vars", tempFile("vars.yaml", "location_path: acme.linz\n"), tempFile("samples", "7")))
		Expect(stdout).To(ContainSubstring("→ umh.v1.acme.linz._raw.force"))
	})

	DescribeTable("is an error where they are not", func(args ...string) {
		path := tempFile("config.yaml", config+tests)
		_, stderr := finish(1, command(append(args, path)...))
		Expect(stderr).To(HaveSuffix("config.yaml(10,37) the variable location_path is not filled in: give it with --var location_path=VALUE or --vars FILE\n"))
	},
		Entry("in test", "test"),
		Entry("in tag try", "tag", "try", "-c"),
		Entry("in types", "types", "--scripts"),
	)
})

var _ = Describe("the messages of tag try", func() {
	var config, samples string
	BeforeEach(func() {
		config, samples = tempFile("config.yaml", tagConfig(goodDefaults)), tempFile("samples.jsonl", "7\n8\n")
	})

	It("are the lines of files, named where there are several", func() {
		stdout, stderr := finish(0, command("tag", "try", "-c", config, samples))
		Expect(stderr).To(BeEmpty())
		Expect(stdout).To(MatchRegexp(`(?s)^line 1 processed.*\nline 2 processed`))
		cmd := command("tag", "try", "-c", config, samples, "-")
		cmd.Stdin = strings.NewReader("9\n")
		stdout, _ = finish(0, cmd)
		Expect(stdout).To(MatchRegexp(`(?s)samples\.jsonl, line 2 processed.*\nstandard input, line 1 processed`))
	})

	It("are not those of a file and of standard input", func() {
		cmd := command("tag", "try", "-c", config, samples)
		cmd.Stdin = strings.NewReader("9\n")
		_, stderr := finish(1, cmd)
		Expect(stderr).To(ContainSubstring("messages come from a file and from standard input"))
	})

	It("are those of a file where standard input is empty, or a pipe without a word", func() {
		cmd := command("tag", "try", "-c", config, samples)
		cmd.Stdin = strings.NewReader("")
		finish(0, cmd)
		silent, end, err := os.Pipe()
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(func() { silent.Close(); end.Close() })
		cmd = command("tag", "try", "-c", config, samples)
		cmd.Stdin = silent
		finish(0, cmd) // which does not wait for a pipe that is never closed
	})

	It("have to be there, and the config and the files, too", func() {
		_, stderr := finish(1, command("tag", "try", "-c", config))
		Expect(stderr).To(Equal("no message was read: standard input has no line that is not empty\n"))
		_, stderr = finish(1, command("tag", "try", "-c", config, "no-such-file.jsonl"))
		Expect(stderr).To(ContainSubstring("no-such-file.jsonl"))
		_, stderr = finish(1, command("tag", "try", "press.yaml"))
		Expect(stderr).To(Equal("no config is given: write benthos-umh tag try -c press.yaml messages.jsonl\n"))
		_, stderr = finish(1, command("tag", "try", "-c", config, samples, "--raw"))
		Expect(stderr).To(Equal("--raw stands after a file: write flags first, then the files with messages\n"))
	})
})
