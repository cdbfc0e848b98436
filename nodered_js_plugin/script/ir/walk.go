// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package ir

import "fmt"

// WalkFunction visits everything inside a function.
func WalkFunction(f *Function, visit func(n any) bool) { walker(visit).function(f) }

// Walk visits n and, where visit returns true, what is below it, in the order of
// evaluation as far as there is one. n is an Expr or a Stmt; nil is no node. It
// panics on a kind that it does not know, so that no new kind is overlooked.
func Walk(n any, visit func(n any) bool) {
	if n == nil || !visit(n) {
		return
	}
	w := walker(visit)
	switch n := n.(type) {
	case Stmt:
		w.statement(n)
	case Expr:
		w.expression(n)
	default:
		panic(fmt.Sprintf("ir: %T is no node", n))
	}
}

type walker func(n any) bool

func (w walker) exprs(list ...Expr) {
	for _, e := range list {
		if e != nil {
			Walk(e, w)
		}
	}
}

func (w walker) stmts(list ...Stmt) {
	for _, s := range list {
		if s != nil {
			Walk(s, w)
		}
	}
}

func (w walker) expression(e Expr) {
	switch e := e.(type) {
	case *Number, *BigInt, *String, *Bool, *Null, *Undefined, *RegExp, *Name, *Msg, *Missing, *Global, *Wrapper, *Arguments:
	case *Template:
		w.exprs(e.Exprs...)
	case *Array:
		w.exprs(e.Elems...)
	case *Object:
		for _, p := range e.Props {
			w.exprs(p.Computed, p.Value)
		}
	case *Func:
		w.function(e.Function)
	case *Member:
		w.exprs(e.Object)
	case *Index:
		w.exprs(e.Object, e.Key)
	case *Chain:
		w.exprs(e.Expr)
	case *Call:
		w.exprs(e.Callee)
		w.exprs(e.Args...)
	case *MethodCall:
		w.exprs(e.Callee)
		w.exprs(e.Args...)
	case *StaticCall:
		w.exprs(e.Args...)
	case *ThisCall:
		w.exprs(e.This)
		w.exprs(e.Args...)
	case *New:
		w.exprs(e.Args...)
	case *Unary:
		w.exprs(e.X)
	case *Delete:
		w.exprs(e.Target)
	case *Binary:
		w.exprs(e.Left, e.Right)
	case *Logical:
		w.exprs(e.Left, e.Right)
	case *Cond:
		w.exprs(e.Test, e.Then, e.Else)
	case *Assign:
		w.exprs(e.Target, e.Value)
	case *Update:
		w.exprs(e.Target)
	case *Seq:
		w.exprs(e.List...)
	case *Spread:
		w.exprs(e.X)
	case *ObjectPattern:
		for _, p := range e.Props {
			w.exprs(p.Computed, p.Target, p.Default)
		}
		w.exprs(e.Rest)
	case *ArrayPattern:
		for _, p := range e.Elems {
			w.exprs(p.Target, p.Default)
		}
		w.exprs(e.Rest)
	default:
		panic(fmt.Sprintf("ir: unknown expression %T", e))
	}
}

func (w walker) function(f *Function) {
	for _, p := range f.Params {
		w.exprs(p.Target, p.Default)
	}
	w.exprs(f.Rest)
	w.scope(f.Scope)
	w.stmts(f.Body...)
}

// scope visits the functions that are declared in a scope.
func (w walker) scope(s Scope) {
	for _, f := range s.Funcs {
		w.stmts(f)
	}
}

func (w walker) statement(s Stmt) {
	switch s := s.(type) {
	case *ExprStmt:
		w.exprs(s.X)
	case *Declare:
		for _, d := range s.Decls {
			w.exprs(d.Init, d.Target)
		}
	case *FuncDecl:
		w.exprs(s.Func)
	case *Return:
		w.exprs(s.X)
	case *Throw:
		w.exprs(s.X)
	case *If:
		w.exprs(s.Test)
		w.stmts(s.Then, s.Else)
	case *Block:
		w.scope(s.Scope)
		w.stmts(s.List...)
	case *For:
		w.scope(s.Scope)
		w.stmts(s.Init)
		w.exprs(s.Test, s.Update)
		w.stmts(s.Body)
	case *ForIn:
		w.scope(s.Scope)
		w.exprs(s.Source, s.Into)
		w.stmts(s.Body)
	case *ForOf:
		w.scope(s.Scope)
		w.exprs(s.Source, s.Into)
		w.stmts(s.Body)
	case *While:
		w.exprs(s.Test)
		w.stmts(s.Body)
	case *DoWhile:
		w.stmts(s.Body)
		w.exprs(s.Test)
	case *Switch:
		w.exprs(s.X)
		w.scope(s.Scope)
		for _, c := range s.Cases {
			w.exprs(c.Test)
			w.stmts(c.List...)
		}
	case *Try:
		w.stmts(s.Body)
		if s.Catch != nil {
			w.scope(s.Catch.Scope)
			w.exprs(s.Catch.Param)
			w.stmts(s.Catch.Body)
		}
		if s.Finally != nil {
			w.stmts(s.Finally)
		}
	case *Break, *Continue:
	case *Labelled:
		w.stmts(s.Body)
	default:
		panic(fmt.Sprintf("ir: unknown statement %T", s))
	}
}
