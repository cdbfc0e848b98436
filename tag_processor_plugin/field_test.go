// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"os"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

const fieldPath = "testdata/field/cases.json"

// fieldSource is the list that the cases are a copy of. A checkout may lie beside it.
const fieldSource = "../../shared/field/cases.json"

var _ = Describe("the processors that people in the field run", func() {
	cases := FieldCases(fieldPath)

	It("are all there, the same as in the list they come from", func() {
		Expect(cases).To(HaveLen(40))
		source, err := os.ReadFile(fieldSource)
		if os.IsNotExist(err) {
			return
		}
		Expect(err).NotTo(HaveOccurred())
		Expect(os.ReadFile(fieldPath)).To(Equal(source))
	})

	for _, c := range cases {
		It(c.Name, func() { checkFieldCase(c, nil, 1) })
		It(c.Name+" in one batch", func() { checkFieldCase(c, nil, len(c.Messages)) })
		It(c.Name+" with reuse_vms: false", func() { checkFieldCase(c, Config{"reuse_vms": false}, 1) })
		unshared := c
		unshared.Config = unshareable(c.Config)
		It(c.Name+" with scripts that cannot share a VM", func() { checkFieldCase(unshared, nil, 1) })
	}
})

// checkFieldCase sends the messages of a case in batches of the given size.
func checkFieldCase(c FieldCase, more Config, size int) {
	GinkgoHelper()
	s, err := Start(c.YAML(more))
	if c.Refused() {
		Expect(err).To(MatchError(ContainSubstring("SyntaxError")), "the linter has to refuse the config")
		return
	}
	Expect(err).NotTo(HaveOccurred())
	var batch service.MessageBatch
	var got []Output
	for i, m := range c.Messages {
		batch = append(batch, Message(string(m.Payload), m.Meta))
		if len(batch) < size && i < len(c.Messages)-1 {
			continue
		}
		out, err := s.Process(batch)
		Expect(err).NotTo(HaveOccurred())
		got, batch = append(got, out...), nil
	}
	Expect(c.Difference(got)).To(BeEmpty())
	Expect(s.Stop()).To(Succeed())
}
