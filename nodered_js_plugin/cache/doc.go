// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package cache holds what scripts keep between messages with cache.set and
// cache.update and read back with cache.get: in memory, or in a cache resource
// of Benthos.
//
// It stores texts under keys and knows no JavaScript; turning values into JSON
// and back is the caller's work. A processor has one Cache, each of its VMs a
// Session of it.
package cache
