// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
)

var _ = Describe("the processors of a config", func() {
	const two = `
pipeline:
  processors:
    - label: split
      nodered_js:
        code: |
          return msg.payload.map((v) => ({ payload: v, meta: msg.meta }));
    - mapping: root = this
    - nodered_js:
        code: |
          msg.payload = msg.payload * 2;
          return msg;
`
	outputs := func(r tag.Result) (list []string) {
		for _, o := range r.Outputs {
			list = append(list, string(o.Payload))
		}
		return list
	}

	It("are those of the pipeline, one after the other, and what stands between is named", func() {
		_, warnings, _, err := try(two, tag.Options{}, `{"payload": [1, 2]}`)
		Expect(err).NotTo(HaveOccurred())
		Expect(warnings).To(Equal("note: pipeline.processors.1 (mapping) stands between the processors and is not run\n"))
		got := results(two, tag.Options{}, `{"payload": [1, 2]}`)
		Expect(outputs(got[0])).To(Equal([]string{"2", "4"}))
		var names []string
		for _, r := range got[0].Runs {
			names = append(names, r.Processor)
		}
		Expect(names).To(Equal([]string{"split", "pipeline.processors.2", "pipeline.processors.2"}))
	})

	It("each show what left them, whatever the next one does to it", func() {
		got := results(`
pipeline:
  processors:
    - label: split
      nodered_js:
        code: |
          return [msg, { payload: msg.payload + 1, meta: { n: "2" } }];
    - label: fails
      nodered_js:
        on_error: forward
        code: |
          msg.payload = "changed"; msg.meta.n = "3";
          throw new Error("no");
`, tag.Options{}, `{"payload": 1, "meta": {"n": "1"}}`)
		split := got[0].Runs[0]
		Expect(split.Processor).To(Equal("split"))
		Expect(split.Branches).To(HaveLen(2))
		for i, payload := range []string{"1", "2"} {
			out := split.Branches[i].Output
			Expect(string(out.Payload)).To(Equal(payload))
			Expect(out.Meta).To(Equal(map[string]any{"n": payload}))
			Expect(out.Error).To(BeEmpty(), "it left split in order")
		}
		Expect(got[0].Outputs[0].Error).To(ContainSubstring("Error: no"))
	})

	It("are one, by label or by path", func() {
		Expect(outputs(results(two, tag.Options{Processor: "split"}, `{"payload": [1, 2]}`)[0])).To(Equal([]string{"1", "2"}))
		Expect(outputs(results(two, tag.Options{Processor: "pipeline.processors.2"}, `{"payload": 4}`)[0])).To(Equal([]string{"8"}))
	})

	const nested = `
input:
  generate: { mapping: root = 1 }
  processors:
    - nodered_js: { code: msg.payload = "input"; return msg; }
pipeline:
  processors:
    - switch:
        - check: this.a == 1
          processors:
            - label: inside
              nodered_js: { code: msg.payload = "switch"; return msg; }
    - branch:
        processors:
          - try:
              - nodered_js: { code: msg.payload = "branch"; return msg; }
processor_resources:
  - label: shared
    nodered_js: { code: msg.payload = "resource"; return msg; }
output:
  drop: {}
  processors:
    - nodered_js: { code: msg.payload = "output"; return msg; }
`
	DescribeTable("are found wherever they are", func(name, want string) {
		Expect(outputs(results(nested, tag.Options{Processor: name}, `{"payload": 1}`)[0])).To(Equal([]string{want}))
	},
		Entry("in the input", "input.processors.0", `"input"`),
		Entry("in a switch", "inside", `"switch"`),
		Entry("in a branch", "pipeline.processors.1.branch.processors.0.try.0", `"branch"`),
		Entry("among the resources", "shared", `"resource"`),
		Entry("in the output", "output.processors.0", `"output"`),
	)

	It("have to be chosen where no order is certain", func() {
		_, _, _, err := try(nested, tag.Options{}, `{"payload": 1}`)
		Expect(err).To(MatchError(And(ContainSubstring("--processor"), ContainSubstring("\n  inside (nodered_js)"),
			ContainSubstring("\n  input.processors.0 (nodered_js)"), ContainSubstring("\n  shared (nodered_js)"))))
	})

	It("have to be there", func() {
		_, _, _, err := try(nested, tag.Options{Processor: "outside"}, `{"payload": 1}`)
		Expect(err).To(MatchError(And(ContainSubstring(`"outside"`), ContainSubstring("\n  inside (nodered_js)"))))
		_, _, _, err = try("pipeline: { processors: [ { mapping: root = this } ] }", tag.Options{}, `{"payload": 1}`)
		Expect(err).To(MatchError(ContainSubstring("neither a tag_processor nor a nodered_js")))
	})

	It("remember between the lines what scripts put into the cache", func() {
		config := `pipeline: { processors: [ { nodered_js: { code: "const n = (cache.get('n') ?? 0) + 1; cache.set('n', n); msg.payload = n; return msg;" } } ] }`
		got := results(config, tag.Options{}, `{"payload": 0}`, `{"payload": 0}`)
		Expect(outputs(got[1])).To(Equal([]string{"2"}))
	})

	It("leave caches outside alone", func() {
		config := `
cache_resources:
  - label: kept
    file: { directory: /nonexistent }
pipeline: { processors: [ { nodered_js: { code: "return msg;" } } ] }`
		_, warnings, _, err := try(config, tag.Options{}, `{"payload": 0}`)
		Expect(err).NotTo(HaveOccurred())
		Expect(warnings).To(Equal("note: the cache kept (file) is replaced by an empty one in memory\n"))
	})

	It("have the config's environment variables, and template literals as in a run", func() {
		GinkgoT().Setenv("PLANT", "graz")
		config := `
pipeline:
  processors:
    - nodered_js:
        code: |
          const name = "force";
          msg.payload = "${PLANT}/${LINE:line3}/" + ` + "`${{name}} ${ name }`" + `;
          return msg;
`
		Expect(outputs(results(config, tag.Options{}, `{"payload": 0}`)[0])).To(Equal([]string{`"graz/line3/force force"`}))
	})

	DescribeTable("have every line of their scripts", func(script, at string) {
		config := "pipeline:\n  processors:\n    - nodered_js:\n        on_error: forward\n        code: " + script
		got := results(config, tag.Options{}, `{"payload": 0}`)
		Expect(got[0].Outputs[0].Meta).To(HaveKeyWithValue("umh_error_line", at), "as in a run")
	},
		Entry("an empty one at the start", "|\n\n          // second\n          throw 1;\n", "3"),
		Entry("an indented one at the start", "|2\n              // first\n            throw 1;\n", "2"),
	)

	DescribeTable("are not run where the config names an environment variable that is not set", func(config, at string) {
		_, warnings, _, err := try(config, tag.Options{}, `{"payload": 0}`)
		Expect(err).To(MatchError("the config is wrong"))
		Expect(warnings).To(MatchRegexp(`config\.yaml\(` + at + `\) .*NO_SUCH is not set; `))
	},
		Entry("in the input", "input:\n  file:\n    paths: [ \"${NO_SUCH}\" ]\npipeline: { processors: [ { nodered_js: { code: return msg; } } ] }", "3,15"),
		Entry("in a script", "pipeline:\n  processors:\n    - nodered_js:\n        code: |\n          msg.payload = `${NO_SUCH}`;\n          return msg;\n", "5,26"),
	)

	It("may be part of a config whose inputs and outputs are those of another build", func() {
		config := `
input:
  broker:
    inputs:
      - opcua: { endpoint: "opc.tcp://plc:4840" }
        processors:
          - nodered_js: { code: msg.payload = "input"; return msg; }
cache_resources:
  - label: kept
    redis: { url: "redis://cache:6379" }
pipeline:
  processors:
    - protobuf: { operator: to_json }
    - label: tried
      nodered_js: { code: msg.payload = "pipeline"; return msg; }
output:
  fallback:
    - uns: {}
    - opcua: {}
`
		_, warnings, _, err := try(config, tag.Options{Processor: "tried"}, `{"payload": 0}`)
		Expect(err).NotTo(HaveOccurred())
		for _, component := range []string{"input opcua", "cache redis", "processor protobuf", "output uns", "output opcua"} {
			Expect(warnings).To(ContainSubstring("note: this binary has no " + component + ", "))
		}
		Expect(outputs(results(config, tag.Options{Processor: "tried"}, `{"payload": 0}`)[0])).To(Equal([]string{`"pipeline"`}))
		Expect(outputs(results(config, tag.Options{Processor: "input.broker.inputs.0.processors.0"}, `{"payload": 0}`)[0])).To(Equal([]string{`"input"`}))
	})

	It("are not run where the config is wrong", func() {
		_, warnings, _, err := try("pipeline: { processors: [ { nodered_js: { code: return msg); } } ] }", tag.Options{}, `{"payload": 0}`)
		Expect(err).To(HaveOccurred())
		Expect(warnings).To(ContainSubstring("return msg);"))
	})
})
