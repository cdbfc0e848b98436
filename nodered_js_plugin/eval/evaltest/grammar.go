// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package evaltest

import (
	"slices"
	"strconv"
	"strings"
)

// A template is one of the texts above, taken apart.
type template struct {
	texts []string
	holes []kind
}

func parse(s string) (t template) {
	before := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '@' {
			t.texts = append(t.texts, s[before:i])
			t.holes = append(t.holes, kind(s[i+1]))
			before = i + 2
		}
	}
	t.texts = append(t.texts, s[before:])
	return t
}

var (
	expressionTemplates = func() map[kind][]template {
		out := map[kind][]template{}
		for k, list := range expressions {
			for _, s := range list {
				out[k] = append(out[k], parse(s))
			}
		}
		return out
	}()
	statementList = func() (out []template) {
		for _, s := range statementTemplates {
			out = append(out, parse(s))
		}
		return out
	}()
)

// Templates are all texts that scripts are made of, for tests that ask what they cover.
func Templates() string {
	var out strings.Builder
	for _, list := range expressions {
		out.WriteString(strings.Join(list, "\n") + "\n")
	}
	return out.String() + strings.Join(statementTemplates, "\n")
}

// A grammar turns bytes into a script. Where they end, the simplest choices are taken.
type grammar struct {
	choices []byte
	depth   int
	// scope are the variables that can be read, the innermost last; names is how many
	// names there are.
	scope []variable
	names int
}

type variable struct {
	name     string
	kind     kind
	constant bool
}

// Script makes a script of bytes. The same bytes give the same script.
func Script(choices []byte) *Node {
	g := &grammar{choices: choices}
	g.scope = append(g.scope, variable{"log", array, true})
	start := leafStatement("const log = [];")
	if g.pick(4) == 3 {
		start = leafStatement(`"use strict"; const log = [];`)
	}
	body := listOf()
	for n := 1 + g.pick(6); n > 0; n-- {
		s := g.statement()
		if g.pick(4) < 3 && !declares(s) {
			s = caught(s)
		}
		body.kids = append(body.kids, s)
	}
	result := []string{"return log;", "return [log, msg.payload, msg.meta];", "return msg;", "return [log"}[g.pick(4)]
	if strings.HasSuffix(result, "log") {
		for _, v := range g.scope[1:] {
			result += ", " + v.name
		}
		result += "];"
	}
	body.kids = append(body.kids, leafStatement(result))
	if g.pick(8) == 7 {
		return listOf(append([]*Node{start}, body.kids...)...)
	}
	return listOf(start, caught(body.kids...), leafStatement("return log;"))
}

// caught is statements whose errors the script catches.
func caught(list ...*Node) *Node {
	return &Node{sort: statement, texts: []string{"try { ", " } catch (e) { log.push(e instanceof Error ? e.name : e); }"}, kids: []*Node{listOf(list...)}}
}

func leafStatement(s string) *Node { return &Node{sort: statement, texts: []string{s}} }

// declares reports whether a statement declares names for those behind it.
func declares(n *Node) bool {
	for _, word := range []string{"let ", "const ", "var ", "function ", "undeclared"} {
		if strings.HasPrefix(n.texts[0], word) {
			return true
		}
	}
	return false
}

func (g *grammar) pick(n int) int {
	if len(g.choices) == 0 {
		return 0
	}
	c := int(g.choices[0])
	g.choices = g.choices[1:]
	if n > 64 && len(g.choices) > 0 {
		c += int(g.choices[0]) << 8
		g.choices = g.choices[1:]
	}
	return c % n
}

func (g *grammar) one(list ...string) string { return list[g.pick(len(list))] }

const maxDepth = 6

// fill puts pieces into a template.
func (g *grammar) fill(sort sort, t template) *Node {
	n := &Node{sort: sort, texts: slices.Clone(t.texts)}
	var declared []variable
	for _, hole := range t.holes {
		switch hole {
		case fresh:
			g.names++
			v := variable{name: "v" + strconv.Itoa(g.names), kind: anything, constant: strings.HasPrefix(t.texts[0], "const")}
			if len(t.holes) == 2 {
				v.kind = t.holes[1]
			}
			declared = append(declared, v)
			n.kids = append(n.kids, text(v.name))
			if strings.Contains(t.texts[len(t.texts)-1], "while") {
				g.scope, declared = append(g.scope, v), nil
			}
		default:
			n.kids = append(n.kids, g.piece(hole))
		}
	}
	g.scope = append(g.scope, declared...)
	for i, kid := range n.kids {
		// What begins with a brace or a digit cannot stand everywhere.
		if kid.sort == expression && kid.first() && (n.texts[i] == "" || strings.HasSuffix(n.texts[i], "=> ") || strings.HasPrefix(n.texts[i+1], ".") || strings.HasPrefix(n.texts[i+1], "?.")) {
			n.kids[i] = &Node{sort: expression, texts: []string{"(", ")"}, kids: []*Node{kid}}
		}
	}
	return n
}

