// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"strings"

	"github.com/dop251/goja/ast"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// throughCall is a built-in that is called with an explicit receiver, as in
// Object.prototype.hasOwnProperty.call(o, k), [].slice.call(arguments) and
// Math.max.apply(null, list); nil for any other call.
func (l *lowering) throughCall(e *ast.CallExpression, callee ast.Expression) ir.Expr {
	through, ok := callee.(*ast.DotExpression)
	if !ok || through.Identifier.Name != "call" && through.Identifier.Name != "apply" || len(e.ArgumentList) == 0 {
		return nil
	}
	path, ok := l.methodPath(through.Left)
	if !ok || builtin.Function(path+"."+nameText(through.Identifier.Name)) == nil {
		return nil
	}
	c := &ir.ThisCall{Pos: ir.Pos(l.start(e)), Paren: ir.Pos(e.LeftParenthesis), Path: path, Apply: through.Identifier.Name == "apply"}
	if strings.Contains(path, ".prototype.") {
		if id, ok := e.ArgumentList[0].(*ast.Identifier); ok && l.names.arguments[id] != nil {
			c.This = l.arguments(id)
		} else {
			c.This = l.expr(&e.ArgumentList[0])
		}
	} else if c.This = l.noReceiver(&e.ArgumentList[0], path); c.This == nil {
		return nil
	}
	if _, spread := e.ArgumentList[0].(*ast.SpreadElement); spread || c.Apply && len(e.ArgumentList) > 2 {
		l.refuse(e.Idx0(), "calls "+code(path)+" in a way that is not known to be harmless")
	}
	c.Args = l.list(e.ArgumentList[1:])
	l.allowOnArguments(c)
	return c
}

// methodPath is the path of a built-in written as X.prototype.name or Math.name, or
// as the method of an empty literal. Whether it is in the table is not said.
func (l *lowering) methodPath(e ast.Expression) (path string, ok bool) {
	if path, ok = l.path(e); ok {
		return path, true
	}
	dot, ok := e.(*ast.DotExpression)
	if !ok {
		return "", false
	}
	switch literal := dot.Left.(type) {
	case *ast.ArrayLiteral:
		path, ok = "Array.prototype.", len(literal.Value) == 0
	case *ast.ObjectLiteral:
		path, ok = "Object.prototype.", len(literal.Value) == 0
	case *ast.StringLiteral:
		path, ok = "String.prototype.", literal.Value == ""
	default:
		return "", false
	}
	return path + nameText(dot.Identifier.Name), ok
}

// noReceiver is the first argument of call or apply where the function looks at
// none: null, undefined or the function's own object.
func (l *lowering) noReceiver(slot *ast.Expression, path string) ir.Expr {
	switch e := (*slot).(type) {
	case *ast.NullLiteral:
		return l.expr(slot)
	case *ast.Identifier:
		if name := nameText(e.Name); name == "undefined" || strings.HasPrefix(path, name+".") {
			return &ir.Undefined{Pos: ir.Pos(e.Idx)}
		}
	}
	return nil
}
