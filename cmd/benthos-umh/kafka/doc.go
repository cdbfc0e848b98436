// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package kafka holds the inputs and outputs kafka_franz and redpanda: at least
// once, in the order of a partition, over the client franz-go.
//
// A Reader hands out batches of one partition and commits an offset only once
// every record before it is acknowledged. A Writer produces batches and says of
// each message alone whether it failed. Package uns builds its components on both.
package kafka
