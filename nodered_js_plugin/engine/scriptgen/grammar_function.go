// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package scriptgen

import (
	"fmt"
	"strings"
)

func (g *Grammar) parameters() string {
	names := []string{"p", "q"}
	i := 0
	next := func() string { i++; return []string{"p", "q", "r", "s", "t", "u", "v", "w"}[(i-1)%8] }
	switch g.pick(7) {
	case 0:
		return ""
	case 1, 2:
		return names[0]
	case 3:
		return "p, q"
	case 4:
		return "p = " + g.expression() + ", q"
	case 5:
		return "p, ...rest"
	default:
		if s := g.pattern(2, next); i <= 8 {
			return s
		}
		return "p"
	}
}

func (g *Grammar) function() string {
	g.depth++
	defer func() { g.depth-- }()
	switch g.pick(5) {
	case 0:
		return "(" + g.parameters() + ") => " + g.parenthesised()
	case 1:
		return "(" + g.parameters() + ") => { " + g.body() + " }"
	case 2:
		return "(" + g.parameters() + ") => { " + g.body() + " }"
	default:
		g.inFunction++
		defer func() { g.inFunction-- }()
		return "function " + g.one("", "", "", "h") + "(" + g.parameters() + ") { " + g.body() + " }"
	}
}

func (g *Grammar) parenthesised() string {
	e := g.expression()
	if strings.HasPrefix(e, "{") {
		return "(" + e + ")"
	}
	return e
}

func (g *Grammar) body() string {
	var b strings.Builder
	g.inFunction++
	defer func() { g.inFunction-- }()
	for range g.pick(3) {
		b.WriteString(g.statement() + " ")
	}
	if g.pick(3) > 0 {
		b.WriteString("return " + g.parenthesised() + ";")
	}
	return b.String()
}

func (g *Grammar) heritage() string {
	switch g.pick(5) {
	case 0, 1:
		return "extends " + g.variable() + " "
	case 2:
		return g.one("extends Error ", "extends TypeError ", "extends Array ", "extends Object ", "")
	case 3:
		return "extends (" + g.expression() + ") "
	default:
		return ""
	}
}

func (g *Grammar) classBody(extends string) string {
	var b strings.Builder
	g.depth++
	g.inMethod++
	defer func() { g.depth--; g.inMethod-- }()
	for i := range g.pick(4) {
		static := g.one("", "", "", "static ")
		name := g.one("x", "f", "g", "toString", "get", "["+g.key()+"]", fmt.Sprintf("#p%d", i), "next", "value")
		switch g.pick(7) {
		case 0, 1:
			b.WriteString(static + name + "(" + g.parameters() + ") { " + g.body() + " } ")
		case 2:
			b.WriteString(static + name + " = " + g.expression() + "; ")
		case 3:
			b.WriteString(static + "get " + name + "() { " + g.body() + " } ")
		case 4:
			b.WriteString(static + "set " + name + "(p) { " + g.body() + " } ")
		case 5:
			if i == 0 {
				super := ""
				if extends != "" {
					super = "super(" + g.arguments() + "); "
				}
				b.WriteString("constructor(" + g.parameters() + ") { " + super + g.body() + " } ")
			}
		default:
			b.WriteString("#z = " + g.expression() + "; static z(o) { o.#z" + g.one("", ".x = 1", " = o", "[msg.payload.k] = 1") + "; return o.#z; } ")
			return b.String()
		}
	}
	return b.String()
}
