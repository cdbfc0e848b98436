// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package types is the command `benthos-umh types`: TypeScript declarations of
// what scripts see, and the scripts of a config in a form that TypeScript can
// check against them.
package types
