// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

var objectCases = cases{
	"Object.assign": `
Object.assign({ a: 1, b: 2 }, { b: 3 }, null, undefined, { c: 4 }) ⇒ {"a":1,"b":3,"c":4}
Object.assign({}, "ab") ⇒ {"0":"a","1":"b"}
Object.assign({}, [1]) ⇒ {"0":1}
(() => { const o = {}; return Object.assign(o) === o; })() ⇒ true
Object.assign(null) ⇒ TypeError`,
	"Object.create": `
Object.keys(Object.create(null)) ⇒ []
(() => { const o = Object.create(null); o.toString = 1; return [o.toString, o.valueOf, "valueOf" in o]; })() ⇒ [1,undefined,false]`,
	"Object.entries": `
Object.entries({ b: 1, 2: 0, a: 2, 1: 0 }) ⇒ [["1",0],["2",0],["b",1],["a",2]]
Object.entries("ab") ⇒ [["0","a"],["1","b"]]
Object.entries([7]) ⇒ [["0",7]]
Object.entries(5) ⇒ []
Object.entries(null) ⇒ TypeError`,
	"Object.freeze": `
(() => { const o = { a: 1 }; return Object.freeze(o) === o; })() ⇒ true
[Object.freeze(1), Object.freeze("a")] ⇒ [1,"a"]`,
	"Object.fromEntries": `
Object.fromEntries([["a", 1], ["b", 2], ["a", 3]]) ⇒ {"a":3,"b":2}
Object.fromEntries(new Map([["x", 1]])) ⇒ {"x":1}
Object.fromEntries([[1, "n"], [null, 0]]) ⇒ {"1":"n","null":0}
Object.fromEntries() ⇒ TypeError`,
	"Object.hasOwn": `
[Object.hasOwn({ a: 1 }, "a"), Object.hasOwn({}, "toString"), Object.hasOwn([1], 0), Object.hasOwn([1], "length"), Object.hasOwn("ab", "1")] ⇒ [true,false,true,true,true]
Object.hasOwn(null, "a") ⇒ TypeError`,
	"Object.is": `
[Object.is(NaN, NaN), Object.is(0, -0), Object.is("a", "a"), Object.is({}, {}), Object.is()] ⇒ [true,false,true,false,true]`,
	"Object.keys": `
Object.keys({ b: 1, a: 2, "01": 3, 1: 4, 0: 5, "-1": 6, 4294967294: 7, 4294967295: 8 }) ⇒ ["0","1","4294967294","b","a","01","-1","4294967295"]
Object.keys([5, 6]) ⇒ ["0","1"]
Object.keys("äb") ⇒ ["0","1"]
Object.keys(true) ⇒ []
Object.keys(undefined) ⇒ TypeError`,
	"Object.values": `
Object.values({ b: 1, a: 2 }) ⇒ [1,2]
Object.values("ab") ⇒ ["a","b"]
Object.values(null) ⇒ TypeError`,
	"Object.prototype.hasOwnProperty": `
[{ a: undefined }.hasOwnProperty("a"), {}.hasOwnProperty("a"), [1].hasOwnProperty(0), [1].hasOwnProperty("length"), { undefined: 1 }.hasOwnProperty()] ⇒ [true,false,true,true,true]`,
	"Object.prototype.valueOf": `
(() => { const o = {}; return [o.valueOf() === o, [1].valueOf()]; })() ⇒ [true,[1]]`,
	"Object.prototype.toString": `
[{}.toString(), new Map().toString(), new Set().toString()] ⇒ ["[object Object]","[object Map]","[object Set]"]`,
	"Object.prototype.hasOwnProperty.call": `
[Object.prototype.hasOwnProperty.call({ a: 1 }, "a"), Object.prototype.hasOwnProperty.call(Object.create(null), "a")] ⇒ [true,false]
Object.prototype.hasOwnProperty.call(null, "a") ⇒ TypeError`,
	"Object.prototype.toString.call": `
[[], {}, null, undefined, 1, "", true, new Date(0), /x/, () => 1, new Error(), new Map(), new Set()].map(x => Object.prototype.toString.call(x).slice(8, -1)).join() ⇒ "Array,Object,Null,Undefined,Number,String,Boolean,Date,RegExp,Function,Error,Map,Set"`,
	"Boolean": `
[Boolean(), Boolean(""), Boolean("0"), Boolean(NaN), Boolean(-0), Boolean([]), Boolean(null)] ⇒ [false,false,true,false,false,true,false]`,
	"Boolean.prototype.toString": `
[true.toString(), false.toString()] ⇒ ["true","false"]`,
	"Boolean.prototype.valueOf": `
[true.valueOf(), false.valueOf()] ⇒ [true,false]`,
}

