// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kgo"
)

// newMessage is the message of a record. With multiHeader a header that occurs
// several times is a list; without it the last one wins.
func newMessage(r *kgo.Record, lag int64, multiHeader bool) *service.Message {
	msg := service.NewMessage(r.Value)
	for i, h := range r.Headers {
		if !multiHeader {
			msg.MetaSetMut(h.Key, string(h.Value))
			continue
		}
		if seenBefore(r.Headers[:i], h.Key) {
			continue
		}
		values := []any{}
		for _, other := range r.Headers[i:] {
			if other.Key == h.Key {
				values = append(values, string(other.Value))
			}
		}
		msg.MetaSetMut(h.Key, values)
	}
	if r.Key != nil {
		msg.MetaSetMut("kafka_key", string(r.Key))
	}
	msg.MetaSetMut("kafka_topic", r.Topic)
	msg.MetaSetMut("kafka_partition", int(r.Partition))
	msg.MetaSetMut("kafka_offset", int(r.Offset))
	msg.MetaSetMut("kafka_lag", lag)
	msg.MetaSetMut("kafka_timestamp_ms", r.Timestamp.UnixMilli())
	msg.MetaSetMut("kafka_timestamp_unix", r.Timestamp.Unix())
	msg.MetaSetMut("kafka_tombstone_message", r.Value == nil)
	return msg
}

func seenBefore(headers []kgo.RecordHeader, key string) bool {
	for _, h := range headers {
		if h.Key == key {
			return true
		}
	}
	return false
}
