// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_test

import (
	"context"
	"math"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
)

// trial starts a trial of a config, which is stopped with the spec.
func trial(config string) *tag.Trial {
	GinkgoHelper()
	components, _, err := inventory.Open(config)
	Expect(err).NotTo(HaveOccurred())
	plan, err := tag.PlanOf(components, inventory.Document{Text: config, Place: inventory.NewPlaces(config).Find}, "")
	Expect(err).NotTo(HaveOccurred())
	t, err := plan.Start(func(tag.LogEntry) {})
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(t.Stop)
	return t
}

var _ = Describe("a trial", func() {
	DescribeTable("ends with its context, also inside a script that never ends", func(script string) {
		t := trial(`pipeline: { processors: [ { nodered_js: { script_timeout: 1h, code: '` + script + `' } } ] }`)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		time.AfterFunc(20*time.Millisecond, cancel)
		_, err := t.Try(ctx, 1, service.NewMessage([]byte("1")))
		Expect(err).To(MatchError(context.Canceled))
	},
		Entry("that runs in Go", `while (true) {}`),
		Entry("that runs in a VM", `escape(""); while (true) {}`),
	)
})

var _ = Describe("a message as a sample", func() {
	DescribeTable("is a line", func(payload string, meta map[string]any, want string) {
		m := service.NewMessage([]byte(payload))
		for key, value := range meta {
			m.MetaSetMut(key, value)
		}
		line, err := tag.SampleOf(m)
		Expect(err).NotTo(HaveOccurred())
		Expect(string(line)).To(Equal(want))
		back, err := tag.ParseSample(line)
		Expect(err).NotTo(HaveOccurred())
		again, err := tag.SampleOf(back)
		Expect(err).NotTo(HaveOccurred())
		Expect(string(again)).To(Equal(want))
	},
		Entry("with JSON", `{"value": 7.50, "name": "<Öl>"}`, nil, `{"payload":{"value":7.50,"name":"<Öl>"}}`),
		Entry("with text", `pump started`, map[string]any{"mqtt_topic": "pump"}, `{"text":"pump started","meta":{"mqtt_topic":"pump"}}`),
		Entry("with nothing", ``, nil, `{"text":""}`),
		Entry("with bytes", "\xff\xfe", nil, `{"base64":"//4="}`),
		Entry("with bytes inside JSON", "\"\xff\"", nil, `{"base64":"Iv8i"}`),
		Entry("with metadata that are no text", `1`, map[string]any{"n": 7, "f": 0.5, "b": true, "bytes": []byte("x"), "nan": math.NaN()},
			`{"payload":1,"meta":{"b":true,"bytes":"x","f":0.5,"n":7,"nan":"NaN"}}`),
	)
})

func FuzzSamples(f *testing.F) {
	for _, seed := range []string{`{"a": 1}`, `text`, "\xff", `"\u0000"`, ` [1,2]`, ``} {
		f.Add([]byte(seed), "key", "value")
	}
	f.Fuzz(func(t *testing.T, payload []byte, key, value string) {
		m := service.NewMessage(payload)
		m.MetaSetMut(key, value)
		line, err := tag.SampleOf(m)
		if err != nil {
			t.Fatal(err)
		}
		back, err := tag.ParseSample(line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		again, err := tag.SampleOf(back)
		if err != nil || string(again) != string(line) {
			t.Fatalf("%s became %s, %v", line, again, err)
		}
	})
}
