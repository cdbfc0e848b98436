// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package memory is the arithmetic of what the scripts of one message may hold in
// memory: the budget of a message, what the process holds, and how large a single
// value may get.
//
// It knows no scripts: who charges what to a budget, and what becomes of a message
// whose budget is used up, its callers decide, eval for scripts that run in Go and
// engine for those in a VM.
package memory
