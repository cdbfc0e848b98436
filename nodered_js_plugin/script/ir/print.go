// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package ir

import (
	"fmt"
	"strconv"
	"strings"
)

// Print writes a function's body for tests: a list in parentheses for each node,
// with its kind first. @msg and @arguments are what the language gives, ?name is a
// name that nothing defines, #path a built-in, and a ! after a kind is a guard.
func Print(f *Function) string { return strings.Join(printBody(f), " ") }

func list(parts ...string) string {
	return "(" + strings.Join(parts, " ") + ")"
}

// mark is a kind with what is special about the node.
func mark(kind string, guarded, optional bool) string {
	if guarded {
		kind += "!"
	}
	if optional {
		kind += "?"
	}
	return kind
}

func printBody(f *Function) []string {
	return append(printScope(f.Scope), printStmts(f.Body)...)
}

func printScope(s Scope) (parts []string) {
	for _, f := range s.Funcs {
		parts = append(parts, printStmt(f))
	}
	return parts
}

func printFunction(kind string, f *Function) string {
	if f.Arrow {
		kind = "arrow"
	}
	var params []string
	for _, p := range f.Params {
		params = append(params, printElement(p.Target, p.Default))
	}
	if f.Rest != nil {
		params = append(params, list("...", printExpr(f.Rest)))
	}
	parts := []string{kind}
	if f.Name != "" {
		parts = append(parts, f.Name)
	}
	return list(append(append(parts, list(params...)), printBody(f)...)...)
}

// printElement is a target that takes a part of something, with its default.
func printElement(target Target, initial Expr) string {
	if initial == nil {
		return printExpr(target)
	}
	return list("default", printExpr(target), printExpr(initial))
}

func printExprs(exprs []Expr) (parts []string) {
	for _, e := range exprs {
		parts = append(parts, printExpr(e))
	}
	return parts
}

// printExpr is "-" for nil.
func printExpr(e Expr) string {
	switch e := e.(type) {
	case nil:
		return "-"
	case *Number:
		return strconv.FormatFloat(e.Value, 'g', -1, 64)
	case *BigInt:
		return e.Text + "n"
	case *String:
		return printString(*e)
	case *Bool:
		return strconv.FormatBool(e.Value)
	case *Null:
		return "null"
	case *Undefined:
		return "undefined"
	case *RegExp:
		return "/" + e.Pattern + "/" + e.Flags
	case *Name:
		return e.Var.Name
	case *Msg:
		return "@msg"
	case *Arguments:
		return "@arguments"
	case *Missing:
		return "?" + e.Name
	case *Global:
		return "#" + e.Path
	case *Wrapper:
		return list("wrapper", e.Path)
	case *Template:
		return printTemplate(e)
	case *Array:
		return list(append([]string{"array"}, printExprs(e.Elems)...)...)
	case *Object:
		return printObject(e)
	case *Func:
		return printFunction("function", e.Function)
	case *Member:
		return list(mark("get", e.Guarded, e.Optional), printExpr(e.Object), e.Name)
	case *Index:
		return list(mark("at", e.Guarded, e.Optional), printExpr(e.Object), printExpr(e.Key))
	case *Chain:
		return list("chain", printExpr(e.Expr))
	case *Spread:
		return list("...", printExpr(e.X))
	case *ObjectPattern:
		return printObjectPattern(e)
	case *ArrayPattern:
		return printArrayPattern(e)
	case *Call, *MethodCall, *StaticCall, *ThisCall, *New:
		return printCall(e)
	default:
		return printOperation(e)
	}
}

func printCall(e Expr) string {
	var head []string
	var args []Expr
	switch e := e.(type) {
	case *Call:
		head, args = []string{mark("call", false, e.Optional), printExpr(e.Callee)}, e.Args
	case *MethodCall:
		head, args = []string{mark("method", false, e.Optional), printExpr(e.Callee)}, e.Args
	case *StaticCall:
		head, args = []string{"static", e.Path}, e.Args
	case *New:
		head, args = []string{"new", e.Path}, e.Args
	case *ThisCall:
		kind := "through-call"
		if e.Apply {
			kind = "through-apply"
		}
		head, args = []string{kind, e.Path, printExpr(e.This)}, e.Args
	}
	return list(append(head, printExprs(args)...)...)
}

func printOperation(e Expr) string {
	switch e := e.(type) {
	case *Unary:
		return list(e.Op.String(), printExpr(e.X))
	case *Delete:
		return list("delete", printExpr(e.Target))
	case *Binary:
		return list(e.Op.String(), printExpr(e.Left), printExpr(e.Right))
	case *Logical:
		return list(e.Op.String(), printExpr(e.Left), printExpr(e.Right))
	case *Cond:
		return list("cond", printExpr(e.Test), printExpr(e.Then), printExpr(e.Else))
	case *Assign:
		return list(e.Op.String()+"=", printExpr(e.Target), printExpr(e.Value))
	case *Update:
		kind := "after"
		if e.Prefix {
			kind = "before"
		}
		return list(kind, e.Op.String(), printExpr(e.Target))
	case *Seq:
		return list(append([]string{"seq"}, printExprs(e.List)...)...)
	}
	panic(fmt.Sprintf("ir: unknown expression %T", e))
}

func printString(s String) string {
	if s.Units != nil {
		return fmt.Sprintf("%x", s.Units)
	}
	return strconv.Quote(s.Value)
}

func printTemplate(t *Template) string {
	parts := []string{"template"}
	for i, text := range t.Texts {
		parts = append(parts, printString(text))
		if i < len(t.Exprs) {
			parts = append(parts, printExpr(t.Exprs[i]))
		}
	}
	return list(parts...)
}

// printKey is the key of a part of an object or pattern.
func printKey(key string, computed Expr) string {
	if computed != nil {
		return list("key", printExpr(computed))
	}
	return key
}

func printObject(o *Object) string {
	parts := []string{"object"}
	for _, p := range o.Props {
		if p.Spread {
			parts = append(parts, list("...", printExpr(p.Value)))
			continue
		}
		parts = append(parts, list(printKey(p.Key, p.Computed), printExpr(p.Value)))
	}
	return list(parts...)
}

func printObjectPattern(o *ObjectPattern) string {
	parts := []string{"object-pattern"}
	for _, p := range o.Props {
		parts = append(parts, list(mark(printKey(p.Key, p.Computed), p.Guarded, false), printElement(p.Target, p.Default)))
	}
	if o.Rest != nil {
		parts = append(parts, list("...", printExpr(o.Rest)))
	}
	return list(parts...)
}

func printArrayPattern(a *ArrayPattern) string {
	parts := []string{"array-pattern"}
	for _, p := range a.Elems {
		parts = append(parts, printElement(p.Target, p.Default))
	}
	if a.Rest != nil {
		parts = append(parts, list("...", printExpr(a.Rest)))
	}
	return list(parts...)
}
