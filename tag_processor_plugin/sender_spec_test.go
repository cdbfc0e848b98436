// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"log/slog"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// secretLine has a secret as Benthos leaves it where an environment variable was,
// on the line that fails.
const secretLine = `const token = "s3cr3t-t0ken"; %s`

var _ = Describe("what a sender may read", func() {
	failures := map[string]string{
		"an error that is thrown":                 `throw new Error("no such sensor");`,
		"a native's error":                        `msg.payload.nope.value = 1; return msg;`,
		"a getter of what is returned":            `return [msg, { get payload() { throw new Error("late"); } }];`,
		"endless recursion":                       `return (function again() { return again(); })();`,
		"a function that is taken for an object":  `return new (function () { return token; }.nope)();`,
		"something else that is thrown":           `throw function () { return token; };`,
		"a class that is called":                  `class A { constructor() { this.token = token; } } A(); return msg;`,
		"text that is evaluated and is no script": `eval("return " + typeof token + " ((");`,
		"a return value that is no message":       `return function () { return token; };`,
		"a function where an object has to be":    `Object.setPrototypeOf({}, 5, () => token); return msg;`,
		"a function that is no constructor":       `new (() => "s3cr3t-t0ken")(); return msg;`,
		"a function that has no iterator":         `const [a] = () => "s3cr3t-t0ken"; return msg;`,
		"a function that is no key":               `null[() => "s3cr3t-t0ken"]; return msg;`,
		"a function in instanceof":                `({}) instanceof (() => "s3cr3t-t0ken"); return msg;`,
		"a function with in":                      `"a" in Symbol(() => "s3cr3t-t0ken"); return msg;`,
		"a function as a number":                  `BigInt(() => "s3cr3t-t0ken"); return msg;`,
		"a function as a regular expression":      `RegExp.prototype.exec.call(() => "s3cr3t-t0ken"); return msg;`,
		"a function as a Map":                     `Map.prototype.get.call(() => "s3cr3t-t0ken", 1); return msg;`,
	}
	for name, script := range failures {
		for _, processor := range []string{
			tagProcessor(Config{"on_error": "forward"}, advanced(fmt.Sprintf(secretLine, script))),
			nodeRED(fmt.Sprintf(secretLine, script), Config{"on_error": "forward"}),
		} {
			It("has nothing of the script's line where it fails by "+name+": "+processor[2:15], func() {
				s := pipelineOf(Options{
					Processors: []string{processor, `mutation: 'meta error = error()'`},
					Output:     `fallback: [ { reject_errored: { collect: "" } }, { collect: bad } ]`,
				})
				Expect(s.Send(Messages(`{"n": 1}`))).To(Succeed())
				bad := s.Collected("bad")
				Expect(bad).To(HaveLen(1))
				Expect(bad[0].Meta).To(HaveKeyWithValue("error", Not(BeEmpty())))
				Expect(bad[0].String()).NotTo(ContainSubstring("s3cr3t"))

				answering := pipelineOf(Options{
					Input: `http_server: { path: /post }`, Processors: []string{processor}, Output: `reject_errored: { collect: "" }`,
				})
				status, answer := answering.Post("/post", `{"n": 1}`)
				Expect(status).To(Equal(502))
				Expect(answer).To(HavePrefix("rejecting due to failed processing: "))
				Expect(answer).NotTo(Or(ContainSubstring("s3cr3t"), ContainSubstring("^")))
			})
		}
	}

	It("is the reason, the stage, the position and the exception's own text", func() {
		GinkgoT().Setenv("SPEC_TOKEN", "s3cr3t-t0ken")
		s := pipelineOf(Options{
			Input:      `http_server: { path: /post }`,
			Processors: []string{`nodered_js: { on_error: forward, code: 'const token = "${SPEC_TOKEN}"; throw new Error("no such sensor");' }`},
			Output:     `reject_errored: { collect: "" }`,
		})
		status, answer := s.Post("/post", `1`)
		Expect(status).To(Equal(502))
		Expect(answer).To(Equal("rejecting due to failed processing: code, line 1:37, throw: Error: no such sensor\n"))
		Expect(s.Log(slog.LevelError)).To(ContainElement(HaveField("Text", And(
			ContainSubstring(`1 | const token = "s3cr3t-t0ken"; throw`), ContainSubstring("\n  |                                     ^")))))
	})
})
