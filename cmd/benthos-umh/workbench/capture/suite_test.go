// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package capture_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
	"github.com/redpanda-data/benthos/v4/public/service"
	"go.uber.org/goleak"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/mqtt"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/capture"
	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
)

func TestCapture(t *testing.T) {
	RegisterFailHandler(Fail)
	SetDefaultEventuallyTimeout(patience)
	RunSpecs(t, "capture")
}

// patience is how long something may take before a spec gives up on it.
const patience = 30 * time.Second

var _ = BeforeEach(func() {
	before := goleak.IgnoreCurrent()
	DeferCleanup(func() {
		Eventually(func() error { return goleak.Find(before) }).Should(Succeed(), "goroutines outlive the capture")
	})
})

// components are those of a config.
func components(config string) []inventory.Component {
	GinkgoHelper()
	list, _, err := inventory.Open(config)
	Expect(err).NotTo(HaveOccurred())
	return list
}

// take captures messages of the input with a path.
func take(config, path string, count int) (messages []*service.Message, err error) {
	GinkgoHelper()
	ctx, done := context.WithTimeoutCause(context.Background(), patience, fmt.Errorf("nothing comes"))
	defer done()
	err = capture.Capture(ctx, components(config), path, count, func(m *service.Message) { messages = append(messages, m) })
	return messages, err
}

// texts are the payloads of messages.
func texts(messages []*service.Message) (list []string) {
	GinkgoHelper()
	for _, m := range messages {
		content, err := m.AsBytes()
		Expect(err).NotTo(HaveOccurred())
		list = append(list, string(content))
	}
	return list
}

func writeFile(name, content string) (path string) {
	GinkgoHelper()
	path = filepath.Join(GinkgoT().TempDir(), name)
	Expect(os.WriteFile(path, []byte(content), 0o600)).To(Succeed())
	return path
}

// captureWith captures a message while a context lasts.
func captureWith(ctx context.Context, config string) error {
	GinkgoHelper()
	return capture.Capture(ctx, components(config), "input", 1, func(*service.Message) {})
}
