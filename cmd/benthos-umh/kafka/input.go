// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"errors"
	"fmt"
	"slices"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	fieldTopics               = "topics"
	fieldRegexpTopics         = "regexp_topics"
	fieldRegexpInclude        = "regexp_topics_include"
	fieldRegexpExclude        = "regexp_topics_exclude"
	fieldRackID               = "rack_id"
	fieldInstanceID           = "instance_id"
	fieldRebalanceTimeout     = "rebalance_timeout"
	fieldSessionTimeout       = "session_timeout"
	fieldHeartbeatInterval    = "heartbeat_interval"
	fieldStartOffset          = "start_offset"
	fieldFetchMaxBytes        = "fetch_max_bytes"
	fieldFetchMaxWait         = "fetch_max_wait"
	fieldFetchMinBytes        = "fetch_min_bytes"
	fieldFetchPartitionBytes  = "fetch_max_partition_bytes"
	fieldIsolation            = "transaction_isolation_level"
	fieldConsumerGroup        = "consumer_group"
	fieldCheckpointLimit      = "checkpoint_limit"
	fieldCommitPeriod         = "commit_period"
	fieldMultiHeader          = "multi_header"
	fieldBatching             = "batching"
	fieldLagRefresh           = "topic_lag_refresh_period"
	fieldPartitionBufferBytes = "partition_buffer_bytes"
	fieldYieldBytes           = "max_yield_batch_bytes"
	fieldUnordered            = "unordered_processing"
	fieldEnabled              = "enabled"
)

const (
	nameFranz    = "kafka_franz"
	nameRedpanda = "redpanda"
)

func init() {
	service.MustRegisterBatchInput(nameFranz, franzInputSpec(), reading.franzInput)
	service.MustRegisterBatchInput(nameRedpanda, redpandaInputSpec(), reading.redpandaInput)
}

func (r role) franzInput(conf *service.ParsedConfig, res *service.Resources) (service.BatchInput, error) {
	config, err := r.readerConfig(conf, nameFranz)
	if err != nil {
		return nil, err
	}
	p := parser{conf: conf}
	config.Regexp = p.bool(fieldRegexpTopics)
	config.Limit = p.int(fieldCheckpointLimit)
	config.Policy = field(&p, conf.FieldBatchPolicy, []string{fieldBatching})
	config.BatchRecords = 1
	config.BufferBytes = defaultBufferBytes
	config.Message = messageFunc(p.bool(fieldMultiHeader))
	if p.err != nil {
		return nil, p.err
	}
	return newInput(conf, res, config)
}

// defaultBufferBytes is what kafka_franz, which has no field for it, lets wait per
// partition: a fetch of the usual size.
const defaultBufferBytes = 1 << 20

func (r role) redpandaInput(conf *service.ParsedConfig, res *service.Resources) (service.BatchInput, error) {
	config, err := r.readerConfig(conf, nameRedpanda)
	if err != nil {
		return nil, err
	}
	p := parser{conf: conf}
	if include := p.strings(fieldRegexpInclude); len(include) > 0 {
		if len(config.Topics) > 0 || len(config.Partitions) > 0 {
			return nil, errors.New("topics and regexp_topics_include exclude each other")
		}
		config.Topics, config.Regexp = include, true
	}
	config.Exclude = p.strings(fieldRegexpExclude)
	if len(config.Exclude) > 0 && !config.Regexp {
		return nil, errors.New("regexp_topics_exclude needs regexp_topics_include")
	}
	config.BufferBytes = p.bytes(fieldPartitionBufferBytes)
	config.Message = messageFunc(false)
	if p.bool(fieldUnordered, fieldEnabled) {
		config.Limit = p.int(fieldUnordered, fieldCheckpointLimit)
		config.Policy = field(&p, conf.FieldBatchPolicy, []string{fieldUnordered, fieldBatching})
		config.BatchRecords = 1
	} else {
		config.Ordered = true
		config.Limit = 1 << 30
		config.BatchBytes = p.bytes(fieldYieldBytes)
	}
	if p.err != nil {
		return nil, p.err
	}
	input, err := newInput(conf, res, config)
	if err != nil {
		return nil, err
	}
	return conf.WrapBatchInputExtractTracingSpanMapping(nameRedpanda, input)
}

func messageFunc(multiHeader bool) func(*kgo.Record, int64) *service.Message {
	return func(r *kgo.Record, lag int64) *service.Message { return newMessage(r, lag, multiHeader) }
}

