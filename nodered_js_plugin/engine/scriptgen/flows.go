// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package scriptgen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A Flow makes scripts of the small language that carry objects of their message
// along every way there is, through variables, properties, collections, functions,
// callbacks and built-ins, and change what arrives. What an analysis says of such a
// script shows in the message, if it is wrong.
type Flow struct{ *rand.Rand }

// FlowPayloads are the messages for scripts of a Flow.
var FlowPayloads = []string{
	`{"a":{"b":{"c":1},"l":[{"v":1},{"v":2}],"n":3},"k":"__proto__","m":"forEach","l":[{"v":{"w":1}},[1,[2]],"x"],"rest":{"of":"it"}}`,
	`{"a":{"length":1,"index":{"i":1},"groups":{"g":1},"0":"x","l":[]},"k":"a","m":"map","l":[[{"v":1}]],"text":"a-b","1.10":1.10}`,
	`{"rest":1,"k":"constructor","m":"at","l":[3,1,2],"a":[{"v":1}]}`,
}

func (f Flow) one(list ...string) string { return list[f.IntN(len(list))] }

// Body is a script that ends with what is returned.
func (f Flow) Body(returned ...string) string {
	if len(returned) == 0 {
		returned = []string{
			"msg", "msg", "msg", "[msg, { payload: v0, meta: { ...msg.meta, tag_name: \"u\" } }]", "[{ payload: v1, meta: msg.meta }, msg]",
			"{ payload: msg.payload, meta: { ...msg.meta } }", "{ meta: msg.meta }", "[1, 2].map(n => ({ payload: msg.payload.a, meta: { ...msg.meta, tag_name: \"n\" + n } }))", "{ ...msg }",
		}
	}
	return f.statements() + "return " + f.one(returned...) + ";"
}

// Condition is a script whose last value counts.
func (f Flow) Condition() string { return "{ " + f.statements() + " }\ntrue;" }

func (f Flow) statements() string {
	if f.IntN(2) == 0 {
		return f.carry()
	}
	// Half of the others do little, so that each thing that they do counts.
	text, more := "let v0 = {}, v1 = [], v2 = {}, v3 = 1, f0 = x => x, f1 = x => [x];\nfunction g0(p, q) { return q; }\nfunction g1(...r) { return r[0]; }\n", 0
	if f.IntN(2) == 0 {
		more = f.IntN(4)
		text = "let v0 = {}, v1 = [], v2 = " + f.source() + ", v3 = " + f.value(1) + ", f0 = x => x, f1 = x => { " + f.change("x") + "; };\n"
		text += "function g0(p, q) { " + f.change(f.one("p", "q")) + "; return " + f.one("p", "q", "[p]", "arguments[0]", "v2") + "; }\n"
		text += "function g1(...r) { return " + f.one("r", "r[0]", "{ x: r }", "g0(...r)") + "; }\n"
	}
	for range 1 + more {
		text += f.one("try { ", "try { ", "{ try { ") + f.statement()
		text += " } catch (e) { " + f.one("", "", "", "v0 = e; ", f.change("e")+"; ") + "}" + f.one("", "", "", "", "", " finally { "+f.change(f.variable())+"; }")
		text = closeBlocks(text) + "\n"
	}
	return text
}

// carry takes one object of the payload along a few ways, and changes what arrives.
func (f Flow) carry() string {
	calls := []string{"x => x", "(x, y) => y", "x => [x]", "g0", "g1", "v0.f", "x => { x.c = 9; return x; }", "(x, y) => { y.c = 9; return 1; }", "(x, y, z, w) => { w.c = 9; }", "function s(x, n) { if (n) { x.c = 9; } else s(x, 1); return x; }"}
	text := "let v0 = { f: x => x }, v1 = [], v2 = {}, v3, f0 = x => x, f1 = x => [x];\nfunction g0(p, q) { return p; }\nfunction g1(...r) { return r[0]; }\n"
	v := f.one("msg.payload", "msg.payload.a", "msg.payload.l", "msg.payload.a.l", "msg.payload.l[0]", "msg")
	for range 1 + f.IntN(2) {
		w, call := f.one("{}", "[]", "1"), f.one(calls...)
		v = f.one(f.native(v, w, call), f.native(v, w, call), f.ways(v, w, call), f.ways(w, v, call))
		if f.IntN(3) == 0 {
			v += f.one("[0]", ".x", ".a", "[1]", ".l")
		}
	}
	x := "v3"
	switch f.IntN(6) {
	case 0:
		text += "try { throw " + v + "; } catch (e) { v3 = e; }\n"
	case 1:
		text += "const " + f.one("{ ...r }", "[...r]", "{ a: r }", "{ x: r = "+v+" }", "[r]") + " = " + v + ";\n"
		x = "r"
	case 2:
		text += "for (v3 of " + f.one("["+v+"]", v) + ") break;\n"
	case 3:
		text += "v0[" + f.computed() + "] = " + v + "; v3 = v0;\n"
	default:
		text += "v3 = " + v + ";\n"
	}
	return text + "try { " + x + f.one("", "[0]", "[0][0]", ".x", ".a", ".payload", ".l", "[1]") + f.one(".c = 9", ".c = 9", ".push(9)", "[0] = 9") + "; } catch (e) {}\n"
}