var jsonCases = cases{
	"JSON.parse": `
JSON.parse(' {"a" : [1, -0, 1.5e1, true, null, "x\\n"]} ') ⇒ {"a":[1,-0,15,true,null,"x\n"]}
JSON.parse("5") ⇒ 5
JSON.parse(null) ⇒ null
JSON.parse('{"a":1,"a":2,"b":3}') ⇒ {"a":2,"b":3}
JSON.parse('{"__proto__":1}').hasOwnProperty("__proto__") ⇒ true
JSON.parse("") ⇒ SyntaxError
JSON.parse("{'a':1}") ⇒ SyntaxError
JSON.parse("[1,]") ⇒ SyntaxError
JSON.parse("01") ⇒ SyntaxError
JSON.parse(undefined) ⇒ SyntaxError`,
	"JSON.stringify": `
JSON.stringify({ a: [1, "x", null, undefined, NaN, -0], b: undefined, c: () => 1, d: new Date(0) }) ⇒ "{\"a\":[1,\"x\",null,null,null,0],\"d\":\"1970-01-01T00:00:00.000Z\"}"
[JSON.stringify(undefined), JSON.stringify(() => 1), JSON.stringify(null), JSON.stringify("a\u0001\u2028").length, JSON.stringify(Infinity)] ⇒ [undefined,undefined,"null",10,"null"]
JSON.stringify({ a: 1, b: [1, 2] }, null, 2) ⇒ "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    2\n  ]\n}"
JSON.stringify([1], null, "--") ⇒ "[\n--1\n]"
JSON.stringify({ a: 1, b: 2 }, (k, v) => k === "a" ? undefined : v) ⇒ "{\"b\":2}"
JSON.stringify({ toJSON: k => k + "!" }) ⇒ "\"!\""
JSON.stringify({ a: { toJSON: k => k + "!" } }) ⇒ "{\"a\":\"a!\"}"
JSON.stringify(new Map([[1, 2]])) ⇒ "{}"
JSON.stringify(new Date(NaN)) ⇒ "null"
(() => { const o = {}; o.o = o; return JSON.stringify(o); })() ⇒ TypeError
JSON.stringify({ 2: 1, b: 1, 1: 1 }) ⇒ "{\"1\":1,\"2\":1,\"b\":1}"`,
}

