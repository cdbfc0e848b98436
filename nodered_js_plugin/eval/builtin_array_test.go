// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

var arrayCases = cases{
	"Array": `
Array() ⇒ []
Array(1, 2) ⇒ [1,2]
Array("3") ⇒ ["3"]
Array(2).fill(0) ⇒ [0,0]
Array(3).length ⇒ 3`,
	"new Array": `
new Array(1, undefined) ⇒ [1,undefined]
new Array(2).fill("x").join() ⇒ "x,x"
new Array("a") ⇒ ["a"]`,
	"Array.from": `
Array.from("a😀b") ⇒ ["a","😀","b"]
Array.from([1, 2], x => x * 2) ⇒ [2,4]
Array.from({ length: 3 }, (_, i) => i) ⇒ [0,1,2]
Array.from({ length: 2, 0: "a" }) ⇒ ["a",undefined]
Array.from({ length: -1 }) ⇒ []
Array.from(new Set([1, 1, 2])) ⇒ [1,2]
Array.from(new Map([["a", 1]])) ⇒ [["a",1]]
Array.from(5) ⇒ []
Array.from(null) ⇒ TypeError`,
	"Array.isArray": `
[Array.isArray([]), Array.isArray({ length: 0 }), Array.isArray("a"), Array.isArray()] ⇒ [true,false,false,false]`,
	"Array.of": `
Array.of(7) ⇒ [7]
Array.of() ⇒ []`,
	"Array.prototype.at": `
[[1, 2].at(-1), [1, 2].at(2), [1, 2].at(-3), [1].at(), [1, 2].at(1.9), [1, 2].at("1"), [1].at(NaN)] ⇒ [2,undefined,undefined,1,2,2,1]`,
	"Array.prototype.concat": `
[1].concat([2, [3]], 4, "ab") ⇒ [1,2,[3],4,"ab"]
[].concat() ⇒ []`,
	"Array.prototype.entries": `
[..."ab".split("").entries()] ⇒ [[0,"a"],[1,"b"]]
[...[].entries()] ⇒ []`,
	"Array.prototype.keys": `
[...["a", "b"].keys()] ⇒ [0,1]
["a"].keys().next() ⇒ {"value":0,"done":false}`,
	"Array.prototype.values": `
[...["a", "b"].values()] ⇒ ["a","b"]
[].values().next() ⇒ {"value":undefined,"done":true}`,
	"Array.prototype.every": `
[[].every(x => false), [1, 2].every(x => x > 1), [1, 2].every((x, i, all) => all[i] === x)] ⇒ [true,false,true]`,
	"Array.prototype.fill": `
[1, 2, 3].fill(0, 1) ⇒ [1,0,0]
[1, 2, 3].fill(0, -1) ⇒ [1,2,0]
[1, 2, 3].fill(0, 1, 2) ⇒ [1,0,3]
[1, 2, 3].fill() ⇒ [undefined,undefined,undefined]
[1, 2, 3].fill(0, 3, 1) ⇒ [1,2,3]`,
	"Array.prototype.filter": `
[1, 0, "a", null].filter(x => x) ⇒ [1,"a"]
[3, 4].filter((x, i) => i === 1) ⇒ [4]`,
	"Array.prototype.find": `
[[1, 2, 3].find(x => x > 1), [1].find(x => false), [].find(x => true)] ⇒ [2,undefined,undefined]`,
	"Array.prototype.findIndex": `
[[1, 2].findIndex(x => x === 2), [1].findIndex(x => false)] ⇒ [1,-1]`,
	"Array.prototype.findLast": `
[[1, 2, 3].findLast(x => x < 3), [].findLast(x => true)] ⇒ [2,undefined]`,
	"Array.prototype.findLastIndex": `
[[1, 2, 1].findLastIndex(x => x === 1), [].findLastIndex(x => true)] ⇒ [2,-1]`,
	"Array.prototype.flat": `
[1, [2, [3, [4]]]].flat() ⇒ [1,2,[3,[4]]]
[1, [2, [3, [4]]]].flat(2) ⇒ [1,2,3,[4]]
[1, [2, [3, [4]]]].flat(Infinity) ⇒ [1,2,3,4]
[[1]].flat(0) ⇒ [[1]]
[[1]].flat(-1) ⇒ [[1]]`,
	"Array.prototype.flatMap": `
[1, 2].flatMap(x => [x, [x]]) ⇒ [1,[1],2,[2]]
[1, 2].flatMap(x => x) ⇒ [1,2]
[1, 2].flatMap(x => []) ⇒ []`,
	"Array.prototype.forEach": `
[1].forEach(x => x) ⇒ undefined
(() => { const seen = []; [1, 2].forEach((x, i, all) => { seen.push(x, i, all.length); if (i === 0) all.push(9); }); return seen; })() ⇒ [1,0,2,2,1,3]`,
	"Array.prototype.includes": `
[[NaN].includes(NaN), [1, 2].includes(1, 1), [1].includes("1"), [undefined].includes(), [1, 2].includes(2, -1)] ⇒ [true,false,false,true,true]`,
	"Array.prototype.indexOf": `
[[NaN].indexOf(NaN), [1, 2, 1].indexOf(1, 1), [1].indexOf("1"), [].indexOf(), [1, 2].indexOf(1, -1)] ⇒ [-1,2,-1,-1,-1]`,
	"Array.prototype.join": `
[[1, null, undefined, [2, [3]]].join(), [1, 2].join(""), [1, 2].join(undefined), [1, 2].join(null), [].join("x"), [{}].join()] ⇒ ["1,,,2,3","12","1,2","1null2","","[object Object]"]
(() => { const a = [1]; a.push(a); return a.join(); })() ⇒ "1,"`,
	"Array.prototype.lastIndexOf": `
[[1, 2, 1].lastIndexOf(1), [1].lastIndexOf(2), [NaN].lastIndexOf(NaN), [].lastIndexOf(1)] ⇒ [2,-1,-1,-1]`,
	"Array.prototype.map": `
["1", "2", "3"].map(Number) ⇒ [1,2,3]
["1", "2", "3"].map(parseInt) ⇒ [1,NaN,NaN]
[].map(x => x) ⇒ []
[1, 2].map((x, i, all) => all.length + i) ⇒ [2,3]`,
	"Array.prototype.pop": `
(() => { const a = [1, 2]; return [a.pop(), a, [].pop()]; })() ⇒ [2,[1],undefined]`,
	"Array.prototype.push": `
(() => { const a = []; return [a.push(1, 2), a.push(), a]; })() ⇒ [2,2,[1,2]]`,
	"Array.prototype.reduce": `
[1, 2, 3].reduce((x, y) => x + y) ⇒ 6
[1, 2].reduce((x, y, i) => x + i, "") ⇒ "01"
[5].reduce((x, y) => 0) ⇒ 5
[].reduce((x, y) => 0, undefined) ⇒ undefined
[].reduce((x, y) => 0) ⇒ TypeError`,
	"Array.prototype.reduceRight": `
["a", "b", "c"].reduceRight((x, y) => x + y) ⇒ "cba"
[].reduceRight((x, y) => 0) ⇒ TypeError`,
	"Array.prototype.reverse": `
(() => { const a = [1, 2, 3]; return a.reverse() === a && a; })() ⇒ [3,2,1]`,
	"Array.prototype.shift": `
(() => { const a = [1, 2]; return [a.shift(), a, [].shift()]; })() ⇒ [1,[2],undefined]`,
	"Array.prototype.slice": `
[[1, 2, 3].slice(1), [1, 2, 3].slice(-2, -1), [1, 2].slice(), [1, 2].slice(2, 1), [1, 2].slice("1"), [1, 2].slice(NaN, 1), [1, 2].slice(0, undefined)] ⇒ [[2,3],[2],[1,2],[],[2],[1],[1,2]]`,
	"Array.prototype.some": `
[[].some(x => true), [1, 2].some(x => x > 1)] ⇒ [false,true]`,
	"Array.prototype.sort": `
[3, 20, 100].sort() ⇒ [100,20,3]
[3, undefined, 1].sort() ⇒ [1,3,undefined]
[3, undefined, 1].sort((a, b) => b - a) ⇒ [3,1,undefined]
["b", "a", "B"].sort() ⇒ ["B","a","b"]
["\uffff", "😀"].sort().map(s => s.codePointAt()) ⇒ [128512,65535]
[true, null, -1, "a"].sort() ⇒ [-1,"a",null,true]
[[1, "a"], [0, "b"], [1, "c"], [0, "d"]].sort((x, y) => x[0] - y[0]) ⇒ [[0,"b"],[0,"d"],[1,"a"],[1,"c"]]`,
	"Array.prototype.splice": `
(() => { const a = [1, 2, 3]; return [a.splice(1, 1, "x", "y"), a]; })() ⇒ [[2],[1,"x","y",3]]
(() => { const a = [1, 2, 3]; return [a.splice(-1), a]; })() ⇒ [[3],[1,2]]
(() => { const a = [1, 2]; return [a.splice(), a.splice(0, -1), a.splice(undefined), a]; })() ⇒ [[],[],[1,2],[]]
(() => { const a = [1]; return [a.splice(5, 5, 2), a]; })() ⇒ [[],[1,2]]`,
	"Array.prototype.toReversed": `
(() => { const a = [1, 2]; return [a.toReversed(), a]; })() ⇒ [[2,1],[1,2]]`,
	"Array.prototype.toSorted": `
(() => { const a = [2, 1]; return [a.toSorted(), a, [10, 9].toSorted(), [10, 9].toSorted((x, y) => x - y)]; })() ⇒ [[1,2],[2,1],[10,9],[9,10]]`,
	"Array.prototype.toSpliced": `
[[1, 2, 3].toSpliced(1, 1, "x"), [1, 2].toSpliced(1), [1, 2].toSpliced(), [1].toSpliced(0, 0, 2)] ⇒ [[1,"x",3],[1],[1,2],[2,1]]`,
	"Array.prototype.toString": `
[[1, [2, 3], null].toString(), [].toString()] ⇒ ["1,2,3,",""]`,
	"Array.prototype.unshift": `
(() => { const a = [1]; return [a.unshift(2, 3), a.unshift(), a]; })() ⇒ [3,3,[2,3,1]]`,
	"Array.prototype.with": `
[[1, 2].with(0, 9), [1, 2].with(-1, 9)] ⇒ [[9,2],[1,9]]
[1].with(1, 0) ⇒ RangeError
[1].with(-2, 0) ⇒ RangeError`,
	"Array.prototype.slice.call": `
Array.prototype.slice.call([1, 2, 3], 1) ⇒ [2,3]
(function () { return Array.prototype.slice.call(arguments, 1); })(1, 2) ⇒ [2]`,
	"Array.prototype.map.call": `
Array.prototype.map.call([1, 2], x => x + 1) ⇒ [2,3]`,
	"Array.prototype.join.call": `
Array.prototype.join.call([1, 2], "-") ⇒ "1-2"`,
	"Array.prototype.forEach.call": `
(() => { let n = 0; Array.prototype.forEach.call([1, 2], x => { n += x; }); return n; })() ⇒ 3`,
	"Array.prototype.push.apply": `
(() => { const a = [1]; return [Array.prototype.push.apply(a, [2, 3]), a, Array.prototype.push.apply(a, null)]; })() ⇒ [3,[1,2,3],3]`,
	"Array.prototype.concat.apply": `
Array.prototype.concat.apply([0], [[1], [2, [3]]]) ⇒ [0,1,2,[3]]`,
	"%ArrayIteratorPrototype%.next": `
[new Set([1]).values().next(), new Set([]).values().next()] ⇒ [{"value":1,"done":false},{"value":undefined,"done":true}]`,
}
