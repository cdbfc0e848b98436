// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka_test

import (
	"context"
	"log/slog"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

var _ = Describe("a trace", func() {
	It("goes on from the headers of what was read to those of what is written", func() {
		c := cluster(kfake.SeedTopics(1, "readings", "tags"))
		address := c.ListenAddrs()[0]
		producer := client(address)
		defer producer.Close()
		Expect(producer.ProduceSync(context.Background(), &kgo.Record{
			Topic: "readings", Value: []byte("1"),
			Headers: []kgo.RecordHeader{{Key: "traceparent", Value: []byte("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")}},
		}).FirstErr()).To(Succeed())

		log, b := &logBuffer{}, service.NewStreamBuilder()
		b.SetLogger(slog.New(slog.NewTextHandler(log, nil)))
		Expect(b.AddInputYAML(strings.ReplaceAll(redpandaGroup, "%s", address) + "  extract_tracing_map: root = @\n")).To(Succeed())
		// Without the metadata of the input, so that only the trace itself can bring the header.
		Expect(b.AddProcessorYAML("mapping: 'meta = {}'")).To(Succeed())
		Expect(b.AddOutputYAML(`
redpanda:
  seed_brokers: [ "` + address + `" ]
  topic: tags
  inject_tracing_map: meta = @.merge(this)
  metadata: { include_patterns: [ . ] }
`)).To(Succeed())
		stream, err := b.Build()
		Expect(err).NotTo(HaveOccurred())
		ended := make(chan error, 1)
		go func() { ended <- stream.Run(context.Background()) }()
		DeferCleanup(func() {
			Expect(stream.StopWithin(patience)).To(Succeed())
			Eventually(ended).Should(Receive())
		})

		written := contents(address, "tags", 1)[0]
		Expect(written.Headers).To(HaveLen(1), "%s", log)
		Expect(written.Headers[0].Key).To(Equal("traceparent"))
		Expect(string(written.Headers[0].Value)).To(HavePrefix("00-0af7651916cd43dd8448eb211c80319c-"))
	})
})
