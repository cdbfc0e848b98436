// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"maps"
	"testing"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
)

// Every row of the table has a guard, and every guard a row: what a VM has in a
// native's place is ours, with the native's name and length.
func TestEveryGrowthHasAGuard(t *testing.T) {
	rt, pristine := goja.New(), goja.New()
	n := &natives{rt: rt, allowance: newAllowance(testMemory), ended: func() error { return nil }}
	n.install(allGuarded)
	before := &natives{rt: pristine}
	own := maps.Clone(ownRules)
	for _, g := range allGuarded {
		if g.of == builtin.ByOwnRule && !isConstructor(g) {
			if own[g.name] == nil {
				t.Errorf("%s has no guard", g.name)
			}
			delete(own, g.name)
		}
		ours, theirs := memberOf(n, g), memberOf(before, g)
		if isConstructor(g) {
			continue
		}
		for _, property := range []string{"name", "length"} {
			if got, want := ours.Get(property), theirs.Get(property); !got.SameAs(want) {
				t.Errorf("%s has %s %s, not %s", g.name, property, got, want)
			}
		}
	}
	for name := range own {
		t.Errorf("%s has a guard and is not in the table", name)
	}
}

func isConstructor(g guarded) bool { return len(g.member) > 4 && g.member[:4] == "new " }

func memberOf(n *natives, g guarded) *goja.Object {
	member := g.member
	if isConstructor(g) {
		member = member[4:]
	}
	holder := n.holder(g.holder)
	if symbol, ok := symbols[member]; ok {
		return holder.GetSymbol(symbol).ToObject(n.rt)
	}
	return holder.Get(member).ToObject(n.rt)
}
