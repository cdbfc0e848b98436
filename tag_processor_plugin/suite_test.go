// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// Whatever a spec ran, it left nothing behind in the VMs that are used again.
var _ = AfterEach(func() { Expect(LeftBehind()).To(BeEmpty()) })

func TestTagProcessor(t *testing.T) {
	RegisterFailHandler(Fail)
	defer WatchVMs()()
	RunSpecs(t, "tag_processor")
}
