// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package scriptgen makes scripts for fuzz tests: from any bytes a script that
// likes what isolation between messages may break on.
package scriptgen

import (
	"strings"
)

// A Grammar turns bytes into scripts that like prototypes, computed keys,
// accessors, classes, destructuring, closures and aliases. The same bytes give
// the same script; where they end, the simplest choices are taken.
type Grammar struct {
	choices []byte
	depth   int
	// function nesting decides which of return, super, arguments make sense.
	inFunction, inMethod int
}

// New returns a Grammar that takes its choices from the given bytes.
func New(choices []byte) *Grammar { return &Grammar{choices: choices} }

func (g *Grammar) pick(n int) int {
	if len(g.choices) == 0 {
		return 0
	}
	c := int(g.choices[0])
	g.choices = g.choices[1:]
	if n > 256 && len(g.choices) > 0 {
		c += int(g.choices[0]) << 8
		g.choices = g.choices[1:]
	}
	return c % n
}

func (g *Grammar) one(list ...string) string { return list[g.pick(len(list))] }

// Statements gives top-level statements, each of which stands alone.
func (g *Grammar) Statements() []string {
	var list []string
	for len(g.choices) > 0 && len(list) < 60 {
		s := g.statement()
		if len(s) > 2000 {
			continue
		}
		list = append(list, s)
	}
	return list
}

var grammarNames = []string{"a", "b", "c", "d", "e", "y"}

func (g *Grammar) variable() string { return grammarNames[g.pick(len(grammarNames))] }

func (g *Grammar) memberName() string {
	return g.one("x", "y", "f", "g", "a", "payload", "meta", "o", "list", "length", "push", "map", "concat", "constructor", "values", "get", "set",
		"value", "toString", "valueOf", "toJSON", "next", "exec", "buffer", "name", "keys", "find", "parse", "log", "msg", "cause", "at", "values", "x", "f", "a", "o", "y",
		g.one("prototype", "__proto__", "call", "apply", "bind", "callee"))
}

func (g *Grammar) key() string {
	switch g.pick(9) {
	case 0, 1, 2:
		return g.one("msg.payload.k", "msg.payload.j", "msg.payload.n", "msg.meta.key")
	case 3:
		return g.one("0", "1", "-1", "1e21", "NaN", "1e3")
	case 4:
		return g.one(`"x"`, `"f"`, `"push"`, `"constructor"`, `"__proto__"`, `"1e+21"`, `"NaN"`, `"0"`, `"true"`)
	case 5:
		return g.one(`"x" + msg.payload.n`, "`x${msg.payload.n}`", `"con" + "structor"`, "msg.payload.k + msg.payload.s", `msg.payload.s + "_x"`, "true", "null")
	case 6:
		return "Symbol.iterator"
	default:
		return g.expression()
	}
}

func (g *Grammar) deep() bool { return g.depth > 5 }

func (g *Grammar) expression() string {
	g.depth++
	defer func() { g.depth-- }()
	if g.deep() {
		return g.leaf()
	}
	switch g.pick(34) {
	case 0, 1, 2, 3, 4, 5:
		return g.leaf()
	case 6, 7, 8:
		return g.base() + "." + g.memberName()
	case 9, 10:
		return g.base() + "[" + g.key() + "]"
	case 11, 12:
		return g.base() + "." + g.memberName() + "(" + g.arguments() + ")"
	case 13:
		return g.base() + "[" + g.key() + "](" + g.arguments() + ")"
	case 14, 15:
		return g.variable() + "(" + g.arguments() + ")"
	case 16:
		return "(" + g.function() + ")(" + g.arguments() + ")"
	case 17:
		return "new " + g.one(g.variable(), "(class { "+g.classBody("")+"})", "Map", "Set", "Error", "Array", "Object", "Date", "Uint8Array", "Number", "RegExp", "("+g.expression()+")") + "(" + g.arguments() + ")"
	case 18, 19:
		return g.objectLiteral()
	case 20:
		return "[" + g.arguments() + "]"
	case 21, 22:
		return "(" + g.function() + ")"
	case 23, 24:
		return "(" + g.target() + g.one(" = ", " = ", " ||= ", " ??= ", " += ", " &&= ") + g.expression() + ")"
	case 25:
		return "(" + g.pattern(1, g.target) + " = " + g.expression() + ")"
	case 26:
		return "(" + g.expression() + g.one(" || ", " && ", " ?? ", ", ", " + ", " in ", " instanceof ", " == ", " < ") + g.expression() + ")"
	case 27:
		return "(" + g.expression() + " ? " + g.expression() + " : " + g.expression() + ")"
	case 28, 29:
		return g.native()
	case 30:
		return g.one("typeof ", "void ", "!", "-", "delete ") + g.base() + "." + g.memberName()
	case 31:
		return g.base() + "?." + g.one(g.memberName(), "["+g.key()+"]", g.memberName()+"("+g.arguments()+")", "("+g.arguments()+")")
	case 32:
		if g.pick(4) == 0 {
			return g.rare()
		}
		return g.leaf()
	default:
		return "(class " + g.one("", "C ") + g.heritage() + "{ " + g.classBody("") + "})"
	}
}

