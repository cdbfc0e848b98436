// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/urfave/cli/v2"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench"
)

// command runs benthos-umh tag workbench.
func command(ctx context.Context, out io.Writer, args ...string) error {
	app := &cli.App{
		Writer: out, ErrWriter: io.Discard, ExitErrHandler: func(*cli.Context, error) {},
		Commands: []*cli.Command{tag.Command(workbench.Command(pageFiles))},
	}
	return app.RunContext(ctx, append([]string{"benthos-umh", "tag", "workbench"}, args...))
}

// A link gives what is printed to whoever waits for it.
type link chan string

func (l link) Write(text []byte) (int, error) {
	l <- string(text)
	return len(text), nil
}

var _ = Describe("benthos-umh tag workbench", func() {
	It("prints the link, and serves the page there until it is ended", func() {
		config := filepath.Join(GinkgoT().TempDir(), "config.yaml")
		Expect(os.WriteFile(config, []byte(double), 0o600)).To(Succeed())
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		printed, ended := make(link, 1), make(chan error, 1)
		go func() { ended <- command(ctx, printed, "-c", config, "--address", "127.0.0.1:0") }()
		line := <-printed
		Expect(line).To(MatchRegexp(`^the workbench is at http://127\.0\.0\.1:\d+/, Ctrl\+C ends it\n$`))
		url := strings.TrimSuffix(strings.Fields(line)[4], ",")
		response, err := http.Get(url)
		Expect(err).NotTo(HaveOccurred())
		defer response.Body.Close()
		html, err := io.ReadAll(response.Body)
		Expect(err).NotTo(HaveOccurred())
		nonce := strings.Split(response.Header.Get("Content-Security-Policy"), "'nonce-")[1][:26]
		Expect(string(html)).To(Equal(`<meta name="csp-nonce" content="` + nonce + `">`))
		stop()
		Expect(<-ended).NotTo(HaveOccurred())
	})

	It("takes the next port where the usual one is taken", func() {
		taken, err := workbench.Listen("")
		Expect(err).NotTo(HaveOccurred())
		defer taken.Close()
		next, err := workbench.Listen("")
		Expect(err).NotTo(HaveOccurred())
		defer next.Close()
		first, second := taken.Addr().(*net.TCPAddr), next.Addr().(*net.TCPAddr)
		Expect(first.IP.IsLoopback()).To(BeTrue())
		Expect(second.IP.IsLoopback()).To(BeTrue())
		Expect(second.Port).To(BeNumerically(">", first.Port))
	})

	DescribeTable("says what is wrong:", func(want string, args ...string) {
		var out bytes.Buffer
		Expect(command(context.Background(), &out, args...)).To(MatchError(ContainSubstring(want)))
		Expect(out.String()).To(BeEmpty())
	},
		Entry("a config that is not there", "missing.yaml", "-c", "missing.yaml"),
		Entry("a flag behind a file", "stands after a file", "samples.jsonl", "--open", "no"),
		Entry("an address without a port", "write HOST:PORT", "--address", "127.0.0.1"),
		Entry("what to open", "write --open yes or --open no", "--open", "firefox"),
	)
})
