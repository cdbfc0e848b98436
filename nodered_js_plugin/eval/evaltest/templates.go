// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package evaltest

import "strings"

// A kind is what a template gives, and what stands behind @ in one.
type kind byte

const (
	number     kind = 'N'
	str        kind = 'S'
	boolean    kind = 'B'
	array      kind = 'A'
	object     kind = 'O'
	date       kind = 'D'
	mapping    kind = 'M'
	set        kind = 'T'
	failure    kind = 'E'
	pattern    kind = 'R' // a regular expression
	global     kind = 'G' // one with the flag g
	anything   kind = 'X'
	callback   kind = 'F' // a function of (element, index)
	comparator kind = 'C'
	reducer    kind = 'U'
	replacer   kind = 'Q' // a function for replace
	place      kind = 'V' // a variable or member that can be assigned
	key        kind = 'K'
	index      kind = 'I'
	small      kind = 'J' // a number from 0 to 30 that costs no memory
	radix      kind = 'W'
	block      kind = 'L' // statements in braces
	binding    kind = 'P' // a pattern or name that declares
	fresh      kind = 'Z' // a name that declares
)

// expressions are the templates of each kind. The first ones are taken where a script's
// choices are used up.
var expressions = map[kind][]string{
	number:   append(numbers, mathCalls()...),
	str:      texts,
	boolean:  booleans,
	array:    arrays,
	object:   objects,
	date:     dates,
	mapping:  {`new Map(@A.map((x, i) => [x, i]))`, `new Map()`, `new Map([[@X, @X], [@X, @X]])`, `@M.set(@X, @X)`, `new Map(Object.entries(@O))`, `new Map(@M)`},
	set:      {`new Set(@A)`, `new Set()`, `new Set([@X, @X, @X])`, `@T.add(@X)`, `new Set(@S)`, `new Set(@T)`, `new Set(@M.keys())`},
	failure:  errors(),
	pattern:  patterns,
	global:   {`/a/g`, `/./g`, `/\d+/g`, `/[^a-z]/gi`, `/(\w)(\d)?/g`, `/\s+/g`, `/(?<x>[a-z])/g`, `/x*/g`, `/ä|😀/gu`, `/^/gm`, `new RegExp(@S, "g")`},
	anything: things,
	key:      {`"a"`, `@S`, `@I`, `@X`, `@K`, `"0"`, `"length"`, `"x"`},
	index:    {`0`, `1`, `2`, `-1`, `3`, `10`, `@N`, `1.5`, `NaN`, `-0`, `"1"`, `undefined`, `null`, `-Infinity`, `Infinity`, `4294967295`, `1e21`, `-2`, `@X`},
	small:    {`0`, `1`, `2`, `3`, `5`, `12`, `-1`, `1.9`, `NaN`, `"2"`, `undefined`, `(@N % 20)`, `(@S.length % 30)`},
	radix:    {`10`, `2`, `16`, `36`, `8`, `7`, `0`, `37`, `1`, `undefined`, `3`, `@X`},
}

func errors() (list []string) {
	for _, name := range []string{"Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError"} {
		list = append(list, "new "+name+"(@S)", name+"(@X)", "new "+name+"()", "new "+name+"(@S, { cause: @X })")
	}
	return list
}

func mathCalls() (list []string) {
	for _, name := range strings.Fields("abs acos acosh asin asinh atan atanh cbrt ceil clz32 cos cosh exp expm1 floor fround log log1p log10 log2 round sign sin sinh sqrt tan tanh trunc") {
		list = append(list, "Math."+name+"(@N)")
		switch name {
		case "abs", "ceil", "floor", "round", "trunc", "sign":
			list = append(list, "Math."+name+"(@X)")
		}
	}
	return list
}

