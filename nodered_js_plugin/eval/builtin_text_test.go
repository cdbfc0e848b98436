// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

// More of these is in string_test.go and regexp_test.go.
var textCases = cases{
	"String": `
[String(), String(null), String(undefined), String(-0), String([1, [2]]), String({}), String(true), String(1e21), String(new Error("x"))] ⇒ ["","null","undefined","0","1,2","[object Object]","true","1e+21","Error: x"]`,
	"String.fromCharCode": `
[String.fromCharCode(72, 105), String.fromCharCode(), String.fromCharCode(65536 + 65, "66", 228)] ⇒ ["Hi","","ABä"]`,
	"String.fromCharCode.apply": `
String.fromCharCode.apply(null, [72, 105]) ⇒ "Hi"`,
	"String.fromCodePoint": `
[String.fromCodePoint(128512), String.fromCodePoint(97, 98)] ⇒ ["😀","ab"]
String.fromCodePoint(-1) ⇒ RangeError
String.fromCodePoint(1.5) ⇒ RangeError`,
	"String.prototype.at": `
["abc".at(-1), "abc".at(5), "aä".at(1), "a".at()] ⇒ ["c",undefined,"ä","a"]`,
	"String.prototype.charAt": `
["abc".charAt(1), "abc".charAt(-1), "abc".charAt(), "äb".charAt(1)] ⇒ ["b","","a","b"]`,
	"String.prototype.charCodeAt": `
["a".charCodeAt(), "a".charCodeAt(1), "😀".charCodeAt(0), "😀".charCodeAt(1)] ⇒ [97,NaN,55357,56832]`,
	"String.prototype.codePointAt": `
["😀".codePointAt(0), "😀".codePointAt(1), "a".codePointAt(1)] ⇒ [128512,56832,undefined]`,
	"String.prototype.concat": `
["a".concat("b", 1, null), "a".concat()] ⇒ ["ab1null","a"]`,
	"String.prototype.endsWith": `
["abc".endsWith("c"), "abc".endsWith("b", 2), "abc".endsWith(""), "abc".endsWith("abcd"), "undefined".endsWith()] ⇒ [true,true,true,false,true]
"a".endsWith(/a/) ⇒ TypeError`,
	"String.prototype.includes": `
["abc".includes("b"), "abc".includes("a", 1), "abc".includes(""), "a1".includes(1)] ⇒ [true,false,true,true]
"a".includes(/a/) ⇒ TypeError`,
	"String.prototype.indexOf": `
["abcb".indexOf("b"), "abcb".indexOf("b", 2), "a".indexOf(""), "ab".indexOf("", 9), "a".indexOf("x"), "ä😀b".indexOf("b")] ⇒ [1,3,0,2,-1,3]`,
	"String.prototype.lastIndexOf": `
["abcb".lastIndexOf("b"), "abcb".lastIndexOf("b", 2), "ab".lastIndexOf(""), "a".lastIndexOf("x"), "abab".lastIndexOf("ab", NaN)] ⇒ [3,1,2,-1,2]`,
	"String.prototype.localeCompare": `
["a".localeCompare("b") < 0, "b".localeCompare("a") > 0, "a".localeCompare("a")] ⇒ [true,true,0]`,
	"String.prototype.match": `
["a1b2".match(/\d/g), "x".match(/\d/g), [..."a1".match(/([a-z])(\d)/)]] ⇒ [["1","2"],null,["a1","a","1"]]`,
	"String.prototype.matchAll": `
[..."a1b2".matchAll(/([a-z])(\d)/g)].map(m => m[1] + m.index) ⇒ ["a0","b2"]
"a".matchAll(/a/) ⇒ TypeError`,
	"String.prototype.normalize": `
["e\u0301".normalize().length, "é".normalize("NFD").length] ⇒ [1,2]
"a".normalize("x") ⇒ RangeError`,
	"String.prototype.padEnd": `
["a".padEnd(3), "a".padEnd(4, "xy"), "abc".padEnd(2), "a".padEnd(3, "")] ⇒ ["a  ","axyx","abc","a"]`,
	"String.prototype.padStart": `
["5".padStart(3, "0"), "a".padStart(4, "xy"), "abc".padStart(2), "a".padStart()] ⇒ ["005","xyxa","abc","a"]`,
	"String.prototype.repeat": `
["ab".repeat(2), "a".repeat(0), "".repeat(5), "a".repeat("2")] ⇒ ["abab","","","aa"]
"a".repeat(-1) ⇒ RangeError
"a".repeat(Infinity) ⇒ RangeError`,
	"String.prototype.replace": `
["aba".replace("a", "x"), "aba".replace(/a/g, "x"), "abc".replace("b", "[$&$'$$]"), "ab".replace(/(a)(b)/, "$2$1"), "ab".replace("b", (m, at) => m + at), "a".replace("x", "y")] ⇒ ["xba","xbx","a[bc$]c","ba","ab1","a"]`,
	"String.prototype.replaceAll": `
["aba".replaceAll("a", "x"), "aa".replaceAll("a", (m, at) => at), "ab".replaceAll("", "-"), "aba".replaceAll(/a/g, "$&$&")] ⇒ ["xbx","01","-a-b-","aabaa"]
"a".replaceAll(/a/, "") ⇒ TypeError`,
	"String.prototype.search": `
["abc".search(/c/), "abc".search("x"), "äbc".search(/c/)] ⇒ [2,-1,2]`,
	"String.prototype.slice": `
["abcd".slice(1), "abcd".slice(-2), "abcd".slice(1, -1), "abcd".slice(3, 1), "äöü".slice(1, 2)] ⇒ ["bcd","cd","bc","","ö"]`,
	"String.prototype.split": `
["a,b".split(","), "ab".split(""), "ab".split(), "".split(","), "".split(""), "a,b,c".split(",", 2), "a1b".split(/(\d)/), "ab".split("", 1)] ⇒ [["a","b"],["a","b"],["ab"],[""],[],["a","b"],["a","1","b"],["a"]]`,
	"String.prototype.startsWith": `
["abc".startsWith("a"), "abc".startsWith("b", 1), "abc".startsWith(""), "a".startsWith("ab")] ⇒ [true,true,true,false]
"a".startsWith(/a/) ⇒ TypeError`,
	"String.prototype.substr": `
["abcd".substr(1, 2), "abcd".substr(-2), "abcd".substr(-3, 1), "abcd".substr(2, -1)] ⇒ ["bc","cd","b",""]`,
	"String.prototype.substring": `
["abcd".substring(1, 3), "abcd".substring(3, 1), "abcd".substring(-1, 2), "abcd".substring(2), "abcd".substring(NaN, 1)] ⇒ ["bc","bc","ab","cd","a"]`,
	"String.prototype.toLocaleLowerCase": `"ÄB".toLocaleLowerCase() ⇒ "äb"`,
	"String.prototype.toLocaleUpperCase": `"äb".toLocaleUpperCase() ⇒ "ÄB"`,
	"String.prototype.toLowerCase":       `["ABC".toLowerCase(), "ÄΣ".toLowerCase()] ⇒ ["abc","äς"]`,
	"String.prototype.toString":          `"a".toString() ⇒ "a"`,
	"String.prototype.toUpperCase":       `["abc".toUpperCase(), "straße".toUpperCase()] ⇒ ["ABC","STRASSE"]`,
	"String.prototype.trim":              `["\u00a0 a\ufeff\n".trim(), "\u2028a\u0085".trim().length] ⇒ ["a",2]`,
	"String.prototype.trimEnd":           `" a ".trimEnd() ⇒ " a"`,
	"String.prototype.trimLeft":          `" a ".trimLeft() ⇒ "a "`,
	"String.prototype.trimRight":         `" a ".trimRight() ⇒ " a"`,
	"String.prototype.trimStart":         `" a ".trimStart() ⇒ "a "`,
	"String.prototype.valueOf":           `"a".valueOf() ⇒ "a"`,
	"RegExp": `
[RegExp("a", "g").flags, RegExp("a.b").source, String(RegExp(""))] ⇒ ["g","a.b","/(?:)/"]
RegExp("(") ⇒ SyntaxError`,
	"new RegExp": `
[new RegExp("\\d+").test("a1"), new RegExp(/a/g).flags, new RegExp(/a/g, "i").flags] ⇒ [true,"g","i"]
new RegExp("a", "zz") ⇒ SyntaxError`,
	"RegExp.prototype.exec": `
[/(b)(c)?/.exec("abx").slice(), /b/.exec("abx").index, /x/.exec("a")] ⇒ [["b","b",undefined],1,null]
(() => { const r = /a/g; return [r.exec("aba").index, r.lastIndex, r.exec("aba").index, r.exec("aba"), r.lastIndex]; })() ⇒ [0,1,2,null,0]`,
	"RegExp.prototype.test": `
[/a/.test("bab"), /^a/.test("ba"), /undefined/.test()] ⇒ [true,false,true]`,
	"RegExp.prototype.toString": `
[/a\/b/gi.toString(), String(/x/)] ⇒ ["/a\\/b/gi","/x/"]`,
}

var uriCases = cases{
	"encodeURIComponent": `
[encodeURIComponent("a b&c/ä😀"), encodeURIComponent("-_.!~*'()"), encodeURIComponent(), encodeURIComponent(1)] ⇒ ["a%20b%26c%2F%C3%A4%F0%9F%98%80","-_.!~*'()","undefined","1"]`,
	"encodeURI": `
encodeURI("http://x/ä?a=b c#d") ⇒ "http://x/%C3%A4?a=b%20c#d"`,
	"decodeURIComponent": `
[decodeURIComponent("a%20b%C3%A4%26"), decodeURIComponent("%F0%9F%98%80"), decodeURIComponent("ä+")] ⇒ ["a bä&","😀","ä+"]
decodeURIComponent("%zz") ⇒ URIError
decodeURIComponent("%") ⇒ URIError
decodeURIComponent("%C3") ⇒ URIError
decodeURIComponent("%C0%80") ⇒ URIError
decodeURIComponent("%ED%A0%80") ⇒ URIError`,
	"decodeURI": `
[decodeURI("%26%20%C3%A4%23"), decodeURI("%2f")] ⇒ ["%26 ä%23","%2f"]
decodeURI("%e4") ⇒ URIError`,
}