// piece is what stands for @k.
func (g *grammar) piece(k kind) *Node {
	switch k {
	case block:
		return g.block()
	case place:
		return g.place()
	case callback, comparator, reducer, replacer:
		return g.function(k)
	}
	return g.expression(k)
}

func (g *grammar) expression(k kind) *Node {
	g.depth++
	defer func() { g.depth-- }()
	if k != anything && k != block && g.pick(14) == 13 {
		k = anything // what conversions are for
	}
	list := expressionTemplates[k]
	if g.depth > maxDepth || len(g.choices) == 0 || g.pick(3) == 0 {
		return g.leaf(k)
	}
	return g.fill(expression, list[g.pick(len(list))])
}

func (g *grammar) statement() *Node {
	g.depth++
	defer func() { g.depth-- }()
	if g.depth > maxDepth-2 {
		return g.fill(statement, statementList[g.pick(22)])
	}
	return g.fill(statement, statementList[g.pick(len(statementList))])
}

func (g *grammar) block() *Node {
	known := len(g.scope)
	defer func() { g.scope = g.scope[:known] }()
	body := listOf()
	for range g.pick(3) {
		body.kids = append(body.kids, g.statement())
	}
	return body
}

// place is what can be assigned to.
func (g *grammar) place() *Node {
	for range 3 {
		if v := g.scope[g.pick(len(g.scope))]; !v.constant {
			return text(v.name)
		}
	}
	return text(g.one("msg.other", "log[0]", "msg.payload.a", "msg.meta.a", "u"))
}

// function is a function with the parameters of its kind.
func (g *grammar) function(k kind) *Node {
	known := len(g.scope)
	defer func() { g.scope = g.scope[:known] }()
	g.depth++
	defer func() { g.depth-- }()
	var known1 []string
	params := ""
	switch k {
	case callback:
		known1 = []string{"x => x", "x => !x", "(x, i) => i", "Number", "String", "x => x.a", "parseInt", "Boolean", "() => {}", "(x, i, all) => all"}
		params = g.one("x", "x, y", "x, i", "x, i, all", "x = 1", "[x, y]", "{ a, b }", "...x", "")
	case comparator:
		known1 = []string{"(a, b) => a - b", "(a, b) => b - a", "(a, b) => a < b ? -1 : 1", "(a, b) => String(a).localeCompare(String(b))", "(a, b) => a.a - b.a", "() => 0", "(a, b) => a > b", "() => NaN", "() => 1", "() => -1"}
		params = "a, b"
	case reducer:
		known1 = []string{"(x, y) => x + y", "(x, y) => x", "(x, y) => y", "(x, y, i) => x + i", "(x, y) => Math.max(x, y)"}
		params = g.one("x, y", "x, y, i", "x, y, i, all")
	case replacer:
		known1 = []string{"x => x", "(...x) => JSON.stringify(x)", "x => x.toUpperCase()", "(x, y) => y", "() => undefined", "(x, y, i) => i"}
		params = g.one("x", "x, y", "...x")
	}
	if g.depth > maxDepth || g.pick(3) == 0 {
		return leaf("(" + known1[g.pick(len(known1))] + ")")
	}
	for _, name := range []string{"x", "y", "a", "b", "i"} {
		if strings.Contains(params, name) && (name != "a" || !strings.Contains(params, "all")) {
			g.scope = append(g.scope, variable{name: name, kind: anything})
		}
	}
	switch g.pick(4) {
	case 0:
		return &Node{sort: expression, texts: []string{"(function (" + params + ") { ", " return ", "; })"}, kids: []*Node{g.block(), g.expression(anything)}}
	case 1:
		return &Node{sort: expression, texts: []string{"((" + params + ") => { ", " return ", "; })"}, kids: []*Node{g.block(), g.expression(anything)}}
	}
	return &Node{sort: expression, texts: []string{"((" + params + ") => (", "))"}, kids: []*Node{g.expression(anything)}}
}

