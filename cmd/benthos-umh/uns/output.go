// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package uns

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/kafka"
	"github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin/topic"
)

const (
	fieldBridgedBy = "bridged_by"

	maxMessageBytes = 1 << 20
	maxBuffered     = 10_000
)

func init() {
	service.MustRegisterBatchOutput(name, outputSpec(), newOutput)
}

func outputSpec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Categories("Services").
		Summary("Writes tags into the Unified Namespace.").
		Description(`
Writes to the Kafka topic umh.messages, which is created if it is missing. The key is the topic of the tag; characters that are not allowed in it become _. All metadata but kafka_* become record headers.

A message without a valid topic is an error of that message; the others of its batch are not sent again. The input sends such a message again for ever unless the config takes it elsewhere, with the output `+"`fallback`"+` for example.

Messages are sent in batches of 100, or after 100 ms, in their order.`).
		Fields(
			service.NewInterpolatedStringField(fieldUMHTopic).
				Description("The topic of a tag, as tag_processor makes it.").
				Default(`${! meta("umh_topic") }`),
			service.NewStringField(fieldBroker).
				Description("Addresses of brokers, with commas between them.").Default(defaultBroker),
			service.NewStringField(fieldBridgedBy).
				Description("What the header bridged_by says of where the tags come from.").Default("umh-core"),
		)
}

func newOutput(conf *service.ParsedConfig, res *service.Resources) (out service.BatchOutput, policy service.BatchPolicy, maxInFlight int, err error) {
	var maker recordMaker
	if maker.topic, err = conf.FieldInterpolatedString(fieldUMHTopic); err != nil {
		return nil, policy, 0, err
	}
	if maker.bridgedBy, err = conf.FieldString(fieldBridgedBy); err != nil {
		return nil, policy, 0, err
	}
	broker, err := conf.FieldString(fieldBroker)
	if err != nil {
		return nil, policy, 0, err
	}
	connection, err := kafka.InClear(fieldBroker, broker, clientID)
	if err != nil {
		return nil, policy, 0, err
	}
	out, err = kafka.NewWriter(kafka.WriterConfig{
		Name:       name,
		Connection: connection,
		Produce: []kgo.Opt{
			kgo.ProducerBatchMaxBytes(maxMessageBytes),
			kgo.MaxBufferedRecords(maxBuffered),
			kgo.ProducerLinger(0),
		},
		MaxMessageBytes:    maxMessageBytes,
		TooLarge:           fmt.Sprintf("uns sends %d at most, and the broker may take less (max.message.bytes): send less in a message", maxMessageBytes),
		MaxBufferedRecords: maxBuffered,
		Records:            maker.records,
		Ready:              createTopic,
	}, res)
	// One batch at a time keeps the values of a tag in their order.
	return out, service.BatchPolicy{Count: 100, Period: "100ms"}, 1, err
}

// createTopic creates the topic as umh-core does: the last value of each tag is kept,
// and what is older only for a while.
func createTopic(ctx context.Context, client *kgo.Client) error {
	admin := kadm.NewClient(client)
	details, err := admin.ListTopics(ctx, topicName)
	if err != nil {
		return err
	}
	if details.Has(topicName) {
		return nil
	}
	policy := "compact,delete"
	_, err = admin.CreateTopic(ctx, 1, -1, map[string]*string{"cleanup.policy": &policy}, topicName)
	if err != nil && !errors.Is(err, kerr.TopicAlreadyExists) {
		return fmt.Errorf("topic %s cannot be created: %w", topicName, err)
	}
	return nil
}

type recordMaker struct {
	topic     *service.InterpolatedString
	bridgedBy string
}

func (m recordMaker) records(batch service.MessageBatch) func(i int) (*kgo.Record, error) {
	topics := batch.InterpolationExecutor(m.topic)
	return func(i int) (*kgo.Record, error) {
		key, err := topics.TryString(i)
		if err != nil {
			return nil, fmt.Errorf("umh_topic: %w", err)
		}
		return m.record(batch[i], key)
	}
}

func (m recordMaker) record(msg *service.Message, key string) (*kgo.Record, error) {
	// An interpolation gives null for metadata that are not there.
	if key == "" || key == "null" {
		return nil, errors.New("the metadata key umh_topic is missing: a tag_processor sets it")
	}
	key = strings.Map(allowed, key)
	if err := topic.Check(key); err != nil {
		return nil, fmt.Errorf("umh_topic: %w", err)
	}
	value, err := kafka.Value(msg)
	if err != nil {
		return nil, err
	}
	headers, err := kafka.Headers(msg, isHeader)
	if err != nil {
		return nil, err
	}
	headers = append(headers, kgo.RecordHeader{Key: fieldBridgedBy, Value: []byte(m.bridgedBy)})
	return &kgo.Record{Topic: topicName, Key: []byte(key), Value: value, Headers: headers}, nil
}

// isHeader leaves out what belongs to a record that was read. bridged_by is set anew.
func isHeader(key string) bool {
	return !strings.HasPrefix(key, "kafka_") && key != fieldBridgedBy
}

func allowed(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '_', r == '-', r == '.':
		return r
	}
	return '_'
}
