// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package uns

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/kafka"
)

const (
	fieldUMHTopics     = "umh_topics"
	fieldTopic         = "topic"
	fieldConsumerGroup = "consumer_group"

	everything = ".*"
)

func init() {
	service.MustRegisterBatchInput(name, inputSpec(), newInput)
}

func inputSpec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Categories("Services").
		Summary("Reads tags of the Unified Namespace.").
		Description(`
Reads the Kafka topic umh.messages and hands out the records whose key matches. A batch is acknowledged as a whole: an offset is committed only once every message before it is acknowledged. One batch of a partition is under way at a time, in its order.

### Metadata

- umh_topic: the key
- kafka_msg_key: the key
- kafka_topic
- kafka_timestamp_ms
- all record headers`).
		Fields(
			service.NewStringField(fieldUMHTopic).
				Description("A regular expression of topics. It has to match somewhere in a topic: anchor it with ^ and $.").
				Example(`^umh\.v1\.acme\.linz\..*\._raw\.`).Default(everything),
			service.NewStringListField(fieldUMHTopics).
				Description("Several such expressions, of which one has to match. Not together with `umh_topic`.").Optional(),
			service.NewStringField(fieldTopic).
				Description("The former name of `umh_topic`.").Optional().Deprecated(),
			service.NewStringField(fieldBroker).
				Description("Addresses of brokers, with commas between them.").Default(defaultBroker),
			service.NewStringField(fieldConsumerGroup).
				Description("The consumer group. Its members share the partitions, and go on where the group has come to.").Default("uns_plugin"),
		)
}

func newInput(conf *service.ParsedConfig, res *service.Resources) (service.BatchInput, error) {
	group, err := conf.FieldString(fieldConsumerGroup)
	if err != nil {
		return nil, err
	}
	if group == "" {
		return nil, errors.New("consumer_group: it is empty")
	}
	return inputFrom(conf, res, group, kgo.NewOffset().AtStart())
}

// Watch gives an environment an input uns that only watches: it belongs to no consumer group
// and commits nothing. It begins with so many of the newest records of each partition, and
// goes on with what comes.
func Watch(env *service.Environment, newest int64) error {
	return env.RegisterBatchInput(name, inputSpec(), func(conf *service.ParsedConfig, res *service.Resources) (service.BatchInput, error) {
		return inputFrom(conf, res, "", kafka.Newest(newest))
	})
}

// inputFrom is an input in a group, or in none if that is "", which begins at an offset
// where the group has none.
func inputFrom(conf *service.ParsedConfig, res *service.Resources, group string, start kgo.Offset) (service.BatchInput, error) {
	patterns, err := patterns(conf)
	if err != nil {
		return nil, err
	}
	broker, err := conf.FieldString(fieldBroker)
	if err != nil {
		return nil, err
	}
	connection, err := kafka.InClear(fieldBroker, broker, clientID)
	if err != nil {
		return nil, err
	}
	reader, err := kafka.NewReader(kafka.ReaderConfig{
		Name:       name,
		Connection: connection,
		Consume: []kgo.Opt{
			kgo.ConsumeStartOffset(start),
			kgo.ConsumeResetOffset(start),
		},
		Topics:           []string{topicName},
		Group:            group,
		CommitPeriod:     5 * time.Second,
		RebalanceTimeout: 45 * time.Second,
		Limit:            batchRecords,
		Ordered:          true,
		BatchRecords:     batchRecords,
		BatchBytes:       1 << 20,
		BufferBytes:      4 << 20,
		Keep:             func(r *kgo.Record) bool { return matchesAny(patterns, r.Key) },
		Message:          newMessage,
	}, res)
	if err != nil {
		return nil, err
	}
	return service.AutoRetryNacksBatched(reader), nil
}

// batchRecords bounds a batch. The topic has one partition as a rule, of which one
// batch is under way at a time.
const batchRecords = 1000

func patterns(conf *service.ParsedConfig) ([]*regexp.Regexp, error) {
	one, err := conf.FieldString(fieldUMHTopic)
	if err != nil {
		return nil, err
	}
	if conf.Contains(fieldTopic) {
		former, err := conf.FieldString(fieldTopic)
		if err != nil {
			return nil, err
		}
		if one != everything {
			return nil, errors.New("topic is the former name of umh_topic: give one of them")
		}
		one = former
	}
	sources := []string{one}
	if conf.Contains(fieldUMHTopics) {
		several, err := conf.FieldStringList(fieldUMHTopics)
		if err != nil {
			return nil, err
		}
		if len(several) > 0 {
			if one != everything {
				return nil, errors.New("umh_topic and umh_topics exclude each other")
			}
			sources = several
		}
	}
	compiled := make([]*regexp.Regexp, len(sources))
	for i, source := range sources {
		if compiled[i], err = regexp.Compile(source); err != nil {
			return nil, fmt.Errorf("umh_topic %q: %w", source, err)
		}
	}
	return compiled, nil
}

func matchesAny(patterns []*regexp.Regexp, key []byte) bool {
	for _, p := range patterns {
		if p.Match(key) {
			return true
		}
	}
	return false
}

func newMessage(r *kgo.Record, _ int64) *service.Message {
	msg := service.NewMessage(r.Value)
	for _, h := range r.Headers {
		msg.MetaSetMut(h.Key, string(h.Value))
	}
	msg.MetaSetMut(fieldUMHTopic, string(r.Key))
	msg.MetaSetMut("kafka_msg_key", string(r.Key))
	msg.MetaSetMut("kafka_topic", r.Topic)
	msg.MetaSetMut("kafka_timestamp_ms", r.Timestamp.UnixMilli())
	return msg
}