// closeBlocks ends what the last statement began.
func closeBlocks(text string) string {
	last := text[strings.LastIndexByte(text, '\n')+1:]
	return text + strings.Repeat(" }", max(0, strings.Count(last, "{")-strings.Count(last, "}")))
}

func (f Flow) variable() string { return f.one("v0", "v1", "v2", "v3") }

// source is an object of the message.
func (f Flow) source() string {
	return f.one("msg", "msg.payload", "msg.payload.a", "msg.payload.l", "msg.payload.a.l", "msg.meta", "msg.payload?.a?.b", "msg[\"payload\"]", "msg.payload.l[0]")
}

func (f Flow) key() string {
	return f.one("x", "payload", "meta", "a", "l", "v", "map", "forEach", "index", "join", "has")
}

// computed is a key that only data tells, or a number.
func (f Flow) computed() string {
	return f.one("msg.payload.k", "msg.payload.m", "\"x\" + 1", "0", "v1.length", "[\"__proto__\"][0]", "f0(\"x\")", "{ toString() { return \"x\"; } }")
}

// function is one that gets an object and gives one.
func (f Flow) function(depth int) string {
	if depth == 0 {
		return f.one("f0", "f1", "g0", "g1", "x => x", "x => { "+f.change("x")+"; }")
	}
	return f.one("f0", "f1", "g0", "g1", "v0.f", "v1[0]", "Object", "Object.values", "Object.assign", "Array.of",
		"x => { "+f.change("x")+"; return x; }", "(x, y) => { "+f.change("y")+"; return y; }", "(x, y, z, w) => { "+f.change("w")+"; return z; }",
		"function s(x, n) { if (n) { "+f.change("x")+"; return x; } return s("+f.value(0)+", 1); }",
		"({ x, v = "+f.value(depth-1)+" }) => { "+f.change("v")+"; return x; }", "([x]) => { "+f.change("x")+"; return x; }", "(...r) => { "+f.change("r[0]")+"; return r; }",
		"function () { "+f.change("arguments[0]")+"; return [...arguments]; }", "(x => y => { "+f.change("y")+"; return x; })("+f.value(depth-1)+")", "(v0.f = x => { "+f.change("x")+"; })")
}

// value is an expression that may be an object of the message.
func (f Flow) value(depth int) string {
	if depth == 0 || f.IntN(4) == 0 {
		return f.one(f.source(), f.variable(), f.variable()+"."+f.key(), f.variable()+"["+f.computed()+"]", "1", "{}")
	}
	v, w, call := f.value(depth-1), f.value(depth-1), f.function(depth-1)
	return f.one(f.ways(v, w, call), f.native(v, w, call))
}

// ways are the language's own ways for a value.
func (f Flow) ways(v, w, call string) string {
	return f.one(
		"{ "+f.key()+": "+v+" }", "{ ["+f.computed()+"]: "+v+" }", "{ ..."+v+" }", "["+v+"]", "[...["+v+"], "+w+"]", "("+v+", "+w+")", "("+v+" ?? "+w+")", "("+v+" ? "+w+" : "+v+")", "("+v+" || "+w+")",
		"("+v+")?."+f.key(), "("+v+")."+f.key(), "("+v+")["+f.computed()+"]", "("+f.variable()+" = "+v+")", "(v0."+f.key()+" ??= "+v+")", "("+f.variable()+" &&= "+v+")",
		"("+call+")("+v+", "+w+")", "("+call+")(...["+v+"])", "g0("+v+", "+w+")", "g1("+v+")", "v0.f("+v+")", "v0["+f.computed()+"]("+v+")", "({ m: "+call+" }).m("+v+")", "({ map: "+call+" }).map("+call+")("+v+")",
	)
}