func (g *Grammar) leaf() string {
	switch g.pick(14) {
	case 0, 1, 2, 3:
		return g.variable()
	case 4:
		return g.one("msg.payload", "msg", "msg.meta", "msg.payload.o", "msg.payload.list", "msg.payload.o.a", "msg.payload.list[1]")
	case 5:
		return g.one("JSON", "Math", "console", "cache", "Array", "Object", "[].push", "({})[msg.payload.k]", "Math.max", "Array.prototype", "parseInt", "Error", "String")
	case 6:
		return g.one("[]", "({})", "/x/g", `""`)
	case 7:
		return g.one("[][msg.payload.k]", `""[msg.payload.k]`, "/x/[msg.payload.k]", "msg.payload[msg.payload.k]", "msg.payload.o[msg.payload.j]", "msg.payload.list[msg.payload.k]")
	case 8:
		return g.one("1", "0", `"x"`, "true", "null", "undefined", `"__proto__"`, `"constructor"`)
	case 9:
		if g.inFunction > 0 {
			return g.one("this", "arguments", "arguments[0]", "arguments[msg.payload.k]")
		}
		return g.one("this.msg", "this")
	case 10:
		if g.inMethod > 0 {
			return g.one("this", "super.f()", "super.x", "super.toString()", "super.valueOf()", "super[msg.payload.k]")
		}
		return "p"
	case 11:
		return g.one("p", "q", "rest", "ex", "u1", "u2", "typeof u1", "typeof u2")
	default:
		return g.variable()
	}
}

// base is an expression that can stand before a dot.
func (g *Grammar) base() string {
	e := g.expression()
	if strings.HasPrefix(e, "{") || strings.ContainsAny(e[:1], "-!0123456789") || strings.Contains(e, " ") {
		return "(" + e + ")"
	}
	return e
}

func (g *Grammar) arguments() string {
	var list []string
	for range g.pick(4) {
		list = append(list, g.one("", "", "", "...")+g.expression())
	}
	return strings.Join(list, ", ")
}

func (g *Grammar) target() string {
	switch g.pick(6) {
	case 0, 1:
		return g.variable()
	case 5:
		return g.one("u1", "u2")
	case 2, 3:
		return g.base() + "." + g.one("x", "y", "f", "a", "toString", "toJSON", "payload", "exec", "length", "push", "value")
	default:
		return g.base() + "[" + g.key() + "]"
	}
}

func (g *Grammar) pattern(level int, target func() string) string {
	inner := func() string {
		if level < 3 && g.pick(6) == 0 {
			return g.pattern(level+1, target)
		}
		return target()
	}
	withDefault := func(s string) string {
		if g.pick(4) == 0 {
			return s + " = " + g.expression()
		}
		return s
	}
	if g.pick(2) == 0 {
		list := []string{withDefault(inner())}
		if g.pick(3) == 0 {
			list = append(list, withDefault(inner()))
		}
		if g.pick(4) == 0 {
			list = append(list, "..."+target())
		}
		return "[" + strings.Join(list, ", ") + "]"
	}
	var list []string
	for range 1 + g.pick(2) {
		switch g.pick(3) {
		case 0:
			list = append(list, "["+g.key()+"]: "+withDefault(inner()))
		default:
			list = append(list, g.memberName()+": "+withDefault(inner()))
		}
	}
	if g.pick(4) == 0 {
		list = append(list, "..."+target())
	}
	return "{ " + strings.Join(list, ", ") + " }"
}

