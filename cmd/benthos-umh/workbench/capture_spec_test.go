// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

const generating = `
input:
  generate:
    interval: 1h
    mapping: |
      root.value = 1.5
      meta unit = "kN"
pipeline: { processors: [ { nodered_js: { code: return msg; } } ] }
`

func (b *bench) capture(q api.CaptureRequest) (done api.CaptureDone, counts []int) {
	GinkgoHelper()
	b.follow(context.Background(), "/api/capture", q, func(name string, data []byte) {
		GinkgoHelper()
		var captured api.Captured
		switch name {
		case "captured":
			Expect(json.Unmarshal(data, &captured)).To(Succeed())
			counts = append(counts, captured.Count)
		case "done":
			Expect(json.Unmarshal(data, &done)).To(Succeed())
		default:
			Fail("an event " + name)
		}
	})
	return done, counts
}

var _ = Describe("capturing", func() {
	It("adds messages of an input, and says how many there are so far", func() {
		b := open(generating)
		b.add("0", 0)
		input := ask[api.State](b, "GET", "/api/state", nil).Config.Inputs[0]
		Expect([]string{input.Path, input.Kind, input.Refused}).To(Equal([]string{"input", "generate", ""}))
		done, counts := b.capture(api.CaptureRequest{Input: "input", Count: 2, Seconds: 60})
		Expect(done).To(Equal(api.CaptureDone{Count: 2}))
		Expect(counts[len(counts)-1]).To(Equal(2))
		want := `{"payload":{"value":1.5},"meta":{"unit":"kN"}}`
		Expect(previews(ask[api.Samples](b, "GET", "/api/samples", nil))).To(Equal([]string{"0", want, want}))
	})

	It("says why there are fewer", func() {
		b := open(strings.Replace(generating, "interval: 1h", "count: 1", 1))
		done, _ := b.capture(api.CaptureRequest{Input: "input", Count: 5, Seconds: 60})
		Expect(done.Count).To(Equal(1))
		Expect(done.Why).To(ContainSubstring("no more"))
	})

	It("is refused where it would disturb others, and for what there is not", func() {
		b := open("input: { stdin: {} }\npipeline: { processors: [ { nodered_js: { code: return msg; } } ] }")
		Expect(b.refused(http.StatusConflict, "POST", "/api/capture", api.CaptureRequest{Input: "input", Count: 1, Seconds: 1})).To(ContainSubstring("standard input"))
		b.refused(http.StatusNotFound, "POST", "/api/capture", api.CaptureRequest{Input: "output", Count: 1, Seconds: 1})
		for _, q := range []api.CaptureRequest{{Input: "input"}, {Input: "input", Count: 1, Seconds: 3600}, {Input: "input", Count: 1_000_000, Seconds: 1}} {
			open(generating).refused(http.StatusBadRequest, "POST", "/api/capture", q)
		}
	})

	It("happens by itself where the input has messages at once and the user named none", func() {
		folder := GinkgoT().TempDir()
		o := workbench.Options{Config: filepath.Join(folder, "config.yaml"), Page: pageFiles}
		data := filepath.Join(folder, "data.jsonl")
		Expect(os.WriteFile(data, []byte("1\n2\n"), 0o600)).To(Succeed())
		Expect(os.WriteFile(o.Config, []byte("input: { file: { paths: [ '"+data+"' ] } }\n"+double), 0o600)).To(Succeed())
		var notes bytes.Buffer
		ctx, end := context.WithCancel(context.Background())
		Expect(workbench.Serve(ctx, o, "127.0.0.1:0", func(text string) { notes.WriteString(text) }, func(link string) {
			defer end()
			response, err := http.Get(link + "api/samples")
			Expect(err).NotTo(HaveOccurred())
			defer response.Body.Close()
			var s api.Samples
			Expect(json.NewDecoder(response.Body).Decode(&s)).To(Succeed())
			Expect(previews(s)).To(HaveExactElements(HavePrefix(`{"payload":1,`), HavePrefix(`{"payload":2,`)))
		})).To(Succeed())
		Expect(notes.String()).To(BeEmpty())

		Expect(os.Remove(data)).To(Succeed())
		ctx, end = context.WithCancel(context.Background())
		Expect(workbench.Serve(ctx, o, "127.0.0.1:0", func(text string) { notes.WriteString(text) }, func(string) { end() })).To(Succeed())
		Expect(notes.String()).To(HavePrefix("no messages were captured from input: "))
	})
})