var numbers = []string{
	`(@N + @N)`, `(@N - @N)`, `(@N * @N)`, `(@N / @N)`, `(@N % @N)`, `((@N) ** (@N))`, `((@N) ** @J)`, `(@X - @X)`, `(@X * @X)`, `(@X % @X)`, `(@X / @X)`,
	`(@N & @N)`, `(@N | @N)`, `(@N ^ @N)`, `(@N << @N)`, `(@N >> @N)`, `(@N >>> @N)`, `(@X | 0)`, `(@X >>> 0)`,
	`(-(@N))`, `(+(@X))`, `(~(@N))`, `(+(@S))`, `(-(@X))`, `(@B ? @N : @N)`, `(@N || @N)`, `(@X ?? @N)`,
	`@S.length`, `@A.length`, `(@M).size`, `(@T).size`,
	`Number(@S)`, `Number(@X)`, `Number()`, `parseInt(@S)`, `parseInt(@S, @W)`, `parseInt(@X)`, `parseFloat(@S)`, `parseFloat(@X)`, `Number.parseInt(@S, @W)`, `Number.parseFloat(@X)`,
	`Math.max(@N, @N)`, `Math.min(@N, @X)`, `Math.max(...@A)`, `Math.min(...@A)`, `Math.max.apply(null, @A)`, `Math.min.apply(Math, @A)`, `Math.hypot(@N, @N)`, `Math.atan2(@N, @N)`,
	`Math.pow(@N, @N)`, `Math.imul(@N, @N)`, `Math.random()`, `Math.PI`, `Number.MAX_SAFE_INTEGER`, `Number.EPSILON`,
	`@S.indexOf(@S)`, `@S.indexOf(@S, @I)`, `@S.lastIndexOf(@S)`, `@S.lastIndexOf(@S, @I)`, `@S.charCodeAt(@I)`, `@S.codePointAt(@I)`, `@S.localeCompare(@S)`, `@S.search(@R)`,
	`@A.indexOf(@X)`, `@A.indexOf(@X, @I)`, `@A.lastIndexOf(@X)`, `@A.lastIndexOf(@X, @I)`, `@A.findIndex(@F)`, `@A.findLastIndex(@F)`, `@A.push(@X)`, `@A.push(@X, ...@A)`, `@A.unshift(@X)`, `@A.unshift(@X, @X)`,
	`Array.prototype.push.apply(@A, @A)`, `@A.reduce(@U, 0)`, `@A.reduce(@U)`,
	`@D.getTime()`, `@D.valueOf()`, `(@D - @D)`, `(+@D)`, `@D.getFullYear()`, `@D.getMonth()`, `@D.getDate()`, `@D.getDay()`, `@D.getHours()`, `@D.getMinutes()`, `@D.getSeconds()`, `@D.getMilliseconds()`,
	`@D.getUTCFullYear()`, `@D.getUTCMonth()`, `@D.getUTCDate()`, `@D.getUTCDay()`, `@D.getUTCHours()`, `@D.getUTCMinutes()`, `@D.getUTCSeconds()`, `@D.getUTCMilliseconds()`, `@D.getTimezoneOffset()`,
	`@D.setFullYear(@N)`, `@D.setMonth(@N)`, `@D.setDate(@N)`, `@D.setHours(@N)`, `@D.setMinutes(@N)`, `@D.setSeconds(@N)`, `@D.setMilliseconds(@N)`, `@D.setTime(@N)`,
	`@D.setUTCFullYear(@N, @N)`, `@D.setUTCMonth(@N)`, `@D.setUTCDate(@N)`, `@D.setUTCHours(@N, @N, @N)`, `@D.setUTCMinutes(@N, @N)`, `@D.setUTCSeconds(@X)`, `@D.setUTCMilliseconds(@X)`, `@D.setHours(@N, 0, 0, 0)`,
	`Date.now()`, `Date.parse(@S)`, `Date.UTC(@N, @N)`, `Date.UTC(2024, @N, @N, @N)`, `(@N).valueOf()`, `@V++`, `--@V`, `@V--`, `++@V`,
	`(@V = @N)`, `(@V += @N)`, `(@V -= @X)`, `(@V *= @N)`, `(@V |= @N)`, `(@V **= 2)`, `(@V %= @N)`, `(@V >>>= 1)`, `(@R).lastIndex`, `@A[@I]`, `@A.at(@I)`, `@A.pop()`, `@A.shift()`, `@A.find(@F)`,
	`msg.payload.n`, `msg.payload.value`, `msg.payload`,
}

