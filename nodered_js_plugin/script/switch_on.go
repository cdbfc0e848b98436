// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

//go:build mutation

package script

import "strings"

// Off is the rule that is switched off. Only the test of the rules sets it.
var Off string

// SwitchedOff reports whether the rule is Off, or is a refusal that Off begins.
func SwitchedOff(rule string) bool {
	return Off != "" && strings.HasPrefix(strings.ReplaceAll(rule, "`", ""), Off)
}
