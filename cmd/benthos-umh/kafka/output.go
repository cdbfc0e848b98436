// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	fieldTopic            = "topic"
	fieldKey              = "key"
	fieldPartition        = "partition"
	fieldMetadata         = "metadata"
	fieldTimestamp        = "timestamp_ms"
	fieldMaxInFlight      = "max_in_flight"
	fieldPartitioner      = "partitioner"
	fieldIdempotent       = "idempotent_write"
	fieldAcks             = "acks"
	fieldCompression      = "compression"
	fieldAutoCreate       = "allow_auto_topic_creation"
	fieldTimeout          = "timeout"
	fieldMaxMessageBytes  = "max_message_bytes"
	fieldBrokerWriteBytes = "broker_write_max_bytes"
	fieldMaxBuffered      = "max_buffered_records"
	fieldMaxBufferedBytes = "max_buffered_bytes"
	fieldMaxRequests      = "max_in_flight_requests"
	fieldRetries          = "record_retries"
	fieldDeliveryTimeout  = "record_delivery_timeout"
)

func init() {
	service.MustRegisterBatchOutput(nameFranz, outputSpec(10, mechanismAWS, mechanismCloud),
		func(conf *service.ParsedConfig, res *service.Resources) (service.BatchOutput, service.BatchPolicy, int, error) {
			return newOutput(conf, res, nameFranz)
		})
	service.MustRegisterBatchOutput(nameRedpanda,
		outputSpec(256, mechanismAWS, mechanismCloud).Field(service.NewInjectTracingSpanMappingField()),
		func(conf *service.ParsedConfig, res *service.Resources) (service.BatchOutput, service.BatchPolicy, int, error) {
			out, policy, maxInFlight, err := newOutput(conf, res, nameRedpanda)
			if err != nil {
				return nil, policy, 0, err
			}
			out, err = conf.WrapBatchOutputExtractTracingSpanMapping(nameRedpanda, out)
			return out, policy, maxInFlight, err
		})
}

func newOutput(conf *service.ParsedConfig, res *service.Resources, name string) (out service.BatchOutput, policy service.BatchPolicy, maxInFlight int, err error) {
	connection, err := newConnection(conf)
	if err != nil {
		return nil, policy, 0, err
	}
	produce, err := produceOptions(conf)
	if err != nil {
		return nil, policy, 0, err
	}
	records, err := newRecordMaker(conf)
	if err != nil {
		return nil, policy, 0, err
	}
	p := parser{conf: conf}
	policy = field(&p, conf.FieldBatchPolicy, []string{fieldBatching})
	maxInFlight = p.int(fieldMaxInFlight)
	config := WriterConfig{
		Name:               name,
		Connection:         connection,
		Produce:            produce,
		MaxMessageBytes:    p.bytes(fieldMaxMessageBytes),
		MaxBufferedRecords: p.int(fieldMaxBuffered),
		Records:            records.records,
	}
	if p.err != nil {
		return nil, policy, 0, p.err
	}
	config.TooLarge = fmt.Sprintf("max_message_bytes is %d, raise it here and max.message.bytes at the broker, or send less", config.MaxMessageBytes)
	out, err = NewWriter(config, res)
	return out, policy, maxInFlight, err
}

func produceOptions(conf *service.ParsedConfig) ([]kgo.Opt, error) {
	p := parser{conf: conf}
	opts := []kgo.Opt{
		kgo.ProduceRequestTimeout(p.duration(fieldTimeout)),
		kgo.ProducerBatchMaxBytes(int32(p.bytes(fieldMaxMessageBytes))),
		kgo.BrokerMaxWriteBytes(int32(p.bytes(fieldBrokerWriteBytes))),
		kgo.MaxBufferedRecords(p.int(fieldMaxBuffered)),
		kgo.ProducerLinger(0),
	}
	if p.bool(fieldAutoCreate) {
		opts = append(opts, kgo.AllowAutoTopicCreation())
	}
	if n := p.bytes(fieldMaxBufferedBytes); n > 0 {
		opts = append(opts, kgo.MaxBufferedBytes(n))
	}
	if n := p.int(fieldRetries); n > 0 {
		opts = append(opts, kgo.RecordRetries(n))
	}
	if d := p.duration(fieldDeliveryTimeout); d > 0 {
		opts = append(opts, kgo.RecordDeliveryTimeout(d))
	}
	acks, err := acksOptions(&p)
	if err != nil {
		return nil, err
	}
	partitioner, err := partitionerOption(&p)
	if err != nil {
		return nil, err
	}
	opts = append(append(opts, acks...), partitioner)
	if codec := codecs[p.optional(fieldCompression)]; codec != nil {
		opts = append(opts, kgo.ProducerBatchCompression(codec()))
	}
	return opts, p.err
}

var codecs = map[string]func() kgo.CompressionCodec{
	"lz4":    kgo.Lz4Compression,
	"snappy": kgo.SnappyCompression,
	"gzip":   kgo.GzipCompression,
	"none":   kgo.NoCompression,
	"zstd":   kgo.ZstdCompression,
}

func acksOptions(p *parser) ([]kgo.Opt, error) {
	acks := map[string]kgo.Acks{"all": kgo.AllISRAcks(), "leader": kgo.LeaderAck(), "none": kgo.NoAck()}[p.string(fieldAcks)]
	opts := []kgo.Opt{kgo.RequiredAcks(acks)}
	if p.bool(fieldIdempotent) {
		if acks != kgo.AllISRAcks() {
			return nil, errors.New("acks: idempotent_write needs acks: all, set it to false for less")
		}
		return opts, nil
	}
	return append(opts, kgo.DisableIdempotentWrite(), kgo.MaxProduceRequestsInflightPerBroker(p.int(fieldMaxRequests))), nil
}

func partitionerOption(p *parser) (kgo.Opt, error) {
	name := cmp.Or(p.optional(fieldPartitioner), "murmur2_hash")
	if manual, given := name == "manual", p.optional(fieldPartition) != ""; manual != given {
		return nil, errors.New("partition: it is given together with partitioner: manual, and only then")
	}
	partitioners := map[string]func() kgo.Partitioner{
		"murmur2_hash": func() kgo.Partitioner { return kgo.StickyKeyPartitioner(nil) },
		"round_robin":  kgo.RoundRobinPartitioner,
		"least_backup": kgo.LeastBackupPartitioner,
		"manual":       kgo.ManualPartitioner,
	}
	partitioner := partitioners[name]
	if partitioner == nil {
		return nil, errors.New("partitioner: " + name + " is not known")
	}
	return kgo.RecordPartitioner(partitioner()), nil
}