var texts = []string{
	`(@S + @S)`, `(@S + @X)`, `(@X + @S)`, `(@S + @N)`, "`${@X}-${@N}`", "`${@S}${@X}`", `String(@X)`, `String(@N)`, `String()`, `(@B ? @S : @S)`, `(@S || @S)`, `(@X ?? @S)`, `(@S && @S)`,
	`@S.charAt(@I)`, `@S.at(@I)`, `@S[@I]`, `@S.slice(@I)`, `@S.slice(@I, @I)`, `@S.substring(@I)`, `@S.substring(@I, @I)`, `@S.substr(@I)`, `@S.substr(@I, @I)`,
	`@S.toUpperCase()`, `@S.toLowerCase()`, `@S.toLocaleUpperCase()`, `@S.toLocaleLowerCase()`, `@S.trim()`, `@S.trimStart()`, `@S.trimEnd()`, `@S.trimLeft()`, `@S.trimRight()`,
	`@S.padStart(@J, @S)`, `@S.padEnd(@J, @S)`, `@S.padStart(@J)`, `@S.padEnd(@J, @X)`, `@S.repeat(@J)`, `@S.concat(@S, @X)`, `@S.normalize()`, `@S.normalize("NFD")`, `@S.toString()`, `@S.valueOf()`,
	`@S.replace(@S, @S)`, `@S.replace(@R, @S)`, `@S.replace(@R, @Q)`, `@S.replace(@S, @Q)`, `@S.replace(@G, @Q)`, `@S.replaceAll(String(@S) || ",", @S)`, `@S.replaceAll(String(@S) || ",", @Q)`, `@S.replaceAll(@G, @S)`,
	`@S.split(@S)[@I]`, `@S.split(@S).pop()`, `@S.split(@S).join(@S)`, `@A.join(@S)`, `@A.join()`, `@A.join(@X)`, `@A.toString()`, `String(@A)`, `Array.prototype.join.call(@A, @S)`,
	`JSON.stringify(@X)`, `JSON.stringify(@O)`, `JSON.stringify(@A)`, `JSON.stringify(@X, null, 2)`, `JSON.stringify(@X, @F)`, `JSON.stringify(@X, null, @S)`, `JSON.stringify(@X, @A)`, `JSON.stringify(@D)`, `JSON.stringify({ a: @X, b: @X })`,
	`(typeof @X)`, `(@N).toString(@W)`, `(@N).toString()`, `(@N).toFixed(@J)`, `(@N).toFixed()`, `(@N).toPrecision(@J)`, `(@N).toExponential(@J)`, `(@B).toString()`, `(@B).valueOf()`,
	`encodeURIComponent(@S)`, `encodeURI(@S)`, `decodeURIComponent(@S)`, `decodeURI(@S)`, `decodeURIComponent(encodeURIComponent(@X))`, `encodeURI(@X)`,
	`@D.toISOString()`, `@D.toJSON()`, `@D.toString()`, `@D.toDateString()`, `@D.toTimeString()`, `@D.toUTCString()`, `String(@D)`, `(@D + "")`,
	`Object.prototype.toString.call(@X)`, `(@E).toString()`, `String(@E)`, `(@E).message`, `(@E).name`, `(@E).cause`, `(@R).toString()`, `(@R).source`, `(@R).flags`, `String(@R)`,
	`String.fromCharCode(@N, @N)`, `String.fromCharCode(65, 228)`, `String.fromCodePoint(@J)`, `String.fromCharCode.apply(null, @A)`, `(@O).toString()`, `(@A)[@I]`, `Object.keys(@O)[@I]`, `(void @X)`,
	`(@V = @S)`, `(@V += @S)`, `(@V ||= @S)`, `(@V ??= @S)`, `(@V &&= @S)`, `@O?.a`, `@O?.a?.b`, `@O?.[@K]`, `(@S, @S)`, `@X?.length`, `@S?.slice(1)`, `@S.match(@R)?.[0]`, `@S.match(@R)?.[1]`, `(@R).exec(@S)?.index`, `(@R).exec(@S)?.groups?.x`,
	`msg.payload.s`, `msg.meta.a`, `msg.meta.n`, `msg.meta[@K]`, `msg.payload`,
}

