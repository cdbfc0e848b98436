// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"slices"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// Paths are the members of msg.payload that scripts can see. A payload of which
// the rest is left out looks the same to them, so the rest is never built: most
// scripts take one or two members out of a large document. It is read-only.
type Paths struct {
	// All: everything from here on can be seen.
	All bool
	// Members are the members that can be seen, if not all can.
	Members map[string]*Paths
}

func (p *Paths) merge(o *Paths) {
	p.All = p.All || o.All
	for name, member := range o.Members {
		p.member(name).merge(member)
	}
}

func (p *Paths) member(name string) *Paths {
	if p.Members == nil {
		p.Members = map[string]*Paths{}
	}
	if p.Members[name] == nil {
		p.Members[name] = &Paths{}
	}
	return p.Members[name]
}

// pathsOf computes them for one script. Every mention of msg other than msg.meta,
// msg.payload with constant names behind it, and what the script returns, counts
// as if it saw all.
func pathsOf(f *ir.Function) *Paths {
	p := &Paths{}
	for _, s := range f.Body {
		ir.Walk(s, p.visit)
	}
	for _, d := range f.Scope.Funcs {
		ir.Walk(d, p.visitInner)
	}
	return p
}

// visit is for the script's own code, whose result ends the stage.
func (p *Paths) visit(n any) bool {
	switch n := n.(type) {
	case *ir.Return:
		_, msg := n.X.(*ir.Msg)
		return !msg
	case *ir.Func:
		ir.WalkFunction(n.Function, p.visitInner)
		return false
	case *ir.FuncDecl:
		ir.WalkFunction(n.Func.Function, p.visitInner)
		return false
	}
	return p.visitInner(n)
}

// visitInner is for code whose results the script may use.
func (p *Paths) visitInner(n any) bool {
	switch n := n.(type) {
	case *ir.Msg:
		p.All = p.All || !SwitchedOff("paths: msg as a value")
	case *ir.MethodCall:
		// The method sees all of its object.
		if m, ok := n.Callee.(*ir.Member); ok {
			if names, _, ok := payloadChain(m.Object); ok {
				p.see(names)
				for _, a := range n.Args {
					ir.Walk(a, p.visitInner)
				}
				return false
			}
		}
	case *ir.Assign:
		// Assigned, the payload is not seen, unless the operator reads it.
		if m, ok := n.Target.(*ir.Member); ok && n.Op == ir.None && m.Name == "payload" && isMsg(m.Object) {
			ir.Walk(n.Value, p.visitInner)
			return false
		}
	case *ir.Member:
		names, root, ok := payloadChain(n)
		switch {
		case ok:
			p.see(names)
		case len(names) > 0 && names[0] == "meta" && isMsg(root):
		default:
			ir.Walk(root, p.visitInner) // not member by member: a chain may be long
		}
		return false
	}
	return true
}

func isMsg(e ir.Expr) bool {
	_, ok := e.(*ir.Msg)
	return ok
}

// see notes that everything below a path can be seen.
func (p *Paths) see(names []string) {
	at := p
	for _, name := range names {
		if builtin.Inherits(name) || name == "length" {
			break // it may be found without being a member of its own
		}
		at = at.member(name)
	}
	at.All = true
}

// payloadChain are the names behind msg.payload in an expression such as
// msg.payload.a?.b["c"]. If it is another one, they are the names behind root.
func payloadChain(e ir.Expr) (names []string, root ir.Expr, ok bool) {
	for {
		if chain, isChain := e.(*ir.Chain); isChain {
			e = chain.Expr
		}
		m, isMember := e.(*ir.Member)
		if !isMember {
			slices.Reverse(names)
			return names, e, false
		}
		if m.Name == "payload" && isMsg(m.Object) {
			slices.Reverse(names)
			return names, m, true
		}
		names = append(names, m.Name)
		e = m.Object
	}
}
