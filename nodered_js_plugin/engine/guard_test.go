// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestTooDeep: only brackets that JSON.parse would open count, and no text that it can
// take is refused.
func TestTooDeep(t *testing.T) {
	open := strings.Repeat("[", maxTextDepth+1)
	allowed := strings.Repeat("[", maxTextDepth) + strings.Repeat("]", maxTextDepth)
	quoted, _ := json.Marshal(open)
	escaped, _ := json.Marshal(`\"` + open)
	for name, test := range map[string]struct {
		text string
		want bool
	}{
		"nothing":                      {"", false},
		"one level too many":           {open, true},
		"objects":                      {strings.Repeat(`{"a":`, maxTextDepth+1), true},
		"as deep as allowed":           {allowed, false},
		"as deep as allowed, twice":    {"[" + allowed[1:len(allowed)-1] + "," + allowed[1:len(allowed)-1] + "]", false},
		"brackets in a text":           {string(quoted), false},
		"brackets behind a quote":      {string(escaped), false},
		"brackets in a key":            {"{" + string(quoted) + ":1}", false},
		"brackets after a text":        {`["a\\",` + open, true},
		"a text without an end":        {`"` + open, false},
		"a text that ends with a \\":   {`"\`, false},
		"closed before it is too deep": {strings.Repeat("[],", maxTextDepth+1), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tooDeep(test.text); got != test.want {
				t.Error(got)
			}
		})
	}
}