var booleans = []string{
	`(@N < @N)`, `(@N <= @N)`, `(@N > @N)`, `(@N >= @N)`, `(@X < @X)`, `(@X >= @X)`, `(@S < @S)`, `(@S > @S)`, `(@X === @X)`, `(@X !== @X)`, `(@X == @X)`, `(@X != @X)`, `(@S === @S)`, `(@N == @S)`, `(@X == null)`, `(@D < @D)`, `(@D == @S)`,
	`!@X`, `!!@X`, `(@B && @B)`, `(@B || @B)`, `@S.includes(@S)`, `@S.includes(@S, @I)`, `@S.startsWith(@S)`, `@S.startsWith(@S, @I)`, `@S.endsWith(@S)`, `@S.endsWith(@S, @I)`,
	`@A.includes(@X)`, `@A.includes(@X, @I)`, `@A.some(@F)`, `@A.every(@F)`, `(@R).test(@S)`, `(@G).test(@S)`, `isNaN(@X)`, `isFinite(@X)`, `Number.isNaN(@X)`, `Number.isFinite(@X)`, `Number.isInteger(@X)`, `Number.isSafeInteger(@N)`,
	`(@K in @O)`, `(@K in @A)`, `("a" in @X)`, `(@X instanceof Array)`, `(@X instanceof Object)`, `(@X instanceof Date)`, `(@X instanceof Error)`, `(@X instanceof Map)`, `(@X instanceof Set)`, `(@X instanceof RegExp)`, `(@X instanceof Function)`, `(@E instanceof TypeError)`, `(@X instanceof String)`,
	`Array.isArray(@X)`, `Object.is(@X, @X)`, `Object.is(@N, @N)`, `Object.hasOwn(@O, @K)`, `(@O).hasOwnProperty(@K)`, `Object.prototype.hasOwnProperty.call(@X, @K)`, `Boolean(@X)`, `Boolean()`,
	`@M.has(@X)`, `@T.has(@X)`, `@M.delete(@X)`, `@T.delete(@X)`, `(delete @O.a)`, `(delete @O[@K])`, `(delete @A[@I])`, `(typeof @X === "number")`, `(typeof missing === "undefined")`,
	`(@X).valueOf()`,
}

