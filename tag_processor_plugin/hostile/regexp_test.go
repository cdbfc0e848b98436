// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

// expressions are regular expressions that take long or grow. goja gives those that
// look ahead, look behind or refer back to another engine, which goes back and forth.
var expressions = []pair{
	{name: "nested plus", data: `"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"`, script: `msg.payload = /^(a+)+$/.test(msg.payload);`, want: anyOf(value("false"), timeout)},
	{name: "nested plus, with a reference back", data: `"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"`, script: `msg.payload = /^(a+)+\1$/.test(msg.payload);`, want: anyOf(timeout)},
	{name: "nested plus, looking ahead", data: `"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"`, script: `msg.payload = /^(?=a)(a+)+$/.test(msg.payload);`, want: anyOf(timeout)},
	{name: "nested plus, looking behind", data: `"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"`, script: `msg.payload = /(?<!b)(a+)+$/.test(msg.payload);`, want: anyOf(timeout)},
	{name: "alternatives that overlap", data: `"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"`, script: `msg.payload = /^(a|aa|a)+\1?(?=c)/.test(msg.payload);`, want: anyOf(timeout, value("false"))},
	{name: "dots and stars on a long line", made: textOf(200000), script: `msg.payload = /.*.*.*=.*\1(x)(?=y)/.test(msg.payload);`, want: anyOf(timeout, value("false"), throws("SyntaxError"))},
	{name: "white space at the end", made: spaces(500000), script: `msg.payload = msg.payload.replace(/(?=\s)\s+$/, "").length;`, want: append(anyOf(passes), filling...)},
	{name: "white space at the end, in Go", made: spaces(500000), script: `msg.payload = msg.payload.replace(/\s+$/g, "").length;`, want: append(anyOf(passes), filling...)},
	{name: "an expression from the data", data: `{"re":"^(([a-z])+.)+[A-Z]([a-z])+\\2$","text":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}`, script: `msg.payload = new RegExp(msg.payload.re).test(msg.payload.text);`, want: anyOf(timeout, value("false"))},
	{name: "a quantifier of quantifiers", data: `"(a{1000}){1000}"`, script: `msg.payload = new RegExp(msg.payload).test("a");`, want: anyOf(value("false"), memory, timeout, throws("SyntaxError"))},
	{name: "quantifiers of quantifiers of quantifiers", data: `"(((a{100}){100}){100}){100}"`, script: `msg.payload = new RegExp(msg.payload).test("a".repeat(1000));`, want: anyOf(value("false"), memory, timeout, throws("SyntaxError"))},
	{name: "the same, looking ahead", data: `"(?=a)((((a{1000}){1000}){1000}){1000})+"`, script: `msg.payload = new RegExp(msg.payload).test("a".repeat(100000));`, want: anyOf(value("false"), memory, timeout, throws("SyntaxError"))},
	{name: "a quantifier of 1e9", data: `"(?=a)(a?){1000000000}b"`, script: `msg.payload = new RegExp(msg.payload).test("a".repeat(10));`, want: anyOf(value("false"), memory, timeout, throws("SyntaxError"))},
	{name: "empty repetitions", data: `"(?:(?=a)|b|()*)*{0}"`, script: `msg.payload = new RegExp("(?:(?=a)|(?:)*)*c").test("a".repeat(100000));`, want: anyOf(value("false"), memory, timeout)},
	{name: "many groups", data: `100000`, script: `msg.payload = new RegExp("()".repeat(msg.payload)).exec("a").length;`, want: anyOf(value("100001"), memory, timeout, throws("RangeError"))},
	{name: "many groups and many matches", data: `1000`, script: `msg.payload = [..."x".repeat(100000).matchAll(new RegExp("(x?)".repeat(msg.payload), "g"))].length;`, want: append(anyOf(passes), filling...)},
	{name: "deep groups", data: `1000000`, script: `msg.payload = new RegExp("(".repeat(msg.payload) + ")".repeat(msg.payload)).test("a");`, want: anyOf(passes, memory, timeout, overflow, throws("SyntaxError"), throws("RangeError"))},
	{name: "deep groups, looking ahead", data: `1000000`, script: `msg.payload = new RegExp("(?=".repeat(msg.payload) + ")".repeat(msg.payload)).test("a");`, want: anyOf(passes, memory, timeout, overflow, throws("SyntaxError"), throws("RangeError"))},
	{name: "a long expression", data: `5000000`, script: `msg.payload = new RegExp("a|".repeat(msg.payload)).test("a");`, want: append(anyOf(passes, throws("RangeError")), filling...)},
	{name: "a long expression that looks ahead", data: `2000000`, script: `msg.payload = new RegExp("(?=a)|".repeat(msg.payload)).test("a");`, want: append(anyOf(passes, throws("RangeError")), filling...)},
	{name: "a long class", data: `1000000`, script: `let s = ""; for (let i = 0; i < msg.payload; i++) s += String.fromCharCode(0x4e00 + (i * 2) % 20000); msg.payload = new RegExp("[" + s + "]+$").test(s);`, want: append(anyOf(passes), filling...)},
	{name: "expressions made again and again", data: `"a{1,500}"`, script: `for (let i = 0; ; i++) new RegExp(msg.payload + i).test("a");`, want: filling},
	{name: "matchAll of nothing in a long text", made: textOf(5000000), script: `msg.payload = [...msg.payload.matchAll(/(?:)/g)].length;`, want: append(anyOf(value("5000001")), filling...)},
	{name: "match of nothing in a long text", made: textOf(5000000), script: `msg.payload = msg.payload.match(/(?:)/g).length;`, want: append(anyOf(value("5000001")), filling...)},
	{name: "split at every place", made: textOf(5000000), script: `msg.payload = msg.payload.split(/(?:)/).length;`, want: append(anyOf(value("5000000")), filling...)},
	{name: "split with groups", made: textOf(1000000), script: `msg.payload = msg.payload.split(/(x)(x)(x)?/).length;`, want: append(anyOf(passes), filling...)},
	{name: "split, looking ahead", made: textOf(1000000), script: `msg.payload = msg.payload.split(/(?=x)/).length;`, want: append(anyOf(value("1000000")), filling...)},
	{name: "replace by a function, looking ahead", made: textOf(1000000), script: `msg.payload = msg.payload.replace(/x(?=x)/g, s => s + s).length;`, want: append(anyOf(value("1999999")), filling...)},
	{name: "exec that begins anew for ever", data: `"xxx"`, script: `const re = /x/g; for (;;) { re.lastIndex = 0; re.exec(msg.payload); }`, want: filling},
	{name: "exec with a lastIndex that never moves", data: `"xxx"`, script: `const re = /(?:)/g; let m, all = []; while ((m = re.exec(msg.payload)) !== null) all.push(m);`, want: filling},
	{name: "a lastIndex of 2^53", data: `9007199254740991`, script: `const re = /x/y; re.lastIndex = msg.payload; msg.payload = re.test("xxx");`, want: anyOf(value("false"))},
	{name: "a search through Unicode, ignoring case", made: textOf(2000000), script: `msg.payload = /(?=.)(ſ|K|x)*\1z/iu.test(msg.payload);`, want: append(anyOf(value("false")), recursing...)},
	{name: "an exec of its own that never ends", data: `"x"`, script: `const re = /x/g; re.exec = () => [""]; msg.payload = msg.payload.replace(re, "y");`, want: filling},
}
