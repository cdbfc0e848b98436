// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import (
	"slices"
	"strings"
	"testing"
)

// A newer goja that brings a native fails here: look at its source, whether it
// allocates or loops in proportion to what an argument says, and put it into growth.go
// or growth_none.go.
func TestTheGrowthOfEveryNativeIsKnown(t *testing.T) {
	for _, p := range surface(t) {
		if p.Kind != "function" && p.Kind != "accessor" {
			continue
		}
		p.Path = strings.TrimSuffix(p.Path, ".prototype.constructor")
		guarded := slices.ContainsFunc(Growths(), func(g Growth) bool {
			return slices.Contains(g.Names, p.Path) || slices.Contains(g.Names, "new "+p.Path)
		})
		none := slices.ContainsFunc(Ungrowing(), func(e Exclusion) bool { return e.Match(p.Path) })
		if !guarded && !none {
			t.Errorf("%s (%s): nobody has looked at how it grows", p.Path, p.Kind)
		}
	}
}

func TestEveryGrowthExists(t *testing.T) {
	properties := surface(t)
	seen := map[string]bool{}
	for _, g := range Growths() {
		for _, name := range g.Names {
			path := strings.TrimPrefix(name, "new ")
			if !slices.ContainsFunc(properties, func(p surfaceProperty) bool { return p.Path == path && p.Kind == "function" }) {
				t.Errorf("%s is in the table only", name)
			}
			if seen[name] {
				t.Errorf("%s stands in two rows", name)
			}
			seen[name] = true
		}
	}
	for _, e := range Ungrowing() {
		for _, name := range e.Names {
			one := Exclusion{Names: []string{name}}
			if name != "%TypedArray%" && !slices.ContainsFunc(properties, func(p surfaceProperty) bool { return one.Match(p.Path) }) {
				t.Errorf("%s is among those without a guard only", name)
			}
		}
	}
}
