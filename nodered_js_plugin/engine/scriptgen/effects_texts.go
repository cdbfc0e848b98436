// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package scriptgen

var (
	effectMetaKeys = []string{"a", "b", "c", "device", "hit", "tag_name", "virtual_path", "toString"}
	effectTexts    = []string{`"x"`, `"y"`, `""`, `"d1"`, `"ä"`, `"5"`, `"d2"`, `"😀"`}
	// Some of these are none.
	effectCacheKeys = []string{`"k1"`, `"k2"`, `"k3"`, `"k4"`, `"k5"`, `"k" + n`, `"k" + l.length`, "msg.meta.a", "p && p.a", `msg.meta["tag_name"]`, "7", `""`, "undefined", `"d1"`}
)

// EffectKeys are keys of the cache that scripts use, most of them.
var EffectKeys = []string{
	"k1", "k2", "k3", "k4", "k5", "k0", "k-1", "k6", "k7", "k8", "7", "__proto__", "d1", "d2", "d3", "x", "y", "t", "u", "1", "5", "2.5", "null", "true", "a", "ä", "seen", "s",
}

var effectLeaves = []string{
	"1", "-0", "0.1", `"x"`, `"ä😀"`, "null", "undefined", "true", "0 / 0", "1 / 0", "[]", "{}", "p", "o", "l", "n", "s", "l[0]", "o.b", "o.z", "() => 1", "(n += 1)", `(s += "t")`,
	"msg", "msg.payload", "msg.payload?.a", "msg.payload?.l", "msg.payload?.s", "msg.payload?.n", "msg.payload?.l?.length", "msg.meta", "msg.meta.a", "msg.meta.@M", "Object.keys(msg.meta).join()", "cache.get(@K)", "cache.get(@K)", "cache.exists(@K)",
}

var effectValues = []string{
	"[@V, @V]", "({ a: @V, b: @V })", "({ ...(@V), c: @V })", "(@V || @V)", "(@V ?? @V)", "(@V && @V)", "(@V, @V)", "(@T ? @V : @V)", "String(@V)", "typeof (@V)", "JSON.stringify(@V)", "`${ @V }:${ @V }`", "((@V) + (@V))", "Number(@V)", "((@V) * 2)", "((@V)?.a)", "((@V)?.[0])",
	"@F(@V)", "(o.a = @V)", "(l[n % 3] = @V)", "l.push(@V)", "l.map(x => @V)", "l.reduce((x, y) => @V, @V)", "l.filter(x => @T)", "Object.assign({}, @V)", "Array.isArray(@V)", "[...l]", "[...s]", "new Date(0)", "JSON.parse(JSON.stringify(@V) || \"0\")", "new Map([[1, @V]]).get(1)", "(x => [x, @V])(@V)",
	"(cache.get(@K) ?? @V)", "@U", "@U", "(cache.set(@K, @V), @V)", "(cache.delete(@K), @V)", "(console.log(@V), @V)", "(console.warn(\"in\", @V), cache.set(@K, @V), @V)", "(msg.meta.@M = @V)", "(msg.payload.a = @V)", "(delete msg.meta.@M)", "(delete msg.payload.a)",
}

// effectSimpleTests of effectTests hold no others.
const effectSimpleTests = 14

var effectTests = []string{
	"true", "msg.payload?.a > 1", `msg.meta.a === "x"`, "msg.meta.device", "cache.exists(@K)", `typeof msg.payload === "object"`, "(n % 2)", "msg.payload?.l?.length > 1", `(console.debug("test", n), n > 1)`, "msg.payload != null", "cache.get(@K) > 1", "(cache.set(@K, n), true)", "Array.isArray(msg.payload)", `msg.meta.tag_name !== "t"`,
	"(@V) == @V", "(@U) > 2", `((msg.meta.a = "seen") && @V)`, "!(@T)", "(@T && @T)", "@V",
}

var effectUpdates = []string{
	"x => (x || 0) + 1", "x => (x || 0) + 1", "(x, there) => (there ? x : @V)", "x => @V", "x => [x, @V].flat().slice(-3)", "x => { cache.set(@K, @V); return @V; }", "x => cache.update(@K, y => (y || 0) + 1)", `x => { console.info("in", x); return @V; }`, `x => { throw new Error("in update"); }`,
	"x => { cache.delete(@K); return cache.exists(@K); }", "() => undefined", "x => { msg.meta.@M = x; return @V; }", "x => { try { return @V; } finally { cache.set(@K, 2); } }", "f", "function (x) { return arguments.length; }",
}

