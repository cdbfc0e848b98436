// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

// runMQTTToUNS sends a reading through both brokers.
func runMQTTToUNS() {
	broker := prepareMosquitto()
	broker.start()
	c, err := kfake.NewCluster(kfake.NumBrokers(1))
	Expect(err).NotTo(HaveOccurred())
	defer c.Close()
	address, failed := freeAddress(), filepath.Join(GinkgoT().TempDir(), "failed.jsonl")
	cmd := command("-c", "config/mqtt-to-uns.yaml", "--set", "http.enabled=true", "--set", "http.address="+address)
	cmd.Env = append(cmd.Env, "MQTT="+broker.url(), "KAFKA="+c.ListenAddrs()[0], "FAILED_FILE="+failed)
	session := launch(cmd)
	Eventually(isReady(address), patience).Should(Equal(http.StatusOK))
	broker.publish("plant/press1/force", "412\n")

	client, err := kgo.NewClient(kgo.SeedBrokers(c.ListenAddrs()...), kgo.ConsumeTopics("umh.messages"))
	Expect(err).NotTo(HaveOccurred())
	defer client.Close()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	var got []string
	for len(got) < 1 {
		fetches := client.PollFetches(ctx)
		Expect(ctx.Err()).NotTo(HaveOccurred())
		for _, r := range fetches.Records() {
			got = append(got, fmt.Sprintf("%s %s", r.Key, r.Value))
		}
	}
	Expect(got).To(HaveLen(1))
	Expect(got[0]).To(MatchRegexp(`^umh\.v1\.acme\.linz\.presses\._raw\.press1\.force \{"timestamp_ms":\d+,"value":412\}$`))
	stop(session)
}

// runKafkaToKafka feeds a group one reading that becomes a tag, and one that fails.
func runKafkaToKafka() {
	c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(2, "readings", "tags", "failed-readings"))
	Expect(err).NotTo(HaveOccurred())
	defer c.Close()
	client, err := kgo.NewClient(kgo.SeedBrokers(c.ListenAddrs()...), kgo.ConsumeTopics("tags", "failed-readings"))
	Expect(err).NotTo(HaveOccurred())
	defer client.Close()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	Expect(client.ProduceSync(ctx,
		&kgo.Record{Topic: "readings", Key: []byte("press1"), Value: []byte(`{"machine": "press1", "tag": "force", "value": 412, "time": "2026-03-12T06:00:00Z"}`)},
		&kgo.Record{Topic: "readings", Key: []byte("press1"), Value: []byte(`{"machine": "press1"}`)},
	).FirstErr()).To(Succeed())

	cmd := command("-c", "config/kafka-to-kafka.yaml")
	cmd.Env = append(cmd.Env, "KAFKA="+c.ListenAddrs()[0])
	session := launch(cmd)
	var got []string
	for len(got) < 2 {
		fetches := client.PollFetches(ctx)
		Expect(ctx.Err()).NotTo(HaveOccurred())
		for _, r := range fetches.Records() {
			got = append(got, fmt.Sprintf("%s %s %s", r.Topic, r.Key, r.Value))
		}
	}
	Expect(got).To(ConsistOf(
		`tags umh.v1.acme.linz.presses._raw.press1.force {"timestamp_ms":1773295200000,"value":412}`,
		`failed-readings press1 {"machine": "press1"}`,
	))
	stop(session)
	commits := c.GroupInfo("tags").Commits["readings"]
	Expect(commits[0].Offset+commits[1].Offset).To(BeEquivalentTo(2), "all is committed at the end")
}

// A kafkaBroker can be stopped and started again, with what it had.
type kafkaBroker struct {
	port    int
	options []kfake.Opt
	cluster *kfake.Cluster
}

