// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

//go:build mutation

package engine

import (
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/scriptgen"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// rules are the rules that keep built-ins out of scripts' hands. Not among them are
// rules that stand in front of another one, so that no attack gets through without
// them: allowName (the scopes), allowKey and the guard's own look at __proto__ (the
// guards of members), Object.create with a prototype (its argument is no value), and
// undeclared names (a variable each).
var rules = []string{
	"allowMethod", "guard of members", "guard of keys", "guard of keys in patterns",
	"texts that are harmless", "variables that are numbers", "sums that are numbers",
	"spoiled by a member", "spoiled by a key that is an object", "spoiled by a key", "spoiled by a key without its object",
	"texts and numbers have nothing of their own", "what an object inherits", "functions are wrapped",
	"refuse: uses this", "refuse: uses super", "refuse: uses class", "refuse: uses a getter or setter",
	"refuse: uses with", "refuse: uses arguments as a value", "refuse: assigns a member of ", "refuse: calls the method ",
	"refuse: calls ", "refuse: uses new ", "refuse: makes an object with new", "refuse: takes ", "refuse: reads ",
	"refuse: declares or assigns ", "refuse: uses JSON", "refuse: uses __proto__", "refuse: uses prototype",
}

// Without any one of its rules, the small language lets an attack through: the
// attacks notice it.
func TestEveryRuleIsNeeded(t *testing.T) {
	defer func() { script.Off = "" }()
	for _, rule := range rules {
		script.Off = rule
		if !noticed(t) {
			t.Errorf("nothing notices that this is switched off: %s", rule)
		}
	}
}

func noticed(t *testing.T) bool {
	var a *attacked
	var changes []string
	for _, attack := range scriptgen.Attacks() {
		if a, changes = leftBehind(t, a, attack); len(changes) > 0 {
			return true
		}
	}
	return false
}
