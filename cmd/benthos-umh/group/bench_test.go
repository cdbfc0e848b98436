// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// BenchmarkBrokers is one and two processes of the binary between topics of a broker:
// with tag_processor, with mappings that write the same tags, and with nothing, which
// is what the way from the broker and back costs. Each process has one core. The
// broker has what is left, with the others' part of Kafka inside this test.
func BenchmarkBrokers(b *testing.B) {
	for _, over := range []struct {
		name string
		run  func(b *testing.B, processes int, by string)
	}{
		{"kafka", benchKafka},
		{"mqtt", func(b *testing.B, processes int, by string) { benchMQTT(b, processes, by, 1) }},
		{"mqtt_64", func(b *testing.B, processes int, by string) { benchMQTT(b, processes, by, 64) }},
	} {
		for _, processes := range []int{1, 2} {
			for _, by := range []string{"tag_processor", "mapping_full", "mapping_minimal", "nothing"} {
				b.Run(fmt.Sprintf("over=%s/processes=%d/by=%s", over.name, processes, by), func(b *testing.B) {
					over.run(b, processes, by)
				})
			}
		}
	}
}

// oneCore keeps a process to a core, so that a second one can be seen.
const oneCore = "GOMAXPROCS=1"

func benchKafka(b *testing.B, processes int, by string) {
	config := benchConfig(b, kafkaConfig, by)
	var used time.Duration
	for b.Loop() {
		b.StopTimer()
		broker := startBroker(b)
		// In a transaction: the readings are there all at once.
		client := broker.client(kgo.TransactionalID("readings"))
		must(b, client.BeginTransaction())
		broker.produce(client, *messages)
		var group []*process
		for i := range processes {
			group = append(group, startProcess(b, processName(i), config, oneCore, "KAFKA="+broker.address()))
		}
		broker.waitForGroup(processes)

		b.StartTimer()
		must(b, client.EndTransaction(context.Background(), kgo.TryCommit))
		until(b, "every reading is a tag", func() bool { return broker.tagged() >= *messages })
		b.StopTimer()

		used += stopAll(group)
		client.Close()
		if by != "nothing" {
			must(b, checkComplete(broker.tags(), *messages))
		}
		broker.Close()
		b.StartTimer()
	}
	perMessage(b, *messages, used)
}

// stopAll returns the time that the processes have used on a core, from their start.
func stopAll(group []*process) (used time.Duration) {
	for _, p := range group {
		p.stop()
		used += p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
	}
	return used
}

func perMessage(b *testing.B, n int, used time.Duration) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/msg")
	b.ReportMetric(float64(used.Nanoseconds())/float64(b.N*n), "cpu-ns/msg")
}

// benchConfig writes a config that does its work by one of the processors.
func benchConfig(b *testing.B, config, by string) (path string) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "config.yaml")
	must(b, os.WriteFile(path, []byte(config+benchProcessors[by]), 0o600))
	return path
}

const kafkaConfig = `
input:
  kafka_franz:
    seed_brokers: [ "${KAFKA}" ]
    topics: [ readings ]
    consumer_group: tags
    heartbeat_interval: 200ms
    transaction_isolation_level: read_committed
    checkpoint_limit: 1
    batching: { count: 500, period: 10ms }
output:
  kafka_franz:
    seed_brokers: [ "${KAFKA}" ]
    topic: tags
    key: ${! @umh_topic | @kafka_key }
    max_in_flight: 1
logger: { level: WARN }
http: { enabled: false }
`

// benchProcessors make the same tag of a reading. mapping_full has all the metadata
// that tag_processor adds, mapping_minimal only what the output needs.
var benchProcessors = map[string]string{
	"nothing": `
pipeline: { threads: 1, processors: [] }
`,
	"tag_processor": `
pipeline:
  threads: 1
  processors:
    - tag_processor:
        defaults: |
          msg.meta.location_path = "acme.linz.presses";
          msg.meta.data_contract = "_raw";
          msg.meta.virtual_path = msg.payload.machine;
          msg.meta.tag_name = "stroke";
          msg.meta.timestamp_ms = msg.payload.time;
          msg.payload = msg.payload.stroke;
          return msg;
`,
	"mapping_full": `
pipeline:
  threads: 1
  processors:
    - mapping: |
        let incoming = @
        let topic = "umh.v1.acme.linz.presses._raw." + this.machine + ".stroke"
        meta _initialMetadata = $incoming.format_json(no_indent: true).string()
        meta _incomingKeys = $incoming.keys().sort().join(",")
        meta location_path = "acme.linz.presses"
        meta data_contract = "_raw"
        meta virtual_path = this.machine
        meta tag_name = "stroke"
        meta umh_topic = $topic
        meta topic = $topic
        root = {"value": this.stroke, "timestamp_ms": this.time}
`,
	"mapping_minimal": `
pipeline:
  threads: 1
  processors:
    - mapping: |
        meta umh_topic = "umh.v1.acme.linz.presses._raw." + this.machine + ".stroke"
        root = {"value": this.stroke, "timestamp_ms": this.time}
`,
}