// leaf is a constant, a variable or a part of the message.
func (g *grammar) leaf(k kind) *Node {
	if g.pick(3) > 0 {
		var known []string
		for _, v := range g.scope[1:] {
			if v.kind == k || k == anything || v.kind == anything {
				known = append(known, v.name)
			}
		}
		if len(known) > 0 {
			return leaf(known[g.pick(len(known))])
		}
	}
	list := leaves[k]
	if list == nil {
		list = leaves[anything]
	}
	return leaf(list[g.pick(len(list))])
}

var leaves = map[kind][]string{
	number: {
		"0", "1", "2", "3", "(-1)", "(-0)", "0.5", "1.5", "NaN", "Infinity", "(-Infinity)", "1e21", "1e-7", "123456.789", "9007199254740993", "4294967295", "4294967296", "2147483648", "(-2147483649)", "5e-324", "1.7976931348623157e308",
		"0.1", "1.005", "100", "255", "1700000000000", "msg.payload.n", "msg.payload.value", "(-2.5)", "1e15", "123456789012345680000", "msg.payload.ts", "(0.1 + 0.2)", "(-1e-7)", "65", "0xff", "1e300",
	},
	str: {
		`""`, `"a"`, `"abc"`, `"0x10"`, `" 12 "`, `"1e3"`, `"1_000"`, `"-0"`, `".5"`, `"5."`, `"Infinity"`, `"NaN"`, `"ä"`, `"😀"`, `"e\u0301"`, `"a\u2028b"`, `"a,b,,c"`, `"A.B.c"`, `"__proto__"`, `"length"`, `"constructor"`, `"true"`, `"null"`, `"[1,2]"`, `'{"a":1,"b":[2]}'`,
		`"2024-01-02T03:04:05Z"`, `"2024-02-30"`, `"Tue, 02 Jan 2024 03:04:05 GMT"`, `"%C3%A4%20"`, `"%zz"`, `"$&$1$$"`, `"msg.payload.s"`, `"aXbX"`, `"\n\t x \ufeff"`, `"-Infinity"`, `"+5"`, `"- 5"`, `"0b11"`, `"0o17"`, `"0x"`, `"1e400"`, `"12px"`, `"ABC abc"`, `"İß"`, `"a😀b"`, `"\u0000"`, `"\"\\/"`, `"gi"`, `"g"`, `"toString"`, `"10"`, `"9007199254740993"`,
		"msg.meta.a", "msg.meta.b", "msg.meta.n", "msg.meta.tag_name", "msg.payload.s", "msg.payload",
	},
	boolean:  {"true", "false", "msg.payload.b", "log.length > 2"},
	array:    {"[]", "[1, 2, 3]", `["b", "a", "c"]`, `[3, 1, 2, 10]`, `[undefined, null, NaN, ""]`, `[[1, 2], [3, [4, [5]]]]`, `[{ a: 1 }, { a: 2 }]`, "msg.payload.list", "msg.payload", "log", `["a", 1, true]`, `[["a", 1], ["b", 2]]`, `[0, -0]`, `[1, "1", 10, "9"]`, `["ä", "z", "😀", "\uffff"]`},
	object:   {"{}", "{ a: 1 }", "{ a: { b: 2 }, b: [1] }", "msg.payload", "msg.payload.o", "msg.meta", "{ b: 1, a: 2, 1: 3, 0: 4 }", `{ a: undefined, b: null }`, "msg", "{ a: NaN, b: -0 }"},
	date:     {"new Date(0)", "new Date(1700000000123)", `new Date("2024-02-29T12:34:56.789Z")`, "new Date(NaN)", "new Date(8.64e15)", "new Date(-1)"},
	mapping:  {"new Map()", `new Map([["a", 1], [NaN, 2]])`},
	set:      {"new Set()", "new Set([1, NaN, 0, -0, 1])"},
	failure:  {`new Error("x")`, `new TypeError("t")`},
	pattern:  {"/a/", `/\d+/g`},
	global:   {"/a/g"},
	key:      {`"a"`, `"b"`, `"0"`, `1`, `"x"`, `"__proto__"`, `"length"`, `"toString"`, `""`, `"ä"`, `-1`, `"-1"`, `1.5`, `true`, `null`, `undefined`, `"10"`, `"a.b"`, "msg.payload.k", `"payload"`, `"value"`},
	index:    {"0", "1", "-1"},
	small:    {"2", "3"},
	radix:    {"10", "16"},
	anything: {"undefined", "null", "0", `"a"`, "true", "[]", "{}", "msg.payload", "msg.payload.a", "msg.meta.a", "msg.payload.o", "msg.payload.list", "NaN", "-0", "msg.payload.n", "(() => 1)", "log"},
}
