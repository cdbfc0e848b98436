// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package processortest runs pipelines as users do, for the specs of the
// processors: batches go in, and what came out, was logged and was counted is
// there to be looked at. It registers no processor; the spec imports the one it is
// about.
package processortest
