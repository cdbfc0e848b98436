// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redpanda-data/benthos/v4/public/bloblang"
	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kgo"
)

// A recordMaker makes records as the config of an output says. Fields that are not
// set are nil.
type recordMaker struct {
	topic, key, partition, timestamp *service.InterpolatedString
	metadata                         *service.MetadataFilter
}

func newRecordMaker(conf *service.ParsedConfig) (*recordMaker, error) {
	m := &recordMaker{}
	for name, at := range map[string]**service.InterpolatedString{
		fieldTopic: &m.topic, fieldKey: &m.key, fieldPartition: &m.partition, fieldTimestamp: &m.timestamp,
	} {
		if !conf.Contains(name) {
			continue
		}
		template, err := conf.FieldInterpolatedString(name)
		if err != nil {
			return nil, err
		}
		if text, static := template.Static(); !static || text != "" || name == fieldTopic {
			*at = template
		}
	}
	if conf.Contains(fieldMetadata) {
		var err error
		if m.metadata, err = conf.FieldMetadataFilter(fieldMetadata); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// records gives the records of a batch, by the index of the message.
func (m *recordMaker) records(batch service.MessageBatch) func(i int) (*kgo.Record, error) {
	// Once for the batch: each executor copies the list of its messages.
	in := func(s *service.InterpolatedString) *service.MessageBatchInterpolationExecutor {
		if s == nil {
			return nil
		}
		return batch.InterpolationExecutor(s)
	}
	b := batchRecords{batch, in(m.topic), in(m.key), in(m.partition), in(m.timestamp), m.metadata}
	return b.record
}

// batchRecords is what a recordMaker does with one batch.
type batchRecords struct {
	batch                            service.MessageBatch
	topic, key, partition, timestamp *service.MessageBatchInterpolationExecutor
	metadata                         *service.MetadataFilter
}

func (b batchRecords) record(i int) (*kgo.Record, error) {
	r := &kgo.Record{}
	var err error
	if r.Topic, err = b.topic.TryString(i); err != nil {
		return nil, fmt.Errorf("topic: %w", err)
	}
	if r.Topic == "" {
		return nil, errors.New("topic: it is empty")
	}
	if b.key != nil {
		key, err := b.key.TryBytes(i)
		if err != nil {
			return nil, fmt.Errorf("key: %w", err)
		}
		if len(key) > 0 {
			r.Key = key
		}
	}
	if b.partition != nil {
		n, err := interpolatedInt(b.partition, i, 32)
		if err != nil {
			return nil, fmt.Errorf("partition: %w", err)
		}
		r.Partition = int32(n)
	}
	if b.timestamp != nil {
		ms, err := interpolatedInt(b.timestamp, i, 64)
		if err != nil {
			return nil, fmt.Errorf("timestamp_ms: %w", err)
		}
		r.Timestamp = time.UnixMilli(ms)
	}
	if r.Value, err = Value(b.batch[i]); err != nil {
		return nil, err
	}
	r.Headers, err = Headers(b.batch[i], b.metadata.Match)
	return r, err
}

// Value is the value of the record of a message: null if the message is empty and
// was a tombstone when it was read.
func Value(msg *service.Message) ([]byte, error) {
	value, err := msg.AsBytes()
	if err != nil {
		return nil, err
	}
	if len(value) > 0 {
		return value, nil
	}
	if tombstone, _ := msg.MetaGet("kafka_tombstone_message"); tombstone == "true" {
		return nil, nil
	}
	return []byte{}, nil
}

// Headers are the record headers of the metadata that match, sorted by key: one for
// each entry of a list.
func Headers(msg *service.Message, match func(key string) bool) (headers []kgo.RecordHeader, err error) {
	err = msg.MetaWalkMut(func(key string, value any) error {
		if !match(key) {
			return nil
		}
		values, isList := value.([]any)
		if !isList {
			values = []any{value}
		}
		for _, v := range values {
			headers = append(headers, kgo.RecordHeader{Key: key, Value: []byte(bloblang.ValueToString(v))})
		}
		return nil
	})
	slices.SortStableFunc(headers, func(a, b kgo.RecordHeader) int { return strings.Compare(a.Key, b.Key) })
	return headers, err
}

func interpolatedInt(s *service.MessageBatchInterpolationExecutor, i, bits int) (int64, error) {
	text, err := s.TryString(i)
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(text, 10, bits)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%q is no number from 0 on", text)
	}
	return n, nil
}
