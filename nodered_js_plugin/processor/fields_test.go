// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"strings"
	"testing"
)

func TestParseMemory(t *testing.T) {
	for text, want := range map[string]int64{
		"256MB": 256_000_000, "512MiB": 512 << 20, "1MB": 1_000_000, "1.5 GB": 1_500_000_000, " 64mb ": 64_000_000, "256000000": 256_000_000, "0": 0,
	} {
		if got, err := parseMemory(text); err != nil || got != want {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
	for text, hint := range map[string]string{
		"": "such as 256MB", "much": "such as 256MB", "-1": "such as 256MB", "1.5.5GB": "such as 256MB", "99999999TB": "such as 256MB",
		"256": "at least 1MB", "0.4B": "must be 0 for no limit",
	} {
		if got, err := parseMemory(text); err == nil || !strings.Contains(err.Error(), "script_memory") || !strings.Contains(err.Error(), hint) {
			t.Errorf("%q gives %d, %v", text, got, err)
		}
	}
}
