// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
)

// checkTree refuses a tree in which more stands inside each other than goja's compiler
// should be given; at is where that begins. Brackets are counted already, see
// checkText. It has a stack of its own, and does not call itself.
func checkTree(body []ast.Statement) (at ast.Node, err error) {
	var todo []place
	for _, s := range body {
		todo = append(todo, place{node: s, root: s})
	}
	for len(todo) > 0 {
		in := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if err := in.limit(); err != nil {
			return in.root, err
		}
		eachASTChild(in.node, func(child ast.Node) { todo = append(todo, in.below(child)) })
	}
	return nil, nil
}

// A place is a node with how much is round it.
type place struct {
	node ast.Node
	// root is the outermost node without brackets between it and node.
	root                    ast.Node
	nesting, members, chain int
}

func (p *place) limit() error {
	switch {
	case p.nesting > maxNesting:
		return errTooDeep
	case p.members > maxMembers:
		return errMembers
	case p.chain > maxChain:
		return errChain
	}
	return nil
}

// below is the place of a child.
func (p place) below(child ast.Node) place {
	c := p
	c.node = child
	switch p.between(child) {
	case chained:
		c.chain++
	case member:
		c.members++
	case nested:
		c.nesting++
	default:
		c.root = child
	}
	return c
}

// A relation is how a node stands in its parent.
type relation uint8

const (
	// apart: in brackets of the parent, or in a way that does not repeat.
	apart relation = iota
	chained
	member
	nested
)

func (p place) between(child ast.Node) relation {
	only := func(one ast.Node, r relation) relation {
		if child == one {
			return r
		}
		return apart
	}
	body := func(s ast.Statement) relation {
		if _, block := s.(*ast.BlockStatement); block || s == nil {
			return apart
		}
		return only(s, nested)
	}
	switch n := p.node.(type) {
	case *ast.BinaryExpression:
		if child == ast.Node(n.Left) {
			return chained
		}
		return nested
	case *ast.AssignExpression, *ast.ConditionalExpression:
		return chained
	case *ast.IfStatement:
		if n.Alternate != nil && child == ast.Node(n.Alternate) {
			return chained
		}
		return body(n.Consequent)
	case *ast.DotExpression, *ast.PrivateDotExpression:
		return member
	case *ast.BracketExpression:
		return only(n.Left, member)
	case *ast.CallExpression:
		return only(n.Callee, member)
	case *ast.TemplateLiteral:
		return only(n.Tag, member)
	case *ast.NewExpression:
		return only(n.Callee, nested)
	case *ast.ClassLiteral:
		return only(n.SuperClass, nested)
	case *ast.UnaryExpression, *ast.YieldExpression, *ast.AwaitExpression, *ast.ExpressionBody, *ast.LabelledStatement:
		return nested
	case *ast.WhileStatement:
		return body(n.Body)
	case *ast.DoWhileStatement:
		return body(n.Body)
	case *ast.ForStatement:
		return body(n.Body)
	case *ast.ForInStatement:
		return body(n.Body)
	case *ast.ForOfStatement:
		return body(n.Body)
	case *ast.WithStatement:
		return body(n.Body)
	}
	return apart
}
