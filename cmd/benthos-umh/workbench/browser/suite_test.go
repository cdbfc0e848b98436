// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"testing"

	"github.com/chromedp/chromedp"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"

	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/mqtt"
	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	_ "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

// shots is a folder for pictures of the page, "" for none.
var shots = os.Getenv("WORKBENCH_SHOTS")

func init() { debug.SetGCPercent(400) } // it makes many VMs, and measures no memory

// chromium is the browser's program, by the names that it has.
func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func TestBrowser(t *testing.T) {
	if chromium() == "" {
		t.Skip("chromium is not installed: the page of the workbench is not looked at")
	}
	RegisterFailHandler(Fail)
	RunSpecs(t, "the workbench in a browser")
}

// browser is where each spec has a window of its own.
var browser context.Context

var _ = BeforeSuite(func() {
	if shots != "" {
		Expect(os.MkdirAll(shots, 0o755)).To(Succeed())
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium()),
		chromedp.WindowSize(width, height),
		chromedp.Flag("hide-scrollbars", false),
		chromedp.Flag("disable-dev-shm-usage", true), // it is small in containers
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium has none for root
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	DeferCleanup(stop)
	var closed context.CancelFunc
	browser, closed = chromedp.NewContext(allocator)
	DeferCleanup(closed)
	Expect(chromedp.Do(browser)).To(Succeed())
})

// file writes a file that lives as long as the spec.
func file(name, text string) string {
	GinkgoHelper()
	path := filepath.Join(GinkgoT().TempDir(), name)
	Expect(os.WriteFile(path, []byte(text), 0o600)).To(Succeed())
	return path
}

func contents(path string) string {
	GinkgoHelper()
	text, err := os.ReadFile(path)
	Expect(err).NotTo(HaveOccurred())
	return string(text)
}

// lines are so many lines of a format with their number, from 1.
func lines(count int, format string) string {
	var text []byte
	for i := range count {
		text = fmt.Appendf(text, format+"\n", i+1)
	}
	return string(text)
}
