// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package ir

import (
	"fmt"
	"slices"
)

func printStmts(stmts []Stmt) (parts []string) {
	for _, s := range stmts {
		parts = append(parts, printStmt(s))
	}
	return parts
}

// printStmt is "-" for nil.
func printStmt(s Stmt) string {
	switch s := s.(type) {
	case nil:
		return "-"
	case *ExprStmt:
		return printExpr(s.X)
	case *Declare:
		return printDeclare(s)
	case *FuncDecl:
		return printFunction("declare-function", s.Func.Function)
	case *Return:
		if s.X == nil {
			return "(return)"
		}
		return list("return", printExpr(s.X))
	case *Throw:
		return list("throw", printExpr(s.X))
	case *Block:
		return printBlock("block", s)
	case *If:
		return list("if", printExpr(s.Test), printStmt(s.Then), printStmt(s.Else))
	case *Switch:
		return printSwitch(s)
	case *Try:
		return printTry(s)
	case *Break:
		return list("break" + labelOf(s.Label))
	case *Continue:
		return list("continue" + labelOf(s.Label))
	case *Labelled:
		return list("label", s.Label, printStmt(s.Body))
	default:
		return printLoop(s)
	}
}

func printLoop(s Stmt) string {
	switch s := s.(type) {
	case *For:
		return scoped("for", s.Scope, printStmt(s.Init), printExpr(s.Test), printExpr(s.Update), printStmt(s.Body))
	case *ForIn:
		return scoped("for-in", s.Scope, printExpr(s.Into), printExpr(s.Source), printStmt(s.Body))
	case *ForOf:
		return scoped("for-of", s.Scope, printExpr(s.Into), printExpr(s.Source), printStmt(s.Body))
	case *While:
		return list("while", printExpr(s.Test), printStmt(s.Body))
	case *DoWhile:
		return list("do", printStmt(s.Body), printExpr(s.Test))
	}
	panic(fmt.Sprintf("ir: unknown statement %T", s))
}

// scoped is a node that declares functions.
func scoped(kind string, s Scope, parts ...string) string {
	return list(slices.Concat([]string{kind}, printScope(s), parts)...)
}

func printDeclare(d *Declare) string {
	parts := []string{map[VarKind]string{VarVar: "var", VarLet: "let", VarConst: "const"}[d.Kind]}
	for _, one := range d.Decls {
		parts = append(parts, printExpr(one.Target))
		if one.Init != nil {
			parts = append(parts, printExpr(one.Init))
		}
	}
	return list(parts...)
}

func printBlock(kind string, b *Block) string {
	return scoped(kind, b.Scope, printStmts(b.List)...)
}

func printSwitch(s *Switch) string {
	parts := append([]string{"switch", printExpr(s.X)}, printScope(s.Scope)...)
	for _, c := range s.Cases {
		parts = append(parts, list(append([]string{"case", printExpr(c.Test)}, printStmts(c.List)...)...))
	}
	return list(parts...)
}

func printTry(t *Try) string {
	parts := []string{"try", printBlock("block", t.Body)}
	if t.Catch != nil {
		parts = append(parts, scoped("catch", t.Catch.Scope, printExpr(t.Catch.Param), printBlock("block", t.Catch.Body)))
	}
	if t.Finally != nil {
		parts = append(parts, printBlock("finally", t.Finally))
	}
	return list(parts...)
}

func labelOf(label string) string {
	if label == "" {
		return ""
	}
	return " " + label
}
