// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"errors"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kgo"
)

// A role is what an input is to the broker.
type role struct {
	// watches: it joins no group, whatever the config says, so that it commits nothing and
	// takes no partition from anyone. It begins with the newest records of each partition.
	watches bool
	newest  int64
}

// reading is the role of the inputs that run in a plant.
var reading = role{}

// Watch gives an environment inputs kafka_franz and redpanda that only watch: they belong to
// no consumer group and commit nothing. They begin with so many of the newest records of each
// partition, and go on with what comes. Partitions whose offset the config names begin there.
func Watch(env *service.Environment, newest int64) error {
	r := role{watches: true, newest: newest}
	return errors.Join(
		env.RegisterBatchInput(nameFranz, franzInputSpec(), r.franzInput),
		env.RegisterBatchInput(nameRedpanda, redpandaInputSpec(), r.redpandaInput),
	)
}

// Newest is the offset of so many records before the end of a partition, or its first.
func Newest(records int64) kgo.Offset { return kgo.NewOffset().AtEnd().Relative(-records) }
