// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package uns holds the input and the output uns: the Unified Namespace as one Kafka
// topic, whose keys are the topics of the tags. Order, acknowledgements and
// reconnects are those of package kafka.
package uns

// topicName is the Kafka topic of the Unified Namespace.
const topicName = "umh.messages"

const (
	name          = "uns"
	clientID      = "benthos-umh"
	fieldUMHTopic = "umh_topic"
	fieldBroker   = "broker_address"

	defaultBroker = "localhost:9092"
)
