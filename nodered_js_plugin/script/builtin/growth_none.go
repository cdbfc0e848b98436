// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

// ungrowing are the builtins that need no guard in a VM, and why. "Math.*" stands for
// all that is below Math.
var ungrowing = []Exclusion{
	{[]string{
		"Math.*", "Number.*", "Boolean.*", "Date.*", "Symbol.*", "isNaN", "isFinite", "parseFloat", "parseInt",
		"BigInt.prototype.*", "DataView.*", "ArrayBuffer.isView", "ArrayBuffer.prototype.*", "ArrayBuffer[Symbol.species]",
		"Error.*", "AggregateError.*", "TypeError.*", "RangeError.*", "SyntaxError.*", "ReferenceError.*", "EvalError.*", "URIError.*", "GoError.*",
	}, "take and give values of a fixed size, or as large as what they are given"},
	{[]string{
		"Object", "Object.prototype.*", "Object.create", "Object.defineProperty", "Object.defineProperties", "Object.freeze", "Object.fromEntries",
		"Object.getOwnPropertySymbols", "Object.getPrototypeOf", "Object.hasOwn", "Object.is",
		"Object.isExtensible", "Object.isFrozen", "Object.isSealed", "Object.preventExtensions", "Object.seal", "Object.setPrototypeOf",
		"Reflect.defineProperty", "Reflect.deleteProperty", "Reflect.get", "Reflect.getPrototypeOf", "Reflect.has",
		"Reflect.isExtensible", "Reflect.preventExtensions", "Reflect.set", "Reflect.setPrototypeOf",
	}, "go through properties that exist, once; an iterator has a guard of its own"},
	{[]string{
		"Array", "Array.isArray", "Array.prototype.at", "Array.prototype.entries", "Array.prototype.keys", "Array.prototype.pop", "Array.prototype.values",
		"Array.prototype.toString", "Array[Symbol.species]", "Array.prototype[Symbol.iterator]", "Array.prototype[Symbol.unscopables].*",
	}, "take no more for a long array than for a short one; toString calls join"},
	{[]string{
		"String", "String.fromCharCode", "String.fromCodePoint", "String.prototype.at", "String.prototype.charAt", "String.prototype.charCodeAt",
		"String.prototype.codePointAt", "String.prototype.endsWith", "String.prototype.includes", "String.prototype.indexOf",
		"String.prototype.lastIndexOf", "String.prototype.localeCompare", "String.prototype.slice", "String.prototype.startsWith",
		"String.prototype.substr", "String.prototype.substring", "String.prototype.toString", "String.prototype.trim", "String.prototype.trimEnd",
		"String.prototype.trimLeft", "String.prototype.trimRight", "String.prototype.trimStart", "String.prototype.valueOf",
		"String.prototype[Symbol.iterator]", "decodeURI", "decodeURIComponent", "unescape", "JSON.rawJSON", "JSON.isRawJSON",
	}, "give no more text than they are given"},
	{[]string{
		"RegExp.prototype.exec", "RegExp.prototype.test", "RegExp.prototype.toString", "RegExp.prototype[Symbol.matchAll]", "RegExp[Symbol.species]",
		"RegExp.prototype.dotAll", "RegExp.prototype.flags", "RegExp.prototype.global", "RegExp.prototype.ignoreCase", "RegExp.prototype.multiline",
		"RegExp.prototype.source", "RegExp.prototype.sticky", "RegExp.prototype.unicode",
	}, "find one match at a time; one that takes too long has a limit of its own"},
	{[]string{
		"%TypedArray%", "%TypedArray%.of", "%TypedArray%[Symbol.species]", "%TypedArray%.prototype.at", "%TypedArray%.prototype.buffer",
		"%TypedArray%.prototype.byteLength", "%TypedArray%.prototype.byteOffset", "%TypedArray%.prototype.copyWithin", "%TypedArray%.prototype.entries",
		"%TypedArray%.prototype.every", "%TypedArray%.prototype.fill", "%TypedArray%.prototype.find", "%TypedArray%.prototype.findIndex",
		"%TypedArray%.prototype.findLast", "%TypedArray%.prototype.findLastIndex", "%TypedArray%.prototype.forEach", "%TypedArray%.prototype.includes",
		"%TypedArray%.prototype.indexOf", "%TypedArray%.prototype.keys", "%TypedArray%.prototype.lastIndexOf", "%TypedArray%.prototype.length",
		"%TypedArray%.prototype.reduce", "%TypedArray%.prototype.reduceRight", "%TypedArray%.prototype.reverse", "%TypedArray%.prototype.set",
		"%TypedArray%.prototype.some", "%TypedArray%.prototype.sort", "%TypedArray%.prototype.subarray", "%TypedArray%.prototype.values",
		"%TypedArray%.prototype[Symbol.toStringTag]", "%TypedArray%.prototype[Symbol.iterator]", "%TypedArray%.prototype.toString",
		"Uint8Array.fromBase64", "Uint8Array.fromHex", "Uint8Array.prototype.setFromBase64", "Uint8Array.prototype.setFromHex",
	}, "go through memory that is there"},
	{[]string{
		"Map.*", "Set.*", "WeakMap.*", "WeakSet.*", "Promise.*", "%IteratorPrototype%.*", "%GeneratorPrototype%.*", "%ArrayIteratorPrototype%[Symbol.toStringTag]",
	}, "take a little for each entry, which an iterator with a guard gives, or which exists"},
	{[]string{
		"Function.prototype", "Function.prototype.call", "Function.prototype.toString", "Function.prototype.caller",
		"Function.prototype.arguments", "Function.prototype[Symbol.hasInstance]", "Function.prototype.constructor",
	}, "call what has a guard if it needs one"},
	{[]string{"eval"}, "is looked at where a script names it, see guardCode"},
	{[]string{"%GeneratorFunction%.*", "%AsyncFunction%.*"}, "are reached by no name; docs/security.md has them among what stays open"},
}

// Ungrowing returns the builtins that need no guard in a VM, with the reason. The
// caller must not change it.
func Ungrowing() []Exclusion { return ungrowing }