var arrays = []string{
	`[@X, @X]`, `[@N, @N, @N]`, `[@S, @S, @S]`, `[@O, @A]`, `[...@A, @X]`, `[...@A, ...@A]`, `[...@S]`, `[...@X]`, `[...@M]`, `[...@T]`, `[...@M.keys()]`, `[...@M.values()]`, `[...@T.values()]`, `[...@T.entries()]`, `[...@M.entries()]`, `[...@T.keys()]`,
	`@S.split(@S)`, `@S.split(@S, @I)`, `@S.split(@R)`, `@S.split(@R, @I)`, `@S.split()`, `@S.match(@R)`, `@S.match(@G)`, `[...@S.matchAll(@G)]`, `(@R).exec(@S)`,
	`@A.map(@F)`, `@A.filter(@F)`, `@A.slice()`, `@A.slice(@I)`, `@A.slice(@I, @I)`, `@A.concat(@A)`, `@A.concat(@X, @X)`, `@A.flat()`, `@A.flat(@J)`, `@A.flat(Infinity)`, `@A.flatMap(@F)`, `@A.reverse()`, `@A.toReversed()`, `@A.fill(@X)`, `@A.fill(@X, @I, @I)`,
	`@A.sort()`, `@A.sort(@C)`, `@A.toSorted()`, `@A.toSorted(@C)`, `@A.splice(@I, @I)`, `@A.splice(@I, @I, @X)`, `@A.splice(@I)`, `@A.toSpliced(@I, @I, @X)`, `@A.with(@I, @X)`, `@A.findLast(@F)`,
	`Object.keys(@O)`, `Object.keys(@X)`, `Object.values(@O)`, `Object.entries(@O)`, `Object.entries(@X)`, `Object.values(@X)`, `Array.from(@A)`, `Array.from(@S)`, `Array.from(@X)`, `Array.from(@A, @F)`, `Array.from({ length: @J }, @F)`, `Array.from({ length: @J, 0: @X })`, `Array.from(@M)`, `Array.from(@T)`,
	`Array.of(@X, @X)`, `new Array(@J)`, `Array(@J)`, `Array(@X, @X)`, `new Array(@J).fill(@X)`, `Array(@J).fill(0).map(@F)`, `JSON.parse(JSON.stringify(@A))`,
	`Array.prototype.slice.call(@A, @I)`, `Array.prototype.map.call(@A, @F)`, `Array.prototype.concat.apply([], @A)`, `Array.prototype.concat.apply(@A, @A)`, `@A.reduce((x, y) => [...x, y], [])`, `@A.reduceRight((x, y, i) => x.concat(y, i), [])`,
	`(@B ? @A : @A)`, `(@A || @A)`, `(@V = @A)`, `Object.freeze(@A)`, `msg.payload.list`, `msg.payload`, `Object.entries(msg.meta)`, `Object.keys(msg)`, `Object.keys(msg.meta)`, `Object.values(msg.meta)`,
	`[(@M).forEach(@F)]`, `[(@T).forEach(@F)]`, `[@A.forEach(@F)]`, `[(@M).clear()]`, `[(@T).clear()]`, `[(@M).get(@X)]`, `[Array.prototype.forEach.call(@A, @F)]`, `[@T.keys().next(), @M.values().next(), @M.entries().next().value]`,
}

var objects = []string{
	`{ a: @X }`, `{ a: @X, b: @X }`, `{ [@K]: @X }`, `{ [@K]: @X, [@K]: @X }`, `{ ...@O, a: @X }`, `{ a: @X, ...@O }`, `{ ...@X }`, `{ ...@S }`, `{ ...@A }`, `{ 2: @X, b: @X, 1: @X, "-1": @X }`, `{ "__proto__": @O }`,
	`Object.assign({}, @O)`, `Object.assign({}, @O, @O)`, `Object.assign(@O, @O)`, `Object.assign({}, @X, @X)`, `Object.fromEntries(Object.entries(@O))`, `Object.fromEntries([[@K, @X], [@K, @X]])`, `Object.fromEntries(@M)`, `Object.fromEntries(@A)`,
	`JSON.parse(JSON.stringify(@O))`, `JSON.parse(JSON.stringify(@X))`, `JSON.parse(@S)`, `JSON.parse('{"a":[1,{"b":null}],"__proto__":{"c":1},"10":1,"9":2}')`, `JSON.parse(@X)`,
	`msg.payload`, `msg.payload.o`, `msg.meta`, `{ ...msg.meta }`, `{ ...msg.meta, a: @X }`, `{ payload: @X, meta: { ...msg.meta, tag: @S } }`, `Object.assign({}, msg.meta, { a: @X })`, `{ ...msg, payload: @X }`, `msg`,
	`Object.freeze(@O)`, `Object.create(null)`, `(@B ? @O : @O)`, `(@O || @O)`, `(@V = @O)`, `@A.find(@F)`, `@A[@I]`, `{ a: (@V = @X), b: @V }`, `@O.a`, `@O["b"]`, `(@O).valueOf()`, `@A.reduce((x, y, i) => ({ ...x, [y]: i }), {})`,
	`{ toString: () => @X, valueOf: () => @X }`, `{ toString: () => @S }`, `{ valueOf: () => @N }`, `{ toJSON: @F, a: 1 }`, `{ f: @F, a: @N }`, `{ length: @J, 0: @X, 1: @X }`, `((p, q = @X) => ({ p, q }))(@X)`, `((p, ...q) => ({ p, q }))(@X, ...@A)`, `(({ a, b = @X, ...rest }) => ({ a, b, rest }))(@O)`, `(([a, b = @X, ...rest]) => ({ a, b, rest }))(@A)`,
}

