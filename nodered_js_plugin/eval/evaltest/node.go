// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package evaltest

import "strings"

// A Node is a piece of a script: texts with other pieces between them.
type Node struct {
	sort sort
	// texts are one more than kids, but for a list, whose kids stand one below the other.
	texts []string
	kids  []*Node
}

type sort uint8

const (
	// fixed can only be what it is: a name, or the parameters of a function.
	fixed sort = iota
	expression
	statement
	// list has any number of statements.
	list
)

func text(s string) *Node { return &Node{texts: []string{s}} }

func leaf(s string) *Node { return &Node{sort: expression, texts: []string{s}} }

func listOf(kids ...*Node) *Node { return &Node{sort: list, kids: kids} }

// String is the script.
func (n *Node) String() string {
	var out strings.Builder
	n.write(&out)
	return out.String()
}

func (n *Node) write(out *strings.Builder) {
	if n.sort == list {
		for _, kid := range n.kids {
			kid.write(out)
			out.WriteByte('\n')
		}
		return
	}
	for i, kid := range n.kids {
		out.WriteString(n.texts[i])
		kid.write(out)
	}
	out.WriteString(n.texts[len(n.kids)])
}

// first reports whether a piece begins with a brace or a digit.
func (n *Node) first() bool {
	if n.texts[0] != "" {
		return strings.ContainsAny(n.texts[0][:1], "{0123456789")
	}
	return len(n.kids) > 0 && n.kids[0].sort != list && n.kids[0].first()
}

// Minimise makes a script smaller as long as it is still wrong, and gives the
// smallest that it finds. It changes n.
func Minimise(n *Node, wrong func(source string) bool) string {
	m := minimiser{root: n, wrong: wrong, left: 4000}
	for m.pass(n) {
	}
	return n.String()
}

type minimiser struct {
	root  *Node
	wrong func(source string) bool
	left  int // tries
}

// try makes a change and takes it back where the script is right then.
func (m *minimiser) try(change, back func()) bool {
	if m.left--; m.left < 0 {
		return false
	}
	before := len(m.root.String())
	change()
	if after := m.root.String(); len(after) < before && m.wrong(after) {
		return true
	}
	back()
	return false
}

// pass goes once through a piece and all below it. It reports whether something became
// smaller.
func (m *minimiser) pass(n *Node) (smaller bool) {
	if n.sort == list {
		for size := len(n.kids); size > 0; size /= 2 {
			for at := len(n.kids) - size; at >= 0; at -= size {
				all := n.kids
				less := append(append([]*Node{}, all[:at]...), all[at+size:]...)
				if m.try(func() { n.kids = less }, func() { n.kids = all }) {
					smaller = true
					at = min(at, len(n.kids)-size) + size
				}
			}
		}
	}
	if n.sort == expression || n.sort == statement {
		for _, other := range n.simpler() {
			was := *n
			if m.try(func() { *n = *other }, func() { *n = was }) {
				smaller = true
				break
			}
		}
	}
	for _, kid := range n.kids {
		if m.pass(kid) {
			smaller = true
		}
	}
	return smaller
}

// simpler is what may stand for a piece.
func (n *Node) simpler() (others []*Node) {
	if n.sort == statement {
		for _, kid := range n.kids {
			switch kid.sort {
			case statement, list:
				others = append(others, kid)
			case expression:
				others = append(others, &Node{sort: statement, texts: []string{"", ";"}, kids: []*Node{kid}})
			}
		}
		return others
	}
	for _, literal := range []string{"0", `""`, "[]", "{}", "undefined", "null", "NaN", "({})"} {
		others = append(others, leaf(literal))
	}
	var within func(n *Node)
	within = func(n *Node) {
		for _, kid := range n.kids {
			if kid.sort == expression {
				others = append(others, kid)
			} else {
				within(kid)
			}
		}
	}
	within(n)
	return others
}
