// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"log/slog"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// refusal is why a pipeline of one processor is not built, with the linter's
// rules on or off.
func refusal(yaml string, lint bool) string {
	GinkgoHelper()
	s, err := Run(Options{Processors: []string{yaml}, NoLint: !lint})
	if err == nil {
		Expect(s.Stop()).To(Succeed())
	}
	Expect(err).To(HaveOccurred())
	return err.Error()
}

// lints are what the linter says about a processor.
func lints(yaml string) []service.Lint {
	GinkgoHelper()
	list, err := service.GlobalEnvironment().NewComponentConfigLinter().LintProcessorYAML([]byte(yaml))
	Expect(err).NotTo(HaveOccurred())
	return list
}

// yamlLines is a config with the scripts as blocks, so that YAML lines count.
func yamlLines(lines ...string) string { return strings.Join(lines, "\n") + "\n" }

var _ = Describe("a config", func() {
	DescribeTable("is refused, by the linter and without it, with the field's path, where",
		func(yaml, path string) {
			Expect(refusal(yaml, false)).To(ContainSubstring(path))
			Expect(refusal(yaml, true)).To(ContainSubstring(path[strings.LastIndex(path, ".")+1:]))
		},
		Entry("on_error is unknown", tagProcessor(Config{"on_error": "ignore"}), "on_error"),
		Entry("on_error is empty", tagProcessor(Config{"on_error": ""}), "on_error"),
		Entry("on_error differs in case", tagProcessor(Config{"on_error": "Drop"}), "on_error"),
		Entry("numeric_text is unknown", tagProcessor(Config{"numeric_text": "string"}), "numeric_text"),
		Entry("numeric_text is empty", tagProcessor(Config{"numeric_text": ""}), "numeric_text"),
		Entry("numeric_text differs in case", tagProcessor(Config{"numeric_text": "Text"}), "numeric_text"),
		Entry("on_error of nodered_js is unknown", nodeRED("return msg;", Config{"on_error": "retry"}), "on_error"),
		Entry("an if is missing", tagProcessor(Config{"conditions": []any{
			map[string]any{"if": "true", "then": "return msg;"}, map[string]any{"then": "return msg;"},
		}}), "conditions.1.if"),
		Entry("a then is missing", tagProcessor(Config{"conditions": []any{map[string]any{"if": "true"}}}), "conditions.0.then"),
		Entry("max_messages is negative", tagProcessor(Config{"max_messages": -1}), "max_messages"),
		Entry("max_messages of nodered_js is negative", nodeRED("return msg;", Config{"max_messages": -1}), "max_messages"),
		Entry("the code of nodered_js is missing", `nodered_js: {}`, "code"),
	)

	DescribeTable("is refused when the processor is made, with the field's path, where",
		func(yaml, path string) {
			Expect(refusal(yaml, true)).To(ContainSubstring(path))
		},
		Entry("script_timeout is negative", tagProcessor(Config{"script_timeout": "-1s"}), "script_timeout"),
		Entry("script_timeout of nodered_js is negative", nodeRED("return msg;", Config{"script_timeout": "-1ns"}), "script_timeout"),
		Entry("script_timeout is no duration", tagProcessor(Config{"script_timeout": "soon"}), "script_timeout"),
		Entry("script_timeout has no unit", tagProcessor(Config{"script_timeout": "5"}), "script_timeout"),
		Entry("reuse_vms is no bool", tagProcessor(Config{"reuse_vms": "perhaps"}), "reuse_vms"),
		Entry("log_payload is no bool", nodeRED("return msg;", Config{"log_payload": "perhaps"}), "log_payload"),
		Entry("conditions are no list", tagProcessor(Config{"conditions": "true"}), "expected array"),
		Entry("a field is not known", tagProcessor(Config{"default": tagged}), "default"),
	)

	DescribeTable("is taken where",
		func(yaml string) {
			Expect(lints(yaml)).To(BeEmpty())
			Expect(one(pipeline(yaml), Message("1", nil)).Err).NotTo(HaveOccurred())
		},
		Entry("only defaults are set", tagProcessor()),
		Entry("everything is set", tagProcessor(when("true", "return msg;"), advanced("return msg;"), Config{
			"on_error": "forward", "script_timeout": "1m30s", "max_messages": 5, "reuse_vms": false, "log_payload": true, "numeric_text": "text",
		})),
		Entry("script_timeout is 0s, for no limit", tagProcessor(Config{"script_timeout": "0s"})),
		Entry("advancedProcessing is empty, which does nothing", tagProcessor(advanced(""))),
		Entry("an if is empty, which is never true", tagProcessor(when("", "return null;"))),
		Entry("an if is a comment, which is never true", tagProcessor(when("// always", "return null;"))),
		Entry("an if ends in a comment", tagProcessor(when("false // never", "return null;"))),
		Entry("a body ends in a comment", tagProcessor(advanced("return msg; // done"))),
		Entry("a body declares msg itself", tagProcessor(advanced("const msg = this.msg; return msg;"))),
		Entry("a script has a template literal", tagProcessor(advanced("msg.meta.note = `${msg.payload} ${ 1 + 1 }`; return msg;"))),
	)

	It("has its defaults and advancedProcessing left out where they are empty", func() {
		s := pipeline(tagProcessor(Config{"defaults": "", "advancedProcessing": ""}))
		o := one(s, Message("1", map[string]any{"location_path": "acme", "data_contract": "_raw", "tag_name": "pv"}))
		Expect(valueOf(o)).To(Equal("1"))
	})

	It("with an empty then drops what the if matches", func() {
		s := pipeline(tagProcessor(when("msg.payload > 1", "")))
		Expect(valuesOf(process(s, Messages("1", "2")))).To(Equal([]string{"1"}))
		Expect(s.Count("messages_dropped")).To(BeEquivalentTo(1))
	})

	DescribeTable("with a script that is none is refused with stage, line, column, the line and a caret:",
		func(yaml, place, frame string) {
			for _, lint := range []bool{true, false} {
				text := refusal(yaml, lint)
				Expect(text).To(ContainSubstring(place))
				Expect(text).To(ContainSubstring("SyntaxError"))
				Expect(text).To(ContainSubstring(frame))
			}
		},
		Entry("defaults, first line", tagProcessor(Config{"defaults": "var x = ;\nreturn msg;"}),
			"defaults, line 1:9", "1 | var x = ;\n  |         ^"),
		Entry("defaults, later line", tagProcessor(Config{"defaults": "return msg;\n\n  retrun msg;"}),
			"defaults, line 3:10", "3 |   retrun msg;\n  |          ^"),
		Entry("a condition's if", tagProcessor(when("msg.payload >", "return msg;")),
			"if, line 1:14", "1 | msg.payload >\n  |              ^"),
		Entry("a condition's if that has return", tagProcessor(when("true ||\nreturn false", "return msg;")),
			"if, line 2:1", "2 | return false\n  | ^"),
		Entry("a condition's then", tagProcessor(when("true", "msg.payload = 1;\nreturn msg,;")),
			"then, line 2:12", "2 | return msg,;\n  |            ^"),
		Entry("advancedProcessing, behind an umlaut", tagProcessor(advanced("/* ü 😀 */ let a; let a;\nreturn msg;")),
			"advancedProcessing, line 1:22", "1 | /* ü 😀 */ let a; let a;\n  |                      ^"),
		Entry("a body that ends early", tagProcessor(advanced("if (true) {\n  return msg;")),
			"advancedProcessing, line 2:14", "2 |   return msg;\n  |              ^"),
		Entry("a body that would escape its function", tagProcessor(advanced("return 1; })(); (function(){")),
			"advancedProcessing, line 1:11", "1 | return 1; })(); (function(){\n  |           ^"),
		Entry("code", nodeRED("return msg;\nif (msg { }"),
			"code, line 2:9", "2 | if (msg { }\n  |         ^"),
		Entry("code that is no strict mode", nodeRED("with (msg) { payload = 3; }"),
			"code, line 1:1", "1 | with (msg) { payload = 3; }\n  | ^"),
	)

	DescribeTable("with a script that nests or chains beyond all reason is refused, with the limit and the place:",
		func(yaml, place, limit string) {
			for _, lint := range []bool{true, false} {
				Expect(refusal(yaml, lint)).To(And(ContainSubstring(place), ContainSubstring(limit), ContainSubstring("^")))
			}
		},
		Entry("brackets", tagProcessor(advanced("msg.payload = "+strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)+";\nreturn msg;")),
			"advancedProcessing, line 1:1015: ", "nests deeper than 1,000 levels"),
		Entry("operators", tagProcessor(when("msg.payload > 1 ||\n1"+strings.Repeat(" + 1", 100_000), "return msg;")),
			"if, line 1:1: ", "a chain of more than 10,000 operators"),
		Entry("calls", nodeRED("msg.payload = 1;\nmsg.f"+strings.Repeat("()", 100_000)+";"),
			"code, line 2:1: ", "a chain of more than 1,000 members and calls"),
		Entry("its length", tagProcessor(advanced(strings.Repeat("msg.a = 1;\n", 100_000))),
			"advancedProcessing, line 95326:2: ", "the script is longer than 1,048,576 bytes"),
	)

	It("names, when the processor is made, which condition does not compile", func() {
		yaml := tagProcessor(Config{"conditions": []any{
			map[string]any{"if": "true", "then": "return msg;"}, map[string]any{"if": "true &&", "then": "return msg;"},
		}})
		Expect(refusal(yaml, false)).To(ContainSubstring("condition 2 if, line 1:8"))
	})

	It("is linted with the YAML line of each script that does not compile", func() {
		list := lints(yamlLines(
			"tag_processor:",
			"  defaults: |",
			"    return msg;",
			"    retrun msg;",
			"  conditions:",
			"    - if: msg.payload > 1",
			"      then: return msg;",
			"    - if: msg.payload >",
			"      then: |",
			"        retrun msg;",
			"  advancedProcessing: |",
			"    return [;",
		))
		var found []string
		for _, l := range list {
			found = append(found, strings.SplitN(l.Error(), "\n", 2)[0])
		}
		Expect(found).To(HaveLen(4))
		for i, want := range []struct {
			line  int
			where string
		}{{2, "defaults, line 2:8"}, {8, "if, line 1:14"}, {9, "then, line 1:8"}, {11, "advancedProcessing, line 1:9"}} {
			Expect(list[i].Line).To(Or(Equal(want.line), Equal(want.line+1)), "the key's line, or the script's first: %v", found)
			Expect(list[i].What).To(ContainSubstring(want.where))
		}
	})

	DescribeTable("that is merely suspicious runs, is no lint, and is warned of once at start, with the place:",
		func(yaml, place, text string) {
			Expect(lints(yaml)).To(BeEmpty())
			s := pipeline(yaml)
			process(s, Messages("1", "2"))
			warnings := s.Log(slog.LevelWarn)
			Expect(warnings).To(HaveLen(1))
			Expect(warnings[0].Text).To(ContainSubstring(place))
			Expect(warnings[0].Text).To(ContainSubstring(text))
		},
		Entry("a body without a return", tagProcessor(advanced("msg.payload = 1;")), "advancedProcessing", "return"),
		Entry("a name that nothing defines", tagProcessor(advanced("if (msg.payload > 5)\n  msg.payload = treshold;\nreturn msg;")), "advancedProcessing, line 2:17", "treshold"),
		Entry("a name that nothing defines in an if", tagProcessor(when("typeof msg === 'x' && masg.payload", "return msg;")), "condition 1 if, line 1:23", "masg"),
		Entry("code without a return", nodeRED("msg.payload = 1;"), "code", "return"),
	)
})