var dates = []string{
	`new Date(@N)`, `new Date(@S)`, `new Date(@D)`, `new Date()`, `new Date(1700000000123)`, `new Date("2024-02-29T12:34:56.789Z")`, `new Date(2024, @J)`, `new Date(2024, 1, 30, @J, @J)`, `new Date(@N, @N, @N)`, `new Date(@X)`, `new Date(NaN)`, `new Date(8.64e15)`, `new Date(-62198755200000)`, `new Date(Date.UTC(@J, 1, @N))`, `new Date("2024-01-02")`, `new Date("2024-01-02T03:04:05+02:00")`, `new Date(msg.payload.ts)`,
}

var patterns = []string{
	`/a/`, `/b/g`, `/(a)(b)?/`, `/(?<x>[a-z]+)/`, `/\d+/`, `/\s+/g`, `/x*/g`, `/A/i`, `/^a|c$/m`, `/./u`, `/./gu`, `/(?:)/`, `/[^a-z]/i`, `/(\d+)\.(\d+)/`, `/ä|ö/g`, `/a/y`, `/\bmeta\b/`, `new RegExp(@S)`, `new RegExp(@S, @S)`, `RegExp("a", "gi")`, `new RegExp(@R)`, `/,/`, `/(,)|x/`, `/(?!a)./`, `/(a)\1/`,
}

var things = []string{
	`@N`, `@S`, `@A`, `@O`, `@B`, `@D`, `@N`, `@S`, `@A`, `@O`, `@M`, `@T`, `@R`, `@E`, `@F`, `@S`, `@X.a`, `@X[@K]`, `@X?.a`, `@X?.[@K]`, `@O.a.b`, `@O[@K]`, `(@X, @X)`, `(@X || @X)`, `(@X && @X)`, `(@X ?? @X)`, `(@B ? @X : @X)`, `(@V = @X)`, `(@V ||= @X)`, `(@V ??= @X)`, `(@F)(@X, @I)`, `(@F)(...@A)`, `@X.f(@X)`, `@O.f?.(@X)`, `@X.length`, `@M.get(@X)`, `@A.reduce(@U, @X)`, `@A.reduceRight(@U)`, `@X[@I]`, `missing`, `(() => { @L })()`, `@A.shift()`, `Object.entries(@O)[0]`, `(function () { return arguments.length + String(arguments[0]); })(@X, @X)`, `@X.f`, `msg`, `msg.other`,
}