func newInput(conf *service.ParsedConfig, res *service.Resources, config ReaderConfig) (service.BatchInput, error) {
	switch {
	case len(config.Topics) == 0 && len(config.Partitions) == 0:
		return nil, errors.New("topics: no topic is given")
	case config.Group != "" && len(config.Partitions) > 0:
		return nil, errors.New("topics: partitions cannot be chosen together with consumer_group, which assigns them")
	case config.Regexp && len(config.Partitions) > 0:
		return nil, errors.New("topics: partitions cannot be chosen of a regular expression")
	case config.Limit < 1:
		return nil, errors.New("checkpoint_limit has to be 1 at least")
	case config.CommitPeriod <= 0:
		return nil, errors.New("commit_period has to be longer than 0s")
	case config.BufferBytes < 1:
		return nil, errors.New("partition_buffer_bytes has to be 1B at least")
	}
	reader, err := NewReader(config, res)
	if err != nil {
		return nil, err
	}
	input, err := service.AutoRetryNacksBatchedToggled(conf, reader)
	if err != nil {
		return nil, err
	}
	if wait, err := conf.FieldString(service.ForceTimelyNacksFieldName); err != nil || wait == "" {
		return input, nil // not set
	}
	return service.ForceTimelyNacksBatched(conf, input)
}

// readerConfig reads the fields that both inputs have.
func (r role) readerConfig(conf *service.ParsedConfig, name string) (ReaderConfig, error) {
	connection, err := newConnection(conf)
	if err != nil {
		return ReaderConfig{}, err
	}
	p := parser{conf: conf}
	config := ReaderConfig{
		Name:             name,
		Connection:       connection,
		CommitPeriod:     p.duration(fieldCommitPeriod),
		RebalanceTimeout: p.duration(fieldRebalanceTimeout),
	}
	if conf.Contains(fieldConsumerGroup) {
		config.Group = p.string(fieldConsumerGroup)
	}
	start, err := startOffset(p.string(fieldStartOffset), config.Group)
	if err != nil {
		return ReaderConfig{}, err
	}
	if r.watches {
		config.Group, start = "", Newest(r.newest)
	}
	if conf.Contains(fieldTopics) {
		list, err := parseTopics(p.strings(fieldTopics), start)
		if err != nil {
			return ReaderConfig{}, err
		}
		config.Topics, config.Partitions = list.topics, list.partitions
	}
	config.Consume = slices.Concat(consumeOptions(&p, start), groupOptions(&p, config.Group))
	return config, p.err
}

func consumeOptions(p *parser, start kgo.Offset) []kgo.Opt {
	isolation := kgo.ReadUncommitted()
	if p.string(fieldIsolation) == "read_committed" {
		isolation = kgo.ReadCommitted()
	}
	return []kgo.Opt{
		kgo.ConsumeStartOffset(start),
		kgo.ConsumeResetOffset(start),
		kgo.Rack(p.string(fieldRackID)),
		kgo.FetchMaxBytes(int32(p.bytes(fieldFetchMaxBytes))),
		kgo.FetchMaxWait(p.duration(fieldFetchMaxWait)),
		kgo.FetchMinBytes(int32(p.bytes(fieldFetchMinBytes))),
		kgo.FetchMaxPartitionBytes(int32(p.bytes(fieldFetchPartitionBytes))),
		kgo.FetchIsolationLevel(isolation),
	}
}

func groupOptions(p *parser, group string) []kgo.Opt {
	if group == "" {
		return nil
	}
	opts := []kgo.Opt{
		kgo.SessionTimeout(p.duration(fieldSessionTimeout)),
		kgo.HeartbeatInterval(p.duration(fieldHeartbeatInterval)),
	}
	if id := p.string(fieldInstanceID); id != "" {
		opts = append(opts, kgo.InstanceID(id))
	}
	return opts
}

func startOffset(name, group string) (kgo.Offset, error) {
	switch name {
	case "earliest":
		return kgo.NewOffset().AtStart(), nil
	case "latest":
		return kgo.NewOffset().AtEnd(), nil
	case "committed":
		if group == "" {
			return kgo.Offset{}, errors.New("start_offset: committed needs a consumer_group")
		}
		return kgo.NewOffset().AtCommitted(), nil
	}
	return kgo.Offset{}, fmt.Errorf("start_offset: %q is none of earliest, latest, committed", name)
}
