// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"slices"

	"github.com/redpanda-data/benthos/v4/public/service"
)

func franzInputSpec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Categories("Services").
		Summary("Reads Kafka topics, alone or as a member of a consumer group.").
		Description(inputDescription+`
### Order

Messages of a partition are handed out in its order, one by one or in batches of the batch policy, up to `+"`checkpoint_limit`"+` of them at a time. Where several threads or a retry may overtake, set `+"`checkpoint_limit: 1`"+`, with which one batch per partition is under way whatever its size, or use the input `+"`redpanda`"+`, which has one batch per partition under way.`).
		Fields(connectionFields("5m", false, mechanismAWS)...).
		Field(topicsField()).
		Field(service.NewBoolField(fieldRegexpTopics).
			Description("Whether the topics are regular expressions, which have to match somewhere in a name: anchor them with ^ and $.").Default(false)).
		Fields(consumerFields()...).
		Fields(
			service.NewIntField(fieldCheckpointLimit).
				Description("How many messages of a partition may be under way at a time; a batch with more goes alone. An offset is committed only once all before it are acknowledged.").Default(1024).Advanced(),
			commitPeriodField(),
			service.NewBoolField(fieldMultiHeader).
				Description("Whether a header's metadata is a list of all its values. Without it the last value counts.").Default(false).Advanced(),
			service.NewBatchPolicyField(fieldBatching).Advanced(),
			lagField(),
			service.NewAutoRetryNacksToggleField(),
			service.NewForceTimelyNacksField(),
		)
}

func redpandaInputSpec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Categories("Services").
		Summary("Reads Kafka topics in the order of their partitions, alone or as a member of a consumer group.").
		Description(inputDescription+`
### Order

One batch of a partition is under way at a time, and it is retried until it is acknowledged: nothing overtakes, whatever the number of threads. `+"`unordered_processing`"+` gives that up for speed with few partitions.`).
		Fields(connectionFields("1m", true, mechanismAWS, mechanismCloud)...).
		Field(topicsField().Optional()).
		Fields(
			service.NewStringListField(fieldRegexpInclude).
				Description("Regular expressions of topics, instead of `topics`. They have to match somewhere in a name: anchor them with ^ and $.").Optional(),
			service.NewStringListField(fieldRegexpExclude).
				Description("Regular expressions of topics to leave out of those of `regexp_topics_include`.").Optional(),
		).
		Fields(consumerFields()...).
		Fields(
			commitPeriodField(),
			service.NewStringField(fieldPartitionBufferBytes).
				Description("About how much may wait per partition to be handed out.").Default("1MB").Advanced(),
			lagField(),
			service.NewStringField(fieldYieldBytes).
				Description("How large a batch may be; a single larger message is a batch of its own.").Default("32KB").Advanced(),
			service.NewObjectField(fieldUnordered,
				service.NewBoolField(fieldEnabled).Description("Whether several batches of a partition may be under way.").Default(false),
				service.NewIntField(fieldCheckpointLimit).Description("How many messages of a partition may be under way at a time; a batch with more goes alone.").Default(1024),
				service.NewBatchPolicyField(fieldBatching),
			).Description("Gives up the order within a partition.").Advanced(),
			service.NewAutoRetryNacksToggleField(),
			service.NewForceTimelyNacksField(),
			service.NewExtractTracingSpanMappingField(),
		)
}

const inputDescription = `
Each message is delivered at least once: an offset is committed only once every message before it in its partition is acknowledged. When the group gives a partition to another member, messages under way are waited for, at most half of ` + "`rebalance_timeout`" + `, and those that are not acknowledged by then are read again by the other member.

### Metadata

- kafka_key
- kafka_topic
- kafka_partition
- kafka_offset
- kafka_lag
- kafka_timestamp_ms
- kafka_timestamp_unix
- kafka_tombstone_message
- all record headers
`

func topicsField() *service.ConfigField {
	return service.NewStringListField(fieldTopics).
		Description("Topics to read; an entry may hold several with commas between them. Without a group, `topic:0` is one partition, `topic:0-3` several, and `topic:0:1500` one from an offset on.").
		Example([]string{"readings"}).
		Example([]string{"readings:0-3", "alarms:0:1500"})
}

func consumerFields() []*service.ConfigField {
	return slices.Concat([]*service.ConfigField{
		service.NewStringField(fieldRackID).
			Description("The rack of this client, so that near replicas are read.").Default("").Advanced(),
		service.NewStringField(fieldInstanceID).
			Description("A name that stays the same over restarts: a member that comes back within `session_timeout` keeps its partitions, without a rebalance. It has to be another one for each process.").Default("").Advanced(),
		service.NewDurationField(fieldRebalanceTimeout).
			Description("How long members of the group have to give partitions away.").Default("45s").Advanced(),
		service.NewDurationField(fieldSessionTimeout).
			Description("After how long without a sign of life the group gives this member's partitions to others.").Default("1m").Advanced(),
		service.NewDurationField(fieldHeartbeatInterval).
			Description("The time between signs of life.").Default("3s").Advanced(),
		service.NewStringEnumField(fieldStartOffset, "earliest", "latest", "committed").
			Description("Where to begin if the group has no offset of a partition, or one that the broker no longer has: `committed` fails then.").Default("earliest").Advanced(),
	}, fetchFields(), []*service.ConfigField{
		service.NewStringField(fieldConsumerGroup).
			Description("The consumer group. Its members share the partitions, and go on where the group has come to. Without one all partitions are read from `start_offset` on at every start.").Optional(),
	})
}

func fetchFields() []*service.ConfigField {
	return []*service.ConfigField{
		service.NewStringField(fieldFetchMaxBytes).Description("How much a broker sends at once.").Default("50MiB").Advanced(),
		service.NewDurationField(fieldFetchMaxWait).Description("How long a broker waits for `fetch_min_bytes`.").Default("5s").Advanced(),
		service.NewStringField(fieldFetchMinBytes).Description("How little a broker sends before `fetch_max_wait` is over.").Default("1B").Advanced(),
		service.NewStringField(fieldFetchPartitionBytes).Description("How much a broker sends of a partition at once. A larger message is sent all the same.").Default("1MiB").Advanced(),
		service.NewStringEnumField(fieldIsolation, "read_uncommitted", "read_committed").
			Description("Whether messages of transactions that have not ended are read.").Default("read_uncommitted").Advanced(),
	}
}

func commitPeriodField() *service.ConfigField {
	return service.NewDurationField(fieldCommitPeriod).
		Description("The time between commits. Offsets are also committed when partitions are given away, and at the end.").Default("5s").Advanced()
}

func lagField() *service.ConfigField {
	return service.NewDurationField(fieldLagRefresh).
		Description("How old the lag of the metadata `kafka_lag` may be. It comes with each fetch, and is never older than that.").Default("5s").Advanced()
}
