// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package redis is the cache resource redis. It is for state that several
// processes share: cache.update of the scripts is exact over it. It is no store for
// large values, and no queue. Importing it registers the cache.
package redis
