// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"log/slog"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/scripttest"
)

// failure is what a message fails with, with line and column, "" where no script is at
// fault.
func failure(m scripttest.Mistake, fields Config) string {
	yaml := nodeRED(m.Source, fields, Config{"on_error": "forward"})
	switch m.Stage {
	case "defaults":
		yaml = tagProcessor(fields, Config{"defaults": m.Source, "on_error": "forward"})
	case "if":
		yaml = tagProcessor(fields, when(m.Source, "return msg;"), Config{"on_error": "forward"})
	}
	s := pipeline(yaml)
	for _, out := range process(s, Messages("1")) {
		if line := out.Meta["umh_error_line"]; line != "" {
			log := s.Log(slog.LevelError)
			Expect(log).To(HaveLen(1))
			return fmt.Sprintf("%v:%v %v", line, log[0].Fields["column"], out.Meta["umh_error_message"])
		}
	}
	return ""
}

var _ = Describe("a mistake in a script", func() {
	for _, m := range scripttest.Mistakes {
		if m.Refused != "" {
			continue
		}
		It("has its message fail with the same words in Go and in a VM: "+m.Name, func() {
			Expect(failure(m, Config{})).To(Equal(m.Fails))
			Expect(failure(m, Config{"reuse_vms": false})).To(Equal(m.Fails))
		})
	}
})
