// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench_test

import (
	"context"
	"net/http"
	"os"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

const testsFile = "config_benthos_test.yaml"

// passes runs the tests of the config.
func (b *bench) passes() {
	GinkgoHelper()
	code, err := service.RunCLIToCode(context.Background(), service.CLIOptSetArgs("benthos-umh", "test", b.path("config.yaml")))
	Expect(err).NotTo(HaveOccurred())
	Expect(code).To(BeZero(), b.file(testsFile))
}

var _ = Describe("a message kept as a test", func() {
	It("stands in the file of tests beside the config, and passes", func() {
		b := open(press)
		b.add("{\"payload\": 7.50, \"meta\": {\"unit\": \"kN\", \"n\": 1}}\n-1\n[1, \"Öl: #1\"]\n\"x\"", 0)
		kept := ask[api.Kept](b, "POST", "/api/test", api.TestRequest{Sample: 1, Name: "a force: 7.5 kN"})
		Expect(kept.File).To(Equal(b.path(testsFile)))
		Expect(kept.Text).To(And(ContainSubstring("7.50"), ContainSubstring("umh.v1.acme.graz._raw.force")))
		for sample := 2; sample <= 4; sample++ {
			ask[api.Kept](b, "POST", "/api/test", api.TestRequest{Sample: sample})
		}
		Expect(strings.Count(b.file(testsFile), "name:")).To(Equal(4))
		Expect(b.file(testsFile)).To(ContainSubstring(kept.Text))
		b.passes()
	})

	It("is of the draft, which passes once it is saved", func() {
		b := open(press)
		b.add("7", 0)
		s := b.pressScripts()
		s.AdvancedProcessing = `msg.payload = msg.payload * 2; msg.meta.unit = "kN"; return msg;`
		d := draft(first, s)
		kept := ask[api.Kept](b, "POST", "/api/test", api.TestRequest{Sample: 1, Draft: d, Name: "twice"})
		Expect(kept.Text).To(And(ContainSubstring("14"), ContainSubstring("unit: kN")))
		ask[api.Saved](b, "POST", "/api/save", api.SaveRequest{Draft: d, Version: b.version()})
		b.passes()
	})

	It("leaves out what is the present time, and what no test can know", func() {
		b := open(strings.Replace(press, "msg.meta.timestamp_ms = 1000;", "msg.meta.seen = Date.now();", 1))
		b.add("7", 0)
		ask[api.Kept](b, "POST", "/api/test", api.TestRequest{Sample: 1})
		Expect(b.file(testsFile)).NotTo(Or(ContainSubstring("timestamp_ms"), ContainSubstring("seen")))
		b.passes()
	})

	It("is the failure, of a message that fails", func() {
		b := open(strings.Replace(press, "defaults: |\n", "on_error: forward\n        defaults: |\n          if (msg.payload === 0) throw new Error('zero');\n", 1))
		b.add("0", 0)
		ask[api.Kept](b, "POST", "/api/test", api.TestRequest{Sample: 1})
		Expect(b.file(testsFile)).To(And(ContainSubstring("umh_error_stage: defaults"), ContainSubstring("umh_error_reason: throw")))
		b.passes()
	})

	It("is of the processor that was tried, where the pipeline has others", func() {
		b := open(`
pipeline:
  processors:
    - mapping: root = 0
    - nodered_js: { code: "msg.payload = msg.payload + 1; return msg;" }
    - switch:
        - processors: [ { nodered_js: { code: "return [msg, msg];" } } ]
`)
		b.add("7", 0)
		processors := ask[api.State](b, "GET", "/api/state", nil).Config.Processors
		ask[api.Kept](b, "POST", "/api/test", api.TestRequest{Sample: 1, Processor: processors[0].Path})
		ask[api.Kept](b, "POST", "/api/test", api.TestRequest{Sample: 1, Processor: processors[1].Path})
		b.passes()
		b.write("pipeline: { processors: [ { nodered_js: { code: return msg; } }, { mapping: root = this }, { nodered_js: { code: return msg; } } ] }")
		ask[api.State](b, "POST", "/api/reload", struct{}{})
		Expect(b.refused(http.StatusUnprocessableEntity, "POST", "/api/test", api.TestRequest{Sample: 1})).To(ContainSubstring("choose one processor"))
	})

	It("is refused where there is no config, message or result, and where a file is in the way", func() {
		example := openWith(workbench.Options{Page: pageFiles})
		Expect(example.refused(http.StatusConflict, "POST", "/api/test", api.TestRequest{Sample: 1})).To(ContainSubstring("no config was named"))
		b := open(double, "1\n"+`{"base64": "/w=="}`)
		b.refused(http.StatusNotFound, "POST", "/api/test", api.TestRequest{Sample: 9})
		b.refused(http.StatusUnprocessableEntity, "POST", "/api/test", api.TestRequest{Sample: 1, Draft: code("return (;")})
		Expect(b.refused(http.StatusUnprocessableEntity, "POST", "/api/test", api.TestRequest{Sample: 2})).To(ContainSubstring("UTF-8"))
		Expect(os.WriteFile(b.path(testsFile), []byte("tests: 1\n"), 0o600)).To(Succeed())
		b.refused(http.StatusUnprocessableEntity, "POST", "/api/test", api.TestRequest{Sample: 1})
		Expect(b.file(testsFile)).To(Equal("tests: 1\n"))
	})
})