func prepareKafka(topics ...string) *kafkaBroker {
	GinkgoHelper()
	_, port, err := net.SplitHostPort(freeAddress())
	Expect(err).NotTo(HaveOccurred())
	b := &kafkaBroker{}
	b.port, err = strconv.Atoi(port)
	Expect(err).NotTo(HaveOccurred())
	b.options = []kfake.Opt{
		kfake.NumBrokers(1), kfake.Ports(b.port), kfake.DataDir(GinkgoT().TempDir()), kfake.SyncWrites(), kfake.SeedTopics(1, topics...),
	}
	return b
}

func (b *kafkaBroker) start() {
	GinkgoHelper()
	var err error
	b.cluster, err = kfake.NewCluster(b.options...)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(b.cluster.Close)
}

func (b *kafkaBroker) address() string { return fmt.Sprintf("127.0.0.1:%d", b.port) }

// client is a client that reads a topic.
func (b *kafkaBroker) client(topic string) *kgo.Client {
	GinkgoHelper()
	client, err := kgo.NewClient(kgo.SeedBrokers(b.address()), kgo.ConsumeTopics(topic))
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(client.Close)
	return client
}

var _ = Describe("Kafka in the binary", func() {
	const (
		counting = `generate: { mapping: 'root = counter()', interval: 20ms }`
		tags     = "\n  processors: [ mapping: 'meta umh_topic = \"umh.v1.acme._raw.n\"' ]"
	)

	DescribeTable("is ready while the broker is there, and says each change once",
		func(input, output, topic string) {
			broker, address := prepareKafka(topic), freeAddress()
			session := launch(command("-c", tempFile("config.yaml", strings.ReplaceAll(
				"input:\n  "+input+"\noutput:\n  "+output+"\nhttp: { address: '"+address+"' }\n", "BROKER", broker.address()))))
			logged := func(text string) func() int {
				return func() int { return strings.Count(string(session.Out.Contents())+string(session.Err.Contents()), text) }
			}
			status := isReady(address)
			Eventually(logged("is the broker running"), patience).Should(Equal(1))
			Expect(status()).To(Equal(http.StatusServiceUnavailable))
			_, stderr := finish(1, command("ready", "http://"+address+"/ready"))
			Expect(stderr).To(ContainSubstring("503"))

			broker.start()
			Eventually(status, patience).Should(Equal(http.StatusOK))
			finish(0, command("ready", "http://"+address+"/ready"))
			broker.cluster.Close()
			Eventually(logged("Failed to connect"), patience).Should(Equal(2))
			Expect(status()).To(Equal(http.StatusServiceUnavailable))
			broker.start()
			Eventually(status, patience).Should(Equal(http.StatusOK))
			Expect(logged("Failed to connect")()).To(Equal(2))
			Eventually(logged("connected again"), patience).Should(Equal(1))
			stop(session)

			if strings.HasPrefix(input, "generate") { // what was acknowledged to the counter is there
				expectAll(broker, topic)
			}
		},
		Entry("input kafka_franz", "kafka_franz: { seed_brokers: [ BROKER ], topics: [ t ], consumer_group: g }", "drop: {}", "t"),
		Entry("input redpanda", "redpanda: { seed_brokers: [ BROKER ], topics: [ t ], consumer_group: g }", "drop: {}", "t"),
		Entry("input uns", "uns: { broker_address: BROKER }", "drop: {}", "umh.messages"),
		Entry("output kafka_franz", counting, "kafka_franz: { seed_brokers: [ BROKER ], topic: t, max_in_flight: 1 }", "t"),
		Entry("output redpanda", counting, "redpanda: { seed_brokers: [ BROKER ], topic: t, max_in_flight: 1 }", "t"),
		Entry("output uns", counting+tags, "uns: { broker_address: BROKER }", "umh.messages"),
	)

	It("is not ready where another process has its instance_id", func() {
		broker := prepareKafka("t")
		broker.start()
		addresses := []string{freeAddress(), freeAddress()}
		twin := func(address string) *gexec.Session {
			return start(command("-c", tempFile("config.yaml", `
input: { kafka_franz: { seed_brokers: [ "`+broker.address()+`" ], topics: [ t ], consumer_group: g, instance_id: press, heartbeat_interval: 100ms } }
output: { drop: {} }
http: { address: "`+address+`" }
`)))
		}
		first := twin(addresses[0])
		Eventually(isReady(addresses[0]), patience).Should(Equal(http.StatusOK))
		twin(addresses[1])
		Eventually(isReady(addresses[0]), patience).Should(Equal(http.StatusServiceUnavailable))
		Expect(isReady(addresses[1])()).To(Equal(http.StatusOK))
		Expect(string(first.Out.Contents()) + string(first.Err.Contents())).To(ContainSubstring("each process needs one of its own"))
	})
})

