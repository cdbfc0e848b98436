// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package group is a test that runs the built binary as several processes that share
// the work of a Kafka topic: one is killed, one is stopped and one is added on the
// way, after which nothing may be missing, out of order or counted twice. Its
// benchmark compares one process with two. The tests of one process are in the
// packages of the components.
package group
