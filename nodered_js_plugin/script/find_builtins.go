// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"maps"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
)

// ruleUnknownMember: JSON.parze, Math.foo, cache.put.
const ruleUnknownMember = "unknown-member"

// builtinMembers finds calls of functions that the built-in objects do not have.
func (f *finder) builtinMembers() {
	if f.opaque() {
		return
	}
	eachNode(f.fn, func(n ast.Node) {
		call, ok := n.(*ast.CallExpression)
		if !ok || f.full() {
			return
		}
		member, ok := call.Callee.(*ast.DotExpression)
		if !ok {
			return
		}
		object, ok := member.Left.(*ast.Identifier)
		if !ok || f.names.refs[object] != nil {
			return
		}
		holder, name := object.Name.String(), member.Identifier.Name.String()
		members := builtin.Members(holder)
		if members == nil || members[name] || strings.Count(f.script.Source, name) > 1 {
			return // where it is named again, it may be defined or asked for
		}
		text := holder + "." + name + " does not exist"
		known := slices.Sorted(maps.Keys(members))
		if near := nearest(name, known); near != "" {
			text += "; did you mean " + holder + "." + near + "?"
		} else if holder == "cache" || holder == "console" {
			text += "; there are " + holder + "." + strings.Join(known, ", ")
		} else {
			text += "; calling it throws a TypeError"
		}
		f.add(member.Identifier.Idx, ruleUnknownMember, true, text)
	})
}

// opaque reports whether names may be defined in ways that no text tells.
func (f *finder) opaque() bool {
	for _, n := range f.names.free {
		if n.name == "eval" || n.name == "Function" || n.name == "globalThis" {
			return true
		}
	}
	return anyNode(f.fn, func(n ast.Node) bool {
		_, with := n.(*ast.WithStatement)
		return with
	})
}
