// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package eval runs scripts of the small language (package ir) over Go values.
//
// It gives what JavaScript gives, or it gives up: an operation that meets a value
// which it does not handle ends the run with a Bail, and the caller starts the
// stage again in a JavaScript VM. It knows no Benthos, and of goja only how
// that translates a regular expression; what a script sees of its message comes through Host.
//
// Package jsmsg calls it.
package eval