// native is a call of a built-in.
func (f Flow) native(v, w, call string) string {
	return f.one(
		"Object.assign("+v+", "+w+")", "Object.values("+v+")", "Object.entries("+v+")[0]", "Object.fromEntries([["+f.computed()+", "+v+"]])", "Object.fromEntries(Object.entries("+v+"))", "Object("+v+")", "Object.freeze("+v+")", "Object.keys("+v+")",
		"Array.from("+v+")", "Array.from(["+v+"], "+call+")", "Array.of("+v+")", "["+v+"].concat("+w+")", "["+v+"].map("+call+")", "["+v+"].flatMap("+call+")", "["+v+"].find("+call+")", "["+v+"].filter("+call+")", "["+v+", "+w+"].sort("+call+")",
		"["+v+"].reduce("+call+", "+w+")", "["+v+", "+w+"].reduce("+call+")", "["+v+"].at(0)", "["+v+"].slice()[0]", "["+v+"].values().next().value", "[[["+v+"]]].flat(2)[0]", "[1].with(0, "+v+")", "[1].fill("+v+")", "["+v+"].pop()", "["+v+"].toSpliced(0, 0, "+w+")",
		"v1.push("+v+")", "v1.splice(0, 1, "+v+")", "("+v+").pop()", "("+v+").reverse()", "("+v+").forEach("+call+")", "("+v+").map("+call+")", "("+v+")["+f.computed()+"]("+call+")", "("+v+")?.map?.("+call+")",
		"Array.prototype.push.apply("+v+", ["+w+"])", "Array.prototype.push.apply(v1, "+v+")", "Array.prototype.forEach.call("+v+", "+call+")", "[].map.call(["+v+"], "+call+")", "[].slice.call("+v+")", "[].concat.apply([], ["+v+"])",
		"new Map([["+v+", "+w+"]]).keys().next().value", "new Map([[1, "+v+"]]).get(1)", "new Map().set("+v+", "+w+").forEach("+call+")", "[...new Set(["+v+"])][0]", "new Set(["+v+"]).isSubsetOf({ size: 9, has: "+call+", keys() {} })", "[...new Set(["+v+"]).union(new Set(["+w+"]))]",
		"JSON.stringify("+v+", (k, y) => { ("+call+")(y); return y; })", "JSON.parse(\"[1]\", "+call+")", "JSON.parse(JSON.stringify("+v+"))", "\"x\".replace(/x/, "+call+")", "new Error(\"e\", { cause: "+v+" }).cause", "Math.sign("+v+")",
		"\"x\".search(Object.assign(/x/, { exec: () => ({ index: "+v+" }) }))", "\"x\".match(Object.assign(/x/, { exec: () => "+v+" }))", "\"x\".replace(Object.assign(/x/, { exec: () => "+v+" }), "+call+")", "Object.assign([], { join: () => "+v+" }).toString()",
		"String({ toString() { "+f.change(f.variable())+"; return \"x\"; } })", "JSON.stringify({ toJSON() { "+f.change(f.variable())+"; return "+v+"; } })", "+{ valueOf() { "+f.change(f.variable())+"; return 1; } }",
	)
}

// change changes an object that an expression gives.
func (f Flow) change(of string) string {
	if f.IntN(20) == 0 {
		of = "msg"
	}
	of = "(" + of + ")"
	return f.one(of+".c = 9", of+".c = 9", of+".c ??= 9", of+"["+f.computed()+"] = 9", "delete "+of+".v", of+".n++", of+".n += 1", of+".push(9)", of+".sort()", "Object.assign("+of+", { c: 9 })", "({ x: "+of+".c = 9 } = {})",
		"["+of+".c] = [9]", "for ("+of+".c of [9]);", "Object.freeze("+of+"); "+of+".c = 9", "Array.prototype.push.apply("+of+", [9])", of+".a.c = 9", of+".payload.c = 9", of+".x.c = 9", of+"[0].c = 9", of+".l.length = 0")
}

func (f Flow) statement() string {
	v, i := f.value(2), f.IntN(1000)
	x := fmt.Sprint("x", i)
	switch f.IntN(14) {
	case 0:
		return "v0." + f.key() + " = " + v + ";"
	case 1:
		return "v1[" + f.computed() + "] = " + v + "; " + f.change("v1") + ";"
	case 2:
		return "v0[" + f.computed() + "] = " + v + "; " + f.change(f.one("v0", "v0.a", "v0.payload", "v0.x")) + ";"
	case 3:
		return "for (const " + f.one(x, "{ a: "+x+" }", "["+x+"]", "{ ..."+x+" }") + " of [" + v + "]) { " + f.change(x) + "; }"
	case 4:
		return "for (const " + x + " in " + v + ") { " + f.change(f.variable()+"["+x+"]") + "; }"
	case 5:
		return "const " + f.one("{ a: "+x+" = "+f.value(1)+" }", "{ a, ..."+x+" }", "["+x+"]", "[, ..."+x+"]", "{ ["+f.computed()+"]: "+x+" }", x) + " = " + v + "; " + f.change(x) + ";"
	case 6:
		return "v0.f = " + f.function(2) + "; v0.f(" + v + ");"
	case 7:
		return f.one("f0", "f1") + " = " + f.function(2) + ";"
	case 8:
		return "throw " + v + ";"
	case 9:
		return "l: for (let i = 0; i < 2; i++) { switch (i) { case 0: v3 = " + v + "; continue l; default: " + f.change("v3") + "; break l; } }"
	case 10:
		return "msg.payload = " + f.one(v, "{ a: 1 }", "msg.payload", "msg.payload.a") + ";"
	case 11:
		return "msg.meta." + f.one("q", "tag_name", "v") + " = " + f.one("typeof ", "JSON.stringify", "String") + "(" + v + ");"
	case 12:
		return f.one("msg = { payload: "+v+", meta: msg.meta };", "msg.meta = { ...msg.meta, q: \"1\" };", "msg.extra = "+v+";", "delete msg.payload.rest;")
	}
	return f.change(v) + ";"
}