var effectStatements = []string{
	"console.log(@V);", "console.info(\"line\", @V);", "console.warn(@V, @V);", "console.error(@V);", "console.debug(n, s, l);",
	"cache.set(@K, @V);", "cache.set(@K, @V);", "cache.set(@K, @V);", "cache.set(@K, msg);", "try { @V; } catch (e) { @C }", "try { throw @V; } catch (e) { console.log(e); }", "try { @U; } catch (e) { @C }", "cache.delete(@K);", "msg.meta.got = JSON.stringify(cache.get(@K));", `msg.meta.had = (msg.meta.had || "") + cache.exists(@K);`, "msg.meta.upd = JSON.stringify(@U);", "@U;", "for (const x of l) cache.update(\"k\" + x, y => (y || 0) + x);", `l.forEach(x => { console.log(x); cache.set("k" + x, x); });`,
	"msg.meta.@M = @V;", "msg.meta.@M = @V;", "msg.meta[s] = @V;", "msg.meta[n] = @V;", "msg.meta[msg.meta.a] = @V;", "delete msg.meta.@M;", "msg.meta = { ...msg.meta, a: @V };", "msg.meta = { ...msg.meta };", `Object.assign(msg.meta, { a: @V, b: "z" });`, "msg.meta = @V;", "delete msg.meta;",
	"if (p?.a) msg.payload.a = @V;", "if (p?.l?.push) msg.payload.l.push(@V);", "msg.payload.a = @V;", "delete msg.payload.a;", "msg.payload = @V;", "p.b = @V;", "if (p?.l) p.l[0] = @V;", "if (p?.l?.sort) msg.payload.l.sort();", "if (p?.o) msg.payload.o.x = @V;", "msg.payload = { ...p, z: @V };", "msg.payload = p;", "msg.payload = msg.payload.l;", "delete msg.payload;", "msg.extra = @V;", "p = @V;", "msg = { payload: @V, meta: msg.meta };",
	"o.a = @V;", "l.push(@V);", "n += l.length;", "n += Number(@V);", "s += @V;", "const @N = @V;", "@V;", "@F(@V);", "l.length = 1;", "Object.keys(p || {}).forEach(k => console.log(k, p[k]));", "const { a: @N, ...@N } = @V;", "const [@N = @V] = @V;",
	`if (@T) throw new Error("fault");`, "if (@T) throw @V;", `if (n > 1) throw new RangeError("at " + n);`, `if (@T) throw new Error("fault", { cause: @V });`, "if (@T) return @R;", "if (@T) return null;",
}

var effectBlocks = []string{
	"if (@T) {\n@L}", "if (@T) {\n@L} else {\n@L}", "for (let i = 0; i < 3; i++) {\n@L}", "for (const x of l.slice(0, 3)) {\n@L}", "for (const x of Object.keys(msg.meta)) {\n@L}", "for (const k in msg.meta) {\n@Lbreak;\n}", "[1, 2].forEach(x => {\n@L});", "(() => {\n@L})();", "try {\n@L} catch (e) {\n@C\n}", "try {\n@L} catch (e) {\n@C\n}", "try {\n@L} catch (e) {\n@C\n}",
	"try {\n@L} catch {\nconsole.log(\"caught\");\n} finally {\n@L}", "try {\n@L} finally {\n@L}", "switch (n) {\ncase 1:\n@Lbreak;\ndefault:\n@L}", "let @N = 0;\ndo {\n@L} while (n++ < 3);", "const @N = x => {\n@Lreturn @V;\n};",
}

var effectCatches = []string{
	"msg.meta.e = e.message;", "msg.meta.e = e.message;", `msg.meta.e = "caught";`, "console.log(e instanceof Error, e.name);", `console.warn("caught", e);`, "throw e;", "msg.meta.e = String(e);", `cache.set("k1", e);`, `cache.update("k2", () => e.message);`, "return msg;",
}

var effectEnd = []string{"return msg;", "return msg;", "return msg;", "return msg;", "return @R;", "return @R;", "return @R;"}

var effectResults = []string{
	"msg", "null", "undefined", "[]", "{ ...msg }", "{ payload: @V, meta: msg.meta }", `{ payload: p, meta: { ...msg.meta, b: "copy" } }`, "{ meta: msg.meta }", "{ payload: 1 }", `[msg, null, { payload: @V, meta: { ...msg.meta, tag_name: "u" } }]`, "[msg, msg]", `[{ payload: p, meta: msg.meta }, msg, { payload: p, meta: { ...msg.meta, tag_name: "v" } }]`,
	`l.slice(0, 3).map(x => ({ payload: x, meta: { ...msg.meta, tag_name: "t" + x } }))`, "[msg, 5]", "[msg, { payload: 0 / 0, meta: msg.meta }]", "[{ payload: @V, meta: { ...msg.meta } }]", "@V", "msg.payload", "[{ meta: msg.meta }, { payload: msg.payload?.a, meta: msg.meta }]", "Object.assign({}, msg)", "{ payload: @V, meta: @V }", `(console.log("end"), msg)`, `(cache.set("k1", "end"), msg)`,
	"[{ ...msg }, { ...msg, payload: @V }]", "Array.isArray(p) ? p.map(x => ({ payload: x, meta: msg.meta })) : msg",
}

