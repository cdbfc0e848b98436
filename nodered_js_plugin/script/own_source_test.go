// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"strings"
	"testing"
)

func TestWhatIsThrownIsShownWithoutSource(t *testing.T) {
	s, err := Compile("code", `const f = (a) => a + 1; class A { m() { return f; } } return { get p() { return "x"; } };`, StrictBody)
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("ä", maxThrown)
	for text, want := range map[string]string{
		"":                  "",
		"no such sensor":    "no such sensor",
		"bad: (a) => a + 1": "bad: [function]",
		"class A { m() { return f; } } twice (a) => a + 1": "[function] twice [function]",
		long:                                 long[:maxThrown] + "…",
		long[:maxThrown-4] + "(a) => a + 1!": long[:maxThrown-4] + "[fun…",
	} {
		if got := s.ThrownText(text).Error(); got != want {
			t.Errorf("%.100q became %.100q (%d bytes), want %.100q (%d bytes)", text, got, len(got), want, len(want))
		}
	}
}