func (g *Grammar) objectLiteral() string {
	var list []string
	g.depth++
	defer func() { g.depth-- }()
	for range g.pick(4) {
		name := g.one("x", "y", "f", "g", "a", "toString", "valueOf", "toJSON", "payload", "exec", "value", "next", "["+g.key()+"]", "[Symbol.iterator]", "constructor", "done")
		switch g.pick(7) {
		case 0, 1, 2:
			list = append(list, name+": "+g.expression())
		case 3:
			g.inMethod++
			list = append(list, name+"("+g.parameters()+") { "+g.body()+" }")
			g.inMethod--
		case 4:
			list = append(list, "get "+name+"() { "+g.body()+" }")
		case 5:
			list = append(list, "set "+name+"(p) { "+g.body()+" }")
		default:
			list = append(list, "..."+g.base())
		}
	}
	return "({ " + strings.Join(list, ", ") + " })"
}

func (g *Grammar) block() string {
	g.depth++
	defer func() { g.depth-- }()
	if g.deep() {
		return "{ " + g.leaf() + "; }"
	}
	var b strings.Builder
	for range 1 + g.pick(2) {
		b.WriteString(g.statement() + " ")
	}
	return "{ " + b.String() + "}"
}

func (g *Grammar) statement() string {
	g.depth++
	defer func() { g.depth-- }()
	if g.deep() {
		return g.variable() + " = " + g.leaf() + ";"
	}
	switch g.pick(40) {
	case 30, 31, 32:
		return strings.ReplaceAll(g.one(SharedPuts...), "X", g.one("y", "y", "("+g.expression()+")", "("+g.one(SharedSources...)+")"))
	case 33, 34, 35:
		return g.one(SharedGets...)
	case 36, 37:
		return g.one(SharedProbes...)
	case 38:
		return "y = " + g.one(SharedSources...) + ";"
	case 0, 1, 2, 3:
		return g.variable() + " = " + g.expression() + ";"
	case 4, 5, 6, 7:
		return g.base() + "." + g.one("x", "x", "y", "f", "a") + " = " + g.expression() + ";"
	case 8, 9:
		return g.base() + "[" + g.key() + "] = " + g.expression() + ";"
	case 10:
		return g.base() + "." + g.one("push", "sort", "set", "add", "fill", "f", "g") + "(" + g.arguments() + ");"
	case 11:
		return "(" + g.expression() + ");"
	case 12:
		return g.one("let", "var", "const") + " " + g.pattern(1, func() string { return g.one("p", "q", "a2", "b2", "c2", "d2", "e2", "f2", "g2") }) + " = " + g.expression() + ";"
	case 13:
		return "if (" + g.expression() + ") " + g.block() + g.one("", " else "+g.block())
	case 14:
		return "for (" + g.one("const p", "let p", "var p", g.target(), g.pattern(2, g.target), "const [p, q]") + " of " + g.expression() + ") " + g.block()
	case 15:
		return "for (" + g.one("const p", "let p", "var p", g.target()) + " in " + g.expression() + ") " + g.block()
	case 16:
		return "for (let i = 0; i < 3; i++) " + g.block()
	case 17:
		return "try " + g.block() + " catch (" + g.one("ex", "ex", g.pattern(2, func() string { return "ex" })) + ") " + g.block()
	case 18:
		return "try " + g.block() + " finally " + g.block()
	case 19:
		return "throw " + g.parenthesised() + ";"
	case 20:
		return "switch (" + g.expression() + ") { case " + g.expression() + ": " + g.statement() + " break; default: " + g.statement() + " }"
	case 21, 22:
		g.inFunction++
		defer func() { g.inFunction-- }()
		return "function " + g.one("a", "b", "h", "k") + "(" + g.parameters() + ") { " + g.body() + " }"
	case 23:
		extends := g.heritage()
		return "class " + g.one("A", "B", "K") + " " + extends + "{ " + g.classBody(extends) + "}"
	case 24:
		extends := g.heritage()
		return g.variable() + " = class " + extends + "{ " + g.classBody(extends) + "};"
	case 25:
		return g.variable() + " = " + g.objectLiteral() + ";"
	case 26:
		return g.variable() + " = " + g.function() + ";"
	case 27:
		return g.pattern(1, g.target) + " = " + g.expression() + ";"
	case 28:
		return g.one("JSON.x = 1;", "msg.payload = "+g.expression()+";", "msg.meta = "+g.expression()+";", "with (a) { b = 1; }", "Array.prototype.x = 1;", "msg = "+g.expression()+";")
	default:
		return g.block()
	}
}