// GivenUp are expressions that the executor in Go compiles, and gives up when it comes
// to them.
var GivenUp = []string{
	`"😀"[0].length`, `"😀".charAt(1)`, `"a😀b".split("")`, `"😀".slice(1)`, `String.fromCharCode(0xd83d)`, `s.padEnd(3, "😀")`,
	"(() => { try { null.x; } catch (e) { return e.message; } })()", "(() => { try { o.z.z; } catch (e) { return String(e); } })()", "(() => { try { return undefinedName; } catch (e) { return e.message; } })()", "(() => { try { l(); } catch (e) { return e.message; } })()", "(() => { try { JSON.parse(\"{\"); } catch (e) { return e.message; } })()",
	"[1].entries()", "[...l.entries()].length", `new Date("Jan 2 2024 UTC").getTime()`, `new Date("2024/01/02").getTime()`, "new Date(NaN).toString()", "[{}, {}].sort().length", "o.hasOwnProperty(o)", "l[o]", "({})[l]", `o[{ toString() { return "a"; } }]`,
	"(function r(x) { return x > 0 ? 1 + r(x - 1) : 0; })(1200)", "(function r(x) { return 1 + r(x + 1); })(0)", "String(() => 1)", "String(f)", `JSON.stringify(o, ["a"])`, "JSON.stringify(o, null, { })", `JSON.parse("[1]", (k, v) => v)`, `JSON.parse("1e400")`, `/(a)\1/.test("aa")`, `/a/y.test("äa")`,
	"l.lastIndexOf(1, 1)", "Object.fromEntries([1])", "Math.sign({})", "new Map([1])", "(l.named = 1)", "(l.length = 2)", "Object.freeze(l).push(1)", "new Array(2).map(x => x).length", "(255).toString(7)", "(0.1).toString(3)", "(1e21).toString(36)", `parseFloat("1".repeat(400))`, "new Set([1]).entries().next().value", "Array.from(new Map([[1, 2]]).entries()).length",
	"cache.get(o)", "cache.set(l, 1)", `cache.update("k1", o)`, `cache.update("k1", 5)`, `cache.set("k2", (() => { const x = {}; x.x = x; return x; })())`, "console.log(new Map([[1, 2]]))", "console.log(new Set([1]), /x/)", "console.log(() => 1)", "console.log((() => { const x = {}; x.x = x; return x; })())", `console.error(new Error("shown").name, new Error("shown"))`,
	"(msg.payload = 0 / 0)", "(msg.meta.a = (() => { const x = {}; x.x = x; return x; })())", "(msg[5] = 1)", "Object.assign(1, o)", `"x".localeCompare("y", "sv")`, `"ß".normalize("NFX")`, `"a".repeat(-1)`, "(1).toFixed(200)", "new Array(-1)", `decodeURIComponent("%")`, `JSON.parse("{")`, "(5).x.y", `new RegExp("(")`, `cache.update("k3", x => "😀"[1])`, `cache.update("k3", x => null.x)`,
}

var effectPayloads = []string{
	`{"a":1,"l":[1,2,3],"o":{"x":1},"s":"text","n":2.50}`, `{"a":1,"l":[1,2,3],"o":{"x":1},"s":"text","n":2.50}`, `{"a":"x","l":["b","a"],"o":{},"n":9007199254740993}`, `{"a":{"b":[1,{"c":null}]},"l":[],"s":"😀"}`, `{"a":1.0,"l":[{"v":1},{"v":2}],"o":{"x":[1]}}`, `[1,2,{"a":1}]`, "1", "2.50", `"d1"`, "true", "null", "text", "", "9007199254740993",
	`{"a":"\ud800","l":[1],"o":{"x":"\udc00"}}`, `{"a":1e400}`, `{"__proto__":{"a":1},"a":2,"l":[1]}`, `{"a":"\u0061","l":[3,1,2],"10":1,"9":2,"o":{"x":1,"x":2}}`, ` { "a" : 5 , "l" : [ 1 , 2 ] } `, "{\"a\":\"\xff\",\"l\":[1]}", `{"l":null,"a":null}`, `{"length":3,"toJSON":1,"valueOf":2,"a":-0,"l":[-0,1e2]}`, "1e400",
}
