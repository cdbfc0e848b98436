// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// Where an example leaves out the input or the output, this is put there. A line
// that is an object of just payload and meta is a message with metadata, any other
// line is a payload.
const (
	exampleInput = `input:
  stdin: {}
  processors:
    - mapping: |
        let line = content().string().parse_json().catch(null)
        let sample = $line.type() == "object" && $line.keys().sort() == ["meta", "payload"]
        meta = if $sample { $line.meta }
        root = if $sample { $line.payload } else { content() }
`
	exampleOutput = `output:
  stdout: {}
  processors:
    - mapping: |
        let line = if @umh_error_line != null { ", line " + @umh_error_line }
        root = match {
          errored() && @umh_error_stage != null => "%s failed: %s%s, %s: %s".format(content().string(), @umh_error_stage, $line | "", @umh_error_reason, @umh_error_message)
          errored() => content().string() + " failed: " + error()
          @umh_topic != null => @umh_topic + " " + content().string()
          _ => content()
        }
`
	exampleLogger = "logger:\n  level: WARN\n"

	// exampleDefaults stand before a script of a tag_processor.
	exampleDefaults = `msg.meta.location_path = "acme.graz";
msg.meta.data_contract = "_raw";
msg.meta.tag_name = "tag";
msg.meta.timestamp_ms = 0;
return msg;`

	// exampleMessage is what examples get that show no input.
	exampleMessage = "{}\n"
)

// check runs the example and compares what came out with what the page shows.
func (e *example) check() {
	GinkgoHelper()
	if e.config != nil {
		e.checkUnitTests()
		return
	}
	path := tempFile("config.yaml", e.asConfig())
	if e.order == orderRefused {
		_, stderr := finish(1, command("lint", path))
		Expect(strings.ReplaceAll(stderr, path, "config.yaml")).To(Equal(e.output.text))
		return
	}
	if e.order == orderPipelineOnly || e.output == nil {
		// Its input may need a server, or never end.
		path = tempFile("config.yaml", completed(without(e.asConfig(), "input", "output")))
	}
	cmd := brief(command("-c", path, "--set", "http.enabled=false"))
	cmd.Dir = filepath.Dir(path) // some write files
	cmd.Stdin = strings.NewReader(exampleMessage)
	if e.input != nil {
		cmd.Stdin = strings.NewReader(e.input.text)
	}
	before := time.Now()
	stdout, log := finish(0, cmd)
	// Where the output is not stdout itself but contains it, Benthos logs there too.
	log += strings.Join(logLine.FindAllString(stdout, -1), "")
	stdout = logLine.ReplaceAllString(stdout, "")
	if e.input == nil && e.output == nil && !e.tested {
		Expect(log).NotTo(ContainSubstring("level=error"), "it fails with the message that an example gets which shows none")
	}
	if e.output != nil && e.order == orderAnyOrder {
		expectText(sorted(stdout), sorted(e.output.text), before)
	} else if e.output != nil {
		expectText(stdout, e.output.text, before)
	}
	if e.log != nil {
		log = strings.ReplaceAll(log, path, "config.yaml")
		expectText(logTime.ReplaceAllString(log, ""), e.log.text, before)
	}
}

var (
	logLine = regexp.MustCompile(`(?m)^time=".*\n`)
	// logTime is what differs between the logs of two runs.
	logTime = regexp.MustCompile(`(?m)^time="[^"]*" `)
)

// isLinted reports whether the example is one that lint has nothing against.
func (e *example) isLinted() bool {
	return e.config == nil && e.order != orderRefused && e.order != orderPipelineOnly
}

// lintExamples lints the examples with one start of the binary, each in a file that is named
// for its place.
func lintExamples(list []*example) {
	GinkgoHelper()
	dir := GinkgoT().TempDir()
	args := []string{"lint"}
	for _, e := range list {
		path := filepath.Join(dir, fmt.Sprintf("%s_%d.yaml", strings.ReplaceAll(e.page, "/", "_"), e.line))
		writeFile(path, e.asConfig())
		args = append(args, path)
	}
	_, stderr := finish(0, brief(command(args...)))
	Expect(slowNote.ReplaceAllString(stderr, "")).To(BeEmpty())
}

// sorted is a text with its lines in order.
func sorted(text string) string {
	return strings.Join(slices.Sorted(strings.Lines(text)), "")
}

// checkUnitTests runs `benthos-umh test` as the page has it: the tests in a file
// beside the config's.
func (e *example) checkUnitTests() {
	GinkgoHelper()
	config := tempFile("config.yaml", e.config.asConfig())
	writeFile(filepath.Join(filepath.Dir(config), "config_benthos_test.yaml"), e.text)
	code := 0
	if e.output != nil && strings.Contains(e.output.text, "failed") {
		code = 1
	}
	stdout, _ := finish(code, command("test", config))
	if e.output != nil {
		stdout = colour.ReplaceAllString(stdout, "")
		Expect(strings.ReplaceAll(stdout, config, "config.yaml")).To(Equal(e.output.text))
	}
}

// colour is what a terminal makes colours of; Benthos' tests always print it.
var colour = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// asConfig is the example as a config that can be run.
func (e *example) asConfig() string {
	switch kind := kindOf(e.block); {
	case kind == wholeConfig:
		return e.text
	case kind == partialConfig:
		return completed(e.text)
	case kind == processors:
		return completed(pipelineOf(e.text))
	case kind == oneProcessor:
		return completed(pipelineOf("- " + strings.ReplaceAll(e.text, "\n", "\n  ")))
	case kind == script && e.order == orderTagProcessor:
		return completed(pipelineOf("- " + processortest.ProcessorYAML("tag_processor", processortest.Config{
			"defaults": exampleDefaults, "advancedProcessing": e.text,
		})))
	default:
		return completed(pipelineOf("- " + processortest.ProcessorYAML("nodered_js", processortest.Config{
			"code": e.text, "on_error": "forward",
		})))
	}
}

func pipelineOf(list string) string {
	return "pipeline:\n  threads: 1\n  processors:\n    " + strings.ReplaceAll(strings.TrimSpace(list), "\n", "\n    ") + "\n"
}

// completed is a config with the sections that it has not got.
func completed(config string) string {
	present := sections(config)
	for _, s := range []section{{"input", exampleInput}, {"output", exampleOutput}, {"logger", exampleLogger}} {
		if !slices.ContainsFunc(present, func(p section) bool { return p.name == s.name }) {
			config += s.text
		}
	}
	return config
}

func without(config string, names ...string) string {
	var kept strings.Builder
	for _, s := range sections(config) {
		if !slices.Contains(names, s.name) {
			kept.WriteString(s.text)
		}
	}
	return kept.String()
}

// expectText compares what was printed with what a page shows. "<now>" in the page
// stands for a time in Unix milliseconds during the run.
func expectText(got, page string, before time.Time) {
	GinkgoHelper()
	pattern := "^" + strings.ReplaceAll(regexp.QuoteMeta(page), "<now>", `(\d+)`) + "$"
	match := regexp.MustCompile(pattern).FindStringSubmatch(got)
	if match == nil {
		Expect(got).To(Equal(page))
		return
	}
	for _, text := range match[1:] {
		at, err := strconv.ParseInt(text, 10, 64)
		Expect(err).NotTo(HaveOccurred())
		Expect(at).To(And(BeNumerically(">=", before.UnixMilli()), BeNumerically("<=", time.Now().UnixMilli())), "a time of now")
	}
}

// slowNote is lint's note of a script that needs a VM of its own for each message.
var slowNote = regexp.MustCompile(`(?m)^.* note: .* needs a VM of its own for each message, .*\n`)
