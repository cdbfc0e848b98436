// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

// A Growth says what the memory and the work of builtins grow with in a VM, and so
// what a guard has to look at before goja asks for the memory: natives of goja neither
// ask how much a message may take nor notice an interrupt.
type Growth struct {
	// Names are as the specification has them; "new Uint8Array" is what Uint8Array makes,
	// called or with new.
	Names []string
	Of    Measure
	// Bytes is what each unit of the measure takes.
	Bytes int
}

// A Measure is what the memory of a builtin grows with.
type Measure uint8

const (
	// ByNothing is for builtins that take some bytes, or a few for each byte that their
	// receiver and arguments hold already, and loop no further than that. They have no
	// guard.
	ByNothing Measure = iota
	// ByLength is the length of the receiver, which may be any number.
	ByLength
	// ByLengthOnce is ByLength for a builtin that makes a list of that length at once, and
	// changes nothing: what is no array is copied first, so its length is read once.
	ByLengthOnce
	// ByKeys is how many keys the first argument has, ByKeysOfRest how many those behind
	// it.
	ByKeys
	ByKeysOfRest
	// BySecondLength is the length of the second argument, which is like an array,
	// ByThirdLength that of the third.
	BySecondLength
	ByThirdLength
	// ByText is the length of the receiver as text, ByFirstText that of the argument.
	ByText
	ByFirstText
	// ByArgumentCount is the number of arguments, which only ... makes large.
	ByArgumentCount
	// ByOwnRule is for builtins whose guard the engine has by name.
	ByOwnRule
	// ByTurn is for the next of an iterator: whoever loops over it in a native hears an
	// interrupt there.
	ByTurn
)

// Growths returns the builtins that have a guard in a VM, but for those in ByNothing.
// The caller must not change it.
func Growths() []Growth { return growths }

// ElementCost is how many bytes an element takes that stands in an array.
const ElementCost = 24

var growths = []Growth{
	{[]string{
		"Array.prototype.copyWithin", "Array.prototype.every", "Array.prototype.find", "Array.prototype.findIndex", "Array.prototype.findLast",
		"Array.prototype.findLastIndex", "Array.prototype.forEach", "Array.prototype.includes", "Array.prototype.indexOf", "Array.prototype.lastIndexOf",
		"Array.prototype.reduce", "Array.prototype.reduceRight", "Array.prototype.reverse", "Array.prototype.shift", "Array.prototype.some",
	}, ByLength, 0},
	{[]string{
		"Array.prototype.splice", "Array.prototype.unshift", "%TypedArray%.prototype.filter",
	}, ByLength, ElementCost},
	{[]string{
		"Array.prototype.filter", "Array.prototype.flatMap", "Array.prototype.map", "Array.prototype.toReversed", "Array.prototype.toSorted",
		"Array.prototype.toSpliced", "Array.prototype.with",
	}, ByLengthOnce, ElementCost},
	{[]string{
		"%TypedArray%.prototype.map", "%TypedArray%.prototype.toReversed", "%TypedArray%.prototype.toSorted", "%TypedArray%.prototype.with",
	}, ByLength, 8},
	{[]string{"Object.keys", "Object.getOwnPropertyNames", "Reflect.ownKeys"}, ByKeys, 64},
	{[]string{"Object.values"}, ByKeys, ElementCost + 24},
	{[]string{"Object.entries"}, ByKeys, 320},
	{[]string{"Object.assign"}, ByKeysOfRest, 128},
	{[]string{"Function.prototype.apply", "Reflect.construct"}, BySecondLength, 2 * ElementCost},
	{[]string{"Reflect.apply"}, ByThirdLength, 2 * ElementCost},
	{[]string{"Uint8Array.prototype.toHex", "Uint8Array.prototype.toBase64"}, ByLength, 4},
	{[]string{"Array.prototype.push", "Array.of"}, ByArgumentCount, 2 * ElementCost},
	{[]string{
		"String.prototype.toLowerCase", "String.prototype.toUpperCase", "String.prototype.toLocaleLowerCase", "String.prototype.toLocaleUpperCase",
	}, ByText, 6},
	{[]string{"String.prototype.normalize"}, ByText, 36},
	{[]string{"String.prototype.match", "String.prototype.search", "String.prototype.matchAll"}, ByOwnRule, 0},
	{[]string{"encodeURI", "encodeURIComponent", "escape"}, ByFirstText, 9},
	{[]string{
		"String.prototype.repeat", "String.prototype.padStart", "String.prototype.padEnd", "String.prototype.concat", "String.prototype.replace",
		"String.prototype.replaceAll", "String.prototype.split", "String.raw",
		"Array.from", "Array.prototype.fill", "Array.prototype.slice", "Array.prototype.sort", "%TypedArray%.prototype.slice",
		"Array.prototype.join", "Array.prototype.toLocaleString", "Array.prototype.concat", "Array.prototype.flat",
		"%TypedArray%.from", "%TypedArray%.prototype.join", "%TypedArray%.prototype.toLocaleString",
		"JSON.parse", "JSON.stringify", "BigInt", "BigInt.asIntN", "BigInt.asUintN", "RegExp.prototype.compile",
		"RegExp.prototype[Symbol.match]", "RegExp.prototype[Symbol.replace]", "RegExp.prototype[Symbol.search]", "RegExp.prototype[Symbol.split]",
		"Object.getOwnPropertyDescriptor", "Object.getOwnPropertyDescriptors", "Reflect.getOwnPropertyDescriptor",
		"Function.prototype.bind", "Proxy.revocable", "new Proxy",
		"new Function", "new RegExp", "new ArrayBuffer", "new Uint8Array", "new Uint8ClampedArray", "new Int8Array", "new Uint16Array", "new Int16Array",
		"new Uint32Array", "new Int32Array", "new Float32Array", "new Float64Array", "new BigInt64Array", "new BigUint64Array",
	}, ByOwnRule, 0},
	{[]string{
		"%ArrayIteratorPrototype%.next", "%MapIteratorPrototype%.next", "%SetIteratorPrototype%.next", "%StringIteratorPrototype%.next",
		"%RegExpStringIteratorPrototype%.next",
	}, ByTurn, 0},
}
