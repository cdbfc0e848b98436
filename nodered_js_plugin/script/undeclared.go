// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"cmp"
	"maps"
	"slices"

	"github.com/dop251/goja/file"
)

// An unknownName is a name that a script reads and nothing defines.
type unknownName struct {
	Name string
	Pos  file.Idx
}

// undefined gives the names that are assigned but declared nowhere, and those
// that are read but nowhere assigned either.
func (t *nameTable) undefined() (undeclared []string, unknown []unknownName) {
	assigned, tested := map[string]bool{}, map[string]bool{}
	for _, n := range t.free {
		if n.name == "msg" || isBuiltinName(n.name) {
			continue
		}
		if n.use&nameWritten != 0 && !n.strict {
			assigned[n.name] = true
		}
		if n.use&nameTypeof != 0 {
			tested[n.name] = true // the script knows that it may be missing
		}
	}
	for _, n := range t.free {
		if n.name == "msg" || isBuiltinName(n.name) || assigned[n.name] || tested[n.name] {
			continue
		}
		tested[n.name] = true
		unknown = append(unknown, unknownName{n.name, n.pos})
	}
	slices.SortFunc(unknown, func(a, b unknownName) int { return cmp.Compare(a.Pos, b.Pos) })
	return slices.Sorted(maps.Keys(assigned)), unknown
}