// statements are the templates of statements. The variables that a part declares are
// known behind it.
var statementTemplates = []string{
	`log.push(@X);`, `log.push(@N, @S);`, `let @Z = @X;`, `const @Z = @X;`, `var @Z = @X;`, `let @Z;`, `@V = @X;`, `@V = @N;`, `@V += @X;`, `@V ||= @X;`, `@V ??= @X;`, `@V++;`, `log.push(@B, @A);`, `log.push(@D, @S);`, `let @Z = @A;`, `let @Z = @O;`, `const @Z = @S;`, `let @Z = @N;`,
	`msg.meta.a = @S;`, `msg.meta.tag_name = @X;`, `msg.meta[@K] = @X;`, `msg.meta[@S] = @S;`, `delete msg.meta.a;`, `delete msg.meta[@K];`, `msg.payload = @X;`, `msg.payload = @N;`, `msg.payload = msg.payload.value;`, `msg.payload.a = @X;`, `msg.payload[@K] = @X;`, `delete msg.payload.a;`, `msg.payload = @O;`, `msg.payload = msg.payload;`, `msg.payload = msg.payload.list[0];`, `msg.payload.list.push(@X);`,
	`msg.meta = { ...msg.meta, a: @X };`, `msg.meta = @O;`, `msg.other = @X;`, `delete msg.payload;`, `delete msg.meta;`, `msg = { payload: @X, meta: @O };`, `log.push(Object.keys(msg.meta));`, `for (const k in msg.meta) log.push(k, msg.meta[k]);`,
	`if (@B) { @L }`, `if (@B) { @L } else { @L }`, `if (@X) { @L } else if (@B) { @L } else { @L }`, `try { @L } catch (e) { log.push(e instanceof TypeError); @L }`, `try { @L } catch (e) { log.push(e.name, e.message); }`, `try { @L } catch (e) { log.push(e instanceof Error, typeof e); } finally { @L }`, `try { @L } finally { @L }`,
	`throw @E;`, `throw @X;`, `return @X;`, `return msg;`, `return [msg, { ...msg, payload: @X }];`, `return { payload: @X, meta: { ...msg.meta } };`, `{ @L }`,
	`for (let i = 0; i < @J; i++) { if (i > 9) break; @L }`, `for (let i = 0, f = []; i < 3; i++) { f.push(() => i); log.push(f.map(g => g())); @L }`, `for (const x of @A) { log.push(x); @L }`, `for (const x of @X) { @L }`, `for (const [a, b] of Object.entries(@O)) { log.push(a, b); @L }`, `for (const x in @O) { log.push(x); @L }`, `for (const x in @X) { log.push(x); @L }`, `for (let [x, y] of @M) { log.push(x, y); @L }`, `for (var x of @S) { log.push(x); @L }`, `for (@V of @A) { @L }`,
	`for (const x of @A) { if (@B) continue; if (@B) break; log.push(x); }`, `outer: for (const x of @A) { for (const y of @A) { if (@B) continue outer; if (@B) break outer; log.push(x, y); } }`, `for (let n = 3; n-- > 0;) { @L }`, `let @Z = 0; do { @L } while (++@V < 3 && log.length < 40);`, `for (let n = 0; n < 3 && @B; n++) { @L }`, `{ let n = 0; while (n++ < 4) { @L } }`,
	`switch (@X) { case @X: @L case @X: @L break; default: @L }`, `switch (@S) { case "a": @L break; default: @L case @S: @L break; }`, `switch (typeof @X) { case "number": case "string": @L break; case "object": @L }`,
	`let { a: @Z, b: @Z = @X } = @O;`, `const [@Z, @Z = @X] = @A;`, `let [@Z, ...@Z] = @X;`, `let { a: @Z, ...@Z } = @O;`, `({ a: @V, b: @V = @X } = @O);`, `[@V, @V] = @A;`, `[@V, @V] = [@V, @V];`, `let { [@K]: @Z } = @O;`, `const { payload: @Z, meta: @Z } = msg;`, `const { a: { b: @Z } = {} } = @O;`, `let { length: @Z } = @X;`,
	`const @Z = @F;`, `function f(x, y = @X) { @L return x; }`, `log.push(f(@X), f(@X, @X));`, `const @Z = (x) => x > 0 ? @X : @X;`, `log.push(typeof f, typeof later); var later = @X;`, `undeclared = @X; log.push(undeclared);`, `@A.forEach((x, i, all) => { @L });`, `@V.f = @F;`, `@V[@K] = @X;`, `@V.a.b = @X;`, `@V[@K] += @X;`, `@V.length = @J;`, `delete @V.a;`, `delete @V[@K];`, `@V.a ??= @X;`, `@V.n++;`,
	`(function inner(n) { if (n > 0) { log.push(n); inner(n - 1); } })(3);`, `const @Z = (() => { let n = 0; return () => ++n; })();`, `log.push(@V?.(), @V?.a?.(1));`, `@A.sort((a, b) => { log.push(a); return @N; });`, `log.push([...@A.map((x, i) => { @L return i; })]);`,
}
