// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

//go:build !mutation

package script

// SwitchedOff reports whether a rule is switched off: never, but in test builds
// with the tag mutation.
func SwitchedOff(string) bool { return false }
