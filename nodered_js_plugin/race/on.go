// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

//go:build race

package race

// Enabled: the race detector watches.
const Enabled = true
