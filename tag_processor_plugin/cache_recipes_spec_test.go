// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"os"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	_ "github.com/redpanda-data/benthos/v4/public/components/io" // the file cache

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// The scripts are those of docs/cache.md.
var _ = Describe("a recipe of docs/cache.md", func() {
	type recipe struct {
		// in are the messages before the restart and after it, want what comes of them.
		in, want [2][]string
	}
	recipes := map[string]recipe{
		"counter": {
			in:   [2][]string{{"0", "0", "0"}, {"0", "0"}},
			want: [2][]string{{"1", "2", "3"}, {"4", "5"}},
		},
		"previous": {
			in:   [2][]string{{"7", "7", "8"}, {"8", `"8"`, "8"}},
			want: [2][]string{{"7", "8 before 7"}, {`"8" before 8`, "8 before 8"}},
		},
		"history": {
			in:   [2][]string{{"1", "2", "3", "4"}, {"5", "6", "7"}},
			want: [2][]string{{"1", "1.5", "2", "2.5"}, {"3", "4", "5"}},
		},
		"alarm": {
			in:   [2][]string{{"70", "80", "81", "90"}, {"78", "74", "76", "80.5"}},
			want: [2][]string{{"true"}, {"false", "true"}},
		},
		"cycle": {
			in: [2][]string{
				{`{"start":true,"time":1000}`, `{"start":false,"time":1200}`, `{"start":true,"time":5000}`},
				{`{"start":false,"time":6000}`, `{"start":true,"time":12500}`},
			},
			want: [2][]string{{"4000"}, {"7500"}},
		},
	}

	It("has a spec", func() {
		files, err := filepath.Glob("testdata/recipes/*.js")
		Expect(err).NotTo(HaveOccurred())
		Expect(files).To(HaveLen(len(recipes)))
	})

	for name, r := range recipes {
		// results sends the messages one by one.
		results := func(s *Stream, payloads []string) (got []string) {
			GinkgoHelper()
			for _, payload := range payloads {
				for _, o := range process(s, Messages(payload)) {
					Expect(o.Err).NotTo(HaveOccurred())
					if before, ok := o.Meta["before"]; ok {
						o.Payload += " before " + before
					}
					got = append(got, o.Payload)
				}
			}
			return got
		}
		// start runs the recipe; the cache resource keeps its files in dir.
		start := func(dir string, fields ...Config) *Stream {
			GinkgoHelper()
			code, err := os.ReadFile(filepath.Join("testdata", "recipes", name+".js"))
			Expect(err).NotTo(HaveOccurred())
			s, err := Run(Options{
				Processors: []string{nodeRED(string(code), fields...)},
				Caches:     []string{"label: state\nfile:\n  directory: " + dir},
			})
			Expect(err).NotTo(HaveOccurred())
			return s
		}

		It(name+" works in memory, on shared VMs", func() {
			s := start("/nowhere")
			DeferCleanup(s.End)
			Expect(results(s, r.in[0])).To(Equal(r.want[0]))
			Expect(results(s, r.in[1])).To(Equal(r.want[1]))
			Expect(s.Count("vm_pool_discards")).To(BeZero())
		})

		It(name+" goes on after a restart, where a file cache keeps its state", func() {
			dir := GinkgoT().TempDir()
			for half := range 2 {
				s := start(dir, Config{"cache": Config{"resource": "state", "prefix": "line3_"}})
				Expect(results(s, r.in[half])).To(Equal(r.want[half]))
				Expect(s.Stop()).To(Succeed())
			}
			files, err := os.ReadDir(dir)
			Expect(err).NotTo(HaveOccurred())
			Expect(files).To(HaveLen(1))
			Expect(files[0].Name()).To(HavePrefix("line3_"))
		})
	}
})
