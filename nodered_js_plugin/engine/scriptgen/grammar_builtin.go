// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package scriptgen

// native is a call of something built in that takes values from one place to another.
func (g *Grammar) native() string {
	e, k := g.base, g.expression
	callback := func() string {
		return g.one(g.variable(), "("+g.function()+")", "p => p", "(p, q) => { p.x = 1; return q; }")
	}
	switch g.pick(34) {
	case 0:
		return "Object.assign(" + k() + ", " + k() + ")"
	case 1:
		return "Object." + g.one("keys", "values", "entries", "freeze", "fromEntries", "seal", "getOwnPropertyNames", "create", "is") + "(" + k() + ")"
	case 2:
		return "Array.from(" + k() + ", " + callback() + ")"
	case 3:
		return "Array.of(" + k() + ")"
	case 4:
		return "JSON.parse(JSON.stringify(" + k() + "), " + callback() + ")"
	case 5:
		return "JSON.stringify(" + k() + ", " + callback() + ")"
	case 6, 7, 8:
		return e() + "." + g.one("map", "forEach", "filter", "find", "some", "flatMap", "sort", "toSorted", "findLast", "every") + "(" + callback() + g.one("", ", "+k()) + ")"
	case 9:
		return e() + ".reduce(" + callback() + g.one("", ", "+k()) + ")"
	case 10:
		return e() + "." + g.one("concat", "push", "unshift", "fill", "set", "add", "with", "splice") + "(" + k() + ", " + k() + ", " + k() + ")"
	case 11:
		return e() + "." + g.one("pop", "shift", "slice", "reverse", "flat", "values", "entries", "keys", "valueOf", "at", "next", "toReversed") + "(" + g.one("", "0", "1") + ")"
	case 12:
		return "[..." + k() + "]"
	case 13:
		return "({ ..." + k() + " })"
	case 14:
		return "new Map([[" + k() + ", " + k() + "]])"
	case 15:
		return "new Set([" + k() + "])"
	case 16:
		return "new Error(\"x\", { cause: " + k() + " })"
	case 17:
		return "Object(" + k() + ")"
	case 18:
		return `"xyx".` + g.one("replace", "match", "split", "search", "matchAll") + "(" + g.one("/x/g", k()) + ", " + callback() + ")"
	case 19:
		return "(" + g.function() + ")." + g.one("call", "apply") + "(" + k() + ", " + k() + ")"
	case 20:
		return g.one("Array.prototype", "[]", "Object.prototype", "({})") + "." + g.one("push", "map", "slice", "concat", "forEach", "hasOwnProperty", "toString", "values", "valueOf") + "." + g.one("call", "apply") + "(" + k() + ", " + k() + ")"
	case 21:
		method, argument := g.one("set", "get", "update", "delete"), k()
		if method == "update" {
			argument = g.one(argument, callback(), "v => { v.f = "+k()+"; return v; }", "v => { y = v; return "+k()+"; }")
		}
		return "cache." + method + `("k", ` + argument + ")"
	case 22:
		return "console.log(" + k() + ")"
	case 23:
		return "String(" + k() + ")"
	case 24:
		return "Math.max.apply(" + k() + ", " + k() + ")"
	case 25:
		return "new Uint8Array(" + k() + ").subarray(0)"
	case 26:
		return e() + "[Symbol.iterator]()"
	case 27:
		return g.variable() + "(" + k() + ", " + k() + ")"
	case 28:
		return "new " + g.variable() + "(" + k() + ")"
	case 29:
		return "Object.create(null)"
	case 30:
		return "(/x/g).exec(" + k() + ")"
	case 31:
		return "Object.assign({}, " + k() + ", " + k() + ")"
	case 32:
		return e() + ".get(" + k() + ")"
	default:
		return "Array.isArray(" + k() + ")"
	}
}

// rare is what forbids reuse nearly always.
func (g *Grammar) rare() string {
	return g.one("globalThis", "eval(\"1\")", "Reflect.ownKeys(a)", "Symbol(\"x\")", "new Proxy({}, {})", "Object.getPrototypeOf("+g.variable()+")", "new.target",
		"String.raw`x`", "a`x`", "Promise.resolve(a)", "Symbol.for(\"x\")", "Function(\"return 1\")()", "Object.defineProperty({}, \"x\", { get() { return JSON; } })", "arguments.callee",
		"new WeakMap([[a, b]])", "(async () => { a.x = 1; })()", "(async function () { await a; })()", "(function* (p) { yield p; })(a).next()", "undeclared", "(undeclared = "+g.variable()+")", "(msg = "+g.variable()+")", "(function* () { yield a; })()", "import.meta")
}
