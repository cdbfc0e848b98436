// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// A look-up table as people write it, const names = {"DB1.DW20": "oil", …}, is made
// once, at compile time, and not for each message: where the script only reads members
// of a constant that is a literal of primitive values, nobody can tell the difference.
// Such a value is shared by all Machines and never changes.

// sharedTables are those constants of a script, by variable.
func sharedTables(f *ir.Function) map[*ir.Var]Value {
	tables, uses, reads := map[*ir.Var]Value{}, map[*ir.Var]int{}, map[*ir.Var]int{}
	table := func(e ir.Expr) *ir.Var {
		if name, ok := e.(*ir.Name); ok {
			return name.Var
		}
		return nil
	}
	// written is a member that is changed, deleted or called: no read of its object.
	written := func(e any) {
		switch e := e.(type) {
		case *ir.Member:
			reads[table(e.Object)]--
		case *ir.Index:
			reads[table(e.Object)]--
		}
	}
	ir.WalkFunction(f, func(n any) bool {
		switch n := n.(type) {
		case *ir.Name:
			uses[n.Var]++
		case *ir.Member:
			reads[table(n.Object)]++
		case *ir.Index:
			reads[table(n.Object)]++
		case *ir.Delete:
			written(n.Target)
		case *ir.MethodCall:
			if member, ok := n.Callee.(*ir.Member); !ok || !onlyLooks[member.Name] {
				written(n.Callee)
			}
		case *ir.Declare:
			for _, d := range n.Decls {
				if v := table(d.Target); v != nil && n.Kind == ir.VarConst {
					if value, ok := literalValue(d.Init); ok {
						tables[v] = value
						reads[v]++ // the declaration's own name
					}
				}
			}
		}
		ir.EachAssignment(n, func(target ir.Target, _ ir.Expr) { written(target) })
		return true
	})
	for v := range tables {
		if uses[v] != reads[v] {
			delete(tables, v)
		}
	}
	return tables
}

// onlyLooks are methods that neither change what they are called on nor give it back.
var onlyLooks = map[string]bool{"includes": true, "indexOf": true, "lastIndexOf": true, "join": true, "hasOwnProperty": true}

// literalValue is the value of an object or array literal of primitive values.
func literalValue(e ir.Expr) (v Value, ok bool) {
	switch e := e.(type) {
	case *ir.Object:
		o := NewObj(len(e.Props))
		for _, p := range e.Props {
			value, ok := primitiveLiteral(p.Value)
			if !ok || p.Computed != nil || p.Spread || p.Proto {
				return undefined, false
			}
			o.Set(p.Key, value)
		}
		o.settle()
		return objectValue(o), true
	case *ir.Array:
		list := make([]Value, len(e.Elems))
		for i, one := range e.Elems {
			if list[i], ok = primitiveLiteral(one); !ok {
				return undefined, false
			}
		}
		return objectValue(NewArr(list)), true
	}
	return undefined, false
}

func primitiveLiteral(e ir.Expr) (v Value, ok bool) {
	switch e := e.(type) {
	case *ir.String:
		return StringValue(e.Value), e.Units == nil
	case *ir.Number:
		return NumberValue(e.Value), true
	case *ir.Bool:
		return BoolValue(e.Value), true
	case *ir.Null:
		return null, true
	}
	return undefined, false
}
