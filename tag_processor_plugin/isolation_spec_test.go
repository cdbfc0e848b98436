// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/scriptgen"
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// Each attack runs on messages whose data leads where it should not; the message
// after them uses what was attacked. That VMs which are used again are as they were
// made is looked at after every spec of this package.
var _ = Describe("a message after an attack", func() {
	for _, attack := range race.Sample(scriptgen.Attacks()) {
		if s, err := script.Compile("defaults", attack, script.Body); err != nil || s.Code() == nil {
			continue // it has a VM of its own, as the engine's tests show
		}
		It("is as if alone after "+attack, func() {
			s := pipeline(tagProcessor(
				Config{"defaults": setTag + "if (!msg.payload.ordinary) { " + attack + "\n} return msg;", "on_error": "forward"},
				advanced("if (msg.payload.ordinary) { msg.payload = "+scriptgen.OrdinaryUse+"; } return msg;"),
			))
			for range 2 {
				out := process(s, Messages(append(scriptgen.AttackPayloads[:len(scriptgen.AttackPayloads):len(scriptgen.AttackPayloads)], `{"ordinary":true}`)...))
				last := out[len(out)-1]
				Expect(last.Err).NotTo(HaveOccurred())
				Expect(valueOf(last)).To(Equal(`"` + scriptgen.OrdinaryResult + `"`))
			}
		})
	}
})
