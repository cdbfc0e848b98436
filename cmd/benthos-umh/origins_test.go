// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

// inFolder is a command in a new folder with some files, so that paths are short.
func inFolder(files map[string]string, args ...string) (dir string, run func(code int) string) {
	GinkgoHelper()
	dir = GinkgoT().TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		Expect(os.MkdirAll(filepath.Dir(path), 0o700)).To(Succeed())
		writeFile(path, strings.TrimPrefix(text, "\n"))
	}
	return dir, func(code int) string {
		GinkgoHelper()
		cmd := command(args...)
		cmd.Dir = dir
		stdout, stderr := finish(code, cmd)
		return stdout + stderr
	}
}

var _ = Describe("a place in a config file", func() {
	const throws = `
input:
  generate: {count: 1, interval: "", mapping: 'root = {"v": 1}'}
pipeline:
  processors:
    - tag_processor:
        on_error: forward
        defaults: |
          let x = 1;
          msg.payload.a.b = foo;
          return msg;
output:
  file: {path: out.jsonl, codec: lines}
  processors:
    - mapping: 'root = metadata().format_json() + error()'
`

	// processor is the entry of throws in pipeline.processors.
	processor := throws[strings.Index(throws, "    - tag_processor:"):strings.Index(throws, "output:")]

	It("is in the log of a failed message and of what is suspicious, and not in the message", func() {
		dir, run := inFolder(map[string]string{"line.yaml": throws}, "run", "--set", "http.enabled=false", "line.yaml")
		log := run(0)
		Expect(log).To(ContainSubstring(`msg="defaults, line 2:19 (line.yaml 9:29): nothing defines the name foo`))
		Expect(log).To(MatchRegexp(`msg="message failed in defaults \(line.yaml 9:\d+\): `))
		Expect(log).To(ContainSubstring("stage=defaults"))
		out, err := os.ReadFile(filepath.Join(dir, "out.jsonl"))
		Expect(err).NotTo(HaveOccurred())
		Expect(string(out)).To(And(ContainSubstring("umh_error_message"), Not(ContainSubstring("line.yaml")), Not(ContainSubstring("9:"))))
	})

	wrong := strings.Replace(throws, "foo;", "foo(;", 1)

	It("is in what a refused start says", func() {
		_, run := inFolder(map[string]string{"line.yaml": wrong}, "-c", "line.yaml")
		Expect(run(1)).To(ContainSubstring(`lint="line.yaml(8,1) defaults, line 2:23 (line.yaml 9:33): SyntaxError: Unexpected token ;`))
	})

	It("names the condition", func() {
		config := strings.Replace(throws, "        defaults:", "        conditions:\n          - {if: a, then: return msg;}\n          - {if: (, then: return msg;}\n        defaults:", 1)
		_, run := inFolder(map[string]string{"line.yaml": config}, "-c", "line.yaml")
		Expect(run(1)).To(ContainSubstring(`condition 2 if, line 1:2 (line.yaml 9:19): SyntaxError`))
	})

	It("is in what a start says that does not mind lints", func() {
		_, run := inFolder(map[string]string{"line.yaml": wrong}, "run", "--chilled", "--set", "http.enabled=false", "line.yaml")
		Expect(run(1)).To(ContainSubstring("defaults, line 2:23 (line.yaml 9:33): SyntaxError: Unexpected token ;\n2 |"))
	})

	It("is that of a file with resources", func() {
		before, _, _ := strings.Cut(throws, "    - tag_processor:")
		_, output, _ := strings.Cut(throws, "output:")
		config := before + "    - resource: tags\noutput:" + output
		resources := "processor_resources:\n  - label: tags\n    nodered_js:\n      code: \"let x;\\nmsg.payload.a.b = 1;\\nreturn msg;\"\n"
		_, run := inFolder(map[string]string{"line.yaml": config, "res/one.yaml": resources}, "-r", "res/*.yaml", "-c", "line.yaml", "--set", "http.enabled=false")
		Expect(run(0)).To(MatchRegexp(`message failed in code \(res/one.yaml 4:\d\d\): `))
	})

	It("is that of a stream", func() {
		dir, _ := inFolder(map[string]string{"streams/line.yaml": throws})
		cmd := command("streams", "--no-api", "streams")
		cmd.Dir = dir
		session := start(cmd)
		Eventually(func() string { return string(session.Out.Contents()) + string(session.Err.Contents()) }, patience).
			Should(MatchRegexp(`message failed in defaults \(streams/line.yaml 9:\d+\): `))
		Eventually(session.Terminate(), patience).Should(gexec.Exit())
	})

	It("is not claimed where two processors have the same script, and no labels", func() {
		_, run := inFolder(map[string]string{"line.yaml": strings.Replace(throws, processor, processor+processor, 1)}, "-c", "line.yaml", "--set", "http.enabled=false")
		Expect(run(0)).To(And(ContainSubstring("message failed in defaults: "), Not(ContainSubstring("(line.yaml"))))
	})

	It("is that of the label where two processors have the same script", func() {
		labelled := "    - label: one\n      " + strings.TrimPrefix(processor, "    - ")
		_, run := inFolder(map[string]string{"line.yaml": strings.Replace(throws, processor, processor+labelled, 1)}, "-c", "line.yaml", "--set", "http.enabled=false")
		Expect(run(0)).To(And(MatchRegexp(`message failed in defaults \(line.yaml 9:`), MatchRegexp(`message failed in defaults \(line.yaml 16:`)))
	})
})