var collectionCases = cases{
	"new Map": `
[...new Map([["a", 1], ["a", 2], [NaN, 3], [NaN, 4]])] ⇒ [["a",2],[NaN,4]]
[new Map().size, new Map(null).size, new Map(new Map([[1, 2]])).size] ⇒ [0,0,1]`,
	"new Set": `
[...new Set([1, "1", NaN, NaN, 0, -0, 1])] ⇒ [1,"1",NaN,0]
[...new Set("aba")] ⇒ ["a","b"]
[new Set().size, new Set(undefined).size] ⇒ [0,0]`,
	"Map.prototype.get": `
(() => { const o = {}, m = new Map([[o, 1], ["1", 2], [0, 3]]); return [m.get(o), m.get({}), m.get(1), m.get("1"), m.get(-0)]; })() ⇒ [1,undefined,undefined,2,3]`,
	"Map.prototype.set": `
(() => { const m = new Map(); return [m.set("a", 1) === m, m.set("a", 2).size, [...m.set("b", 0).set("a", 3)]]; })() ⇒ [true,1,[["a",3],["b",0]]]
[...new Map().set(-0, 1)].map(p => 1 / p[0]) ⇒ [Infinity]`,
	"Map.prototype.has": `
(() => { const m = new Map([[NaN, 1], [undefined, 2]]); return [m.has(NaN), m.has(), m.has(null)]; })() ⇒ [true,true,false]`,
	"Map.prototype.delete": `
(() => { const m = new Map([["a", 1], ["b", 2]]); return [m.delete("a"), m.delete("a"), m.size, [...m.set("a", 3)]]; })() ⇒ [true,false,1,[["b",2],["a",3]]]`,
	"Map.prototype.clear": `
(() => { const m = new Map([["a", 1]]); return [m.clear(), m.size, [...m]]; })() ⇒ [undefined,0,[]]`,
	"Map.prototype.forEach": `
(() => { const seen = [], m = new Map([["a", 1], ["b", 2]]); m.forEach((v, k, all) => { seen.push(v, k, all === m); if (k === "a") { m.delete("b"); m.set("c", 3); } }); return seen; })() ⇒ [1,"a",true,3,"c",true]`,
	"Map.prototype.keys": `
[...new Map([["a", 1], ["b", 2]]).keys()] ⇒ ["a","b"]`,
	"Map.prototype.values": `
[...new Map([["a", 1], ["b", 2]]).values()] ⇒ [1,2]`,
	"Map.prototype.entries": `
[...new Map([["a", 1]]).entries()] ⇒ [["a",1]]`,
	"Set.prototype.add": `
(() => { const s = new Set(); return [s.add(1) === s, s.add(1).add("1").size, [...s]]; })() ⇒ [true,2,[1,"1"]]`,
	"Set.prototype.has": `
[new Set([NaN]).has(NaN), new Set([0]).has(-0), new Set(["1"]).has(1)] ⇒ [true,true,false]`,
	"Set.prototype.delete": `
(() => { const s = new Set([1, 2]); return [s.delete(1), s.delete(1), [...s]]; })() ⇒ [true,false,[2]]`,
	"Set.prototype.clear": `
(() => { const s = new Set([1]); s.clear(); return [s.size, [...s.add(2)]]; })() ⇒ [0,[2]]`,
	"Set.prototype.forEach": `
(() => { const seen = []; new Set(["a"]).forEach((v, k, all) => seen.push(v, k, all.size)); return seen; })() ⇒ ["a","a",1]`,
	"Set.prototype.keys": `
[...new Set([2, 1]).keys()] ⇒ [2,1]`,
	"Set.prototype.values": `
[...new Set([2, 1]).values()] ⇒ [2,1]`,
	"Set.prototype.entries": `
[...new Set([2]).entries()] ⇒ [[2,2]]`,
	"%MapIteratorPrototype%.next": `
(() => { const i = new Map([["a", 1]]).keys(); return [i.next(), i.next(), i.next()]; })() ⇒ [{"value":"a","done":false},{"value":undefined,"done":true},{"value":undefined,"done":true}]`,
	"%SetIteratorPrototype%.next": `
(() => { const i = new Set([5]).values(); return [i.next().value, i.next().done]; })() ⇒ [5,true]`,
}

var errorCases = func() cases {
	c := cases{
		"Error.prototype.toString": `
[new Error("x").toString(), new TypeError().toString(), String(new RangeError("y"))] ⇒ ["Error: x","TypeError","RangeError: y"]
(() => { const e = new Error("x"); e.name = "Mine"; return e.toString(); })() ⇒ "Mine: x"
(() => { const e = new Error(""); e.name = ""; return e.toString(); })() ⇒ ""`,
	}
	for _, name := range []string{"Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError"} {
		for row, call := range map[string]string{name: name, "new " + name: "new " + name} {
			c[row] = `
[` + call + `("x").message, ` + call + `().message, ` + call + `(undefined).message, ` + call + `(5).message, ` + call + `(null).message] ⇒ ["x","","","5","null"]
[` + call + `("x").name, ` + call + `() instanceof Error, ` + call + `() instanceof ` + name + `, Object.keys(` + call + `("x")).length] ⇒ ["` + name + `",true,true,0]
` + call + `("x", { cause: 7 }).cause ⇒ 7`
		}
	}
	return c
}()
