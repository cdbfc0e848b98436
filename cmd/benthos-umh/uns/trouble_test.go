// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package uns_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"
	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

// run runs a stream until the spec ends, or stop is called.
func run(build func(*service.StreamBuilder)) (log *gbytes.Buffer, stop func()) {
	GinkgoHelper()
	log = gbytes.NewBuffer()
	builder := service.NewStreamBuilder()
	builder.SetLogger(slog.New(slog.NewTextHandler(log, nil)))
	build(builder)
	stream, err := builder.Build()
	Expect(err).NotTo(HaveOccurred())
	ended := make(chan error, 1)
	go func() { ended <- stream.Run(context.Background()) }()
	stop = sync.OnceFunc(func() {
		_ = stream.StopWithin(3 * time.Second) // with an error where messages are left
		Eventually(ended, patience).Should(Receive())
	})
	DeferCleanup(stop)
	return log, stop
}

// writer runs an output; send returns when a batch is acknowledged.
func writer(address string) (log *gbytes.Buffer, send func(...*service.Message) error) {
	GinkgoHelper()
	log, _ = run(func(b *service.StreamBuilder) {
		var err error
		produce, err := b.AddBatchProducerFunc()
		Expect(err).NotTo(HaveOccurred())
		send = func(batch ...*service.Message) error { return produce(context.Background(), batch) }
		Expect(b.AddOutputYAML("uns: { broker_address: '" + address + "' }")).To(Succeed())
	})
	return log, send
}

// reader runs an input, and gives the values that come.
func reader(address string) (log *gbytes.Buffer, values chan string, stop func()) {
	GinkgoHelper()
	values = make(chan string, 100)
	log, stop = run(func(b *service.StreamBuilder) {
		Expect(b.AddInputYAML("uns: { broker_address: '" + address + "' }")).To(Succeed())
		Expect(b.AddConsumerFunc(func(_ context.Context, m *service.Message) error {
			value, err := m.AsBytes()
			values <- string(value)
			return err
		})).To(Succeed())
	})
	return log, values, stop
}

func count(log *gbytes.Buffer, text string) func() int {
	return func() int { return strings.Count(string(log.Contents()), text) }
}

const notConnected = "Failed to connect"

var _ = Describe("a broker of the Unified Namespace", func() {
	DescribeTable("that is not what it should be is told once, with what to do",
		func(start func() (address string), hints ...string) {
			address := start()
			in, _, _ := reader(address)
			out, _ := writer(address)
			for _, log := range []*gbytes.Buffer{in, out} {
				for _, hint := range hints {
					Eventually(count(log, hint), patience).Should(BeNumerically(">", 0))
				}
				Consistently(count(log, notConnected), "1s").Should(Equal(1), "%s", log.Contents())
			}
		},
		Entry("away", func() string { return fmt.Sprint("127.0.0.1:", freePort()) }, "is the port in broker_address its port?"),
		Entry("something else", func() string { return peertest.WebServer(GinkgoT()) }, "something else than a broker listens there: check host and port in broker_address"),
		Entry("encrypted", func() string {
			return startCluster(kfake.TLS(peertest.NewAuthority(GinkgoT()).ServerConfig())).ListenAddrs()[0]
		}, "if the port speaks TLS, use kafka_franz, which has the field tls"),
		Entry("with passwords", func() string {
			return startCluster(kfake.EnableSASL(), kfake.Superuser("PLAIN", "plant", "secret")).ListenAddrs()[0]
		}, "use kafka_franz, which has the field sasl"),
	)

	It("that goes away in between is told once, and nothing is lost", func() {
		port := freePort()
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		options := []kfake.Opt{kfake.NumBrokers(1), kfake.Ports(port), kfake.DataDir(GinkgoT().TempDir()), kfake.SyncWrites()}
		before, err := kfake.NewCluster(options...)
		Expect(err).NotTo(HaveOccurred())
		defer before.Close()
		out, send := writer(address)
		Expect(send(tag("umh.v1.acme._raw.a", "0"))).To(Succeed())
		in, values, stop := reader(address)
		Eventually(values, patience).Should(Receive(Equal("0")))

		before.Close()
		Eventually(count(in, notConnected), patience).Should(Equal(1))
		sent := make(chan error, 1)
		go func() { sent <- send(tag("umh.v1.acme._raw.a", "1"), tag("umh.v1.acme._raw.a", "2")) }()
		Eventually(count(out, notConnected), patience).Should(Equal(1))

		after, err := kfake.NewCluster(options...)
		Expect(err).NotTo(HaveOccurred())
		defer after.Close()
		Eventually(sent, patience).Should(Receive(BeNil()))
		var got []string
		for len(got) < 2 {
			var value string
			Eventually(values, patience).Should(Receive(&value))
			if value != "0" { // which may come again
				got = append(got, value)
			}
		}
		Expect(got).To(Equal([]string{"1", "2"}))
		for _, log := range []*gbytes.Buffer{in, out} {
			Expect(count(log, "connected again")()).To(Equal(1))
			Expect(count(log, notConnected)()).To(Equal(1))
		}
		stop() // it has to leave the group while the broker is there
	})

	It("that has no umh.messages yet is told by the input, which reads it once it is there", func() {
		address := startCluster().ListenAddrs()[0]
		in, values, _ := reader(address)
		Eventually(count(in, "does not exist, create it or correct its name"), patience).Should(Equal(1))
		_, send := writer(address)
		Expect(send(tag("umh.v1.acme._raw.a", "1"))).To(Succeed())
		Eventually(values, patience).Should(Receive(Equal("1")))
		Expect(string(in.Contents())).To(ContainSubstring("umh.messages"))
		Expect(count(in, notConnected)()).To(Equal(1))
	})

	It("brings a tag of 20 MB, and does not get one", func() {
		c := startCluster(kfake.SeedTopics(1, "umh.messages"), kfake.BrokerConfigs(map[string]string{"message.max.bytes": "40000000"}))
		large := strings.Repeat("x", 20<<20)
		_, send := writer(c.ListenAddrs()[0])
		Expect(send(tag("umh.v1.acme._raw.a", large))).To(MatchError(And(
			ContainSubstring("a message of 20971"), ContainSubstring("uns sends 1048576 at most"), Not(ContainSubstring("max_message_bytes")))))

		producer, err := kgo.NewClient(kgo.SeedBrokers(c.ListenAddrs()...), kgo.ProducerBatchMaxBytes(30<<20), kgo.ProducerBatchCompression(kgo.NoCompression()))
		Expect(err).NotTo(HaveOccurred())
		defer producer.Close()
		record := &kgo.Record{Topic: "umh.messages", Key: []byte("umh.v1.acme._raw.a"), Value: []byte(large)}
		Expect(producer.ProduceSync(context.Background(), record).FirstErr()).To(Succeed())
		Expect(send(tag("umh.v1.acme._raw.a", "1"))).To(Succeed())
		_, values, _ := reader(c.ListenAddrs()[0])
		var got string
		Eventually(values, patience).Should(Receive(&got))
		Expect(got).To(HaveLen(len(large)))
		Eventually(values, patience).Should(Receive(Equal("1")))
	})
})

func startCluster(options ...kfake.Opt) *kfake.Cluster {
	GinkgoHelper()
	c, err := kfake.NewCluster(append(options, kfake.NumBrokers(1))...)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(c.Close)
	return c
}

func freePort() int { return peertest.FreePort(GinkgoT()) }
