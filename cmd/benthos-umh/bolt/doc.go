// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package bolt is the cache resource bolt: a file of this process that a kill or a
// power cut leaves whole, with every write that was acknowledged. It is not for
// state that several processes share. Importing it registers the cache.
package bolt
