// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"github.com/redpanda-data/benthos/v4/public/service"
)

func outputSpec(maxInFlight int, mechanisms ...string) *service.ConfigSpec {
	return service.NewConfigSpec().
		Categories("Services").
		Summary("Writes messages to Kafka topics.").
		Description(`
A message is acknowledged once the broker has it, as ` + "`acks`" + ` says. One that the broker or the config refuses is an error of that message; the others of its batch are not sent again.

### Order

Messages of a batch stay in order within a partition. Batches do with ` + "`max_in_flight: 1`" + `; with more, a batch may overtake the one before it. Use batches then, so that this costs no speed.

### Tombstones

An empty message whose metadata ` + "`kafka_tombstone_message`" + ` is true is written as null.`).
		Fields(connectionFields("1m", true, mechanisms...)...).
		Fields(recordFields()...).
		Field(service.NewIntField(fieldMaxInFlight).
			Description("How many batches may be under way at a time. 1 keeps them in order.").Default(maxInFlight)).
		Field(service.NewBatchPolicyField(fieldBatching)).
		Fields(producerFields()...)
}

func recordFields() []*service.ConfigField {
	return []*service.ConfigField{
		service.NewInterpolatedStringField(fieldTopic).Description("The topic of a message."),
		service.NewInterpolatedStringField(fieldKey).
			Description("The key of a message. Messages of a key are in one partition. None if empty.").Optional(),
		service.NewInterpolatedStringField(fieldPartition).
			Description("The partition of a message, such as `${! @partition }`, with the `partitioner` manual.").Optional(),
		service.NewMetadataFilterField(fieldMetadata).
			Description("Which metadata become record headers; none if unset.").Optional(),
		service.NewInterpolatedStringField(fieldTimestamp).
			Description("The time of a record in milliseconds since 1970; the present one if unset.").
			Example(`${! timestamp_unix_milli() }`).Optional().Advanced(),
	}
}

func producerFields() []*service.ConfigField {
	return []*service.ConfigField{
		service.NewStringEnumField(fieldPartitioner, "murmur2_hash", "round_robin", "least_backup", "manual", "").
			Description("How partitions are chosen. If unset, by the hash of the key, as Kafka's own clients do.").Optional().Advanced(),
		service.NewBoolField(fieldIdempotent).
			Description("Whether the broker sorts out what is sent again after a lost answer. It needs `acks: all`.").Default(true).Advanced(),
		service.NewStringEnumField(fieldAcks, "all", "leader", "none").
			Description("Which replicas have a message before it is acknowledged. With `none` a message may be lost.").Default("all").Advanced(),
		service.NewStringEnumField(fieldCompression, "lz4", "snappy", "gzip", "none", "zstd", "").
			Description("The compression; snappy if unset.").Optional().Advanced(),
		service.NewBoolField(fieldAutoCreate).
			Description("Whether the broker may create a topic that is missing, if it does that.").Default(true).Advanced(),
		service.NewDurationField(fieldTimeout).
			Description("How long the broker may take for a request before it is sent again.").Default("10s").Advanced(),
		service.NewStringField(fieldMaxMessageBytes).
			Description("How large a request for one partition may be, and by that a message. The broker has a limit of its own.").Default("1MiB").Advanced(),
		service.NewStringField(fieldBrokerWriteBytes).
			Description("How large a request may be.").Default("100MiB").Advanced(),
		service.NewIntField(fieldMaxBuffered).
			Description("How many records may wait to be sent.").Default(10000).Advanced(),
		service.NewStringField(fieldMaxBufferedBytes).
			Description("How many bytes may wait to be sent; 0 is no limit.").Default("0").Advanced(),
		service.NewIntField(fieldMaxRequests).
			Description("How many requests to a broker may be under way without `idempotent_write`. More than 1 may change the order.").Default(1).Advanced(),
		service.NewIntField(fieldRetries).
			Description("How often a record is sent again; 0 is no limit.").Default(0).Advanced(),
		service.NewDurationField(fieldDeliveryTimeout).
			Description("How long a record may wait for its delivery before it fails; 0s is no limit.").Default("0s").Advanced(),
	}
}
