package engine

import (
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// Paths are the members of msg.payload that scripts can see. A payload of which
// the rest is left out looks the same to them, so that nobody need build it: most
// scripts take one or two members out of a large document. It is read-only.
type Paths struct {
	// All: everything from here on can be seen.
	All bool
	// Members are the members that can be seen, where not all can.
	Members map[string]*Paths
}

// PayloadPaths are the members that any of the scripts can see. They hold while
// each of the scripts is Reusable.
func PayloadPaths(scripts []*Script) *Paths {
	all := &Paths{}
	for _, s := range scripts {
		if !s.Reusable() || !s.KeepsPayload() {
			return &Paths{All: true}
		}
		all.merge(s.paths)
	}
	return all
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

// payloadPaths reads them off a script's function. Every mention of msg that is
// not msg.meta, msg.payload with constant names behind it, or what the script
// returns, counts as if it saw all.
func payloadPaths(fn ast.Expression) *Paths {
	p := &Paths{}
	switch fn := fn.(type) {
	case *ast.FunctionLiteral:
		p.visit(fn.Body, false)
	case *ast.ArrowFunctionLiteral:
		p.visit(fn.Body, false)
	}
	return p
}

// visit looks at n and what is below it; inner says that n stands in a function of
// the script's own, whose results the script may use.
func (p *Paths) visit(n ast.Node, inner bool) {
	switch n := n.(type) {
	case *ast.ThisExpression:
		p.All = true
		return
	case *ast.Identifier:
		p.All = p.All || n.Name == "msg"
		return
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.ClassLiteral:
		inner = true
	case *ast.ReturnStatement:
		if !inner && isName(n.Argument, "msg") {
			return
		}
	case *ast.CallExpression:
		// The object of a method is seen whole by the method.
		if object, _, ok := pathMember(n.Callee); ok {
			if names, ok := payloadChain(object); ok {
				p.see(names)
			} else {
				p.visit(object, inner)
			}
			for _, argument := range n.ArgumentList {
				p.visit(argument, inner)
			}
			return
		}
	case *ast.AssignExpression:
		// Assigned, the payload is not seen, unless the operator reads it.
		if object, name, ok := member(n.Left); ok && name == "payload" && isName(object, "msg") && n.Operator == token.ASSIGN {
			p.visit(n.Right, inner)
			return
		}
	case ast.Expression:
		if names, ok := payloadChain(n); ok {
			p.see(names)
			return
		}
		if object, name, ok := pathMember(n); ok && name == "meta" && isName(object, "msg") {
			return
		}
	}
	eachASTChild(n, func(child ast.Node) { p.visit(child, inner) })
}

// see notes that everything below a path can be seen.
func (p *Paths) see(names []string) {
	at := p
	for _, name := range names {
		if slices.Contains(inherited, name) {
			break // it may be found without being there
		}
		at = at.member(name)
	}
	at.All = true
}

// payloadChain are the names behind msg.payload in an expression such as
// msg.payload.a?.b["c"].
func payloadChain(e ast.Expression) (names []string, ok bool) {
	for {
		object, name, ok := pathMember(e)
		if !ok {
			return nil, false
		}
		if name == "payload" && isName(object, "msg") {
			slices.Reverse(names)
			return names, true
		}
		names = append(names, name)
		e = object
	}
}

// pathMember is member for chains that may be optional.
func pathMember(e ast.Expression) (object ast.Expression, name string, ok bool) {
	object, name, ok = member(withoutOptional(e))
	if ok {
		object = withoutOptional(object)
	}
	return object, name, ok
}
