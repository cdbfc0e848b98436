// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// topicOf is what becomes of a message with the given fields as metadata, those
// that are not "-".
func topicOf(location, contract, virtual, tag string) Output {
	GinkgoHelper()
	meta := map[string]any{}
	for key, value := range map[string]string{
		"location_path": location, "data_contract": contract, "virtual_path": virtual, "tag_name": tag,
	} {
		if value != "-" {
			meta[key] = value
		}
	}
	// The metadata are set by the script too, so that both ways are judged alike.
	s := pipeline(tagProcessor(Config{"defaults": "", "on_error": "forward"}))
	o := one(s, Message("1", meta))
	viaScript := pipeline(tagProcessor(Config{"defaults": "msg.meta = msg.payload; return msg;", "on_error": "forward"}))
	scripted := one(viaScript, Message(jsonOf(meta), nil))
	Expect(scripted.Meta["umh_topic"]).To(Equal(o.Meta["umh_topic"]))
	Expect(scripted.Meta["umh_error_message"]).To(Equal(o.Meta["umh_error_message"]))
	return o
}

var _ = Describe("the topic", func() {
	DescribeTable("is umh.v1.<location_path>.<data_contract>[.<virtual_path>].<tag_name>, in umh_topic and topic, for",
		func(location, contract, virtual, tag, want string) {
			o := topicOf(location, contract, virtual, tag)
			Expect(o.Err).NotTo(HaveOccurred())
			Expect(o.Meta).To(HaveKeyWithValue("umh_topic", want))
			Expect(o.Meta).To(HaveKeyWithValue("topic", want))
		},
		Entry("all fields", "acme.linz.line4", "_historian", "axis.y", "force", "umh.v1.acme.linz.line4._historian.axis.y.force"),
		Entry("no virtual path", "acme", "_raw", "-", "pv", "umh.v1.acme._raw.pv"),
		Entry("every character that is allowed", "Acme-2.A_b", "_pump-model_v1", "-", "PV-1_x", "umh.v1.Acme-2.A_b._pump-model_v1.PV-1_x"),
		Entry("a tag name with a dot", "acme", "_raw", "-", "zone.temp", "umh.v1.acme._raw.zone.temp"),
		Entry("_internal inside the location, which is taken as the contract", "acme._internal.line", "_raw", "-", "pv", "umh.v1.acme._internal.line._raw.pv"),
		Entry("a contract inside the virtual path", "acme", "historian", "_group.x", "pv", "umh.v1.acme.historian._group.x.pv"),
		Entry("a tag name that starts with _", "acme", "_raw", "-", "_pv", "umh.v1.acme._raw._pv"),
		Entry("a location level that is an underscore", "acme._", "_raw", "-", "pv", "umh.v1.acme._._raw.pv"),
	)

	DescribeTable("is invalid, and the message fails, where",
		func(location, contract, virtual, tag string) {
			o := topicOf(location, contract, virtual, tag)
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "invalid_topic"))
			Expect(o.Meta).NotTo(HaveKey("umh_topic"))
			Expect(o.Payload).To(Equal("1"))
		},
		Entry("level 0 starts with an underscore", "_acme.linz", "_raw", "-", "pv"),
		Entry("no segment starts with an underscore", "acme", "raw", "-", "pv"),
		Entry("the contract is only an underscore", "acme", "_", "-", "pv"),
		Entry("the only segment with an underscore is the last", "acme", "raw", "-", "_pv"),
		Entry("the location starts with a dot", ".acme", "_raw", "-", "pv"),
		Entry("the location ends with a dot", "acme.", "_raw", "-", "pv"),
		Entry("the location has two dots in a row", "acme..linz", "_raw", "-", "pv"),
		Entry("the virtual path has two dots in a row", "acme", "_raw", "a..b", "pv"),
		Entry("the virtual path starts with a dot", "acme", "_raw", ".a", "pv"),
		Entry("the tag name ends with a dot", "acme", "_raw", "-", "pv."),
		Entry("the tag name starts with a dot", "acme", "_raw", "-", ".pv"),
		Entry("the tag name has a blank", "acme", "_raw", "-", "motor speed"),
		Entry("the tag name has an umlaut", "acme", "_raw", "-", "Kühlung"),
		Entry("the location has a slash", "acme/linz", "_raw", "-", "pv"),
		Entry("the location is padded", " acme", "_raw", "-", "pv"),
		Entry("the contract has a line break", "acme", "_raw\n", "-", "pv"),
		Entry("the virtual path has a wildcard", "acme", "_raw", "a.+", "pv"),
		Entry("the tag name is a blank", "acme", "_raw", "-", " "),
	)

	DescribeTable("has no virtual path, and the key is removed, where it is",
		func(virtual string) {
			o := topicOf("acme", "_raw", virtual, "pv")
			Expect(o.Err).NotTo(HaveOccurred())
			Expect(o.Meta).To(HaveKeyWithValue("umh_topic", "umh.v1.acme._raw.pv"))
			Expect(o.Meta).NotTo(HaveKey("virtual_path"))
		},
		Entry("empty", ""),
		Entry("white space", " \t\n"),
		Entry("null", "null"),
		Entry("Null", "Null"),
		Entry("nil", "nil"),
		Entry("NIL", "NIL"),
		Entry("<nil>", "<nil>"),
		Entry("undefined", "undefined"),
		Entry("UNDEFINED, padded", "  UNDEFINED "),
	)

	It("has its virtual path trimmed, in the metadata too", func() {
		o := topicOf("acme", "_raw", "  axis.x \t", "pv")
		Expect(o.Meta).To(HaveKeyWithValue("umh_topic", "umh.v1.acme._raw.axis.x.pv"))
		Expect(o.Meta).To(HaveKeyWithValue("virtual_path", "axis.x"))
	})

	It("has a virtual path that only contains such a word", func() {
		Expect(topicOf("acme", "_raw", "null.x", "pv").Meta).To(HaveKeyWithValue("umh_topic", "umh.v1.acme._raw.null.x.pv"))
	})

	It("replaces what a script or the input put there", func() {
		s := pipeline(tagProcessor(Config{"defaults": setTag + "msg.meta.topic = 'custom'; msg.meta.umh_topic = 'custom'; return msg;"}))
		o := one(s, Message("1", map[string]any{"topic": "incoming", "umh_topic": "incoming"}))
		Expect(o.Meta).To(HaveKeyWithValue("umh_topic", "umh.v1.acme.linz._raw.pv"))
		Expect(o.Meta).To(HaveKeyWithValue("topic", "umh.v1.acme.linz._raw.pv"))
	})

	DescribeTable("cannot be built, and the error names every missing field and how to set it, of",
		func(location, contract, tag string, missing, present []string) {
			o := topicOf(location, contract, "-", tag)
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "missing_field"))
			text := o.Meta["umh_error_message"]
			for _, name := range missing {
				Expect(text).To(ContainSubstring("msg.meta." + name + " = "))
			}
			for _, name := range present {
				Expect(text).NotTo(ContainSubstring(name))
			}
		},
		Entry("location_path", "-", "_raw", "pv", []string{"location_path"}, []string{"data_contract", "tag_name"}),
		Entry("data_contract", "acme", "-", "pv", []string{"data_contract"}, []string{"location_path", "tag_name"}),
		Entry("tag_name", "acme", "_raw", "-", []string{"tag_name"}, []string{"location_path", "data_contract"}),
		Entry("two of them", "-", "_raw", "-", []string{"location_path", "tag_name"}, []string{"data_contract"}),
		Entry("all three", "-", "-", "-", []string{"location_path", "data_contract", "tag_name"}, nil),
		Entry("an empty location_path", "", "_raw", "pv", []string{"location_path"}, []string{"data_contract", "tag_name"}),
		Entry("an empty data_contract", "acme", "", "pv", []string{"data_contract"}, []string{"location_path"}),
		Entry("an empty tag_name", "acme", "_raw", "", []string{"tag_name"}, []string{"data_contract"}),
	)
})
