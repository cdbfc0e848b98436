// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// Has reports whether there is a Go function for a built-in that is called, by the
// name of its row.
func Has(name string) bool { return natives[name] != nil || isHost(name) }

// missingMethod finds the call of a method that no built-in with a Go function has:
// the run would be given up there. A method of that name may be the script's own, so
// one that the script defines somewhere does not count.
func missingMethod(f *ir.Function) *Unsupported {
	var found []*ir.MethodCall
	own := map[string]bool{}
	ir.WalkFunction(f, func(n any) bool {
		switch n := n.(type) {
		case *ir.MethodCall:
			if m, ok := n.Callee.(*ir.Member); ok && lacks(m.Name) {
				found = append(found, n)
			}
		case *ir.Object:
			for _, p := range n.Props {
				own[p.Key] = true
			}
		case *ir.Assign:
			if m, ok := n.Target.(*ir.Member); ok {
				own[m.Name] = true
			}
		}
		return true
	})
	for _, call := range found {
		if m := call.Callee.(*ir.Member); !own[m.Name] {
			return &Unsupported{"." + m.Name + "()", m.Dot}
		}
	}
	return nil
}

// lacks reports whether built-ins have a method of that name, and none has a Go
// function.
func lacks(name string) bool {
	rows := builtin.Methods(name)
	for _, row := range rows {
		if Has(row.Name) {
			return false
		}
	}
	return len(rows) > 0
}
