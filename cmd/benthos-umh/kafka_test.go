// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
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
