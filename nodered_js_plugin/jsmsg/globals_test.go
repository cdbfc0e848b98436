// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
)

// The table of builtins has what the processors add to JavaScript's, and no more.
func TestTableKnowsConsoleAndCache(t *testing.T) {
	rt := goja.New()
	InstallConsole(rt, nil)
	b := NewBinding(nil, Surroundings{})
	b.Bind(rt)
	InstallCache(b, Surroundings{})
	for _, global := range []string{"console", "cache"} {
		var rows []string
		for _, row := range builtin.Rows() {
			if strings.HasPrefix(row.Name, global+".") {
				rows = append(rows, row.Member())
			}
		}
		methods := rt.Get(global).ToObject(rt).Keys()
		slices.Sort(methods)
		slices.Sort(rows)
		if !slices.Equal(methods, rows) {
			t.Errorf("%s has %v, the table %v", global, methods, rows)
		}
	}
}
