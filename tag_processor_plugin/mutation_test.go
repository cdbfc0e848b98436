// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

//go:build mutation

package tag_processor_plugin

import (
	"fmt"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// judgements are the rules by which it is computed what a script does to its message.
var judgements = []string{
	"effects: assignments", "effects: a key may be __proto__", "effects: what is thrown", "effects: the rest of a pattern",
	"effects: functions that name themselves are wild", "effects: functions that are values are wild", "effects: what unknown calls pass",
	"effects: objects have methods of their own", "effects: built-ins as values",
	"effects: what built-ins change", "effects: what built-ins store", "effects: what built-ins pass on", "effects: what new objects hold",
	"effects: what callbacks get", "effects: a script without guards",
	"paths: a script without guards", "paths: msg as a value",
	"refuse: changes arguments", "refuse: uses arguments as a value",
}

// Without any one of its rules a script is misjudged: the flows notice it.
func TestEveryJudgementIsNeeded(t *testing.T) {
	defer func() { script.Off = "" }()
	for _, rule := range judgements {
		script.Off = rule
		if by := misjudged(t); by == "" {
			t.Errorf("nothing notices that this is switched off: %s", rule)
		} else {
			t.Logf("%s: noticed by %s", rule, by)
		}
	}
}

func misjudged(t *testing.T) (by string) {
	for _, c := range misjudgedFlows() {
		if shared, fresh := runFlow(t, c); shared != fresh {
			by = "a known one"
		}
	}
	for seed := range uint64(400) {
		if c := flowConfig(newFlow(seed)); compiles(c) {
			if shared, fresh := runFlow(t, c); shared != fresh {
				return by + fmt.Sprint(" seed ", seed)
			}
		}
	}
	return by
}
