// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"runtime/debug"
	"testing"
	"time"

	"github.com/dlclark/regexp2/v2"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// A pattern that is stuck ends after some seconds instead of a minute: it would take the
// machine from the specs that follow. It is left behind after one and a half.
func init() { regexp2.DefaultMatchTimeout = 2500 * time.Millisecond }

// Each spec makes VMs that are garbage soon: collecting it took a fourth of the time.
func init() { debug.SetGCPercent(400) }

// Whatever a spec ran, it left nothing behind in the VMs that are used again.
var _ = AfterEach(func() { Expect(LeftBehind()).To(BeEmpty()) })

func TestTagProcessor(t *testing.T) {
	t.Parallel() // beside the random tests: many specs wait
	RegisterFailHandler(Fail)
	defer WatchVMs()()
	RunSpecs(t, "tag_processor")
}
