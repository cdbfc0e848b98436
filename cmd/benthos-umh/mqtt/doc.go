// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package mqtt is the input and the output of that name, for brokers of MQTT
// 3.1.1. They register on import. Their fields and metadata are those of Redpanda
// Connect's, so that configs fit both. The library, paho, has no part in
// reconnecting: each connection has a paho client of its own, so nothing of an
// old connection reaches a new one.
package mqtt
