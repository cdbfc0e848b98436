// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// In sloppy mode the elements of arguments are the parameters: a change of one is an
// assignment to the other that no name shows. So neither changes where a function
// uses arguments, and the list is no value, which others could change.

// arguments is the list of arguments, where it is copied or looked into.
func (l *lowering) arguments(id *ast.Identifier) ir.Expr {
	if l.names.arguments[id] == nil || l.names.argumentsMisused != 0 || l.function.Arrow {
		l.refuse(id.Idx, "uses `arguments` in an arrow function, or declares or assigns it")
	}
	l.function.Arguments = true
	return &ir.Arguments{Pos: ir.Pos(id.Idx)}
}

// allowOnArguments refuses to call on arguments what makes the list a value or
// changes it.
func (l *lowering) allowOnArguments(c *ir.ThisCall) {
	list, ok := c.This.(*ir.Arguments)
	if !ok {
		return
	}
	switch c.Path {
	case "Array.prototype.slice", "Array.prototype.join", "Object.prototype.hasOwnProperty", "Object.prototype.toString":
		return
	case "Array.prototype.forEach", "Array.prototype.map":
		// The third argument of the callback is the list.
		if len(c.Args) == 0 {
			return
		}
		if f, ok := c.Args[0].(*ir.Func); ok && len(f.Params) < 3 && f.Rest == nil && !f.Arguments {
			return
		}
	}
	l.refuse(file.Idx(list.Pos), "uses `arguments` as a value")
}

// allowChange refuses to change arguments; left is the object of what is changed.
func (l *lowering) allowChange(left ast.Expression) {
	if id, ok := left.(*ast.Identifier); ok && l.names.arguments[id] != nil {
		l.refuse(id.Idx, "changes `arguments`")
	}
}