var _ = Describe("docs/errors.md", func() {
	It("keeps what uns refuses from being sent again for ever", func() {
		page, err := os.ReadFile(filepath.Join(repository, "docs", "errors.md"))
		Expect(err).NotTo(HaveOccurred())
		_, section, found := strings.Cut(string(page), "### Keep it from the Unified Namespace")
		Expect(found).To(BeTrue())
		example := regexp.MustCompile("(?s)```yaml\n(.*?)```.*?```json\n(.*?)```").FindStringSubmatch(section)
		Expect(example).NotTo(BeNil())

		broker := prepareKafka()
		broker.start()
		refused := filepath.Join(GinkgoT().TempDir(), "refused.jsonl")
		cmd := command("-c", tempFile("config.yaml", `
input:
  stdin: {}
  processors: [ mapping: 'meta umh_topic = if content().string() != "41" { content().string() }' ]
http: { enabled: false }
`+example[1]))
		cmd.Env = append(cmd.Env, "KAFKA="+broker.address(), "REFUSED_FILE="+refused)
		cmd.Stdin = strings.NewReader("umh.v1.acme._raw.a\n41\nplant/press\numh.v1.acme._raw.b\n")
		finish(0, cmd)

		lines := readLines(refused)
		Expect(lines).To(HaveLen(2), "once each")
		Expect(lines).To(ContainElement(strings.TrimSpace(example[2])))
		Expect(lines).To(ContainElement(ContainSubstring("does not start with umh.v1.")))
		var written []string
		client := broker.client("umh.messages")
		ctx, done := context.WithTimeout(context.Background(), patience)
		defer done()
		for len(written) < 2 && ctx.Err() == nil {
			for _, r := range client.PollFetches(ctx).Records() {
				written = append(written, string(r.Key))
			}
		}
		Expect(written).To(Equal([]string{"umh.v1.acme._raw.a", "umh.v1.acme._raw.b"}))
	})
})

// expectAll expects the numbers from 1 on in their order, each once.
func expectAll(broker *kafkaBroker, topic string) {
	GinkgoHelper()
	client, count := broker.client(topic), broker.cluster.PartitionInfo(topic, 0).HighWatermark
	Expect(count).To(BeNumerically(">", 1))
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	for n := int64(1); n <= count; {
		for _, r := range client.PollFetches(ctx).Records() {
			Expect(string(r.Value)).To(Equal(strconv.FormatInt(n, 10)))
			n++
		}
		Expect(ctx.Err()).NotTo(HaveOccurred())
	}
}

var _ = Describe("lint", func() {
	It("refuses identities of AWS by name", func() {
		path := filepath.Join(GinkgoT().TempDir(), "aws.yaml")
		Expect(os.WriteFile(path, []byte(`
input:
  kafka_franz:
    seed_brokers: [ localhost:9092 ]
    topics: [ readings ]
    sasl:
      - mechanism: AWS_MSK_IAM
        aws: { region: eu-central-1 }
`), 0o600)).To(Succeed())
		stdout, stderr := finish(1, command("lint", path))
		Expect(stdout + stderr).To(And(
			ContainSubstring("AWS_MSK_IAM is not supported by benthos-umh"),
			ContainSubstring("sasl.aws is not supported by benthos-umh")))
	})
})
